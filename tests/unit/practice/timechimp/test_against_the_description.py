"""Replies of v1 against TimeChimp's own description of it; without that file these tests are skipped."""

from typing import Any

import pytest
from jsonschema import Draft4Validator

from tests.helpers.reference import reference_path
from tests.helpers.swagger import definitions
from tests.helpers.timechimp_calls import TimeChimpCalls

# what clients met later than the description, and nothing else
NEWER = {
    "Customer": {"contacts", "modified", "intern"},
    "Project": {"modified", "mainProjectId", "useSubprojects", "subprojectIds", "projectManagerIds"},
    "ProjectTask": {"projectId", "modified", "active"},
    "ProjectUser": {"projectId", "modified", "active", "hourlyRates"},
    "Task": {"tagIds", "tagNames"},
    "Time": {"modified", "submitForApprovals"},
    "Mileage": {"statusIntern", "statusExtern", "modified"},
    "User": {"active"},
}
RESOURCES = {
    "customers": "Customer", "projects": "Project", "projecttasks": "ProjectTask", "projectusers": "ProjectUser",
    "tasks": "Task", "time": "Time", "expenses": "Expense", "mileage": "Mileage", "invoices": "Invoice",
    "tags": "Tag", "users": "User",
}  # fmt: skip


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    return definitions(reference_path("timechimp-openapi", "connectholland-schema.yaml"))


def test_the_file_is_read_whole(described: dict[str, Any]) -> None:
    assert len(described) == 15
    assert described["Customer"]["required"] == ["name"]
    assert described["Time"]["properties"]["status"]["anyOf"][0]["enum"] == [0, 1, 2, 3, 4, -1]
    assert not Draft4Validator({"$ref": "#/definitions/Time", "definitions": described}).is_valid({"status": 7})


@pytest.mark.parametrize(("resource", "schema"), RESOURCES.items())
def test_lists(v1: TimeChimpCalls, described: dict[str, Any], resource: str, schema: str) -> None:
    rows = v1.get(resource)
    whole = {"type": "array", "items": {"$ref": f"#/definitions/{schema}"}, "definitions": described}
    assert [error.message for error in Draft4Validator(whole).iter_errors(rows)] == []
    fields = set(described[schema]["properties"])
    for row in rows:
        assert row.keys() - fields == NEWER.get(schema, set())
        assert fields <= row.keys()


def test_rows_of_invoices(v1: TimeChimpCalls, described: dict[str, Any]) -> None:
    rows = [row for invoice in v1.get("invoices") for row in invoice["invoiceRows"]]
    assert {frozenset(row) for row in rows} == {frozenset(described["InvoiceRow"]["properties"])}


def test_subscriptions(v1: TimeChimpCalls, described: dict[str, Any]) -> None:
    found = [row["projectSubscription"] for row in v1.get("projects") if row["projectSubscription"]]
    assert {frozenset(row) for row in found} == {frozenset(described["ProjectSubscription"]["properties"])}


def test_single_records_and_what_was_made(v1: TimeChimpCalls, described: dict[str, Any]) -> None:
    shown = {
        "Customer": [v1.get("customers/20001"), v1.sent("POST", "customers", {"name": "Nieuw"})],
        "Time": [v1.sent("POST", "time", {})],
        "Expense": [v1.sent("POST", "expenses", {})],
        "User": [v1.get("users/me")],
        "Project": [v1.sent("POST", "projects", {"name": "Nieuw", "customerId": 20001})],
        "Mileage": [v1.sent("POST", "mileage", {"date": "2026-05-25T00:00:00", "distance": 12, "type": 2})],
    }
    for schema, records in shown.items():
        validator = Draft4Validator({"$ref": f"#/definitions/{schema}", "definitions": described})
        for record in records:
            assert [error.message for error in validator.iter_errors(record)] == []
            assert set(described[schema]["properties"]) <= record.keys()
