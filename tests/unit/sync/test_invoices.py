"""A plan of invoices: what gets one, its lines, its body, its debtor, what follows it, and why one will fail."""

import json
import random
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afas_assistant.outbox.records import Intention, System
from afas_assistant.sync.invoices.lines import Detail
from afas_assistant.sync.invoices.plan import MOST_LINES, InvoiceOptions, OnePer
from afas_assistant.sync.invoices.selection import InvoiceFilter
from afas_assistant.sync.invoices.sources import Entry
from afas_assistant.sync.master_records import Item, MasterData
from afas_assistant.sync.money import cents
from afas_assistant.sync.plan import Outlook, Plan, PlannedRecord, Reason
from afas_assistant.texts import literal
from afas_assistant.timechimp.statuses import InvoiceMethod, Kind, Status
from tests.helpers.invoicing import (
    FIRST,
    ITEMS,
    LAST,
    MASTER,
    TODAY,
    activity,
    customer,
    debtor,
    entry,
    mapped,
    planned,
    project,
    subscription,
    task,
)  # fmt: skip

EXPENSE, RIDE = Kind.EXPENSE, Kind.RIDE
CENT = Decimal("0.01")


def only(plan: Plan) -> PlannedRecord:
    (record,) = plan.records
    return record


def sent(record: PlannedRecord) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the header and the lines of a record's body."""
    assert record.intention is not None
    element = json.loads(record.intention.body, parse_float=Decimal)["FbDirectInvoice"]["Element"]
    (objects,) = element["Objects"]
    return element["Fields"], [one["Fields"] for one in objects["FbDirectInvoiceLines"]["Element"]]


def codes(record: PlannedRecord) -> list[str]:
    return [one.code for one in record.reasons]


def described(plan: Plan) -> list[str]:
    _, lines = sent(only(plan))
    return [one["Ds"] for one in lines]


def test_an_invoice_as_afas_gets_it() -> None:
    rows = [
        entry(number=1, quantity=Decimal("7.25")), entry(number=2, quantity=Decimal("0.5")),
        entry(EXPENSE, 45, quantity=Decimal(2)), entry(RIDE, 6, quantity=Decimal("88.4")),
    ]  # fmt: skip
    plan = planned(rows)
    record = only(plan)
    header, lines = sent(record)
    assert header == {"OrDa": "2026-11-30", "DbId": "10007", "Unit": 1, "RfCs": record.reference, "InVa": False}
    assert lines == [
        {"VaIt": "1", "ItCd": "302", "Ds": "Advies", "BiUn": "uur", "QuUn": Decimal("7.75"), "Upri": 110},
        {"VaIt": "6", "ItCd": "K01", "Ds": "Lunch", "BiUn": "stk", "QuUn": 2, "Upri": Decimal("12.5")},
        {
            "VaIt": "6",
            "ItCd": "K02",
            "Ds": "Kilometres",
            "BiUn": "stk",
            "QuUn": Decimal("88.4"),
            "Upri": Decimal("0.4"),
        },
    ]
    assert (record.outlook, record.amount, record.counterpart) == (Outlook.WILL_PASS, Decimal("912.86"), "Klant 7")
    assert sorted(codes(record)) == ["customer_mileage_rate", "expense_rate", "project_task_rate"]
    assert (plan.kind, plan.administration, plan.total()) == ("invoices", "1", Decimal("912.86"))


def test_what_the_outbox_is_to_keep_of_it() -> None:
    rows = [entry(number=2), entry(number=1, internal_status=Status.OPEN), entry(EXPENSE, 45)]
    intention = only(planned(rows)).intention
    assert intention is not None
    assert (intention.system, intention.kind, intention.method) == (System.AFAS, "direct_invoice", "POST")
    assert (intention.path, intention.reference) == ("FbDirectInvoice", intention.label)
    assert intention.sources == ("expense/45", "hours/1", "hours/2")
    assert intention.before == {"statuses": {"expense/45": "Approved", "hours/1": "Open", "hours/2": "Approved"}}


def test_registrations_are_set_to_invoiced_a_hundred_at_a_time() -> None:
    rows = [*(entry(number=number) for number in range(250, 0, -1)), entry(EXPENSE, 45), entry(RIDE, 6)]
    intention = only(planned(rows)).intention
    assert intention is not None
    steps = intention.follow_ups
    found = [(one.reference.removeprefix(intention.reference), one.path, json.loads(one.body)) for one in steps]
    hours = [ids for _, path, ids in found if path == "hours/status"]
    assert [len(one["ids"]) for one in hours] == [100, 100, 50]
    assert sorted(number for one in hours for number in one["ids"]) == list(range(1, 251))
    assert [name for name, _, _ in found] == ["/1", "/2", "/3", "/4", "/5"]
    assert {one["status"] for _, _, one in found} == {"Invoiced"}
    assert {(one.system, one.kind, one.sources) for one in steps} == {(System.TIMECHIMP, "registration_status", ())}


def test_a_fixed_price_has_nothing_to_follow() -> None:
    fixed = project(method=InvoiceMethod.PROJECT_RATE, rate=Decimal(2500), invoice_date=LAST)
    plan = planned(projects=[fixed], mappings=mapped({**ITEMS, "fixed_price": ("2", "1000", "stk")}))
    intention = only(plan).intention
    assert intention is not None
    assert (intention.sources, intention.follow_ups, intention.before) == (("project/11",), (), {"statuses": {}})
    assert sent(only(plan))[1][0]["Ds"] == "Project 11"
    assert any("by hand" in one.render("en") for one in plan.remarks)


def test_one_invoice_per_customer_or_per_project() -> None:
    rows = [entry(number=1), entry(number=2, project_id=12), entry(number=3, customer_id=8, project_id=None)]
    more: dict[str, Any] = {"projects": [project(), project(12)], "customers": [customer(), customer(8)]}
    per_customer = planned(rows, **more)
    assert [sent(one)[0]["DbId"] for one in per_customer.records] == ["10007", "10008"]
    per_project = planned(rows, options=InvoiceOptions(TODAY, OnePer.PROJECT), **more)
    assert [(one.what, sent(one)[0]["DbId"]) for one in per_project.records] == [
        ("Project 11", "10007"), ("Project 12", "10007"), ("Advies", "10008"),
    ]  # fmt: skip


DETAILS = [
    entry(number=1, notes="Overleg\nmet klant"), entry(number=2, person="Anna", user_id=42, day=date(2026, 11, 9)),
    entry(number=3, day=date(2026, 11, 6)), entry(EXPENSE, 4), entry(RIDE, 5, place="Goes – Breda"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("detail", "expected"),
    [
        (Detail.ACTIVITY, ["Advies", "Lunch", "Kilometres"]),
        (Detail.EMPLOYEE, ["Anna", "Piet", "Piet: Lunch", "Piet: Kilometres"]),
        (Detail.PROJECT, ["Project 11", "Project 11: Lunch", "Project 11: Kilometres"]),
        (Detail.WEEK, ["Week 45 of 2026", "Week 46 of 2026", "Week 45 of 2026: Lunch", "Week 45 of 2026: Kilometres"]),
        (Detail.DAY, ["5 November 2026", "6 November 2026", "9 November 2026", "5 November 2026: Lunch",
                      "5 November 2026: Kilometres"]),
        (Detail.DETAILED, ["5 November 2026, Piet, Advies, Overleg met klant", "6 November 2026, Piet, Advies",
                           "9 November 2026, Anna, Advies", "5 November 2026, Piet, Lunch",
                           "5 November 2026, Piet, Kilometres, Goes – Breda"]),
    ],
)  # fmt: skip
def test_lines_say_what_they_are_put_together_by(detail: Detail, expected: list[str]) -> None:
    options = InvoiceOptions(TODAY, detail=detail, language="en")
    assert described(planned(DETAILS, options=options)) == expected


def test_the_language_of_the_invoice_is_not_that_of_the_window() -> None:
    options = InvoiceOptions(TODAY, detail=Detail.DAY)
    assert described(planned(DETAILS[:1], options=options)) == ["5 november 2026"]


def test_another_rate_is_another_line() -> None:
    rows = [
        entry(number=1),
        entry(number=2, task_id=22),
        entry(number=3),
        entry(EXPENSE, 4),
        entry(EXPENSE, 5, rate=Decimal(-20)),
    ]
    _, lines = sent(only(planned(rows, tasks=[task(), task(22, "120")])))
    assert [(one["QuUn"], one["Upri"]) for one in lines] == [(2, 110), (1, 120), (1, -20), (1, Decimal("12.5"))]


def test_a_long_description_is_cut_where_afas_cuts_it() -> None:
    _, lines = sent(only(planned([entry(notes="x" * 400)], options=InvoiceOptions(TODAY, detail=Detail.DETAILED))))
    assert len(lines[0]["Ds"]) == 255


def test_quantities_that_afas_cannot_keep_are_rounded_and_the_amount_is_theirs() -> None:
    rows = [entry(number=number, quantity=Decimal("0.3333333333")) for number in range(1, 8)]
    record = only(planned(rows, tasks=[task(rate="99.99")]))
    _, (line,) = sent(record)
    assert line["QuUn"] == Decimal("2.33333")
    assert record.amount == Decimal("233.31") == cents(line["QuUn"] * line["Upri"])


def test_the_default_item_and_one_for_a_vat_rate() -> None:
    items = {**ITEMS, "expense:Lunch/21": ("2", "1000", "stk")}
    rows = [entry(activity_id=32), entry(EXPENSE, 2), entry(EXPENSE, 3, vat_percentage=Decimal("21.0")),
            entry(EXPENSE, 4, category="")]  # fmt: skip
    plan = planned(rows, mappings=mapped(items), tasks=[], activities=[activity(32, code="")])
    _, lines = sent(only(plan))
    assert [one["ItCd"] for one in lines] == ["300", "300", "1000", "K01"]
    assert only(plan).outlook is Outlook.WILL_PASS


def test_the_cost_centre_goes_on_every_line() -> None:
    _, lines = sent(only(planned([entry(), entry(RIDE, 2)], mappings=mapped(cost_centre="KP10"))))
    assert {one["V1Cd"] for one in lines} == {"KP10"}


@pytest.mark.parametrize(
    ("changes", "outlook", "code", "has_body"),
    [
        ({"mappings": mapped({})}, Outlook.WILL_FAIL, "item_unmapped", False),
        ({"mappings": mapped({"default": ("1", "30", "uur")})}, Outlook.WILL_FAIL, "item_unknown", True),
        ({"mappings": mapped({"default": ("2", "300", "stk")})}, Outlook.WILL_FAIL, "item_unknown", True),
        ({"mappings": mapped({"default": ("1", "300", "stk")})}, Outlook.WILL_FAIL, "unit_not_of_item", True),
        ({"mappings": mapped({"default": ("1", "300", "UUR")})}, Outlook.WILL_PASS, "project_task_rate", True),
        ({"mappings": mapped({"default": ("6", "K99", "stk")})}, Outlook.CANNOT_TELL, "items_unread", True),
        ({"mappings": mapped({"default": ("6", "K01", "*****")})}, Outlook.WILL_PASS, "project_task_rate", True),
        ({"mappings": mapped({"default": ("7", "S1", "stk")})}, Outlook.CANNOT_TELL, "items_unread", True),
        ({"master": replace(MASTER, items=None, absent={"Profit_Unit_per_Item": "no"})},
         Outlook.CANNOT_TELL, "items_unread", True),
        ({"master": replace(MASTER, items={("1", "302"): Item("1", "302", "x", units=("uur",), blocked=True)})},
         Outlook.WILL_FAIL, "item_blocked", True),
        ({"master": replace(MASTER, items={("1", "302"): Item("1", "302", "x")})},
         Outlook.CANNOT_TELL, "items_unread", True),
        ({"master": replace(MASTER, items={("2", "1"): Item("2", "1", "x")}, absent={"Profit_Worktype": "no"})},
         Outlook.CANNOT_TELL, "items_unread", True),
        ({"administration": 9}, Outlook.WILL_FAIL, "administration_unknown", True),
        ({"administration": 9, "master": MasterData(items=MASTER.items)}, Outlook.WILL_PASS, "project_task_rate", True),
        ({"options": InvoiceOptions(date(2026, 12, 1))}, Outlook.CANNOT_TELL, "future_date", True),
        ({"debtors": [debtor(blocked=True)]}, Outlook.CANNOT_TELL, "debtor_blocked", True),
        ({"debtors": [debtor(currency="USD")]}, Outlook.WILL_FAIL, "currency", True),
        ({"debtors": [debtor(currency="EUR")]}, Outlook.WILL_PASS, "project_task_rate", True),
        ({"debtors": []}, Outlook.WILL_FAIL, "number_unknown", False),
        ({"debtors": [debtor(), debtor()]}, Outlook.WILL_FAIL, "number_twice", False),
        ({"shared_numbers": ["10007"]}, Outlook.CANNOT_TELL, "number_twice", True),
        ({"debtors": "unread"}, Outlook.CANNOT_TELL, "debtors_unread", True),
        ({"debtors": "unread", "customers": [customer(number="")]}, Outlook.WILL_FAIL, "debtors_unread", False),
        ({"debtors": [], "customers": [customer(number="")]}, Outlook.WILL_FAIL, "no_number", False),
        ({"customers": []}, Outlook.WILL_FAIL, "customer_unknown", False),
        ({"tasks": [task(rate=None)], "activities": [activity(rate=None)]}, Outlook.WILL_FAIL, "no_price", False),
        ({"tasks": [task(rate="1e30")]}, Outlook.WILL_FAIL, "no_price", False),
        ({"tasks": [task(rate="0")]}, Outlook.CANNOT_TELL, "zero_line", True),
        ({"mappings": mapped(status_to_invoice="")}, Outlook.WILL_PASS, "project_task_rate", True),
    ],
)  # fmt: skip
def test_what_afas_will_say(changes: dict[str, Any], outlook: Outlook, code: str, has_body: bool) -> None:
    record = only(planned([entry()], **changes))
    assert (record.outlook, code in codes(record)) == (outlook, True), codes(record)
    assert (record.intention is not None) is has_body
    assert record.tickable is (has_body and outlook is not Outlook.WILL_FAIL)
    assert (
        all(one.remedy.render("en") for one in record.reasons[:1] if outlook is not Outlook.WILL_PASS) or not has_body
    )


def test_hours_without_end_stop_one_invoice_and_not_the_plan() -> None:
    rows = [entry(quantity=Decimal("1E+30")), entry(number=2, customer_id=8)]
    broken, whole = planned(rows, customers=[customer(), customer(8)]).records
    assert (broken.outlook, codes(broken)[0], broken.amount) == (Outlook.WILL_FAIL, "no_price", None)
    assert whole.outlook is Outlook.WILL_PASS


def test_open_is_in_doubt_for_registrations_and_not_for_projects() -> None:
    due = project(13, InvoiceMethod.SUBSCRIPTION, subscription=subscription(), customer_id=8)
    row = entry(status=Status.OPEN, internal_status=Status.OPEN)
    more: dict[str, Any] = {"projects": [project(), due], "customers": [customer(), customer(8)]}
    hours, subscribed = planned([row], mappings=mapped(status_to_invoice=""), **more).records
    assert (hours.outlook, codes(hours)[0]) == (Outlook.CANNOT_TELL, "status_unconfirmed")
    assert subscribed.outlook is Outlook.WILL_PASS


def test_the_activities_of_a_project_with_a_price_each_are_one_invoice() -> None:
    fixed = project(method=InvoiceMethod.TASK_RATE, invoice_date=LAST)
    record = only(planned(projects=[fixed], tasks=[task(rate="450"), task(22, "300", activity_name="Ontwerp")]))
    assert (record.outlook, record.amount) == (Outlook.CANNOT_TELL, Decimal(750))
    assert codes(record).count("task_price_inferred") == 1


@pytest.mark.parametrize("typed", ["0.23", "0,23"])
def test_a_missing_price_says_of_what_and_what_to_do(typed: str) -> None:
    record = only(planned([entry(RIDE, 6, person="Anna")], customers=[customer(mileage_rate=None)]))
    reason = record.reasons[0]
    assert (reason.code, record.amount) == ("no_price", None)
    assert "Project 11 / Anna" in reason.text.render("en")
    assert "mileage_rate" in reason.remedy.render("en")
    settled = only(
        planned([entry(RIDE, 6)], customers=[customer(mileage_rate=None)], mappings=mapped(mileage_rate=typed))
    )
    assert (settled.outlook, settled.amount) == (Outlook.WILL_PASS, Decimal("2.30"))


def test_expenses_at_two_vat_rates_on_one_item_are_for_a_person() -> None:
    record = only(planned([entry(EXPENSE, 1), entry(EXPENSE, 2, vat_percentage=Decimal(21))]))
    assert (record.outlook, codes(record)[0]) == (Outlook.CANNOT_TELL, "vat_differs")
    assert "9 %, 21 %" in record.reasons[0].text.render("en")
    assert len(sent(record)[1]) == 2


def test_a_thousand_lines_and_one_more() -> None:
    detailed = InvoiceOptions(TODAY, detail=Detail.DETAILED)
    rows = [entry(number=number) for number in range(1, MOST_LINES + 2)]
    assert only(planned(rows[:-1], options=detailed)).outlook is Outlook.WILL_PASS
    record = only(planned(rows, options=detailed))
    assert (record.outlook, codes(record)[0]) == (Outlook.WILL_FAIL, "too_many_lines")
    assert only(planned(rows)).outlook is Outlook.WILL_PASS


def test_lines_below_nothing_are_credited() -> None:
    record = only(planned([entry(EXPENSE, 1, rate=Decimal(-20))]))
    assert (record.outlook, record.amount) == (Outlook.WILL_PASS, Decimal(-20))
    assert [(one.account, one.debit, one.credit) for one in record.account_lines] == [
        ("10007", Decimal(0), Decimal(20)), ("item", Decimal(20), Decimal(0)), ("vat", Decimal(0), Decimal(0)),
    ]  # fmt: skip


def test_what_the_outbox_has_is_not_sent_again() -> None:
    rows = [entry(number=1), entry(number=2), entry(number=3)]
    plan = planned(rows, claims={"hours/1": 12, "hours/2": 12})
    invoice, before = plan.records
    assert invoice.intention is not None
    assert invoice.intention.sources == ("hours/3",)
    assert (before.reference, before.outlook, codes(before)) == ("write/12/7", Outlook.NOTHING_TO_DO, ["sent_before"])
    assert "2 records are in write 12" in before.reasons[0].text.render("en")
    assert [
        one.outlook for one in planned(rows, claims=dict.fromkeys(("hours/1", "hours/2", "hours/3"), 5)).records
    ] == [Outlook.NOTHING_TO_DO]


def test_a_registration_that_somebody_invoiced_since_is_not_in_the_new_plan() -> None:
    shown = only(planned([entry(number=1), entry(number=2)]))
    fresh = only(planned([entry(number=1), entry(number=2, status=Status.INVOICED)]))
    assert shown.reference != fresh.reference


@pytest.mark.parametrize(
    "change",
    [
        {"quantity": Decimal(2)},
        {"internal_status": Status.OPEN},
        {"task_id": 22},
        {"activity_id": 32, "activity": "Anders"},
    ],
)
def test_the_fingerprint_changes_with_what_the_invoice_is_made_of(change: dict[str, Any]) -> None:
    more: dict[str, Any] = {"tasks": [task(), task(22, "111")], "activities": [activity(), activity(32, code="")]}
    before, after = only(planned([entry()], **more)), only(planned([entry(**change)], **more))
    assert before.reference == after.reference
    assert before.fingerprint != after.fingerprint


def test_a_debtor_that_is_missing_is_made_first() -> None:
    made = PlannedRecord(
        "customer/7", "debtor", "Klant 7", Outlook.WILL_PASS,
        intention=Intention(System.AFAS, "debtor", "customer/7", "POST", "KnSalesRelationOrg", body="{}"),
    )  # fmt: skip
    rows = [entry(number=1), entry(number=2, project_id=12)]
    more: dict[str, Any] = {
        "projects": [project(), project(12)],
        "debtors": [],
        "options": InvoiceOptions(TODAY, OnePer.PROJECT),
    }
    plan = planned(rows, to_make={7: made}, **more)
    assert plan.records[0].reference == "customer/7"
    first, second = plan.records[1:]
    for record in (first, second):
        assert record.needs is not None
        assert sent(record)[0]["DbId"] == record.needs.placeholder
        assert (record.needs.key, record.outlook, record.account_lines[0].account) == (
            "DbId",
            Outlook.WILL_PASS,
            "debtor",
        )
        assert "debtor_first" in codes(record)
    doubted = replace(made, outlook=Outlook.CANNOT_TELL, reasons=(Reason("same_name", literal("?")),))
    unsure = planned(rows[:1], to_make={7: doubted}, debtors=[])
    assert (unsure.records[1].outlook, codes(unsure.records[1])[0]) == (Outlook.CANNOT_TELL, "same_name")
    assert [one.reference for one in unsure.chosen()] == []
    hopeless = planned(rows[:1], to_make={7: replace(doubted, intention=None)}, debtors=[])
    assert [one.outlook for one in hopeless.records] == [Outlook.WILL_FAIL]
    failing = planned(rows[:1], to_make={7: made}, debtors=[], mappings=mapped({}))
    assert [one.what for one in failing.records] == ["Project 11"]
    waiting = planned(rows[:1], to_make={7: made}, debtors=[], options=InvoiceOptions(date(2026, 12, 1)))
    assert [(one.outlook, one.tickable, codes(one)[-1]) for one in waiting.records[:1]] == [
        (Outlook.CANNOT_TELL, True, "debtor_waits")
    ]


def test_what_is_in_doubt_is_invoiced_by_itself() -> None:
    fixed = project(12, InvoiceMethod.PROJECT_RATE, rate=Decimal(2500))
    due = project(13, InvoiceMethod.SUBSCRIPTION, subscription=subscription())
    parts = project(14, InvoiceMethod.MILESTONE_RATE, rate=Decimal(900))
    plan = planned([entry()], projects=[project(), fixed, due, parts])
    found = {one.what: (one.outlook, one.intention is not None) for one in plan.records}
    assert found == {
        "Project 11, Project 13": (Outlook.WILL_PASS, True),
        "Project 12": (Outlook.CANNOT_TELL, True),
        "Project 14": (Outlook.CANNOT_TELL, False),
    }
    assert [one.what for one in plan.chosen()] == ["Project 11, Project 13"]


def test_what_was_named_singly_and_is_not_charged_says_why() -> None:
    wanted = InvoiceFilter(FIRST, LAST, references=frozenset({"hours/1", "hours/2", "hours/9", "project/11"}))
    plan = planned([entry(status=Status.OPEN), entry(number=2, status=Status.INVOICED)], wanted=wanted)
    assert [(one.reference, one.outlook.value, codes(one)) for one in plan.records] == [
        ("hours/1", "will_fail", ["not_approved"]),
        ("hours/2", "nothing_to_do", ["invoiced_elsewhere"]),
        ("hours/9", "will_fail", ["not_found"]),
        ("project/11", "will_fail", ["not_found"]),
    ]


def test_the_plan_says_what_cannot_be_known_and_what_was_left_out() -> None:
    plan = planned([entry(), entry(number=2, billable=False), entry(number=3, billable=False)])
    said = "\n".join(one.render("en") for one in plan.remarks)
    for words in ("without VAT", "No standard connector", "compare the first", "Left out: 2. It is not billable."):
        assert words in said
    assert "by hand" not in said


quantities = st.decimals("-500", "500", places=4).filter(bool)
rates = st.sampled_from(["12.5", "33.335", "0.005", "99.999"])
entries = st.lists(
    st.builds(
        lambda kind, quantity, rate, person, project_id, day, customer_id: entry(
            kind, quantity=quantity, rate=Decimal(rate) if kind is EXPENSE else None, person=person,
            project_id=project_id, day=date(2026, 11, day), customer_id=customer_id,
        ),
        st.sampled_from(Kind), quantities, rates, st.sampled_from(["Anna", "Piet", ""]),
        st.sampled_from([11, 12, None]), st.integers(1, 30), st.sampled_from([7, 8, None]),
    ),
    min_size=1, max_size=25,
).map(lambda rows: [replace(one, id=number) for number, one in enumerate(rows, 1)])  # fmt: skip
MORE: dict[str, Any] = {"projects": [project(), project(12, customer_id=8)], "customers": [customer(), customer(8)]}


@given(entries, st.sampled_from(OnePer), st.sampled_from(Detail), st.randoms(use_true_random=False))
def test_each_registration_is_in_one_line_of_one_invoice_and_nothing_is_lost(
    rows: list[Entry], one_per: OnePer, detail: Detail, chance: random.Random
) -> None:
    options = InvoiceOptions(TODAY, one_per, detail)
    plan = planned(rows, options=options, **MORE)
    invoices = [one for one in plan.records if one.intention is not None]
    homeless = [one for one in rows if one.customer_id is None and one.project_id is None]
    assert sorted(name for one in invoices for name in one.intention.sources) == sorted(  # type: ignore[union-attr]
        one.source for one in rows if one not in homeless
    )
    assert len(plan.records) - len(invoices) == (1 if homeless else 0)
    for record in invoices:
        _, lines = sent(record)
        assert record.amount == sum((cents(one["QuUn"] * one["Upri"]) for one in lines), Decimal(0))
        mine = [one for one in rows if record.intention and one.source in record.intention.sources]
        exact = sum((one.quantity * _price(one) for one in mine), Decimal(0))
        assert abs((record.amount or Decimal(0)) - exact) <= len(lines) * (CENT / 2)
    shuffled = list(rows)
    chance.shuffle(shuffled)
    again = planned(shuffled, options=options, **MORE)
    assert again.records == plan.records
    assert again.digest() == plan.digest()


def _price(one: Entry) -> Decimal:
    if one.rate is not None:
        return one.rate
    if one.kind is RIDE:
        return Decimal("0.40")
    return Decimal(110) if one.project_id is not None else Decimal(95)
