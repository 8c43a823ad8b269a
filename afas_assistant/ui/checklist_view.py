"""The checklist on the screen: a tree with one opened row at a time, that works by mouse and by keyboard alike."""

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QMenu, QStyleOptionViewItem, QTreeView, QWidget

from afas_assistant.onboarding.verdicts import Section
from afas_assistant.texts import phrase
from afas_assistant.ui.checklist_detail import ChecklistDetail, technical_text
from afas_assistant.ui.checklist_filter import ChecklistFilter
from afas_assistant.ui.checklist_model import ChecklistModel, Choice, Column, Key, Role, Row
from afas_assistant.ui.checklist_painter import (
    ChecklistDelegate,
    ChecklistHeader,
    RowPainter,
    action_width,
    status_width,
    widest_name,
)
from afas_assistant.ui.language import describe
from afas_assistant.ui.typography import px

NARROW = 660  # drawn pixels; below this the action column goes: the row offers it opened, too
TOGGLES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class ChecklistView(QTreeView):
    """Shows a `ChecklistModel` through a filter.

    Signals: `test_again_requested`; `copied(Text)` with a sentence that says what is on the clipboard now.
    """

    test_again_requested = Signal()
    copied = Signal(object)

    def __init__(self, model: ChecklistModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source = model
        self._filter = ChecklistFilter(model, self)
        self._detail: ChecklistDetail | None = None
        self._opened: Key | None = None
        self._folded: set[Section] = set()
        self._delegate = ChecklistDelegate(self.columnWidth, self._detail_height)
        self.setModel(self._filter)
        self.setItemDelegate(self._delegate)
        self.setHeader(ChecklistHeader(self))
        self._set_behaviour()
        self._retranslate()
        model.modelReset.connect(self.on_rows_made)
        model.dataChanged.connect(self.on_rows_changed)
        self.expanded.connect(self.on_expanded)
        self.collapsed.connect(self.on_collapsed)
        self.header().sectionResized.connect(self.on_column_resized)

    def _set_behaviour(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setIndentation(0)
        self.setRootIsDecorated(False)
        self.setExpandsOnDoubleClick(False)
        self.setUniformRowHeights(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        header = self.header()
        header.setSectionsMovable(False)
        header.setStretchLastSection(False)
        for column in Column:
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(Column.ANSWER, QHeaderView.ResizeMode.Stretch)

    # ------------------------------------------------------------------ what a page asks

    def choose(self, choice: Choice) -> None:
        """Show the rows of a choice; the opened row is closed when it is not among them."""
        row = self.opened_row()
        if row is not None and not row.fits(choice):
            self.close_row()
        self._filter.choose(choice)
        self.expand_sections()

    def arrange(self) -> None:
        """Sort worst first and apply the choice anew, as after a check."""
        self.choose(self._filter.choice)

    def opened_row(self) -> Row | None:
        """Return the row that is open."""
        row: Row | None = self._opened_index().data(Role.ROW)
        return row

    def open_key(self, key: Key) -> None:
        """Open a line, if it is shown."""
        index = self._filter.mapFromSource(self._source.index_of(key))
        if index.isValid():
            self.setCurrentIndex(index)
            self.expand(index)
            self.scrollTo(index)

    def close_row(self) -> None:
        """Close the open row."""
        if self._opened is not None:
            self.collapse(self._opened_index())

    def expand_sections(self) -> None:
        """Open the sections that are shown, but for those that the person folded."""
        for number in range(self._filter.rowCount()):
            index = self._filter.index(number, 0)
            if not self.isExpanded(index) and index.data(Role.SECTION)[0] not in self._folded:
                self.expand(index)

    # ------------------------------------------------------------------ what the model tells

    def on_rows_made(self) -> None:
        """Make room for the names of a new checklist."""
        self._drop_detail()
        self._folded.clear()
        self._filter.arrange()
        self.expandToDepth(0)  # all sections in one layout; nothing is open below them yet
        self._size_columns()

    def on_rows_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        """Show the open row's news in its opened part too."""
        row = self.opened_row()
        if row is None or self._detail is None or not first.parent().isValid():
            return
        here = self._source.index_of(row.line.key)
        if here.parent() == first.parent() and first.row() <= here.row() <= last.row():
            self._detail.show_row(row)

    def on_expanded(self, index: QModelIndex) -> None:
        """Put the opened part under a row, and close the one that was open."""
        row = index.data(Role.ROW)
        if row is None:
            self._folded.discard(index.data(Role.SECTION)[0])
            return
        if self._opened is not None and self._opened != row.line.key:
            self.close_row()
        self._opened = row.line.key
        detail = self.new_detail(row)
        detail.test_again_requested.connect(self.test_again_requested)
        detail.copied.connect(self.copied)
        detail.closed.connect(self.close_row)
        # queued: Qt forgets what is scheduled in the midst of a layout
        detail.height_changed.connect(self.on_detail_height_changed, Qt.ConnectionType.QueuedConnection)
        self._detail = detail
        self.setFirstColumnSpanned(0, index, True)  # noqa: FBT003 - Qt's own signature
        self.setIndexWidget(self._filter.index(0, 0, index), detail)
        if first := detail.first_button():
            QWidget.setTabOrder(self, first)
        self.scheduleDelayedItemsLayout()
        QTimer.singleShot(0, self, self._reveal)

    def new_detail(self, row: Row) -> ChecklistDetail:
        """Return the opened part of a row; a page that offers more there makes its own."""
        return ChecklistDetail(row)

    def on_collapsed(self, index: QModelIndex) -> None:
        """Take the opened part away."""
        section = index.data(Role.SECTION)
        if section is not None:
            self._folded.add(section[0])
        elif self._opened is not None and self._opened_index() == index:
            inside = self._detail is not None and self._detail.isAncestorOf(self.focusWidget() or self)
            self._drop_detail()
            if inside:
                self.setFocus()

    def on_detail_height_changed(self) -> None:
        """Give the opened part the height it needs now."""
        self.scheduleDelayedItemsLayout()

    def on_column_resized(self, column: int) -> None:
        """Wrap the answers anew when there is more or less room for them."""
        if column in {Column.NAME, Column.ANSWER}:
            self.scheduleDelayedItemsLayout()

    def _drop_detail(self) -> None:
        if self._detail is not None:
            self._detail.hide()  # Qt deletes it only when the event loop comes round
        child = self._filter.index(0, 0, self._opened_index())
        if child.isValid() and self._opened is not None:
            self.setIndexWidget(child, None)  # type: ignore[arg-type] # None takes the widget away
        self._opened = self._detail = None

    def _opened_index(self) -> QModelIndex:
        if self._opened is None:
            return QModelIndex()
        return self._filter.mapFromSource(self._source.index_of(self._opened))

    def _reveal(self) -> None:
        """Scroll so far that the opened part is seen, and its row above all."""
        index = self._opened_index()
        if index.isValid():
            self.scrollTo(self._filter.index(0, 0, index))
            self.scrollTo(index)

    def _detail_height(self) -> int:
        return self._detail.height_at(self.viewport().width() - px(3)) + 1 if self._detail is not None else 0

    # ------------------------------------------------------------------ painting

    def drawRow(
        self, painter: QPainter, options: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint a section, a row, or the ground of an opened part."""
        painter.save()
        paint = RowPainter(painter, options.rect, self._column_rect)
        first = index.sibling(index.row(), 0)
        section, row = first.data(Role.SECTION), first.data(Role.ROW)
        here = self.currentIndex().siblingAtColumn(0) == first
        if section is not None:
            paint.section(*section, opened=self.isExpanded(first))
        elif row is None:
            paint.ground("raised", bar=True)
        else:
            opened = self.isExpanded(first)
            paint.ground(self._ground(row, opened, here), bar=opened or here, line=not opened)
            paint.row(row, opened=opened)
        if here and self.hasFocus():
            paint.ring()
        painter.restore()

    def drawBranches(self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex) -> None:
        """Draw no branches: rows have chevrons of their own."""

    def _ground(self, row: Row, opened: bool, here: bool) -> str:
        if opened:
            return "raised"
        if row.turned_green is not None and not row.busy:
            return "ok_soft"
        return "selection" if here else "surface"

    def _column_rect(self, column: Column, row: QRect) -> QRect | None:
        if self.isColumnHidden(column):
            return None
        return QRect(self.columnViewportPosition(column), row.top(), self.columnWidth(column), row.height())

    # ------------------------------------------------------------------ sizes and language

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the columns their room, and wrap the opened part anew."""
        self._size_columns()
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def changeEvent(self, event: QEvent) -> None:
        """Render again in another language or size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._source.retranslated()
            self._retranslate()
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.FontChange}:
            self._size_columns()
            self.scheduleDelayedItemsLayout()

    def _retranslate(self) -> None:
        describe(self, phrase("Checklist"))

    def _size_columns(self) -> None:
        width = self.viewport().width()
        narrow = width < px(NARROW)
        self.setColumnHidden(Column.ACTION, narrow)
        self.setColumnWidth(Column.STATUS, status_width())
        self.setColumnWidth(Column.ACTION, action_width())
        names = min(max(widest_name(self._source), px(140)), int(width * (0.3 if narrow else 0.34)))
        self.setColumnWidth(Column.NAME, names)

    # ------------------------------------------------------------------ mouse and keyboard

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open or close what was clicked, or do the row's action."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() is not Qt.MouseButton.LeftButton or not index.isValid():
            return
        row = index.siblingAtColumn(0).data(Role.ROW)
        if index.column() == Column.ACTION and row is not None and row.copies_name:
            self._copy_name(row)
        else:
            self._toggle(index.siblingAtColumn(0))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a hand where something can be clicked."""
        super().mouseMoveEvent(event)
        over = self.indexAt(event.position().toPoint()).isValid()
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open by Enter, close by Escape, copy the exact name by Ctrl+C."""
        row = self.currentIndex().siblingAtColumn(0).data(Role.ROW)
        if event.matches(QKeySequence.StandardKey.Copy) and row is not None:
            self._copy_name(row)
        elif event.key() in TOGGLES and self.currentIndex().isValid():
            self._toggle(self.currentIndex().siblingAtColumn(0))
        elif event.key() == Qt.Key.Key_Escape and self._opened is not None:
            self.close_row()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the row: under the mouse, or the current one by the keyboard's menu key."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = (self.indexAt(event.pos()) if by_mouse else self.currentIndex()).siblingAtColumn(0)
        row = index.data(Role.ROW)
        if row is None:
            return
        below = self.visualRect(index).bottomLeft()
        menu = self.row_menu(index, row)
        menu.popup(event.globalPos() if by_mouse else self.viewport().mapToGlobal(below + QPoint(px(24), 0)))

    def row_menu(self, index: QModelIndex, row: Row) -> QMenu:
        """Return the menu of a row; it goes when it is closed."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        opened = self.isExpanded(index)
        menu.addAction(
            str(phrase("Close the line") if opened else phrase("Open the line")), lambda: self._toggle(index)
        )
        menu.addAction(str(phrase("Copy name")), lambda: self._copy_name(row))
        menu.addAction(str(phrase("Copy technical detail")), lambda: self._copy_detail(row))
        menu.addSeparator()
        again = menu.addAction(str(phrase("Test again")), self.test_again_requested.emit)
        again.setEnabled(not row.busy)
        return menu

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Start at the first row, so that the arrow keys have somewhere to go from."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._filter.rowCount():
            self.setCurrentIndex(self._filter.index(0, 0))

    def _toggle(self, index: QModelIndex) -> None:
        self.setExpanded(index, not self.isExpanded(index))

    def _copy_name(self, row: Row) -> None:
        name = row.line.name if row.is_name else str(row.line.shown_name)
        QGuiApplication.clipboard().setText(name)
        self.copied.emit(phrase("{name} is on the clipboard.", name=name))

    def _copy_detail(self, row: Row) -> None:
        QGuiApplication.clipboard().setText(technical_text(row))
        self.copied.emit(phrase("The technical detail is on the clipboard."))
