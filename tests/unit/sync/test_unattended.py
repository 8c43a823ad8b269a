"""What goes without a person: only what is sure, never again what was refused, never more than usual."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from afas_assistant.errors import ConfigurationError, RetryableError
from afas_assistant.outbox.records import Intention, State, System
from afas_assistant.outbox.store import Outbox
from afas_assistant.sync.customers.records import CUSTOMER_NEW, CUSTOMER_UPDATE
from afas_assistant.sync.plan import Plan
from afas_assistant.sync.unattended import Choice, import_unattended, most_changes, unattended_choice
from afas_assistant.sync.works import CustomersWork
from tests.unit.sync.customer_samples import JANSEN, bare_customer, bare_debtor, customer, debtor, plan_of
from tests.unit.sync.recorded_writes import recorded

NEW, CHANGED = "debtor/20002", "debtor/10001"


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    with Outbox.open(tmp_path / "outbox.sqlite3") as opened:
        yield opened


def plan(town: str = "Oss") -> Plan:
    """Return a plan with a change, a new customer, and one that is the same."""
    return plan_of([debtor(town=town), bare_debtor("20002"), debtor("3")], [customer(), customer(3, "3")])


def intention_of(found: Plan, reference: str) -> Intention:
    wanted = next(one.intention for one in found.records if one.reference == reference)
    assert wanted is not None
    if wanted.kind == CUSTOMER_UPDATE:  # as it is recorded: with the whole customer as its body
        changes = json.loads(wanted.body)
        return replace(wanted, body=json.dumps({"id": 1, "name": JANSEN["name"], "city": "Ede", **changes}))
    return wanted


def test_what_the_plan_is_sure_of_goes(outbox: Outbox) -> None:
    assert unattended_choice(plan(), outbox) == Choice(frozenset({NEW, CHANGED}), 0)


def test_a_proposed_link_and_a_number_twice_wait_for_a_person(outbox: Outbox) -> None:
    doubtful = plan_of(
        [debtor("20002"), bare_debtor("7"), bare_debtor("7", name="Other")],
        [customer(1, None, kvkNumber=JANSEN["chamber_number"]), bare_customer(5, "7")],
    )
    assert unattended_choice(doubtful, outbox) == Choice(frozenset(), 2)


def test_nothing_ever_goes_to_afas(outbox: Outbox) -> None:
    found = plan()
    records = [
        replace(one, intention=replace(one.intention, system=System.AFAS, kind="debtor")) if one.intention else one
        for one in found.records
    ]
    assert unattended_choice(replace(found, records=records), outbox) == Choice(frozenset(), 2)


@pytest.mark.parametrize("state", [State.REFUSED, State.TAKEN_BACK])
@pytest.mark.parametrize("reference", [NEW, CHANGED])
def test_what_was_refused_or_taken_back_does_not_go_again_as_it_was(
    outbox: Outbox, state: State, reference: str
) -> None:
    recorded(outbox, intention_of(plan(), reference), state)
    choice = unattended_choice(plan(), outbox)
    assert choice == Choice(frozenset({NEW, CHANGED} - {reference}), 1)


def test_what_was_mended_since_goes(outbox: Outbox) -> None:
    recorded(outbox, intention_of(plan("Os"), CHANGED), State.REFUSED)
    assert CHANGED in unattended_choice(plan("Oss"), outbox).references


@pytest.mark.parametrize("state", [State.UNKNOWN, State.SENDING])
def test_a_debtor_whose_last_write_nobody_knows_of_is_left_alone(outbox: Outbox, state: State) -> None:
    recorded(outbox, intention_of(plan("Os"), CHANGED), state)
    assert unattended_choice(plan("Oss"), outbox) == Choice(frozenset({NEW}), 1)


def test_what_certainly_did_not_arrive_goes_again(outbox: Outbox) -> None:
    recorded(outbox, intention_of(plan(), CHANGED), State.NOT_ARRIVED)
    assert CHANGED in unattended_choice(plan(), outbox).references


def test_another_app_connector_of_the_environment_counts_and_another_environment_does_not(outbox: Outbox) -> None:
    recorded(outbox, intention_of(plan(), NEW), State.REFUSED, scope="T99001AA/Renamed")
    recorded(outbox, intention_of(plan(), CHANGED), State.REFUSED, scope="T99002AA/TimeChimpConnector")
    assert unattended_choice(plan(), outbox).references == {CHANGED}


@pytest.mark.parametrize(("debtors", "room"), [(0, 25), (1, 25), (125, 25), (130, 26), (999, 199), (5000, 200)])
def test_a_fifth_of_the_debtors_may_change_and_always_some(debtors: int, room: int) -> None:
    assert most_changes(plan_of([bare_debtor(str(number)) for number in range(debtors)], [])) == room


def test_more_than_that_and_nothing_goes(outbox: Outbox) -> None:
    first = plan_of([bare_debtor(str(number)) for number in range(26)], [])
    with pytest.raises(ConfigurationError) as caught:
        unattended_choice(first, outbox)
    assert caught.value.code == "too_many_changes"
    assert "26 customers would change" in caught.value.sentence("en")
    assert len(unattended_choice(first, outbox, most=26).references) == 26
    with pytest.raises(ConfigurationError):
        unattended_choice(plan(), outbox, most=1)


def test_kinds_are_those_of_customers() -> None:
    kinds = {one.intention.kind for one in plan().records if one.intention}
    assert kinds == {CUSTOMER_NEW, CUSTOMER_UPDATE}


class PretendBench:
    """A workbench that plans, and must not send."""

    def __init__(self, outbox: Outbox) -> None:
        self.outbox = outbox

    def plan(self, work: object) -> Plan:
        assert work == CustomersWork()
        return plan()


def test_who_stops_it_before_anything_was_sent_has_it_tried_again(outbox: Outbox) -> None:
    with pytest.raises(RetryableError) as caught:
        import_unattended(PretendBench(outbox), cancelled=lambda: True)  # type: ignore[arg-type] # as much as is asked
    assert caught.value.code == "night_stopped"
    assert outbox.scopes() == ()
