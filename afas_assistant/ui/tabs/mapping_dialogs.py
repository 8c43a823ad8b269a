"""The windows that the page of mappings opens: to make one mapping, to name another one, and for files."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from afas_assistant.texts import phrase
from afas_assistant.ui.tabs.kinds import Kind
from afas_assistant.ui.tabs.mapping_adding import AddingDialog
from afas_assistant.ui.tabs.mapping_editor import MappingEditor
from afas_assistant.ui.tabs.mapping_rows import MappingRow, MappingRows


class MappingDialogs(QObject):
    """One at a time.

    Signals: `chosen(MappingEntry)` for what is to be kept, `forgotten(place)` for the mapping that was looked at,
    `named(Table, key)` for what else is to be mapped, `opened(Path)` and `saved(Path)` for files.
    """

    chosen = Signal(object)
    forgotten = Signal(object)
    named = Signal(object, str)
    opened = Signal(object)
    saved = Signal(object)

    def __init__(self, kind: Kind, page: QWidget) -> None:
        super().__init__(page)
        self._kind, self._page = kind, page
        self.editor: MappingEditor | None = None
        self.adding: AddingDialog | None = None

    @property
    def busy(self) -> bool:
        """Return whether a window is open."""
        return self.editor is not None or self.adding is not None

    def change(self, row: MappingRow, rows: MappingRows) -> None:
        """Let a mapping be made."""
        if not self.busy:
            self.editor = MappingEditor(row, rows, self._page)
            self.editor.chosen.connect(self.chosen)
            self.editor.forgotten.connect(lambda: self.forgotten.emit(row.place))
            self.editor.destroyed.connect(self.on_gone)
            self.editor.open()

    def add(self) -> None:
        """Ask what else is to be mapped."""
        if not self.busy:
            self.adding = AddingDialog(self._kind, self._page)
            self.adding.named.connect(self.named)
            self.adding.destroyed.connect(self.on_gone)
            self.adding.open()

    def on_gone(self) -> None:
        """Forget the window that closed."""
        self.editor = self.adding = None

    def ask_to_open(self) -> None:
        """Ask for a file of mappings."""
        path, _ = QFileDialog.getOpenFileName(self._page, str(phrase("Import mappings")), "", "*.toml")
        if path:
            self.opened.emit(Path(path))

    def ask_to_save(self) -> None:
        """Ask where to write the mappings."""
        path, _ = QFileDialog.getSaveFileName(self._page, str(phrase("Export mappings")), "mappings.toml", "*.toml")
        if path:
            self.saved.emit(Path(path))
