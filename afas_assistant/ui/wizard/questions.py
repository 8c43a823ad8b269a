"""What a page has asked of its lanes and waits for: one question at a time about each thing, each with its words."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from afas_assistant.texts import Text
from afas_assistant.ui.tasks import Task
from afas_assistant.ui.wizard.session import Session

FIELDS = "wizard-fields"


class Questions(QObject):
    """Signals: `changed` when one was asked or answered; `failed(exception)` for one that nobody else hears of."""

    changed = Signal()
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._asked: dict[str, tuple[Task, Text]] = {}

    @property
    def any(self) -> bool:
        """Whether an answer is waited for."""
        return bool(self._asked)

    @property
    def doing(self) -> Text | None:
        """What is being done, for a person."""
        return next((words for _, words in self._asked.values()), None)

    def about(self, about: str) -> bool:
        """Whether an answer about this is waited for."""
        return about in self._asked

    def ask(
        self,
        about: str,
        words: Text,
        work: Callable[[], object],
        done: Callable[..., object],
        *,
        failed: Callable[[Exception], object] | None = None,
        lane: str = FIELDS,
    ) -> None:
        """Ask; an earlier question about the same is dropped."""

        def settled(value: object) -> None:
            self._asked.pop(about, None)
            done(value)
            self.changed.emit()

        def wrong(error: Exception) -> None:
            self._asked.pop(about, None)
            (failed or self.failed.emit)(error)
            self.changed.emit()

        self.forget(about)
        self._asked[about] = self._session.call(work, settled, wrong, lane=lane), words
        self.changed.emit()

    def forget(self, about: str) -> None:
        """Drop the answer to a question: it is about something that is no longer there."""
        if about in self._asked:
            self._asked.pop(about)[0].cancel()

    def forget_all(self) -> None:
        """Drop all answers."""
        for about in list(self._asked):
            self.forget(about)
