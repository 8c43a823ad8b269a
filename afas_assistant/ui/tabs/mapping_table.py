"""The table of the mappings: ticks by mouse and by Space, Enter changes, Delete forgets, Ctrl+C copies."""

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QWidget

from afas_assistant.texts import phrase
from afas_assistant.ui.language import describe
from afas_assistant.ui.shortcuts import shortcut
from afas_assistant.ui.tabs.mapping_model import HEADERS, Column, MappingModel
from afas_assistant.ui.tabs.mapping_painter import MappingPainter
from afas_assistant.ui.tabs.mapping_words import LOOKS
from afas_assistant.ui.tabs.row_painter import MARGIN, row_height, state_width
from afas_assistant.ui.tabs.ticked_table import TickedTable
from afas_assistant.ui.typography import metrics, px

ACCEPTED_FROM = 760
"""Drawn pixels of the table's width from which it says who accepted a mapping; the row's window always does."""
WHAT_PART = 0.38
"""How much of the room for words goes to what a mapping is about."""
LEAST_ROWS = 3


class MappingTable(TickedTable):
    """Signals: `change_asked`, `forget_asked` for the row that is chosen."""

    change_asked = Signal()
    forget_asked = Signal()

    def __init__(self, model: MappingModel, parent: QWidget | None = None) -> None:
        super().__init__(model, Column.WHAT, Column.BECOMES, parent)
        self._mappings = model
        self.setItemDelegate(MappingPainter(self))
        self.doubleClicked.connect(self.on_double_clicked)
        model.modelReset.connect(self._collapse)
        self.render_again()

    def render_again(self) -> None:
        """Take the sizes and words of now."""
        describe(self, phrase("Mappings"))
        self.fit()
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
        return sorted(self.chosen_rows())

    def copy(self) -> None:
        """Copy the chosen rows as columns apart by tabs."""
        rows = self._mappings.rows
        if rows is None:
            return
        lines = [rows.line(place) for place in self._mappings.places(self.selected_rows())]
        if lines:
            QGuiApplication.clipboard().setText("\n".join(lines))

    # ------------------------------------------------------------------ what happens

    def on_double_clicked(self, index: QModelIndex) -> None:
        """Change a mapping; a box is only ticked."""
        if index.column() != Column.TICK:
            self.change_asked.emit()

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
