"""A tab over the real thing: a kept practice organisation with the built-in mappings."""

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from afas_assistant.afas.address import understand_address
from afas_assistant.afas.token import parse_token
from afas_assistant.onboarding.desk import Desk
from afas_assistant.onboarding.practice_address import ADDRESS, scope_of
from afas_assistant.organisations.mapping_store import MappingStore
from afas_assistant.organisations.records import Connection
from afas_assistant.practice.process import PracticeProcess
from afas_assistant.sync.mapping.book import MappingBook
from afas_assistant.sync.mapping.files import read_mappings
from afas_assistant.sync.mapping.mappings import MappingEntry, Table
from afas_assistant.timechimp.pace import Pace
from afas_assistant.ui.tabs.daily_desk import KeptDailyDesk
from afas_assistant.ui.tabs.daily_tab import DailyTab, Target
from afas_assistant.ui.tabs.filters import QUARTER
from afas_assistant.ui.tabs.kinds import Kind
from afas_assistant.ui.tasks import TaskRunner
from tests.helpers.daily_work import MAPPINGS, QUICK

PATIENCE = 60_000


def connected(practice: PracticeProcess, desk: Desk) -> Connection:
    """Keep a connection to the practice environment, with its administration and no other mapping."""
    practice.switch("healthy", reset=True)
    token = parse_token(practice.token("timechimp"))
    answer = desk.ask(understand_address(practice.addresses["test"]), token)
    return desk.connect(answer, token, name="Oefening", profiles=("timechimp",)).connection


def accept(desk: Desk, connection: Connection, practice: PracticeProcess) -> None:
    entries = [*read_mappings(MAPPINGS).entries]
    entries.append(MappingEntry(Table.SETTINGS, ADDRESS, {"value": practice.addresses["timechimp"]}))
    with MappingStore.open(desk.folders.database) as store:
        MappingBook(store, scope_of(desk.store.owner(connection), connection)).accept(entries, who="Anna")


def tab_of(
    desk: Desk, connection: Connection, runner: TaskRunner, kind: Kind, qtbot: QtBot, owner: QWidget | None = None
) -> DailyTab:
    """Return a tab of the last three months; within an owner it may go before the test does."""
    daily = KeptDailyDesk(desk, connection, pace=Pace(calls=QUICK))
    tab = DailyTab(kind, Target("Oefening", "practice", "daily"), daily, runner, parent=owner)
    qtbot.addWidget(owner or tab)
    if kind is not Kind.CUSTOMERS:
        tab.filters.period_choice.choose(QUARTER)
    return tab


def planned(tab: DailyTab, qtbot: QtBot) -> None:
    tab.start()
    qtbot.waitUntil(lambda: not tab.running and not tab._detail_waits, timeout=PATIENCE)


def sent(tab: DailyTab, qtbot: QtBot) -> None:
    tab.page.footer.send_button.click()
    assert tab.dialog is not None
    tab.dialog.agree_button.click()
    qtbot.waitUntil(lambda: tab.outcome is not None and not (tab.running or tab._detail_waits), timeout=PATIENCE)
