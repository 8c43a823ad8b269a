"""A hundred thousand rows: shown, put in order, ticked and let go, while the window goes on."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from afas_assistant.sync.plan import Outlook, Plan
from afas_assistant.sync.works import Work
from afas_assistant.ui.tabs.plan_model import Column
from afas_assistant.ui.tabs.plan_rows import PlanRows
from afas_assistant.ui.tabs.progress import Progress
from tests.helpers.stalls import BLOCKED, StallWatch
from tests.ui.tabs.conftest import Opener
from tests.ui.tabs.pretend_desk import PretendDesk, long_plan, plan

ROWS = 100_000
PATIENCE = 60_000  # milliseconds


class PlansAnew(PretendDesk):
    """Makes its long plan each time, as a real one does."""

    def plan(self, work: Work, progress: Progress) -> Plan:
        return long_plan(ROWS)


@pytest.mark.usefixtures("as_in_the_program")
def test_a_hundred_thousand_rows_do_not_hold_up_the_window(open_tab: Opener, qtbot: QtBot) -> None:
    tab = open_tab(PlansAnew(plan()))
    with StallWatch() as watch:
        tab.start()
        qtbot.waitUntil(lambda: not tab.running, timeout=PATIENCE)
        tab.list.arrange(choice=Outlook.WILL_PASS.value)
        qtbot.waitUntil(lambda: tab.model.rowCount() == ROWS // 2, timeout=PATIENCE)
        tab.list.on_sort_asked(Column.RIGHT, True)
        last = "99,998.50"
        qtbot.waitUntil(lambda: tab.model.index(0, Column.RIGHT).data() == last, timeout=PATIENCE)
        tab.table.scrollToBottom()
        QApplication.processEvents()
        tab.table.on_heading_clicked(Column.TICK)
    assert tab.page.footer.send_button.text() == "Send 0 invoices"
    assert watch.milliseconds <= BLOCKED
    with StallWatch() as watch:
        tab.start()
        qtbot.waitUntil(lambda: not tab.running, timeout=PATIENCE)
    assert tab.page.footer.send_button.text() == "Send 50000 invoices"
    assert watch.milliseconds <= BLOCKED


def test_what_is_chosen_of_many_is_counted_and_added_up() -> None:
    rows = PlanRows(long_plan(1_000))
    chosen = rows.chosen
    assert rows.counted(chosen) == rows.counted(set(chosen)) == len(chosen) == 500
    assert rows.total(chosen) == rows.total(list(chosen)) == rows.total()
    rows.tick_only(["TC-000004"])
    assert rows.counted(chosen) == 500
    assert rows.counted(rows.chosen) == 1
    assert rows.total(rows.chosen) == rows.total()
