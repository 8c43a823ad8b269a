"""The table of the mappings: ticks by mouse and by Space, Enter changes, Delete forgets, Ctrl+C copies."""

from collections.abc import Iterator

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from afas_assistant.texts import phrase
from afas_assistant.ui.language import describe
from afas_assistant.ui.shortcuts import shortcut
from afas_assistant.ui.tabs.mapping_model import HEADERS, Column, MappingModel
from afas_assistant.ui.tabs.mapping_painter import MappingPainter
from afas_assistant.ui.tabs.mapping_words import LOOKS
from afas_assistant.ui.tabs.row_painter import BAR, BOX, MARGIN, paint_tick, row_height, state_width, tick_width
from afas_assistant.ui.typography import metrics, px

ACCEPTED_FROM = 760
"""Drawn pixels of the table's width from which it says who accepted a mapping; the row's window always does."""
WHAT_PART = 0.38
"""How much of the room for words goes to what a mapping is about."""
LEAST_ROWS = 3
_ONE_ROW = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows


class MappingHeader(QHeaderView):
    """The headings; the first holds a tick for all proposals that are shown."""

    def __init__(self, model: MappingModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._mappings = model
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
        rows = self._mappings.rows
        if logicalIndex == Column.TICK and rows is not None and rows.tickable:
            side = px(BOX)
            box = QRect(rect.left() + px(BAR + MARGIN), rect.center().y() - side // 2, side, side)
            paint_tick(painter, box, self._mappings.all_ticked, self, enabled=True)


class MappingTable(QTableView):
    """Signals: `change_asked`, `forget_asked` for the row that is chosen; `sort_asked(column, descending)`."""

    change_asked = Signal()
    forget_asked = Signal()
    sort_asked = Signal(int, bool)

    def __init__(self, model: MappingModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mappings = model
        self._sorting: tuple[int, bool] | None = None
        self.setModel(model)
        self.setHorizontalHeader(MappingHeader(model, self))
        self.setItemDelegate(MappingPainter(self))
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
        header = self.horizontalHeader()
        header.setSelectionModel(QItemSelectionModel(model, header))  # no column is selected by its heading
        header.sectionPressed.disconnect()
        header.sectionEntered.disconnect()
        header.sectionClicked.connect(self.on_heading_clicked)
        self.doubleClicked.connect(self.on_double_clicked)
        model.modelReset.connect(self._collapse)
        self.render_again()

    def render_again(self) -> None:
        """Take the sizes and words of now."""
        describe(self, phrase("Mappings"))
        self.verticalHeader().setDefaultSectionSize(row_height())
        self.verticalHeader().setMinimumSectionSize(row_height())
        header = self.horizontalHeader()
        header.setMinimumSectionSize(px(24))
        header.setStretchLastSection(False)
        for column in Column:
            stretch = column is Column.BECOMES
            mode = QHeaderView.ResizeMode.Stretch if stretch else QHeaderView.ResizeMode.Interactive
            header.setSectionResizeMode(column, mode)
        header.setSectionResizeMode(Column.TICK, QHeaderView.ResizeMode.Fixed)
        self.setColumnWidth(Column.TICK, tick_width())
        self.setColumnWidth(Column.STATE, state_width(list(LOOKS.values()), HEADERS[Column.STATE]))
        accepted = max(metrics("small").horizontalAdvance("00-00-0000 00:00"), self._heading_width(Column.ACCEPTED))
        self.setColumnWidth(Column.ACCEPTED, accepted + px(MARGIN + 8))
        self._collapse()

    def sizeHint(self) -> QSize:
        """Return room for a few rows: the page scrolls as a whole before fewer are seen."""
        return QSize(px(320), row_height() * LEAST_ROWS + self.horizontalHeader().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return the same."""
        return self.sizeHint()

    def _heading_width(self, column: Column) -> int:
        return metrics("strong").horizontalAdvance(str(HEADERS[column]))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out who accepted where there is no room for it."""
        super().resizeEvent(event)
        self._collapse()

    def _collapse(self) -> None:
        """Leave out who accepted where there is no room, or nothing was; reasons get more of the rest than names."""
        rows = self._mappings.rows
        accepted = rows is not None and any(one.entry is not None for one in rows.rows)
        hidden = not accepted or self.width() < px(ACCEPTED_FROM)
        self.setColumnHidden(Column.ACCEPTED, hidden)
        fixed = (Column.TICK, Column.STATE) if hidden else (Column.TICK, Column.STATE, Column.ACCEPTED)
        rest = self.viewport().width() - sum(self.columnWidth(one) for one in fixed)
        self.setColumnWidth(Column.WHAT, max(px(110), round(rest * WHAT_PART)))

    # ------------------------------------------------------------------ what is chosen

    def current_row(self) -> int:
        """Return the row that is chosen, or -1."""
        return self.currentIndex().row()

    def selected_rows(self) -> list[int]:
        """Return all chosen rows, from the top."""
        return sorted(_rows_of(self.selectionModel()))

    def choose_row(self, row: int) -> None:
        """Choose a row and show it."""
        if 0 <= row < self._mappings.rowCount():
            index = self._mappings.index(row, Column.WHAT)
            self.selectionModel().setCurrentIndex(index, _ONE_ROW)
            self.scrollTo(index)

    def sorted_by(self, column: int | None, *, descending: bool) -> None:
        """Show by which heading the rows are sorted; None for the first that ask for a person."""
        self._sorting = None if column is None else (column, descending)
        header = self.horizontalHeader()
        header.setSortIndicatorShown(column is not None)
        if column is not None:
            order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
            header.setSortIndicator(column, order)

    def copy(self) -> None:
        """Copy the chosen rows as columns apart by tabs."""
        rows = self._mappings.rows
        if rows is None:
            return
        lines = [rows.line(place) for place in self._mappings.places(self.selected_rows())]
        if lines:
            QGuiApplication.clipboard().setText("\n".join(lines))

    # ------------------------------------------------------------------ what happens

    def on_heading_clicked(self, column: int) -> None:
        """Tick all by the first heading; sort by the others: up, down, and back."""
        if column == Column.TICK:
            self._mappings.toggle()
        elif self._sorting == (column, True):
            self.sort_asked.emit(-1, False)  # noqa: FBT003 - a signal has no names
        else:
            self.sort_asked.emit(column, self._sorting == (column, False))

    def on_double_clicked(self, index: QModelIndex) -> None:
        """Change a mapping; a box is only ticked."""
        if index.column() != Column.TICK:
            self.change_asked.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tick by a click on the box, without choosing other rows; all else chooses."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() == Column.TICK and event.button() is Qt.MouseButton.LeftButton:
            self._mappings.toggle([index.row()])
            self.selectionModel().setCurrentIndex(index.siblingAtColumn(Column.WHAT), _ONE_ROW)
            return
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick, change, forget and copy by the keyboard; leave Tab to the page."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() == Qt.Key.Key_Space:
            self._mappings.toggle(self.selected_rows())
        elif shortcut("open").fits(event) or shortcut("change").fits(event):
            self.change_asked.emit()
        elif shortcut("forget").fits(event):
            self.forget_asked.emit()
        else:
            super().keyPressEvent(event)


def _rows_of(selection: QItemSelectionModel) -> Iterator[int]:
    """Give the rows of a selection, which is kept as ranges."""
    parts = selection.selection()
    for number in range(parts.count()):
        part = parts.at(number)
        yield from range(part.top(), part.bottom() + 1)
