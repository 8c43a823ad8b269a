"""The way into the wizard: opened for a new environment or a further connection, left, and taken up again."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget

from afas_assistant.ui.kept import Kept
from afas_assistant.ui.tasks import TaskRunner

if TYPE_CHECKING:  # loaded when the wizard is asked for
    from afas_assistant.onboarding.flow import WizardState
    from afas_assistant.ui.practice_room import PracticeRoom
    from afas_assistant.ui.wizard.wizard_page import WizardPage


class WizardDoor(QObject):
    """Owns the page while the wizard is open: one at a time.

    Signals: `finished(connection_id)`, `closed`.
    """

    finished = Signal(int)
    closed = Signal()

    def __init__(self, kept: Kept, runner: TaskRunner, stack: QStackedWidget, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kept, self._runner, self._stack = kept, runner, stack
        self._state: WizardState | None = None
        self.page: WizardPage | None = None

    def open(self, room: "PracticeRoom", state: "WizardState | None") -> None:
        """Show the wizard; one that is open for the same thing is shown as it is."""
        from afas_assistant.ui.wizard.wizard_page import WizardPage  # noqa: PLC0415 - long after the first paint

        if self.page is None or (state is not None and not _same(state, self._state)):
            self.stop()
            self._state = state
            self.page = WizardPage(self._kept.desk, self._runner, room, state)
            self.page.finished.connect(self.on_finished)
            self.page.closed.connect(self.on_closed)
            self._stack.addWidget(self.page)
            self._stack.setCurrentWidget(self.page)
            self.page.start()
        self._stack.setCurrentWidget(self.page)

    def stop(self) -> None:
        """Take the wizard away; what was answered is kept."""
        page, self.page = self.page, None
        if page is not None:
            page.stop()
            self._stack.removeWidget(page)
            page.deleteLater()

    def on_finished(self, connection_id: int) -> None:
        """Take the wizard away, and tell what came of it."""
        self.stop()
        self.finished.emit(connection_id)

    def on_closed(self) -> None:
        """Take the wizard away."""
        self.stop()
        self.closed.emit()


def _same(one: "WizardState", other: "WizardState | None") -> bool:
    return other is not None and one.organisation_id == other.organisation_id
