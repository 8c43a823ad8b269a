"""What the outbox comes to for each environment: an answered, resent or taken-back record is open no more."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from afas_assistant.outbox.figures import REMEMBERED, RUNS, WEEKS, EnvironmentFigures, Figures
from afas_assistant.outbox.records import Intention, Run, State, System, Write
from afas_assistant.outbox.store import Outbox
from tests.unit.outbox.conftest import SCOPE, Clock
from tests.unit.outbox.samples import invoice, status

BOOM = {"code": "boom"}
ENVID = SCOPE.partition("/")[0]


@pytest.fixture
def figures(outbox: Outbox) -> Figures:
    return Figures.beside(outbox)


def update(debtor: int, moment: datetime) -> Intention:
    """Return a change of a customer, whose reference ends with the moment of its plan."""
    reference = f"debtor/{debtor}/{moment:%Y-%m-%dT%H:%M:%S}"
    return Intention(System.TIMECHIMP, "customer_update", reference, "PUT", "customers/7", label=str(debtor))


def send(
    outbox: Outbox,
    *ends: tuple[Intention, State],
    kind: str = "invoices",
    scope: str = SCOPE,
    actor: str = "",
    will_pass: int | None = None,
) -> list[Write]:
    """Send these in one run, each with the end that it is to have."""
    counts = {"will_pass": len(ends) if will_pass is None else will_pass}
    written = []
    with outbox.writer(scope) as lease:
        run: Run = outbox.start_run(scope, kind, actor=actor, plan={"counts": counts})
        for intention, state in ends:
            (write,) = outbox.intend(run, [intention])
            if state is State.INTENDED:
                continue
            write = outbox.sending(write, lease)
            end = {State.REFUSED: outbox.refused, State.UNKNOWN: outbox.unknown}.get(state)
            written.append(end(write, BOOM) if end else outbox.confirmed(write, {"OrNu": "7"}, {"by": "answer"}))
        outbox.end_run(run)
    return written


def seen(figures: Figures, clock: Clock) -> EnvironmentFigures:
    return figures.read(clock())[ENVID]


def test_nothing_was_ever_sent(figures: Figures, clock: Clock) -> None:
    assert figures.read(clock()) == {}


def test_what_is_open_is_counted_over_all_app_connectors_of_an_environment(
    outbox: Outbox, figures: Figures, clock: Clock
) -> None:
    send(outbox, (invoice(1, 1), State.UNKNOWN), (invoice(2, 2), State.REFUSED), (invoice(3, 3), State.CONFIRMED))
    send(outbox, (invoice(4, 4), State.UNKNOWN), scope=f"{ENVID}/Another")
    send(outbox, (invoice(5, 5), State.REFUSED), scope="O12345AB/TimeChimpConnector")
    found = figures.read(clock())
    assert {envid: (one.unknown, one.refused) for envid, one in found.items()} == {ENVID: (2, 1), "O12345AB": (0, 1)}


@pytest.mark.parametrize("end", [State.CONFIRMED, State.UNKNOWN])
def test_a_refused_record_that_was_answered_later_is_open_no_more(
    outbox: Outbox, figures: Figures, clock: Clock, end: State
) -> None:
    send(outbox, (invoice(1, 1), State.REFUSED))
    send(outbox, (invoice(1, 1), end))
    assert seen(figures, clock).refused == 0


def test_a_record_that_is_refused_twice_counts_once(outbox: Outbox, figures: Figures, clock: Clock) -> None:
    send(outbox, (invoice(1, 1), State.REFUSED), (invoice(10, 2), State.REFUSED))
    send(outbox, (invoice(1, 1), State.REFUSED))
    assert seen(figures, clock).refused == 2


def test_an_attempt_that_never_left_answers_nothing(outbox: Outbox, figures: Figures, clock: Clock) -> None:
    send(outbox, (invoice(1, 1), State.REFUSED))
    send(outbox, (invoice(1, 1), State.INTENDED))
    assert seen(figures, clock).refused == 1


def test_what_it_was_made_of_may_go_in_another_invoice(outbox: Outbox, figures: Figures, clock: Clock) -> None:
    send(outbox, (invoice(1, 1, 2), State.REFUSED), (invoice(2, 9), State.REFUSED))
    send(outbox, (invoice(3, 2, 3), State.CONFIRMED))
    assert seen(figures, clock).refused == 1


def test_a_change_that_is_planned_anew_is_the_same_record(outbox: Outbox, figures: Figures, clock: Clock) -> None:
    send(outbox, (update(1001, clock()), State.REFUSED), (update(100, clock()), State.REFUSED), kind="customers")
    clock.move(hours=1)
    send(outbox, (update(1001, clock()), State.CONFIRMED), kind="customers", will_pass=2)
    assert seen(figures, clock).refused == 1


def test_a_whole_run_without_it_shows_that_it_was_mended(outbox: Outbox, figures: Figures, clock: Clock) -> None:
    send(outbox, (update(1001, clock()), State.REFUSED), kind="customers")
    clock.move(days=1)
    send(outbox, (update(1002, clock()), State.CONFIRMED), kind="customers", will_pass=2)
    assert seen(figures, clock).refused == 1, "one that could have been sent was left out"
    clock.move(days=1)
    send(outbox, kind="customers", actor="nightly")
    assert seen(figures, clock).refused == 0


def test_an_invoice_is_not_mended_by_a_run_without_it(outbox: Outbox, figures: Figures, clock: Clock) -> None:
    send(outbox, (invoice(1, 1), State.REFUSED))
    send(outbox, (invoice(2, 2), State.CONFIRMED))
    send(outbox, (update(1001, clock()), State.CONFIRMED), kind="customers")
    assert seen(figures, clock).refused == 1


def test_a_step_of_what_was_taken_back_is_open_no_more(outbox: Outbox, figures: Figures, clock: Clock) -> None:
    (write,) = send(outbox, (invoice(1, 1, follow_ups=(status(1),)), State.CONFIRMED))
    with outbox.writer(SCOPE) as lease:
        (step,) = outbox.due(SCOPE)
        outbox.refused(outbox.sending(step, lease), BOOM)
    assert seen(figures, clock).refused == 1
    outbox.taken_back(write, {"by": "person"})
    assert seen(figures, clock).refused == 0


def test_unknown_ends_with_its_settling(outbox: Outbox, figures: Figures, clock: Clock) -> None:
    one, other = send(outbox, (invoice(1, 1), State.UNKNOWN), (invoice(2, 2), State.UNKNOWN))
    outbox.confirmed(one, {"OrNu": "7"}, {"by": "person"})
    outbox.not_arrived(other, {"by": "look_up"})
    assert (seen(figures, clock).unknown, seen(figures, clock).refused) == (0, 0)


def test_a_refusal_is_not_held_up_for_ever(outbox: Outbox, figures: Figures, clock: Clock) -> None:
    send(outbox, (invoice(1, 1), State.REFUSED))
    clock.move(days=REMEMBERED.days - 1)
    assert seen(figures, clock).refused == 1
    clock.move(days=2)
    assert seen(figures, clock).refused == 0


def test_the_newest_runs_come_with_what_became_of_their_records(outbox: Outbox, figures: Figures, clock: Clock) -> None:
    for number in range(RUNS):
        send(outbox, (invoice(number, number), State.CONFIRMED))
        clock.move(hours=1)
    ends = [(invoice(7, 7, follow_ups=(status(7),)), State.CONFIRMED), (invoice(8, 8), State.REFUSED)]
    send(outbox, *ends, kind="bookings", scope=f"{ENVID}/Another", actor="Anna")
    found = seen(figures, clock).runs
    assert len(found) == RUNS
    assert [one.started_at for one in found] == sorted((one.started_at for one in found), reverse=True)
    assert (found[0].kind, found[0].actor) == ("bookings", "Anna")
    assert found[0].counts == {State.CONFIRMED: 1, State.REFUSED: 1}, "the step after an invoice is no record"


def test_a_run_has_not_ended_while_its_records_leave(outbox: Outbox, figures: Figures, clock: Clock) -> None:
    send(outbox, (invoice(1, 1), State.CONFIRMED))
    outbox.start_run(SCOPE, "invoices")
    assert [one.ended for one in seen(figures, clock).runs] == [False, True]


def test_what_arrived_is_counted_by_week_and_kind(outbox: Outbox, figures: Figures, clock: Clock) -> None:
    clock.move(weeks=-WEEKS)
    send(outbox, (invoice(1, 1), State.CONFIRMED))
    clock.move(weeks=2)
    write, _ = send(outbox, (invoice(2, 2), State.CONFIRMED), (invoice(3, 3), State.REFUSED))
    outbox.taken_back(write, {"by": "person"})
    send(outbox, (update(1001, clock()), State.CONFIRMED), kind="customers")
    then = clock().astimezone().isocalendar()
    clock.move(weeks=WEEKS - 2)
    weeks = seen(figures, clock).weeks
    now = clock().astimezone().isocalendar()
    assert len(weeks) == WEEKS
    assert weeks[-1][:2] == (now.year, now.week)
    filled = {(year, week): dict(counts) for year, week, counts in weeks if counts}
    assert filled == {(then.year, then.week): {"invoices": 1, "customers": 1}}


def test_weeks_of_two_years_follow_each_other(outbox: Outbox, figures: Figures, clock: Clock) -> None:
    clock.moment = datetime(2027, 1, 6, 12, tzinfo=UTC)
    send(outbox, (invoice(1, 1), State.CONFIRMED))
    weeks = [(year, week) for year, week, _ in seen(figures, clock).weeks]
    assert weeks[-2:] == [(2026, 53), (2027, 1)]
    assert weeks == sorted(weeks)


@pytest.mark.parametrize("question", ["_unknown", "_weeks", "_refused", "_runs"])
def test_no_question_reads_the_rows_of_all_writes(outbox: Outbox, database: Path, question: str) -> None:
    """A hundred thousand writes hold hundreds of megabytes: only indexes may be walked through."""
    from afas_assistant.outbox import figures as module  # noqa: PLC0415 - its inner questions

    asked: list[tuple[str, object]] = []
    send(outbox, (invoice(1, 1), State.CONFIRMED), (invoice(2, 2), State.REFUSED))
    now = outbox.now()
    arguments: dict[str, list[object]] = {
        "_weeks": [module._mondays(now.date())],
        "_refused": [now - timedelta(days=1)],
    }
    with outbox._reading() as connection:
        sa.event.listen(connection, "before_cursor_execute", lambda *told: asked.append((told[2], told[3])))
        getattr(module, question)(connection, *arguments.get(question, []))
        plans = [
            row[3]
            for statement, values in list(asked)
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)  # type: ignore[arg-type]
        ]
    scanned = [one for one in plans if one.startswith("SCAN outbox_writes") and "COVERING INDEX" not in one]
    assert plans
    assert scanned == []
