"""The rows of the daily work as a model for Qt's views: it makes nothing until a row is painted."""

from enum import IntEnum

from PySide6.QtCore import QObject, Qt

from afas_assistant.texts import Text
from afas_assistant.ui.tabs.rows import RowSource, ShownRow
from afas_assistant.ui.tabs.ticked_model import LEFT, RIGHT, Role, TickedModel, Ticking
from afas_assistant.ui.tips import as_tip


class Column(IntEnum):
    """The columns, from the left."""

    TICK = 0
    STATE = 1
    NUMBER = 2
    NAME = 3
    RIGHT = 4


class PlanModel(TickedModel):
    """Shows some rows of a source in some order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(len(Column), parent)
        self._source: RowSource | None = None
        self.headers: dict[Column, Text] = {}

    def show(self, source: RowSource | None, order: list[int], ticking: Ticking | None = None) -> None:
        """Show rows of a source, in this order."""
        self.beginResetModel()
        self._source = source
        self._show(order, () if source is None else source.tickable, ticking)
        self.endResetModel()

    def arrange(self, order: list[int]) -> None:
        """Show the same source in another order, or other rows of it."""
        self.show(self._source, order, self._ticking)

    def places(self) -> list[int]:
        """Return the places that are shown."""
        return self._order

    def heading(self, section: int) -> str:
        """Return the words above a column."""
        text = self.headers.get(Column(section))
        return "" if text is None else str(text)

    def side(self, section: int) -> Qt.AlignmentFlag:
        """Return at which side of its column a heading stands."""
        return RIGHT if section == Column.RIGHT else LEFT

    def painted(self, place: int, column: int, role: int) -> object:
        """Return what a cell says, or the row itself (`Role.ROW`)."""
        if self._source is None or role not in _PAINTED:
            return None
        row = self._source.shown(place)
        if role == Role.ROW:
            return row
        if role == Qt.ItemDataRole.ToolTipRole:
            return as_tip(f"{row.name}\n{row.reason}") if column == Column.NAME else None
        spoken = role == Qt.ItemDataRole.AccessibleTextRole and column == Column.STATE
        return _spoken(row) if spoken else _cell(row, Column(column))


_PAINTED = frozenset(
    {
        Role.ROW,
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.AccessibleTextRole,
        Qt.ItemDataRole.ToolTipRole,
    }
)


def _cell(row: ShownRow, column: Column) -> str:
    if column is Column.NAME:
        return row.name
    texts = {Column.STATE: str(row.look.word), Column.NUMBER: row.number, Column.RIGHT: row.right or row.action}
    return texts.get(column, "")


def _spoken(row: ShownRow) -> str:
    """Return the whole row as one sentence, for those who hear it."""
    return f"{row.look.word}: {row.number} {row.name}. {row.reason} {row.right}".strip()
