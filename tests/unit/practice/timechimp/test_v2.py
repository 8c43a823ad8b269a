from typing import Any

import httpx
import pytest

from afas_assistant.practice.process import PracticeProcess
from tests.helpers.timechimp_calls import TimeChimpCalls

RESOURCES = (
    "customers", "contacts", "projects", "users", "times", "tasks", "invoices", "expenses", "mileage",
    "mileageVehicles", "tags",
)  # fmt: skip


@pytest.mark.parametrize(
    ("envelope", "count"),
    [("value", "@odata.count"), ("result", "count"), ("results", "count"), ("data", "total"), ("items", "count")],
)
def test_the_envelope_of_lists_is_a_switch(
    practice: PracticeProcess, v2: TimeChimpCalls, envelope: str, count: str
) -> None:
    practice.timechimp_switches(v2_envelope=envelope)
    for resource in RESOURCES:
        counted = v2.get(resource, {"$top": 1, "$count": "true"})
        assert counted.keys() == {envelope, count}, resource
        assert len(counted[envelope]) == 1
        assert v2.get(resource, {"$top": 1}).keys() == {envelope}
        number = counted[envelope][0]["id"]
        assert v2.get(f"{resource}/{number}") == counted[envelope][0]


def test_a_bare_envelope_has_no_place_for_a_count(practice: PracticeProcess, v2: TimeChimpCalls) -> None:
    practice.timechimp_switches(v2_envelope="bare")
    assert len(v2.get("customers", {"$count": "true"})) == 100


def test_pages_follow_each_other_without_gap_or_overlap(v2: TimeChimpCalls) -> None:
    numbers: list[int] = []
    while True:
        page = v2.get("customers", {"$top": 60, "$skip": len(numbers)})["value"]
        numbers += [row["id"] for row in page]
        if len(page) < 60:
            break
    assert numbers == sorted(set(numbers))
    assert len(numbers) == v2.get("customers", {"$count": "true"})["@odata.count"]


def test_the_key_is_a_header_of_its_own(practice: PracticeProcess, v2: TimeChimpCalls) -> None:
    address = f"{practice.addresses['timechimp_v2']}/customers"
    for headers in ({}, {"Authorization": f"Bearer {practice.timechimp_key('v2')}"}, {"api-key": "TC_wrong"}):
        assert httpx.get(address, headers=headers, trust_env=False).status_code == 401
    assert v2.web.get("customers", headers={"api-version": "2.0"}).status_code == 200


def test_both_generations_show_the_same_books(v1: TimeChimpCalls, v2: TimeChimpCalls) -> None:
    words = {0: "Open", 1: "PendingApproval", 2: "Approved", 3: "Invoiced", 4: "WrittenOff", -1: "Rejected"}
    first = v1.get("time")
    second = v2.get("times", {"$top": 10000})["value"]
    assert [(row["id"], row["hours"], words[row["statusIntern"]], row["date"][:10]) for row in first] == [
        (row["id"], row["hours"], row["status"], row["date"]) for row in second
    ]
    assert {row["status"] for row in second} == set(words.values())
    flat, nested = v1.get("customers/20003"), v2.get("customers/20003")
    assert (flat["relationId"], flat["postalCode"]) == (nested["relationId"], nested["address"]["postalCode"])
    assert nested["vatRate"] == {"id": 71001, "name": "Hoog"}
    methods = {row["id"]: row["invoiceMethod"] for row in v1.get("projects")}
    shown = {row["id"]: row["invoicing"]["method"] for row in v2.get("projects", {"$top": 10000})["value"]}
    assert {shown[number] for number, method in methods.items() if method == 6} == {"ProjectRate"}
    assert set(methods.values()) == set(range(1, 10))


def test_linked_records_are_stubs_until_they_are_expanded(practice: PracticeProcess, v2: TimeChimpCalls) -> None:
    row = v2.get("times", {"$filter": "id eq 1000001"})["value"][0]
    assert row["user"].keys() == {"id", "name"}
    query = {"$filter": "id eq 1000001", "$expand": "user,project/customer,project/projectTasks/task"}
    whole = v2.get("times", query)["value"][0]
    assert whole["user"]["displayName"] == row["user"]["name"]
    assert whole["project"]["customer"]["address"].keys() == {"address", "postalCode", "city", "country"}
    assert whole["project"]["projectTasks"][0]["task"]["name"]
    assert whole["task"].keys() == {"id", "name"}
    for linked, expected in (("id", {"id"}), ("absent", None)):
        practice.timechimp_switches(v2_linked=linked)
        shown = v2.get("times", {"$top": 1})["value"][0]
        assert shown["user"].keys() == expected if expected else "user" not in shown


def test_a_status_change_takes_a_hundred_at_most(practice: PracticeProcess, v2: TimeChimpCalls) -> None:
    for path, name in (("times", "times"), ("expenses", "expenses"), ("mileage", "mileages")):
        rows = v2.get(path, {"$filter": "status eq 'Approved'", "$top": 2})["value"]
        body = {"status": "Invoiced", name: [{"id": row["id"]} for row in rows]}
        v2.sent("PUT", f"{path}/status", body)
        assert [v2.get(f"{path}/{row['id']}")["status"] for row in rows] == ["Invoiced", "Invoiced"]
        history = v2.get(f"{path}/{rows[0]['id']}/statusHistory", {"$orderby": "modifiedOn desc", "$top": 1})["value"]
        assert history[0]["status"] == "Invoiced"
    many = [{"id": 1000001 + index} for index in range(101)]
    before = practice.timechimp_books()["statuses"]
    assert v2.refused("PUT", "times/status", {"status": "Invoiced", "times": many})[0] == 400
    assert practice.timechimp_books()["statuses"] == before
    v2.sent("PUT", "times/status", {"status": "Invoiced", "times": many[:100]})
    v2.sent("PUT", "times/clientStatus", {"clientStatus": "Rejected", "times": many[:1]})
    assert v2.get("times/1000001")["clientStatus"] == "Rejected"


def test_status_changes_that_are_refused(practice: PracticeProcess, v2: TimeChimpCalls) -> None:
    rows = [{"id": 5000001}]
    for body in (
        {"status": "Invoiced", "mileage": rows},
        {"status": 3, "mileages": rows},
        {"status": "Booked", "mileages": rows},
        {"status": "Invoiced", "mileages": []},
    ):
        assert v2.refused("PUT", "mileage/status", body)[0] == 400
    practice.timechimp_switches(v2_times_status=False)
    body = {"status": "Invoiced", "times": [{"id": 1000001}]}
    assert v2.refused("PUT", "times/status", body)[0] == 404


def test_put_replaces_the_whole_customer(v1: TimeChimpCalls, v2: TimeChimpCalls) -> None:
    whole = v2.get("customers/20001", {"$expand": "vatRate,tags,contacts"})
    assert whole["contacts"]
    v2.sent("PUT", "customers/20001", {**whole, "name": "Andere naam"})
    after = v2.get("customers/20001", {"$expand": "vatRate,tags,contacts"})
    changed = {"name", "modifiedOn"}
    assert {name: value for name, value in after.items() if name not in changed | {"contacts"}} == {
        name: value for name, value in whole.items() if name not in changed | {"contacts"}
    }
    assert [one["id"] for one in after["contacts"]] == [one["id"] for one in whole["contacts"]]
    v2.sent("PUT", "customers/20001", {"name": "Alleen een naam", "address": {"city": "Zwolle"}})
    lost = v1.get("customers/20001")
    assert (lost["address"], lost["city"], lost["iban"], lost["contacts"]) == (None, "Zwolle", None, [])
    assert (lost["vatRatePercentage"], lost["active"]) == (None, True)


def test_put_of_a_project_needs_its_parts(v1: TimeChimpCalls, v2: TimeChimpCalls) -> None:
    number = next(row["id"] for row in v1.get("projects") if row["projectSubscription"])
    query = {"$expand": "projectTasks/task,projectUsers/user,managers,tags,customer"}
    whole = v2.get(f"projects/{number}", query)
    for part in ("invoicing", "budget", "projectTasks", "projectUsers"):
        body = {name: value for name, value in whole.items() if name != part}
        assert v2.refused("PUT", f"projects/{number}", body)[0] == 400
    before = v1.get(f"projects/{number}")
    v2.sent("PUT", f"projects/{number}", whole)
    after = v1.get(f"projects/{number}")
    moving = {"modified", "projectTasks", "projectUsers", "visibleOnSchedule", "invoiceId"}
    assert {name: value for name, value in after.items() if name not in moving} == {
        name: value for name, value in before.items() if name not in moving
    }
    assert [one["id"] for one in after["projectTasks"]] == [one["id"] for one in before["projectTasks"]]


def test_a_new_project_gets_common_activities_and_active_people(v1: TimeChimpCalls, v2: TimeChimpCalls) -> None:
    made = v2.sent("POST", "projects", {"name": "Nieuw", "customer": {"id": 20001}}, status=201)
    shown = v1.get(f"projects/{made['id']}")
    tasks = {task["id"] for task in v1.get("tasks") if task["common"] and task["active"]}
    assert {task["taskId"] for task in shown["projectTasks"]} == tasks
    assert len(shown["projectUsers"]) == 5


def test_an_expense_and_a_ride_are_made(v1: TimeChimpCalls, v2: TimeChimpCalls) -> None:
    body: dict[str, Any] = {"rate": 10.5, "user": {"id": 61002}, "customer": {"id": 20001}}
    made = v2.sent("POST", "expenses", body, status=201)
    assert (made["date"], made["quantity"], made["vatRate"]["id"]) == ("2026-05-25", 1.0, 71001)
    assert v1.get(f"expenses/{made['id']}")["tax"] == 21.0
    ride = {"distance": 12, "type": "Business", "user": {"id": 61002}, "project": {"id": 130001}}
    assert v1.get(f"mileage/{v2.sent('POST', 'mileage', ride, status=201)['id']}")["type"] == 2
    assert v2.refused("POST", "expenses", {"rate": 10.5})[0] == 400
    assert v2.refused("POST", "mileage", ride | {"type": 2})[0] == 400


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "times"), ("PUT", "invoices/150001"), ("DELETE", "tasks/31001"), ("PUT", "customers"), ("POST", "users")],
)
def test_writes_that_are_not_known_are_not_there(v2: TimeChimpCalls, method: str, path: str) -> None:
    assert v2.refused(method, path, {"id": 1})[0] == 405


@pytest.mark.parametrize(
    "path", ["nope", "customers/999", "vatRates", "products", "time", "expenses/999/statusHistory"]
)
def test_what_is_unknown_is_not_found(v2: TimeChimpCalls, path: str) -> None:
    assert v2.refused("GET", path)[0] == 404


def test_a_record_is_deleted(v2: TimeChimpCalls) -> None:
    reply = v2.web.delete("customers/20001")
    assert (reply.status_code, reply.content) == (200, b"")
    assert v2.refused("GET", "customers/20001")[0] == 404


@pytest.mark.parametrize(("form", "content"), [("text", b"Customers 999 not found."), ("empty", b"")])
def test_the_body_of_an_error_is_a_switch(
    practice: PracticeProcess, v2: TimeChimpCalls, form: str, content: bytes
) -> None:
    practice.timechimp_switches(v2_error_body=form)
    reply = v2.web.get("customers/999")
    assert (reply.status_code, reply.content) == (404, content)
