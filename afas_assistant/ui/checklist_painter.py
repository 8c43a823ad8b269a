"""Paints the rows of the checklist, and knows how high they are: answers are wrapped, never cut off."""

from collections.abc import Callable

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from afas_assistant.onboarding.verdicts import Section
from afas_assistant.texts import phrase
from afas_assistant.ui.checklist_model import Column, Role, Row
from afas_assistant.ui.icons import pixmap
from afas_assistant.ui.states import LOOKS, SECTION_NAMES, State
from afas_assistant.ui.tokens import tokens
from afas_assistant.ui.typography import font, metrics, px, wrapped_height
from afas_assistant.ui.widgets.painting import focus_ring

ROW, SECTION_ROW = 28, 30
MARGIN, GAP, BAR = 8, 8, 3
ICON, CHEVRON = 16, 12
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
WRAPPED = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap


def status_width() -> int:
    """Return the width of the status column: chevron, icon and the longest word."""
    measured = metrics("name")
    word = max(measured.horizontalAdvance(str(look.word)) for look in LOOKS.values())
    return px(BAR + MARGIN + CHEVRON + GAP + ICON + GAP + MARGIN) + word + px(GAP)


def action_width() -> int:
    """Return the width of the action column."""
    measured = metrics("small")
    words = (phrase("Copy name"), phrase("Explain"))
    return max(measured.horizontalAdvance(str(one)) for one in words) + px(2 * MARGIN)


def name_width(row: Row) -> int:
    """Return the width that a row's name takes, with the profile behind it."""
    name = metrics(_name_role(row)).horizontalAdvance(str(row.line.shown_name))
    return name + (_profile_width(row) + px(GAP) if row.profile_name else 0) + px(2 * MARGIN)


def answer_of(row: Row) -> str:
    """Return the answer with what is otherwise than before and, after a line turned green, when it did."""
    words = " · ".join(filter(None, (str(row.answer), "" if row.busy else str(row.mark))))
    if row.turned_green is None or row.busy:
        return words
    ago = phrase("just now, {time}", time=f"{row.turned_green:%H:%M:%S}")
    return f"{words} · {ago}"


class RowPainter:
    """Paints one row; `column_rect` gives the place of a column in it."""

    def __init__(self, painter: QPainter, rect: QRect, column_rect: Callable[[Column, QRect], QRect | None]) -> None:
        self._painter = painter
        self._rect = rect
        self._column_rect = column_rect
        self._ratio = painter.device().devicePixelRatio()

    def ground(self, role: str, *, bar: bool = False, line: bool = True) -> None:
        """Paint the background, the accent bar at the left, and the line below."""
        self._painter.fillRect(self._rect, QColor(getattr(tokens(), role)))
        if bar:
            self._painter.fillRect(self._rect.adjusted(0, 0, px(BAR) - self._rect.width(), 0), _colour("accent"))
        if line:
            bottom = QRect(self._rect.left(), self._rect.bottom(), self._rect.width(), 1)
            self._painter.fillRect(bottom, _colour("line"))

    def ring(self) -> None:
        """Paint the ring of the keyboard."""
        focus_ring(self._painter, QRectF(self._rect.adjusted(0, 0, 0, -1)), radius=3)

    def section(self, section: Section, rows: list[Row], *, opened: bool) -> None:
        """Paint a section's heading: its name, and how many of its lines are in order."""
        self.ground("raised")
        left = self._rect.left() + px(BAR + MARGIN)
        self._icon("chevron-down" if opened else "chevron-right", "muted", left, CHEVRON)
        self._painter.setFont(font("strong"))
        self._painter.setPen(_colour("text"))
        words = str(SECTION_NAMES[section])
        left += px(CHEVRON + GAP)
        self._painter.drawText(self._rect.adjusted(left - self._rect.left(), 0, 0, 0), LEFT, words)
        left += metrics("strong").horizontalAdvance(words) + px(12)
        done = sum(row.state is State.OK for row in rows)
        self._painter.setFont(font("small"))
        self._painter.setPen(_colour("muted"))
        count = str(phrase("{done} of {all} OK", done=done, all=len(rows)))
        self._painter.drawText(self._rect.adjusted(left - self._rect.left(), 0, 0, 0), LEFT, count)

    def row(self, row: Row, *, opened: bool) -> None:
        """Paint a line: status, name, answer, action."""
        for paint in (self._status, self._name, self._answer, self._action):
            paint(row, opened)

    def _status(self, row: Row, opened: bool) -> None:
        place = self._column_rect(Column.STATUS, self._rect)
        if place is None:
            return
        look = LOOKS[row.state]
        left = place.left() + px(BAR + MARGIN)
        self._icon("chevron-down" if opened else "chevron-right", "muted", left, CHEVRON)
        left += px(CHEVRON + GAP)
        self._icon(look.icon, look.colour, left, ICON)
        left += px(ICON + GAP)
        self._painter.setFont(font("name"))
        self._painter.setPen(_colour(look.colour))
        line = QRect(left, place.top(), place.right() - left, _first_line())
        self._painter.drawText(line, LEFT, str(look.word))

    def _name(self, row: Row, opened: bool) -> None:
        place = self._column_rect(Column.NAME, self._rect)
        if place is None:
            return
        room = place.adjusted(px(MARGIN), 0, -px(MARGIN), 0)
        if not row.is_name and name_width(row) > place.width():
            self._wrapped(_whole_name(row), room, "text")
            return
        room.setHeight(_first_line())
        measured = metrics(_name_role(row, strong=opened))
        name = str(row.line.shown_name)
        profile = _profile_width(row) if row.profile_name else 0
        if measured.horizontalAdvance(name) + px(GAP) + profile > room.width():
            profile = 0
        shown = measured.elidedText(name, Qt.TextElideMode.ElideMiddle, room.width())
        self._painter.setFont(font(_name_role(row, strong=opened)))
        self._painter.setPen(_colour("text"))
        self._painter.drawText(room, LEFT, shown)
        if profile:
            self._painter.setFont(font("small"))
            self._painter.setPen(_colour("muted"))
            after = measured.horizontalAdvance(shown) + px(GAP)
            self._painter.drawText(room.adjusted(after, 0, 0, 0), LEFT, row.profile_name)

    def _answer(self, row: Row, opened: bool) -> None:  # noqa: ARG002 - all parts are painted alike
        place = self._column_rect(Column.ANSWER, self._rect)
        if place is None:
            return
        quiet = row.busy or row.state in {State.OK, State.BY_HAND}
        colour = "ok" if row.turned_green and not row.busy else "muted" if quiet else "text"
        self._wrapped(answer_of(row), place.adjusted(px(MARGIN), 0, -px(MARGIN), 0), colour)

    def _action(self, row: Row, opened: bool) -> None:  # noqa: ARG002 - as above
        place = self._column_rect(Column.ACTION, self._rect)
        if place is None or row.busy:
            return
        self._painter.setFont(font("small"))
        self._painter.setPen(_colour("accent"))
        room = place.adjusted(px(MARGIN), 0, -px(MARGIN), 0)
        room.setHeight(_first_line())
        self._painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(row.action))

    def _wrapped(self, words: str, room: QRect, colour: str) -> None:
        """Paint words over as many lines as they need; the first stands level with the rest of the row."""
        self._painter.setFont(font())
        self._painter.setPen(_colour(colour))
        top = (_first_line() - metrics().height()) // 2
        self._painter.drawText(room.adjusted(0, top, 0, 0), WRAPPED, words)

    def _icon(self, name: str, colour: str, left: int, size: int) -> None:
        top = self._rect.top() + (_first_line() - px(size)) // 2
        self._painter.drawPixmap(left, top, pixmap(name, colour, size, self._ratio))


class ChecklistDelegate(QStyledItemDelegate):
    """Tells how high rows are; `column_width` and `detail_height` come from the view."""

    def __init__(self, column_width: Callable[[int], int], detail_height: Callable[[], int]) -> None:
        super().__init__()
        self._column_width = column_width
        self._detail_height = detail_height

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: ARG002 - Qt's
        """Return the height of a section, of a row with its answer wrapped, or of the opened part."""
        first = index.sibling(index.row(), 0)
        row = first.data(Role.ROW)
        if row is not None:
            return QSize(0, self._row_height(row, index.column()))
        if first.data(Role.SECTION) is not None:
            return QSize(0, max(px(SECTION_ROW), metrics("strong").height() + px(10)))
        return QSize(0, self._detail_height() if index.column() == 0 else 0)

    def _row_height(self, row: Row, column: int) -> int:
        width = self._column_width(column)
        if column == Column.ANSWER:
            wrapped = wrapped_height(answer_of(row), width - px(2 * MARGIN))
        elif column == Column.NAME and not row.is_name and name_width(row) > width:
            wrapped = wrapped_height(_whole_name(row), width - px(2 * MARGIN))
        else:
            return _first_line()
        return wrapped + _first_line() - metrics().height()

    def updateEditorGeometry(
        self,
        editor: QWidget,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,  # noqa: ARG002 - Qt's signature
    ) -> None:
        """Let the opened part fill its row."""
        editor.setGeometry(option.rect.adjusted(px(BAR), 0, 0, -1))


class ChecklistHeader(QHeaderView):
    """The head of the list: quiet words on the raised colour, above what they name."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)

    def sizeHint(self) -> QSize:
        """Return room for one line of small words."""
        return QSize(super().sizeHint().width(), max(px(26), metrics("small").height() + px(8)))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803 - Qt's own name
        """Paint one heading."""
        painter.fillRect(rect, _colour("raised"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), _colour("line"))
        left = px(BAR + MARGIN + CHEVRON + GAP) if logicalIndex == Column.STATUS else px(MARGIN)
        painter.setFont(font("small"))
        painter.setPen(_colour("muted"))
        words = self.model().headerData(logicalIndex, Qt.Orientation.Horizontal)
        painter.drawText(rect.adjusted(left, 0, 0, 0), LEFT, str(words or ""))


def widest_name(model: QAbstractItemModel) -> int:
    """Return the width of the widest connector name in a checklist, or 0; other names wrap."""
    widest = 0
    for number in range(model.rowCount()):
        above = model.index(number, 0)
        rows = (model.index(row, 0, above).data(Role.ROW) for row in range(model.rowCount(above)))
        widest = max([widest, *(name_width(row) for row in rows if row is not None and row.is_name)])
    return widest


def _whole_name(row: Row) -> str:
    """Return a name with its profile, for a row in which both take more than one line."""
    name = str(row.line.shown_name)
    return f"{name} · {row.profile_name}" if row.profile_name else name


def _colour(role: str) -> QColor:
    return tokens().colour(role)


def _first_line() -> int:
    """Return the height of a row of one line, in which everything but a long answer stands."""
    return max(px(ROW), metrics().height() + px(10))


def _name_role(row: Row, *, strong: bool = False) -> str:
    return "code" if row.is_name else "strong" if strong else "body"


def _profile_width(row: Row) -> int:
    return metrics("small").horizontalAdvance(row.profile_name)
