"""The rows of the daily work as a model for Qt's views: it makes nothing until a row is painted."""

from collections.abc import Iterable
from enum import IntEnum
from typing import Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from afas_assistant.texts import Text, phrase
from afas_assistant.ui.tabs.rows import RowSource, ShownRow

Index = QModelIndex | QPersistentModelIndex


class Column(IntEnum):
    """The columns, from the left."""

    TICK = 0
    STATE = 1
    NUMBER = 2
    NAME = 3
    RIGHT = 4


class Role(IntEnum):
    """What a view can ask besides Qt's own roles."""

    ROW = Qt.ItemDataRole.UserRole + 1
    PLACE = Qt.ItemDataRole.UserRole + 2


class Ticking(Protocol):
    """What is ticked, and how that is changed."""

    ticked: set[int]

    def tick(self, places: Iterable[int], *, ticked: bool) -> None:
        """Tick or untick rows."""
        ...


class PlanModel(QAbstractTableModel):
    """Shows some rows of a source in some order. Signals: `ticks_changed`."""

    ticks_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source: RowSource | None = None
        self._order: list[int] = []
        self._ticking: Ticking | None = None
        self._free: frozenset[int] = frozenset()
        self.all_ticked = Qt.CheckState.Unchecked
        self.headers: dict[Column, Text] = {}

    # ------------------------------------------------------------------ what is shown

    def show(self, source: RowSource | None, order: list[int], ticking: Ticking | None = None) -> None:
        """Show rows of a source, in this order."""
        self.beginResetModel()
        self._source, self._order, self._ticking = source, order, ticking
        self._free = frozenset() if source is None else source.tickable.intersection(order)
        self._count_ticks()
        self.endResetModel()

    def arrange(self, order: list[int]) -> None:
        """Show the same source in another order, or other rows of it."""
        self.show(self._source, order, self._ticking)

    def places(self) -> list[int]:
        """Return the places that are shown."""
        return self._order

    def row_of(self, place: int) -> int:
        """Return in which row a place is shown; -1 when it is not."""
        try:
            return self._order.index(place)
        except ValueError:
            return -1

    def toggle(self, rows: Iterable[int] | None = None) -> None:
        """Tick rows of the view, or all; when all of them are ticked, untick them."""
        if self._ticking is None:
            return
        free = self._free if rows is None else self._free.intersection(self._order[row] for row in rows)
        if free:
            self._ticking.tick(free, ticked=not free <= self._ticking.ticked)
            self._count_ticks()
            self.refresh()
            self.ticks_changed.emit()

    def _count_ticks(self) -> None:
        """Know whether all rows are ticked, or some: the heading is painted more often than that changes."""
        ticked = set() if self._ticking is None else self._ticking.ticked
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
            text = self.headers.get(Column(section))
            return "" if text is None else str(text)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section == Column.RIGHT else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return what can be done with a cell."""
        if not index.isValid() or self._source is None:
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        if index.column() == Column.TICK and self._order[index.row()] in self._free:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return texts, the tick, or the row itself (`Role.ROW`)."""
        if not index.isValid() or self._source is None:
            return None
        place = self._order[index.row()]
        if role == Role.PLACE:
            return place
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == Column.TICK and self._ticking is not None:
            ticked = place in self._ticking.ticked
            return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        return self._painted(place, Column(index.column()), role)

    def _painted(self, place: int, column: Column, role: int) -> object:
        if self._source is None or role not in _PAINTED:
            return None
        row = self._source.shown(place)
        if role == Role.ROW:
            return row
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{row.name}\n{row.reason}" if column is Column.NAME else None
        spoken = role == Qt.ItemDataRole.AccessibleTextRole and column is Column.STATE
        return _spoken(row) if spoken else _cell(row, column)


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
