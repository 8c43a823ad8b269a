"""The list of the sidebar: Qt's own, so that a thousand organisations are as quick as three."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QListView, QWidget

from afas_assistant.texts import phrase
from afas_assistant.ui.language import describe
from afas_assistant.ui.shortcuts import shortcut
from afas_assistant.ui.sidebar_item import LEFT, SidebarPainter
from afas_assistant.ui.sidebar_model import Role, Row, SidebarModel
from afas_assistant.ui.typography import px

STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class SidebarList(QListView):
    """The keyboard walks through the list without opening anything; Enter and a click open.

    Signals: `picked(key)`; `menu_asked(key, QPoint)` on the screen; `rename_asked(key)` by F2; `remove_asked(key)` by
    Delete; `top_passed` when the keyboard goes up from the first line.
    """

    picked = Signal(str)
    menu_asked = Signal(str, QPoint)
    rename_asked = Signal(str)
    remove_asked = Signal(str)
    top_passed = Signal()

    def __init__(self, model: SidebarModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._painter = SidebarPainter(self)
        self._place = (0, "")
        self.setModel(model)
        self.setItemDelegate(self._painter)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        model.modelAboutToBeReset.connect(self.on_reset_begun)
        model.modelReset.connect(self.on_reset_done)
        self.clicked.connect(self.on_clicked)
        self.render_again()

    # ------------------------------------------------------------------ what is shown

    @property
    def chosen(self) -> str | None:
        """The key of the environment that is on the right."""
        return self._painter.chosen

    def mark(self, key: str | None) -> None:
        """Show which environment is on the right, and have it in sight."""
        if key == self._painter.chosen:
            return
        self._painter.chosen = key
        self.viewport().update()
        place = self._model.place_of(key)
        if place >= 0:
            self.setCurrentIndex(self._model.index(place))

    def set_narrow(self, *, narrow: bool) -> None:
        """Paint the icons only."""
        self._painter.narrow = narrow
        self.render_again()

    def current(self) -> Row | None:
        """Return the line that the keyboard is on."""
        row: Row | None = self.currentIndex().data(Role.ROW)
        return row

    def go_to(self, place: int) -> None:
        """Put the keyboard on a line."""
        if 0 <= place < self._model.rowCount():
            self.setCurrentIndex(self._model.index(place))
            self.setFocus(Qt.FocusReason.TabFocusReason)

    def render_again(self) -> None:
        """Take the words and sizes of now."""
        describe(self, phrase("Organisations"))
        self.scheduleDelayedItemsLayout()

    # ------------------------------------------------------------------ what happens

    def on_reset_begun(self) -> None:
        """Remember where the list stands: others come, the place stays."""
        row = self.current()
        self._place = (self.verticalScrollBar().value(), row.entry.key if row else "")

    def on_reset_done(self) -> None:
        """Go back to where the list stood."""
        scrolled, key = self._place
        place = self._model.place_of(key)
        if place >= 0:
            index = self._model.index(place)
            self.selectionModel().setCurrentIndex(index, self.selectionModel().SelectionFlag.NoUpdate)
        self.executeDelayedItemsLayout()
        self.verticalScrollBar().setValue(scrolled)

    def on_clicked(self, index: QModelIndex | QPersistentModelIndex) -> None:
        """Open what was clicked."""
        row: Row = index.data(Role.ROW)
        self.picked.emit(row.entry.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go up and down, open by Enter, rename by F2, remove by Delete."""
        row = self.current()
        key = Qt.Key(event.key())
        if key in STEPS:
            self._step(STEPS[key])
        elif row is None:
            super().keyPressEvent(event)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.picked.emit(row.entry.key)
        elif shortcut("rename").fits(event):
            self.rename_asked.emit(row.entry.key)
        elif shortcut("remove").fits(event):
            self.remove_asked.emit(row.entry.key)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the environment that is shown, if the keyboard was nowhere yet."""
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self._model.index(max(self._model.place_of(self.chosen), 0)))
        super().focusInEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done: under the mouse, or below the line by the keyboard's menu key."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        row: Row | None = index.data(Role.ROW)
        if row is not None:
            below = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft() + QPoint(px(LEFT), 0))
            self.menu_asked.emit(row.entry.key, event.globalPos() if by_mouse else below)

    def _step(self, step: int) -> None:
        place = self.currentIndex().row() + step
        if place < 0:
            self.top_passed.emit()
        else:
            self.go_to(place)
