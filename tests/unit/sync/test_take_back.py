"""Taking back: what can be undone and how, what cannot and why, and that it is done once and settled after a crash."""

import json
from dataclasses import replace
from decimal import Decimal
from typing import cast

import pytest

from afas_assistant.outbox.records import Intention, State, System, Write
from afas_assistant.outbox.store import Outbox
from afas_assistant.sync.apply import Bucket, apply_plan
from afas_assistant.sync.bookings.credits import credit_number, credit_record
from afas_assistant.sync.bookings.verdicts import period_of
from afas_assistant.sync.plan import Outlook, Plan
from afas_assistant.sync.take_back import (
    OpenItem,
    Situation,
    plan_take_back,
    settle_take_backs,
    take_back_completers,
)
from afas_assistant.sync.take_back_sources import OPEN_ITEMS, situation_of
from afas_assistant.timechimp.api import TimeChimp
from afas_assistant.timechimp.statuses import Status
from tests.unit.sync.booking_samples import MASTER, NOW, SCOPE, TODAY, codes, customer
from tests.unit.sync.conftest import PretendSystem, answered
from tests.unit.sync.pretend_books import Books, TinyTimeChimp, open_item
from tests.unit.sync.recorded_writes import booking, intention, recorded

D = Decimal
OPEN = Situation(open_items_read=True, open_item=OpenItem(D(121), D(121)))
STATUSES = {"hours/1": "Approved", "hours/2": "Open", "ride/6": "Approved"}


def planned(write: Write, situation: Situation = OPEN, **more: object) -> Plan:
    return plan_take_back(
        write, situation, changed_status=TinyTimeChimp().changed_status, environment="T99001AA", made_at=NOW,
        **more,  # type: ignore[arg-type] # only `credit`
    )  # fmt: skip


def test_a_booking_is_deleted_by_its_entry_number(outbox: Outbox) -> None:
    write = recorded(outbox, booking(), keys={"UnId": "1", "EnNo": "300001", "InId": "2026-101"})
    (record,) = planned(write).records
    assert record.outlook is Outlook.WILL_PASS
    assert record.intention
    assert (record.intention.method, record.intention.path, record.intention.body) == (
        "DELETE", "FiEntries/FiEntryPar/UnId,JoCo/1,20/FiEntries/@EnNo/300001", "",
    )  # fmt: skip
    assert record.intention.sources == (f"write/{write.id}",)


def test_without_an_entry_number_the_invoice_number_is_used(outbox: Outbox) -> None:
    (record,) = planned(recorded(outbox, booking(), proof={"by": "person"})).records
    assert record.intention
    assert record.intention.path == "FiEntries/FiEntryPar/UnId,JoCo/1,20/FiEntries/InId/2026-101"


def test_a_number_that_would_lead_to_another_path_is_not_used(outbox: Outbox) -> None:
    write = recorded(outbox, booking(), keys={"EnNo": "1,2"})
    assert codes(planned(write).records[0]) == ["number_unusable"]


@pytest.mark.parametrize(
    ("situation", "outlook", "code"),
    [
        (Situation(), Outlook.CANNOT_TELL, "matching_unread"),
        (Situation(open_items_read=True), Outlook.WILL_FAIL, "matched"),
        (Situation(open_items_read=True, open_item=OpenItem(D(121), D(21))), Outlook.WILL_FAIL, "matched"),
        (Situation(open_items_read=True, open_item=OpenItem(D(122), D(122))), Outlook.CANNOT_TELL, "changed_in_afas"),
    ],
)
def test_what_was_paid_on_is_not_deleted(outbox: Outbox, situation: Situation, outlook: Outlook, code: str) -> None:
    write = recorded(outbox, booking(), keys={"EnNo": "300001"})
    (record,) = planned(write, situation).records
    assert (record.outlook, codes(record)) == (outlook, [code])


def test_a_credit_is_offered_instead_and_mirrors_the_booking(outbox: Outbox) -> None:
    write = recorded(outbox, booking(), keys={"EnNo": "300001"})
    period, findings = period_of(1, TODAY, MASTER, None, calendar=False)
    credit = credit_record(write, day=TODAY, period=period, findings=tuple(findings))
    refused, offered = planned(write, Situation(open_items_read=True), credit=credit).records
    assert (refused.tickable, offered.tickable, offered.ticked_at_first) == (False, True, False)
    assert offered.intention
    body = json.loads(offered.intention.body)["FiEntryPar"]["Element"]
    assert body["Fields"] == {"Year": 2026, "Peri": 11, "UnId": 1, "JoCo": "20"}
    lines = [one["Fields"] for one in body["Objects"][0]["FiEntries"]["Element"]]
    assert [(one["AcNr"], one["AmDe"], one["AmCr"]) for one in lines] == [
        ("000123", 0, 121), ("8010", 100, 0), ("1510", 21, 0),
    ]  # fmt: skip
    assert (lines[0]["InId"], lines[0]["BpDa"], "DaEx" in lines[0]) == ("2026-101C", "2026-11-21", False)
    assert offered.amount == D(-121)
    assert len(planned(write, OPEN, credit=credit).records) == 1


def test_without_what_was_booked_or_a_period_no_credit_is_made(outbox: Outbox) -> None:
    write = recorded(outbox, booking())
    assert credit_record(write, day=TODAY, period=None).intention is None
    forgotten = credit_record(replace(write, body=None), day=TODAY, period=(2026, 11))
    assert (forgotten.outlook, forgotten.intention) == (Outlook.WILL_FAIL, None)
    assert credit_number("FACTUUR-2026") == "FACTUUR-202C"


def test_an_invoice_is_deleted_and_its_registrations_get_their_old_statuses(outbox: Outbox) -> None:
    write = recorded(outbox, intention("direct_invoice", before={"statuses": STATUSES}), keys={"OrNu": "00000012"})
    shown = {"hours/1": Status.INVOICED, "hours/2": Status.INVOICED, "ride/6": Status.WRITTEN_OFF}
    (record,) = planned(write, Situation(statuses=shown)).records
    assert record.intention
    assert record.intention.path == "FbDirectInvoice/FbDirectInvoice/@OrNu/00000012"
    assert [(one.kind, one.path, one.body) for one in record.intention.follow_ups] == [
        ("registration_status", "hours/status", "[1] Approved"),
        ("registration_status", "hours/status", "[2] Open"),
    ]
    assert codes(record) == ["final_unknown", "registrations_left"]


def test_a_registration_that_was_deleted_does_not_hold_up_the_others(outbox: Outbox) -> None:
    write = recorded(outbox, intention("direct_invoice", before={"statuses": STATUSES}), keys={"OrNu": "1"})
    (record,) = planned(write, Situation(statuses={"hours/1": Status.INVOICED})).records
    assert record.intention
    assert [one.body for one in record.intention.follow_ups] == ["[1] Approved"]


def test_at_most_a_hundred_registrations_go_back_in_one_call(outbox: Outbox) -> None:
    many = {f"hours/{number}": "Approved" for number in range(250)}
    write = recorded(outbox, intention("direct_invoice", before={"statuses": many}), keys={"OrNu": "1"})
    (record,) = planned(write, Situation()).records
    assert record.intention
    assert [one.body.count(",") + 1 for one in record.intention.follow_ups] == [100, 100, 50]
    assert len({one.reference for one in record.intention.follow_ups}) == 3


def test_an_invoice_without_a_known_number_is_for_a_person(outbox: Outbox) -> None:
    (record,) = planned(recorded(outbox, intention("direct_invoice"))).records
    assert (record.outlook, record.intention, "number_unusable" in codes(record)) == (Outlook.WILL_FAIL, None, True)


def test_a_dossier_item_is_deleted(outbox: Outbox) -> None:
    (record,) = planned(recorded(outbox, intention("dossier_item"), keys={"SbId": "6001"})).records
    assert record.intention
    assert record.intention.path == "KnSubject/KnSubject/@SbId/6001"


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("debtor", "debtor_stays"),
        ("customer_new", "customer_stays"),
        ("registration_status", "part_of_invoice"),
        ("take_back", "is_take_back"),
        ("purchase", "kind_unknown"),
    ],
)
def test_what_cannot_be_taken_back_is_told(outbox: Outbox, kind: str, code: str) -> None:
    (record,) = planned(recorded(outbox, intention(kind))).records
    assert (record.outlook, codes(record), record.intention) == (Outlook.WILL_FAIL, [code], None)


@pytest.mark.parametrize(
    ("state", "outlook", "code"),
    [
        (State.UNKNOWN, Outlook.WILL_FAIL, "arrival_unknown"),
        (State.REFUSED, Outlook.NOTHING_TO_DO, "never_arrived"),
        (State.NOT_ARRIVED, Outlook.NOTHING_TO_DO, "never_arrived"),
        (State.TAKEN_BACK, Outlook.NOTHING_TO_DO, "taken_back"),
    ],
)
def test_only_what_arrived_is_taken_back(outbox: Outbox, state: State, outlook: Outlook, code: str) -> None:
    (record,) = planned(recorded(outbox, booking(), state)).records
    assert (record.outlook, codes(record), record.intention) == (outlook, [code], None)


def test_what_was_there_before_us_is_not_ours_to_take_back(outbox: Outbox) -> None:
    write = recorded(outbox, booking(), keys={"EnNo": "1"}, proof={"by": "answer", "already_there": True})
    assert codes(planned(write).records[0]) == ["not_ours"]


CHANGE = {"customer": 7, "fields": {"name": "Jansen", "phone": ""}}


def test_a_customer_gets_only_its_changed_fields_back(outbox: Outbox) -> None:
    write = recorded(outbox, intention("customer_update", before=CHANGE))
    timechimp = TinyTimeChimp(replace(customer(), phone="010"))
    situation = situation_of(write, None, (), cast("TimeChimp", timechimp))
    (record,) = planned(write, situation).records
    assert record.facts == (("name", "Jansen B.V. → Jansen"), ("phone", "010 → –"))
    assert record.intention
    assert (record.read_first, record.intention.system) == (True, System.TIMECHIMP)
    completed = take_back_completers(timechimp)["take_back"].complete(record.intention)
    assert (completed.path, completed.body) == ("customers/7", "[('name', 'Jansen'), ('phone', '')]")


def test_a_customer_with_its_old_values_needs_nothing(outbox: Outbox) -> None:
    write = recorded(outbox, intention("customer_update", before=CHANGE))
    timechimp = TinyTimeChimp(replace(customer(), name="Jansen"))
    situation = situation_of(write, None, (), cast("TimeChimp", timechimp))
    assert codes(planned(write, situation).records[0]) == ["as_before"]


def test_the_open_item_is_read_by_administration_and_number(outbox: Outbox) -> None:
    write = recorded(outbox, booking())
    books = Books(Profit_Debtor_Invoices=[open_item("2026-101", "121", "100"), open_item("2026-102", "121", "121")])
    found = situation_of(write, books, {OPEN_ITEMS}, None)
    assert found == Situation(open_items_read=True, open_item=OpenItem(D(121), D(100)))
    assert situation_of(write, books, (), None) == Situation()
    books.error = answered("unauthorised", 401)
    assert situation_of(write, books, {OPEN_ITEMS}, None) == Situation()


def test_statuses_are_read_anew(outbox: Outbox) -> None:
    write = recorded(outbox, intention("direct_invoice", before={"statuses": STATUSES}))
    timechimp = TinyTimeChimp(hours_1=Status.INVOICED, hours_2=Status.OPEN, ride_6=Status.INVOICED)
    found = situation_of(write, None, (), cast("TimeChimp", timechimp))
    assert found.statuses == {"hours/1": Status.INVOICED, "hours/2": Status.OPEN, "ride/6": Status.INVOICED}


def go(plan: Plan, outbox: Outbox, afas: PretendSystem, timechimp: PretendSystem) -> Bucket:
    outcome = apply_plan(
        plan, {plan.records[0].reference}, fresh=plan, outbox=outbox, sleep=lambda _: None,
        senders={System.AFAS: afas, System.TIMECHIMP: timechimp},
    )  # fmt: skip
    return outcome.settled[0].bucket


def test_once_taken_back_the_invoice_can_be_booked_again(
    outbox: Outbox, afas: PretendSystem, timechimp: PretendSystem
) -> None:
    write = recorded(outbox, booking(), keys={"EnNo": "300001"})
    assert outbox.claimed(SCOPE, ["invoice/88"]) == {"invoice/88": write.id}
    assert go(planned(write), outbox, afas, timechimp) is Bucket.CONFIRMED
    assert outbox.write(write.id).state is State.CONFIRMED  # as after a crash between the two
    assert [one.id for one in settle_take_backs(outbox, SCOPE)] == [write.id]
    assert outbox.write(write.id).state is State.TAKEN_BACK
    assert outbox.claimed(SCOPE, ["invoice/88"]) == {}
    assert settle_take_backs(outbox, SCOPE) == []


def test_hours_of_an_invoice_that_was_taken_back_can_be_invoiced_again(
    outbox: Outbox, afas: PretendSystem, timechimp: PretendSystem
) -> None:
    step = Intention(System.TIMECHIMP, "registration_status", "TC-1/1", "POST", "time/status", label="step")
    bill = intention("direct_invoice", before={"statuses": {"hours/1": "Approved"}}, sources=("hours/1",),
                     follow_ups=(step,))  # fmt: skip
    write = recorded(outbox, bill, keys={"OrNu": "1"})
    go(planned(write, Situation()), outbox, afas, timechimp)
    assert timechimp.taken == ["step", "some direct_invoice"]
    settle_take_backs(outbox, SCOPE)
    again = recorded(outbox, bill, keys={"OrNu": "2"})
    assert again.state is State.CONFIRMED
    assert [one.label for one in outbox.due(SCOPE)] == ["step"]


def test_a_taking_back_that_may_have_arrived_is_not_sent_again(
    outbox: Outbox, afas: PretendSystem, timechimp: PretendSystem
) -> None:
    write = recorded(outbox, booking(), keys={"EnNo": "300001"})
    afas.errors["2026-101"] = [answered("cut_off", 200)]
    assert go(planned(write), outbox, afas, timechimp) is Bucket.UNKNOWN
    assert settle_take_backs(outbox, SCOPE) == []
    assert go(planned(write), outbox, afas, timechimp) is Bucket.SKIPPED
    assert afas.taken == []


def test_a_refused_taking_back_leaves_the_booking_as_it_is(
    outbox: Outbox, afas: PretendSystem, timechimp: PretendSystem
) -> None:
    write = recorded(outbox, booking(), keys={"EnNo": "300001"})
    afas.errors["2026-101"] = [answered("entry_matched", 500, "afgeletterd")]
    assert go(planned(write, Situation()), outbox, afas, timechimp) is Bucket.REFUSED
    assert settle_take_backs(outbox, SCOPE) == []
    assert outbox.write(write.id).state is State.CONFIRMED
