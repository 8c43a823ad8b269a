"""The window in which one mapping is made: a choice from AFAS's list, or typed where AFAS shows none."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from afas_assistant.sync.mapping.choices import ITEM_KINDS, Choice, choices
from afas_assistant.sync.mapping.files import entry_or_reason
from afas_assistant.sync.mapping.judging import held_against
from afas_assistant.sync.mapping.mappings import MappingEntry, Table
from afas_assistant.texts import Text, literal, phrase
from afas_assistant.ui.dialogs.shell import Dialog
from afas_assistant.ui.language import describe
from afas_assistant.ui.tabs.mapping_choice_list import ChoiceList, SearchField
from afas_assistant.ui.tabs.mapping_rows import MappingRow, MappingRows
from afas_assistant.ui.tabs.mapping_words import REASONS, certainty, moment
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.buttons import LinkButton, PrimaryButton
from afas_assistant.ui.widgets.fields import show_edge
from afas_assistant.ui.widgets.label import Label
from afas_assistant.ui.widgets.remark import Remark

_TYPED: dict[Table, Text] = {
    Table.ITEMS: phrase("&Item code"),
    Table.VAT: phrase("VAT &code"),
    Table.REVENUE: phrase("&Ledger account"),
    Table.SETTINGS: phrase("&Value"),
    Table.ROLES: phrase("&Column"),
}
_NAMES: dict[Table, str] = {
    Table.ITEMS: "code",
    Table.VAT: "code",
    Table.REVENUE: "account",
    Table.SETTINGS: "value",
    Table.ROLES: "column",
}
"""What the typed word is called in a mapping."""


class MappingEditor(Dialog):
    """Signals: `chosen(MappingEntry)` for what is to be kept; `forgotten` for what is not."""

    chosen = Signal(object)
    forgotten = Signal()

    def __init__(self, row: MappingRow, rows: MappingRows, parent: QWidget) -> None:
        super().__init__(_title(row), row.kind, parent)
        self._row, self._rows = row, rows
        self._offered = choices(row.table, row.key, rows.seen, rows.mappings)
        lacking = self._offered.lacking
        if rows.offer is None:
            lacking = phrase("AFAS was not read yet, so it has to be typed and is not held against AFAS's lists.")
        self.list: ChoiceList | None = None
        self.typed_field: QLineEdit | None = None
        self.kind_box = self.unit_box = self.cost_centre_box = None  # type: QComboBox | None
        self.account_field: QLineEdit | None = None
        if self._offered.shown:
            self._add_list()
        if lacking.render("en"):
            self.body.addWidget(Label(lacking, role="small", colour="muted", wrapped=True))
            self._add_typed()
        self._add_rest()
        self.remark = Remark()
        self.body.addWidget(self.remark)
        if row.entry is not None:
            self._add_entry(row.entry)
        agree = PrimaryButton(phrase("&Keep this mapping"))
        agree.clicked.connect(self.on_agree_clicked)
        self.finish(agree)
        self._fill()
        self.update_remark()
        first = self.search_field if self.list is not None else self.typed_field
        if first is not None:
            first.setFocus()

    # ------------------------------------------------------------------ how it is put together

    def _add_list(self) -> None:
        self.list = ChoiceList(self._offered.shown)
        self.search_field = SearchField(self.list)
        show_edge(self.search_field)
        label = Label(phrase("&Search by number or description"), role="strong")
        label.setBuddy(self.search_field)
        describe(self.search_field, phrase("Search by number or description"))
        self.body.addWidget(label)
        self.body.addWidget(self.search_field)
        self.body.addWidget(self.list)
        self.search_field.textChanged.connect(self.on_searched)
        self.list.selectionModel().selectionChanged.connect(self.on_listed)
        self.list.doubleClicked.connect(self.on_agree_clicked)

    def _add_typed(self) -> None:
        if self._row.table is Table.ITEMS:
            self.kind_box = self._add_box(phrase("&Kind of item"))
            for kind, words in ITEM_KINDS.items():
                self.kind_box.addItem(str(words), kind)
        self.typed_field = self.add_field(_TYPED[self._row.table])
        self.typed_field.textChanged.connect(self.on_typed)

    def _add_rest(self) -> None:
        """Add what stands beside the code: a unit, a cost centre, the account of a VAT code that AFAS does not show."""
        if self._row.table is Table.ITEMS:
            self.unit_box = self._add_box(phrase("&Unit"))
        elif self._row.table is Table.REVENUE:
            self.cost_centre_box = self._add_box(phrase("C&ost centre, where the account asks for one"))
        elif self._row.table is Table.VAT and self._rows.seen.master.vat_codes is None:
            self.account_field = self.add_field(phrase("&Account of its VAT"))
            self.account_field.textChanged.connect(self.update_remark)
        for box in (self.kind_box, self.unit_box, self.cost_centre_box):
            if box is not None:
                box.currentTextChanged.connect(self.update_remark)

    def _add_box(self, label: Text) -> QComboBox:
        words, box = Label(label, role="strong"), QComboBox()
        box.setMinimumHeight(px(32))
        show_edge(box)
        words.setBuddy(box)
        describe(box, literal(str(label).replace("&", "")))
        self.body.addWidget(words)
        self.body.addWidget(box)
        return box

    def _add_entry(self, entry: MappingEntry) -> None:
        who = literal(entry.accepted_by or "–")
        reason = REASONS.get(entry.reason, literal(entry.reason))
        words = phrase("Accepted by {who} on {when}: {reason}.", who=who, when=moment(entry.accepted_at), reason=reason)
        self.body.addWidget(Label(words, role="small", colour="muted", wrapped=True))
        self.forget_button = LinkButton(phrase("&Forget this mapping"))
        self.forget_button.clicked.connect(self.on_forget_clicked)
        self.body.addWidget(self.forget_button, 0, Qt.AlignmentFlag.AlignLeft)

    def _fill(self) -> None:
        """Show what is mapped, else what is proposed."""
        proposal = self._row.proposal
        value = self._row.entry.value if self._row.entry else (proposal.value if proposal else None)
        if value is None:
            self._show_rest(None)
            return
        name = _NAMES[self._row.table]
        found = next((one for one in self._offered.shown if _same(one, value, name)), None)
        if found is not None and self.list is not None:
            self.list.choose(found)
        elif self.typed_field is not None:
            self.typed_field.setText(str(value.get(name, "")))
            if self.kind_box is not None:
                self.kind_box.setCurrentIndex(max(0, self.kind_box.findData(str(value.get("kind", "")))))
        if self.unit_box is not None:
            self.unit_box.setCurrentText(str(value.get("unit", "")))
        if self.cost_centre_box is not None:
            self.cost_centre_box.setCurrentText(str(value.get("cost_centre") or ""))
        if self.account_field is not None:
            self.account_field.setText(str(value.get("account") or ""))

    # ------------------------------------------------------------------ what happens

    def on_searched(self, words: str) -> None:
        """Narrow the list, and choose where only one is left."""
        assert self.list is not None
        before = self.list.current()
        self.list.choices.narrow(words)
        if before is not None and self.list.choices.row_of(before) >= 0:
            self.list.choose(before)
        elif words and self.list.choices.rowCount():
            self.list.step(0)
        self.update_remark()

    def on_listed(self) -> None:
        """Take what was chosen from the list; what was typed does not count any more."""
        choice = self.list.current() if self.list is not None else None
        if choice is not None and self.typed_field is not None and self.typed_field.text():
            self.typed_field.clear()
        self._show_rest(choice)
        self.update_remark()

    def on_typed(self, words: str) -> None:
        """Take what was typed; what was chosen does not count any more."""
        if words and self.list is not None:
            self.list.clearSelection()
        if words:
            self._show_rest(None)
        self.update_remark()

    def on_agree_clicked(self) -> None:
        """Hand over what was made, and close."""
        made = self.made()
        if isinstance(made, MappingEntry):
            self.chosen.emit(made)
            self.accept()

    def on_forget_clicked(self) -> None:
        """Have the mapping forgotten, and close."""
        self.forgotten.emit()
        self.accept()

    def _show_rest(self, choice: Choice | None) -> None:
        """Offer the units of an item, or the cost centres of an account."""
        if self.unit_box is not None:
            _let_type(self.unit_box, typed=choice is None or not choice.units)
            _offer(self.unit_box, choice.units if choice else (), str(choice.value["unit"]) if choice else None)
        if self.cost_centre_box is not None:
            codes = choice.cost_centres if choice else ()
            _let_type(self.cost_centre_box, typed=choice is None or self._rows.seen.master.allocations is None)
            _offer(self.cost_centre_box, ("", *codes), None)

    # ------------------------------------------------------------------ what is made

    def made(self) -> MappingEntry | Text | None:
        """Return the mapping as it is now, why it cannot be used, or None while nothing was chosen."""
        value = self._value()
        if value is None:
            return None
        made = entry_or_reason(self._row.table, self._row.key, value)
        proposal = self._row.proposal
        if isinstance(made, MappingEntry) and proposal is not None and proposal.value == made.value:
            return proposal.entry()
        return made

    def _value(self) -> Mapping[str, Any] | None:
        choice = self.list.current() if self.list is not None else None
        typed = self.typed_field.text().strip() if self.typed_field is not None else ""
        if choice is not None:
            value = dict(choice.value)
        elif typed:
            value = {_NAMES[self._row.table]: typed}
            if self.kind_box is not None:
                value["kind"] = str(self.kind_box.currentData())
        else:
            return None
        if self.unit_box is not None:
            value["unit"] = self.unit_box.currentText().strip()
        rest = {
            "cost_centre": self.cost_centre_box.currentText().strip() if self.cost_centre_box is not None else "",
            "account": self.account_field.text().strip() if self.account_field is not None else "",
        }
        return value | {name: words for name, words in rest.items() if words}

    def update_remark(self) -> None:
        """Say what is held against it, or why it was proposed."""
        made = self.made()
        self.agree_button.setEnabled(isinstance(made, MappingEntry))
        if isinstance(made, Text):
            self.remark.object_to(made)
        elif made is None:
            nothing = self.list is not None and not self.list.choices.rowCount()
            none = phrase("AFAS shows nothing with these words.")
            self.remark.explain(none if nothing else self._reason() or phrase("Choose what it becomes."))
        else:
            against = held_against(made.table, made.key, made.value, self._rows.seen, self._rows.mappings)
            if against.render("en"):
                self.remark.object_to(against)
            else:
                self.remark.accept(self._agreed(made))
        self.agree_button.setToolTip("" if isinstance(made, MappingEntry) else self.remark.words())

    def _agreed(self, made: MappingEntry) -> Text:
        proposal = self._row.proposal
        if proposal is not None and proposal.value == made.value:
            return certainty(proposal)
        if self._rows.offer is None:
            return phrase("It is not held against AFAS's lists.")
        if self.list is None:
            return phrase("It can be used.")
        return phrase("Nothing in AFAS's lists speaks against it.")

    def _reason(self) -> Text | None:
        proposal = self._row.proposal
        return None if proposal is None or not proposal.why.render("en") else proposal.why


def _title(row: MappingRow) -> Text:
    if row.table is Table.SETTINGS:
        return row.what
    if row.table is Table.ROLES:
        return phrase("Which column holds this: {what}?", what=row.what)
    return phrase("What does {what} become in AFAS?", what=row.what)


def _same(choice: Choice, value: Mapping[str, Any], name: str) -> bool:
    names = [one for one in (name, "kind") if one in choice.value]
    return all(choice.value[one] == value.get(one) for one in names)


def _let_type(box: QComboBox, *, typed: bool) -> None:
    """Let a value be typed, or only be chosen; the field inside is announced as the box is."""
    box.setEditable(typed)
    field = box.lineEdit()
    if typed and field is not None:
        describe(field, literal(box.accessibleName()))


def _offer(box: QComboBox, texts: tuple[str, ...], chosen: str | None) -> None:
    """Offer these texts; what was there stays where it is one of them, or may be typed."""
    before = box.currentText()
    box.blockSignals(True)  # noqa: FBT003 - Qt's own signature
    box.clear()
    box.addItems(list(texts))
    wanted = chosen if chosen is not None else before
    if box.findText(wanted) >= 0:
        box.setCurrentIndex(box.findText(wanted))
    elif box.isEditable():
        box.setEditText(wanted)
    box.blockSignals(False)  # noqa: FBT003 - as above
