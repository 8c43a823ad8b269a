"""Paints the rows of all organisations: state, badge and figures; only names are ever cut."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from afas_assistant.texts import money, phrase
from afas_assistant.ui.icons import pixmap
from afas_assistant.ui.pages.all_organisations_model import (
    RIGHT_COLUMNS,
    Column,
    Role,
    ends_soon,
    state_words,
    words_of,
)
from afas_assistant.ui.pages.all_organisations_rows import Missing, Standing
from afas_assistant.ui.states import LOOKS, Look, State
from afas_assistant.ui.tokens import tokens
from afas_assistant.ui.typography import font, metrics, px
from afas_assistant.ui.widgets.frames import badge_size, paint_badge
from afas_assistant.ui.widgets.painting import focus_ring

ROW, HEADER, ICON, SMALL_ICON, GAP, MARGIN, EDGE, BAR = 22, 27, 14, 12, 7, 6, 14, 3
WIDEST_PROFILE = 220
MUTED = frozenset({Column.PROFILE, Column.SIGN_IN, Column.LAST_RUN})
ELIDED = frozenset({Column.NAME, Column.PROFILE})

Index = QModelIndex | QPersistentModelIndex


class OrganisationsPainter(QStyledItemDelegate):
    """One delegate for all columns."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - every row is as high
        """Return the room of a cell."""
        return QSize(px(40), row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        one: Standing = index.data(Role.STANDING)
        area: QRect = option.rect
        view: QWidget = option.widget
        column = Column(index.column())
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(area, tokens().colour("selection" if selected else "surface"))
        painter.fillRect(area.left(), area.bottom(), area.width(), 1, tokens().colour("line"))
        if selected and column is Column.STATE:
            painter.fillRect(area.left(), area.top(), px(BAR), area.height(), tokens().colour("accent"))
        left = px(EDGE) if column is Column.STATE else px(MARGIN)
        right = px(EDGE) if column is Column.LEFT else px(MARGIN)
        place = area.adjusted(left, 0, -right, -1)
        if column is Column.ENVIRONMENT:
            self._environment(painter, place, one)
        elif column is not Column.STATE:
            self._words(painter, place, one, column)
        else:
            self._state(painter, place, one)
            if isinstance(view, QTableView) and view.hasFocus() and view.currentIndex().row() == index.row():
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                focus_ring(painter, QRectF(area.adjusted(0, 0, 0, -1)), radius=3)
        painter.restore()

    def _state(self, painter: QPainter, place: QRect, one: Standing) -> None:
        look = LOOKS[one.state]
        _icon(painter, place, look, ICON)
        painter.setFont(font("name"))
        painter.setPen(tokens().colour(look.colour))
        words = place.adjusted(px(ICON + GAP), 0, px(MARGIN), 0)
        _draw(painter, words, words_of(one, Column.STATE), right=False)

    def _environment(self, painter: QPainter, place: QRect, one: Standing) -> None:
        size = badge_size(one.kind).boundedTo(QSize(place.width(), place.height() - 2))
        badge = QRect(place.left(), place.top() + (place.height() - size.height()) // 2, size.width(), size.height())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_badge(painter, QRectF(badge), one.kind)
        painter.restore()
        painter.setFont(font("body"))
        painter.setPen(tokens().colour("muted"))
        _draw(painter, place, one.envid, right=True)

    def _words(self, painter: QPainter, place: QRect, one: Standing, column: Column) -> None:
        words = words_of(one, column)
        role, colour = "body", "muted" if column in MUTED else "text"
        if column is Column.OPEN:
            role, colour = ("body", "muted") if words in {"0", Missing.NOT_APPLICABLE.value} else ("strong", "text")
        elif words in {sign.value for sign in Missing}:
            colour = "muted"
        if column is Column.LEFT:
            if ends_soon(one):
                ended = one.days_left is not None and one.days_left < 0
                look = LOOKS[State.FAILED if ended else State.ADVICE]
                _icon(painter, place.adjusted(place.width() - px(SMALL_ICON), 0, 0, 0), look, SMALL_ICON)
            place = place.adjusted(0, 0, -px(SMALL_ICON + 6), 0)
        painter.setFont(font(role))
        painter.setPen(tokens().colour(colour))
        if column in ELIDED:
            words = metrics(role).elidedText(words, Qt.TextElideMode.ElideRight, place.width())
        _draw(painter, place, words, right=column in RIGHT_COLUMNS)


def row_height() -> int:
    """Return how high a row is: thirty and the heading fit a window of 800."""
    return max(px(ROW), metrics("name").height() + px(3), metrics("badge").height() + px(6))


def header_height() -> int:
    """Return how high the heading is."""
    return max(px(HEADER), metrics("name").height() + px(8))


def column_widths(found: Sequence[Standing]) -> dict[Column, int]:
    """Return what the words of each column but the name's take, margins included.

    Dates, days and amounts are measured by their form, so that a thousand rows take no longer than ten.
    """
    body, margins = metrics(), 2 * px(MARGIN)
    amounts = (one.unbilled for one in found if not isinstance(one.unbilled, Missing))
    widths = {
        Column.STATE: _longest("name", map(state_words, found)) + px(ICON + GAP),
        Column.ENVIRONMENT: _longest_badge(found) + px(GAP + 2) + _longest("body", (one.envid for one in found)),
        Column.PROFILE: min(_longest("body", (str(one.profiles) for one in found)), px(WIDEST_PROFILE)),
        Column.SIGN_IN: body.horizontalAdvance(str(phrase("Classic"))),
        Column.OPEN: metrics("strong").horizontalAdvance("000"),
        Column.UNBILLED: body.horizontalAdvance(str(money(max(amounts, default=Decimal(0)), ""))),
        Column.LAST_RUN: body.horizontalAdvance("00-00 00:00"),
        Column.VALID_UNTIL: body.horizontalAdvance("00-00-0000"),
        Column.LEFT: _longest("body", (str(phrase("ended")), str(phrase("{days} d", days=999)))) + px(SMALL_ICON + 6),
    }
    return {column: width + margins for column, width in widths.items()}


def _longest(role: str, words: Iterable[str]) -> int:
    """Return the width of the longest, rounded up: a pixel less, and Qt elides."""
    return max(map(metrics(role).horizontalAdvance, set(words)), default=0) + 2


def _longest_badge(found: Sequence[Standing]) -> int:
    return max((badge_size(kind).width() for kind in {one.kind for one in found}), default=0)


def _icon(painter: QPainter, place: QRect, look: Look, size: int) -> None:
    """Paint a state's icon in the middle of the height, from the left of a place."""
    drawn = pixmap(look.icon, look.colour, size, painter.device().devicePixelRatio())
    side = px(size)
    painter.drawPixmap(place.left(), place.top() + (place.height() - side) // 2, side, side, drawn)


def _draw(painter: QPainter, place: QRect, words: str, *, right: bool) -> None:
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, words)
