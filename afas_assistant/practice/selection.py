"""Filters, sorting and paging of GetConnectors: the query string of a call, and what it selects.

Source: AFAS's GetConnector page (paging, the fifteen operators, filterjson) and the odd cases that libraries report
(``skip=-1`` gives all rows, ``take=0`` gives one). Comparing text without regard to case, and leaving empty cells out
of every comparison but *empty*, is our assumption: AFAS's pages say neither.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from afas_assistant.practice.getconnectors import GetDefinition

Cells = Sequence[Any]
Test = Callable[[Any], bool]
Comparable = str | float | datetime
Columns = tuple[tuple[int, str], ...]
"""Places of columns with their types."""
Values = tuple[Comparable, ...]
EQUAL = 1
MOST_CELLS = 150_000
DEFAULT_TAKE = 100


class UnexpectedQueryError(Exception):
    """A query AFAS answers with *unexpected error*: impossible paging, a value of the wrong type, missing halves."""


class UnknownColumnError(Exception):
    """A filter or sort column that the definition does not have; ``name`` is the column asked for."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class TooMuchError(Exception):
    """More cells than AFAS can put in one reply (columns × rows, about 150,000)."""


@dataclass(frozen=True)
class Condition:
    """One test on one column; ``operator`` is 1 to 15."""

    column: str
    operator: int
    value: str


Group = tuple[Condition, ...]
Groups = tuple[Group, ...]


@dataclass(frozen=True)
class Query:
    """What a call asks for: groups are joined by OR, the conditions in a group by AND."""

    skip: int = 0
    take: int = DEFAULT_TAKE
    groups: tuple[tuple[Condition, ...], ...] = ()
    order: tuple[tuple[str, bool], ...] = ()


def understood(parameters: Mapping[str, str]) -> Query:
    """Read the parameters of a call (names in lower case); raises UnexpectedQueryError when AFAS would stumble."""
    skip, take = _paging(parameters)
    groups = _json_groups(parameters["filterjson"]) if parameters.get("filterjson") else _plain_groups(parameters)
    return Query(skip, take, groups, _order(parameters.get("orderbyfieldids", "")))


def checked(query: Query, definition: GetDefinition) -> None:
    """Refuse a query that names a column the definition lacks."""
    named = [condition.column for group in query.groups for condition in group]
    for column in (*named, *(column for column, _ in query.order)):
        if definition.field(column) is None:
            raise UnknownColumnError(column)


def filtered(rows: Sequence[Cells], query: Query, definition: GetDefinition) -> Sequence[Cells]:
    """Keep the rows that pass; without filters the same list comes back."""
    if not query.groups:
        return rows
    wanted, others = _by_columns(query.groups, definition)
    tests = [[_test(condition, definition) for condition in group] for group in others]
    return [
        row
        for row in rows
        if any(_values(row, columns) in values for columns, values in wanted.items())
        or any(all(test(row[place]) for place, test in group) for group in tests)
    ]


def _by_columns(groups: Groups, definition: GetDefinition) -> tuple[dict[Columns, set[Values]], list[Group]]:
    """Gather the groups that ask for equality only, by their columns: long lists of numbers are looked up at once."""
    wanted: dict[Columns, set[Values]] = {}
    others: list[Group] = []
    for group in groups:
        if any(one.operator != EQUAL for one in group):
            others.append(group)
            continue
        places = [definition.columns.index(one.column) for one in group]
        columns = tuple((place, definition.fields[place].data_type) for place in places)
        values = tuple(_typed(one.value, data_type) for one, (_, data_type) in zip(group, columns, strict=True))
        wanted.setdefault(columns, set()).add(values)
    return wanted, others


def _values(row: Cells, columns: Columns) -> Values | None:
    """Return the cells of these columns as they are compared; None when one is empty, which equals nothing."""
    cells = [row[place] for place, _ in columns]
    if None in cells:
        return None
    return tuple(_comparable(cell, data_type) for cell, (_, data_type) in zip(cells, columns, strict=True))


def ordered(rows: Sequence[Cells], query: Query, definition: GetDefinition) -> Sequence[Cells]:
    """Sort by the asked columns, last one first so that each sort keeps the order of the one before."""
    for column, descending in reversed(query.order):
        place = definition.columns.index(column)
        rows = sorted(rows, key=_sort_key(place), reverse=descending)
    return rows


def page(rows: Sequence[Cells], query: Query, columns: int) -> Sequence[Cells]:
    """Cut the asked page out of the selected rows; raises TooMuchError when it would hold too many cells."""
    cut = rows if query.skip == -1 else rows[query.skip : query.skip + max(query.take, 1)]
    if len(cut) * columns >= MOST_CELLS:
        raise TooMuchError
    return cut


def shuffled(rows: Sequence[Cells], call: int) -> Sequence[Cells]:
    """Give unsorted rows another order at every call, as a database may: pages without sorting overlap and miss."""
    if len(rows) < 2:
        return rows
    start = call * 7919 % len(rows) or 1
    return [*rows[start:], *rows[:start]]


def _paging(parameters: Mapping[str, str]) -> tuple[int, int]:
    """Read skip and take; only one of them given leaves the other at its default."""
    try:
        skip = int(parameters.get("skip") or 0)
        take = int(parameters.get("take") or DEFAULT_TAKE)
    except ValueError:
        raise UnexpectedQueryError from None
    if skip < -1 or take < -1 or (take == -1 and skip != -1):
        raise UnexpectedQueryError
    return skip, take


def _plain_groups(parameters: Mapping[str, str]) -> tuple[tuple[Condition, ...], ...]:
    """Match columns, values and operators by position; a comma is AND, a semicolon is OR, nothing escapes them."""
    if not parameters.get("filterfieldids"):
        return ()
    columns = _nested(parameters["filterfieldids"])
    values = _nested(parameters.get("filtervalues", ""))
    given = parameters.get("operatortypes")
    operators = _nested(given) if given else [["1"] * len(group) for group in columns]
    if [len(group) for group in values] != [len(group) for group in columns]:
        raise UnexpectedQueryError
    if [len(group) for group in operators] != [len(group) for group in columns]:
        raise UnexpectedQueryError
    return tuple(
        tuple(Condition(column, _operator(sign), value) for column, sign, value in zip(*parts, strict=True))
        for parts in zip(columns, operators, values, strict=True)
    )


def _nested(text: str) -> list[list[str]]:
    """Split at semicolons, then at commas."""
    return [group.split(",") for group in text.split(";")]


def _operator(text: str) -> int:
    """Read an operator number."""
    if text.isdecimal() and 1 <= int(text) <= 15:
        return int(text)
    raise UnexpectedQueryError


def _json_groups(text: str) -> tuple[tuple[Condition, ...], ...]:
    """Read filterjson: Filters, a list of Filter, each with a list of Field."""
    try:
        filters = _as_list(json.loads(text)["Filters"]["Filter"])
        return tuple(tuple(_json_condition(field) for field in _as_list(group["Field"])) for group in filters)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise UnexpectedQueryError from None


def _json_condition(field: Mapping[str, str]) -> Condition:
    """Read one field of filterjson."""
    return Condition(field["@FieldId"], _operator(str(field.get("@OperatorType", "1"))), str(field.get("#text", "")))


def _as_list(value: object) -> list[Any]:
    """Take a single thing for a list of one, as the form allows both."""
    return value if isinstance(value, list) else [value]


def _order(text: str) -> tuple[tuple[str, bool], ...]:
    """Read the sort columns; a minus in front means descending."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    return tuple((name.removeprefix("-"), name.startswith("-")) for name in names)


def _sort_key(place: int) -> Callable[[Cells], tuple[bool, Any]]:
    """Sort empty cells first."""
    return lambda row: (row[place] is not None, row[place] if row[place] is not None else "")


def _test(condition: Condition, definition: GetDefinition) -> tuple[int, Test]:
    """Make the test of a condition, with the place of its column."""
    place = definition.columns.index(condition.column)
    field = definition.fields[place]
    if condition.operator in {8, 9}:
        return place, lambda cell: (cell in {None, ""}) == (condition.operator == 8)
    if condition.operator in _COMPARISONS:
        wanted = _typed(condition.value, field.data_type)
        compare = _COMPARISONS[condition.operator]
        return place, lambda cell: cell is not None and compare(_comparable(cell, field.data_type), wanted)
    search = _SEARCHES[condition.operator]
    text = condition.value.casefold()
    return place, lambda cell: cell is not None and search(str(cell).casefold(), text)


_COMPARISONS: Mapping[int, Callable[[Any, Any], bool]] = {
    1: lambda cell, value: cell == value,
    2: lambda cell, value: cell >= value,
    3: lambda cell, value: cell <= value,
    4: lambda cell, value: cell > value,
    5: lambda cell, value: cell < value,
    7: lambda cell, value: cell != value,
}
_SEARCHES: Mapping[int, Callable[[str, str], bool]] = {
    6: lambda cell, text: text in cell,
    10: lambda cell, text: cell.startswith(text),
    11: lambda cell, text: text not in cell,
    12: lambda cell, text: not cell.startswith(text),
    13: lambda cell, text: cell.endswith(text),
    14: lambda cell, text: not cell.endswith(text),
    15: lambda cell, text: all(word in cell for word in text.split()),
}
_TRUTH = {"true": True, "1": True, "false": False, "0": False}


def _typed(value: str, data_type: str) -> Comparable:
    """Read a filter value by the type of its column; a date with a Z is refused, as AFAS stumbles over it."""
    try:
        match data_type:
            case "int":
                return int(value)
            case "decimal":
                return float(value)
            case "boolean":
                return _TRUTH[value.lower()]
            case "date":
                return _moment(value)
            case _:
                return value.casefold()
    except (ValueError, KeyError):
        raise UnexpectedQueryError from None


def _moment(value: str) -> datetime:
    """Read a date or a date with a time, both without a time zone."""
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is not None:
        raise ValueError(value)
    return moment


def _comparable(cell: Comparable, data_type: str) -> Comparable:
    """Make a cell comparable with a typed value."""
    if data_type == "date":
        return datetime.fromisoformat(str(cell)).replace(tzinfo=None)
    return cell.casefold() if isinstance(cell, str) else cell
