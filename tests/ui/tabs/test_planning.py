"""A plan in the making: what is read is told, giving it up leaves what was there, the filters are those asked for."""

import threading
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from afas_assistant.sync.invoices.charges import ChargeKind
from afas_assistant.sync.plan import Outlook, Plan, Reason
from afas_assistant.sync.works import BookingsWork, CustomersWork, InvoicesWork, Work
from afas_assistant.texts import literal, phrase
from afas_assistant.ui.language import switch_language
from afas_assistant.ui.tabs.filters import OWN, FilterPanel
from afas_assistant.ui.tabs.kinds import Kind
from afas_assistant.ui.tabs.progress import Progress
from afas_assistant.ui.theme import Theme
from tests.ui.samples import words_of
from tests.ui.tabs.conftest import TODAY, Opener, footer, planned
from tests.ui.tabs.pretend_desk import PretendDesk, debtor, plan, record


@dataclass
class ReadingDesk(PretendDesk):
    """Reads something, waits, and reads on."""

    reads: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)

    def plan(self, work: Work, progress: Progress) -> Plan:
        try:
            progress.reading(phrase("Customers in TimeChimp"), 1200)
            assert self.reads.wait(10)
            progress.reading(phrase("Customers in TimeChimp"), 1400)
            return super().plan(work, progress)
        finally:
            self.ended.set()


def test_what_is_read_and_how_much_is_told(open_tab: Opener, qtbot: QtBot) -> None:
    desk = ReadingDesk(plan(record(1)))
    tab = open_tab(desk)
    tab.start()
    qtbot.waitUntil(lambda: "Customers in TimeChimp: 1200 · 0:0" in words_of(tab.page.empty))
    desk.reads.set()
    qtbot.waitUntil(lambda: tab.rows is not None)
    desk.reads.clear()
    tab.start()
    qtbot.waitUntil(lambda: "Customers in TimeChimp: 1200" in footer(tab))
    assert tab.page.footer.stop_button.text() == "Cancel"
    desk.reads.set()
    qtbot.waitUntil(lambda: not tab.running)


def test_a_first_plan_that_is_given_up_leaves_the_empty_page(open_tab: Opener, qtbot: QtBot) -> None:
    desk = ReadingDesk(plan(record(1)))
    tab = open_tab(desk)
    tab.start()
    assert tab.page.empty.second_button.text() == "Cancel"
    tab.page.empty.second_button.click()
    assert not tab.running
    assert "No plan was made yet." in words_of(tab.page.empty)
    desk.reads.set()
    assert desk.ended.wait(10)
    QApplication.processEvents()
    assert tab.rows is None
    assert desk.works == []  # it stopped at the next row, and planned nothing
    planned(tab, qtbot)
    assert tab.rows is not None


def test_a_plan_that_is_given_up_leaves_the_one_before(open_tab: Opener, qtbot: QtBot) -> None:
    desk = ReadingDesk(plan(record(1)))
    desk.reads.set()
    tab = open_tab(desk)
    planned(tab, qtbot)
    before = tab.rows
    desk.reads.clear()
    tab.start()
    tab.page.footer.stop_button.click()
    desk.reads.set()
    assert tab.rows is before
    assert tab.page.footer.send_button.text() == "Send 1 invoice"


def test_the_language_changes_while_it_reads_and_while_it_sends(
    open_tab: Opener, qtbot: QtBot, qapp: QApplication
) -> None:
    desk = ReadingDesk(plan(record(1), record(2)))
    tab = open_tab(desk)
    tab.start()
    qtbot.waitUntil(lambda: "Customers in TimeChimp: 1200" in words_of(tab.page.empty))
    switch_language(qapp, "nl")
    qtbot.waitUntil(lambda: "Klanten in TimeChimp: 1200" in words_of(tab.page.empty))
    assert "Het plan wordt gemaakt." in words_of(tab.page.empty)
    desk.reads.set()
    qtbot.waitUntil(lambda: tab.rows is not None)
    desk.gate = threading.Event()
    tab.page.footer.send_button.click()
    assert tab.dialog is not None
    tab.dialog.agree_button.click()
    qtbot.waitUntil(lambda: tab.page.footer.bar.maximum() == 2)
    assert footer(tab).startswith("0 van 2 verzonden")
    switch_language(qapp, "en")
    qtbot.waitUntil(lambda: footer(tab).startswith("0 of 2 sent"))
    assert tab.page.footer.stop_button.text() == "Stop after this record"
    desk.gate.set()
    qtbot.waitUntil(lambda: tab.outcome is not None)
    assert "Run 7. All of it is in the outbox." in tab.page.note_line.text()


# ---------------------------------------------------------------------- filters


@pytest.mark.parametrize("kind", Kind)
def test_filters_ask_for_what_they_show(kind: Kind, qtbot: QtBot, theme: Theme) -> None:
    panel = FilterPanel(kind, lambda: TODAY)
    qtbot.addWidget(panel)
    if kind is Kind.CUSTOMERS:
        assert panel.work() == CustomersWork()
        panel.create_box.setChecked(True)
        assert panel.work() == CustomersWork(create_all=True)
        return
    work = panel.work()
    assert isinstance(work, InvoicesWork | BookingsWork)
    assert work.status is None
    if kind is Kind.BOOKINGS:
        assert isinstance(work, BookingsWork)
        assert (work.period, work.attachments) == (None, None)
        panel.status_choice.choose("paid")
        panel.book_in_choice.choose(OWN)
        panel.book_in_field.year_field.setValue(2027)
        panel.book_in_field.period_field.setValue(1)
        panel.folder_field.choose("/invoices")
        work = panel.work()
        assert isinstance(work, BookingsWork)
        assert (work.status, work.period, work.attachments) == ("paid", (2027, 1), Path("/invoices"))
        return
    assert isinstance(work, InvoicesWork)
    assert work.kinds == frozenset()
    panel.kind_boxes["hours"].setChecked(False)
    panel.kind_boxes["subscriptions"].setChecked(False)
    panel.status_choice.choose("Open")
    work = panel.work()
    assert isinstance(work, InvoicesWork)
    assert work.kinds == {ChargeKind.EXPENSE, ChargeKind.RIDE, ChargeKind.FIXED_PRICE, ChargeKind.TASK}
    assert work.status == "Open"


def test_one_kind_stays_ticked(qtbot: QtBot, theme: Theme) -> None:
    panel = FilterPanel(Kind.INVOICES, lambda: TODAY)
    qtbot.addWidget(panel)
    boxes = list(panel.kind_boxes.values())
    for box in boxes:
        QTest.keyClick(box, Qt.Key.Key_Space)
    assert [box.isChecked() for box in boxes] == [False, False, False, False, True]


def test_debtors_that_are_offered_start_unticked(open_tab: Opener, qtbot: QtBot) -> None:
    made = plan(debtor(1), record(2), debtor(3), kind="customers")
    tab = open_tab(PretendDesk(made), Kind.CUSTOMERS)
    planned(tab, qtbot)
    assert tab.rows is not None
    assert tab.rows.chosen == {"TC-000002"}
    tab.table.selectAll()
    QTest.keyClick(tab.table, Qt.Key.Key_Space)
    tab.page.footer.send_button.click()
    assert tab.dialog is not None
    assert "2 new debtors. AFAS has no way to delete one." in words_of(tab.dialog)
    tab.dialog.reject()


def test_a_failing_row_without_a_page_of_mappings_offers_none(open_tab: Opener, qtbot: QtBot) -> None:
    why = Reason("item_unmapped", literal("No item."), literal("Choose one."), "items/activity:300")
    tab = open_tab(PretendDesk(plan(record(1, Outlook.WILL_FAIL, reasons=(why,)))))
    planned(tab, qtbot)
    assert tab.page.detail.action_button is None
    assert tab.page.tools.mapping_button.isHidden()


def test_filters_that_change_while_it_reads_make_the_plan_stale(open_tab: Opener, qtbot: QtBot) -> None:
    desk = ReadingDesk(plan(record(1)))
    tab = open_tab(desk)
    tab.start()
    tab.filters.period_choice.choose("year")
    tab.filters.on_choice_made()
    desk.reads.set()
    qtbot.waitUntil(lambda: tab.rows is not None)
    assert tab.page.footer.send_button.text() == "Refresh plan"
    planned(tab, qtbot)
    assert tab.page.footer.send_button.text() == "Send 1 invoice"


def test_a_stale_plan_stays_stale_when_the_new_one_is_given_up(open_tab: Opener, qtbot: QtBot) -> None:
    desk = ReadingDesk(plan(record(1)))
    desk.reads.set()
    tab = open_tab(desk)
    planned(tab, qtbot)
    tab.filters.period_choice.choose("year")
    tab.filters.on_choice_made()
    desk.reads.clear()
    tab.page.footer.send_button.click()
    tab.page.footer.stop_button.click()
    desk.reads.set()
    assert tab.page.footer.send_button.text() == "Refresh plan"


def test_a_plan_of_invoices_says_how_much_of_each_kind_it_charges(open_tab: Opener, qtbot: QtBot) -> None:
    charged = {"hours": 41, "ride": 3, "project": 1, "task": 2}
    tab = open_tab(PretendDesk(replace(plan(record(1)), options={"charged": charged})))
    tab.filters.kind_boxes["rides"].setChecked(False)
    planned(tab, qtbot)
    assert [box.text() for box in tab.filters.kind_boxes.values()] == [
        "Hours (41)", "Expenses (0)", "Rides", "Fixed price (3)", "Subscription (0)",
    ]  # fmt: skip
    assert "of 47 registrations and projects" in tab.page.note_line.text()


def test_a_plan_of_another_day_invoices_under_that_day_unless_one_was_picked(open_tab: Opener, qtbot: QtBot) -> None:
    day = TODAY
    desk = PretendDesk(plan(record(1)))
    tab = open_tab(desk, today=lambda: day)
    planned(tab, qtbot)
    day += timedelta(days=1)
    assert tab.filters.day_edit.day() == TODAY, "what is shown, and may be sent, does not change by itself"
    planned(tab, qtbot)
    picked = day - timedelta(days=7)
    tab.filters.day_edit.setDate(QDate(picked.year, picked.month, picked.day))
    planned(tab, qtbot)
    assert [one.day for one in desk.works if isinstance(one, InvoicesWork)] == [TODAY, day, picked]
