import httpx
import pytest

from afas_assistant.practice.process import PracticeProcess
from afas_assistant.practice.remote import PracticeControlError
from tests.helpers.timechimp_calls import TimeChimpCalls


def test_a_hundred_calls_a_minute_for_both_generations_together(
    practice: PracticeProcess, v1: TimeChimpCalls, v2: TimeChimpCalls
) -> None:
    practice.timechimp_switches(calls_a_minute=3)
    v1.get("tasks")
    v2.get("tasks")
    v1.refused("GET", "nope")
    assert v1.refused("GET", "tasks")[0] == 429
    limited = v2.web.get("tasks")
    assert (limited.status_code, "retry-after" in limited.headers) == (429, False)
    practice.timechimp_switches(retry_after=True)
    assert 1 <= int(v2.web.get("tasks").headers["retry-after"]) <= 60
    practice.clock_forward(61)
    v1.get("tasks")
    assert practice.timechimp_switches()["calls_a_minute"] == 3


def test_a_minute_can_be_shorter(practice: PracticeProcess, v1: TimeChimpCalls) -> None:
    practice.timechimp_switches(calls_a_minute=1, window_seconds=5)
    statuses = []
    for _ in range(3):
        statuses += [v1.web.get("tasks").status_code, v1.web.get("tasks").status_code]
        practice.clock_forward(5)
    assert statuses == [200, 429, 200, 429, 200, 429]


def test_the_usual_limit_is_a_hundred(v1: TimeChimpCalls) -> None:
    statuses = [v1.web.get("users/me").status_code for _ in range(101)]
    assert statuses == [200] * 100 + [429]


@pytest.mark.parametrize("status", [401, 403])
def test_the_basic_add_on_reads_but_does_not_write(
    practice: PracticeProcess, v1: TimeChimpCalls, v2: TimeChimpCalls, status: int
) -> None:
    practice.timechimp_switches(add_on="basic", refusal_status=status)
    v1.get("customers/20001")
    v2.get("customers/20001")
    before = practice.timechimp_books()["changes"]
    assert v1.refused("POST", "time", {})[0] == status
    assert v1.refused("POST", "time/changestatusintern", {"registrationIds": [1000001], "status": 3})[0] == status
    assert v2.refused("PUT", "times/status", {"times": [{"id": 1000001}], "status": "Invoiced"})[0] == status
    assert v1.refused("DELETE", "time?id=1000001")[0] == status
    assert practice.timechimp_books()["changes"] == before
    practice.timechimp_switches(add_on="none")
    assert v1.refused("GET", "customers")[0] == status


def test_either_generation_can_be_gone(practice: PracticeProcess, v1: TimeChimpCalls, v2: TimeChimpCalls) -> None:
    practice.timechimp_switches(v1_answers=False)
    assert v1.refused("GET", "customers")[0] == 404
    assert v1.refused("GET", f"{practice.addresses['timechimp']}/v2/projects")[0] == 404
    v2.get("customers")
    practice.timechimp_switches(v1_answers=True, v2_answers=False)
    v1.get("customers")
    assert v2.refused("GET", "customers")[0] == 404


def test_a_message_may_come_with_200(practice: PracticeProcess, v1: TimeChimpCalls) -> None:
    practice.timechimp_switches(message_in_200=True)
    assert v1.get("customers/999") == {"message": "Customers 999 not found."}
    assert v1.web.get("customers", headers={"Authorization": "Bearer wrong"}).status_code == 401


def test_a_delete_may_answer_json(practice: PracticeProcess, v1: TimeChimpCalls) -> None:
    practice.timechimp_switches(empty_delete=False)
    assert v1.web.delete("customers/20001").json() == {}


def test_invoice_amounts_have_switches(practice: PracticeProcess, v1: TimeChimpCalls) -> None:
    credit = next(row for row in v1.get("invoices") if row["credit"])
    assert credit["total"] < 0
    assert credit["invoiceRows"][0]["quantity"] < 0
    practice.timechimp_switches(credit_sign="positive")
    positive = v1.get(f"invoices/{credit['id']}")
    assert (positive["total"], positive["totalExTax"]) == (-credit["total"], -credit["totalExTax"])
    assert positive["invoiceRows"][0]["total"] == -credit["invoiceRows"][0]["total"]
    plain = v1.get("invoices/150001")
    practice.timechimp_switches(row_total="including")
    assert v1.get("invoices/150001")["invoiceRows"][0]["total"] == pytest.approx(plain["total"])


def test_a_company_without_approval_has_no_approved_rows(practice: PracticeProcess, v1: TimeChimpCalls) -> None:
    practice.timechimp_switches(approval="none")
    for kind in ("time", "expenses", "mileage"):
        assert {row["status"] for row in v1.get(kind)} == {0, 3, 4}


def test_a_company_may_begin_without_customers(practice: PracticeProcess, v1: TimeChimpCalls) -> None:
    practice.timechimp_switches(customers="none")
    assert [row["intern"] for row in v1.get("customers")] == [True]
    assert v1.get("time") == v1.get("invoices") == []
    assert v1.sent("POST", "time", {})["projectId"] == 130_000
    practice.timechimp_switches(customers="same")
    assert len(v1.get("customers")) == 251


def test_switches_are_listed_with_what_they_may_be(practice: PracticeProcess) -> None:
    shown = httpx.get(f"{practice.control}/timechimp/switches", trust_env=False).json()
    assert shown["switches"].keys() == shown["choices"].keys()
    assert shown["switches"]["calls_a_minute"] == 100
    assert all(shown["switches"][name] == choices[0] for name, choices in shown["choices"].items() if len(choices) > 1
               and not isinstance(choices[0], bool))  # fmt: skip


@pytest.mark.parametrize(
    "values",
    [{"nope": 1}, {"add_on": "gold"}, {"calls_a_minute": 0}, {"calls_a_minute": 1.5}, {"retry_after": 1},
     {"window_seconds": "60"}, {"refusal_status": 500}],
)  # fmt: skip
def test_a_switch_that_cannot_be_is_refused(practice: PracticeProcess, values: dict[str, object]) -> None:
    with pytest.raises(PracticeControlError) as refused:
        practice.timechimp_switches(**values)
    assert refused.value.refused
    assert refused.value.sentence("nl") != refused.value.sentence("en")


def test_somebody_else_changes_a_record(practice: PracticeProcess, v1: TimeChimpCalls) -> None:
    practice.timechimp_change("time", {"statusIntern": 3}, 1000001)
    assert v1.get("time/1000001")["statusIntern"] == 3
    assert practice.timechimp_books()["status_changes"]["time"] == {}
    added = practice.timechimp_change("invoices", {"companyInvoiceId": 999})
    assert v1.get(f"invoices/{added['id']}")["companyInvoiceId"] == 999
    with pytest.raises(PracticeControlError, match="no time 999"):
        practice.timechimp_change("time", {}, 999)
    with pytest.raises(PracticeControlError, match="kind must be one of"):
        practice.timechimp_change("nope", {})


def test_a_reset_begins_all_anew(practice: PracticeProcess, v1: TimeChimpCalls) -> None:
    before = v1.get("time")
    v1.sent("POST", "time/changestatusintern", {"registrationIds": [1000001], "status": 4})
    practice.timechimp_switches(zone_suffix=True)
    practice.reset()
    practice.clock_today("2026-05-25")
    assert v1.get("time") == before
