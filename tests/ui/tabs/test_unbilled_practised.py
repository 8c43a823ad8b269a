"""Unbilled work of a kept practice organisation: read over the line, kept, and shown as it was read."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest

from afas_assistant.afas.address import understand_address
from afas_assistant.afas.token import parse_token
from afas_assistant.errors import ConfigurationError
from afas_assistant.onboarding.desk import Desk
from afas_assistant.onboarding.practice_address import ADDRESS, scope_of
from afas_assistant.organisations.mapping_store import MappingStore
from afas_assistant.organisations.records import Connection
from afas_assistant.practice.process import PracticeProcess
from afas_assistant.sync.mapping.book import MappingBook
from afas_assistant.sync.mapping.files import read_mappings
from afas_assistant.sync.mapping.mappings import MappingEntry, Table
from afas_assistant.sync.unattended import import_unattended
from afas_assistant.sync.works import InvoicesWork
from afas_assistant.timechimp.key import parse_key
from afas_assistant.timechimp.pace import Pace
from afas_assistant.ui.daily_standing import Unbilled
from afas_assistant.ui.snapshots import SnapshotReader
from afas_assistant.ui.tabs.daily_desk import KeptDailyDesk
from afas_assistant.ui.tabs.progress import Progress
from tests.helpers.daily_work import MAPPINGS, QUICK


@pytest.fixture(scope="module")
def practice() -> Iterator[PracticeProcess]:
    with PracticeProcess(size=12) as process:
        process.timechimp_switches(calls_a_minute=QUICK)
        yield process


@pytest.fixture
def connection(practice: PracticeProcess, desk: Desk) -> Connection:
    """Keep a connection to the practice environment, with its mappings and without a TimeChimp key."""
    practice.switch("healthy", reset=True)
    token = parse_token(practice.token("timechimp"))
    answer = desk.ask(understand_address(practice.addresses["test"]), token)
    connection = desk.connect(answer, token, name="Oefening", profiles=("timechimp",)).connection
    entries = [*read_mappings(MAPPINGS).entries]
    entries.append(MappingEntry(Table.SETTINGS, ADDRESS, {"value": practice.addresses["timechimp"]}))
    with MappingStore.open(desk.folders.database) as store:
        MappingBook(store, scope_of(desk.store.owner(connection), connection)).accept(entries, who="Anna")
    return connection


def shown(desk: Desk) -> Unbilled | None:
    (one,) = SnapshotReader(desk).read().organisations
    return one.daily.unbilled


def test_what_is_sent_is_unbilled_no_more(practice: PracticeProcess, desk: Desk, connection: Connection) -> None:
    desk.keep_timechimp_key(connection, parse_key(practice.timechimp_key()))
    daily = KeptDailyDesk(desk, connection, pace=Pace(calls=QUICK))
    writes = sum(practice.books()["counts"].values())
    daily.look_at_unbilled()
    assert sum(practice.books()["counts"].values()) == writes, "looking writes nothing"
    before = shown(desk)
    assert before is not None
    assert before.count > 0
    assert before.total == sum(one.amount for one in before.ages)

    today = before.read_at.astimezone().date()
    work = InvoicesWork(today - timedelta(days=365), today, today)
    plan = daily.plan(work, Progress())
    hours = [one for one in plan.records if one.ticked_at_first and one.intention and one.needs is None and one.amount]
    chosen = [one for one in hours if one.intention and all(s.startswith("hours/") for s in one.intention.sources)][:1]
    (record,) = chosen
    daily.send(work, plan, frozenset({record.reference}), Progress())
    outdated = shown(desk)
    assert outdated is not None
    assert outdated.outdated

    daily.look_at_unbilled()
    after = shown(desk)
    assert after is not None
    assert not after.outdated
    assert record.intention is not None
    assert before.count - after.count == len(record.intention.sources)
    difference = before.total - after.total
    assert abs(difference - (record.amount or 0)) <= Decimal("0.01") * len(record.intention.sources)


def test_what_was_imported_at_night_says_so(practice: PracticeProcess, desk: Desk, connection: Connection) -> None:
    desk.keep_timechimp_key(connection, parse_key(practice.timechimp_key()))
    with KeptDailyDesk(desk, connection, pace=Pace(calls=QUICK)).workbench(Progress()) as bench:
        counts = import_unattended(bench, most=100)
    (organisation,) = SnapshotReader(desk).read().organisations
    run = organisation.daily.runs[0]
    assert counts["confirmed"] == run.confirmed > 0
    assert run.by_timer


def test_without_a_key_nothing_is_read_and_the_error_says_so(desk: Desk, connection: Connection) -> None:
    with pytest.raises(ConfigurationError) as caught:
        KeptDailyDesk(desk, connection).look_at_unbilled()
    assert caught.value.code == "timechimp_key_not_kept"
    assert shown(desk) is None
