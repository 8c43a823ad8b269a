"""Paints the rows of the daily work: tick, shape and word, number, name above reason, and what stands at the right."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionButton, QStyleOptionViewItem, QWidget

from afas_assistant.texts import Text
from afas_assistant.ui.icons import pixmap
from afas_assistant.ui.states import Look
from afas_assistant.ui.tabs.plan_model import Column
from afas_assistant.ui.tabs.rows import ShownRow
from afas_assistant.ui.tabs.ticked_model import LEFT, RIGHT, TICK, Role
from afas_assistant.ui.tokens import tokens
from afas_assistant.ui.typography import font, metrics, px
from afas_assistant.ui.widgets.fields import DARKER
from afas_assistant.ui.widgets.painting import focus_ring

MARGIN, GAP, BAR, ICON, BOX = 8, 8, 3, 16, 16
PALE = 0.45


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


class LinePainter(QStyledItemDelegate):
    """One delegate for all columns of a row; a kind of list says what is in a cell."""

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
        painter.save()
        place: QRect = option.rect
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.fillRect(place, tokens().colour("selection" if selected else "surface"))
        painter.fillRect(QRect(place.left(), place.bottom(), place.width(), 1), tokens().colour("line"))
        if selected and index.column() == TICK:
            painter.fillRect(QRect(place.left(), place.top(), px(BAR), place.height()), tokens().colour("accent"))
        self.paint_cell(painter, place, option.widget, index)
        if state & QStyle.StateFlag.State_HasFocus:
            focus_ring(painter, QRectF(place.adjusted(0, 0, 0, -1)), radius=3)
        painter.restore()

    def paint_cell(
        self, painter: QPainter, place: QRect, widget: QWidget, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint what is in a cell; nothing is in any by itself."""


def paint_box(
    painter: QPainter, place: QRect, widget: QWidget, index: QModelIndex | QPersistentModelIndex, *, free: bool
) -> None:
    """Paint the box of a row, pale where it cannot be ticked."""
    painter.setOpacity(1.0 if free else PALE)
    side = px(BOX)
    box = QRect(place.left() + px(BAR + MARGIN), place.center().y() - side // 2, side, side)
    paint_tick(painter, box, Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)), widget, enabled=free)
    painter.setOpacity(1.0)


def paint_state(painter: QPainter, place: QRect, look: Look) -> None:
    """Paint shape and word."""
    drawn = pixmap(look.icon, look.colour, ICON, painter.device().devicePixelRatio())
    side = round(drawn.deviceIndependentSize().height())
    painter.drawPixmap(place.left() + px(4), place.center().y() - side // 2, drawn)
    paint_line(painter, place.adjusted(px(4 + ICON + GAP), 0, 0, 0), str(look.word), "name", look.colour)


def paint_two_lines(painter: QPainter, place: QRect, first: tuple[str, str], second: tuple[str, str]) -> None:
    """Paint words and their colour, one above the other; one line alone stands in the middle."""
    if not second[0]:
        paint_line(painter, place, first[0], "name", first[1])
        return
    high, low = metrics("name").height(), metrics("small").height()
    top = place.top() + (place.height() - high - low) // 2
    paint_line(painter, QRect(place.left(), top, place.width(), high), first[0], "name", first[1])
    paint_line(painter, QRect(place.left(), top + high, place.width(), low), second[0], "small", second[1])


def paint_line(
    painter: QPainter, place: QRect, words: str, role: str, colour: str, *, side: Qt.AlignmentFlag = LEFT
) -> None:
    """Paint words on one line, cut off where there is no room."""
    painter.setFont(font(role))
    painter.setPen(tokens().colour(colour))
    shown = words.replace("\n", " ")
    elided = metrics(role).elidedText(shown, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, side | Qt.TextFlag.TextSingleLine, elided)


def second_colour(look: Look) -> str:
    """Return the colour of a reason: that of its state, where it asks for somebody."""
    return look.colour if look.colour in {"problem", "attention"} else "muted"


class RowPainter(LinePainter):
    """The rows of a plan, and of what became of it."""

    def paint_cell(
        self, painter: QPainter, place: QRect, widget: QWidget, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint what is in a cell; what needs nothing has no box, what will fail has one that is pale."""
        row, column = index.data(Role.ROW), Column(index.column())
        if not isinstance(row, ShownRow):
            return
        if column is Column.TICK:
            free = checkable(index)
            if index.data(Qt.ItemDataRole.CheckStateRole) is not None and (free or row.look.colour == "problem"):
                paint_box(painter, place, widget, index, free=free)
        elif column is Column.STATE:
            paint_state(painter, place, row.look)
        elif column is Column.NUMBER:
            paint_line(painter, place.adjusted(px(4), 0, 0, 0), row.number, "body", "muted")
        elif column is Column.NAME:
            inside = place.adjusted(px(4), 0, -px(MARGIN), 0)
            paint_two_lines(painter, inside, (row.name, "text"), (str(row.reason), second_colour(row.look)))
        else:
            colour = "accent" if row.action and not row.right else "text"
            inside = place.adjusted(0, 0, -px(12), 0)
            paint_line(painter, inside, row.right or row.action, "name", colour, side=RIGHT)


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


def checkable(index: QModelIndex | QPersistentModelIndex) -> bool:
    """Return whether a row can be ticked."""
    return bool(index.flags() & Qt.ItemFlag.ItemIsUserCheckable)
