"""A tab over the real thing: a kept practice organisation, planned, three of its invoices sent, one line cut."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from afas_assistant.onboarding.desk import Desk
from afas_assistant.organisations.records import Connection
from afas_assistant.practice.process import PracticeProcess
from afas_assistant.sync.apply import Bucket
from afas_assistant.timechimp.key import parse_key
from afas_assistant.ui.tabs.kinds import Kind
from afas_assistant.ui.tasks import TaskRunner
from afas_assistant.ui.theme import Theme
from tests.helpers.daily_work import QUICK
from tests.ui.tabs.practised import PATIENCE, accept, connected, planned, sent, tab_of


@pytest.fixture(scope="module")
def practice() -> Iterator[PracticeProcess]:
    with PracticeProcess(size=25) as process:
        process.timechimp_switches(calls_a_minute=QUICK)
        yield process


@pytest.fixture
def connection(practice: PracticeProcess, desk: Desk) -> Connection:
    return connected(practice, desk)


def test_three_of_many_are_ticked_and_sent_once(
    practice: PracticeProcess, desk: Desk, connection: Connection, runner: TaskRunner, theme: Theme, qtbot: QtBot
) -> None:
    accept(desk, connection, practice)
    desk.keep_timechimp_key(connection, parse_key(practice.timechimp_key()))
    tab = tab_of(desk, connection, runner, Kind.INVOICES, qtbot)
    planned(tab, qtbot)
    rows = tab.rows
    assert rows is not None
    plain = [one.reference for one in rows.records if one.ticked_at_first and one.needs is None and one.amount]
    assert len(plain) > 3
    before = dict(practice.books()["counts"])
    rows.tick_only(plain[:3])
    sent(tab, qtbot)
    assert tab.outcome is not None
    assert tab.outcome.counts()[Bucket.CONFIRMED] == 3
    after = practice.books()["counts"]
    assert sum(after.values()) - sum(before.values()) == 3
    planned(tab, qtbot)
    assert tab.rows is not None
    left = [one.reference for one in tab.rows.records if one.tickable]
    assert set(left).isdisjoint(plain[:3])


def test_customers_and_bookings_are_planned(
    practice: PracticeProcess, desk: Desk, connection: Connection, runner: TaskRunner, theme: Theme, qtbot: QtBot
) -> None:
    accept(desk, connection, practice)
    desk.keep_timechimp_key(connection, parse_key(practice.timechimp_key()))
    for kind in (Kind.CUSTOMERS, Kind.BOOKINGS):
        tab = tab_of(desk, connection, runner, kind, qtbot)
        planned(tab, qtbot)
        assert tab.rows is not None
        assert tab.rows.ticked
        assert tab.page.middle.currentWidget() is tab.page.list_page
        sent(tab, qtbot)
        assert tab.outcome is not None
        assert tab.outcome.counts()[Bucket.CONFIRMED] > 0
        assert tab.outcome.counts()[Bucket.UNKNOWN] == 0


def test_a_cut_line_is_unknown_until_it_is_looked_up(
    practice: PracticeProcess, desk: Desk, connection: Connection, runner: TaskRunner, theme: Theme, qtbot: QtBot
) -> None:
    accept(desk, connection, practice)
    desk.keep_timechimp_key(connection, parse_key(practice.timechimp_key()))
    tab = tab_of(desk, connection, runner, Kind.INVOICES, qtbot)
    planned(tab, qtbot)
    rows = tab.rows
    assert rows is not None
    rows.tick_only([one.reference for one in rows.records if one.ticked_at_first and one.needs is None][:2])
    practice.faults([{"kind": "cut_after", "method": "POST", "path": "FbDirectInvoice"}])
    sent(tab, qtbot)
    practice.faults([])
    assert tab.outcome is not None
    assert tab.outcome.counts()[Bucket.UNKNOWN] == 1
    assert tab.outcome.bucket(0) is Bucket.UNKNOWN
    tab.page.footer.send_button.click()
    qtbot.waitUntil(lambda: bool(tab.outcome and tab.outcome.looked) and not tab.running, timeout=PATIENCE)
    assert tab.outcome.counts()[Bucket.UNKNOWN] == 1  # no connector shows direct invoices: a person is asked


def test_without_a_key_or_an_administration_it_says_where_to_mend_that(
    practice: PracticeProcess, desk: Desk, connection: Connection, runner: TaskRunner, theme: Theme, qtbot: QtBot
) -> None:
    tab = tab_of(desk, connection, runner, Kind.INVOICES, qtbot)
    asked: list[str] = []
    tab.cure_asked.connect(asked.append)
    planned(tab, qtbot)
    tab.page.trouble.cure_button.click()
    accept(desk, connection, practice)
    planned(tab, qtbot)
    tab.page.trouble.cure_button.click()
    assert set(asked) == {"administration", "time_tracking"} or asked == ["time_tracking", "time_tracking"]
    assert tab.rows is None
