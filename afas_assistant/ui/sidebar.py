"""The sidebar: the program's mark, the organisations that are kept, the environments of this run, and the settings."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from afas_assistant.texts import Text, literal, phrase
from afas_assistant.ui.icons import icon
from afas_assistant.ui.language import describe
from afas_assistant.ui.sidebar_item import NARROW_WIDTH, WIDTH, SidebarItem
from afas_assistant.ui.standing import Entry
from afas_assistant.ui.states import State
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.buttons import LinkButton
from afas_assistant.ui.widgets.fields import show_edge
from afas_assistant.ui.widgets.frames import Bar, Scroll
from afas_assistant.ui.widgets.label import IconLabel, Label

WIDEST = 290  # drawn pixels that words and days may take
SEARCH_FROM = 8
"""A search field comes with the ninth organisation."""


class Sidebar(Bar):
    """Signals: `picked(key)` of an environment, `connect_chosen`; `menu_asked(key, QPoint)`, `rename_asked(key)` and
    `remove_asked(key)` for what can be done with one.
    """

    picked = Signal(str)
    connect_chosen = Signal()
    menu_asked = Signal(str, QPoint)
    rename_asked = Signal(str)
    remove_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(fill="raised", side=Qt.Edge.RightEdge, parent=parent)
        self._kept: dict[str, SidebarItem] = {}
        self._others: dict[str, SidebarItem] = {}
        self._narrow = self._half_way = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, px(10), 1, px(10))
        layout.setSpacing(px(4))
        layout.addLayout(self._head())
        self.search = self._search()
        around = QHBoxLayout()
        around.setContentsMargins(px(12), px(6), px(12), 0)
        around.addWidget(self.search)
        layout.addLayout(around)
        layout.addSpacing(px(6))
        layout.addWidget(self._scroll(), 1)
        self.connect_button = LinkButton(phrase("Connect environment…"), icon="plus")
        self.connect_button.clicked.connect(self.connect_chosen)
        self.connect_icon = _icon_button(phrase("Connect environment…"))
        self.connect_icon.clicked.connect(self.connect_chosen)
        self.connect_icon.hide()
        layout.addWidget(self.connect_button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.connect_icon, 0, Qt.AlignmentFlag.AlignHCenter)
        self._render()

    # ------------------------------------------------------------------ what is shown

    def show_kept(self, entries: Sequence[Entry]) -> None:
        """Show the organisations that are kept, above what else there is; items that stay keep the keyboard."""
        wanted = [
            (one, below) for entry in entries for one, below in ((entry, False), *((x, True) for x in entry.below))
        ]
        if [(item.entry.key, item.is_below) for item in self._kept.values()] == [(one.key, b) for one, b in wanted]:
            for one, _ in wanted:
                self._kept[one.key].show_entry(one)
            self.setFixedWidth(self._width())
            return
        chosen = self.chosen()
        old, self._kept = self._kept, {}
        for place, (one, below) in enumerate(wanted):
            item = old.pop(one.key, None)
            if item is None or item.is_below != below:
                if item is not None:
                    _drop(item)
                item = self._new_item(one, below=below)
            item.show_entry(one)
            self._kept[one.key] = item
            self._list.insertWidget(place, item)
        for item in old.values():
            _drop(item)
        self.search.setVisible(self._wants_search())
        self.setFixedWidth(self._width())
        self._set_tab_order()
        self.mark(chosen)
        self.on_search_edited()

    def add(self, key: str, name: Text, kind: str) -> None:
        """Add an environment that is not kept, once."""
        if key in self._others:
            return
        item = self._new_item(Entry(key, name, kind, State.PENDING, literal("")), below=False)
        self._others[key] = item
        self._list.addWidget(item)
        self._set_tab_order()

    def mark(self, key: str | None) -> None:
        """Show which environment is on the right; None when it is none of them."""
        for name, item in self.items().items():
            item.setChecked(name == key)

    def chosen(self) -> str | None:
        """Return which environment is on the right."""
        return next((key for key, item in self.items().items() if item.isChecked()), None)

    def show_state(self, key: str, state: State, words: Text) -> None:
        """Show how an environment stands."""
        if item := self.items().get(key):
            item.show_state(state, words)
            if self.width() < self._width():
                self.setFixedWidth(self._width())

    def items(self) -> dict[str, SidebarItem]:
        """Return all items, from the top."""
        return {**self._kept, **self._others}

    def offer_wizard(self, *, half_way: bool) -> None:
        """Call the way into the wizard by what it does: begin, or go on where it was left."""
        self._half_way = half_way
        self.connect_button.say(self._connect_words())
        self._render()

    # ------------------------------------------------------------------ what the person does

    def on_search_edited(self) -> None:
        """Show the environments whose names hold what is searched for; a connection stays with its organisation."""
        searched = self.search.text().strip() if self._wants_search() else ""
        shown = True
        for item in self.items().values():
            shown = item.fits(searched) if not item.is_below else shown
            item.setVisible(shown)
        self._nothing.setVisible(bool(searched) and not any(item.isVisibleTo(self) for item in self.items().values()))

    def on_search_pressed(self) -> None:
        """Put the keyboard into the search field."""
        if self.search.isVisible():
            self.search.setFocus()
            self.search.selectAll()

    def on_step_asked(self, item: SidebarItem, step: int) -> None:
        """Put the keyboard on the item above or below."""
        shown = [one for one in self.items().values() if one.isVisibleTo(self)]
        place = shown.index(item) + step
        if 0 <= place < len(shown):
            shown[place].setFocus(Qt.FocusReason.TabFocusReason)
            self._area.ensureWidgetVisible(shown[place])

    # ------------------------------------------------------------------ how it looks

    def set_narrow(self, *, narrow: bool) -> None:
        """Leave the words out, where the window is narrow."""
        self._narrow = narrow
        for item in self.items().values():
            item.set_narrow(narrow=narrow)
        self.search.setVisible(self._wants_search())
        self.on_search_edited()
        self._name.setVisible(not narrow)
        self.connect_button.setVisible(not narrow)
        self.connect_icon.setVisible(narrow)
        self._head_row.setDirection(QHBoxLayout.Direction.TopToBottom if narrow else QHBoxLayout.Direction.LeftToRight)
        self._render()

    def changeEvent(self, event: QEvent) -> None:
        """Render again in another language, palette or size."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange, QEvent.Type.FontChange}:
            self._render()

    def _new_item(self, entry: Entry, *, below: bool) -> SidebarItem:
        item = SidebarItem(entry, self._column, below=below)
        item.set_narrow(narrow=self._narrow)
        key = entry.key
        item.clicked.connect(lambda: self.picked.emit(key))
        item.menu_asked.connect(lambda place: self.menu_asked.emit(key, place))
        item.rename_asked.connect(lambda: self.rename_asked.emit(key))
        item.remove_asked.connect(lambda: self.remove_asked.emit(key))
        item.step_asked.connect(lambda step: self.on_step_asked(item, step))
        item.show()
        return item

    def _set_tab_order(self) -> None:
        chain = [self.settings_button, self.search, *self.items().values(), self.connect_button]
        for one, other in pairwise(chain):
            QWidget.setTabOrder(one, other)

    def _wants_search(self) -> bool:
        kept = sum(not item.is_below for item in self._kept.values())
        return kept > SEARCH_FROM and not self._narrow

    def _search(self) -> QLineEdit:
        field = QLineEdit()
        field.setClearButtonEnabled(True)
        field.textChanged.connect(self.on_search_edited)
        show_edge(field)
        field.hide()
        return field

    def _scroll(self) -> QWidget:
        self._column = QWidget()
        self._column.setAutoFillBackground(False)
        layout = QVBoxLayout(self._column)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        layout.addLayout(self._list)
        self._nothing = Label(
            phrase("No organisation has this in its name."), role="small", colour="muted", wrapped=True
        )
        self._nothing.setContentsMargins(px(12), px(8), px(12), px(8))
        self._nothing.hide()
        layout.addWidget(self._nothing)
        layout.addStretch(1)
        self._area = Scroll(self._column)
        self._column.setAutoFillBackground(False)  # Qt's own way of setting a widget turns it on
        self._area.viewport().setAutoFillBackground(False)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return self._area

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(px(12), 0, px(8), 0)
        row.setSpacing(px(10))
        row.addWidget(IconLabel("brand", size=20))
        self._name = Label(literal("AFAS Assistant"), role="strong")
        row.addWidget(self._name, 1)
        self.settings_button = _icon_button(phrase("Settings"))
        self.settings_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        row.addWidget(self.settings_button)
        self._head_row = row
        return row

    def _render(self) -> None:
        self.setFixedWidth(self._width())
        self.search.setMinimumHeight(px(32))
        self.search.setPlaceholderText(str(phrase("Search")))
        describe(self.search, phrase("Search organisations"), tip=literal("Ctrl+K"))
        for button, name, text in (
            (self.settings_button, "settings", phrase("Settings")),
            (self.connect_icon, "plus", self._connect_words()),
        ):
            button.setIcon(icon(name, "muted" if name == "settings" else "accent"))
            button.setIconSize(QSize(px(16), px(16)))
            describe(button, text, tip=text)

    def _connect_words(self) -> Text:
        return phrase("Continue connecting…") if self._half_way else phrase("Connect environment…")

    def _width(self) -> int:
        if self._narrow:
            return px(NARROW_WIDTH)
        wanted = max((item.wanted_width() for item in self.items().values() if not item.is_below), default=0)
        return max(px(WIDTH), min(wanted, px(WIDEST)), self.connect_button.sizeHint().width() + px(8))


def _drop(item: SidebarItem) -> None:
    item.hide()
    item.deleteLater()


def _icon_button(name: Text) -> QToolButton:
    button = QToolButton()
    button.setAutoRaise(True)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    describe(button, name, tip=name)
    return button
