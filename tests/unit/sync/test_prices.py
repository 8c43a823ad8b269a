"""The price of an hour, a kilometre, a piece and a project, each with its reason; and when a subscription is due."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afas_assistant.sync.invoices.prices import Basis, Price, Rates, expense_price, fixed_price, subscription_price
from afas_assistant.sync.invoices.subscriptions import due_periods
from afas_assistant.timechimp.models import Customer, Project, ProjectTask
from afas_assistant.timechimp.statuses import Frequency, InvoiceMethod
from tests.helpers.invoicing import activity, customer, project, subscription, task, user

TASK, USER = InvoiceMethod.TASK_HOURLY_RATE, InvoiceMethod.USER_HOURLY_RATE
PROJECT, CUSTOMER = InvoiceMethod.PROJECT_HOURLY_RATE, InvoiceMethod.CUSTOMER_HOURLY_RATE
RATES = Rates({31: activity(), 32: activity(32, None)}, {41: user(), 42: user(42, None)}, {(11, 43): Decimal(85)})


def hour(
    of: Project | None, *, on: ProjectTask | None = None, activity_id: int = 31, user_id: int | None = 41,
    to: Customer | None = None,
) -> Price:  # fmt: skip
    return RATES.hour(of, to, task=on, activity_id=activity_id, user_id=user_id)


@pytest.mark.parametrize(
    ("found", "amount", "basis"),
    [
        (hour(project(method=TASK), on=task()), "110", Basis.PROJECT_TASK),
        (hour(project(method=TASK), on=task(rate="0")), "0", Basis.PROJECT_TASK),
        (hour(project(method=TASK), on=task(rate=None)), "95", Basis.ACTIVITY),
        (hour(project(method=TASK)), "95", Basis.ACTIVITY),
        (hour(project(method=TASK), activity_id=32), None, Basis.NO_ACTIVITY_RATE),
        (hour(project(method=USER), user_id=43), "85", Basis.PROJECT_USER),
        (hour(project(method=USER)), "80", Basis.CONTRACT),
        (hour(project(12, USER), user_id=43), None, Basis.NO_USER_RATE),
        (hour(project(method=USER), user_id=42), None, Basis.NO_USER_RATE),
        (hour(project(method=USER), user_id=None), None, Basis.NO_USER_RATE),
        (hour(project(method=PROJECT, hourly_rate=Decimal("72.50")), on=task()), "72.50", Basis.PROJECT),
        (hour(project(method=PROJECT), on=task()), None, Basis.NO_PROJECT_RATE),
        (hour(project(method=CUSTOMER), on=task(), to=customer()), "60", Basis.CUSTOMER),
        (hour(project(method=CUSTOMER), to=customer(hourly_rate=None)), None, Basis.NO_CUSTOMER_RATE),
        (hour(project(method=CUSTOMER)), None, Basis.NO_CUSTOMER_RATE),
        (hour(project(method=InvoiceMethod.UNKNOWN), on=task()), None, Basis.NO_METHOD),
        (hour(None, to=customer()), "95", Basis.ACTIVITY),
        (hour(None, activity_id=32, to=customer()), "60", Basis.CUSTOMER),
        (hour(None, activity_id=32), None, Basis.NO_ACTIVITY_RATE),
    ],
)
def test_an_hour_costs_what_the_projects_method_says(found: Price, amount: str | None, basis: Basis) -> None:
    assert found == Price(None if amount is None else Decimal(amount), basis)


def test_a_kilometre_costs_what_the_customer_pays_else_what_the_office_asks() -> None:
    office = Rates(office_mileage=Decimal("0.25"))
    assert office.kilometre(customer()) == Price(Decimal("0.40"), Basis.MILEAGE)
    assert office.kilometre(customer(mileage_rate=None)) == Price(Decimal("0.25"), Basis.OFFICE_MILEAGE)
    assert RATES.kilometre(customer(mileage_rate=None)) == Price(None, Basis.NO_MILEAGE_RATE)


def test_expenses_fixed_prices_and_subscriptions_bring_their_own() -> None:
    assert expense_price(Decimal(-20)) == Price(Decimal(-20), Basis.EXPENSE)
    assert expense_price(None).basis is Basis.NO_EXPENSE_RATE
    assert fixed_price(project(rate=Decimal(2500))) == Price(Decimal(2500), Basis.FIXED_PRICE)
    assert fixed_price(project()).basis is Basis.NO_FIXED_PRICE
    assert subscription_price(subscription()) == Price(Decimal("49.95"), Basis.SUBSCRIPTION)


@pytest.mark.parametrize(
    ("frequency", "start", "first", "last", "expected"),
    [
        (Frequency.MONTH, "2026-01-15", "2026-11-01", "2026-11-30", ["2026-11 2026-11-15"]),
        (Frequency.MONTH, "2026-01-31", "2026-02-01", "2026-04-30",
         ["2026-02 2026-02-28", "2026-03 2026-03-31", "2026-04 2026-04-30"]),
        (Frequency.MONTH, "2026-11-15", "2026-11-15", "2026-11-15", ["2026-11 2026-11-15"]),
        (Frequency.MONTH, "2026-12-01", "2026-11-01", "2026-11-30", []),
        (Frequency.QUARTER, "2026-02-10", "2026-10-01", "2026-12-31", ["2026-11 2026-11-10"]),
        (Frequency.QUARTER, "2026-02-10", "2026-09-01", "2026-09-30", []),
        (Frequency.YEAR, "2024-02-29", "2026-01-01", "2026-12-31", ["2026-02 2026-02-28"]),
        (Frequency.WEEK, "2026-11-04", "2026-11-10", "2026-11-25",
         ["2026-W46 2026-11-11", "2026-W47 2026-11-18", "2026-W48 2026-11-25"]),
        (Frequency.WEEK, "2026-12-31", "2026-12-31", "2027-01-06", ["2026-W53 2026-12-31"]),
        (Frequency.UNKNOWN, "2026-01-15", "2026-11-01", "2026-11-30", []),
    ],
)  # fmt: skip
def test_a_subscription_is_due_on_its_own_day(
    frequency: Frequency, start: str, first: str, last: str, expected: list[str]
) -> None:
    days = [date.fromisoformat(one) for one in (start, first, last)]
    found = due_periods(subscription(frequency=frequency), *days)
    assert [f"{one.name} {one.begins}" for one in found] == expected


@pytest.mark.parametrize("frequency", [Frequency.WEEK, Frequency.MONTH, Frequency.YEAR])
def test_the_last_day_that_there_is_ends_the_periods(frequency: Frequency) -> None:
    found = due_periods(subscription(frequency=frequency), date(2026, 1, 1), date(9999, 1, 1), date.max)
    assert found[0].begins.year == found[-1].begins.year == 9999


def test_a_subscription_that_ended_is_not_due() -> None:
    ended = subscription(end=date(2026, 11, 14))
    assert due_periods(ended, date(2026, 1, 15), date(2026, 11, 1), date(2026, 11, 30)) == []
    assert due_periods(ended, date(2026, 1, 14), date(2026, 11, 1), date(2026, 11, 30)) != []


@given(
    st.sampled_from([Frequency.WEEK, Frequency.MONTH, Frequency.QUARTER, Frequency.YEAR]),
    st.dates(date(2024, 1, 1), date(2027, 1, 1)),
    st.lists(st.dates(date(2025, 1, 1), date(2026, 12, 31)), min_size=1, max_size=5, unique=True),
)
def test_periods_fall_once_however_a_year_is_cut(frequency: Frequency, start: date, cuts: list[date]) -> None:
    one, year, end = subscription(frequency=frequency), date(2025, 1, 1), date(2027, 1, 1)
    edges = [year, *sorted({*cuts} - {year}), end]
    parts = [
        due for first, after in pairwise(edges)
        for due in due_periods(one, start, first, date.fromordinal(after.toordinal() - 1))
    ]  # fmt: skip
    assert parts == due_periods(one, start, year, date(2026, 12, 31))
    assert len({due.name for due in parts}) == len(parts)
