"""Unbilled work: what could be invoiced today and was not yet, by the age of the registration.

Chosen and priced as the invoice plan does it, of a year back. Some things are in no amount, since one would mislead:
what has no price or is invoiced by hand in parts, and subscriptions, of which TimeChimp does not tell the periods that
were invoiced. What is not approved cannot be invoiced yet; it is counted apart.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from afas_assistant.sync.collector import collector_paused
from afas_assistant.sync.invoices.charges import ChargeKind
from afas_assistant.sync.invoices.lines import Detail, lines_of
from afas_assistant.sync.invoices.selection import InvoiceFilter, Left, Selection, select_charges
from afas_assistant.sync.invoices.sources import read_sources
from afas_assistant.sync.money import ZERO
from afas_assistant.sync.workbench import Workbench

LOOKS_BACK = timedelta(days=365)
BEGINS = (0, 15, 31, 61, 91)
"""The youngest age of each group, in days; the last one has no end."""


@dataclass(frozen=True)
class AgeGroup:
    """Work that is `first` to `last` days old, both included (None: and older): euros without VAT, and how many."""

    first: int
    last: int | None
    amount: Decimal
    count: int


@dataclass(frozen=True)
class UnbilledWork:
    """All groups, youngest first; how many could be invoiced but have no price here, and how many are not approved."""

    ages: tuple[AgeGroup, ...]
    unpriced: int = 0
    unapproved: int = 0


def read_unbilled(bench: Workbench) -> UnbilledWork:
    """Read it from TimeChimp, without what the outbox holds; raises AssistantError."""
    today = bench.outbox.now().astimezone().date()
    first = today - LOOKS_BACK
    sources = read_sources(bench.timechimp, first, today)
    selection = select_charges(sources, bench.mappings, InvoiceFilter(first, today))
    scopes = {bench.place.scope} | {one for one in bench.outbox.scopes() if one.startswith(f"{bench.place.envid}/")}
    claimed = {name for scope in scopes for name in bench.outbox.claimed(scope, selection.names)}
    return unbilled_work(selection, claimed, today)


def unbilled_work(selection: Selection, claimed: Collection[str], today: date) -> UnbilledWork:
    """Return what of a selection is not billed yet; `claimed` are the names that the outbox holds."""
    money, counts, unpriced = dict.fromkeys(range(len(BEGINS)), ZERO), Counter[int](), 0
    free = [one for one in selection.charges if one.source not in claimed and one.kind is not ChargeKind.SUBSCRIPTION]
    with collector_paused():
        for line in lines_of(free, Detail.DETAILED, "nl"):
            (charge,) = line.charges
            if line.price is None or charge.by_hand:
                unpriced += 1
                continue
            group = _group((today - charge.day).days)
            money[group] += line.amount
            counts[group] += 1
    ends = [one - 1 for one in BEGINS[1:]]
    groups = tuple(
        AgeGroup(first, last, money[number], counts[number])
        for number, (first, last) in enumerate(zip(BEGINS, [*ends, None], strict=True))
    )
    return UnbilledWork(groups, unpriced, selection.left.get(Left.NOT_APPROVED, 0))


def _group(age: int) -> int:
    return max((number for number, begin in enumerate(BEGINS) if begin <= age), default=0)
