"""What the seeded books hold: every case that the daily work has to cope with."""

from collections import Counter
from datetime import date
from typing import Any

import pytest

from afas_assistant.practice.clock import Clock
from afas_assistant.practice.seed import Relation, Seed, debtor
from afas_assistant.practice.tables import debtors
from afas_assistant.practice.timechimp.books import Books
from afas_assistant.practice.timechimp.seeded_customers import VARIATIONS, variation
from afas_assistant.practice.timechimp.switches import Switches

DAY = date(2026, 5, 25)
SEED = Seed(250)


def books(size: int = 250, number: int = 1) -> Books:
    clock = Clock()
    clock.choose(DAY)
    return Books(Seed(size, number), clock, Switches())


BOOKS = books()
CUSTOMERS = list(BOOKS.table("customers").values())
INVOICES = list(BOOKS.table("invoices").values())


def of_kind(kind: str) -> list[tuple[Relation, list[dict[str, Any]]]]:
    """Give the debtors with a variation, each with the customers that were made of it (by the mail address)."""
    found = []
    for index in range(SEED.size):
        if variation(SEED, index) == kind:
            relation = debtor(SEED, index)
            found.append((relation, [one for one in CUSTOMERS if one["email"] == relation.mail and not one["intern"]]))
    assert found, kind
    return found


def test_the_same_seed_gives_the_same_books() -> None:
    again, other = books(), books(number=2)
    for kind in BOOKS.kinds:
        assert again.table(kind) == BOOKS.table(kind)
    assert other.table("customers") != BOOKS.table("customers")


def test_every_variation_occurs_even_in_small_books() -> None:
    assert {variation(Seed(25), index) for index in range(25)} == set(VARIATIONS.values())


def test_most_customers_are_in_step_with_their_debtor() -> None:
    for relation, found in of_kind("same"):
        assert len(found) == 1
        assert (found[0]["relationId"], found[0]["name"], found[0]["iban"]) == (
            relation.number,
            relation.name,
            relation.iban,
        )
    assert any(relation.blocked for relation, _ in of_kind("same"))


def test_zeros_in_front_are_on_both_sides_or_on_one() -> None:
    numbers = {row["DebtorId"] for row in debtors(SEED)}
    customers = {row["relationId"] for row in CUSTOMERS}
    assert "0010007" in numbers & customers
    for relation, found in of_kind("zeros_added"):
        assert found[0]["relationId"] == f"00{relation.number}"
        assert found[0]["relationId"] not in numbers
    assert all(found[0]["relationId"].strip() == relation.number for relation, found in of_kind("padded_number"))


def test_ways_in_which_customers_miss_their_debtor() -> None:
    assert all(found == [] for _, found in of_kind("absent"))
    for relation, found in of_kind("twice"):
        assert [one["relationId"] for one in found] == [relation.number] * 2
    for relation, found in of_kind("name_only"):
        assert (found[0]["relationId"], found[0]["name"], found[0]["vatNumber"]) == (None, relation.name, None)
    for field, attribute in (("kvkNumber", "chamber_number"), ("vatNumber", "vat_number"), ("iban", "iban")):
        for relation, found in of_kind(field[:3].lower().replace("iba", "iban") + "_only"):
            assert found[0][field].replace(" ", "") == getattr(relation, attribute)
            assert found[0]["relationId"] is None
            assert found[0]["name"] != relation.name
    assert all(found[0]["name"] != relation.name for relation, found in of_kind("renamed"))
    assert all(found[0]["address"] != relation.street for relation, found in of_kind("moved"))
    assert not any(found[0]["active"] for _, found in of_kind("archived"))


def test_some_customers_stand_in_timechimp_only() -> None:
    mails = {row["Email"] for row in debtors(SEED)}
    alone = [row for row in CUSTOMERS if row["email"] not in mails and row["email"] != "facturen@elders.example"]
    assert {row["relationId"] is None for row in alone} == {True, False}
    assert {row["country"] for row in alone} == {"Nederland", "België", None}
    assert max(len(row["relationId"] or "") for row in alone) > 16


def test_large_books_are_nearly_in_step() -> None:
    counts = Counter(variation(Seed(5000), index) for index in range(1000, 5000))
    assert counts == {"same": 3960, "renamed": 40}


def test_every_way_of_invoicing_a_project_billed_and_unbilled() -> None:
    projects = list(BOOKS.table("projects").values())
    assert {row["invoiceMethod"] for row in projects} == set(range(1, 10))
    for method in (6, 9):
        assert {row["invoiceStatus"] for row in projects if row["invoiceMethod"] == method} == {0, 3}
    for row in projects:
        assert (row["projectSubscription"] is not None) == (row["invoiceMethod"] == 9)
        assert (row["rate"] is not None) == (row["invoiceMethod"] in {6, 8})
    assert any(row["code"] is None for row in projects[1:])
    tasks = BOOKS.table("projecttasks").values()
    assert {task["billable"] for task in tasks} == {True, False}


def test_activities_have_codes_that_are_items_and_ones_that_are_not() -> None:
    codes = [task["code"] for task in BOOKS.table("tasks").values()]
    assert {"300", "301", "302", "303", "1000", "999", None} == set(codes)


def test_registrations_are_in_every_status_and_of_the_last_months() -> None:
    for kind in ("time", "expenses", "mileage"):
        rows = BOOKS.table(kind).values()
        assert {row["statusIntern"] for row in rows} == {-1, 0, 1, 2, 3, 4}
        days = [date.fromisoformat(row["date"][:10]) for row in rows]
        assert max(days) <= DAY
        assert (DAY - min(days)).days < 120
        assert all(row["modified"] <= "2026-05-25T01:00:00" for row in rows)
    hours = list(BOOKS.table("time").values())
    assert any(row["projectId"] is None and row["customerId"] for row in hours)
    assert 0.0 in {row["hours"] for row in hours}
    assert {row["tax"] for row in BOOKS.table("expenses").values()} == {21.0, 9.0, 0.0}
    assert min(row["rate"] for row in BOOKS.table("expenses").values()) < 0
    assert {row["type"] for row in BOOKS.table("mileage").values()} == {1, 2, 3}


def test_registrations_point_to_what_exists() -> None:
    for row in BOOKS.table("time").values():
        if row["projectId"]:
            task = BOOKS.table("projecttasks")[row["projectTaskId"]]
            assert (task["projectId"], task["taskId"]) == (row["projectId"], row["taskId"])
            assert BOOKS.table("projects")[row["projectId"]]["customerId"] == row["customerId"]
        assert row["customerId"] in BOOKS.table("customers")


def test_invoices_of_every_troublesome_kind() -> None:
    assert {row["status"] for row in INVOICES} == {1, 2, 3}
    assert all((row["companyInvoiceId"] is None) == (row["status"] == 1) for row in INVOICES)
    assert {frozenset(line["tax"] for line in row["invoiceRows"]) for row in INVOICES} >= {
        frozenset({21.0}), frozenset({21.0, 9.0}), frozenset({21.0, 9.0, 0.0}), frozenset({0.0}),
    }  # fmt: skip
    assert any(row["credit"] and row["total"] < 0 for row in INVOICES)
    assert any(row["currency"] == "USD" and row["exchangeRate"] != 1 for row in INVOICES)
    assert any(row["date"] > "2026-05-25T00:00:00" for row in INVOICES)
    assert any(row["customerRelationId"] is None for row in INVOICES)
    assert any(line["code"] is None for row in INVOICES for line in row["invoiceRows"])
    assert any(line["total"] == 0 for row in INVOICES for line in row["invoiceRows"])
    numbers = [f"{row['companyInvoicePrefix']}{row['companyInvoiceId']}" for row in INVOICES if row["companyInvoiceId"]]
    assert len(set(numbers)) == len(numbers)
    assert {len(number) > 12 for number in numbers} == {True, False}


def test_one_cent_between_vat_by_row_and_vat_over_the_rate() -> None:
    cents = [row for row in INVOICES if row["invoiceRows"][0]["description"] == "Klein materiaal"]
    assert {(row["totalExTax"], row["total"]) for row in cents} == {(20.06, 24.28)}
    assert round(20.06 * 0.21, 2) == pytest.approx(4.21)


def test_doubles_show_what_doubles_do() -> None:
    totals = [line["total"] for row in INVOICES for line in row["invoiceRows"]]
    assert any(total != round(total, 2) for total in totals)


def test_size_scales_registrations_and_customers() -> None:
    large = books(12_500)
    assert len(large.table("time")) == 50_000
    assert len(large.table("customers")) > 12_000
    assert len(books(1).table("customers")) >= 7
