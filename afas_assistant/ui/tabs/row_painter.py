"""Paints the rows of the daily work: tick, shape and word, number, name above reason, and what stands at the right."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionButton, QStyleOptionViewItem, QWidget

from afas_assistant.texts import Text
from afas_assistant.ui.icons import pixmap
from afas_assistant.ui.states import Look
from afas_assistant.ui.tabs.plan_model import Column, Role
from afas_assistant.ui.tabs.rows import ShownRow
from afas_assistant.ui.tokens import tokens
from afas_assistant.ui.typography import font, metrics, px
from afas_assistant.ui.widgets.fields import DARKER
from afas_assistant.ui.widgets.painting import focus_ring

MARGIN, GAP, BAR, ICON, BOX = 8, 8, 3, 16, 16
PALE = 0.45
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def row_height() -> int:
    """Return the height of a row of two lines."""
    return max(px(40), metrics("name").height() + metrics("small").height() + px(6))


def tick_width() -> int:
    """Return the width of the column of ticks."""
    return px(BAR + 2 * MARGIN + BOX) + px(4)


def state_width(looks: list[Look], header: Text) -> int:
    """Return the width of the column of states: icon and the longest word."""
    measured = metrics("name")
    words = [*(str(look.word) for look in looks), str(header)]
    return max(measured.horizontalAdvance(word) for word in words) + px(ICON + 2 * GAP + MARGIN)


class RowPainter(QStyledItemDelegate):
    """One delegate for all columns."""

    def sizeHint(
        self,
        option: QStyleOptionViewItem,  # noqa: ARG002 - Qt's own signature
        index: QModelIndex | QPersistentModelIndex,  # noqa: ARG002 - as above
    ) -> QSize:
        """Return the same height for every row: a list of a hundred thousand is not measured."""
        return QSize(px(80), row_height())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one cell."""
        row = index.data(Role.ROW)
        if not isinstance(row, ShownRow):
            return
        painter.save()
        place: QRect = option.rect
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.fillRect(place, tokens().colour("selection" if selected else "surface"))
        painter.fillRect(QRect(place.left(), place.bottom(), place.width(), 1), tokens().colour("line"))
        column = Column(index.column())
        if column is Column.TICK:
            self._tick(painter, place, option, index, row, selected=selected)
        elif column is Column.STATE:
            self._state(painter, place, row)
        elif column is Column.NUMBER:
            self._line(painter, place.adjusted(px(4), 0, 0, 0), row.number, "body", "muted")
        elif column is Column.NAME:
            self._name(painter, place, row)
        else:
            colour, role = ("accent", "name") if row.action and not row.right else ("text", "name")
            self._line(painter, place.adjusted(0, 0, -px(12), 0), row.right or row.action, role, colour, side=RIGHT)
        if state & QStyle.StateFlag.State_HasFocus:
            focus_ring(painter, QRectF(place.adjusted(0, 0, 0, -1)), radius=3)
        painter.restore()

    def _tick(
        self,
        painter: QPainter,
        place: QRect,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
        row: ShownRow,
        *,
        selected: bool,
    ) -> None:
        if selected:
            painter.fillRect(QRect(place.left(), place.top(), px(BAR), place.height()), tokens().colour("accent"))
        checked = index.data(Qt.ItemDataRole.CheckStateRole)
        free = _checkable(index)
        if checked is None or not (free or row.look.colour == "problem"):
            return  # what needs nothing has no box; what will fail has one that is pale
        painter.setOpacity(1.0 if free else PALE)
        widget: QWidget = option.widget
        side = px(BOX)
        box = QRect(place.left() + px(BAR + MARGIN), place.center().y() - side // 2, side, side)
        paint_tick(painter, box, Qt.CheckState(checked), widget, enabled=free)
        painter.setOpacity(1.0)

    def _state(self, painter: QPainter, place: QRect, row: ShownRow) -> None:
        drawn = pixmap(row.look.icon, row.look.colour, ICON, painter.device().devicePixelRatio())
        side = round(drawn.deviceIndependentSize().height())
        painter.drawPixmap(place.left() + px(4), place.center().y() - side // 2, drawn)
        words = place.adjusted(px(4 + ICON + GAP), 0, 0, 0)
        self._line(painter, words, str(row.look.word), "name", row.look.colour)

    def _name(self, painter: QPainter, place: QRect, row: ShownRow) -> None:
        reason = str(row.reason)
        inside = place.adjusted(px(4), 0, -px(MARGIN), 0)
        if not reason:
            self._line(painter, inside, row.name, "name", "text")
            return
        first, second = metrics("name").height(), metrics("small").height()
        top = place.top() + (place.height() - first - second) // 2
        self._line(painter, QRect(inside.left(), top, inside.width(), first), row.name, "name", "text")
        colour = row.look.colour if row.look.colour in {"problem", "attention"} else "muted"
        self._line(painter, QRect(inside.left(), top + first, inside.width(), second), reason, "small", colour)

    def _line(
        self, painter: QPainter, place: QRect, words: str, role: str, colour: str, *, side: Qt.AlignmentFlag = LEFT
    ) -> None:
        painter.setFont(font(role))
        painter.setPen(tokens().colour(colour))
        shown = words.replace("\n", " ")
        elided = metrics(role).elidedText(shown, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, side | Qt.TextFlag.TextSingleLine, elided)


def paint_tick(painter: QPainter, box: QRect, checked: Qt.CheckState, widget: QWidget, *, enabled: bool) -> None:
    """Paint a box to tick, in the system's own style."""
    option = QStyleOptionButton()
    option.initFrom(widget)
    palette = QPalette(option.palette)
    palette.setColor(QPalette.ColorRole.Window, tokens().colour("field_edge").lighter(DARKER))  # see `show_edge`
    option.palette = palette
    option.rect = box
    state = QStyle.StateFlag.State_Enabled if enabled else QStyle.StateFlag.State_None
    marks = {
        Qt.CheckState.Checked: QStyle.StateFlag.State_On,
        Qt.CheckState.PartiallyChecked: QStyle.StateFlag.State_NoChange,
        Qt.CheckState.Unchecked: QStyle.StateFlag.State_Off,
    }
    option.state = state | marks[checked]
    widget.style().drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorCheckBox, option, painter, widget)


def _checkable(index: QModelIndex | QPersistentModelIndex) -> bool:
    return bool(index.flags() & Qt.ItemFlag.ItemIsUserCheckable)
