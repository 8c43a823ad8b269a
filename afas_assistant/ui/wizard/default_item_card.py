"""The card for the default item: chosen from AFAS's own list, or typed where AFAS shows none."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QVBoxLayout, QWidget

from afas_assistant.onboarding.time_tracking import ITEM_KINDS, DefaultItem
from afas_assistant.texts import Text, joined, literal, phrase, phrase_n
from afas_assistant.ui.language import describe
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.buttons import LinkButton
from afas_assistant.ui.widgets.fields import show_edge
from afas_assistant.ui.widgets.flow import FlowLayout
from afas_assistant.ui.widgets.frames import Card
from afas_assistant.ui.widgets.label import Label
from afas_assistant.ui.widgets.remark import Remark
from afas_assistant.ui.wizard.choice_list import Choice, ChoiceList
from afas_assistant.ui.wizard.surfaces import Field

if TYPE_CHECKING:  # the worker imports them
    from afas_assistant.sync.master_records import Item
    from afas_assistant.ui.wizard.daily_calls import ItemsRead

MOST_SHOWN = 6
LONGEST_CODE, LONGEST_UNIT = 40, 15  # AFAS's lengths of ItCd and BiUn

WHAT_FOR = phrase(
    "Lines of which the activity or the expense category has no item of its own are invoiced as this item. Which item "
    "each activity gets is decided in the daily work, activity by activity."
)


class DefaultItemCard(Card):
    """Signals: `changed` when the choice, or what is typed, is otherwise; `read_asked` to read the list again."""

    changed = Signal()
    read_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._items: dict[str, Item] = {}
        self._wanted: DefaultItem | None = None
        self._reading = False
        self._source = Label(role="small", colour="muted", wrapped=True, selectable=True)
        self.choices = ChoiceList(phrase("Items"), phrase("Search by code or name"), most_rows=MOST_SHOWN, parent=self)
        self.unit_box, self.kind_box = _box(), _box()
        self.code_field, self.unit_field = Field(), Field()
        self.code_field.setMaxLength(LONGEST_CODE)
        self.unit_field.setMaxLength(LONGEST_UNIT)
        self.remark = Remark()
        self.by_hand_button = LinkButton(phrase("T&ype it by hand"))
        self.from_list_button = LinkButton(phrase("Choose from the &list"))
        self.again_button = LinkButton(phrase("Re&ad again"), icon="refresh")
        self._by_hand = False
        self._build()
        self._connect()
        self._retranslate()
        self._arrange()

    # ------------------------------------------------------------------ what is chosen

    @property
    def item(self) -> DefaultItem | None:
        """What is chosen or typed, as far as it can be used; while the list is being read, what was chosen before."""
        if self._reading:
            return self._wanted
        if self.fault() is not None:
            return None
        if not self._by_hand:
            return self._picked()
        typed = self._typed()
        return typed if typed.code else None

    def fault(self) -> Text | None:
        """Return what is wrong with what is typed; nothing chosen and nothing typed is no fault."""
        code, unit = self.code_field.text().strip(), self.unit_field.text().strip()
        if not self._by_hand:
            needs_unit = self.choices.chosen is not None and self._picked() is None
            return phrase("Fill in the unit.") if needs_unit else None
        if not code and not unit:
            return None
        if not code:
            return phrase("Fill in the code of the item.")
        if not unit:
            return phrase("Fill in the unit.")
        known = self._items.get(_key(str(self.kind_box.currentData()), code))
        if known is not None and known.units and unit not in known.units:
            return phrase("Item {code} has the units {units}, not {unit}: AFAS would refuse the line.",
                          code=code, units=", ".join(known.units), unit=unit)  # fmt: skip
        return None

    def restore(self, item: DefaultItem | None) -> None:
        """Begin with what was chosen before, and nothing else: the list is about to be read."""
        self._wanted, self._reading, self._by_hand = item, True, False
        self._items = {}
        self.choices.search_field.clear()
        self.choices.show_choices([])
        self.code_field.clear()
        self.unit_field.clear()
        self.show_reading()

    # ------------------------------------------------------------------ the list

    def show_reading(self) -> None:
        """Show that the list is being read."""
        self._wanted, self._reading = self.item, True
        self._source.say(phrase("The items are being read…"))
        self._arrange()

    def show_items(self, found: "ItemsRead") -> None:
        """Show the list, or the fields where AFAS gives none; what was chosen before is chosen again."""
        self._reading = False
        items = found.items or ()
        self._items = {_key(one.kind, one.code): one for one in items}
        self.choices.show_choices([Choice(key, _words(one), _searched(one)) for key, one in self._items.items()])
        wanted = self._wanted
        listed = wanted is not None and _key(wanted.kind, wanted.code) in self._items
        self._by_hand = not items or (wanted is not None and not listed)
        self._source.say(_source(found))
        if wanted is not None and listed:
            self.choices.choose(_key(wanted.kind, wanted.code))
            self._show_units(wanted.unit)
        elif wanted is not None:
            self._fill_in(wanted)
        self._arrange()

    def show_failed(self) -> None:
        """Show the fields: the list could not be read at all."""
        self._reading = False
        self._items = {}
        self.choices.show_choices([])
        self._by_hand = True
        self._source.say(phrase("The items could not be read. Type the item by hand, or read again."))
        if self._wanted is not None:
            self._fill_in(self._wanted)
        self._arrange()

    # ------------------------------------------------------------------ what the person does

    def on_picked(self) -> None:
        """Offer the units of the item that was picked."""
        self._show_units("")
        self.on_changed()

    def on_changed(self) -> None:
        """Say how it stands, and tell."""
        self._arrange()
        self.changed.emit()

    def on_by_hand_clicked(self) -> None:
        """Show the fields, with what was picked in them."""
        picked = self._picked()
        self._by_hand = True
        if picked is not None:
            self._fill_in(picked)
        self.on_changed()
        self.code_field.setFocus()

    def on_from_list_clicked(self) -> None:
        """Show the list, with what was typed picked in it if it is there."""
        typed = self._typed()
        self._by_hand = False
        if _key(typed.kind, typed.code) in self._items:
            self.choices.choose(_key(typed.kind, typed.code))
            self._show_units(typed.unit)
        self.on_changed()
        self.choices.view.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        """Render again in another language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    # ------------------------------------------------------------------ inner workings

    def _typed(self) -> DefaultItem:
        code, kind = self.code_field.text().strip(), str(self.kind_box.currentData())
        known = self._items.get(_key(kind, code))
        return DefaultItem(kind, code, self.unit_field.text().strip(), known.description if known else "")

    def _picked(self) -> DefaultItem | None:
        found = self._items.get(self.choices.chosen or "")
        if found is None:
            return None
        unit = self.unit_box.currentText() if found.units else self.unit_field.text().strip()
        return DefaultItem(found.kind, found.code, unit, found.description) if unit else None

    def _fill_in(self, item: DefaultItem) -> None:
        self.kind_box.setCurrentIndex(max(self.kind_box.findData(item.kind), 0))
        self.code_field.setText(item.code)
        self.unit_field.setText(item.unit)

    def _show_units(self, unit: str) -> None:
        """Offer the units of the picked item: the one that was chosen before, else its basic unit, comes first."""
        found = self._items.get(self.choices.chosen or "")
        units = found.units if found else ()
        self.unit_box.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.unit_box.clear()
        self.unit_box.addItems(list(units))
        wanted = unit if unit in units else (found.base_unit if found else "")
        self.unit_box.setCurrentIndex(max(self.unit_box.findText(wanted), 0))
        self.unit_box.blockSignals(False)  # noqa: FBT003 - as above
        if not units and found is not None:
            self.unit_field.setText(unit)

    def _arrange(self) -> None:
        """Show the parts that belong to how it stands, and say what is chosen or wrong."""
        from_list = not self._by_hand and bool(self._items) and not self._reading
        by_hand = self._by_hand and not self._reading
        picked = self._items.get(self.choices.chosen or "") if from_list else None
        has_units = picked is not None and bool(picked.units)
        self.choices.setVisible(from_list)
        for one in (self.kind_box, self._kind_label, self.code_field, self._code_label):
            one.setVisible(by_hand)
        self.unit_field.setVisible(by_hand or (picked is not None and not has_units))
        self.unit_box.setVisible(has_units)
        self._unit_label.setVisible(by_hand or picked is not None)
        self._unit_label.setBuddy(self.unit_box if has_units else self.unit_field)
        self.by_hand_button.setVisible(from_list)
        self.from_list_button.setVisible(by_hand and bool(self._items))
        self.again_button.setVisible(not self._reading)
        self._say()

    def _say(self) -> None:
        fault, item = self.fault(), self.item
        self.remark.setVisible(fault is not None or item is not None)
        if fault is not None:
            self.remark.object_to(fault)
        elif item is not None:
            self.remark.accept(phrase("Default item: {item}", item=item.words))

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(16), px(14), px(16), px(14))
        layout.setSpacing(px(8))
        layout.addWidget(Label(phrase("Default item"), role="heading", wrapped=True))
        layout.addWidget(Label(WHAT_FOR, role="small", colour="muted", wrapped=True))
        layout.addWidget(self._source)
        layout.addWidget(self.choices)
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(6))
        grid.setColumnStretch(1, 1)
        self._kind_label, self._code_label = Label(phrase("Kin&d")), Label(phrase("C&ode"))
        self._unit_label = Label(phrase("Un&it"))
        rows = ((self._kind_label, self.kind_box), (self._code_label, self.code_field))
        for row, (label, widget) in enumerate(rows):
            label.setBuddy(widget)
            grid.addWidget(label, row, 0)
            grid.addWidget(widget, row, 1)
        grid.addWidget(self._unit_label, 2, 0)
        grid.addWidget(self.unit_box, 2, 1)
        grid.addWidget(self.unit_field, 2, 1)  # one of both is shown
        layout.addLayout(grid)
        layout.addWidget(self.remark)
        buttons = QWidget()
        flow = FlowLayout(buttons, gap=px(8))
        for button in (self.by_hand_button, self.from_list_button, self.again_button):
            flow.add(button)
        layout.addWidget(buttons)
        layout.addStretch(1)

    def _connect(self) -> None:
        self.choices.picked.connect(self.on_picked)
        self.unit_box.currentIndexChanged.connect(self.on_changed)
        self.kind_box.currentIndexChanged.connect(self.on_changed)
        self.code_field.textChanged.connect(self.on_changed)
        self.unit_field.textChanged.connect(self.on_changed)
        self.by_hand_button.clicked.connect(self.on_by_hand_clicked)
        self.from_list_button.clicked.connect(self.on_from_list_clicked)
        self.again_button.clicked.connect(self.read_asked)

    def _retranslate(self) -> None:
        chosen = max(self.kind_box.currentIndex(), 0)
        self.kind_box.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.kind_box.clear()
        for kind, words in ITEM_KINDS.items():
            self.kind_box.addItem(str(words), kind)
        self.kind_box.setCurrentIndex(chosen)
        self.kind_box.blockSignals(False)  # noqa: FBT003 - as above
        describe(self.kind_box, phrase("Kind of item"))
        describe(self.code_field, phrase("Code of the item"))
        for one in (self.unit_box, self.unit_field):
            describe(one, phrase("Unit of the item"))


def _box() -> QComboBox:
    made = QComboBox()
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(10)
    show_edge(made)
    return made


def _key(kind: str, code: str) -> str:
    return f"{kind}/{code}"


def _words(one: "Item") -> Text:
    parts = (literal(one.code), literal(one.description), ITEM_KINDS[one.kind])
    return joined(*(part for part in parts if str(part)), separator=" · ")


def _searched(one: "Item") -> str:
    return f"{one.code} {one.description}"


def _source(found: "ItemsRead") -> Text:
    """Return what was read, and what could not be and why."""
    absent = [phrase("{name}: {why}", name=name, why=why) for name, why in found.absent.items()]
    if not found.items:
        words = phrase("AFAS gives no list of items. Type the item as it stands in AFAS.")
        return joined(words, *absent, separator="\n")
    words = phrase_n("1 item read.", "{count} items read.", len(found.items))
    if found.blocked:
        left = phrase_n("1 that is blocked is left out.", "{count} that are blocked are left out.", found.blocked)
        words = joined(words, left)
    return joined(words, *absent, separator="\n")
