"""Applying a plan: once, in order, stoppable, and never a second time for the same record."""

from dataclasses import replace
from typing import Protocol

import pytest

from afas_assistant.errors import AssistantError
from afas_assistant.outbox.records import State, System, Write
from afas_assistant.outbox.store import Outbox
from afas_assistant.sync.apply import LOCKED_WAITS, Bucket, RunOutcome, apply_plan
from afas_assistant.sync.plan import Need, Outlook, Plan, PlannedRecord
from tests.unit.sync.conftest import SCOPE, PretendSystem, answered, plan_of, record

REFUSED = ("vat_code_unknown", 500, "De ingevulde waarde bij 'Btw-code' bestaat niet.")
BROKEN = ("cut_off", 200, None)


class Go(Protocol):
    """Applies a plan."""

    def __call__(
        self, plan: Plan, *, fresh: Plan | None = None, chosen: set[str] | None = None, cancel_after: int = 999
    ) -> RunOutcome: ...


@pytest.fixture
def run(outbox: Outbox, afas: PretendSystem, timechimp: PretendSystem) -> Go:
    def go(
        plan: Plan, *, fresh: Plan | None = None, chosen: set[str] | None = None, cancel_after: int = 999
    ) -> RunOutcome:
        return apply_plan(
            plan,
            chosen or {one.reference for one in plan.records},
            fresh=fresh or plan,
            outbox=outbox,
            senders={System.AFAS: afas, System.TIMECHIMP: timechimp},
            cancelled=lambda: len(afas.taken) >= cancel_after,
            sleep=lambda _: None,
        )

    return go


def test_each_record_is_sent_once_and_its_step_follows_at_once(
    run: Go, afas: PretendSystem, timechimp: PretendSystem
) -> None:
    plan = plan_of(record(1), record(2))
    first, second = run(plan), run(plan)
    assert afas.taken == ["invoice 1", "invoice 2"]
    assert timechimp.taken == ["step 1", "step 2"]
    assert (first.counts()["confirmed"], first.complete) == (2, True)
    assert [one.skip and one.skip.code for one in second.settled] == ["already_sent", "already_sent"]


def test_every_write_is_on_record_as_leaving_before_it_leaves(run: Go, afas: PretendSystem, outbox: Outbox) -> None:
    seen: list[tuple[State, State]] = []
    afas.before_answer = lambda write: seen.append((write.state, outbox.write(write.id).state))
    run(plan_of(record(1)))
    assert seen == [(State.SENDING, State.SENDING)]


def test_only_what_was_chosen_is_sent_and_what_it_needs(run: Go, afas: PretendSystem) -> None:
    debtor, other = record(7), record(8)
    plan = plan_of(record(1, needs=Need("TC-7", "DbId")), other, debtor)
    run(plan, chosen={"TC-1"})
    assert afas.taken == ["invoice 7", "invoice 1"]
    assert afas.bodies["invoice 1"] == '{"DbId": "10042"}'


def test_without_its_debtor_an_invoice_is_not_sent(run: Go, afas: PretendSystem) -> None:
    afas.errors["invoice 7"] = [answered(*REFUSED)]
    outcome = run(plan_of(record(1, needs=Need("TC-7", "DbId")), record(7)))
    assert afas.taken == []
    assert [(one.bucket, one.skip and one.skip.code) for one in outcome.settled] == [
        (Bucket.REFUSED, None),
        (Bucket.SKIPPED, "need_not_met"),
    ]


@pytest.mark.parametrize(
    ("error", "bucket", "state"),
    [(REFUSED, Bucket.REFUSED, State.REFUSED), (BROKEN, Bucket.UNKNOWN, State.UNKNOWN),
     (("server_error", 500, None), Bucket.UNKNOWN, State.UNKNOWN),
     (("server_time_limit", 500, "De maximale tijdsduur is verstreken."), Bucket.UNKNOWN, State.UNKNOWN)],
)  # fmt: skip
def test_what_cannot_be_certain_is_unknown_and_not_sent_again(
    run: Go, afas: PretendSystem, outbox: Outbox, error: tuple[str, int, str | None], bucket: Bucket, state: State
) -> None:
    afas.errors["invoice 1"] = [answered(*error)]
    outcome = run(plan_of(record(1), record(2)))
    assert [one.bucket for one in outcome.settled] == [bucket, Bucket.CONFIRMED]
    assert [one.state for one in outbox.writes(SCOPE) if one.reference == "TC-1"] == [state]
    run(plan_of(record(1)))
    assert afas.taken == ["invoice 2"] if state is State.UNKNOWN else ["invoice 2", "invoice 1"]


def test_a_locked_layout_is_the_one_refusal_that_is_tried_again(run: Go, afas: PretendSystem, outbox: Outbox) -> None:
    locked = ("layout_locked", 500, "De boekingslay-out is geblokkeerd door een andere gebruiker.")
    afas.errors["invoice 1"] = [answered(*locked)]
    afas.errors["invoice 2"] = [answered(*locked) for _ in range(9)]
    outcome = run(plan_of(record(1), record(2)))
    assert [one.bucket for one in outcome.settled] == [Bucket.CONFIRMED, Bucket.REFUSED]
    attempts = [one for one in outbox.writes(SCOPE) if one.reference == "TC-2"]
    assert len(attempts) == 1 + len(LOCKED_WAITS)
    assert {one.state for one in attempts} == {State.REFUSED}


def test_a_record_that_changed_since_the_plan_is_skipped(run: Go, afas: PretendSystem) -> None:
    shown = plan_of(record(1), record(2), record(3), record(4))
    failing = replace(record(3), outlook=Outlook.WILL_FAIL)
    done = PlannedRecord("TC-4", "invoice 4", "Jansen", Outlook.NOTHING_TO_DO)
    outcome = run(shown, fresh=plan_of(record(1, made_of="y"), failing, done))
    assert afas.taken == []
    assert [one.skip and one.skip.code for one in outcome.settled] == ["changed", "gone", "changed", "gone"]


def test_cancel_stops_between_two_records_and_a_later_run_does_the_rest(run: Go, afas: PretendSystem) -> None:
    plan = plan_of(*(record(number) for number in range(1, 5)))
    outcome = run(plan, cancel_after=2)
    assert [one.bucket for one in outcome.settled] == [Bucket.CONFIRMED] * 2 + [Bucket.SKIPPED] * 2
    assert not outcome.complete
    run(plan)
    assert afas.taken == [f"invoice {number}" for number in range(1, 5)]


def test_a_dead_token_stops_the_run(run: Go, afas: PretendSystem) -> None:
    error = answered("unauthorised", 401)
    afas.errors["invoice 1"] = [error]
    outcome = run(plan_of(record(1), record(2)))
    assert [one.bucket for one in outcome.settled] == [Bucket.REFUSED, Bucket.SKIPPED]
    assert afas.taken == []


def test_three_broken_lines_after_each_other_stop_the_run(run: Go, afas: PretendSystem) -> None:
    for number in (1, 2, 3, 4):
        afas.errors[f"invoice {number}"] = [answered(*BROKEN)]
    outcome = run(plan_of(*(record(number) for number in range(1, 5))))
    assert outcome.counts() == {"confirmed": 0, "refused": 0, "unknown": 3, "skipped": 1}


def test_a_step_that_failed_is_made_up_for_by_the_next_run(run: Go, timechimp: PretendSystem) -> None:
    timechimp.errors["step 1"] = [answered(*REFUSED), answered(*BROKEN)]
    first = run(plan_of(record(1)))
    assert (first.counts()["confirmed"], first.complete) == (1, False)
    run(plan_of(record(2)))
    assert timechimp.taken == ["step 2"]
    run(plan_of(record(2)))
    assert timechimp.taken == ["step 2", "step 1"]


def test_an_answer_is_not_lost_when_it_cannot_be_recorded(
    run: Go, afas: PretendSystem, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(write: Write, *_: object) -> Write:
        raise answered("disk_full", 0)

    monkeypatch.setattr(outbox, "confirmed", full)
    with pytest.raises(AssistantError) as caught:
        run(plan_of(record(1), record(2)))
    assert caught.value.code == "outcome_not_recorded"
    assert "00000001" in str(caught.value)
    assert afas.taken == ["invoice 1"]
    monkeypatch.undo()
    outcome = run(plan_of(record(1), record(2)))
    assert afas.taken == ["invoice 1", "invoice 2"]
    assert [one.skip and one.skip.code for one in outcome.settled] == ["already_sent", None]


def test_a_number_that_afas_has_already_is_no_error(outbox: Outbox, afas: PretendSystem) -> None:
    afas.errors["invoice 1"] = [answered("invoice_number_used", 500, "Factuurnummer [1] wordt al gebruikt")]
    plan = plan_of(record(1))
    outcome = apply_plan(
        plan, {"TC-1"}, fresh=plan, outbox=outbox, senders={System.AFAS: afas, System.TIMECHIMP: afas},
        already_there=lambda _write, error: {"InId": "1"} if error.code == "invoice_number_used" else None,
    )  # fmt: skip
    (settled,) = outcome.settled
    assert (settled.bucket, settled.skip and settled.skip.code, outcome.complete) == (
        Bucket.SKIPPED,
        "already_there",
        True,
    )
    (write,) = (one for one in outbox.writes(SCOPE) if one.reference == "TC-1")
    assert (write.state, write.keys) == (State.CONFIRMED, {"InId": "1"})


def test_what_is_filled_in_is_filled_in_everywhere(run: Go, timechimp: PretendSystem, afas: PretendSystem) -> None:
    needed = Need("TC-7", "DbId")
    waiting = record(1, needs=needed)
    assert waiting.intention is not None
    step = replace(waiting.intention.follow_ups[0], body=f'{{"debtor": "{needed.placeholder}"}}')
    run(plan_of(record(7), replace(waiting, intention=replace(waiting.intention, follow_ups=(step,)))))
    assert timechimp.bodies["step 1"] == '{"debtor": "10042"}'


def test_a_registration_in_another_invoice_now_is_changed_and_not_gone(run: Go, afas: PretendSystem) -> None:
    regrouped = record(9)
    assert regrouped.intention is not None
    regrouped = replace(regrouped, intention=replace(regrouped.intention, sources=("hours/1", "hours/2")))
    outcome = run(plan_of(record(1), record(3)), fresh=plan_of(regrouped))
    assert [one.skip and one.skip.code for one in outcome.settled] == ["changed", "gone"]
