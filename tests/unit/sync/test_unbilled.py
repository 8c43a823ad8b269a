"""Unbilled work: chosen and priced as an invoice would, by its age; what would mislead is left out."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from afas_assistant.sync.invoices.selection import InvoiceFilter, select_charges
from afas_assistant.sync.invoices.sources import Entry
from afas_assistant.sync.unbilled import LOOKS_BACK, UnbilledWork, unbilled_work
from afas_assistant.timechimp.statuses import InvoiceMethod, Kind, Status
from tests.helpers.invoicing import TODAY, entry, mapped, planned, project, sources, subscription, task


def unbilled(entries: Iterable[Entry] = (), *, claimed: frozenset[str] = frozenset(), **changes: Any) -> UnbilledWork:
    wanted = InvoiceFilter(TODAY - LOOKS_BACK, TODAY)
    return unbilled_work(select_charges(sources(entries, **changes), mapped(), wanted), claimed, TODAY)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def amounts(work: UnbilledWork) -> list[tuple[Decimal, int]]:
    return [(one.amount, one.count) for one in work.ages]


@pytest.mark.parametrize(
    ("days", "group"), [(0, 0), (14, 0), (15, 1), (30, 1), (31, 2), (60, 2), (61, 3), (90, 3), (91, 4), (365, 4)]
)
def test_each_age_falls_in_one_group(days: int, group: int) -> None:
    found = unbilled([entry(day=ago(days))])
    assert [one.count for one in found.ages] == [int(number == group) for number in range(5)]
    assert found.ages[group].amount == Decimal(110)
    assert found.ages[group].first <= days <= (found.ages[group].last or 365)


def test_the_amounts_are_those_of_the_invoice_plan() -> None:
    entries = [
        entry(number=1, quantity=Decimal("1.25")),
        entry(number=2, quantity=Decimal("0.33")),
        entry(Kind.EXPENSE, 3),
        entry(Kind.RIDE, 4, quantity=Decimal("12.5")),
    ]
    work = unbilled(entries)
    assert sum(one.amount for one in work.ages) == planned(entries).total()
    assert sum(one.count for one in work.ages) == 4


def test_what_is_invoiced_not_billable_or_in_the_outbox_is_left_out() -> None:
    entries = [
        entry(number=1),
        entry(number=2, status=Status.INVOICED),
        entry(number=3, billable=False),
        entry(number=4),
    ]
    work = unbilled(entries, claimed=frozenset({"hours/4"}))
    assert sum(one.count for one in work.ages) == 1
    assert (work.unpriced, work.unapproved) == (0, 0)


def test_what_has_no_price_or_is_not_approved_is_counted_apart() -> None:
    entries = [
        entry(number=1),
        entry(Kind.EXPENSE, 2, rate=None),
        entry(number=3, status=Status.OPEN, internal_status=Status.OPEN),
    ]
    work = unbilled(entries)
    assert (sum(one.count for one in work.ages), work.unpriced, work.unapproved) == (1, 1, 1)


def test_a_fixed_price_that_is_due_counts_at_its_day() -> None:
    due = project(method=InvoiceMethod.PROJECT_RATE, rate=Decimal(500), invoice_date=ago(20))
    later = project(12, InvoiceMethod.PROJECT_RATE, rate=Decimal(900), invoice_date=TODAY + timedelta(days=1))
    work = unbilled(projects=[due, later], tasks=[task()])
    assert amounts(work)[1] == (Decimal(500), 1)
    assert sum(one.count for one in work.ages) == 1


def test_what_is_invoiced_in_parts_has_no_amount() -> None:
    parts = project(method=InvoiceMethod.MILESTONE_RATE, rate=Decimal(5000))
    work = unbilled(projects=[parts])
    assert (sum(one.count for one in work.ages), work.unpriced) == (0, 1)


def test_subscriptions_are_left_out_since_timechimp_does_not_tell_which_periods_were_invoiced() -> None:
    work = unbilled(projects=[project(method=InvoiceMethod.SUBSCRIPTION, subscription=subscription())])
    assert (sum(one.count for one in work.ages), work.unpriced) == (0, 0)


def test_a_year_back_and_no_day_more() -> None:
    work = unbilled([entry(number=1, day=ago(365)), entry(number=2, day=ago(366))])
    assert sum(one.count for one in work.ages) == 1
