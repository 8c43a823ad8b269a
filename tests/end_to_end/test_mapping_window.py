"""Mappings from nothing, in the window against the practice environment: accept, pick the rest, the plan passes."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from afas_assistant.afas.address import understand_address
from afas_assistant.afas.token import parse_token
from afas_assistant.errors import AssistantError
from afas_assistant.onboarding.desk import Desk
from afas_assistant.onboarding.practice_address import ADDRESS, scope_of
from afas_assistant.organisations.mapping_store import MappingStore
from afas_assistant.organisations.records import Connection
from afas_assistant.paths import folders
from afas_assistant.practice.process import PracticeProcess
from afas_assistant.sync.mapping.book import MappingBook
from afas_assistant.sync.mapping.mappings import MappingEntry, Table
from afas_assistant.sync.plan import Outlook, Plan
from afas_assistant.sync.works import BookingsWork, CustomersWork, InvoicesWork, Work
from afas_assistant.timechimp.key import parse_key
from afas_assistant.timechimp.pace import Pace
from afas_assistant.ui.tabs.daily_desk import KeptDailyDesk
from afas_assistant.ui.tabs.kinds import Kind
from afas_assistant.ui.tabs.mapping_desk import KeptMappingDesk
from afas_assistant.ui.tabs.mapping_page import MappingPage
from afas_assistant.ui.tabs.progress import Progress
from afas_assistant.ui.tasks import TaskRunner
from afas_assistant.ui.theme import Scheme, Theme
from tests.helpers.daily_work import QUICK

PATIENCE = 60_000
PICKED = {
    (Table.SETTINGS, "administration"): "1",
    (Table.SETTINGS, "number_form"): "running",
    (Table.ITEMS, "default"): "302",
    (Table.VAT, "0/BTW"): "3",
    (Table.REVENUE, "default"): "8010",
}
"""What a person picks where nothing certain is proposed."""
ASKED_BY_A_PLAN = {(Table.VAT, "0/"): "3"}
"""An invoice without VAT for a debtor that is made with it, so that nobody knows its VAT duty."""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(folders(tmp_path))
    yield made
    made.close()


@pytest.fixture
def practice() -> Iterator[PracticeProcess]:
    with PracticeProcess(size=25) as process:
        process.timechimp_switches(calls_a_minute=QUICK)
        yield process


@pytest.fixture
def connection(practice: PracticeProcess, desk: Desk) -> Connection:
    """Keep a connection that knows where TimeChimp is, and nothing else."""
    token = parse_token(practice.token("timechimp"))
    answer = desk.ask(understand_address(practice.addresses["test"]), token)
    made = desk.connect(answer, token, name="Oefening", profiles=("timechimp",)).connection
    desk.keep_timechimp_key(made, parse_key(practice.timechimp_key()))
    with MappingStore.open(desk.folders.database) as store:
        where = MappingEntry(Table.SETTINGS, ADDRESS, {"value": practice.addresses["timechimp"]})
        MappingBook(store, scope_of(desk.store.owner(made), made)).accept([where], who="Anna")
    return made


@pytest.fixture
def theme(qapp: object) -> Iterator[Theme]:
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - the type alone

    assert isinstance(qapp, QApplication)
    made = Theme(qapp, Scheme.LIGHT)
    yield made
    qapp.styleHints().colorSchemeChanged.disconnect(made.on_system_scheme_changed)
    made.deleteLater()


@pytest.fixture
def runner(qapp: object) -> Iterator[TaskRunner]:
    made = TaskRunner()
    yield made
    made.close()


def work_of(kind: Kind) -> Work:
    today = date.today()  # noqa: DTZ011 - the practice environment lives today
    first = today - timedelta(days=60)
    if kind is Kind.CUSTOMERS:
        return CustomersWork()
    return BookingsWork(first, today, today) if kind is Kind.BOOKINGS else InvoicesWork(first, today, today)


def cures(plan: Plan) -> set[tuple[Table, str]]:
    """Return the mappings that a plan asks for."""
    named = {reason.mapping for one in plan.records for reason in one.reasons if reason.mapping}
    return {(Table(one.partition("/")[0]), one.partition("/")[2]) for one in named}


def settled(page: MappingPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not page.run.running and page.run.offer is not None, timeout=PATIENCE)


def pick(page: MappingPage, table: Table, key: str, code: str, qtbot: QtBot) -> None:
    """Pick something from AFAS's list as a person does: open, choose, keep."""
    page.show_key(table, key)
    settled(page, qtbot)
    page.on_change_asked()
    editor = page.editor
    assert editor is not None
    assert editor.list is not None
    editor.list.choose(next(one for one in editor.list.choices._shown if one.code == code))
    assert editor.agree_button.isEnabled()
    editor.agree_button.click()
    settled(page, qtbot)
    qtbot.waitUntil(lambda: page.editor is None)


def test_an_environment_without_mappings_is_mapped_in_the_window(
    practice: PracticeProcess, desk: Desk, connection: Connection, runner: TaskRunner, theme: Theme, qtbot: QtBot
) -> None:
    pace = Pace(calls=QUICK)
    daily = KeptDailyDesk(desk, connection, pace=pace)
    for kind in Kind:
        page = MappingPage(kind, KeptMappingDesk(desk, connection, pace=pace), runner, "daily")
        qtbot.addWidget(page)
        page.resize(1000, 600)
        page.show()
        settled(page, qtbot)
        assert page.rows is not None
        if page.rows.ticked:
            page.footer.step_button.click()
            settled(page, qtbot)
        for (table, key), code in PICKED.items():
            if page.rows.holds(table, key) and page.rows.mappings.entry(table, key) is None:
                pick(page, table, key, code, qtbot)
        if page.rows.tickable:  # what is only likely is looked at, and accepted as well
            page.model.toggle()
            page.footer.step_button.click()
            settled(page, qtbot)
        assert page.unmapped == 0, [(one.key, str(one.reason)) for one in page.rows.rows if one.entry is None]
        assert page.footer.first_line.text() in {"Alles is gekoppeld.", "Everything is mapped."}
        plan = daily.plan(work_of(kind), Progress())
        for cure in cures(plan):  # a plan can ask for what no list shows, and leads to it
            pick(page, *cure, ASKED_BY_A_PLAN[cure], qtbot)
            plan = daily.plan(work_of(kind), Progress())
        assert cures(plan) == set()
        assert plan.records
        assert any(one.outlook is Outlook.WILL_PASS for one in plan.records)
        page.stop()


def test_a_plan_without_mappings_leads_to_each_of_them(
    practice: PracticeProcess, desk: Desk, connection: Connection, theme: Theme, qtbot: QtBot
) -> None:
    scope = scope_of(desk.store.owner(connection), connection)
    with MappingStore.open(desk.folders.database) as store:
        only = MappingEntry(Table.SETTINGS, "administration", {"value": "1"})
        MappingBook(store, scope).accept([only], who="Anna")
    daily = KeptDailyDesk(desk, connection, pace=Pace(calls=QUICK))
    invoices = cures(daily.plan(work_of(Kind.INVOICES), Progress()))
    assert invoices
    assert {table for table, _ in invoices} <= {Table.ITEMS, Table.SETTINGS}
    bookings = cures(daily.plan(work_of(Kind.BOOKINGS), Progress()))
    assert {(Table.SETTINGS, "journal"), (Table.VAT, "21/BTW")} & bookings


def test_customers_are_mapped_without_a_timechimp_key_and_what_is_kept_without_afas(
    practice: PracticeProcess, desk: Desk, connection: Connection
) -> None:
    mappings = KeptMappingDesk(desk, connection)
    desk.forget_timechimp_key(connection)
    found = mappings.offer(Kind.CUSTOMERS.value, Progress())
    assert found.seen.debtors
    assert found.seen.master.accounts
    with pytest.raises(AssistantError) as refused:
        mappings.offer(Kind.INVOICES.value, Progress())
    assert refused.value.code == "timechimp_key_not_kept"
    practice.stop()
    assert mappings.kept().setting(ADDRESS) is not None
