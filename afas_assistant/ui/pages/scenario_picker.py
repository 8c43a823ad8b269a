"""The failures of the practice environment, to be switched on one at a time."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QWidget

from afas_assistant.texts import phrase
from afas_assistant.ui.targets import ScenarioChoice
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.fields import show_edge
from afas_assistant.ui.widgets.label import Label


class ScenarioPicker(QWidget):
    """A list of scenarios with what is wrong in the chosen one. Signals: `chosen(name)` when the person picks one."""

    chosen = Signal(str)

    def __init__(self, scenarios: Sequence[ScenarioChoice], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scenarios = scenarios
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        label = Label(phrase("&Practise with"), role="strong")
        self.box = QComboBox()
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(26)
        self.box.setMaxVisibleItems(20)
        show_edge(self.box)
        label.setBuddy(self.box)
        self._what = Label(role="small", colour="muted", wrapped=True)
        self._what.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        row.addWidget(label)
        row.addWidget(self.box)
        row.addWidget(self._what, 1)
        self._fill()
        self.box.activated.connect(self.on_box_activated)

    def current(self) -> str:
        """Return the name of the chosen scenario."""
        return str(self.box.currentData())

    def pick(self, name: str) -> None:
        """Choose a scenario as the person would."""
        index = self.box.findData(name)
        self.box.setCurrentIndex(index)
        self.on_box_activated(index)

    def on_box_activated(self, index: int) -> None:
        """Say what is wrong in the chosen one, and tell it."""
        self._what.say(self._scenarios[index].what)
        self.chosen.emit(self._scenarios[index].name)

    def changeEvent(self, event: QEvent) -> None:
        """Render again in another language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._fill()

    def _fill(self) -> None:
        chosen = max(self.box.currentIndex(), 0)
        self.box.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.box.clear()
        for scenario in self._scenarios:
            self.box.addItem(str(scenario.title), scenario.name)
        self.box.setCurrentIndex(chosen)
        self.box.blockSignals(False)  # noqa: FBT003 - as above
        self.box.setAccessibleName(str(phrase("Practise with")))
        self._what.say(self._scenarios[chosen].what)
