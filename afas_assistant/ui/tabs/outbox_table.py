"""The table of the outbox: one line for each write, with its state as shape, word and colour."""

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from afas_assistant.outbox.listing import Line
from afas_assistant.outbox.words import KINDS
from afas_assistant.texts import phrase
from afas_assistant.ui.icons import pixmap
from afas_assistant.ui.language import describe
from afas_assistant.ui.remembered import at_hundred
from afas_assistant.ui.tabs.outbox_model import Column, OutboxModel, Role
from afas_assistant.ui.tabs.outbox_words import LOOKS
from afas_assistant.ui.tokens import tokens
from afas_assistant.ui.typography import font, metrics, px
from afas_assistant.ui.widgets.painting import focus_ring
from afas_assistant.ui.widgets.tables import show_whole_rows

ROW, ICON, GAP, MARGIN, BAR = 28, 16, 8, 8, 3
NAME_WIDTH, REFERENCE_WIDTH, KEYS_WIDTH = 150, 130, 110
ELIDED = frozenset({Column.COUNTERPART, Column.REFERENCE, Column.KEYS})

Index = QModelIndex | QPersistentModelIndex


class OutboxDelegate(QStyledItemDelegate):
    """Paints a cell; names that do not fit are elided, states and amounts never."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint ground, line, state and words."""
        area: QRect = option.rect
        view: QWidget = option.widget
        selected = isinstance(view, QTableView) and view.selectionModel().isRowSelected(index.row(), QModelIndex())
        painter.save()
        painter.fillRect(area, tokens().colour("selection" if selected else "surface"))
        painter.fillRect(area.left(), area.bottom(), area.width(), 1, tokens().colour("line"))
        column = Column(index.column())
        if column is Column.STATE and selected:
            painter.fillRect(area.left(), area.top(), px(BAR), area.height(), tokens().colour("accent"))
        place = area.adjusted(px(MARGIN), 0, -px(MARGIN), 0)
        line: Line | None = index.data(Role.LINE)
        colour, role = ("muted" if column is Column.WHEN else "text"), "body"
        if column is Column.STATE and line is not None:
            look = LOOKS[line.state]
            colour, role = look.colour, "name"
            drawn = pixmap(look.icon, look.colour, ICON, view.devicePixelRatioF())
            side = px(ICON)
            painter.drawPixmap(place.left() + px(BAR), area.center().y() - side // 2 + 1, side, side, drawn)
        if column is Column.STATE:
            place.setLeft(place.left() + px(BAR + ICON + GAP))
        painter.setFont(font(role))
        painter.setPen(QColor(getattr(tokens(), colour)))
        words = str(index.data())
        if column in ELIDED:
            words = metrics(role).elidedText(words, Qt.TextElideMode.ElideRight, place.width())
        flags = Qt.AlignmentFlag.AlignRight if column is Column.AMOUNT else Qt.AlignmentFlag.AlignLeft
        painter.drawText(place, flags | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, words)
        painter.restore()
        if selected and column is Column.STATE and view.hasFocus():
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            focus_ring(painter, QRectF(area), radius=3)
            painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - every cell is as high
        """Return the room of a cell."""
        return QSize(px(60), row_height())


class OutboxHeader(QHeaderView):
    """The names of the columns, and an arrow at the one that orders the list."""

    def paintSection(self, painter: QPainter, area: QRect, index: int) -> None:
        """Paint ground, line and name."""
        painter.save()
        painter.fillRect(area, tokens().colour("raised"))
        painter.fillRect(area.left(), area.bottom(), area.width(), 1, tokens().colour("line"))
        words = str(self.model().headerData(index, Qt.Orientation.Horizontal))
        if self.sortIndicatorSection() == index:
            words += " ↑" if self.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder else " ↓"
        painter.setFont(font("name"))
        painter.setPen(tokens().colour("muted"))
        left = px(MARGIN + BAR) if index == Column.STATE else px(MARGIN)
        place = area.adjusted(left, 0, -px(MARGIN), 0)
        side = Qt.AlignmentFlag.AlignRight if index == Column.AMOUNT else Qt.AlignmentFlag.AlignLeft
        painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, words)
        painter.restore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground beyond the last column as well."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), tokens().colour("raised"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, tokens().colour("line"))
        painter.end()
        super().paintEvent(event)

    def sizeHint(self) -> QSize:
        """Return a row's height."""
        return QSize(super().sizeHint().width(), row_height())


class OutboxTable(QTableView):
    """Signals: `looked_at(number)` when another write is chosen; `opened(number)` on Enter or a double click;
    `width_set(column, pixels)` when a column was made wider or narrower by hand.
    """

    looked_at = Signal(int)
    opened = Signal(int)
    width_set = Signal(str, int)

    def __init__(self, model: OutboxModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._measuring = False
        self.widths: Mapping[str, int] = {}
        self.setHorizontalHeader(OutboxHeader(Qt.Orientation.Horizontal, self))
        self.setModel(model)
        self.setItemDelegate(OutboxDelegate(self))
        show_whole_rows(self)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionsClickable(True)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self.selectionModel().currentRowChanged.connect(self.on_current_row_changed)
        self.doubleClicked.connect(lambda index: self.opened.emit(model.number(index.row())))
        header.sectionResized.connect(self.on_section_resized)
        self.render_again()

    def on_section_resized(self, section: int, _: int, width: int) -> None:
        """Tell of a width that was set by hand; the name takes what is left."""
        if not self._measuring and section != Column.COUNTERPART:
            self.width_set.emit(Column(section).name.lower(), at_hundred(width))

    def choose(self, number: int) -> bool:
        """Put the keyboard on a write; returns whether it is shown."""
        row = self._model.row_of(number)
        if row < 0:
            return False
        self.setCurrentIndex(self._model.index(row, 0))
        self.scrollTo(self._model.index(row, 0))
        return True

    def chosen(self) -> int | None:
        """Return the number of the write that the keyboard is on."""
        index = self.currentIndex()
        return self._model.number(index.row()) if index.isValid() else None

    def on_current_row_changed(self, index: QModelIndex) -> None:
        """Tell which write is looked at."""
        if index.isValid():
            self.looked_at.emit(self._model.number(index.row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open on Enter, copy the row on Ctrl+C; Home and End go to the first and last row."""
        number = self.chosen()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and number is not None:
            self.opened.emit(number)
        elif event.matches(QKeySequence.StandardKey.Copy) and number is not None:
            row = self.currentIndex().row()
            cells = [str(self._model.index(row, column).data()) for column in Column]
            QGuiApplication.clipboard().setText("\t".join(cells))
        elif event.key() in {Qt.Key.Key_Home, Qt.Key.Key_End} and self._model.rowCount():
            row = 0 if event.key() == Qt.Key.Key_Home else self._model.rowCount() - 1
            self.setCurrentIndex(self._model.index(row, 0))
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the name what is left."""
        super().resizeEvent(event)
        self._fit_name()

    def render_again(self) -> None:
        """Take the sizes and words of now."""
        describe(self, phrase("Writes of the outbox"))
        self.verticalHeader().setDefaultSectionSize(row_height())
        self.verticalHeader().setMinimumSectionSize(row_height())
        self._measuring = True
        for column, width in _widths().items():
            least = metrics("name").horizontalAdvance(str(self._model.headerData(column, Qt.Orientation.Horizontal)))
            own = self.widths.get(column.name.lower())
            self.setColumnWidth(column, px(own) if own else max(width, least + px(2 * MARGIN + 16)))
        self._measuring = False
        self._fit_name()

    def _fit_name(self) -> None:
        others = sum(self.columnWidth(column) for column in Column if column is not Column.COUNTERPART)
        self.setColumnWidth(Column.COUNTERPART, max(px(NAME_WIDTH), self.viewport().width() - others))


def row_height() -> int:
    """Return how high a row is."""
    return max(px(ROW), metrics().height() + px(8))


def _widths() -> dict[Column, int]:
    """Return how wide each column but the name's is."""
    body, name = metrics(), metrics("name")
    state = max(name.horizontalAdvance(str(look.word)) for look in LOOKS.values())
    kind = max(body.horizontalAdvance(str(words)) for words in KINDS.values())
    margins = px(2 * MARGIN)
    return {
        Column.STATE: state + px(BAR + ICON + GAP) + margins,
        Column.WHEN: body.horizontalAdvance("00-00-0000 00:00") + margins,
        Column.KIND: kind + margins,
        Column.REFERENCE: px(REFERENCE_WIDTH),
        Column.KEYS: px(KEYS_WIDTH),
        Column.AMOUNT: body.horizontalAdvance("-1.000.000,00") + margins,
    }
