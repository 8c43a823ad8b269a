"""Entries that are in AFAS already, and whether one of them is a booking of ours: the same number, the same amounts.

Whether a list of entries shows all lines of an entry under the invoice number, or only the debtor's, differs; so the
lines that are seen must all be among ours, and the debtor's amount must be one of them. A supplier's invoice may have
the same number in another journal: that is another invoice.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from afas_assistant.sync.money import cents


@dataclass(frozen=True)
class BookedEntry:
    """An entry in AFAS: `amounts` are those of the lines that were seen, debit, negative when credit."""

    administration: int
    journal: str
    year: int
    entry_number: str
    invoice_number: str
    amounts: tuple[Decimal, ...]


class Likeness(StrEnum):
    """What the entries with a number have to do with a booking of ours."""

    NONE = "none"
    SAME = "same"
    OTHER_AMOUNTS = "other_amounts"
    OTHER_JOURNAL = "other_journal"


def likeness(
    entries: Iterable[BookedEntry], journal: str, gross: Decimal, amounts: Sequence[Decimal] = ()
) -> tuple[Likeness, BookedEntry | None]:
    """Return what these entries are to a booking in this journal, and the entry that shows it.

    `gross` is the debtor's amount (negative for a credit), `amounts` those of all lines; empty when they are no longer
    known, so that only the debtor's counts.
    """
    found = list(entries)
    same = next((one for one in found if _same(one, gross, amounts)), None)
    if same is not None:
        return Likeness.SAME, same
    ours = next((one for one in found if one.journal == journal), None)
    if ours is not None:
        return Likeness.OTHER_AMOUNTS, ours
    return (Likeness.OTHER_JOURNAL, found[0]) if found else (Likeness.NONE, None)


def _same(entry: BookedEntry, gross: Decimal, amounts: Sequence[Decimal]) -> bool:
    seen = Counter(cents(one) for one in entry.amounts if one)
    if cents(gross) not in seen:
        return False
    return not amounts or not seen - Counter(map(cents, amounts))


def lines_in(body: str) -> list[dict[str, Any]]:
    """Return the fields of the lines of a recorded booking; none for a body that is no booking."""
    try:
        objects = json.loads(body, parse_float=Decimal)["FiEntryPar"]["Element"]["Objects"]
        return [line["Fields"] for one in objects for line in one["FiEntries"]["Element"]]
    except (ValueError, KeyError, TypeError):
        return []


def amounts_in(body: str) -> list[Decimal]:
    """Return the amounts of the lines of a recorded booking, debit, negative when credit."""
    return [Decimal(str(one.get("AmDe") or 0)) - Decimal(str(one.get("AmCr") or 0)) for one in lines_in(body)]
