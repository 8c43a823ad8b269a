"""The window of the user guide: contents or hits at the left, the text at the right; stays beside the program."""

from PySide6.QtCore import QEvent, QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from afas_assistant.errors import AssistantError
from afas_assistant.texts import Text, current_language, literal, phrase, phrase_n
from afas_assistant.ui.help.book import CONTENTS, Book, Place, read_book
from afas_assistant.ui.help.reader import Reader
from afas_assistant.ui.help.rows import EXCERPT, RowDelegate
from afas_assistant.ui.icons import icon
from afas_assistant.ui.language import describe
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.buttons import LinkButton
from afas_assistant.ui.widgets.fields import show_edge
from afas_assistant.ui.widgets.frames import Bar
from afas_assistant.ui.widgets.label import Label

SIZE = QSize(1180, 780)  # drawn pixels
LEAST = QSize(320, 240)
LIST_WIDTH = 250
NARROW = 640
"""Drawn pixels; in a narrower window the list takes the place of the text while one searches, and else is gone."""


class GuideWindow(QWidget):
    """Reads as a book: contents, search, back and forward. Esc closes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._history: list[Place] = []
        self._at = -1
        self._build()
        self._render()
        self.setMinimumSize(LEAST)
        self.resize(px(SIZE.width()), px(SIZE.height()))

    @property
    def place(self) -> Place:
        """Where one is."""
        return self._history[self._at] if self._history else Place(CONTENTS)

    @property
    def book(self) -> Book:
        """The guide in the current language."""
        return read_book(current_language())

    def show_section(self, address: str) -> None:
        """Show `section` or `section#anchor`; the contents where there is no such thing."""
        self.go(self.book.place(address) or Place(CONTENTS))

    def go(self, place: Place) -> None:
        """Show a place, and remember the way back."""
        if not self._history or place != self.place:
            self._history = [*self._history[: self._at + 1], place]
            self._at = len(self._history) - 1
        self._show()

    # ------------------------------------------------------------------ what the person does

    def on_back_pressed(self) -> None:
        """Show what was shown before."""
        if self._at > 0:
            self._at -= 1
            self._show()

    def on_forward_pressed(self) -> None:
        """Undo going back."""
        if self._at < len(self._history) - 1:
            self._at += 1
            self._show()

    def on_contents_asked(self) -> None:
        """Show the contents."""
        self.search.clear()
        self.go(Place(CONTENTS))

    def on_search_asked(self) -> None:
        """Put the keyboard in the field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def on_search_edited(self) -> None:
        """List the hits, or the sections when there is nothing to look for."""
        self._fill()
        self._arrange()

    def on_search_confirmed(self) -> None:
        """Show the first hit."""
        if self.search.text().strip() and self.list.count():
            self.list.setCurrentRow(0)
            self.on_item_chosen(self.list.item(0))

    def on_item_chosen(self, item: QListWidgetItem) -> None:
        """Show the section or the hit."""
        self.go(item.data(Qt.ItemDataRole.UserRole))
        if self._is_narrow():
            self.search.clear()
            self.reader.setFocus()

    def on_link_clicked(self, url: QUrl) -> None:
        """Follow a link: within the guide, or in the browser when it is a safe one."""
        if url.scheme() == "https":
            address = url.toString()
            if QDesktopServices.openUrl(url):
                self._say(phrase("Opened in your browser: {address}", address=address))
            else:
                QGuiApplication.clipboard().setText(address)
                self._say(phrase("No browser opened. The address is on the clipboard: {address}", address=address))
        elif not url.scheme():
            self.show_section(url.toString())

    def on_link_hovered(self, url: QUrl) -> None:
        """Show where a link out of the guide leads, before it is followed."""
        self._say(literal(url.toString()) if url.scheme() else self._found)

    # ------------------------------------------------------------------ what is shown

    def _say(self, words: Text) -> None:
        self._said.say(words)
        self._foot.setVisible(bool(str(words)))

    def _show(self) -> None:
        section = self.book.section(self.place.section)
        if section is None:
            return
        self.reader.show_section(section, current_language())
        self.reader.show_heading(self.place.heading)
        self.reader.setAccessibleName(section.title)
        self.back_button.setEnabled(self._at > 0)
        self.forward_button.setEnabled(self._at < len(self._history) - 1)
        self._mark()

    def _fill(self) -> None:
        words = self.search.text().strip()
        self.list.clear()
        if not words:
            for section in self.book.sections:
                self._add(section.title, Place(section.name))
            self._found: Text = literal("")
        else:
            hits = self.book.search(words)
            for hit in hits:
                self._add(hit.title, hit.place, hit.excerpt)
            none = phrase("The guide does not hold these words. Try fewer, or others.")
            self._found = phrase_n("1 place found", "{count} places found", len(hits)) if hits else none
        self._say(self._found)
        self._mark()

    def _add(self, title: str, place: Place, excerpt: str = "") -> None:
        item = QListWidgetItem(title)
        item.setData(Qt.ItemDataRole.UserRole, place)
        item.setData(EXCERPT, excerpt)
        self.list.addItem(item)

    def _mark(self) -> None:
        """Mark where one is in the list."""
        places = [self.list.item(row).data(Qt.ItemDataRole.UserRole) for row in range(self.list.count())]
        wanted = self.place if self.search.text().strip() else Place(self.place.section)
        self.list.setCurrentRow(places.index(wanted) if wanted in places else -1)

    def _is_narrow(self) -> bool:
        return self.width() < px(NARROW)

    def _arrange(self) -> None:
        narrow, searching = self._is_narrow(), bool(self.search.text().strip())
        self.list.setVisible(not narrow or searching)
        self.reader.setVisible(not narrow or not searching)
        self.list.setMaximumWidth(16777215 if narrow else px(LIST_WIDTH))
        self.list.scheduleDelayedItemsLayout()

    def _render(self) -> None:
        self.setWindowTitle(str(phrase("User guide")))
        self.search.setPlaceholderText(str(phrase("Search (Ctrl+F)")))
        describe(self.search, phrase("Search the guide"))
        describe(self.list, phrase("Contents"))
        describe(self.back_button, phrase("Back"), tip=phrase("Back"))
        describe(self.forward_button, phrase("Forward"), tip=phrase("Forward"))
        for button, name in ((self.back_button, "arrow-left"), (self.forward_button, "arrow-right")):
            button.setIcon(icon(name, "muted"))
            button.setIconSize(QSize(px(16), px(16)))
            button.setMinimumSize(px(32), px(32))

    # ------------------------------------------------------------------ Qt's own

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep to the width there is."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Show the same place in another language; fit another size of letters."""
        super().changeEvent(event)
        if not hasattr(self, "reader"):
            return
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange, QEvent.Type.FontChange}:
            self._render()
            self._arrange()
        if event.type() == QEvent.Type.LanguageChange:
            self._fill()
            self._show()

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._top())
        middle = QHBoxLayout()
        middle.setSpacing(0)
        layout.addLayout(middle, 1)
        self.list = QListWidget()
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setItemDelegate(RowDelegate(self.list))
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self.on_item_chosen)
        self.list.itemActivated.connect(self.on_item_chosen)
        self.reader = Reader()
        self.reader.anchorClicked.connect(self.on_link_clicked)
        self.reader.highlighted.connect(self.on_link_hovered)
        middle.addWidget(self.list, 1)
        middle.addWidget(self.reader, 3)
        self._foot = Bar(fill="surface", side=Qt.Edge.TopEdge)
        row = QHBoxLayout(self._foot)
        row.setContentsMargins(px(16), px(4), px(16), px(4))
        self._said = Label(role="small", colour="muted", wrapped=True)
        row.addWidget(self._said, 1)
        layout.addWidget(self._foot)
        for keys, slot in (
            (QKeySequence.StandardKey.Back, self.on_back_pressed),
            (QKeySequence.StandardKey.Forward, self.on_forward_pressed),
            (QKeySequence.StandardKey.Find, self.on_search_asked),
            (QKeySequence.StandardKey.Cancel, self.close),
        ):
            QShortcut(QKeySequence(keys), self, slot)
        self._fill()

    def _top(self) -> QWidget:
        top = Bar(fill="surface", side=Qt.Edge.BottomEdge)
        row = QHBoxLayout(top)
        row.setContentsMargins(px(12), px(8), px(16), px(8))
        row.setSpacing(px(6))
        self.back_button, self.forward_button = QToolButton(), QToolButton()
        for button, slot in ((self.back_button, self.on_back_pressed), (self.forward_button, self.on_forward_pressed)):
            button.setAutoRaise(True)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.clicked.connect(slot)
            row.addWidget(button)
        self.contents_button = LinkButton(phrase("&Contents"))
        self.contents_button.clicked.connect(self.on_contents_asked)
        row.addWidget(self.contents_button)
        row.addStretch(1)
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(px(90))
        self.search.setMaximumWidth(px(260))
        show_edge(self.search)
        self.search.textChanged.connect(self.on_search_edited)
        self.search.returnPressed.connect(self.on_search_confirmed)
        row.addWidget(self.search, 3)
        return top


def open_guide(parent: QWidget, section: str) -> None:
    """Show the guide, or say why it cannot be read."""
    try:
        read_book(current_language())
    except AssistantError as error:
        from afas_assistant.ui.error_box import show_error  # noqa: PLC0415 - seldom needed

        show_error(parent, error)
    else:
        show_guide(parent, section)


def show_guide(parent: QWidget, section: str) -> GuideWindow:
    """Open the guide at a section, or bring the one that is open to the front; it goes with the main window."""
    main = parent.window()
    while (above := main.parentWidget()) is not None:
        main = above.window()
    here = Qt.FindChildOption.FindDirectChildrenOnly
    window = main.findChild(GuideWindow, options=here) or GuideWindow(main)
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()  # first: where a heading stands depends on the width
    window.show_section(section)
    window.activateWindow()  # which brings it to the front too
    window.reader.setFocus()
    return window
