"""v2: what is asked in OData's words, how envelopes and pages are met, and what is written."""

import json
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from afas_assistant.timechimp.errors import TimeChimpError
from afas_assistant.timechimp.models import ExpenseCategory
from afas_assistant.timechimp.statuses import InvoiceMethod, InvoiceStatus, Kind, Status
from afas_assistant.timechimp.v2 import PAGE
from tests.helpers.timechimp_line import KEY, Asked, Says, table, v2
from tests.helpers.timechimp_samples import V1_INVOICE, V2_CUSTOMER, V2_EXPENSE, V2_PROJECT, V2_TIME

OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))
Wrap = Callable[[list[Any], int], Any]
ENVELOPES: dict[str, Wrap] = {
    "bare": lambda rows, _: rows,
    "value": lambda rows, count: {"@odata.count": count, "value": rows},
    "result": lambda rows, count: {"count": count, "result": rows},
    "results": lambda rows, count: {"total": count, "results": rows},
    "data": lambda rows, _: {"data": rows},
    "items": lambda rows, _: {"items": rows, "count": len(rows)},
}


def paged(rows: list[dict[str, Any]], wrap: Wrap = ENVELOPES["bare"], most: int = 10_000) -> Callable[[Asked], Says]:
    """A list that knows $top and $skip, and gives at most so many at a time."""

    def behaviour(asked: Asked) -> Says:
        skip, top = int(asked.query.get("$skip", 0)), int(asked.query["$top"])
        return Says(wrap(rows[skip : skip + min(top, most)], len(rows)))

    return behaviour


def test_it_shows_its_key_in_a_header_of_its_own() -> None:
    client, wire = v2(table({"GET /tasks": []}))
    client.greet()
    assert wire.asked[0].headers == {"Accept": "application/json", "api-key": KEY.bare}
    assert wire.asked[0].query == {"$top": "1"}


@pytest.mark.parametrize("envelope", ENVELOPES)
@pytest.mark.parametrize("size", [0, 1, PAGE - 1, PAGE, PAGE + 1, 2 * PAGE + 5])
def test_every_row_of_every_page_in_every_envelope(envelope: str, size: int) -> None:
    rows = [{"id": number, "name": f"K{number}"} for number in range(size)]
    client, wire = v2(paged(rows, ENVELOPES[envelope]))
    assert [one.id for one in client.customers()] == list(range(size))
    assert len(wire.asked) == size // PAGE + 1
    first = wire.asked[0].query
    assert (first["$top"], first["$orderby"], first["$count"]) == (str(PAGE), "id asc", "true")
    assert all(asked.query.get("$skip", "0") == str(number * PAGE) for number, asked in enumerate(wire.asked))


def test_a_count_that_says_more_is_believed_when_pages_are_shorter_than_asked() -> None:
    rows = [{"id": number, "name": "K"} for number in range(25)]
    client, wire = v2(paged(rows, ENVELOPES["value"], most=10))
    assert len(list(client.customers())) == 25
    assert len(wire.asked) == 3


def test_a_server_that_repeats_itself_does_not_hold_us_for_ever() -> None:
    rows = [{"id": number, "name": "K"} for number in range(PAGE)]
    client, wire = v2(lambda _: Says(rows))
    with pytest.raises(TimeChimpError) as caught:
        list(client.customers())
    assert (caught.value.code, len(wire.asked)) == ("timechimp_page_repeated", 2)


@pytest.mark.parametrize("body", [{}, {"value": "x"}, {"list": []}, "text", 5])
def test_no_list_is_refused(body: Any) -> None:
    client, _ = v2(lambda _: Says(json.dumps(body)))
    with pytest.raises(TimeChimpError) as caught:
        list(client.customers())
    assert caught.value.code == "timechimp_unexpected_shape"


@pytest.mark.parametrize(("body", "count"), [({"@odata.count": 412, "value": [{}]}, 412), ([{"id": 1}], None)])
def test_the_number_of_customers_takes_one_call(body: Any, count: int | None) -> None:
    client, wire = v2(lambda _: Says(body))
    assert client.count_customers() == count
    assert [asked.query for asked in wire.asked] == [{"$top": "1", "$count": "true"}]


def test_customers() -> None:
    client, _ = v2(table({"GET /customers": [V2_CUSTOMER, {"id": 8, "name": "Kaal", "address": None}]}))
    first, second = client.customers()
    assert (first.number, first.payment_days, first.hourly_rate) == ("000123", 30, Decimal("95.5"))
    assert (first.address, first.invoice_address) == ("Kade 1", "Postbus 2")
    assert (first.vat_rate_id, first.vat_percentage) == (1, Decimal(21))
    assert (second.address, second.vat_rate_id, second.active) == ("", None, True)


def test_projects_and_their_tasks() -> None:
    client, wire = v2(table({"GET /projects": {"value": [V2_PROJECT]}}))
    (project,) = client.projects()
    assert (project.customer_id, project.customer_name, project.code) == (7, "Jansen BV", "P-11")
    assert (project.method, project.rate, project.hourly_rate) == (InvoiceMethod.PROJECT_RATE, Decimal(2500), None)
    assert (project.invoice_reference, project.invoice_status) == ("Fase 1", Status.UNKNOWN)
    assert (project.tasks[0].activity_id, project.tasks[0].hourly_rate) == (31, Decimal(110))
    assert project.users[0].user_id == 41
    assert [task.id for task in client.project_tasks()] == [21]
    assert wire.asked[0].query["$expand"] == "customer,projectTasks/task,projectUsers/user"


def test_registrations_of_a_period() -> None:
    outside = {**V2_TIME, "id": 99, "date": "2026-11-01"}
    client, wire = v2(table({"GET /times": [V2_TIME, outside], "GET /expenses": [V2_EXPENSE]}))
    (hours,) = client.registrations(Kind.HOURS, *OCTOBER)
    assert wire.asked[0].query["$filter"] == "date ge 2026-10-01 and date le 2026-10-31"
    assert wire.asked[0].query["$expand"] == "user,project,task"
    assert (hours.quantity, hours.billable) == (Decimal("7.25"), True)
    assert (hours.customer_id, hours.project_id, hours.activity_id, hours.user_name) == (None, 11, 31, "Piet")
    assert (hours.status, hours.internal_status, hours.client_status) == (Status.APPROVED, Status.APPROVED, Status.OPEN)
    (lunch,) = client.registrations(Kind.EXPENSE, *OCTOBER)
    assert (lunch.amount, lunch.category_name, lunch.vat_percentage) == (Decimal("37.05"), "Lunch", Decimal(9))
    assert (lunch.customer_id, lunch.project_id, lunch.client_status) == (7, None, None)


def test_what_may_not_be_expanded_is_done_without() -> None:
    def behaviour(asked: Asked) -> Says:
        return Says("no", 400) if "$expand" in asked.query else Says([V2_TIME])

    client, wire = v2(behaviour)
    for _ in range(2):
        assert len(list(client.registrations(Kind.HOURS, *OCTOBER))) == 1
    assert ["$expand" in asked.query for asked in wire.asked] == [True, False, False]


def test_less_is_asked_for_before_nothing_is() -> None:
    def behaviour(asked: Asked) -> Says:
        return Says("no", 400) if "/" in asked.query.get("$expand", "") else Says([V2_PROJECT])

    client, wire = v2(behaviour)
    assert [len(one.tasks) for one in client.projects()] == [1]
    assert [one.code for one in client.projects()] == ["P-11"]
    assert [asked.query["$expand"].count("/") for asked in wire.asked] == [2, 0, 0]


def test_another_refusal_is_a_refusal() -> None:
    client, wire = v2(lambda _: Says("no", 400))
    with pytest.raises(TimeChimpError) as caught:
        list(client.registrations(Kind.HOURS, *OCTOBER))
    assert (caught.value.code, caught.value.status, len(wire.asked)) == ("timechimp_refused", 400, 2)


def test_expense_categories_have_a_list_or_are_those_that_occur() -> None:
    client, _ = v2(table({"GET /products": [{"id": 2, "name": "Lunch"}, {"id": 1, "name": "Hotel"}]}))
    assert client.expense_categories() == (ExpenseCategory(1, "Hotel"), ExpenseCategory(2, "Lunch"))
    client, _ = v2(table({"GET /expenses": [V2_EXPENSE]}))
    assert client.expense_categories() == (ExpenseCategory(51, "Lunch"),)


def test_invoices_without_rows_in_the_list_are_read_by_themselves() -> None:
    whole = {**V1_INVOICE, "status": "Paid", "customerId": None, "customer": {"id": 7, "name": "Jansen BV"}}
    listed = {name: value for name, value in whole.items() if name != "invoiceRows"}
    late = {**listed, "id": 202, "date": "2026-12-01"}
    client, wire = v2(table({"GET /invoices": [listed, late, {**whole, "id": 203}], "GET /invoices/201": whole}))
    first, second = client.invoices(*OCTOBER)
    assert (first.id, first.number, first.status) == (201, "2026-42", InvoiceStatus.PAID)
    assert (first.customer_id, len(first.rows), second.id, len(second.rows)) == (7, 2, 203, 2)
    assert wire.calls() == ["GET /invoices", "GET /invoices/201"]


# ---------------------------------------------------------------- writing


def test_a_new_customer_has_its_address_inside() -> None:
    client, wire = v2(table({"POST /customers": {"value": [{"id": 9}]}, "GET /customers/9": V2_CUSTOMER}))
    made = client.create_customer(name="Nieuw", number="000124", postal_code="1234 AB", city="Zwolle")
    assert made is not None
    assert wire.asked[0].body == {
        "active": True,
        "name": "Nieuw",
        "relationId": "000124",
        "address": {"postalCode": "1234 AB", "city": "Zwolle"},
    }


def test_a_change_writes_the_whole_customer_back_with_what_is_linked_to_it() -> None:
    client, wire = v2(table({"GET /customers/7": V2_CUSTOMER, "PUT /customers/7": V2_CUSTOMER}))
    client.update_customer(7, city="Zwolle", vat_number="NL2")
    assert wire.asked[0].query["$expand"] == "contacts,tags,vatRate"
    assert wire.asked[1].body == {
        **V2_CUSTOMER,
        "address": {"address": "Kade 1", "postalCode": "1234 AB", "city": "Zwolle", "country": "Nederland"},
        "vatNumber": "NL2",
        "contacts": [{"id": 3}],
        "tags": [{"id": 4}],
        "vatRate": {"id": 1},
    }


def test_a_customer_that_does_not_come_whole_is_not_written() -> None:
    def behaviour(asked: Asked) -> Says:
        bare = {name: value for name, value in V2_CUSTOMER.items() if name not in {"contacts", "tags"}}
        return Says("no", 400) if "$expand" in asked.query else Says(bare)

    client, wire = v2(behaviour)
    with pytest.raises(TimeChimpError) as caught:
        client.update_customer(7, city="Zwolle")
    assert caught.value.code == "timechimp_not_whole"
    assert "contacts, tags" in caught.value.sentence("en")
    assert {asked.method for asked in wire.asked} == {"GET"}


@pytest.mark.parametrize(
    ("kind", "path", "name"),
    [
        (Kind.HOURS, "times/status", "times"),
        (Kind.EXPENSE, "expenses/status", "expenses"),
        (Kind.RIDE, "mileage/status", "mileages"),
    ],
)
def test_a_change_of_status(kind: Kind, path: str, name: str) -> None:
    client, _ = v2(table({}))
    write = client.changed_status(kind, [5, 6], Status.WRITTEN_OFF, "Coulance")
    assert (write.method, write.path) == ("PUT", path)
    assert json.loads(write.content) == {name: [{"id": 5}, {"id": 6}], "status": "WrittenOff", "message": "Coulance"}
    for ids in ([], list(range(101))):
        with pytest.raises(ValueError, match=re.escape("1 to 100")):
            client.changed_status(kind, ids, Status.INVOICED)


def test_a_change_of_status_is_proved_by_reading() -> None:
    row = dict(V2_TIME)

    def behaviour(asked: Asked) -> Says:
        if asked.method == "PUT":
            row["status"] = asked.body["status"]
            return Says(None, 204)
        return Says([row])

    client, wire = v2(behaviour)
    (before,) = client.registrations(Kind.HOURS, *OCTOBER)
    (after,) = client.set_status((before,), Status.INVOICED)
    assert (before.internal_status, after.internal_status) == (Status.APPROVED, Status.INVOICED)
    assert wire.asked[2].query["$filter"] == "date ge 2026-10-05 and date le 2026-10-05"


def test_the_harmless_write_names_nothing() -> None:
    client, _ = v2(table({}))
    assert json.loads(client.harmless_write().content) == {"expenses": [], "status": "Open"}
