"""The mappings beside the plan: counted, opened at what a failing row lacks, and the plan made again afterwards."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from afas_assistant.sync.mapping.mappings import Table
from afas_assistant.sync.plan import Outlook, PlannedRecord, Reason
from afas_assistant.texts import literal
from afas_assistant.ui.tabs.daily_tab import DailyTab
from afas_assistant.ui.tabs.kinds import Kind
from afas_assistant.ui.tabs.mapping_page import MappingPage
from afas_assistant.ui.tasks import TaskRunner
from tests.ui.tabs.conftest import Opener, footer, planned
from tests.ui.tabs.pretend_desk import PretendDesk, plan, record
from tests.ui.tabs.pretend_mapping import PretendMappingDesk, offer, open_one


def unmapped(number: int, mapping: str) -> PlannedRecord:
    why = Reason("item_unmapped", literal("No item was chosen."), literal("Choose one."), mapping)
    return record(number, Outlook.WILL_FAIL, reasons=(why,))


MADE = plan(
    record(1),
    *(unmapped(number, "items/activity:300") for number in (2, 3)),
    unmapped(4, "items/activity:400"),
)


class Watched(MappingPage):
    """Keeps what it is asked to show."""

    def __init__(self, asked: list[tuple[Table, str]], *parts: Any) -> None:
        self.asked = asked
        super().__init__(*parts)

    def show_key(self, table: Table, key: str) -> None:
        self.asked.append((table, key))
        super().show_key(table, key)


@pytest.fixture
def asked() -> list[tuple[Table, str]]:
    return []


@pytest.fixture
def tab(open_tab: Opener, runner: TaskRunner, asked: list[tuple[Table, str]]) -> DailyTab:
    desk = PretendMappingDesk(offer(open_one("300", "Advies"), open_one("400", "Bouw")))

    def new_mapping() -> MappingPage:
        return Watched(asked, Kind.INVOICES, desk, runner, "daily 1")

    return open_tab(PretendDesk(MADE), new_mapping=new_mapping)


def opened(tab: DailyTab, qtbot: QtBot) -> MappingPage:
    page = tab.mapping.page
    assert page is not None
    assert tab.page.middle.currentWidget() is page
    qtbot.waitUntil(lambda: page.rows is not None)
    return page


def test_a_plan_says_how_many_mappings_it_lacks(tab: DailyTab, qtbot: QtBot) -> None:
    planned(tab, qtbot)
    assert tab.page.tools.mapping_button.text() == "Mapping (2 open)"


def test_a_failing_row_leads_to_the_mapping_that_it_lacks(
    tab: DailyTab, qtbot: QtBot, asked: list[tuple[Table, str]]
) -> None:
    planned(tab, qtbot)
    tab.table.setFocus()
    assert tab.page.detail.action_button is not None
    assert tab.page.detail.action_button.text() == "Map…"
    QTest.keyClick(tab.table, Qt.Key.Key_Return)
    opened(tab, qtbot)
    assert asked == [(Table.ITEMS, "activity:300")]
    assert tab.page.footer.isHidden()


def test_a_row_that_will_pass_has_no_such_action(tab: DailyTab, qtbot: QtBot) -> None:
    planned(tab, qtbot)
    tab.table.choose_place(3)
    assert tab.page.detail.action_button is None


def test_a_changed_mapping_makes_the_plan_stale(tab: DailyTab, qtbot: QtBot) -> None:
    planned(tab, qtbot)
    tab.page.tools.mapping_button.click()
    page = opened(tab, qtbot)
    page.changed.emit()
    page.closed.emit()
    assert tab.page.middle.currentWidget() is tab.page.list_page
    assert footer(tab).startswith("Something changed since this plan")
    assert tab.page.footer.send_button.text() == "Refresh plan"
    tab.page.footer.send_button.click()
    qtbot.waitUntil(lambda: not tab.running)
    assert tab.page.footer.send_button.text() == "Send 1 invoice"


def test_a_mapping_that_stays_as_it_was_leaves_the_plan(tab: DailyTab, qtbot: QtBot) -> None:
    planned(tab, qtbot)
    tab.page.tools.mapping_button.click()
    opened(tab, qtbot).closed.emit()
    assert tab.page.footer.send_button.text() == "Send 1 invoice"


def test_without_a_plan_the_mappings_are_there_as_well(tab: DailyTab, qtbot: QtBot) -> None:
    assert tab.page.empty.second_button.text() == "Mapping"
    tab.page.empty.second_button.click()
    opened(tab, qtbot).closed.emit()
    assert tab.page.middle.currentWidget() is tab.page.empty


def test_a_place_elsewhere_is_passed_on(tab: DailyTab, qtbot: QtBot) -> None:
    places: list[str] = []
    tab.cure_asked.connect(places.append)
    tab.mapping.open()
    opened(tab, qtbot).cure_asked.emit("time_tracking")
    assert places == ["time_tracking"]


def test_a_plan_that_comes_meanwhile_waits_behind_the_mappings(tab: DailyTab, qtbot: QtBot) -> None:
    tab.start()
    tab.mapping.open()
    qtbot.waitUntil(lambda: tab.rows is not None)
    opened(tab, qtbot).closed.emit()
    assert tab.page.middle.currentWidget() is tab.page.list_page
    assert not tab.page.footer.isHidden()
