"""The lines of the sidebar, painted: an environment, one of the connections of an organisation, and all of them."""

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from afas_assistant.texts import phrase, phrase_n
from afas_assistant.ui.icons import pixmap
from afas_assistant.ui.sidebar_model import Role, Row
from afas_assistant.ui.states import LOOKS
from afas_assistant.ui.tokens import tokens
from afas_assistant.ui.typography import font, metrics, px
from afas_assistant.ui.widgets.frames import badge_size, paint_badge
from afas_assistant.ui.widgets.painting import box, focus_ring, painter_of

WIDTH, NARROW_WIDTH = 224, 52
HEIGHT, BELOW_HEIGHT, ALL_HEIGHT = 48, 30, 40
LEFT, BELOW_LEFT, GAP, ICON, BELOW_ICON, MARGIN, BAR = 12, 38, 8, 16, 12, 12, 3
SPARE = 4  # for the edge of the sidebar, and what rounding takes
NAME_LEFT = LEFT + ICON + 10
DAYS_PART = 0.6
"""Days that would take more than this part of the line are left out: they stand in what is spoken, and beside it."""

Index = QModelIndex | QPersistentModelIndex
SIDE_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
SIDE_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class SidebarPainter(QStyledItemDelegate):
    """Paints how an environment stands, its name, its kind, a few words, and the days until its token ends."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.chosen: str | None = None
        self.narrow = False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - Qt's own signature
        """Return room for two lines; for one where it is a connection."""
        row: Row = index.data(Role.ROW)
        return QSize(px(NARROW_WIDTH), row_height(below=row.below))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one line."""
        row: Row = index.data(Role.ROW)
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        view: QWidget = option.widget
        chosen = row.entry.key == self.chosen
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _ground(painter, area, chosen=chosen)
        look = LOOKS[row.state]
        size = BELOW_ICON if row.below else ICON
        left = area.left() + px(BELOW_LEFT if row.below and not self.narrow else LEFT + (ICON - size) / 2)
        drawn = pixmap(look.icon, look.colour, size, view.devicePixelRatioF())
        painter.drawPixmap(left, area.top() + (area.height() - px(size)) // 2, drawn)
        if not self.narrow:
            words = area.adjusted(left - area.left() + px(size + (GAP if row.below else 10)), 0, -px(MARGIN), 0)
            if row.below:
                _paint_line(painter, words, row, chosen=chosen)
            else:
                _paint_lines(painter, words, row, chosen=chosen)
        if state & QStyle.StateFlag.State_HasFocus:
            focus_ring(painter, QRectF(area), radius=3)
        painter.restore()


class AllItem(QAbstractButton):
    """All organisations, with how many there are. Signals: `down_pressed` to go on to the list."""

    down_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count, self._narrow = 0, False
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._render()

    def show_count(self, count: int) -> None:
        """Show how many there are."""
        self._count = count
        self._render()

    def set_narrow(self, *, narrow: bool) -> None:
        """Show the icon only; the words are in the tool tip then."""
        self._narrow = narrow
        self._render()

    def nextCheckState(self) -> None:
        """Leave it to the sidebar what is marked."""

    def sizeHint(self) -> QSize:
        """Return room for one line."""
        height = max(px(ALL_HEIGHT), metrics("strong").height() + px(12))
        return QSize(px(NARROW_WIDTH) if self._narrow else self.wanted_width(), height)

    def wanted_width(self) -> int:
        """Return the width at which words and count stand beside each other."""
        words = metrics("strong").horizontalAdvance(self.text())
        return px(NAME_LEFT) + words + px(GAP) + self._chip_width() + px(MARGIN)

    def changeEvent(self, event: QEvent) -> None:
        """Render again in another language or size."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.FontChange}:
            self._render()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open by Enter, go on by the arrow."""
        if event.key() == Qt.Key.Key_Down:
            self.down_pressed.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - all of it is painted
        """Paint icon, words and count."""
        painter = painter_of(self)
        area = self.rect()
        if self.isChecked():
            _ground(painter, area, chosen=True)
        drawn = pixmap("layers", "text", ICON, self.devicePixelRatioF())
        painter.drawPixmap(px(LEFT), (self.height() - px(ICON)) // 2, drawn)
        if not self._narrow:
            painter.setFont(font("strong" if self.isChecked() else "name"))
            painter.setPen(tokens().colour("text"))
            painter.drawText(area.adjusted(px(NAME_LEFT), 0, 0, 0), SIDE_LEFT, self.text())
            height = metrics("badge").height() + px(4)
            right = area.right() - px(MARGIN) - self._chip_width()
            chip = QRectF(right, (self.height() - height) / 2, self._chip_width(), height)
            box(painter, chip, fill="untested_soft", radius=4)
            painter.setFont(font("badge"))
            painter.setPen(tokens().colour("text"))
            painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, str(self._count))
        if self.hasFocus():
            focus_ring(painter, QRectF(area), radius=3)
        painter.end()

    def _chip_width(self) -> int:
        return metrics("badge").horizontalAdvance(str(self._count)) + px(12)

    def _render(self) -> None:
        self.setText(str(phrase("All organisations")))
        spoken = phrase_n("All organisations: 1", "All organisations: {count}", self._count)
        self.setAccessibleName(str(spoken))
        self.setToolTip(str(spoken))
        self.updateGeometry()
        self.update()


def row_height(*, below: bool) -> int:
    """Return the height of a line: of an environment, or of a connection below it."""
    if below:
        return max(px(BELOW_HEIGHT), metrics("name").height() + px(8))
    return max(px(HEIGHT), metrics("name").height() + metrics("badge").height() + px(16))


def wanted_width(row: Row) -> int:
    """Return the width at which words and days stand beside each other uncut; the name may be elided."""
    small = metrics("small")
    days = small.horizontalAdvance(str(row.entry.days))
    words = small.horizontalAdvance(str(row.words))
    beside = px(NAME_LEFT) + badge_size(row.entry.kind).width() + 2 * px(GAP) + px(MARGIN) + px(SPARE)
    return beside + words + days


def _ground(painter: QPainter, area: QRect, *, chosen: bool) -> None:
    """Paint what is behind a line: the one that is shown has a bar at its left."""
    if chosen:
        painter.fillRect(area, tokens().colour("selection"))
        painter.fillRect(area.left(), area.top(), px(BAR), area.height(), tokens().colour("accent"))


def _paint_lines(painter: QPainter, area: QRect, row: Row, *, chosen: bool) -> None:
    """Paint the name, and below it words and days beside the badge."""
    role = "strong" if chosen else "name"
    painter.setFont(font(role))
    painter.setPen(tokens().colour("text"))
    name = metrics(role).elidedText(str(row.entry.name), Qt.TextElideMode.ElideMiddle, area.width() + px(MARGIN - 4))
    painter.drawText(area.left(), area.top() + px(7) + metrics("name").ascent(), name)
    badge = QRect(area.left(), area.top() + px(9) + metrics("name").height(), 0, 0)
    badge.setSize(badge_size(row.entry.kind))
    paint_badge(painter, QRectF(badge), row.entry.kind)
    line = QRect(badge.right() + 1 + px(GAP), badge.top(), 0, badge.height())
    line.setRight(area.right())
    painter.setFont(font("small"))
    painter.setPen(tokens().colour("muted"))
    room = line.width() - _paint_days(painter, line, row)
    words = metrics("small").elidedText(str(row.words), Qt.TextElideMode.ElideRight, room)
    painter.drawText(line, SIDE_LEFT, words)


def _paint_line(painter: QPainter, area: QRect, row: Row, *, chosen: bool) -> None:
    """Paint the name of a connection, and its days."""
    painter.setFont(font("small"))
    painter.setPen(tokens().colour("muted"))
    room = area.width() - _paint_days(painter, area, row)
    role = "strong" if chosen else "body"
    painter.setFont(font(role))
    painter.setPen(tokens().colour("text"))
    name = metrics(role).elidedText(str(row.entry.name), Qt.TextElideMode.ElideMiddle, room)
    painter.drawText(area, SIDE_LEFT, name)


def _paint_days(painter: QPainter, area: QRect, row: Row) -> int:
    """Paint the days at the right where there is room for them; return the room they take."""
    days = str(row.entry.days)
    wanted = metrics("small").horizontalAdvance(days)
    if not days or wanted > area.width() * DAYS_PART:
        return 0
    painter.drawText(area, SIDE_RIGHT, days)
    return wanted + px(GAP)
