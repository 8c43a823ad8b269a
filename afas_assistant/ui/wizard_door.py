"""The way into the wizard: opened for a new environment or a further connection, left, and taken up again."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget

from afas_assistant.ui.kept import Kept
from afas_assistant.ui.practice_room import PracticeRoom
from afas_assistant.ui.tasks import TaskRunner

if TYPE_CHECKING:  # loaded when the wizard is asked for
    from afas_assistant.onboarding.flow import WizardState
    from afas_assistant.ui.wizard.wizard_page import WizardPage

LANE = "wizard"
"""The lane on which the wizard keeps its state."""


class WizardDoor(QObject):
    """Owns the page while the wizard is open: one at a time.

    Signals: `opening` before it is shown; `left` when something else is to be shown in its place;
    `connected(connection_id)` once the connection that it made was read.
    """

    opening = Signal()
    left = Signal()
    connected = Signal(int)

    def __init__(
        self, kept: Kept, runner: TaskRunner, stack: QStackedWidget, room: PracticeRoom, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._kept, self._runner, self._stack, self._room = kept, runner, stack, room
        self._state: WizardState | None = None
        self._waits = False
        self._made: int | None = None
        self.page: WizardPage | None = None
        kept.opened.connect(self.on_kept_opened)
        kept.failed.connect(self.on_kept_failed)
        kept.changed.connect(self.on_kept_changed)

    @property
    def is_shown(self) -> bool:
        """Return whether the wizard is on the screen."""
        return self.page is not None and self._stack.currentWidget() is self.page

    def open(self, state: "WizardState | None" = None) -> None:
        """Show the wizard as soon as the desk is there: for `state`, else where it was left if it was."""
        if not self._kept.is_open:
            self._waits = True
            self._kept.open()
            return
        left = self._kept.snapshot.wizard if self._kept.snapshot else None
        self.opening.emit()
        self._show(state or left)

    def stop(self) -> None:
        """Take the wizard away; what was answered is kept."""
        page, self.page = self.page, None
        if page is not None:
            page.stop()
            self._stack.removeWidget(page)
            page.deleteLater()

    def drop(self, organisation_id: int) -> None:
        """Leave the wizard when it is at work on an organisation that is about to go."""
        owner = self.page.session.organisation if self.page is not None else None
        if owner is not None and owner.id == organisation_id:
            self.on_closed()

    def on_kept_opened(self) -> None:
        """Open the wizard that waited for the desk."""
        if self._waits:
            self._waits = False
            QTimer.singleShot(0, self, self.open)

    def on_kept_failed(self) -> None:
        """Wait no more: what is kept cannot be read."""
        self._waits = False

    def on_kept_changed(self) -> None:
        """Tell of the connection that the wizard made, as soon as it is known here."""
        snapshot, made = self._kept.snapshot, self._made
        found = [each for one in snapshot.organisations for each in one.connections] if snapshot else []
        if made is not None and any(each.connection.id == made for each in found):
            self._made = None
            self.connected.emit(made)

    def on_finished(self, connection_id: int) -> None:
        """Take the wizard away; what came of it is told once it was read."""
        self._made = connection_id
        self.on_closed()

    def on_closed(self) -> None:
        """Take the wizard away, and read again what is kept, behind what the wizard still writes."""
        self.stop()
        self.left.emit()
        self._runner.start(_wait, done=lambda _: self._kept.reload(), lane=LANE)

    def _show(self, state: "WizardState | None") -> None:
        """Show the wizard; one that is open for the same thing is shown as it is."""
        from afas_assistant.ui.wizard.wizard_page import WizardPage  # noqa: PLC0415 - long after the first paint

        if self.page is None or (state is not None and not _same(state, self._state)):
            self.stop()
            self._state = state
            self.page = WizardPage(self._kept.desk, self._runner, self._room, state)
            self.page.finished.connect(self.on_finished)
            self.page.closed.connect(self.on_closed)
            self._stack.addWidget(self.page)
            self._stack.setCurrentWidget(self.page)
            self.page.start()
        self._stack.setCurrentWidget(self.page)


def _same(one: "WizardState", other: "WizardState | None") -> bool:
    return other is not None and one.organisation_id == other.organisation_id


def _wait() -> None:
    """Wait one's turn on a lane."""
