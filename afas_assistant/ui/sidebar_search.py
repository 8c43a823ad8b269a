"""The search field of the sidebar: a magnifier, what it is for, and the keys that lead to it."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from afas_assistant.texts import Text, literal
from afas_assistant.ui.icons import pixmap
from afas_assistant.ui.language import describe
from afas_assistant.ui.tokens import tokens
from afas_assistant.ui.typography import font, metrics, px
from afas_assistant.ui.widgets.fields import show_edge

ICON, LEFT, RIGHT, HEIGHT = 14, 11, 10, 32
SIDEBAR_KEYS = "Ctrl+K"


class SearchField(QLineEdit):
    """A line to search in, which Esc empties. Signals: `enter_pressed`, `down_pressed`.

    `keys` lead to it and stand in it while it is empty, where there is room for them.
    """

    enter_pressed = Signal()
    down_pressed = Signal()

    def __init__(self, hint: Text, name: Text, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hint, self._name, self._keys = hint, name, keys
        self.setClearButtonEnabled(True)
        self.setMinimumWidth(px(120))
        show_edge(self)
        self._render()

    def event(self, event: QEvent) -> bool:
        """Let Ctrl+K lead to the sidebar from here as well: to a line of text it means to delete what is left of it."""
        if isinstance(event, QKeyEvent) and _is_ours(event):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Empty it by Esc; what Enter and the arrow do is up to the list that is searched."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.enter_pressed.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.down_pressed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the magnifier, and the keys while nothing is searched for."""
        super().paintEvent(event)
        painter = QPainter(self)
        side = px(ICON)
        drawn = pixmap("search", "muted", ICON, self.devicePixelRatioF())
        painter.drawPixmap(px(LEFT), (self.height() - side) // 2, side, side, drawn)
        if not self.text() and self._keys_fit():
            painter.setFont(font("small"))
            painter.setPen(tokens().colour("muted"))
            side_right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(self.rect().adjusted(0, 0, -px(RIGHT), 0), side_right, self._native_keys())
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        """Render again in another language or size."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.FontChange}:
            self._render()

    def _keys_fit(self) -> bool:
        hint = metrics().horizontalAdvance(self.placeholderText()) + px(LEFT + ICON + 16)
        return hint + metrics("small").horizontalAdvance(self._native_keys()) + px(RIGHT) <= self.width()

    def _native_keys(self) -> str:
        return QKeySequence(self._keys).toString(QKeySequence.SequenceFormat.NativeText)

    def _render(self) -> None:
        self.setPlaceholderText(str(self._hint))
        self.setMinimumHeight(max(px(HEIGHT), metrics().height() + px(10)))
        self.setTextMargins(px(LEFT + ICON), 0, 0, 0)
        describe(self, self._name, tip=literal(self._native_keys()))


def _is_ours(event: QKeyEvent) -> bool:
    asks = event.type() == QEvent.Type.ShortcutOverride
    return asks and QKeySequence(event.keyCombination()) == QKeySequence(SIDEBAR_KEYS)
