"""The sidebar: the program's mark, the organisations that are kept, the environments of this run, and the settings."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from afas_assistant.texts import Text, literal, phrase
from afas_assistant.ui.icons import icon
from afas_assistant.ui.language import describe
from afas_assistant.ui.sidebar_item import NARROW_WIDTH, WIDTH, AllItem, row_height, wanted_width
from afas_assistant.ui.sidebar_list import SidebarList
from afas_assistant.ui.sidebar_model import Row, SidebarModel
from afas_assistant.ui.sidebar_search import SIDEBAR_KEYS, SearchField
from afas_assistant.ui.standing import Entry
from afas_assistant.ui.states import State
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.buttons import LinkButton
from afas_assistant.ui.widgets.frames import Bar
from afas_assistant.ui.widgets.label import IconLabel, Label

WIDEST = 290  # drawn pixels that words and days may take
SEVERAL = 2
"""From so many organisations on there is something to search, and a view of all of them."""
ALL_KEY = "all"


class Sidebar(Bar):
    """Signals: `picked(key)` of an environment, `all_chosen`, `connect_chosen`; `menu_asked(key, QPoint)`,
    `rename_asked(key)` and `remove_asked(key)` for what can be done with one.
    """

    picked = Signal(str)
    all_chosen = Signal()
    connect_chosen = Signal()
    menu_asked = Signal(str, QPoint)
    rename_asked = Signal(str)
    remove_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(fill="raised", side=Qt.Edge.RightEdge, parent=parent)
        self._narrow = self._half_way = False
        self._wanted = 0
        self._model = SidebarModel(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, px(10), 1, px(10))
        layout.setSpacing(px(4))
        layout.addLayout(self._head())
        self.search = SearchField(phrase("Search"), phrase("Search organisations"), SIDEBAR_KEYS)
        self.search.textChanged.connect(self.on_search_edited)
        self.search.enter_pressed.connect(self.on_search_entered)
        self.search.down_pressed.connect(self.on_down_pressed)
        self._around_search = QWidget()
        around = QHBoxLayout(self._around_search)
        around.setContentsMargins(px(12), px(6), px(12), px(2))
        around.addWidget(self.search)
        layout.addWidget(self._around_search)
        layout.addWidget(self._all())
        layout.addWidget(self._lines(), 1)
        self.connect_button = LinkButton(phrase("Connect environment…"), icon="plus")
        self.connect_button.clicked.connect(self.connect_chosen)
        self.connect_icon = _icon_button(phrase("Connect environment…"))
        self.connect_icon.clicked.connect(self.connect_chosen)
        self.connect_icon.hide()
        layout.addWidget(self.connect_button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.connect_icon, 0, Qt.AlignmentFlag.AlignHCenter)
        chain = [self.settings_button, self.search, self.all_item, self.list, self.connect_button, self.connect_icon]
        for one, other in pairwise(chain):
            QWidget.setTabOrder(one, other)
        self._arrange()
        self._render()

    # ------------------------------------------------------------------ what is shown

    def show_kept(self, entries: Sequence[Entry]) -> None:
        """Show the organisations that are kept, above what else there is; the keyboard stays where it is."""
        self._model.show_kept(entries)
        self.all_item.show_count(self._model.organisations)
        self._arrange()

    def add(self, key: str, name: Text, kind: str) -> None:
        """Add an environment that is not kept, once."""
        self._model.add(Entry(key, name, kind, State.PENDING, literal("")))
        self._arrange()

    def mark(self, key: str | None) -> None:
        """Show what is on the right: an environment, `all` of them, or None when it is nothing of the kind."""
        self.all_item.setChecked(key == ALL_KEY)
        self.list.mark(None if key == ALL_KEY else key)

    def chosen(self) -> str | None:
        """Return what is on the right."""
        return ALL_KEY if self.all_item.isChecked() else self.list.chosen

    def show_state(self, key: str, state: State, words: Text) -> None:
        """Show how an environment stands."""
        self._model.show_state(key, state, words)
        row = self.items().get(key)
        if row is not None and wanted_width(row) > self._wanted:
            self._wanted = wanted_width(row)
            self.setFixedWidth(self._width())

    def items(self) -> Mapping[str, Row]:
        """Return all lines by their keys, from the top, whether a search finds them or not."""
        return self._model.rows()

    def shown(self) -> Sequence[Row]:
        """Return the lines that the search finds."""
        return self._model.shown()

    def offer_wizard(self, *, half_way: bool) -> None:
        """Call the way into the wizard by what it does: begin, or go on where it was left."""
        self._half_way = half_way
        self.connect_button.say(self._connect_words())
        self._render()

    # ------------------------------------------------------------------ what the person does

    def on_search_edited(self) -> None:
        """Show the environments that hold what is searched for; a connection stays with its organisation."""
        searched = self.search.text().strip() if self._wants_search() else ""
        self._model.search(searched)
        self._nothing.setVisible(bool(searched) and not self.shown())

    def on_search_entered(self) -> None:
        """Open the first hit."""
        if self.search.text().strip() and self.shown():
            self.picked.emit(self.shown()[0].entry.key)

    def on_search_pressed(self) -> None:
        """Put the keyboard into the search field."""
        if self.search.isVisible():
            self.search.setFocus()
            self.search.selectAll()

    def on_down_pressed(self) -> None:
        """Go on to the first line that is found."""
        self.list.go_to(0)

    def on_top_passed(self) -> None:
        """Go up from the first line, to all of them."""
        if self.all_item.isVisible():
            self.all_item.setFocus(Qt.FocusReason.BacktabFocusReason)

    def on_range_changed(self) -> None:
        """Make room for the scroll bar, or take it back."""
        self.setFixedWidth(self._width())

    # ------------------------------------------------------------------ how it looks

    def set_narrow(self, *, narrow: bool) -> None:
        """Leave the words out, where the window is narrow."""
        self._narrow = narrow
        self.list.set_narrow(narrow=narrow)
        self.all_item.set_narrow(narrow=narrow)
        self._name.setVisible(not narrow)
        self.connect_button.setVisible(not narrow)
        self.connect_icon.setVisible(narrow)
        self._head_row.setDirection(QHBoxLayout.Direction.TopToBottom if narrow else QHBoxLayout.Direction.LeftToRight)
        self._arrange()
        self._render()

    def changeEvent(self, event: QEvent) -> None:
        """Render again in another language, palette or size."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange, QEvent.Type.FontChange}:
            self.list.render_again()
            self._measure()
            self._render()

    def _arrange(self) -> None:
        """Show what there is enough for, and take the width that it wants."""
        several = self._model.organisations >= SEVERAL
        self.all_item.setVisible(several)
        self._line.setVisible(several)
        self._around_search.setVisible(self._wants_search())
        self.on_search_edited()
        self._measure()
        self.setFixedWidth(self._width())

    def _wants_search(self) -> bool:
        return self._model.organisations >= SEVERAL and not self._narrow

    def _all(self) -> QWidget:
        holder = QWidget()
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(4))
        self.all_item = AllItem()
        self.all_item.clicked.connect(self.all_chosen)
        self.all_item.down_pressed.connect(self.on_down_pressed)
        layout.addWidget(self.all_item)
        self._line = Bar(fill="line")
        self._line.setFixedHeight(1)
        layout.addWidget(self._line)
        return holder

    def _lines(self) -> QWidget:
        holder = QWidget()
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._nothing = Label(
            phrase("No organisation has this in its name."), role="small", colour="muted", wrapped=True
        )
        self._nothing.setContentsMargins(px(12), px(8), px(12), px(8))
        self._nothing.hide()
        layout.addWidget(self._nothing)
        self.list = SidebarList(self._model)
        self.list.picked.connect(self.picked)
        self.list.menu_asked.connect(self.menu_asked)
        self.list.rename_asked.connect(self.rename_asked)
        self.list.remove_asked.connect(self.remove_asked)
        self.list.top_passed.connect(self.on_top_passed)
        self.list.verticalScrollBar().rangeChanged.connect(self.on_range_changed)
        layout.addWidget(self.list, 1)
        return holder

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
        for button, name, text in (
            (self.settings_button, "settings", phrase("Settings")),
            (self.connect_icon, "plus", self._connect_words()),
        ):
            button.setIcon(icon(name, "muted" if name == "settings" else "accent"))
            button.setIconSize(QSize(px(16), px(16)))
            describe(button, text, tip=text)

    def _connect_words(self) -> Text:
        return phrase("Continue connecting…") if self._half_way else phrase("Connect environment…")

    def _measure(self) -> None:
        """Know how wide the widest line is: that is asked more often than it changes."""
        lines = (row for row in self.items().values() if not row.below)
        unlike = {(row.entry.kind, str(row.words), str(row.entry.days)): row for row in lines}
        self._wanted = max(map(wanted_width, unlike.values()), default=0)

    def _width(self) -> int:
        if self._narrow:
            return px(NARROW_WIDTH)
        lines = self._model.environments
        wanted = self._wanted
        below = len(self.items()) - lines
        if lines * row_height(below=False) + below * row_height(below=True) > self.list.height():
            wanted += self.list.verticalScrollBar().sizeHint().width()  # also while a search needs none
        if self.all_item.isVisibleTo(self):
            wanted = max(wanted, self.all_item.wanted_width())
        return max(px(WIDTH), min(wanted, px(WIDEST)), self.connect_button.sizeHint().width() + px(8))


def _icon_button(name: Text) -> QToolButton:
    button = QToolButton()
    button.setAutoRaise(True)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    describe(button, name, tip=name)
    return button
