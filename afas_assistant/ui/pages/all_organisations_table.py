"""The table of all organisations: low rows, so that thirty are seen in one glance."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from afas_assistant.texts import phrase
from afas_assistant.ui.language import describe
from afas_assistant.ui.pages.all_organisations_model import (
    HEADERS,
    RIGHT_COLUMNS,
    AllOrganisationsModel,
    Column,
    Role,
)
from afas_assistant.ui.pages.all_organisations_painter import (
    EDGE,
    MARGIN,
    OrganisationsPainter,
    column_widths,
    header_height,
    row_height,
)
from afas_assistant.ui.pages.all_organisations_rows import Standing
from afas_assistant.ui.shortcuts import shortcut
from afas_assistant.ui.tokens import tokens
from afas_assistant.ui.typography import font, metrics, px
from afas_assistant.ui.widgets.tables import show_whole_rows

Index = QModelIndex | QPersistentModelIndex
NAME_WIDTH, WIDEST_NAME = 120, 240
SELECT_ROW = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows


class OrganisationsHeader(QHeaderView):
    """The names of the columns, and an arrow at the one that orders the list."""

    def paintSection(self, painter: QPainter, area: QRect, index: int) -> None:
        """Paint ground, line and name."""
        painter.save()
        painter.fillRect(area, tokens().colour("raised"))
        painter.fillRect(area.left(), area.bottom(), area.width(), 1, tokens().colour("line"))
        column = Column(index)
        words = str(HEADERS[column])
        if self.sortIndicatorSection() == index and self.isSortIndicatorShown():
            words += " ↑" if self.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder else " ↓"
        painter.setFont(font("name"))
        painter.setPen(tokens().colour("muted"))
        left = px(EDGE) if column is Column.STATE else px(MARGIN)
        right = px(EDGE) if column is Column.LEFT else px(MARGIN)
        side = Qt.AlignmentFlag.AlignRight if column in RIGHT_COLUMNS else Qt.AlignmentFlag.AlignLeft
        place = area.adjusted(left, 0, -right, 0)
        painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, words)
        painter.restore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground beyond the last column as well."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), tokens().colour("raised"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, tokens().colour("line"))
        painter.end()
        super().paintEvent(event)


class OrganisationsTable(QTableView):
    """Signals: `organisation_chosen(int)` on Enter or a double click; `menu_asked(key, QPoint)`, `rename_asked(key)`
    and `remove_asked(key)` as in the sidebar; `looked_at(Standing or None)` when the keyboard is on another.
    """

    organisation_chosen = Signal(int)
    menu_asked = Signal(str, QPoint)
    rename_asked = Signal(str)
    remove_asked = Signal(str)
    looked_at = Signal(object)

    def __init__(self, model: AllOrganisationsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._longest_name = 0
        self._held: tuple[int | None, frozenset[int], int] = (None, frozenset(), 0)
        self.setHorizontalHeader(OrganisationsHeader(Qt.Orientation.Horizontal, self))
        self.setModel(model)
        self.setItemDelegate(OrganisationsPainter(self))
        show_whole_rows(self)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.setSortIndicator(Column.STATE, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        header.sortIndicatorChanged.connect(self.fit_columns)
        model.modelAboutToBeReset.connect(self.on_reset_begun)
        model.modelReset.connect(self.on_reset_done)
        self.selectionModel().currentRowChanged.connect(self.on_current_row_changed)
        self.doubleClicked.connect(self.on_double_clicked)
        self.render_again()

    # ------------------------------------------------------------------ what is shown

    def current(self) -> Standing | None:
        """Return the organisation that the keyboard is on."""
        found: Standing | None = self.currentIndex().data(Role.STANDING)
        return found

    def choose(self, key: int) -> bool:
        """Put the keyboard on an organisation; returns whether it is shown."""
        row = self._model.row_of(key)
        if row >= 0:
            self.selectionModel().setCurrentIndex(self._model.index(row, 0), SELECT_ROW)
        return row >= 0

    def copied(self) -> str:
        """Return the selected rows as text: cells apart by tabs, rows by lines."""
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        return "\n".join("\t".join(str(self._model.index(row, column).data()) for column in Column) for row in rows)

    def render_again(self) -> None:
        """Take the sizes and words of now."""
        describe(self, phrase("All organisations"))
        height = row_height()
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)
        self.horizontalHeader().setFixedHeight(header_height())
        self.fit_columns()

    def fit_columns(self) -> None:
        """Give each column what its words take, and the name what is left."""
        for column, width in column_widths(self._model.all()).items():
            sorted_by = " ↑" if self.horizontalHeader().sortIndicatorSection() == column else ""
            name = metrics("name").horizontalAdvance(f"{HEADERS[column]}{sorted_by}") + 2 * px(MARGIN)
            edge = px(EDGE - MARGIN) if column in {Column.STATE, Column.LEFT} else 0
            self._set_width(column, max(width, name) + edge)
        names = (metrics().horizontalAdvance(one.name) for one in self._model.all())
        self._longest_name = max(names, default=0) + 2 * px(MARGIN) + 2
        self._fit_name()

    def _fit_name(self) -> None:
        others = sum(self.columnWidth(column) for column in Column if column is not Column.NAME)
        left = self.viewport().width() - others
        if left < px(NAME_WIDTH):  # it scrolls sideways anyhow: then names need not be cut
            left = max(px(NAME_WIDTH), min(self._longest_name, px(WIDEST_NAME)))
        self._set_width(Column.NAME, left)

    def _set_width(self, column: Column, width: int) -> None:
        """Set a width that is another: the same again would paint everything once more."""
        if self.columnWidth(column) != width:
            self.setColumnWidth(column, width)

    # ------------------------------------------------------------------ what happens

    def on_reset_begun(self) -> None:
        """Remember which organisations are selected: others come, or another order."""
        chosen = frozenset(index.data(Role.STANDING).key for index in self.selectionModel().selectedRows())
        current = self.current()
        self._held = (current.key if current else None, chosen, self.verticalScrollBar().value())

    def on_reset_done(self) -> None:
        """Select the same organisations again, where they are still shown."""
        current, chosen, scrolled = self._held
        selection = self.selectionModel()
        row = self._model.row_of(current)
        if row >= 0:
            selection.setCurrentIndex(self._model.index(row, 0), selection.SelectionFlag.NoUpdate)
        for place, one in enumerate(self._model.shown()):
            if one.key in chosen:
                flags = selection.SelectionFlag.Select | selection.SelectionFlag.Rows
                selection.select(self._model.index(place, 0), flags)
        self.verticalScrollBar().setValue(scrolled)
        self.looked_at.emit(self.current())

    def on_current_row_changed(self, index: Index) -> None:
        """Tell which organisation is looked at."""
        self.looked_at.emit(index.data(Role.STANDING))

    def on_double_clicked(self, index: Index) -> None:
        """Open what was clicked."""
        one: Standing = index.data(Role.STANDING)
        self.organisation_chosen.emit(one.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open on Enter, rename by F2, remove by Delete, copy by Ctrl+C; Home and End lead to first and last row."""
        one, key = self.current(), event.key()
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.copied())
        elif key in {Qt.Key.Key_Home, Qt.Key.Key_End} and not event.modifiers() and self._model.rowCount():
            row = 0 if key == Qt.Key.Key_Home else self._model.rowCount() - 1
            self.selectionModel().setCurrentIndex(self._model.index(row, 0), SELECT_ROW)
        elif one is None:
            super().keyPressEvent(event)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.organisation_chosen.emit(one.key)
        elif shortcut("rename").fits(event):
            self.rename_asked.emit(one.sidebar_key)
        elif shortcut("remove").fits(event):
            self.remove_asked.emit(one.sidebar_key)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the first row, if the keyboard was nowhere yet."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._model.rowCount():
            self.selectionModel().setCurrentIndex(self._model.index(0, 0), SELECT_ROW)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done: under the mouse, or below the row by the keyboard's menu key."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        one: Standing | None = index.data(Role.STANDING)
        if one is not None:
            first = self._model.index(index.row(), Column.NAME)
            below = self.viewport().mapToGlobal(self.visualRect(first).bottomLeft())
            self.menu_asked.emit(one.sidebar_key, event.globalPos() if by_mouse else below)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the name what is left."""
        super().resizeEvent(event)
        self._fit_name()
