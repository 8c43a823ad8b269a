"""Customers, from AFAS to TimeChimp: what is to be made, what differs, and what a person has to decide.

Pure: the plan is made of the rows of both sides and says the same whatever their order. Nothing is ever deleted, and
nobody is archived or brought back.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime

from afas_assistant.sync.collector import collector_paused, in_order, taken
from afas_assistant.sync.customers import records
from afas_assistant.sync.customers.changes import changes
from afas_assistant.sync.customers.matching import Matches, match
from afas_assistant.sync.customers.records import Maker
from afas_assistant.sync.master_records import Debtor
from afas_assistant.sync.plan import Plan, PlannedRecord
from afas_assistant.texts import phrase
from afas_assistant.timechimp.models import Customer

CUSTOMERS = "customers"
REMARKS = (
    phrase("Nothing is deleted in TimeChimp, and what AFAS does not have is not wiped out there."),
    phrase("Payment terms are not copied: AFAS gives the code of a condition, TimeChimp wants days."),
)


@dataclass(frozen=True)
class CustomerOptions:
    """What is wanted. Debtors that are blocked for delivery are not made, archived customers are left as they are."""

    update: bool = True
    with_blocked: bool = False
    with_archived: bool = False


def plan_customers(
    debtors: Iterable[Debtor],
    customers: Iterable[Customer],
    *,
    maker: Maker,
    scope: str,
    environment: str,
    made_at: datetime,
    options: CustomerOptions = CustomerOptions(),
    made: Collection[str] = (),
) -> Plan:
    """Return the plan; `made` are the references of customers that the outbox holds as made (kind customer_new).

    `customers` are gone through first, and both only once: they may be read while they are gone through.
    """
    planner = _Planner(maker, options, made_at, frozenset(made))
    with collector_paused():
        found = in_order(planner.records(match(debtors, customers)), lambda one: one.reference)
    return Plan(CUSTOMERS, scope, environment, "", found, made_at, REMARKS, asdict(options))


class _Planner:
    """One plan in the making."""

    def __init__(self, maker: Maker, options: CustomerOptions, made_at: datetime, made: frozenset[str]) -> None:
        self._maker = maker
        self._options = options
        self._made_at = made_at
        self._made = made

    def records(self, matches: Matches) -> Iterator[PlannedRecord]:
        """Return a record for everybody."""
        yield from (self._pair(debtor, customer) for debtor, customer in taken(matches.pairs))
        yield from map(self._new, taken(matches.new))
        yield from (records.link(one, self._made_at) for one in matches.links)
        yield from map(records.twice, matches.twice)
        yield from {one.reference: one for one in map(records.without_number, matches.without_number)}.values()
        yield from map(records.only_in_timechimp, taken(matches.left))

    def _pair(self, debtor: Debtor, customer: Customer) -> PlannedRecord:
        changed = changes(debtor, customer)
        if not changed:
            return records.same(debtor)
        if not self._options.update:
            return records.nothing(debtor, records.NOT_UPDATED, changed)
        if not customer.active and not self._options.with_archived:
            return records.nothing(debtor, records.ARCHIVED, changed)
        return records.changed(debtor, customer, changed, self._made_at)

    def _new(self, debtor: Debtor) -> PlannedRecord:
        if debtor.blocked and not self._options.with_blocked:
            return records.nothing(debtor, records.BLOCKED)
        if records.debtor_reference(debtor.number) in self._made:
            return records.nothing(debtor, records.MADE_BEFORE)
        return records.new(debtor, self._maker)
