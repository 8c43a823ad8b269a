"""The rows at the left of the guide: a title that wraps, and below it, for a hit, the words around what was found."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QListWidget, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from afas_assistant.ui.tokens import tokens
from afas_assistant.ui.typography import font, metrics, px

EXCERPT = Qt.ItemDataRole.UserRole + 1
"""The role of the words around what was found; the title is what is displayed."""
_FLAGS = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextDontClip | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_HIGH = 10_000
SPARE = 4  # pixels: a painter breaks a line that just fits earlier than it is measured


class RowDelegate(QStyledItemDelegate):
    """Paints a row in the colours of the window; the chosen one has a bar at the left, not a colour alone."""

    def sizeHint(
        self,
        option: QStyleOptionViewItem,  # noqa: ARG002 - its width is not yet the list's
        index: QModelIndex | QPersistentModelIndex,
    ) -> QSize:
        """Return the width of the list and the height of the wrapped words."""
        owner = self.parent()
        width = owner.viewport().width() if isinstance(owner, QListWidget) else 0
        title, excerpt = _words(index)
        room = width - px(28) - SPARE
        height = _height(metrics("strong" if excerpt else "body"), title, room)
        if excerpt:
            height += px(2) + _height(metrics("small"), excerpt, room)
        return QSize(width, height + px(12))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint background, bar, focus and words."""
        state: QStyle.StateFlag = option.state
        area: QRect = option.rect
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, tokens().colour("selection" if chosen else "raised"))
        if chosen:
            painter.fillRect(area.left(), area.top(), px(3), area.height(), tokens().colour("accent"))
        title, excerpt = _words(index)
        place = area.adjusted(px(16), px(6), -px(12), -px(6))
        painter.setFont(font("strong" if excerpt else "body"))
        painter.setPen(tokens().colour("text"))
        painter.drawText(place, _FLAGS, title)
        if excerpt:
            top = _height(metrics("strong"), title, place.width()) + px(2)
            painter.setFont(font("small"))
            painter.setPen(tokens().colour("muted"))
            painter.drawText(place.adjusted(0, top, 0, 0), _FLAGS, excerpt)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(tokens().colour("accent"))
            painter.drawRect(area.adjusted(0, 0, -1, -1))
        painter.restore()


def _words(index: QModelIndex | QPersistentModelIndex) -> tuple[str, str]:
    return str(index.data(Qt.ItemDataRole.DisplayRole)), str(index.data(EXCERPT) or "")


def _height(measured: QFontMetrics, words: str, width: int) -> int:
    return measured.boundingRect(QRect(0, 0, max(width, 1), _HIGH), _FLAGS.value, words).height()
