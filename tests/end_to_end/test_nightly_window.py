"""A night that the open program does itself, against the practice environment over real HTTP."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from afas_assistant.afas.address import understand_address
from afas_assistant.afas.token import parse_token
from afas_assistant.onboarding.desk import Desk
from afas_assistant.onboarding.practice_address import ADDRESS, scope_of
from afas_assistant.organisations.mapping_store import MappingStore
from afas_assistant.outbox.store import Outbox
from afas_assistant.paths import folders
from afas_assistant.practice.process import PracticeProcess
from afas_assistant.schedules.book import NightBook
from afas_assistant.schedules.history import Ended
from afas_assistant.schedules.tasks import Schedule, Way
from afas_assistant.sync.mapping.book import MappingBook
from afas_assistant.sync.mapping.mappings import MappingEntry, Table
from afas_assistant.timechimp.key import parse_key
from afas_assistant.timechimp.pace import Pace
from afas_assistant.ui.kept import Kept
from afas_assistant.ui.nightly_timer import NightlyOutcome, NightlyTimer
from afas_assistant.ui.tasks import TaskRunner
from tests.helpers.daily_work import QUICK
from tests.helpers.stalls import BLOCKED, StallWatch

PATIENCE = 60_000
ENVID, SCOPE = "T99001AA", "T99001AA/TimeChimpConnector"


@pytest.fixture(scope="module")
def practice() -> Iterator[PracticeProcess]:
    with PracticeProcess(size=40) as process:
        process.timechimp_switches(calls_a_minute=QUICK)
        yield process


@pytest.fixture
def kept(practice: PracticeProcess, tmp_path: Path, qtbot: QtBot) -> Iterator[Kept]:
    """An organisation with token and key in the keyring, whose nights began two minutes ago."""
    practice.switch("healthy", reset=True)
    desk = Desk(folders(tmp_path))
    token = parse_token(practice.token("timechimp"))
    answer = desk.ask(understand_address(practice.addresses["test"]), token)
    connection = desk.connect(answer, token, name="Oudeveen", profiles=("timechimp",)).connection
    desk.keep_timechimp_key(connection, parse_key(practice.timechimp_key()))
    with MappingStore.open(desk.folders.database) as store:
        address = MappingEntry(Table.SETTINGS, ADDRESS, {"value": practice.addresses["timechimp"]})
        MappingBook(store, scope_of(desk.store.owner(connection), connection)).accept([address], who="test")
    at = (datetime.now().astimezone() - timedelta(minutes=2)).time().replace(second=0, microsecond=0)
    NightBook(desk.folders).keep(Schedule(ENVID, Way.OPEN, datetime(2026, 1, 1, tzinfo=UTC), at))
    runner = TaskRunner()
    made = Kept(lambda: desk, runner)
    with qtbot.waitSignal(made.changed, timeout=PATIENCE):
        made.open()
    yield made
    runner.close()
    thread = made.close()
    if thread is not None:
        thread.join(10)


@pytest.fixture
def timer(kept: Kept) -> Iterator[NightlyTimer]:
    made = NightlyTimer(kept, kept._runner, pace=Pace(calls=QUICK))
    yield made
    made.stop()
    made.deleteLater()


def looked(timer: NightlyTimer, qtbot: QtBot) -> list[NightlyOutcome]:
    outcomes: list[NightlyOutcome] = []
    timer.ran.connect(outcomes.append)
    timer.look()
    qtbot.waitUntil(lambda: timer._looking is None and not timer.running, timeout=PATIENCE)
    timer.ran.disconnect()
    return outcomes


def test_it_is_done_once_and_never_stalls_the_window(
    kept: Kept, timer: NightlyTimer, practice: PracticeProcess, qtbot: QtBot
) -> None:
    before = practice.timechimp_books()["changes"]
    with StallWatch() as watch:
        (outcome,) = looked(timer, qtbot)
    assert outcome.attempt.ended is Ended.SENT, outcome.attempt
    after = practice.timechimp_books()["changes"]
    assert after > before
    assert looked(timer, qtbot) == []
    assert practice.timechimp_books()["changes"] == after
    with Outbox.open(kept.desk.folders.database) as outbox:
        (run,) = outbox.runs(SCOPE)
    assert run.kind == "customers"
    assert watch.milliseconds <= BLOCKED, watch.milliseconds


def test_another_program_that_writes_is_waited_for(
    kept: Kept, timer: NightlyTimer, practice: PracticeProcess, qtbot: QtBot
) -> None:
    before = practice.timechimp_books()["changes"]
    with Outbox.open(kept.desk.folders.database) as outbox, outbox.writer(SCOPE):
        (outcome,) = looked(timer, qtbot)
    assert (outcome.attempt.ended, outcome.attempt.code, outcome.attempt.again) == (Ended.FAILED, "writer_busy", True)
    assert practice.timechimp_books()["changes"] == before
