"""Killed at any point, overtaken by another process, the disk full while recording the answer, the clock set back."""

import json
import shutil
import sqlite3
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from afas_assistant.errors import AssistantError
from afas_assistant.organisations.database import make_engine, open_database
from afas_assistant.organisations.database_errors import disk_full
from afas_assistant.outbox.records import State, System, Write
from afas_assistant.outbox.rules import WORKS_ON
from afas_assistant.outbox.store import Outbox
from afas_assistant.sync.apply import RunOutcome, apply_plan
from afas_assistant.sync.look_up import Found, look_up, resolve
from afas_assistant.sync.plan import Plan
from tests.unit.sync.conftest import NOW, SCOPE, PretendSystem, plan_of
from tests.unit.sync.pretend_remote import How, MortalOutbox, PowerCutError, PretendWitness, Remote, invoice

PLAN = plan_of(invoice(("hours/1",)), invoice(("hours/2",)))


def send(plan: Plan, outbox: Outbox, remote: Remote | PretendSystem) -> RunOutcome:
    """Send a whole plan."""
    chosen = {one.reference for one in plan.records}
    return apply_plan(
        plan, chosen, fresh=plan, outbox=outbox, senders=dict.fromkeys(System, remote), sleep=lambda _: None
    )


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "outbox.sqlite3"
    open_database(path).dispose()
    return path


def opened(database: Path, remote: Remote) -> MortalOutbox:
    """Open the outbox as a new process would."""
    remote.outbox = MortalOutbox.hasty(database, remote.clock)
    return remote.outbox


def in_state(outbox: Outbox, state: State) -> list[Write]:
    return [one for one in outbox.writes(SCOPE) if one.state is state]


def test_killed_at_any_point_and_started_again_everything_is_there_once(database: Path, tmp_path: Path) -> None:
    died, new = 0, database
    for step in range(1, 200):
        database, remote = tmp_path / f"{step}.sqlite3", Remote()
        shutil.copyfile(new, database)
        with opened(database, remote) as outbox:
            outbox.steps_left = step
            try:
                send(PLAN, outbox, remote)
                break
            except PowerCutError:
                outbox.bury()
        died += 1
        with opened(database, remote) as outbox:
            send(PLAN, outbox, remote)
            remote.pass_time(WORKS_ON.total_seconds())
            for write in in_state(outbox, State.UNKNOWN):
                resolve(outbox, write, arrived=remote.came_about(write), who="Anna", note="", keys={})
            send(PLAN, outbox, remote)
            assert [remote.times(f"hours/{number}") for number in (1, 2)] == [1, 1], step
            assert {"hours/1", "hours/2"} == remote.invoiced, step
    assert died > 30


def test_an_overtaken_writer_stops_and_its_broken_line_counts_from_when_it_broke(database: Path) -> None:
    remote = Remote(ways=[(How.OVERTAKEN_LATE, 14)])
    with opened(database, remote) as outbox:

        def rival() -> None:
            with opened(database, remote) as other:
                send(plan_of(invoice(("hours/3",))), other, remote)

        remote.rival = rival
        with pytest.raises(AssistantError) as caught:
            send(PLAN, outbox, remote)
        assert caught.value.code == "writer_replaced"
        assert remote.times("hours/2") == 0
        (write,) = in_state(outbox, State.UNKNOWN)
        assert write.sent_at == remote.clock()
        witness = PretendWitness(remote, "Profit_Transactions")
        outbox.shown(in_state(outbox, State.CONFIRMED)[-1], witness.connector)
        remote.pass_time(WORKS_ON.total_seconds() - 61)
        assert look_up(outbox, write, [witness]).found is Found.TOO_EARLY
        remote.pass_time(1)
        assert look_up(outbox, write, [witness]).found is Found.THERE


class FullDisk(PretendSystem):
    """A system that answers at length, at a moment when the disk has no room for it."""

    def __init__(self, engine: sa.Engine) -> None:
        super().__init__()
        self.full = False
        sa.event.listen(engine, "connect", self._limit)

    def send(self, write: Write) -> Mapping[str, Any]:
        self.full = True
        return {**super().send(write), "Ds": "x" * 50_000}

    def _limit(self, connection: sqlite3.Connection, _record: object) -> None:
        if self.full:
            connection.execute("PRAGMA max_page_count = 1")  # SQLite makes it what there is: nothing can be added


def test_a_disk_that_is_full_while_the_answer_is_recorded_loses_nothing(database: Path) -> None:
    engine = make_engine(database)
    afas = FullDisk(engine)
    with Outbox(engine, database, now=lambda: NOW) as outbox:
        with pytest.raises(AssistantError) as caught:
            send(PLAN, outbox, afas)
        assert caught.value.code == "outcome_not_recorded"
        assert "00000001" in str(caught.value)
        assert [one.state for one in outbox.writes(SCOPE)] == [State.SENDING]
        afas.full = False
        system = PretendSystem()
        outcome = send(PLAN, outbox, system)
        assert [one.skip and one.skip.code for one in outcome.settled] == ["already_sent", None]
        first, second = (one.reference for one in PLAN.records)
        assert system.taken == [second, ""]
        assert [one.reference for one in in_state(outbox, State.UNKNOWN)] == [first]


def test_a_disk_that_stays_full_does_not_hide_the_answer(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> Write:
        raise disk_full(database)

    with Outbox.open(database, now=lambda: NOW) as outbox:
        monkeypatch.setattr(outbox, "confirmed", full)
        monkeypatch.setattr(outbox, "end_run", full)
        with pytest.raises(AssistantError) as caught:
            send(PLAN, outbox, PretendSystem())
    assert caught.value.code == "outcome_not_recorded"
    assert json.dumps("00000001") in str(caught.value)


def test_a_clock_set_back_keeps_nobody_from_writing_and_gives_nothing_up(database: Path) -> None:
    remote = Remote(ways=[(How.BREAK_BEFORE, 0), (How.ACCEPT, 0)])
    with opened(database, remote) as outbox:
        send(PLAN, outbox, remote)
        (write,) = in_state(outbox, State.UNKNOWN)
        witness = PretendWitness(remote, "Profit_Transactions")
        outbox.shown(in_state(outbox, State.CONFIRMED)[-1], witness.connector)
        with outbox.writer(SCOPE):  # of a process that stands still
            remote.offset = -timedelta(days=1).total_seconds()
            remote.pass_time(WORKS_ON.total_seconds() * 2)
            assert send(PLAN, outbox, remote).counts()["skipped"] == 2
        assert look_up(outbox, write, [witness]).found is Found.TOO_EARLY
        assert [remote.times(f"hours/{number}") for number in (1, 2)] == [0, 1]
