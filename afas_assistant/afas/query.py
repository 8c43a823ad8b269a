"""What to ask of a GetConnector: filters, order and page, as AFAS's query string wants them.

Filters are groups: within a group all must hold (AND), and one group that holds is enough (OR). AFAS has two spellings,
three comma lists or one JSON text; the lists have no escape for a comma or semicolon in a value, so JSON is then used.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import IntEnum
from typing import Self
from urllib.parse import quote

from afas_assistant.errors import ConfigurationError
from afas_assistant.texts import phrase

LONGEST_QUERY = 2049
"""Characters from the question mark on; AFAS answers a longer one with an empty 404 (AFAS's GetConnector page)."""
MOST_CELLS = 150_000
"""Columns times rows must stay below this (AFAS's GetConnector page)."""
MOST_ROWS = 2_000
"""Rows of one page: parsing larger ones holds up a window noticeably (measured: 7,000 rows of 21 cells, 91 ms)."""

Value = str | int | Decimal | bool | date | datetime


class Operator(IntEnum):
    """AFAS's fifteen comparisons. EMPTY and NOT_EMPTY take no value, but AFAS wants one to be there."""

    EQUAL = 1
    AT_LEAST = 2
    AT_MOST = 3
    GREATER = 4
    LESS = 5
    CONTAINS = 6
    NOT_EQUAL = 7
    EMPTY = 8
    NOT_EMPTY = 9
    STARTS_WITH = 10
    CONTAINS_NOT = 11
    STARTS_NOT_WITH = 12
    ENDS_WITH = 13
    ENDS_NOT_WITH = 14
    QUICK = 15


@dataclass(frozen=True)
class Filter:
    """One comparison. `field` is the column's `id` in metainfo, not its `fieldId`."""

    field: str
    value: Value = ""
    operator: Operator = Operator.EQUAL

    def text(self) -> str:
        """Return the value as AFAS writes it: dates in Amsterdam time without a zone, decimals with a point."""
        if isinstance(self.value, bool):
            return "true" if self.value else "false"
        if isinstance(self.value, datetime):
            if self.value.tzinfo is not None:
                raise ValueError("AFAS compares with Amsterdam time without a zone; give a datetime without one")
            return self.value.isoformat(timespec="seconds")
        if isinstance(self.value, Decimal):
            return f"{self.value:f}"
        return self.value.isoformat() if isinstance(self.value, date) else str(self.value)


@dataclass(frozen=True)
class Query:
    """Groups of filters and an order; `order` holds column ids, with a minus in front for descending.

    Without an order AFAS's pages may overlap or miss rows, so paging demands one.
    """

    groups: tuple[tuple[Filter, ...], ...] = ()
    order: tuple[str, ...] = ()

    @classmethod
    def all_of(cls, *filters: Filter, order: Iterable[str] = ()) -> Self:
        """Return a query for rows that pass every filter."""
        return cls((filters,) if filters else (), tuple(order))

    @classmethod
    def any_of(cls, *filters: Filter, order: Iterable[str] = ()) -> Self:
        """Return a query for rows that pass at least one filter."""
        return cls(tuple((one,) for one in filters), tuple(order))

    def parameters(self, skip: int | None = None, take: int | None = None) -> list[tuple[str, str]]:
        """Return the parameters in AFAS's words, not yet encoded."""
        page = [(name, str(value)) for name, value in (("skip", skip), ("take", take)) if value is not None]
        order = [("orderbyfieldids", ",".join(self.order))] if self.order else []
        return [*page, *self._filters(), *order]

    def query_string(self, skip: int | None = None, take: int | None = None) -> str:
        """Return the query string with its question mark, or "" when there is nothing to ask.

        Raises ConfigurationError `query_too_long`, since AFAS would answer with a 404 that says nothing.
        """
        pairs = "&".join(f"{name}={quote(value, safe=',-:')}" for name, value in self.parameters(skip, take))
        if not pairs:
            return ""
        if len(pairs) + 1 > LONGEST_QUERY:
            raise _too_long(len(pairs) + 1)
        return f"?{pairs}"

    def _filters(self) -> list[tuple[str, str]]:
        groups = [group for group in self.groups if group]
        if not groups:
            return []
        if any(separator in one.text() + one.field for group in groups for one in group for separator in ",;"):
            return [("filterjson", _filter_json(groups))]
        return [
            ("filterfieldids", _listed(groups, lambda one: one.field)),
            ("filtervalues", _listed(groups, lambda one: one.text())),
            ("operatortypes", _listed(groups, lambda one: str(int(one.operator)))),
        ]


def page_size(columns: int) -> int:
    """Return how many rows to ask for at once: at most 2,000, and columns × rows below AFAS's 150,000."""
    return max(1, min(MOST_ROWS, (MOST_CELLS - 1) // max(1, columns)))


def _listed(groups: list[tuple[Filter, ...]], part: Callable[[Filter], str]) -> str:
    return ";".join(",".join(part(one) for one in group) for group in groups)


def _filter_json(groups: list[tuple[Filter, ...]]) -> str:
    filters = [
        {
            "@FilterId": f"Filter {number}",
            "Field": [
                {"@FieldId": one.field, "@OperatorType": str(int(one.operator)), "#text": one.text()} for one in group
            ],
        }
        for number, group in enumerate(groups, 1)
    ]
    return json.dumps({"Filters": {"Filter": filters}}, ensure_ascii=False, separators=(",", ":"))


def _too_long(length: int) -> ConfigurationError:
    return ConfigurationError(
        "query_too_long",
        title=phrase("The question to AFAS is too long."),
        explanation=phrase(
            "It has {length} characters; AFAS takes {limit} and answers a longer one with not found.",
            length=length,
            limit=LONGEST_QUERY,
        ),
        action=phrase("Filter on fewer values at a time."),
    )
