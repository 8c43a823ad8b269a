"""The window that asks for what else is to be mapped: something that neither a proposal nor a plan has named."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from afas_assistant.sync.mapping.files import entry_or_reason
from afas_assistant.sync.mapping.mappings import MappingEntry, Table
from afas_assistant.texts import Text, phrase
from afas_assistant.ui.dialogs.shell import Dialog
from afas_assistant.ui.language import describe
from afas_assistant.ui.tabs.filter_fields import Choice
from afas_assistant.ui.tabs.kinds import Kind
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.buttons import PrimaryButton
from afas_assistant.ui.widgets.label import Label
from afas_assistant.ui.widgets.remark import Remark


@dataclass(frozen=True)
class Addable:
    """A kind of thing that can be mapped: how its key begins, and how it is narrowed (None: it is not)."""

    table: Table
    word: Text
    begins: str = ""
    narrowed: Text | None = None


_RATE = phrase("Only at this VAT rate, if you like")
ADDABLE: Mapping[Kind, Mapping[str, Addable]] = {
    Kind.CUSTOMERS: {},
    Kind.INVOICES: {
        "activity": Addable(Table.ITEMS, phrase("Activity, by its code"), "activity:"),
        "expense": Addable(Table.ITEMS, phrase("Expense category, by its name"), "expense:", _RATE),
        "subscription": Addable(Table.ITEMS, phrase("Subscription, by its code"), "subscription:"),
    },
    Kind.BOOKINGS: {
        "revenue": Addable(Table.REVENUE, phrase("Invoice row, by its code")),
        "vat": Addable(Table.VAT, phrase("VAT rate"), narrowed=phrase("Only for this VAT duty, if you like")),
    },
}
"""What can be added on the page of each tab; columns and settings are all there."""
_SAMPLES: Mapping[Table, Any] = {
    Table.ITEMS: {"kind": "1", "code": "x", "unit": "x"},
    Table.REVENUE: "x",
    Table.VAT: "x",
}
"""Values that fit, so that only the key is held against the rules of the file."""


class AddingDialog(Dialog):
    """Signals: `named(Table, key)` for what is to be mapped."""

    named = Signal(object, str)

    def __init__(self, kind: Kind, parent: QWidget) -> None:
        super().__init__(
            phrase("Map something else"), phrase("For what is not in the list: a plan may come to need it."), parent
        )
        self._addable = ADDABLE[kind]
        self.kind_box = Choice({key: one.word for key, one in self._addable.items()})
        self.kind_box.setMinimumHeight(px(32))
        label = Label(phrase("&What"), role="strong")
        label.setBuddy(self.kind_box)
        describe(self.kind_box, phrase("What is mapped"))
        self.body.addWidget(label)
        self.body.addWidget(self.kind_box)
        self.code_field = self.add_field(phrase("&Code or name in TimeChimp"))
        self._narrow_at = self.body.count()
        self.narrow_field = self.add_field(phrase("&Only for, if you like"))
        self.remark = Remark()
        self.body.addWidget(self.remark)
        agree = PrimaryButton(phrase("C&hoose what it becomes…"))
        agree.clicked.connect(self.on_agree_clicked)
        self.finish(agree)
        self.kind_box.activated.connect(self.update_remark)
        for field in (self.code_field, self.narrow_field):
            field.textChanged.connect(self.update_remark)
        self.update_remark()
        self.code_field.setFocus()

    def update_remark(self) -> None:
        """Ask for what belongs to the kind that is chosen, and say what does not fit."""
        chosen = self._addable[self.kind_box.key()]
        for place in (self._narrow_at, self._narrow_at + 1):
            item = self.body.itemAt(place)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.setVisible(chosen.narrowed is not None)
            if isinstance(widget, Label) and chosen.narrowed is not None:
                widget.say(chosen.narrowed)
        made = self.made()
        self.agree_button.setEnabled(isinstance(made, str))
        if isinstance(made, Text):
            self.remark.object_to(made)
        else:
            self.remark.explain(phrase("Write it exactly as TimeChimp does."))

    def made(self) -> str | Text | None:
        """Return the key, why it cannot be one, or None while nothing was filled in."""
        chosen = self._addable[self.kind_box.key()]
        words, narrow = self.code_field.text().strip(), self.narrow_field.text().strip()
        if not words:
            return None
        key = f"{chosen.begins}{words}"
        if chosen.table is Table.VAT:
            key = f"{words.replace(',', '.').rstrip('%').strip()}/{narrow}"
        elif chosen.narrowed is not None and narrow:
            key = f"{key}/{narrow.rstrip('%').strip()}"
        made = entry_or_reason(chosen.table, key, _SAMPLES[chosen.table])
        if isinstance(made, MappingEntry):
            return made.key
        return phrase("A VAT rate is a percentage, such as 21 or 9.") if chosen.table is Table.VAT else made

    def on_agree_clicked(self) -> None:
        """Tell what is to be mapped, and close."""
        made = self.made()
        if isinstance(made, str):
            self.named.emit(self._addable[self.kind_box.key()].table, made)
            self.accept()
