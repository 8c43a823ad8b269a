from typing import Any

import httpx
import pytest

from afas_assistant.practice.process import PracticeProcess
from tests.helpers.timechimp_calls import TimeChimpCalls

REGISTRATIONS = ("time", "expenses", "mileage")


def test_every_list_is_a_bare_array_of_everything(v1: TimeChimpCalls) -> None:
    for resource in (
        "customers", "contacts", "projects", "projecttasks", "projectusers", "tasks", "time", "expenses", "mileage",
        "invoices", "tags", "users", "userContracts",
    ):  # fmt: skip
        rows = v1.get(resource)
        assert isinstance(rows, list)
        assert rows, resource
        assert v1.get(f"{resource}/{rows[-1]['id']}") == rows[-1]
    assert v1.get("projectnotes") == []
    assert len(v1.get("time")) == 1000


def test_the_key_is_a_bearer_token(practice: PracticeProcess, v1: TimeChimpCalls) -> None:
    address = f"{practice.addresses['timechimp_v1']}/customers"
    keys = [{}, {"Authorization": "Bearer wrong"}, {"api-key": practice.timechimp_key("v2")},
            {"Authorization": f"Bearer {practice.timechimp_key('v2')}"}]  # fmt: skip
    for headers in keys:
        reply = httpx.get(address, headers=headers, trust_env=False)
        assert (reply.status_code, reply.json().keys()) == (401, {"message"})
    assert practice.timechimp_key("v1") not in str(practice.log())


def test_projects_of_v2_stand_on_the_host_of_v1(practice: PracticeProcess, v1: TimeChimpCalls) -> None:
    address = practice.addresses["timechimp"]
    assert practice.addresses["timechimp_v1"] == f"{address}/v1"
    assert v1.get(f"{address}/v2/projects") == v1.get("projects")
    assert v1.refused("GET", f"{address}/v2/customers")[0] == 404


@pytest.mark.parametrize("kind", REGISTRATIONS)
def test_a_range_of_days_holds_both_its_ends(v1: TimeChimpCalls, kind: str) -> None:
    rows = v1.get(kind)
    days = sorted({row["date"][:10] for row in rows})
    first, last = days[3], days[-3]
    expected = [row["id"] for row in rows if first <= row["date"][:10] <= last]
    assert [row["id"] for row in v1.get(f"{kind}/daterange/{first}/{last}")] == expected
    assert {days[3], days[-3]} <= {row["date"][:10] for row in rows if row["id"] in expected}
    assert v1.get(f"{kind}/daterange/2019-01-01/2019-12-31") == []
    assert v1.refused("GET", f"{kind}/daterange/01-01-2019/2019-12-31")[0] == 400


def test_lists_by_a_linked_record(v1: TimeChimpCalls) -> None:
    rows = v1.get("time")
    project = next(row["projectId"] for row in rows if row["projectId"])
    expected = [row for row in rows if row["projectId"] == project]
    assert v1.get(f"time/project/{project}") == expected
    day = expected[0]["date"][:10]
    assert expected[0] in v1.get(f"time/project/{project}/{day}/{day}")
    customer = v1.get(f"projects/{project}")["customerId"]
    assert project in [row["id"] for row in v1.get(f"projects/customer/{customer}")]
    assert {row["projectId"] for row in v1.get(f"projecttasks/project/{project}")} == {project}


@pytest.mark.parametrize(
    "path",
    ["time/999", "time/project/999", "projects/customer/999", "customers/999", "customers/name/Niemand", "nope",
     "time/daterange/2026-01-01", "customers/abc", "users/999", "time/1000001/statushistory"],
)  # fmt: skip
def test_what_is_unknown_is_not_found_and_no_empty_list(v1: TimeChimpCalls, path: str) -> None:
    assert v1.refused("GET", path)[0] == 404


def test_customer_numbers_are_looked_up_as_text(v1: TimeChimpCalls) -> None:
    assert [row["relationId"] for row in v1.get("customers/relationid/0010007")] == ["0010007"]
    assert v1.get("customers/relationid/10007") == []
    assert len(v1.get("customers/relationid/10005")) == 2


def test_hours_changed_since_a_moment(v1: TimeChimpCalls) -> None:
    assert v1.get("time", {"modified": "2030-01-01T00:00:00"}) == []
    row = v1.get("time")[0]
    later = v1.get("time", {"modified": row["modified"]})
    assert row in later
    assert {one["id"] for one in later} < {one["id"] for one in v1.get("time")}
    assert min(one["modified"] for one in later) >= row["modified"]


def test_moments_have_no_zone_and_amounts_are_doubles(practice: PracticeProcess, v1: TimeChimpCalls) -> None:
    row = v1.get("time")[0]
    assert row["date"].endswith("T00:00:00")
    assert isinstance(row["hours"], float)
    practice.timechimp_switches(zone_suffix=True)
    zoned = v1.get("time")[0]
    assert zoned["date"] == f"{row['date']}Z"
    assert v1.get("projects")[1]["projectTasks"][0]["modified"].endswith("Z")


def test_put_replaces_the_whole_customer(v1: TimeChimpCalls) -> None:
    whole = v1.get("customers/20001")
    assert whole["iban"]
    assert v1.sent("PUT", "customers", whole | {"name": "Andere naam"})["name"] == "Andere naam"
    kept = v1.get("customers/20001")
    assert {name: kept[name] for name in whole if name not in {"name", "modified"}} == {
        name: whole[name] for name in whole if name not in {"name", "modified"}
    }
    lost = v1.sent("PUT", "customers", {"id": 20001, "name": "Alleen een naam"})
    assert lost == v1.get("customers/20001")
    assert (lost["iban"], lost["relationId"], lost["active"], lost["tagIds"]) == (None, None, False, [])
    assert lost["clientId"] == whole["clientId"]


def test_put_of_a_project_replaces_its_activities(v1: TimeChimpCalls) -> None:
    project = v1.get("projects")[2]
    kept = project["projectTasks"][:1]
    assert v1.sent("PUT", "projects", project | {"projectTasks": kept, "projectUsers": []})["projectUsers"] == []
    after = v1.get(f"projects/{project['id']}")
    assert [task["id"] for task in after["projectTasks"]] == [kept[0]["id"]]
    assert v1.get(f"projectusers/project/{project['id']}") == []
    without = {name: value for name, value in after.items() if name != "projectTasks"}
    assert v1.sent("PUT", "projects", without)["projectTasks"] == []


@pytest.mark.parametrize("body", [{}, {"name": "Zonder id"}, {"id": "20001", "name": "Id als tekst"}])
def test_put_without_a_known_id_is_refused(v1: TimeChimpCalls, body: dict[str, Any]) -> None:
    assert v1.refused("PUT", "customers", body)[0] in {400, 404}


def test_an_empty_post_makes_hours_and_expenses_but_no_customer(v1: TimeChimpCalls) -> None:
    for kind in ("time", "expenses"):
        made = v1.sent("POST", kind, {})
        assert v1.get(f"{kind}/{made['id']}")["projectId"] == 130_000
        assert (made["status"], made["date"], made["userDisplayName"]) == (0, "2026-05-25T00:00:00", "Anna de Boer")
    for kind in ("customers", "projecttasks", "userContracts", "projects", "mileage"):
        assert v1.refused("POST", kind, {})[0] == 400


def test_a_customer_is_made_changed_and_deleted(v1: TimeChimpCalls) -> None:
    made = v1.sent("POST", "customers", {"name": "Nieuw", "relationId": "007", "paymentPeriod": 30, "tax": 21})
    assert (made["relationId"], made["active"], made["tax"]) == ("007", True, 21.0)
    reply = v1.web.delete(f"customers/{made['id']}")
    assert (reply.status_code, reply.content) == (200, b"")
    assert v1.refused("DELETE", f"customers/{made['id']}")[0] == 404
    assert v1.sent("POST", "customers", {"name": "Nog een"})["id"] == made["id"] + 1
    assert v1.web.delete("time", params={"id": 1000001}).content == b""
    assert v1.refused("GET", "time/1000001")[0] == 404


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("customers", {"name": 12}),
        ("customers", {"name": ""}),
        ("customers", ["name"]),
        ("time", {"projectId": 1}),
        ("time", {"hours": "2,5"}),
    ],
)
def test_bodies_that_are_refused(v1: TimeChimpCalls, kind: str, body: object) -> None:
    assert v1.refused("POST", kind, body)[0] == 400
    assert v1.web.post(kind, content=b"{").status_code == 400


def test_invoices_can_only_be_read(v1: TimeChimpCalls) -> None:
    for method in ("POST", "PUT", "DELETE"):
        assert v1.refused(method, "invoices", {"id": 150001})[0] == 405
    project = next(row for row in v1.get("projects") if row["invoiceId"])
    assert [row["id"] for row in v1.get(f"invoices/project/{project['id']}")] == [project["invoiceId"]]


@pytest.mark.parametrize("kind", REGISTRATIONS)
@pytest.mark.parametrize("spelling", ["changestatusintern", "changestatusinternal"])
def test_registrations_are_marked_as_invoiced(
    practice: PracticeProcess, v1: TimeChimpCalls, kind: str, spelling: str
) -> None:
    approved = [row["id"] for row in v1.get(kind) if row["status"] == 2][:3]
    body = {"registrationIds": approved, "status": 3}
    assert v1.sent("POST", f"{kind}/{spelling}", body) == approved
    assert [v1.get(f"{kind}/{number}")["status"] for number in approved] == [3, 3, 3]
    changes = practice.timechimp_books()["status_changes"][kind]
    assert changes == {str(number): [2, 3] for number in approved}
    history = v1.get(f"{kind}/{approved[0]}/statushistories")
    assert [entry["status"] for entry in history] == [2, 3]
    if kind == "time":
        assert history[0]["timeId"] == approved[0]


def test_one_spelling_may_be_all_there_is(practice: PracticeProcess, v1: TimeChimpCalls) -> None:
    body = {"registrationIds": [1000001], "status": 3}
    for known, other in (("intern", "internal"), ("internal", "intern")):
        practice.timechimp_switches(status_spelling=known)
        assert v1.sent("POST", f"time/changestatus{known}", body) == [1000001]
        assert v1.refused("POST", f"time/changestatus{other}", body)[0] == 404


def test_a_refused_status_change_changes_nothing(practice: PracticeProcess, v1: TimeChimpCalls) -> None:
    row = v1.get("time/1000001")
    for body in (
        {"registrationIds": [], "status": 3},
        {"status": 3},
        {"registrationIds": [1000001], "status": 9},
        {"registrationIds": [1000001, 999], "status": 3},
    ):
        assert v1.refused("POST", "time/changestatusintern", body)[0] in {400, 404}
    assert v1.get("time/1000001") == row
    practice.timechimp_switches(unknown_registration="skipped")
    assert v1.sent("POST", "time/changestatusintern", {"registrationIds": [1000001, 999], "status": 3}) == [1000001]


def test_the_customers_track_shows_once_the_office_approved(v1: TimeChimpCalls) -> None:
    number = next(row["id"] for row in v1.get("time") if row["statusIntern"] == 2 and row["statusExtern"] == 0)
    v1.sent("POST", "time/changestatusexternal", {"registrationIds": [number], "status": -1, "message": "Nee"})
    row = v1.get(f"time/{number}")
    assert (row["statusIntern"], row["statusExtern"], row["status"]) == (2, -1, -1)
    submitted = v1.sent("POST", "time/submitinternal", {"registrationIds": [number], "message": "Graag"})
    assert (submitted[0]["id"], submitted[0]["status"]) == (number, 1)
