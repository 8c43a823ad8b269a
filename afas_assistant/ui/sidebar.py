"""The sidebar: the program's mark, the environments of this run, and the settings."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from afas_assistant.texts import Text, literal, phrase
from afas_assistant.ui.icons import icon, pixmap
from afas_assistant.ui.language import describe
from afas_assistant.ui.states import LOOKS, State
from afas_assistant.ui.tokens import tokens
from afas_assistant.ui.typography import font, metrics, px
from afas_assistant.ui.widgets.buttons import LinkButton
from afas_assistant.ui.widgets.frames import KIND_NAMES, Badge, Bar
from afas_assistant.ui.widgets.label import IconLabel, Label
from afas_assistant.ui.widgets.painting import focus_ring, painter_of

WIDTH, NARROW_WIDTH = 224, 52
ITEM_HEIGHT = 48


class SidebarItem(QAbstractButton):
    """One environment: how it stands, its name, its kind, and a few words."""

    def __init__(self, name: Text, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._kind = name, kind
        self._state, self._words = State.PENDING, literal("")
        self._narrow = False
        self._badge = Badge(kind, parent=self)
        self._badge.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._render()

    def show_state(self, state: State, words: Text) -> None:
        """Show how the environment stands."""
        if state is self._state and str(words) == str(self._words):
            return
        self._state, self._words = state, words
        self._render()

    def set_narrow(self, *, narrow: bool) -> None:
        """Show the icon only; the words are in the tool tip then."""
        self._narrow = narrow
        self._badge.setVisible(not narrow)
        self._render()

    def sizeHint(self) -> QSize:
        """Return room for two lines."""
        lines = metrics("name").height() + metrics("badge").height() + px(14)
        return QSize(px(NARROW_WIDTH if self._narrow else WIDTH), max(px(ITEM_HEIGHT), lines))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the badge in its place."""
        super().resizeEvent(event)
        self._place_badge()

    def changeEvent(self, event: QEvent) -> None:
        """Render again in another language or size."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.FontChange}:
            self._render()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - all of it is painted
        """Paint the state's icon, the name, and the words behind the badge."""
        painter = painter_of(self)
        if self.isChecked():
            painter.fillRect(self.rect(), tokens().colour("selection"))
            painter.fillRect(0, 0, px(3), self.height(), tokens().colour("accent"))
        look = LOOKS[self._state]
        drawn = pixmap(look.icon, look.colour, 16, self.devicePixelRatioF())
        left = px(12)
        painter.drawPixmap(left, (self.height() - px(16)) // 2, drawn)
        if not self._narrow:
            self._paint_words(painter, left + px(26))
        if self.hasFocus():
            focus_ring(painter, QRectF(self.rect()), radius=3)
        painter.end()

    def _paint_words(self, painter: QPainter, left: int) -> None:
        room = self.width() - left - px(8)
        measured = metrics("name")
        painter.setFont(font("strong" if self.isChecked() else "name"))
        painter.setPen(tokens().colour("text"))
        name = metrics("strong" if self.isChecked() else "name").elidedText(
            str(self._name), Qt.TextElideMode.ElideMiddle, room
        )
        painter.drawText(left, px(7) + measured.ascent(), name)
        painter.setFont(font("small"))
        painter.setPen(tokens().colour("muted"))
        after = left + self._badge.sizeHint().width() + px(8)
        middle = self._badge.geometry().center().y() - metrics("small").height() // 2
        words = metrics("small").elidedText(str(self._words), Qt.TextElideMode.ElideRight, self.width() - after - px(8))
        painter.drawText(after, middle + metrics("small").ascent(), words)

    def _place_badge(self) -> None:
        top = px(9) + metrics("name").height()
        hint = self._badge.sizeHint()
        self._badge.setGeometry(px(38), top, hint.width(), hint.height())

    def _render(self) -> None:
        words = f"{self._name}, {KIND_NAMES[self._kind]}: {LOOKS[self._state].word}. {self._words}"
        self.setAccessibleName(words)
        self.setToolTip(words if self._narrow else "")
        self._place_badge()
        self.updateGeometry()
        self.update()


class Sidebar(Bar):
    """Signals: `picked(key)` of an environment, `connect_chosen`, `home_chosen`."""

    picked = Signal(str)
    connect_chosen = Signal()
    home_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(fill="raised", side=Qt.Edge.RightEdge, parent=parent)
        self._items: dict[str, SidebarItem] = {}
        self._narrow = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, px(10), 1, px(10))
        layout.setSpacing(px(4))
        layout.addLayout(self._head())
        layout.addSpacing(px(6))
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        layout.addLayout(self._list)
        layout.addStretch(1)
        self.connect_button = LinkButton(phrase("Connect environment…"), icon="plus")
        self.connect_button.clicked.connect(self.connect_chosen)
        self.connect_icon = _icon_button(phrase("Connect environment…"))
        self.connect_icon.clicked.connect(self.connect_chosen)
        self.connect_icon.hide()
        layout.addWidget(self.connect_button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.connect_icon, 0, Qt.AlignmentFlag.AlignHCenter)
        self._render()

    def add(self, key: str, name: Text, kind: str) -> None:
        """Add an environment, once."""
        if key in self._items:
            return
        item = SidebarItem(name, kind, self)
        item.set_narrow(narrow=self._narrow)
        item.clicked.connect(lambda: self.picked.emit(key))
        self._items[key] = item
        self._list.addWidget(item)

    def mark(self, key: str) -> None:
        """Show which environment is on the right."""
        if key in self._items:
            self._items[key].setChecked(True)

    def show_state(self, key: str, state: State, words: Text) -> None:
        """Show how an environment stands."""
        if key in self._items:
            self._items[key].show_state(state, words)

    def set_narrow(self, *, narrow: bool) -> None:
        """Leave the words out, where the window is narrow."""
        self._narrow = narrow
        for item in self._items.values():
            item.set_narrow(narrow=narrow)
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
            (self.connect_icon, "plus", phrase("Connect environment…")),
        ):
            button.setIcon(icon(name, "muted" if name == "settings" else "accent"))
            button.setIconSize(QSize(px(16), px(16)))
            describe(button, text, tip=text)

    def _width(self) -> int:
        if self._narrow:
            return px(NARROW_WIDTH)
        return max(px(WIDTH), self.connect_button.sizeHint().width() + px(8))


def _icon_button(name: Text) -> QToolButton:
    button = QToolButton()
    button.setAutoRaise(True)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    describe(button, name, tip=name)
    return button
