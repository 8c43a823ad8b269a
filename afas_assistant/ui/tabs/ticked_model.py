"""Rows with a box to tick, some of them in some order, as a model for Qt's views: what plans and mappings share."""

from collections.abc import Iterable
from enum import IntEnum
from typing import Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from afas_assistant.texts import phrase

Index = QModelIndex | QPersistentModelIndex
TICK = 0
"""The column of the boxes."""
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


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


class TickedModel(QAbstractTableModel):
    """Signals: `ticks_changed`. A kind of list adds what stands in its rows and above them."""

    ticks_changed = Signal()

    def __init__(self, columns: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = columns
        self._order: list[int] = []
        self._ticking: Ticking | None = None
        self._free: frozenset[int] = frozenset()
        self.all_ticked = Qt.CheckState.Unchecked

    # ------------------------------------------------------------------ what a kind of list adds

    @property
    def ticks_all(self) -> bool:
        """Return whether the heading has a box as well."""
        return True

    def heading(self, section: int) -> str:  # noqa: ARG002 - asked of a kind of list
        """Return the words above a column."""
        return ""

    def side(self, section: int) -> Qt.AlignmentFlag:  # noqa: ARG002 - as above
        """Return at which side of its column a heading stands."""
        return LEFT

    def painted(self, place: int, column: int, role: int) -> object:  # noqa: ARG002 - as above
        """Return what a cell says, or the row itself (`Role.ROW`)."""
        return None

    # ------------------------------------------------------------------ what is shown

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

    def refresh(self) -> None:
        """Have views paint again: ticks, language."""
        if self._order:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._order) - 1, self._columns - 1))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self._columns - 1)

    def _show(self, order: list[int], tickable: Iterable[int], ticking: Ticking | None) -> None:
        """Take over the rows that are shown now; called while the model is reset."""
        self._order, self._ticking = order, ticking
        self._free = frozenset(tickable).intersection(order)
        self._count_ticks()

    def _count_ticks(self) -> None:
        """Know whether all rows are ticked, or some: the heading is painted more often than that changes."""
        ticked = set() if self._ticking is None else self._ticking.ticked
        self.all_ticked = Qt.CheckState.Unchecked
        if self._free and self._free <= ticked:
            self.all_ticked = Qt.CheckState.Checked
        elif not self._free.isdisjoint(ticked):
            self.all_ticked = Qt.CheckState.PartiallyChecked

    # ------------------------------------------------------------------ what Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return the number of rows shown."""
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as above
        """Return the number of columns."""
        return 0 if parent.isValid() else self._columns

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a column's heading."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.AccessibleTextRole and section == TICK:
            return str(phrase("Ticked"))
        if role == Qt.ItemDataRole.DisplayRole:
            return self.heading(section)
        return self.side(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return what can be done with a cell."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        if index.column() == TICK and self._order[index.row()] in self._free:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return texts, the tick, or the row itself (`Role.ROW`)."""
        if not index.isValid():
            return None
        place = self._order[index.row()]
        if role == Role.PLACE:
            return place
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == TICK and self._ticking is not None:
            return Qt.CheckState.Checked if place in self._ticking.ticked else Qt.CheckState.Unchecked
        return self.painted(place, index.column(), role)
