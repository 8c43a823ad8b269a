"""The table of a plan: ticks by mouse and by Space, the head ticks all, a click on a heading sorts."""

from collections.abc import Iterator

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from afas_assistant.texts import Text, phrase
from afas_assistant.ui.language import describe
from afas_assistant.ui.states import Look
from afas_assistant.ui.tabs.plan_model import Column, PlanModel, Role
from afas_assistant.ui.tabs.row_painter import (
    BAR,
    BOX,
    MARGIN,
    RowPainter,
    paint_tick,
    row_height,
    state_width,
    tick_width,
)
from afas_assistant.ui.typography import metrics, px


class PlanHeader(QHeaderView):
    """The headings; the first holds a tick for all rows that are shown."""

    def __init__(self, model: PlanModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._plan = model
        self.setSectionsClickable(True)
        self.setHighlightSections(False)

    def sizeHint(self) -> QSize:
        """Return a heading that is as high as drawn."""
        hint = super().sizeHint()
        return QSize(hint.width(), max(hint.height(), px(26), metrics().height() + px(6)))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803 - Qt's own name
        """Paint a heading, and the tick on the first."""
        painter.save()
        super().paintSection(painter, rect, logicalIndex)
        painter.restore()
        if logicalIndex == Column.TICK:
            side = px(BOX)
            box = QRect(rect.left() + px(BAR + MARGIN), rect.center().y() - side // 2, side, side)
            paint_tick(painter, box, self._plan.all_ticked, self, enabled=self._plan.rowCount() > 0)


class PlanTable(QTableView):
    """Signals: `place_chosen(place)`, -1 for none; `action_asked(place)`; `sort_asked(column, descending)`."""

    place_chosen = Signal(int)
    action_asked = Signal(int)
    sort_asked = Signal(int, bool)

    def __init__(self, model: PlanModel, name: Text, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan, self._name = model, name
        self._looks: list[Look] = []
        self._sorting: tuple[int, bool] | None = None
        self.setModel(model)
        self.setHorizontalHeader(PlanHeader(model, self))
        self.setItemDelegate(RowPainter(self))
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._part_header()
        self.horizontalHeader().sectionClicked.connect(self.on_heading_clicked)
        self.selectionModel().currentRowChanged.connect(self.on_row_changed)
        model.modelReset.connect(self.on_reset)
        self.doubleClicked.connect(lambda index: self.action_asked.emit(index.data(Role.PLACE)))

    def _part_header(self) -> None:
        """Let the headings alone: no column is selected by them, and none asks which of its rows are.

        Qt asks every row of a column whether it can be selected, each time that a heading is painted while all rows
        are: five seconds for a hundred thousand.
        """
        header = self.horizontalHeader()
        header.setSelectionModel(QItemSelectionModel(self._plan, header))
        header.sectionPressed.disconnect()
        header.sectionEntered.disconnect()

    def measure(self, looks: list[Look], *, ticks: bool) -> None:
        """Set the widths by the words that the columns hold."""
        self._looks = looks
        self.verticalHeader().setDefaultSectionSize(row_height())
        self.verticalHeader().setMinimumSectionSize(row_height())
        self.setColumnHidden(Column.TICK, not ticks)
        header = self.horizontalHeader()
        header.setMinimumSectionSize(px(24))
        state = self._plan.headers.get(Column.STATE, phrase("Verdict"))
        self.setColumnWidth(Column.TICK, tick_width())
        self.setColumnWidth(Column.STATE, state_width(looks, state))
        self.setColumnWidth(Column.NUMBER, metrics().horizontalAdvance("0000000000") + px(8))
        right = self._plan.headers.get(Column.RIGHT)
        self.setColumnHidden(Column.RIGHT, right is None)
        widest = max(metrics("name").horizontalAdvance(one) for one in ("000.000.000,00", str(right or "")))
        self.setColumnWidth(Column.RIGHT, widest + px(16))
        for column in Column:
            stretch = column is Column.NAME
            mode = QHeaderView.ResizeMode.Stretch if stretch else QHeaderView.ResizeMode.Interactive
            header.setSectionResizeMode(column, mode)
        header.setSectionResizeMode(Column.TICK, QHeaderView.ResizeMode.Fixed)
        header.setStretchLastSection(False)
        describe(self, self._name)

    def sorted_by(self, column: int | None, *, descending: bool) -> None:
        """Show by which heading the rows are sorted; None for the worst first."""
        self._sorting = None if column is None else (column, descending)
        header = self.horizontalHeader()
        header.setSortIndicatorShown(column is not None)
        if column is not None:
            order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
            header.setSortIndicator(column, order)

    def choose_place(self, place: int) -> None:
        """Choose the row of a place."""
        row = self._plan.row_of(place)
        if row >= 0:
            self.selectRow(row)
            self.scrollTo(self._plan.index(row, Column.NAME))

    def current_place(self) -> int:
        """Return the place of the row that is chosen, or -1."""
        place = self.currentIndex().data(Role.PLACE)
        return -1 if place is None else int(place)

    # ------------------------------------------------------------------ what happens

    def on_reset(self) -> None:
        """Start at the first row, so that the detail says something and the arrow keys have a place to go from."""
        if self._plan.rowCount():
            first = self._plan.index(0, Column.NAME)
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.selectionModel().setCurrentIndex(first, flags)
        else:
            self.place_chosen.emit(-1)

    def on_row_changed(self) -> None:
        """Tell which row is chosen."""
        self.place_chosen.emit(self.current_place())

    def on_heading_clicked(self, column: int) -> None:
        """Tick all by the first heading; sort by the others: up, down, and back to the worst first."""
        if column == Column.TICK:
            self._plan.toggle()
        elif self._sorting == (column, True):
            self.sort_asked.emit(-1, False)  # noqa: FBT003 - a signal has no names
        else:
            self.sort_asked.emit(column, self._sorting == (column, False))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tick by a click on the box, without choosing other rows; all else chooses."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() == Column.TICK and event.button() is Qt.MouseButton.LeftButton:
            if index.flags() & Qt.ItemFlag.ItemIsUserCheckable:
                self._plan.toggle([index.row()])
            self.selectionModel().setCurrentIndex(index.siblingAtColumn(Column.NAME), _ONE_ROW)
            return
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick the chosen rows by Space; ask for a row's action by Enter; leave Tab to the page."""
        if event.key() == Qt.Key.Key_Space:
            self._plan.toggle(_rows_of(self.selectionModel().selection()))
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self.action_asked.emit(self.current_place())
        else:
            super().keyPressEvent(event)


def _rows_of(selection: QItemSelection) -> Iterator[int]:
    """Give the rows of a selection, which is kept as ranges: a hundred thousand rows are one."""
    for number in range(selection.count()):
        part = selection.at(number)
        yield from range(part.top(), part.bottom() + 1)


_ONE_ROW = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
