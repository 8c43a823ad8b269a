"""A GetConnector's rows, page by page.

AFAS gives no total: the end is a page shorter than asked, or an empty one. The first page is small and shows how many
columns there are (AFAS always sends all of them), which sets the size of the others; so no extra call is needed, and a
short list takes one.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from afas_assistant.afas.query import page_size

FIRST_PAGE = 100
"""Rows; AFAS's own default, and safe for connectors of up to 1,499 columns."""


@dataclass(frozen=True)
class Page:
    """Rows as AFAS sent them, and where they stand: `skip` rows come before, `take` were asked for."""

    skip: int
    take: int
    rows: tuple[dict[str, Any], ...]

    def repeats(self, before: "Page") -> bool:
        """Return whether this page starts over instead of going on: a server that ignores `skip` would do so for ever.

        Rows that are all alike prove nothing: a connector with few columns may rightly have thousands of those.
        """
        shorter = min(len(before.rows), len(self.rows))
        if shorter == 0 or before.rows[:shorter] != self.rows[:shorter]:
            return False
        return any(row != before.rows[0] for row in before.rows[1:shorter])


def pages_of(fetch: Callable[[int, int, Page | None], Page]) -> Iterator[Page]:
    """Return the pages that `fetch(skip, take, page_before)` gives, to the end; an empty list is one empty page."""
    page = fetch(0, FIRST_PAGE, None)
    yield page
    size = page_size(len(page.rows[0])) if page.rows else FIRST_PAGE
    while page.rows and len(page.rows) >= page.take:
        page = fetch(page.skip + len(page.rows), size, page)
        if page.rows:
            yield page
