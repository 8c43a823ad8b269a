"""All organisations as a table for Qt: what is asked for, in the order that is asked for, attention on top."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from afas_assistant.texts import Text, joined, literal, money, phrase
from afas_assistant.ui.pages.all_organisations_rows import Choice, Missing, Standing
from afas_assistant.ui.standing import WARN_DAYS
from afas_assistant.ui.states import State
from afas_assistant.ui.tips import as_tip
from afas_assistant.ui.widgets.frames import KIND_NAMES

Index = QModelIndex | QPersistentModelIndex
MISSING_WORDS: dict[Missing, Text] = {
    Missing.UNREADABLE: phrase("could not be read"),
    Missing.NOT_APPLICABLE: phrase("does not apply"),
}
"""What those hear who do not see the signs."""


class Column(IntEnum):
    """The columns, from the left."""

    STATE = 0
    NAME = 1
    ENVIRONMENT = 2
    PROFILE = 3
    SIGN_IN = 4
    OPEN = 5
    UNBILLED = 6
    LAST_RUN = 7
    VALID_UNTIL = 8
    LEFT = 9


COLUMNS = len(Column)  # asked for every cell that is painted


class Role(IntEnum):
    """What a view can ask besides Qt's own roles."""

    STANDING = Qt.ItemDataRole.UserRole + 1


HEADERS: dict[Column, Text] = {
    Column.STATE: phrase("Standing"),
    Column.NAME: phrase("Organisation"),
    Column.ENVIRONMENT: phrase("Environment"),
    Column.PROFILE: phrase("Profile"),
    Column.SIGN_IN: phrase("Sign-in"),
    Column.OPEN: phrase("Open"),
    Column.UNBILLED: phrase("Unbilled"),
    Column.LAST_RUN: phrase("Last run"),
    Column.VALID_UNTIL: phrase("Valid until"),
    Column.LEFT: phrase("Left"),
}
RIGHT_COLUMNS = frozenset({Column.OPEN, Column.UNBILLED, Column.LAST_RUN, Column.VALID_UNTIL, Column.LEFT})
RANKS = {
    state: rank
    for rank, state in enumerate(
        (
            State.UNKNOWN,
            State.FAILED,
            State.NOT_TESTED,
            State.ADVICE,
            State.BY_HAND,
            State.PENDING,
            State.BUSY,
            State.OK,
        )
    )
}
"""What asks for attention first: what may be booked already, what does not work, what could not be looked at."""


class AllOrganisationsModel(QAbstractTableModel):
    """Filters and sorts by itself: hundreds of rows cost a few milliseconds so, and a proxy in Python many."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: list[Standing] = []
        self._shown: list[Standing] = []
        self._asked: tuple[Choice, str | None, str] = (Choice.ALL, None, "")
        self.sorted_by, self.descending = Column.STATE, False

    # ------------------------------------------------------------------ what is shown

    def show_all(self, found: Sequence[Standing], *, keep_places: bool = False) -> None:
        """Show how all stand now; with `keep_places` rows that were shown stay where they are."""
        self._all = list(found)
        if keep_places:
            by_key = {one.key: one for one in found}
            kept = [by_key[one.key] for one in self._shown if one.key in by_key]
            if len(kept) == len(self._shown):
                self._shown = kept
                self._tell_all()
                return
        self._arrange()

    def ask(self, choice: Choice, kind: str | None, searched: str) -> None:
        """Show those organisations only."""
        asked = (choice, kind, searched.strip().casefold())
        if asked != self._asked:
            self._asked = asked
            self._arrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order by a column; Qt's headers call this."""
        self.sorted_by, self.descending = Column(column), order is Qt.SortOrder.DescendingOrder
        self._arrange()

    def all(self) -> Sequence[Standing]:
        """Return all organisations, shown or not."""
        return self._all

    def shown(self) -> Sequence[Standing]:
        """Return those that are shown, in order."""
        return self._shown

    def row_of(self, key: int | None) -> int:
        """Return the row of an organisation; -1 when it is not shown."""
        return next((row for row, one in enumerate(self._shown) if one.key == key), -1)

    def retranslate(self) -> None:
        """Have the view paint everything again."""
        self._tell_all()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)

    def _arrange(self) -> None:
        found = [one for one in self._all if one.fits(*self._asked)]
        found.sort(key=_attention)
        known = [one for one in found if not isinstance(_value(one, self.sorted_by), Missing)]
        unknown = [one for one in found if isinstance(_value(one, self.sorted_by), Missing)]
        known.sort(key=_key_of(self.sorted_by), reverse=self.descending)
        if [one.key for one in known + unknown] == [one.key for one in self._shown]:
            self._shown = known + unknown
            self._tell_all()
            return
        self.beginResetModel()
        self._shown = known + unknown
        self.endResetModel()

    def _tell_all(self) -> None:
        if self._shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._shown) - 1, len(Column) - 1))

    # ------------------------------------------------------------------ what Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return the number of rows shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as above
        """Return the number of columns."""
        return 0 if parent.isValid() else COLUMNS

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a column's heading."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return str(HEADERS[Column(section)])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words of a cell, what is spoken of it, or the organisation itself (`Role.STANDING`)."""
        if not index.isValid():
            return None
        one, column = self._shown[index.row()], Column(index.column())
        if role == Role.STANDING:
            return one
        if role == Qt.ItemDataRole.DisplayRole:
            return words_of(one, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(one, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return as_tip(_tip(one, column) or "") or None
        return None


def words_of(one: Standing, column: Column) -> str:
    """Return what a cell shows."""
    value = _value(one, column)
    return str(value.value) if isinstance(value, Missing) else _WORDS[column](one)


def spoken(one: Standing, column: Column) -> str:
    """Return what those hear who do not see the table."""
    value = _value(one, column)
    if isinstance(value, Missing):
        return str(MISSING_WORDS[value])
    words = words_of(one, column)
    return f"{words}. {one.trouble}" if column is Column.STATE and str(one.trouble) else words


def state_words(one: Standing) -> str:
    """Return how it stands, as a cell begins: with a capital."""
    words = str(one.words)
    return words[:1].upper() + words[1:]


def ends_soon(one: Standing) -> bool:
    """Return whether a token ends within the days of the warning, or has ended."""
    return one.days_left is not None and one.days_left <= WARN_DAYS


def moment_words(moment: datetime) -> str:
    """Return a moment as 20-11 10:58, and as a day when it was in another year."""
    local = moment.astimezone()
    return f"{local:%d-%m %H:%M}" if local.year == date.today().year else day_words(local)  # noqa: DTZ011 - as people do


def day_words(day: date) -> str:
    """Return a day as 1-5-2027."""
    return f"{day.day}-{day.month}-{day.year}"


def _left(one: Standing) -> str:
    if one.days_left is not None and one.days_left < 0:
        return str(phrase("ended"))
    return str(phrase("{days} d", days=one.days_left))


def _tip(one: Standing, column: Column) -> str | None:
    if column is Column.STATE and str(one.trouble):
        return f"{state_words(one)}. {one.trouble}"
    if column is Column.NAME:
        return one.name
    if isinstance(_value(one, column), Missing):
        return spoken(one, column)
    return None


_VALUES: dict[Column, Callable[[Standing], Any]] = {
    Column.STATE: lambda one: RANKS[one.state],
    Column.NAME: lambda one: one.name.casefold(),
    Column.ENVIRONMENT: lambda one: (one.kind, one.envid),
    Column.PROFILE: lambda one: str(one.profiles),
    Column.SIGN_IN: lambda one: "classic" if one.connected else Missing.NOT_APPLICABLE,
    Column.OPEN: lambda one: one.open_items,
    Column.UNBILLED: lambda one: one.unbilled,
    Column.LAST_RUN: lambda one: one.last_run,
    Column.VALID_UNTIL: lambda one: one.valid_until,
    Column.LEFT: lambda one: Missing.NOT_APPLICABLE if one.days_left is None else one.days_left,
}
_WORDS: dict[Column, Callable[[Standing], str]] = {
    Column.STATE: state_words,
    Column.NAME: lambda one: one.name,
    Column.ENVIRONMENT: lambda one: str(joined(KIND_NAMES[one.kind], literal(one.envid))),
    Column.PROFILE: lambda one: str(one.profiles),
    Column.SIGN_IN: lambda _: str(phrase("Classic")),
    Column.OPEN: lambda one: str(one.open_items),
    Column.UNBILLED: lambda one: _amount(one.unbilled),
    Column.LAST_RUN: lambda one: moment_words(one.last_run) if isinstance(one.last_run, datetime) else "",
    Column.VALID_UNTIL: lambda one: day_words(one.valid_until) if isinstance(one.valid_until, date) else "",
    Column.LEFT: _left,
}


def _amount(amount: Decimal | Missing) -> str:
    return str(money(amount, "")) if isinstance(amount, Decimal) else ""


def _value(one: Standing, column: Column) -> Any:  # noqa: ANN401 - what a column is sorted by
    return _VALUES[column](one)


def _key_of(column: Column) -> Callable[[Standing], Any]:
    if column is Column.STATE:
        return _attention
    return _VALUES[column]


def _attention(one: Standing) -> tuple[int, int, str]:
    """Return the order in which organisations ask for somebody: by state, by what ends first, by name."""
    soon = one.days_left if one.needs_attention and one.days_left is not None else 0
    return RANKS[one.state], soon, one.name.casefold()
