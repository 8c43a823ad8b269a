"""A write is recorded before it leaves, moves only forward, and holds what it is made of as long as it is live."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest

from afas_assistant.errors import ConfigurationError, RetryableError
from afas_assistant.outbox.lease import LENGTH
from afas_assistant.outbox.records import MOVES, State, System, Write
from afas_assistant.outbox.refusals import AlreadyClaimedError
from afas_assistant.outbox.store import Outbox
from tests.unit.outbox.conftest import SCOPE, Clock
from tests.unit.outbox.samples import invoice, status

BOOM = {"code": "boom"}


def bring_to(outbox: Outbox, state: State) -> Write:
    """Return a write that was brought to a state along a road that exists."""
    with outbox.writer(SCOPE) as lease:
        run = outbox.start_run(SCOPE, "invoices")
        (write,) = outbox.intend(run, [invoice(1, 11, 12)])
        if state in {State.INTENDED, State.WITHDRAWN}:
            return outbox.withdrawn(write, {"by": "person"}) if state is State.WITHDRAWN else write
        write = outbox.sending(write, lease)
        match state:
            case State.REFUSED:
                return outbox.refused(write, BOOM)
            case State.UNKNOWN:
                return outbox.unknown(write, BOOM)
            case State.NOT_ARRIVED:
                return outbox.not_arrived(outbox.unknown(write, BOOM), {"by": "look_up"})
            case State.CONFIRMED | State.TAKEN_BACK:
                write = outbox.confirmed(write, {"OrNu": "7"}, {"by": "answer"})
                return outbox.taken_back(write, {"by": "person"}) if state is State.TAKEN_BACK else write
            case _:
                return write


def step(outbox: Outbox, write: Write, to: State) -> Write:
    """Try to bring a write to a state in one step."""
    match to:
        case State.CONFIRMED:
            return outbox.confirmed(write, {}, {"by": "answer"})
        case State.REFUSED:
            return outbox.refused(write, BOOM)
        case State.UNKNOWN:
            return outbox.unknown(write, BOOM)
        case State.NOT_ARRIVED:
            return outbox.not_arrived(write, {"by": "look_up"})
        case State.WITHDRAWN:
            return outbox.withdrawn(write, {"by": "person"})
        case State.TAKEN_BACK:
            return outbox.taken_back(write, {"by": "person"})
        case _:
            with outbox.writer("another/scope") as lease:
                return outbox.sending(write, lease)


STEPS = [
    State.SENDING,
    State.CONFIRMED,
    State.REFUSED,
    State.UNKNOWN,
    State.NOT_ARRIVED,
    State.WITHDRAWN,
    State.TAKEN_BACK,
]


@pytest.mark.parametrize("to", STEPS)
@pytest.mark.parametrize("before", [one for one in State if one not in {State.INTENDED, State.SENDING}])
def test_only_the_moves_of_the_table_are_possible(outbox: Outbox, before: State, to: State) -> None:
    write = bring_to(outbox, before)
    if to in MOVES[before]:
        assert step(outbox, write, to).state is to
        return
    with pytest.raises(ConfigurationError) as caught:
        step(outbox, write, to)
    assert caught.value.code == "write_state"
    assert outbox.write(write.id) == write


def test_nothing_leads_back_to_sending() -> None:
    assert [before for before, after in MOVES.items() if State.SENDING in after] == [State.INTENDED]


@pytest.mark.parametrize("state", [State.CONFIRMED, State.UNKNOWN])
def test_a_live_write_holds_its_reference_and_everything_it_is_made_of(outbox: Outbox, state: State) -> None:
    held = bring_to(outbox, state)
    run = outbox.start_run(SCOPE, "invoices")
    for other in (invoice(1), invoice(2, 12, 13)):
        with pytest.raises(AlreadyClaimedError) as caught:
            outbox.intend(run, [other])
        assert caught.value.write_id == held.id
    assert outbox.claimed(SCOPE, ["hours/11", "hours/13"]) == {"hours/11": held.id}
    assert outbox.references(SCOPE, "direct_invoice", ["TC-1", "TC-2"]) == {"TC-1": held.id}


@pytest.mark.parametrize("state", [State.REFUSED, State.NOT_ARRIVED, State.WITHDRAWN, State.TAKEN_BACK])
def test_a_write_that_is_not_there_lets_go(outbox: Outbox, state: State) -> None:
    bring_to(outbox, state)
    run = outbox.start_run(SCOPE, "invoices")
    assert outbox.intend(run, [invoice(1, 11, 12)])[0].state is State.INTENDED


def test_another_organisation_has_claims_of_its_own(outbox: Outbox) -> None:
    bring_to(outbox, State.CONFIRMED)
    run = outbox.start_run("T99002AA/TimeChimpConnector", "invoices")
    assert outbox.intend(run, [invoice(1, 11, 12)])


def test_several_intentions_are_recorded_all_or_none(outbox: Outbox) -> None:
    run = outbox.start_run(SCOPE, "invoices")
    with pytest.raises(AlreadyClaimedError):
        outbox.intend(run, [invoice(1, 11), invoice(2, 12), invoice(3, 11)])
    assert outbox.writes(SCOPE) == ()
    assert outbox.claimed(SCOPE, ["hours/11", "hours/12"]) == {}


def test_a_confirmed_write_makes_its_steps_due_and_a_dead_writer_leaves_them(database: Path, clock: Clock) -> None:
    with Outbox.open(database, now=clock) as outbox, outbox.writer(SCOPE) as lease:
        run = outbox.start_run(SCOPE, "invoices")
        (write,) = outbox.intend(run, [invoice(1, 11, follow_ups=(status(1),))])
        assert outbox.due(SCOPE) == ()
        outbox.confirmed(outbox.sending(write, lease), {"OrNu": "7"}, {"by": "answer"})
        outbox.end_run(run)
    with Outbox.open(database, now=clock) as outbox, outbox.writer(SCOPE):
        (due,) = outbox.due(SCOPE)
    assert (due.system, due.reference, due.follows_id) == (System.TIMECHIMP, "TC-1/1", write.id)


def test_what_a_dead_writer_was_sending_is_unknown_and_the_rest_was_not_sent(outbox: Outbox, clock: Clock) -> None:
    with outbox.writer(SCOPE) as lease:
        run = outbox.start_run(SCOPE, "invoices")
        first, second = outbox.intend(run, [invoice(1, 11), invoice(2, 12)])
        outbox.sending(first, lease)
    clock.move(hours=1)
    with outbox.writer(SCOPE):
        states = {one.reference: one.state for one in outbox.writes(SCOPE)}
    assert states == {first.reference: State.UNKNOWN, second.reference: State.WITHDRAWN}
    assert outbox.write(first.id).sent_at == clock.moment  # it may have left until the end, so its time counts from now


def test_a_step_that_may_be_repeated_is_due_again(outbox: Outbox) -> None:
    with outbox.writer(SCOPE) as lease:
        run = outbox.start_run(SCOPE, "invoices")
        (write,) = outbox.intend(run, [invoice(1, 11, follow_ups=(status(1),))])
        outbox.confirmed(outbox.sending(write, lease), {}, {"by": "answer"})
        for end in (outbox.refused, outbox.unknown):
            (due,) = outbox.due(SCOPE)
            end(outbox.sending(due, lease), BOOM)
            assert outbox.due(SCOPE) == ()
            outbox.revive(SCOPE, ["registration_status"])
        (due,) = outbox.due(SCOPE)
        outbox.confirmed(outbox.sending(due, lease), {}, {"by": "answer"})
        outbox.revive(SCOPE, ["registration_status"])
        assert outbox.due(SCOPE) == ()


def test_bodies_are_forgotten_after_their_time_but_not_of_what_is_open(outbox: Outbox, clock: Clock) -> None:
    settled = bring_to(outbox, State.CONFIRMED)
    with outbox.writer(SCOPE) as lease:
        run = outbox.start_run(SCOPE, "invoices")
        (write,) = outbox.intend(run, [invoice(2, 21)])
        unknown = outbox.unknown(outbox.sending(write, lease), BOOM)
    clock.move(days=400)
    assert outbox.prune_bodies(clock.moment - timedelta(days=365)) == 1
    kept = outbox.write(settled.id)
    assert (kept.body, kept.body_digest, kept.keys) == (None, settled.body_digest, {"OrNu": "7"})
    assert outbox.write(unknown.id).body == unknown.body


def test_a_second_writer_is_refused_and_told_who_writes(outbox: Outbox) -> None:
    with outbox.writer(SCOPE):
        with pytest.raises(RetryableError) as caught, outbox.writer(SCOPE):
            pass
        with outbox.writer("another/scope"):
            pass
    assert caught.value.code == "writer_busy"
    with outbox.writer(SCOPE):
        pass


def test_two_threads_never_both_write(database: Path, clock: Clock) -> None:
    inside, most, refused = [0], [0], [0]
    gate = threading.Barrier(4)

    def work() -> None:
        with Outbox.open(database, now=clock) as outbox:
            gate.wait()
            for _ in range(5):
                try:
                    with outbox.writer(SCOPE):
                        inside[0] += 1
                        most[0] = max(most[0], inside[0])
                        inside[0] -= 1
                except RetryableError:
                    refused[0] += 1

    Outbox.open(database, now=clock).close()
    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1]


@pytest.mark.parametrize("moved", [LENGTH + timedelta(seconds=1), -timedelta(days=1)])
def test_a_lease_that_ran_out_or_was_made_by_a_clock_set_back_is_passed_over(
    outbox: Outbox, clock: Clock, moved: timedelta
) -> None:
    with outbox.writer(SCOPE) as old:
        clock.moment += moved
        with outbox.writer(SCOPE):
            run = outbox.start_run(SCOPE, "invoices")
            (write,) = outbox.intend(run, [invoice(1, 11)])
            with pytest.raises(RetryableError) as caught:
                outbox.sending(write, old)
        assert caught.value.code == "writer_replaced"
        assert outbox.write(write.id).state is State.INTENDED


def test_steps_of_a_write_that_was_taken_back_rest(outbox: Outbox) -> None:
    with outbox.writer(SCOPE) as lease:
        run = outbox.start_run(SCOPE, "invoices")
        (write,) = outbox.intend(run, [invoice(1, 11, follow_ups=(status(1),))])
        outbox.confirmed(outbox.sending(write, lease), {}, {"by": "answer"})
        outbox.refused(outbox.sending(outbox.due(SCOPE)[0], lease), BOOM)
        outbox.taken_back(outbox.write(write.id), {"by": "person"})
        outbox.revive(SCOPE, ["registration_status"])
        assert outbox.due(SCOPE) == ()


def test_an_old_step_is_never_in_the_way_of_recording_a_write(outbox: Outbox) -> None:
    with outbox.writer(SCOPE) as lease:
        run = outbox.start_run(SCOPE, "invoices")
        for _ in range(2):
            (write,) = outbox.intend(run, [invoice(1, 11, follow_ups=(status(1),))])
            done = outbox.confirmed(outbox.sending(write, lease), {}, {"by": "answer"})
            outbox.taken_back(done, {"by": "person"})
    assert len(outbox.due(SCOPE)) == 2
