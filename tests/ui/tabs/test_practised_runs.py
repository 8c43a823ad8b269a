"""Runs over the real thing: exactly what was ticked is booked, and a tab that goes in mid-run loses nothing."""

from collections import Counter
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from afas_assistant.onboarding.desk import Desk
from afas_assistant.organisations.records import Connection
from afas_assistant.outbox.records import State, Write
from afas_assistant.outbox.store import Outbox
from afas_assistant.practice.process import PracticeProcess
from afas_assistant.sync.apply import Bucket
from afas_assistant.timechimp.key import parse_key
from afas_assistant.ui.tabs.daily_tab import DailyTab
from afas_assistant.ui.tabs.filters import YEAR
from afas_assistant.ui.tabs.kinds import Kind
from afas_assistant.ui.tabs.plan_rows import is_debtor
from afas_assistant.ui.tasks import TaskRunner
from afas_assistant.ui.theme import Theme
from tests.helpers.daily_work import QUICK
from tests.ui.tabs.practised import PATIENCE, accept, connected, planned, sent, tab_of


@pytest.fixture(scope="module")
def practice() -> Iterator[PracticeProcess]:
    with PracticeProcess(size=45) as process:
        process.timechimp_switches(calls_a_minute=QUICK)
        yield process


@pytest.fixture
def connection(practice: PracticeProcess, desk: Desk, theme: Theme) -> Connection:
    kept = connected(practice, desk)
    accept(desk, kept, practice)
    desk.keep_timechimp_key(kept, parse_key(practice.timechimp_key()))
    return kept


def writes_of(desk: Desk, *kinds: str) -> list[Write]:
    with Outbox.open(desk.folders.database) as outbox:
        return [one for scope in outbox.scopes() for one in outbox.writes(scope) if one.kind in kinds]


def states_of(desk: Desk) -> Counter[State]:
    return Counter(one.state for one in writes_of(desk, "direct_invoice"))


def plain(tab: DailyTab) -> list[str]:
    assert tab.rows is not None
    return [one.reference for one in tab.rows.records if one.ticked_at_first and one.needs is None and one.amount]


def test_one_invoice_is_booked_singly(
    practice: PracticeProcess, desk: Desk, connection: Connection, runner: TaskRunner, qtbot: QtBot
) -> None:
    tab = tab_of(desk, connection, runner, Kind.BOOKINGS, qtbot)
    planned(tab, qtbot)
    assert tab.rows is not None
    wanted = next(one for one in tab.rows.records if one.reference in plain(tab))
    tab.filters.invoice_field.setText(wanted.what)
    planned(tab, qtbot)
    assert [one.reference for one in tab.rows.records if not is_debtor(one)] == [wanted.reference]
    before = len(practice.books()["entries"])
    assert tab.page.footer.send_button.text() in {"Book 1 invoice", "1 factuur boeken"}
    sent(tab, qtbot)
    (entry,) = writes_of(desk, "entry")
    assert (entry.reference, entry.state) == (wanted.reference, State.CONFIRMED)
    entries = practice.books()["entries"]
    assert len(entries) == before + 1
    assert entries[-1]["invoice"] == dict(wanted.facts)["InId"]


def test_three_of_forty_rows_are_ticked_and_these_three_are_booked(
    practice: PracticeProcess, desk: Desk, connection: Connection, runner: TaskRunner, qtbot: QtBot
) -> None:
    tab = tab_of(desk, connection, runner, Kind.BOOKINGS, qtbot)
    tab.filters.period_choice.choose(YEAR)
    planned(tab, qtbot)
    assert tab.rows is not None
    assert len(tab.rows) >= 40
    references = plain(tab)[1:8:3]
    facts = {one.reference: dict(one.facts)["InId"] for one in tab.rows.records if one.reference in references}
    tab.model.toggle()
    tab.model.toggle() if tab.rows.ticked else None
    assert not tab.rows.ticked
    rows = [tab.model.row_of(place) for place, one in enumerate(tab.rows.records) if one.reference in references]
    for row in rows:
        tab.model.toggle([row])
    assert tab.rows.chosen == set(references)
    before = Counter(one["invoice"] for one in practice.books()["entries"])
    sent(tab, qtbot)
    assert tab.outcome is not None
    assert tab.outcome.counts()[Bucket.CONFIRMED] == len(tab.outcome) == 3
    assert {one.reference for one in writes_of(desk, "entry", "direct_invoice", "debtor")} == set(references)
    after = Counter(one["invoice"] for one in practice.books()["entries"])
    assert after - before == Counter(facts.values())


def test_a_debtor_that_stands_in_timechimp_only_is_made_when_it_is_ticked(
    practice: PracticeProcess, desk: Desk, connection: Connection, runner: TaskRunner, qtbot: QtBot
) -> None:
    tab = tab_of(desk, connection, runner, Kind.CUSTOMERS, qtbot)
    planned(tab, qtbot)
    assert tab.rows is not None
    assert not any(map(is_debtor, tab.rows.records))
    tab.filters.create_box.setChecked(True)
    planned(tab, qtbot)
    offered = [one for one in tab.rows.records if is_debtor(one)]
    assert offered
    assert tab.rows.chosen.isdisjoint(one.reference for one in offered)
    assert all(one.reasons for one in offered)
    wanted = next(one for one in offered if one.ticked_at_first)
    tab.rows.tick_only([wanted.reference])
    sent(tab, qtbot)
    (made,) = writes_of(desk, "debtor")
    assert (made.counterpart, made.state) == (wanted.counterpart, State.CONFIRMED)
    planned(tab, qtbot)
    assert wanted.reference not in {one.reference for one in tab.rows.records if one.tickable}


def test_a_tab_that_goes_in_mid_run_finishes_its_record_and_leaves_the_rest(
    practice: PracticeProcess, desk: Desk, connection: Connection, runner: TaskRunner, qtbot: QtBot
) -> None:
    owner = QWidget()
    tab = tab_of(desk, connection, runner, Kind.INVOICES, qtbot, owner)
    planned(tab, qtbot)
    references = plain(tab)[:4]
    assert tab.rows is not None
    tab.rows.tick_only(references)
    practice.faults([{"kind": "slow", "method": "POST", "path": "FbDirectInvoice", "seconds": 0.7, "times": 9}])
    tab.page.footer.send_button.click()
    assert tab.dialog is not None
    tab.dialog.agree_button.click()
    qtbot.waitUntil(lambda: State.SENDING in states_of(desk), timeout=PATIENCE)
    tab.stop()
    tab.deleteLater()
    QCoreApplication.sendPostedEvents(tab, QEvent.Type.DeferredDelete.value)
    ended: list[None] = []
    runner.start(lambda: None, done=ended.append, lane="daily")  # behind the run, on its lane
    qtbot.waitUntil(lambda: bool(ended), timeout=PATIENCE)
    practice.faults([])
    states = states_of(desk)
    assert states[State.CONFIRMED] >= 1
    assert set(states) <= {State.CONFIRMED, State.WITHDRAWN}
    assert states[State.CONFIRMED] < len(references)
    booked = practice.books()["written"]["FbDirectInvoice"]
    assert len(booked) == states[State.CONFIRMED]
    again = tab_of(desk, connection, runner, Kind.INVOICES, qtbot)
    planned(again, qtbot)
    left = {one.reference for one in again.rows.records if one.tickable} if again.rows else set()
    confirmed = {one.reference for one in writes_of(desk, "direct_invoice") if one.state is State.CONFIRMED}
    assert left.isdisjoint(confirmed)
    assert set(references) - confirmed <= left
