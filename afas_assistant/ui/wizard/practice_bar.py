"""In practice: the failures that can be switched on while the wizard is open, to see what each looks like."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from afas_assistant.onboarding.flow import Step
from afas_assistant.ui.pages.scenario_picker import ScenarioPicker
from afas_assistant.ui.typography import px
from afas_assistant.ui.wizard.session import Session

TESTED = frozenset({Step.ENVIRONMENT, Step.GET, Step.UPDATE, Step.DATA, Step.DESTINATIONS})


class PracticeBar(QWidget):
    """Shown above pages that test, and only for a connection with the practice environment that runs."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.picker: ScenarioPicker | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(24), 0, px(24), px(4))
        self.hide()
        if session.room is not None:
            session.room.switched.connect(self.on_switched)
            session.room.failed.connect(self.on_failed)

    def show_for(self, step: Step) -> None:
        """Show it where it belongs."""
        room = self._session.room.running_room if self._session.room else None
        shown = room is not None and self._session.kind == "practice" and step in TESTED
        if shown and self.picker is None and room is not None and self._session.room is not None:
            self.picker = ScenarioPicker(room.scenarios)
            self.picker.chosen.connect(self._session.room.switch)
            layout = self.layout()
            if layout is not None:
                layout.addWidget(self.picker)
        self.setVisible(shown)

    def on_failed(self, error: Exception) -> None:
        """Say that the practice environment does not answer; while it starts, the page says so."""
        if self.isVisible():
            self._session.failed.emit(error)

    def on_switched(self, scenario: str) -> None:
        """Test everything under the new scenario; watch mode finds out by itself."""
        if self.picker is not None:
            self.picker.blockSignals(True)  # noqa: FBT003 - Qt's own signature; it is switched on already
            self.picker.pick(scenario)
            self.picker.blockSignals(False)  # noqa: FBT003 - as above
        checks = self._session.checks
        if self.isVisible() and not checks.watch.running:
            checks.start()
            self._session.changed.emit()
