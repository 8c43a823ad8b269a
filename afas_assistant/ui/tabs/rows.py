"""Rows for the tables of the daily work: what is painted of each, and which are shown in which order.

Pure values. A hundred thousand rows are arranged on a lane and handed to the view as one list of places: a proxy of
Qt's would ask Python about each of them, several times, on the thread that paints.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from heapq import merge
from typing import Protocol

from afas_assistant.texts import Text, literal
from afas_assistant.ui.states import Look

ALL = "all"
AT_ONCE = 4_096
"""Rows that are filtered or sorted in one piece: Python lets no other thread in while it sorts."""

SortKey = tuple[int, str | Decimal]


@dataclass(frozen=True, slots=True)
class ShownRow:
    """What is painted of a row. `right` stands at the right: an amount, or what can be done."""

    look: Look
    number: str
    name: str
    reason: Text
    right: str = ""
    action: str = ""


class RowSource(Protocol):
    """A list of rows, by place; `tickable` are the places that can be ticked."""

    tickable: frozenset[int]

    def __len__(self) -> int: ...

    def shown(self, place: int) -> ShownRow:
        """Return what is painted."""
        ...

    def choice(self, place: int) -> str:
        """Return under which choice a row counts."""
        ...

    def sort_key(self, place: int, column: int) -> SortKey:
        """Return what to sort by; places that are equal keep their order."""
        ...

    def words(self, place: int) -> str:
        """Return what a search looks in, in folded letters."""
        ...


@dataclass(frozen=True)
class Arrangement:
    """Which rows, in which order. `column` is None for the order of the source: the worst first."""

    choice: str = ALL
    search: str = ""
    column: int | None = None
    descending: bool = False


def arranged(source: RowSource, wanted: Arrangement) -> list[int]:
    """Return the places to be shown, in order; takes a second for 100,000 rows, with pauses for other threads."""
    found = list(_fitting(source, wanted))
    column = wanted.column
    if column is None:
        return found
    runs = []
    for start in range(0, len(found), AT_ONCE):
        keyed = [(source.sort_key(one, column), one) for one in found[start : start + AT_ONCE]]
        runs.append(sorted(keyed))
    places = [place for _, place in merge(*runs)]
    return places[::-1] if wanted.descending else places


def _fitting(source: RowSource, wanted: Arrangement) -> Iterator[int]:
    search = wanted.search.strip().casefold()
    for place in range(len(source)):
        if wanted.choice not in {ALL, source.choice(place)}:
            continue
        if not search or search in source.words(place):
            yield place


def counted(source: RowSource, choices: Sequence[str]) -> dict[str, int]:
    """Return how many rows there are of each choice, and of all."""
    counts = dict.fromkeys(choices, 0)
    for place in range(len(source)):
        counts[source.choice(place)] += 1
    return {ALL: len(source), **counts}


NOTHING = literal("")
