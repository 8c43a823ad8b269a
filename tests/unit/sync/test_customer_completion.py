"""TimeChimp replaces whole objects: the rest is read just before sending, recorded, and goes back unchanged."""

import json
from typing import Any

import pytest

from afas_assistant.outbox.records import System
from afas_assistant.outbox.store import Outbox
from afas_assistant.sync.apply import Bucket, RunOutcome, apply_plan
from afas_assistant.sync.customers.completion import changes_back, customer_completers
from afas_assistant.sync.customers.debtor_bodies import DebtorSettings
from afas_assistant.sync.customers.debtors import debtor_record
from afas_assistant.sync.customers.directory import CustomerDirectory
from afas_assistant.sync.plan import Plan
from afas_assistant.timechimp.errors import TimeChimpError
from tests.unit.sync.conftest import PretendSystem, answered
from tests.unit.sync.customer_samples import NOW, SCOPE, PretendTimeChimp, customer, debtor, plan_of

WHOLE = {"id": 7, "name": "Jansen Bouw B.V.", "city": "Ede", "notes": "rings twice", "tagIds": [3]}


def send(plan: Plan, outbox: Outbox, timechimp: Any, afas: PretendSystem, other: PretendSystem) -> RunOutcome:
    return apply_plan(
        plan, {one.reference for one in plan.records}, fresh=plan, outbox=outbox,
        senders={System.AFAS: afas, System.TIMECHIMP: other}, completers=customer_completers(timechimp),
        sleep=lambda _: None,
    )  # fmt: skip


@pytest.fixture
def moved() -> Plan:
    return plan_of([debtor(town="Oss")], [customer(7)])


def new_debtor_plan(**said: Any) -> Plan:
    record = debtor_record(customer(7, "77", **said), CustomerDirectory([], []), (), DebtorSettings())
    return Plan("debtors", SCOPE, "T99001AA", "1", [record], NOW)


def test_the_body_that_is_recorded_is_the_whole_customer_with_the_change(
    moved: Plan, outbox: Outbox, afas: PretendSystem, timechimp: PretendSystem
) -> None:
    remote = PretendTimeChimp(WHOLE)
    outcome = send(moved, outbox, remote, afas, timechimp)
    (write,) = outbox.writes(SCOPE)
    assert (outcome.complete, json.loads(write.body or "")) == (True, WHOLE | {"city": "Oss"})
    assert remote.read == [7]
    assert changes_back(write) == (7, {"city": "Ede"})


def test_a_customer_that_cannot_be_read_is_not_written_and_nothing_is_recorded(
    moved: Plan, outbox: Outbox, afas: PretendSystem, timechimp: PretendSystem
) -> None:
    class Gone(PretendTimeChimp):
        def changed_customer(self, customer_id: int, **changes: Any) -> Any:
            raise refused(404)

    (settled,) = send(moved, outbox, Gone(), afas, timechimp).settled
    assert (settled.bucket, settled.skip and settled.skip.code) == (Bucket.SKIPPED, "not_read")
    assert (timechimp.taken, outbox.writes(SCOPE)) == ([], ())


def test_a_key_that_is_refused_stops_the_run_at_the_first_reading(
    outbox: Outbox, afas: PretendSystem, timechimp: PretendSystem
) -> None:
    class Closed(PretendTimeChimp):
        def changed_customer(self, customer_id: int, **changes: Any) -> Any:
            self.read.append(customer_id)
            raise refused(401)

    remote = Closed()
    plan = plan_of([debtor("1", town="Oss"), debtor("2", town="Oss")], [customer(1, "1"), customer(2, "2")])
    outcome = send(plan, outbox, remote, afas, timechimp)
    assert [one.skip and one.skip.code for one in outcome.settled] == ["not_read", "stopped"]
    assert remote.read == [1]


def test_the_same_change_may_be_needed_again_some_other_night(
    moved: Plan, outbox: Outbox, afas: PretendSystem, timechimp: PretendSystem
) -> None:
    send(moved, outbox, PretendTimeChimp(WHOLE), afas, timechimp)
    again = send(moved, outbox, PretendTimeChimp(WHOLE), afas, timechimp)
    assert [one.skip and one.skip.code for one in again.settled] == ["already_sent"]  # the very same plan
    (record,) = moved.records
    assert record.intention is not None
    assert record.intention.reference == "debtor/10001/2026-11-21T02:00:00"


def test_the_number_of_a_debtor_that_is_made_goes_back_to_timechimp(
    outbox: Outbox, afas: PretendSystem, timechimp: PretendSystem
) -> None:
    remote = PretendTimeChimp(WHOLE)
    outcome = send(new_debtor_plan(), outbox, remote, afas, timechimp)
    number, made = outbox.writes(SCOPE)
    assert (outcome.complete, made.kind, made.keys["DbId"]) == (True, "debtor", "10042")
    assert (number.kind, number.reference, number.follows_id) == ("debtor_number", "customer/7/1", made.id)
    assert json.loads(number.body or "") == WHOLE | {"relationId": "10042"}
    assert changes_back(number) == (7, {"number": "77"})


def test_a_debtor_that_afas_refuses_writes_nothing_to_timechimp(
    outbox: Outbox, afas: PretendSystem, timechimp: PretendSystem
) -> None:
    afas.errors["77"] = [answered("invalid", 500, "De ingevulde waarde bestaat niet.")]
    outcome = send(new_debtor_plan(), outbox, PretendTimeChimp(WHOLE), afas, timechimp)
    assert (outcome.counts()["refused"], timechimp.taken) == (1, [])


def refused(status: int) -> TimeChimpError:
    error = TimeChimpError("x", title=answered("x", status).title, explanation=answered("x", status).title,
                           action=answered("x", status).title)  # fmt: skip
    error.status = status
    return error
