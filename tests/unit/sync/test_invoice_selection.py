"""What is charged and what is not, with the reason: registrations by status, projects by their method."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from afas_assistant.errors import ConfigurationError
from afas_assistant.sync.invoices.charges import Charge, ChargeKind
from afas_assistant.sync.invoices.choices import customers_named, projects_named
from afas_assistant.sync.invoices.selection import InvoiceFilter, Left, Selection, proposed_status, select_charges
from afas_assistant.sync.mapping.mappings import Mappings
from afas_assistant.timechimp.models import Project
from afas_assistant.timechimp.statuses import InvoiceMethod, Kind, Status
from tests.helpers.invoicing import (
    FIRST,
    LAST,
    WANTED,
    activity,
    customer,
    entry,
    mapped,
    project,
    sources,
    subscription,
    task,
)  # fmt: skip

FIXED, TASKS, PARTS = InvoiceMethod.PROJECT_RATE, InvoiceMethod.TASK_RATE, InvoiceMethod.MILESTONE_RATE
SUBSCRIBED = InvoiceMethod.SUBSCRIPTION


def selected(*entries: Any, mappings: Mappings | None = None, wanted: InvoiceFilter = WANTED, **more: Any) -> Selection:
    return select_charges(sources(entries, **more), mappings or mapped(), wanted)


def singly(*references: str) -> InvoiceFilter:
    return InvoiceFilter(FIRST, LAST, references=frozenset(references))


def codes(charge: Charge) -> list[str]:
    return [one.reason.code for one in charge.doubts]


@pytest.mark.parametrize(
    ("changes", "left"),
    [
        ({}, None),
        ({"status": Status.INVOICED}, Left.INVOICED),
        ({"internal_status": Status.INVOICED}, Left.INVOICED),
        ({"status": Status.WRITTEN_OFF}, Left.WRITTEN_OFF),
        ({"billable": False}, Left.NOT_BILLABLE),
        ({"status": Status.OPEN}, Left.NOT_APPROVED),
        ({"status": Status.PENDING_APPROVAL}, Left.NOT_APPROVED),
        ({"status": Status.REJECTED}, Left.NOT_APPROVED),
        ({"status": Status.UNKNOWN}, Left.NOT_APPROVED),
        ({"client_status": Status.PENDING_APPROVAL}, Left.NOT_APPROVED),
        ({"client_status": Status.REJECTED}, Left.NOT_APPROVED),
        ({"client_status": Status.OPEN}, None),
        ({"client_status": Status.APPROVED}, None),
        ({"quantity": Decimal(0)}, Left.NOTHING),
    ],
)
@pytest.mark.parametrize("kind", Kind)
def test_charged_is_what_is_billable_approved_and_not_invoiced(
    kind: Kind, changes: dict[str, Any], left: Left | None
) -> None:
    found = selected(entry(kind, **changes))
    assert [one.source for one in found.charges] == ([] if left else [f"{kind.value}/1"])
    assert dict(found.left) == ({left: 1} if left else {})


@pytest.mark.parametrize(
    ("tasks", "activities", "own", "charged"),
    [
        ([task(billable=False)], [activity()], None, False),
        ([task()], [activity(billable=False)], None, True),
        ([], [activity(billable=False)], None, False),
        ([], [], None, True),
        ([task(billable=False)], [activity()], True, True),
    ],
)
def test_an_hour_is_billable_by_its_own_word_else_its_tasks_else_its_activitys(
    tasks: list[Any], activities: list[Any], own: bool | None, charged: bool
) -> None:
    found = selected(entry(billable=own), tasks=tasks, activities=activities)
    assert (len(found.charges) == 1) is charged


@pytest.mark.parametrize(
    ("method", "hours", "others"),
    [
        (InvoiceMethod.NO_INVOICING, Left.NO_INVOICING, Left.NO_INVOICING),
        (PARTS, Left.COVERED, None),
        (FIXED, Left.COVERED, None),
        (TASKS, Left.COVERED, None),
        (SUBSCRIBED, Left.COVERED, None),
        (InvoiceMethod.CUSTOMER_HOURLY_RATE, None, None),
    ],
)
def test_hours_are_part_of_a_projects_price_and_expenses_are_not(
    method: InvoiceMethod, hours: Left | None, others: Left | None
) -> None:
    billed = project(method=method, invoice_status=Status.INVOICED)
    wanted = singly("hours/1", "expense/2")
    found = selected(entry(), entry(Kind.EXPENSE, 2), projects=[billed], wanted=wanted)
    expected = {"hours/1": hours, "expense/2": others}
    assert found.singly == {source: left for source, left in expected.items() if left}
    assert [one.source for one in found.charges] == [source for source, left in expected.items() if left is None]


def test_open_is_invoiced_where_a_person_said_so_and_in_doubt_where_history_says_so() -> None:
    confirmed = selected(entry(status=Status.OPEN), mappings=mapped(status_to_invoice="Open"))
    assert (len(confirmed.charges), confirmed.findings) == (1, ())
    both = selected(entry(status=Status.OPEN), entry(number=2), mappings=mapped(status_to_invoice="Open"))
    assert len(both.charges) == 2
    unsaid = mapped(status_to_invoice="")
    never = selected(entry(status=Status.OPEN, internal_status=Status.OPEN), mappings=unsaid)
    assert [one.reason.code for one in never.findings] == ["status_unconfirmed"]
    assert len(never.charges) == 1
    approves = selected(entry(status=Status.OPEN), entry(number=2), mappings=unsaid)
    assert ([one.source for one in approves.charges], approves.findings) == (["hours/2"], ())


@pytest.mark.parametrize("seen", [Status.APPROVED, Status.PENDING_APPROVAL, Status.REJECTED])
def test_one_approval_in_history_is_an_approval_flow(seen: Status) -> None:
    assert proposed_status([Status.OPEN, seen])[0] is Status.APPROVED
    assert proposed_status([Status.OPEN, Status.INVOICED, Status.WRITTEN_OFF])[0] is Status.OPEN


def test_filters_by_period_customer_project_and_singly() -> None:
    rows = [
        entry(number=1), entry(number=2, day=date(2026, 10, 31)), entry(number=3, day=date(2026, 12, 1)),
        entry(number=4, customer_id=8, project_id=None, task_id=None), entry(number=5, project_id=12),
        entry(number=6, day=FIRST), entry(number=7, day=LAST), entry(number=8, customer_id=None),
    ]  # fmt: skip
    more: dict[str, Any] = {"customers": [customer(), customer(8)], "projects": [project(), project(12)]}

    def ids(wanted: InvoiceFilter) -> list[int]:
        return [one.id for one in selected(*rows, wanted=wanted, **more).charges]

    assert ids(WANTED) == [1, 4, 5, 6, 7, 8]
    assert ids(InvoiceFilter(FIRST, LAST, customers=frozenset({8}))) == [4]
    assert ids(InvoiceFilter(FIRST, LAST, customers=frozenset({7}), projects=frozenset({11}))) == [1, 6, 7, 8]
    assert ids(singly("hours/5", "hours/2")) == [5]
    assert selected(*rows, wanted=singly("hours/5", "hours/2"), **more).singly == {"hours/2": None}


def whole(*projects: Project, wanted: InvoiceFilter = WANTED, **more: Any) -> Selection:
    return selected(projects=projects, wanted=wanted, **more)


@pytest.mark.parametrize(
    ("changes", "doubts"),
    [
        ({"invoice_date": LAST}, []),
        ({"invoice_date": date(2026, 1, 1)}, []),
        ({"invoice_date": None}, ["moment_unknown"]),
        ({"invoice_date": LAST, "invoice_status": Status.UNKNOWN}, ["billed_unknown"]),
        ({"invoice_date": date(2026, 12, 1)}, None),
        ({"invoice_status": Status.INVOICED}, None),
        ({"invoice_id": 150}, None),
        ({"in_instalments": True}, ["milestone"]),
    ],
)
def test_a_fixed_price_is_charged_once_when_its_date_has_come(
    changes: dict[str, Any], doubts: list[str] | None
) -> None:
    found = whole(project(method=FIXED, rate=Decimal(2500), **changes))
    assert [(one.source, one.quantity, one.price.amount) for one in found.charges] == (
        [] if doubts is None else [("project/11", Decimal(1), Decimal(2500))]
    )
    assert [codes(one) for one in found.charges] == ([] if doubts is None else [doubts])


def test_a_fixed_price_named_singly_needs_no_date() -> None:
    later = project(method=FIXED, rate=Decimal(2500), invoice_date=date(2027, 1, 1))
    (charge,) = whole(later, wanted=singly("project/11")).charges
    assert charge.doubts == ()
    billed = whole(project(method=FIXED, invoice_id=3), wanted=singly("project/11"))
    assert billed.singly == {"project/11": Left.INVOICED}


def test_a_price_for_each_activity_waits_for_a_person() -> None:
    tasks = [task(rate="450"), task(22, billable=False), task(23, None, activity_name="Ontwerp", activity_id=99)]
    found = whole(project(method=TASKS, invoice_date=LAST), tasks=tasks)
    assert [(one.source, one.subject, one.price.amount, codes(one)) for one in found.charges] == [
        ("task/21", "Advies", Decimal(450), ["task_price_inferred"]),
        ("task/23", "Ontwerp", None, ["task_price_inferred"]),
    ]
    assert [one.item_keys for one in found.charges] == [
        ("activity:300", "fixed_price", "default"), ("fixed_price", "default"),
    ]  # fmt: skip


def test_milestones_are_for_a_person() -> None:
    (charge,) = whole(project(method=PARTS, rate=Decimal(9000))).charges
    assert (charge.by_hand, codes(charge)) == (True, ["milestone"])


def test_a_subscription_is_charged_for_each_period_that_begins() -> None:
    quarter = InvoiceFilter(date(2026, 9, 16), LAST)
    found = whole(project(method=SUBSCRIBED, subscription=subscription()), wanted=quarter)
    assert [(one.source, one.day, one.subject) for one in found.charges] == [
        ("subscription/11/2026-10", date(2026, 10, 15), "Servicecontract 2026-10"),
        ("subscription/11/2026-11", date(2026, 11, 15), "Servicecontract 2026-11"),
    ]
    assert found.charges[0].quantity * (found.charges[0].price.amount or 0) == Decimal("99.90")
    assert found.charges[0].item_keys == ("subscription:ABO", "default")


def test_a_subscription_that_timechimp_calls_invoiced_is_charged_singly_and_in_doubt() -> None:
    billed = project(method=SUBSCRIBED, subscription=subscription(), invoice_status=Status.INVOICED)
    assert whole(billed).charges == ()
    (charge,) = whole(billed, wanted=singly("subscription/11/2026-11")).charges
    assert codes(charge) == ["invoiced_elsewhere"]


def test_a_subscription_without_particulars_is_for_a_person() -> None:
    (charge,) = whole(project(method=SUBSCRIBED)).charges
    assert (charge.by_hand, codes(charge)) == (True, ["subscription_unclear"])
    (undated,) = whole(project(method=SUBSCRIBED, start=None, subscription=subscription(start=None))).charges
    assert undated.by_hand


def test_customers_and_projects_are_named_as_people_know_them() -> None:
    both = sources(customers=[customer(7, number="007"), customer(8, number="7")], projects=[project(), project(12)])
    assert customers_named(both, ["007"]) == {7}
    assert customers_named(both, ["7", "klant 7"]) == {7, 8}
    assert projects_named(both, ["P11", " Project 12 "]) == {11, 12}
    with pytest.raises(ConfigurationError) as error:
        customers_named(both, ["7", "nobody"])
    assert (error.value.code, "nobody" in str(error.value)) == ("customer_not_found", True)
    with pytest.raises(ConfigurationError) as error:
        projects_named(both, ["P99"])
    assert error.value.code == "project_not_found"


def test_only_the_kinds_that_are_asked_for_are_charged() -> None:
    entries = [entry(number=1), entry(Kind.EXPENSE, 2), entry(Kind.RIDE, 3)]
    fixed = project(12, FIXED, rate=Decimal(500), invoice_date=date(2026, 11, 15))
    found = sources(entries, projects=[project(), fixed])
    everything = {one.source for one in select_charges(found, mapped(), WANTED).charges}
    assert everything >= {"hours/1", "expense/2", "ride/3", "project/12"}
    some = replace(WANTED, kinds=frozenset({ChargeKind.EXPENSE, ChargeKind.RIDE}))
    assert {one.source for one in select_charges(found, mapped(), some).charges} == {"expense/2", "ride/3"}
    whole_projects = replace(WANTED, kinds=frozenset({ChargeKind.FIXED_PRICE}))
    assert {one.source for one in select_charges(found, mapped(), whole_projects).charges} == {"project/12"}
