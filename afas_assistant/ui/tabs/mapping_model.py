"""The mappings of a tab as a model for Qt's views."""

from collections.abc import Iterable
from enum import IntEnum

from PySide6.QtCore import QObject, Qt

from afas_assistant.texts import Text, phrase
from afas_assistant.ui.tabs.mapping_rows import MappingRow, MappingRows, MappingShown
from afas_assistant.ui.tabs.ticked_model import Role, TickedModel
from afas_assistant.ui.tips import as_tip


class Column(IntEnum):
    """The columns, from the left."""

    TICK = 0
    STATE = 1
    WHAT = 2
    BECOMES = 3
    ACCEPTED = 4


HEADERS: dict[Column, Text] = {
    Column.STATE: phrase("Status"),
    Column.WHAT: phrase("What it is about"),
    Column.BECOMES: phrase("Becomes in AFAS, and why"),
    Column.ACCEPTED: phrase("Accepted by"),
}


class MappingModel(TickedModel):
    """Shows some rows in some order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(len(Column), parent)
        self.rows: MappingRows | None = None

    def show(self, rows: MappingRows | None, order: list[int]) -> None:
        """Show rows in this order."""
        self.beginResetModel()
        self.rows = rows
        self._show(order, () if rows is None else rows.tickable, rows)
        self.endResetModel()

    def row_at(self, row: int) -> MappingRow | None:
        """Return the mapping that a row shows."""
        return self.rows.rows[self._order[row]] if self.rows is not None and 0 <= row < len(self._order) else None

    def places(self, rows: Iterable[int]) -> list[int]:
        """Return the places that rows show."""
        return [self._order[row] for row in rows]

    @property
    def ticks_all(self) -> bool:
        """Return whether there are proposals, which alone have boxes."""
        return self.rows is not None and bool(self.rows.tickable)

    def heading(self, section: int) -> str:
        """Return the words above a column."""
        return str(HEADERS[Column(section)]) if section in HEADERS else ""

    def painted(self, place: int, column: int, role: int) -> object:
        """Return what a cell says, or the row itself (`Role.ROW`)."""
        return None if self.rows is None else _answer(self.rows.shown(place), Column(column), role)


def _answer(row: MappingShown, column: Column, role: int) -> object:
    if role == Role.ROW:
        return row
    if role == Qt.ItemDataRole.AccessibleTextRole and column is Column.STATE:
        return f"{row.look.word}: {row.name}, {row.right}. {row.reason}".strip()
    if role == Qt.ItemDataRole.ToolTipRole:
        tips = {Column.WHAT: f"{row.name}\n{row.number}", Column.BECOMES: f"{row.right}\n{row.reason}"}
        return as_tip(tips.get(column, "").strip()) or None
    return _cell(row, column) if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole} else None


def _cell(row: MappingShown, column: Column) -> str:
    texts = {
        Column.STATE: str(row.look.word),
        Column.WHAT: row.name,
        Column.BECOMES: row.right,
        Column.ACCEPTED: f"{row.who} {row.when}".strip(),
    }
    return texts.get(column, "")
