"""Closing the window while records leave: asks first, then stops between two records.

A record that is under way is never broken off by this: either the program waits for it, or the outbox finds at its
next start that it was not heard of again, and calls it *unknown*.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from afas_assistant.texts import Text, joined, literal, phrase

if TYPE_CHECKING:  # loaded when there is something to ask
    from afas_assistant.ui.closing_dialog import ClosingDialog

LOOK_EVERY = 150
"""Milliseconds between two looks at whether everything has stopped."""
SESSION_PATIENCE = 3000
"""Milliseconds that the end of a session can wait for a record; Windows gives a program five seconds."""


@dataclass(frozen=True)
class Leaving:
    """Something under way for an organisation, and how to stop it.

    `done` and `total` are None where nobody knows them. `begun` says that a record may be on its way right now: before
    that, stopping is at once. What `only_reads` can be broken off at any time, and nothing is lost.
    """

    organisation_id: int
    organisation: str
    what: Text
    stop: Callable[[], object]
    begun: bool
    done: int | None = None
    total: int | None = None
    only_reads: bool = False

    @property
    def words(self) -> Text:
        """For whom, what it is, and how far."""
        name = literal(self.organisation)
        if self.done is None or self.total is None:
            return joined(name, self.what, separator=" · ")
        far = phrase("{done} of {all} sent", done=self.done, all=self.total)
        return joined(name, self.what, far, separator=" · ")


Work = Callable[[], Sequence[Leaving]]


class Closing(QObject):
    """Whether the window may close, and the question where it may not yet. Signals: `allowed`, once it may."""

    allowed = Signal()

    def __init__(self, work: Work, window: QWidget) -> None:
        super().__init__(window)
        self._work, self._window = work, window
        self.dialog: ClosingDialog | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY)
        self._timer.timeout.connect(self.on_timer_timeout)
        self._limit = QTimer(self)
        self._limit.setSingleShot(True)
        self._limit.timeout.connect(self._allow)

    def ask(self) -> bool:
        """Ask when something is under way, and return whether it was: the window then stays open."""
        if not self._work():
            return False
        if self.dialog is None:
            from afas_assistant.ui.closing_dialog import ClosingDialog  # noqa: PLC0415 - seldom needed

            self.dialog = ClosingDialog(self._work, self._window)
            self.dialog.stopped.connect(self.on_dialog_stopped)
            self.dialog.finished.connect(self.on_dialog_finished)
            self.dialog.open()
        return True

    def on_dialog_stopped(self) -> None:
        """Stop everything between two records, and wait for the one that is under way."""
        self.end(None)

    def end(self, patience: int | None) -> None:
        """Stop everything, and allow closing once it has stopped, or after so many milliseconds; it never blocks."""
        for one in self._work():
            one.stop()
        if patience is not None:
            self._limit.start(patience)
        self._timer.start()
        self.on_timer_timeout()

    def stop_all(self) -> bool:
        """Stop everything, and return whether a record is still under way."""
        for one in self._work():
            one.stop()
        return any(one.begun for one in self._work())

    def on_timer_timeout(self) -> None:
        """Allow closing as soon as no record is under way."""
        if not any(one.begun for one in self._work()):
            self._allow()

    def on_dialog_finished(self, result: int) -> None:
        """Do what the person answered; what was stopped stays stopped also where the window stays open."""
        if self.dialog is None:  # it was closed because nothing is under way any more
            return
        self.dialog = None
        self._stop_waiting()
        if result:
            self.allowed.emit()

    def _allow(self) -> None:
        self._stop_waiting()
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.accept()
        self.allowed.emit()

    def _stop_waiting(self) -> None:
        self._timer.stop()
        self._limit.stop()
