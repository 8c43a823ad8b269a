"""The mappings of a tab as a model for Qt's views."""

from collections.abc import Iterable
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from afas_assistant.texts import Text, phrase
from afas_assistant.ui.tabs.mapping_rows import MappingRow, MappingRows, MappingShown

Index = QModelIndex | QPersistentModelIndex


class Column(IntEnum):
    """The columns, from the left."""

    TICK = 0
    STATE = 1
    WHAT = 2
    BECOMES = 3
    ACCEPTED = 4


class Role(IntEnum):
    """What a view can ask besides Qt's own roles."""

    ROW = Qt.ItemDataRole.UserRole + 1
    PLACE = Qt.ItemDataRole.UserRole + 2


HEADERS: dict[Column, Text] = {
    Column.STATE: phrase("Status"),
    Column.WHAT: phrase("What it is about"),
    Column.BECOMES: phrase("Becomes in AFAS, and why"),
    Column.ACCEPTED: phrase("Accepted by"),
}


class MappingModel(QAbstractTableModel):
    """Shows some rows in some order. Signals: `ticks_changed`."""

    ticks_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: MappingRows | None = None
        self._order: list[int] = []
        self._free: frozenset[int] = frozenset()
        self.all_ticked = Qt.CheckState.Unchecked

    # ------------------------------------------------------------------ what is shown

    def show(self, rows: MappingRows | None, order: list[int]) -> None:
        """Show rows in this order."""
        self.beginResetModel()
        self.rows, self._order = rows, order
        self._free = frozenset() if rows is None else rows.tickable.intersection(order)
        self._count_ticks()
        self.endResetModel()

    def row_of(self, place: int) -> int:
        """Return in which row a place is shown; -1 when it is not."""
        try:
            return self._order.index(place)
        except ValueError:
            return -1

    def row_at(self, row: int) -> MappingRow | None:
        """Return the mapping that a row shows."""
        return self.rows.rows[self._order[row]] if self.rows is not None and 0 <= row < len(self._order) else None

    def places(self, rows: Iterable[int]) -> list[int]:
        """Return the places that rows show."""
        return [self._order[row] for row in rows]

    def toggle(self, rows: Iterable[int] | None = None) -> None:
        """Tick rows of the view, or all; when all of them are ticked, untick them."""
        if self.rows is None:
            return
        free = self._free if rows is None else self._free.intersection(self._order[row] for row in rows)
        if free:
            self.rows.tick(free, ticked=not free <= self.rows.ticked)
            self._count_ticks()
            self.refresh()
            self.ticks_changed.emit()

    def _count_ticks(self) -> None:
        ticked = set() if self.rows is None else self.rows.ticked
        self.all_ticked = Qt.CheckState.Unchecked
        if self._free and self._free <= ticked:
            self.all_ticked = Qt.CheckState.Checked
        elif not self._free.isdisjoint(ticked):
            self.all_ticked = Qt.CheckState.PartiallyChecked

    def refresh(self) -> None:
        """Have views paint again: ticks, language."""
        if self._order:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._order) - 1, len(Column) - 1))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)

    # ------------------------------------------------------------------ what Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return the number of rows shown."""
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as above
        """Return the number of columns."""
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a column's heading."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.AccessibleTextRole and section == Column.TICK:
            return str(phrase("Ticked"))
        if role == Qt.ItemDataRole.DisplayRole:
            return str(HEADERS[Column(section)]) if section in HEADERS else ""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return what can be done with a cell."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        if index.column() == Column.TICK and self._order[index.row()] in self._free:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return texts, the tick, or what is painted (`Role.ROW`)."""
        if not index.isValid() or self.rows is None:
            return None
        place, column = self._order[index.row()], Column(index.column())
        if role == Qt.ItemDataRole.CheckStateRole and column is Column.TICK:
            return Qt.CheckState.Checked if place in self.rows.ticked else Qt.CheckState.Unchecked
        if role == Role.PLACE:
            return place
        return _answer(self.rows.shown(place), column, role)


def _answer(row: MappingShown, column: Column, role: int) -> object:
    if role == Role.ROW:
        return row
    if role == Qt.ItemDataRole.AccessibleTextRole and column is Column.STATE:
        return f"{row.look.word}: {row.name}, {row.right}. {row.reason}".strip()
    if role == Qt.ItemDataRole.ToolTipRole:
        tips = {Column.WHAT: f"{row.name}\n{row.number}", Column.BECOMES: f"{row.right}\n{row.reason}"}
        return tips.get(column, "").strip() or None
    return _cell(row, column) if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole} else None


def _cell(row: MappingShown, column: Column) -> str:
    texts = {
        Column.STATE: str(row.look.word),
        Column.WHAT: row.name,
        Column.BECOMES: row.right,
        Column.ACCEPTED: f"{row.who} {row.when}".strip(),
    }
    return texts.get(column, "")
