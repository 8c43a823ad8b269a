"""The outbox as a table for Qt: as long as there are writes, with rows read where somebody looks.

Which writes and in which order is decided by the database, on a worker. Here stands the snapshot of their numbers; a
row that was not read yet asks for its page, and shows what it was before until that comes.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from afas_assistant.outbox.listing import Line, Order
from afas_assistant.outbox.words import keys_words, kind_words
from afas_assistant.texts import Text, phrase
from afas_assistant.ui.tabs.outbox_words import LOOKS, moment, money
from afas_assistant.ui.tips import as_tip

PAGE = 200
KEPT = 40  # pages of lines in memory

Index = QModelIndex | QPersistentModelIndex


class Column(IntEnum):
    """The columns, from the left."""

    STATE = 0
    WHEN = 1
    KIND = 2
    COUNTERPART = 3
    AMOUNT = 4
    REFERENCE = 5
    KEYS = 6


class Role(IntEnum):
    """What a view can ask besides Qt's own roles."""

    LINE = Qt.ItemDataRole.UserRole + 1


HEADERS: dict[Column, Text] = {
    Column.STATE: phrase("Status"),
    Column.WHEN: phrase("When"),
    Column.KIND: phrase("What"),
    Column.COUNTERPART: phrase("For whom"),
    Column.AMOUNT: phrase("Amount"),
    Column.REFERENCE: phrase("Reference"),
    Column.KEYS: phrase("Number there"),
}
ORDERS: dict[Column, Order] = {
    Column.STATE: Order.STATE,
    Column.WHEN: Order.WHEN,
    Column.KIND: Order.KIND,
    Column.COUNTERPART: Order.COUNTERPART,
    Column.REFERENCE: Order.REFERENCE,
    Column.KEYS: Order.KEYS,
    Column.AMOUNT: Order.AMOUNT,
}
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class OutboxModel(QAbstractTableModel):
    """Signals: `page_wanted(page)` for rows that a view asks for; `order_chosen(Order, descending)`."""

    page_wanted = Signal(int)
    order_chosen = Signal(object, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._numbers: Sequence[int] = ()
        self._lines: dict[int, Line] = {}
        self._pages: OrderedDict[int, None] = OrderedDict()
        self._asked: set[int] = set()

    # ------------------------------------------------------------------ what is there

    def show_numbers(self, numbers: Sequence[int]) -> None:
        """Show other writes, or the same in another order."""
        self.beginResetModel()
        self._numbers = numbers
        self._asked.clear()
        self._pages.clear()
        if len(self._lines) > PAGE * KEPT:
            self._lines.clear()
        self.endResetModel()

    def show_lines(self, page: int, lines: Mapping[int, Line]) -> None:
        """Show what was read of a page."""
        self._lines.update(lines)
        self._pages[page] = None
        if len(self._pages) > KEPT:
            oldest, _ = self._pages.popitem(last=False)
            self._asked.discard(oldest)
            for number in self.numbers_of(oldest):
                self._lines.pop(number, None)
        first, last = page * PAGE, min((page + 1) * PAGE, len(self._numbers)) - 1
        if first <= last:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(Column) - 1))

    def read_again(self) -> None:
        """Have every row read again where it is looked at; until then it shows what was read before."""
        self._asked.clear()
        self._pages.clear()
        self.retranslate()

    def drop_page(self, page: int) -> None:
        """Let a page be asked for again, after it was not read."""
        self._asked.discard(page)

    def numbers_of(self, page: int) -> Sequence[int]:
        """Return the numbers of the writes on a page."""
        return self._numbers[page * PAGE : (page + 1) * PAGE]

    def numbers(self) -> Sequence[int]:
        """Return the numbers of all writes, in order."""
        return self._numbers

    def number(self, row: int) -> int:
        """Return the number of the write in a row."""
        return self._numbers[row]

    def row_of(self, number: int) -> int:
        """Return the row of a write; -1 when it is not shown."""
        try:
            return self._numbers.index(number)
        except ValueError:
            return -1

    def line(self, row: int) -> Line | None:
        """Return what is known of a row; a page that was not read is asked for."""
        page = row // PAGE
        if page not in self._asked:
            self._asked.add(page)
            self.page_wanted.emit(page)
        return self._lines.get(self._numbers[row])

    # ------------------------------------------------------------------ what Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return how many writes there are."""
        return 0 if parent.isValid() else len(self._numbers)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as above
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | Qt.AlignmentFlag | None:
        """Return the name of a column."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return str(HEADERS[Column(section)])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if section == Column.AMOUNT else LEFT
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own
        """Return what a cell shows; a row that is still being read shows three dots."""
        if role == Role.LINE:
            return self.line(index.row())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if index.column() == Column.AMOUNT else LEFT
        if role not in {
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.AccessibleTextRole,
        }:
            return None
        line = self.line(index.row())
        if line is None:
            return "…"
        words = CELLS[Column(index.column())](line)
        return as_tip(words) if role == Qt.ItemDataRole.ToolTipRole else words

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Have the writes ordered by a column; by none, unknown comes first."""
        chosen = ORDERS[Column(column)] if column >= 0 else Order.UNKNOWN_FIRST
        self.order_chosen.emit(chosen, column >= 0 and order is Qt.SortOrder.DescendingOrder)

    def retranslate(self) -> None:
        """Have everything rendered again, in another language."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)
        if self._numbers:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._numbers) - 1, len(Column) - 1))


CELLS: dict[Column, Callable[[Line], str]] = {
    Column.STATE: lambda line: str(LOOKS[line.state].word),
    Column.WHEN: lambda line: moment(line.sent_at or line.intended_at),
    Column.KIND: lambda line: str(kind_words(line.kind)),
    Column.COUNTERPART: lambda line: line.counterpart,
    Column.REFERENCE: lambda line: line.label or line.reference,
    Column.KEYS: lambda line: keys_words(line.keys),
    Column.AMOUNT: lambda line: money(line.amount, line.currency),
}
"""What stands in each column of a row."""
