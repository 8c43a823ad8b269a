"""Paints the rows of the mappings: tick, shape and word, what it is about, what it becomes and why, who accepted it."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from afas_assistant.ui.icons import pixmap
from afas_assistant.ui.tabs.mapping_model import Column, Role
from afas_assistant.ui.tabs.mapping_rows import MappingShown
from afas_assistant.ui.tabs.row_painter import BAR, BOX, MARGIN, paint_tick, row_height
from afas_assistant.ui.tokens import tokens
from afas_assistant.ui.typography import font, metrics, px
from afas_assistant.ui.widgets.painting import focus_ring

ICON, GAP = 16, 8
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
STRONG = frozenset({"problem", "attention"})
"""Colours of a state that its reason has too."""


class MappingPainter(QStyledItemDelegate):
    """One delegate for all columns: two lines in each, the second one small."""

    def sizeHint(
        self,
        option: QStyleOptionViewItem,  # noqa: ARG002 - Qt's own signature
        index: QModelIndex | QPersistentModelIndex,  # noqa: ARG002 - as above
    ) -> QSize:
        """Return the same height for every row."""
        return QSize(px(80), row_height())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one cell."""
        row = index.data(Role.ROW)
        if not isinstance(row, MappingShown):
            return
        painter.save()
        place: QRect = option.rect
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.fillRect(place, tokens().colour("selection" if selected else "surface"))
        painter.fillRect(QRect(place.left(), place.bottom(), place.width(), 1), tokens().colour("line"))
        column = Column(index.column())
        inside = place.adjusted(px(4), 0, -px(MARGIN), 0)
        second = row.look.colour if row.look.colour in STRONG else "muted"
        if column is Column.TICK:
            self._tick(painter, place, option.widget, index, selected=selected)
        elif column is Column.STATE:
            self._state(painter, place, row)
        elif column is Column.WHAT:
            _two_lines(painter, inside, (row.name, "text"), (row.number, "muted"))
        elif column is Column.BECOMES:
            quiet = row.look.colour == "untested"
            _two_lines(painter, inside, (row.right, "muted" if quiet else "text"), (str(row.reason), second))
        else:
            _two_lines(painter, inside, (row.who, "text"), (row.when, "muted"))
        if state & QStyle.StateFlag.State_HasFocus:
            focus_ring(painter, QRectF(place.adjusted(0, 0, 0, -1)), radius=3)
        painter.restore()

    def _tick(
        self,
        painter: QPainter,
        place: QRect,
        widget: QWidget,
        index: QModelIndex | QPersistentModelIndex,
        *,
        selected: bool,
    ) -> None:
        if selected:
            painter.fillRect(QRect(place.left(), place.top(), px(BAR), place.height()), tokens().colour("accent"))
        if not index.flags() & Qt.ItemFlag.ItemIsUserCheckable:
            return
        side = px(BOX)
        box = QRect(place.left() + px(BAR + MARGIN), place.center().y() - side // 2, side, side)
        paint_tick(painter, box, Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)), widget, enabled=True)

    def _state(self, painter: QPainter, place: QRect, row: MappingShown) -> None:
        drawn = pixmap(row.look.icon, row.look.colour, ICON, painter.device().devicePixelRatio())
        side = round(drawn.deviceIndependentSize().height())
        painter.drawPixmap(place.left() + px(4), place.center().y() - side // 2, drawn)
        _line(painter, place.adjusted(px(4 + ICON + GAP), 0, 0, 0), str(row.look.word), "name", row.look.colour)


def _two_lines(painter: QPainter, place: QRect, first: tuple[str, str], second: tuple[str, str]) -> None:
    """Paint words and their colour, one above the other; one line alone stands in the middle."""
    if not second[0]:
        _line(painter, place, first[0], "name", first[1])
        return
    high, low = metrics("name").height(), metrics("small").height()
    top = place.top() + (place.height() - high - low) // 2
    _line(painter, QRect(place.left(), top, place.width(), high), first[0], "name", first[1])
    _line(painter, QRect(place.left(), top + high, place.width(), low), second[0], "small", second[1])


def _line(painter: QPainter, place: QRect, words: str, role: str, colour: str) -> None:
    painter.setFont(font(role))
    painter.setPen(tokens().colour(colour))
    elided = metrics(role).elidedText(words.replace("\n", " "), Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, LEFT, elided)
