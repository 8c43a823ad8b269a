"""A table of rows with a box to tick, by mouse and by Space: what the tables of plans and mappings share."""

from collections.abc import Iterator

from PySide6.QtCore import QItemSelectionModel, QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from afas_assistant.ui.tabs.row_painter import BAR, BOX, MARGIN, paint_tick, row_height, tick_width
from afas_assistant.ui.tabs.ticked_model import TICK, TickedModel
from afas_assistant.ui.typography import metrics, px
from afas_assistant.ui.widgets.tables import show_whole_rows

ONE_ROW = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows


class TickedHeader(QHeaderView):
    """The headings; the first holds a box for all rows that are shown."""

    def __init__(self, model: TickedModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._rows = model
        self.setSectionsClickable(True)
        self.setHighlightSections(False)

    def sizeHint(self) -> QSize:
        """Return a heading that is as high as drawn."""
        hint = super().sizeHint()
        return QSize(hint.width(), max(hint.height(), px(26), metrics().height() + px(6)))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803 - Qt's own name
        """Paint a heading, and the box on the first."""
        painter.save()
        super().paintSection(painter, rect, logicalIndex)
        painter.restore()
        if logicalIndex == TICK and self._rows.ticks_all:
            side = px(BOX)
            box = QRect(rect.left() + px(BAR + MARGIN), rect.center().y() - side // 2, side, side)
            paint_tick(painter, box, self._rows.all_ticked, self, enabled=self._rows.rowCount() > 0)


class TickedTable(QTableView):
    """Signals: `sort_asked(column, descending)`, with -1 for the order of the list itself.

    `words` is the column that the keyboard stands on, `widest` the one that takes the room that is left.
    """

    sort_asked = Signal(int, bool)

    def __init__(self, model: TickedModel, words: int, widest: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows, self._words, self._widest = model, words, widest
        self._sorting: tuple[int, bool] | None = None
        self.setModel(model)
        self.setHorizontalHeader(TickedHeader(model, self))
        show_whole_rows(self)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._part_header()
        self.horizontalHeader().sectionClicked.connect(self.on_heading_clicked)

    def _part_header(self) -> None:
        """Let the headings alone: no column is selected by them, and none asks which of its rows are.

        Qt asks every row of a column whether it can be selected, each time that a heading is painted while all rows
        are: five seconds for a hundred thousand.
        """
        header = self.horizontalHeader()
        header.setSelectionModel(QItemSelectionModel(self._rows, header))
        header.sectionPressed.disconnect()
        header.sectionEntered.disconnect()

    def fit(self) -> None:
        """Take the heights of now, and let one column have the room that the others leave."""
        self.verticalHeader().setDefaultSectionSize(row_height())
        self.verticalHeader().setMinimumSectionSize(row_height())
        header = self.horizontalHeader()
        header.setMinimumSectionSize(px(24))
        header.setStretchLastSection(False)
        for column in range(self._rows.columnCount()):
            mode = QHeaderView.ResizeMode.Stretch if column == self._widest else QHeaderView.ResizeMode.Interactive
            header.setSectionResizeMode(column, mode)
        header.setSectionResizeMode(TICK, QHeaderView.ResizeMode.Fixed)
        self.setColumnWidth(TICK, tick_width())

    def sorted_by(self, column: int | None, *, descending: bool) -> None:
        """Show by which heading the rows are sorted; None for the order of the list itself."""
        self._sorting = None if column is None else (column, descending)
        header = self.horizontalHeader()
        header.setSortIndicatorShown(column is not None)
        if column is not None:
            order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
            header.setSortIndicator(column, order)

    def choose_row(self, row: int) -> None:
        """Choose a row and show it."""
        if 0 <= row < self._rows.rowCount():
            index = self._rows.index(row, self._words)
            self.selectionModel().setCurrentIndex(index, ONE_ROW)
            self.scrollTo(index)

    def chosen_rows(self) -> Iterator[int]:
        """Give the rows of the selection, which is kept as ranges: a hundred thousand rows are one."""
        selection = self.selectionModel().selection()
        for number in range(selection.count()):
            part = selection.at(number)
            yield from range(part.top(), part.bottom() + 1)

    def on_heading_clicked(self, column: int) -> None:
        """Tick all by the first heading; sort by the others: up, down, and back."""
        if column == TICK:
            self._rows.toggle()
        elif self._sorting == (column, True):
            self.sort_asked.emit(-1, False)  # noqa: FBT003 - a signal has no names
        else:
            self.sort_asked.emit(column, self._sorting == (column, False))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tick by a click on the box, without choosing other rows; all else chooses."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() == TICK and event.button() is Qt.MouseButton.LeftButton:
            self._rows.toggle([index.row()])
            self.selectionModel().setCurrentIndex(index.siblingAtColumn(self._words), ONE_ROW)
            return
        super().mousePressEvent(event)
