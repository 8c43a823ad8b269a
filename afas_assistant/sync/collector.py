"""Reading and planning long lists without Python's search for cycles, and without keeping a window waiting.

The search takes a fifth of the time and finds none. Measured with 100,000 debtors against 100,000 customers: 3.6
instead of 4.5 seconds of work. Rows and plans are plain values that never point back at each other, so nothing is kept
that would otherwise be freed.

Python lets another thread in between two of its steps, but sorting a list is one step, and freeing it with all that is
in it is another: a tenth of a second each for 100,000 records. So both are done in pieces here.
"""

import gc
from collections.abc import Callable, Iterable, Iterator, MutableMapping
from contextlib import contextmanager
from heapq import merge
from itertools import islice
from typing import Any, TypeVar

PIECE = 4_096
"""Rows that are sorted in one step: 5 ms."""
T = TypeVar("T")


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause the collector for a while, for the whole process; it goes on afterwards if it was on."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def in_order(rows: Iterable[T], key: Callable[[T], str]) -> list[T]:
    """Return rows in the order of a key, as `sorted` does."""
    waiting, runs = iter(rows), []
    while run := sorted(islice(waiting, PIECE), key=key):
        runs.append(run)
    return list(merge(*runs, key=key))


def taken(rows: list[T]) -> Iterator[T]:
    """Give the rows of a list from its end, and let each go once the next is asked for."""
    while rows:
        yield rows.pop()


def let_go(*tables: MutableMapping[Any, Any] | None) -> None:
    """Empty tables that nobody needs any more."""
    for table in tables:
        while table:
            table.popitem()
