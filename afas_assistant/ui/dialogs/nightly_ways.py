"""Who does the night: nobody, this program while it is open, or a scheduler of this computer; when, and how much."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTime, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QRadioButton,
    QSpinBox,
    QTimeEdit,
    QVBoxLayout,
    QWidget,
)

from afas_assistant.schedules.tasks import AT, WAY_NAMES, Schedule, Way
from afas_assistant.texts import Text, literal, phrase
from afas_assistant.ui.language import describe
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.fields import show_edge
from afas_assistant.ui.widgets.flow import FlowLayout
from afas_assistant.ui.widgets.label import Label

if TYPE_CHECKING:  # the worker makes them
    from afas_assistant.schedules.nightly import Offer

OFF = "off"
MOST = 100_000
MEANINGS: dict[Way, Text] = {
    Way.OPEN: phrase("A night that was missed is made up for when the program opens again within twelve hours."),
    Way.SYSTEMD: phrase(
        "Also while the program is closed, as long as you are logged in. A missed night is made up for."
    ),
    Way.TASK_SCHEDULER: phrase(
        "Also while the program is closed, as long as you are logged in: that opens the keyring. A missed night is "
        "made up for."
    ),
    Way.LAUNCHD: phrase(
        "Also while the program is closed, as long as you are logged in. A night that the Mac slept through is made "
        "up for."
    ),
    Way.CRON: phrase("Also while the program is closed. A night on which the computer was off is not made up for."),
}


class WayChoice(QWidget):
    """The choice. Signals: `changed` when the person chose otherwise."""

    changed = Signal()

    def __init__(self, labels: Sequence[str], hindrance: Text | None, parent: QWidget | None = None) -> None:
        """`labels` are the connections; `hindrance` is why no scheduler of the system can do it."""
        super().__init__(parent)
        self._labels, self._hindrance = labels, hindrance
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QRadioButton] = {}
        self._names: dict[str, Text] = {}
        self._meanings: dict[str, Label] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(px(6))
        self._add(OFF, phrase("&Not at night"), literal(""))
        self._add(Way.OPEN.value, phrase("&While this program is open"), MEANINGS[Way.OPEN])
        self.time_field = QTimeEdit()
        self.time_field.setDisplayFormat("HH:mm")
        self.connection_list = QComboBox()
        self.connection_list.addItems(list(labels))
        self.most_field = QSpinBox()
        self.most_field.setRange(0, MOST)
        self._fields = self._new_fields()
        self._layout.addWidget(self._fields)
        self.show_schedule(None)
        self._group.buttonToggled.connect(self._tell)
        self.time_field.timeChanged.connect(self._tell)
        self.connection_list.currentIndexChanged.connect(self._tell)
        self.most_field.valueChanged.connect(self._tell)
        self._render()

    @property
    def way(self) -> Way | None:
        """What is chosen; None for not at night."""
        key = next(key for key, button in self.buttons.items() if button.isChecked())
        return None if key == OFF else Way(key)

    def fill(self, schedule: Schedule) -> Schedule:
        """Return a schedule with what is chosen; its way stays where nothing is to be done at night."""
        at = self.time_field.time().toPython()
        return Schedule(
            schedule.envid,
            self.way or schedule.way,
            schedule.since,
            at.replace(second=0, microsecond=0),  # type: ignore[attr-defined] # a time of Python's own
            self.connection_list.currentText(),
            self.most_field.value() or None,
        )

    def show_schedule(self, schedule: Schedule | None) -> None:
        """Show what was chosen before, without telling."""
        self.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        key = OFF if schedule is None else schedule.way.value
        self.buttons.get(key, self.buttons[OFF]).setChecked(True)
        at = schedule.at if schedule else AT
        self.time_field.setTime(QTime(at.hour, at.minute))
        self.connection_list.setCurrentText(schedule.connection if schedule else "")
        self.most_field.setValue((schedule.most if schedule else None) or 0)
        self.blockSignals(False)  # noqa: FBT003 - as above
        self._fields.setEnabled(self.way is not None)

    def show_offers(self, offers: "Sequence[Offer]") -> None:
        """Show the schedulers of this computer; what cannot be used says why."""
        for offer in offers:
            if offer.way.value not in self.buttons:
                name = phrase("By {name} of this computer", name=WAY_NAMES[offer.way])
                self._add(offer.way.value, name, MEANINGS[offer.way])
            reason = self._hindrance or offer.unavailable
            button = self.buttons[offer.way.value]
            button.setEnabled(reason is None or button.isChecked())
            self._meanings[offer.way.value].say(reason or MEANINGS[offer.way])
        self._render()

    def changeEvent(self, event: QEvent) -> None:
        """Render again in another language or size."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.FontChange}:
            self._render()

    def _add(self, key: str, name: Text, meaning: Text) -> None:
        button = QRadioButton()
        show_edge(button)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(button)
        words = Label(meaning, role="small", colour="muted", wrapped=True)
        words.setContentsMargins(px(24), 0, 0, 0)
        words.setVisible(bool(meaning.render()))
        column.addWidget(words)
        self.buttons[key], self._names[key], self._meanings[key] = button, name, words
        self._group.addButton(button)
        self._layout.insertWidget(len(self.buttons) - 1, holder)

    def _new_fields(self) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder, gap=px(16))
        rows: list[tuple[Text, QWidget]] = [
            (phrase("&Time"), self.time_field),
            (phrase("C&hanges a night at most"), self.most_field),
        ]
        if len(self._labels) > 1:
            rows.insert(1, (phrase("C&onnection"), self.connection_list))
        else:
            self.connection_list.setParent(self)
            self.connection_list.hide()
        for name, field in rows:
            pair = QWidget()
            column = QVBoxLayout(pair)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(px(4))
            label = Label(name, role="strong")
            label.setBuddy(field)
            show_edge(field)
            column.addWidget(label)
            column.addWidget(field)
            flow.add(pair)
        return holder

    def _tell(self) -> None:
        self._fields.setEnabled(self.way is not None)
        self.changed.emit()

    def _render(self) -> None:
        if not hasattr(self, "_fields"):
            return
        for key, button in self.buttons.items():
            button.setText(str(self._names[key]))
            describe(button, literal(f"{str(self._names[key]).replace('&', '')}. {self._meanings[key].text()}"))
        for field in (self.time_field, self.connection_list, self.most_field):
            field.setMinimumHeight(px(32))
        self.most_field.setSpecialValueText(str(phrase("as usual: 20 %, 25 to 200")))
        describe(self.time_field, phrase("Time"))
        describe(self.connection_list, phrase("Connection"))
        describe(self.most_field, phrase("Changes a night at most"))
