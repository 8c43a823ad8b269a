"""What invoices are made of, as it is read from TimeChimp, and items with their units as they are read from AFAS."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from afas_assistant.afas.paging import Page
from afas_assistant.afas.query import Query
from afas_assistant.sync.invoices.sources import read_sources, statuses_seen
from afas_assistant.sync.master_data import MasterDataReader
from afas_assistant.sync.master_records import MasterData
from afas_assistant.timechimp.statuses import InvoiceMethod, Kind, Status
from tests.helpers.timechimp_line import table, v1
from tests.helpers.timechimp_samples import V1_CUSTOMER, V1_EXPENSE, V1_PROJECT, V1_RIDE, V1_TIME

FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)
PERIOD = "2026-10-01/2026-10-31"
BY_USER = int(InvoiceMethod.USER_HOURLY_RATE.number or 0)
BARE = {"projectTasks": None, "projectUsers": None, "projectSubscription": None}


def answers(**changes: Any) -> dict[str, Any]:
    found = {
        "time": [V1_TIME], "expenses": [V1_EXPENSE], "mileage": [V1_RIDE], "projects": [V1_PROJECT],
        "customers": [V1_CUSTOMER, V1_CUSTOMER | {"id": 8}, V1_CUSTOMER | {"id": 9, "relationId": None}],
        "tasks": [{"id": 31, "name": "Advies", "code": "300", "hourlyRate": 95}], **changes,
    }  # fmt: skip
    registered = ("time", "expenses", "mileage")
    return {f"GET /v1/{name}/daterange/{PERIOD}" if name in registered else f"GET /v1/{name}": rows
            for name, rows in found.items()}  # fmt: skip


def test_a_period_with_only_the_customers_and_projects_that_occur() -> None:
    unused = V1_PROJECT | {"id": 12, "invoiceMethod": 4, "customerId": 9}
    archived = V1_PROJECT | {"id": 13, "active": False}
    client, wire = v1(table(answers(projects=[V1_PROJECT, unused, archived])))
    found = read_sources(client, FIRST, LAST)
    hours, expense, ride = found.entries
    assert (hours.source, hours.quantity, hours.person, hours.task_id) == ("hours/101", Decimal("7.25"), "Piet", 21)
    assert (expense.source, expense.category, expense.rate) == ("expense/102", "Lunch", Decimal("12.35"))
    assert (ride.source, ride.place, ride.internal_status) == ("ride/103", "Utrecht – Zwolle", Status.APPROVED)
    assert (set(found.customers), set(found.projects), set(found.tasks)) == ({7}, {11}, {21})
    assert found.shared_numbers == {"000123"}
    assert found.activities[31].code == "300"
    assert found.users == {}
    assert len(wire.calls()) == 6


def test_a_project_priced_by_employee_brings_its_employees() -> None:
    listed = V1_PROJECT | BARE | {"invoiceMethod": BY_USER, "projectTasks": V1_PROJECT["projectTasks"]}
    whole = V1_PROJECT | {"invoiceMethod": BY_USER}
    more = {
        "GET /v1/projects/11": whole,
        "GET /v1/users": [{"id": 41, "displayName": "Piet", "contractHourlyRate": 65.5}],
    }
    client, _ = v1(table(answers(projects=[listed]) | more))
    found = read_sources(client, FIRST, LAST)
    assert found.projects[11].users[0].hourly_rate == Decimal("99.95")
    assert found.users[41].contract_rate == Decimal("65.5")


@pytest.mark.parametrize("method", [2, 7])
def test_tasks_come_from_their_own_list_where_the_projects_bring_none(method: int) -> None:
    listed = V1_PROJECT | BARE | {"invoiceMethod": method}
    rows = [{"id": 21, "projectId": 11, "taskId": 31, "hourlyRate": 110}, {"id": 99, "projectId": 5, "taskId": 31}]
    hours = [] if method == 7 else [V1_TIME]
    client, _ = v1(table(answers(projects=[listed], time=hours) | {"GET /v1/projecttasks": rows}))
    found = read_sources(client, FIRST, LAST)
    assert {number: one.hourly_rate for number, one in found.tasks.items()} == {21: Decimal(110)}


def test_history_is_every_status_that_occurs() -> None:
    client, _ = v1(table(answers(time=[V1_TIME | {"status": 3, "statusIntern": 2}])))
    assert statuses_seen(client, FIRST, LAST) == {Status.INVOICED, Status.APPROVED, Status.OPEN}


def test_equal_texts_are_kept_once() -> None:
    rows = [V1_TIME | {"id": number, "notes": f"Over{'leg'}"} for number in (1, 2)]
    client, _ = v1(table(answers(time=rows)))
    first, second, *_ = read_sources(client, FIRST, LAST).entries
    assert first.kind is Kind.HOURS
    assert first.notes is second.notes
    assert first.quantity is second.quantity


class Lists:
    """AFAS's lists in memory."""

    def __init__(self, rows: Mapping[str, list[dict[str, Any]]]) -> None:
        self.rows = rows

    def pages(self, connector: str, query: Query) -> Iterator[Page]:
        assert query.order
        rows = tuple(self.rows[connector])
        yield Page(0, len(rows) + 1, rows)


ARTICLE = {
    "ItemCode": "1000",
    "Description": "Set",
    "UnitId": "stk",
    "VATGroup": "1",
    "ItemTypeCode": "9",
    "Blocked": True,
}
UNITS = [
    {"ItemType": "1", "ItemCode": "300", "UnitId": "dag", "BasicItem": False},
    {"ItemType": "1", "ItemCode": "300", "UnitId": "uur", "BasicItem": True},
    {"ItemType": "2", "ItemCode": "1000", "UnitId": "doos", "BasicItem": False},
    {"ItemType": "6", "ItemCode": "300", "UnitId": "km", "BasicItem": True},
]
LISTS: dict[str, list[dict[str, Any]]] = {
    "Profit_Article": [ARTICLE], "Profit_Worktype": [{"ItemCode": "300", "Description": "Monteur"}],
    "Profit_Unit_per_Item": UNITS, "Profit_Administrations": [{"AdminId": 1, "AdminNm": "Oefening"}],
}  # fmt: skip


def items(rows: Mapping[str, list[dict[str, Any]]]) -> MasterData:
    return MasterDataReader(Lists(rows), rows).for_invoices()


def test_items_of_the_same_code_are_told_apart_by_their_kind() -> None:
    found = items(LISTS).items or {}
    assert {key: (one.description, one.base_unit, one.units, one.blocked) for key, one in found.items()} == {
        ("1", "300"): ("Monteur", "uur", ("dag", "uur"), False),
        ("2", "1000"): ("Set", "stk", ("doos", "stk"), True),
        ("6", "300"): ("", "km", ("km",), False),
    }


def test_a_list_that_is_missing_leaves_the_others() -> None:
    without = {name: rows for name, rows in LISTS.items() if name != "Profit_Unit_per_Item"}
    found = items(without)
    assert {one.units for one in (found.items or {}).values()} == {(), ("stk",)}
    assert set(found.absent) == {"Profit_Unit_per_Item"}
    only_units = items({"Profit_Unit_per_Item": UNITS})
    assert set(only_units.items or {}) == {("1", "300"), ("2", "1000"), ("6", "300")}
    assert items({}).items is None


def test_units_of_a_kind_that_nobody_knows_count_as_unread() -> None:
    found = items(LISTS | {"Profit_Unit_per_Item": [{"ItemType": "Artikel", "ItemCode": "1000", "UnitId": "stk"}]})
    assert set(found.absent) == {"Profit_Unit_per_Item"}
    assert set(found.items or {}) == {("1", "300"), ("2", "1000")}
