"""The questions that the tab Outbox asks: what somebody saw in the other system, and whether to take a write back."""

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QRadioButton, QWidget

from afas_assistant.outbox.records import Write
from afas_assistant.outbox.words import SYSTEMS, kind_words
from afas_assistant.texts import Text, joined, literal, phrase
from afas_assistant.ui.dialogs.shell import Dialog
from afas_assistant.ui.tabs.detail_content import FIELDS
from afas_assistant.ui.tabs.outbox_words import ASKED_KEYS, money
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.buttons import Button, PrimaryButton
from afas_assistant.ui.widgets.fields import show_edge
from afas_assistant.ui.widgets.frames import KIND_NAMES
from afas_assistant.ui.widgets.label import IconLabel, Label

if TYPE_CHECKING:  # the worker makes them
    from afas_assistant.sync.apply import RunOutcome
    from afas_assistant.sync.plan import Plan, PlannedRecord


class SayDialog(Dialog):
    """What somebody saw. Signals: `said(arrived, who, note, keys)`; it stays open until the outbox has taken it."""

    said = Signal(bool, str, str, dict)

    def __init__(self, write: Write, not_there_from: datetime | None, who: str, parent: QWidget) -> None:
        system = SYSTEMS[write.system]
        words = phrase("Look for it in {system} first. Your name stands beside it from now on.", system=system)
        super().__init__(phrase("What did you see in {system}?", system=system), words, parent)
        self.body.addWidget(Label(summary(write), wrapped=True))
        self._group = QButtonGroup(self)
        self._choices: list[tuple[QRadioButton, Text]] = []
        self.there_button = self._add_choice(phrase("It is &there"))
        self.key_fields: dict[str, QLineEdit] = {}
        self._keys_first = self.body.count()
        for name, label in ASKED_KEYS.get(write.kind, ()):
            self.key_fields[name] = self.add_field(label)
        self._keys_last = self.body.count()
        self.not_there_button = self._add_choice(phrase("It is not there, and &may be sent again"))
        if not_there_from is not None:
            since = f"{not_there_from.astimezone():%H:%M}"
            early = phrase("{system} can be at work on it for 15 minutes: from {time}.", system=system, time=since)
            self.body.addWidget(Label(early, role="small", colour="muted", wrapped=True))
        self.who_field = self.add_field(phrase("&Who looked"), who)
        self.note_field = self.add_field(phrase("N&ote, if you like"))
        self._group.buttonToggled.connect(self._update)
        self.who_field.textChanged.connect(self._update)
        agree = PrimaryButton(phrase("&Keep this"))
        agree.clicked.connect(self.on_agree_clicked)
        self.finish(agree)
        self._update()
        self.there_button.setFocus()

    def on_agree_clicked(self) -> None:
        """Tell what was seen."""
        self.agree_button.setEnabled(False)
        arrived = self.there_button.isChecked()
        filled = {name: field.text().strip() for name, field in self.key_fields.items()}
        keys = {name: value for name, value in filled.items() if value} if arrived else {}
        self.said.emit(arrived, self.who_field.text().strip(), self.note_field.text().strip(), keys)

    def _add_choice(self, text: Text) -> QRadioButton:
        button = QRadioButton(str(text))
        show_edge(button)
        self._choices.append((button, text))
        self._group.addButton(button)
        self.body.addWidget(button)
        return button

    def changeEvent(self, event: QEvent) -> None:
        """Say the choices in another language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            for button, text in self._choices:
                button.setText(str(text))

    def _update(self) -> None:
        there = self.there_button.isChecked()
        for place in range(self._keys_first, self._keys_last):
            item = self.body.itemAt(place)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.setVisible(there)
        lacks = self._group.checkedButton() is None or not self.who_field.text().strip()
        self.agree_button.setEnabled(not lacks)
        self.agree_button.setToolTip(str(phrase("Choose what you saw, and fill in a name.")) if lacks else "")


class TakeBackDialog(Dialog):
    """Says what taking back will do and leave, once the other system was read. Signals: `agreed`."""

    agreed = Signal()

    def __init__(self, write: Write, parent: QWidget) -> None:
        super().__init__(phrase("Take back?"), summary(write), parent)
        self._system = SYSTEMS[write.system]
        self.reading = Label(phrase("How it stands there is being read…"), colour="muted", wrapped=True)
        self.body.addWidget(self.reading)
        self._place = self.body.count()
        agree = Button(phrase("&Take it back"))
        agree.clicked.connect(self.on_agree_clicked)
        self.finish(agree, cancel_first=True)
        agree.setEnabled(False)
        agree.setToolTip(str(phrase("First it is read how it stands there.")))
        self.cancel_button.setFocus()

    def new_cancel(self) -> Button:
        """Return the filled button: what is safe comes first."""
        return PrimaryButton(phrase("&Leave it as it is"))

    def show_plan(self, plan: "Plan", record: "PlannedRecord | None") -> None:
        """Show what `record` of the plan would do; None when nothing can be done."""
        self.reading.hide()
        first = plan.records[0]
        for one in first.reasons:
            self._add("advice" if record is first else "failed", joined(one.text, one.remedy))
        if record is None:
            self._end()
            return
        if record is not first:
            self._add("arrow-right", phrase("Instead a credit can be booked: {what}.", what=literal(record.what)))
            for one in record.reasons:
                self._add("advice", joined(one.text, one.remedy))
            self.agree_button.say(phrase("&Book the credit"))
        for name, value in record.facts:
            self._add("step-here", joined(FIELDS.get(name, literal(name)), literal(value), separator=": "))
        intention = record.intention
        steps = len(intention.follow_ups) if intention else 0
        if steps:
            self._add("arrow-right", phrase("After it, registrations in TimeChimp get their old statuses again."))
        self._add("ok", phrase("What it was made of can be sent again afterwards. The outbox keeps both."))
        self._add("plug", _where(plan))
        self.agree_button.setEnabled(True)
        self.agree_button.setToolTip("")
        self.fit()

    def on_agree_clicked(self) -> None:
        """Have it done."""
        self.agree_button.setEnabled(False)
        self.reading.say(phrase("It is being taken back…"))
        self.reading.show()
        self.agreed.emit()
        self.fit()

    def show_outcome(self, outcome: "RunOutcome") -> None:
        """Close when it is done; else say what became of it."""
        self.reading.hide()
        settled = outcome.settled[0]
        if settled.bucket.value == "confirmed":
            self.accept()
            return
        if settled.problem is not None:
            self.notice.tell_error(settled.problem)
        elif settled.skip is not None:
            self.notice.tell(phrase("It was not taken back."), settled.skip.text, literal(""))
        self._end()

    def refuse(self, error: Exception) -> None:
        """Say why it could not be read or done; it is asked anew from the list."""
        self.notice.tell_error(error)
        self.reading.hide()
        self._end()

    def _end(self) -> None:
        self.agree_button.hide()
        self.cancel_button.say(phrase("&Close"))
        self.fit()

    def _add(self, icon: str, text: Text) -> None:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(10))
        colour = {"failed": "problem", "advice": "attention", "ok": "ok"}.get(icon, "muted")
        row.addWidget(IconLabel(icon, colour=colour), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Label(text, wrapped=True), 1)
        self.body.insertWidget(self._place, holder)
        self._place += 1


def summary(write: Write) -> Text:
    """Return which write it is, as somebody finds it in the other system."""
    facts = (
        kind_words(write.kind),
        literal(write.label or write.reference),
        literal(write.counterpart),
        literal(money(write.amount, write.currency)),
    )
    return joined(*facts, separator=" · ")


def _where(plan: "Plan") -> Text:
    envid, _, kind = plan.environment.partition(" ")
    environment = joined(literal(envid), KIND_NAMES.get(kind.strip("()"), literal("")), separator=" · ")
    if not plan.administration:
        return phrase("In {environment}.", environment=environment)
    return phrase(
        "In {environment}, administration {number}.",
        environment=environment,
        number=literal(plan.administration),
    )
