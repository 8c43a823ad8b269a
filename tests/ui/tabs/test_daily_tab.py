"""A tab of the daily work over a pretend workbench: plan, tick, send, look at what became of it."""

import threading
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from afas_assistant.errors import ConfigurationError
from afas_assistant.outbox.records import State
from afas_assistant.sync.apply import Bucket
from afas_assistant.sync.invoices.plan import OnePer
from afas_assistant.sync.mapping.settings import missing
from afas_assistant.sync.plan import Outlook
from afas_assistant.sync.works import BookingsWork, CustomersWork, InvoicesWork
from afas_assistant.texts import phrase
from afas_assistant.ui.language import switch_language
from afas_assistant.ui.tabs.filters import OWN, QUARTER, FilterPanel
from afas_assistant.ui.tabs.kinds import Kind
from afas_assistant.ui.tabs.plan_model import Column
from afas_assistant.ui.theme import Theme
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.buttons import LinkButton
from tests.ui.samples import words_of
from tests.ui.tabs.conftest import TODAY, Opener, footer, planned, sent
from tests.ui.tabs.pretend_desk import BODY, PretendDesk, plan, record


def test_nothing_is_asked_before_somebody_asks(open_tab: Opener) -> None:
    desk = PretendDesk(plan())
    tab = open_tab(desk)
    assert desk.works == []
    assert "No plan was made yet." in words_of(tab.page.empty)


def test_a_plan_counts_what_is_ticked(open_tab: Opener, qtbot: QtBot) -> None:
    desk = PretendDesk(plan(record(1), record(2), record(3, Outlook.CANNOT_TELL), record(4, Outlook.WILL_FAIL)))
    tab = open_tab(desk)
    planned(tab, qtbot)
    assert tab.page.footer.send_button.text() == "Send 2 invoices"
    assert footer(tab) == "2 of 4 ticked · €\xa04.00 excluding VAT | 1 cannot go along · 1 uncertain is not ticked"
    assert [tab.model.index(row, Column.STATE).data() for row in range(4)] == [
        "Will fail", "Cannot tell", "Will pass", "Will pass",
    ]  # fmt: skip
    assert not tab.model.flags(tab.model.index(0, Column.TICK)) & Qt.ItemFlag.ItemIsUserCheckable
    assert tab.model.index(2, Column.RIGHT).data() == "1.50"


def test_space_ticks_the_chosen_rows(open_tab: Opener, qtbot: QtBot) -> None:
    tab = open_tab(PretendDesk(plan(record(1), record(2), record(3, Outlook.CANNOT_TELL))))
    planned(tab, qtbot)
    assert tab.table.current_place() == 0
    QTest.keyClick(tab.table, Qt.Key.Key_Space)
    assert tab.page.footer.send_button.text() == "Send 3 invoices"
    tab.table.selectAll()
    QTest.keyClick(tab.table, Qt.Key.Key_Space)
    assert tab.page.footer.send_button.text() == "Send 0 invoices"
    assert not tab.page.footer.send_button.isEnabled()
    tab.table.on_heading_clicked(Column.TICK)
    assert tab.model.all_ticked is Qt.CheckState.Checked


def test_the_dialog_names_everything_and_cancel_sends_nothing(open_tab: Opener, qtbot: QtBot) -> None:
    desk = PretendDesk(plan(record(1), record(2)))
    tab = open_tab(desk, environment="production")
    planned(tab, qtbot)
    tab.page.footer.send_button.click()
    assert tab.dialog is not None
    said = words_of(tab.dialog)
    for words in (
        "Lindegaard",
        "T99001AA",
        "Production",
        "Administration",
        "2 records",
        "€\xa04.00",
        "real admin",
    ):
        assert words in said
    tab.dialog.reject()
    assert desk.sent == []
    assert tab.rows is not None


def test_only_production_has_the_band(open_tab: Opener, qtbot: QtBot) -> None:
    tab = open_tab(PretendDesk(plan(record(1))))
    planned(tab, qtbot)
    tab.page.footer.send_button.click()
    assert tab.dialog is not None
    assert "real administration" not in words_of(tab.dialog)
    tab.dialog.reject()


def test_what_was_sent_falls_into_buckets_unknown_first(open_tab: Opener, qtbot: QtBot) -> None:
    buckets = {"TC-000002": Bucket.REFUSED, "TC-000003": Bucket.UNKNOWN}
    desk = PretendDesk(plan(record(1), record(2), record(3)), buckets)
    tab = open_tab(desk)
    planned(tab, qtbot)
    tab.page.footer.send_button.click()
    sent(tab, qtbot)
    assert desk.sent == [frozenset({"TC-000001", "TC-000002", "TC-000003"})]
    assert [tab.model.index(row, Column.STATE).data() for row in range(3)] == ["Unknown", "Refused", "Sent"]
    assert [tab.model.index(row, Column.RIGHT).data() for row in range(2)] == ["Look up in AFAS", "Plan again"]
    assert footer(tab).startswith("1 sent · 1 refused · 1 unknown · 0 not sent")
    assert tab.page.footer.send_button.text() == "Look 1 record up"
    tab.page.footer.send_button.click()
    qtbot.waitUntil(lambda: not tab.running)
    assert footer(tab).startswith("2 sent · 1 refused · 0 unknown")
    assert tab.model.index(0, Column.STATE).data() == "Sent"


def test_a_look_up_may_find_that_it_did_not_arrive(open_tab: Opener, qtbot: QtBot) -> None:
    desk = PretendDesk(plan(record(3)), {"TC-000003": Bucket.UNKNOWN}, arrived=State.NOT_ARRIVED)
    tab = open_tab(desk)
    planned(tab, qtbot)
    tab.page.footer.send_button.click()
    sent(tab, qtbot)
    QTest.keyClick(tab.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not tab.running)
    assert tab.model.index(0, Column.STATE).data() == "Not sent"
    assert tab.model.index(0, Column.RIGHT).data() == "Plan again"


def test_a_refused_record_is_planned_again_alone(open_tab: Opener, qtbot: QtBot) -> None:
    desk = PretendDesk(plan(record(1), record(2)), {"TC-000002": Bucket.REFUSED})
    tab = open_tab(desk)
    planned(tab, qtbot)
    tab.page.footer.send_button.click()
    sent(tab, qtbot)
    tab.on_action_asked(0)
    qtbot.waitUntil(lambda: tab.rows is not None)
    assert tab.rows is not None
    assert tab.rows.chosen == {"TC-000002"}


def test_the_first_time_one_then_ten_then_all(open_tab: Opener, qtbot: QtBot) -> None:
    desk = PretendDesk(plan(*(record(number) for number in range(12))))
    tab = open_tab(desk)
    planned(tab, qtbot)
    button = tab.page.footer.first_button
    for words, count in (("Send one first", 1), ("Send 10 first", 10)):
        assert button.text() == words
        button.click()
        sent(tab, qtbot)
        assert len(desk.sent[-1]) == count
        planned(tab, qtbot)
    assert button.isHidden()


def test_stopping_leaves_the_rest(open_tab: Opener, qtbot: QtBot) -> None:
    gate = threading.Event()
    desk = PretendDesk(plan(record(1), record(2)))
    tab = open_tab(desk)
    planned(tab, qtbot)
    desk.gate = gate
    tab.page.footer.send_button.click()
    assert tab.dialog is not None
    tab.dialog.agree_button.click()
    qtbot.waitUntil(lambda: tab.page.footer.bar.maximum() == 2)
    assert tab.sending
    assert tab.page.footer.stop_button.isVisible()
    assert not tab.page.footer.send_button.isVisible()
    tab.page.footer.stop_button.click()
    gate.set()
    qtbot.waitUntil(lambda: tab.outcome is not None)
    assert tab.outcome is not None
    assert len(tab.outcome) <= 1


def test_other_filters_must_be_planned_before_anything_is_sent(open_tab: Opener, qtbot: QtBot) -> None:
    desk = PretendDesk(plan(record(1)))
    tab = open_tab(desk)
    planned(tab, qtbot)
    tab.filters.period_choice.choose(QUARTER)
    tab.filters.on_choice_made()
    assert tab.page.footer.send_button.text() == "Refresh plan"
    tab.page.footer.send_button.click()
    assert tab.dialog is None
    qtbot.waitUntil(lambda: not tab.running)
    assert [work.first for work in desk.works if isinstance(work, InvoicesWork)] == [
        date(2026, 10, 1), date(2026, 9, 1),
    ]  # fmt: skip


def test_what_stands_in_the_way_leads_to_the_place_that_mends_it(open_tab: Opener, qtbot: QtBot) -> None:
    tab = open_tab(PretendDesk(plan(), error=missing("administration")))
    asked: list[str] = []
    tab.cure_asked.connect(asked.append)
    planned(tab, qtbot)
    assert "administration" in words_of(tab.page.trouble)
    tab.page.trouble.cure_button.click()
    assert asked == ["administration"]


def test_an_error_without_a_place_offers_to_try_again(open_tab: Opener, qtbot: QtBot) -> None:
    error = ConfigurationError("x", title=phrase("A title"), explanation=phrase("Why."), action=phrase("Do."))
    desk = PretendDesk(plan(record(1)), error=error)
    tab = open_tab(desk)
    planned(tab, qtbot)
    assert tab.page.trouble.cure_button.isHidden()
    desk.error = None
    tab.page.trouble.again_button.click()
    qtbot.waitUntil(lambda: tab.rows is not None)


def test_after_a_run_that_broke_off_the_old_plan_is_not_offered_again(open_tab: Opener, qtbot: QtBot) -> None:
    desk = PretendDesk(plan(record(1), record(2)))
    tab = open_tab(desk)
    planned(tab, qtbot)
    desk.error = ConfigurationError("x", title=phrase("Disk full"), explanation=phrase("Why."), action=phrase("Do."))
    tab.page.footer.send_button.click()
    assert tab.dialog is not None
    tab.dialog.agree_button.click()
    qtbot.waitUntil(lambda: not tab.running)
    assert footer(tab).startswith("Something changed since this plan")
    desk.error = None
    tab.page.footer.send_button.click()
    qtbot.waitUntil(lambda: len(desk.works) == 2 and not tab.running)
    assert (len(desk.sent), tab.page.footer.send_button.text()) == (1, "Send 2 invoices")


def test_an_empty_plan_says_so(open_tab: Opener, qtbot: QtBot) -> None:
    tab = open_tab(PretendDesk(plan()))
    planned(tab, qtbot)
    assert "There is nothing to send." in words_of(tab.page.empty)


def test_the_exact_body_is_copied(open_tab: Opener, qtbot: QtBot, qapp: QApplication) -> None:
    tab = open_tab(PretendDesk(plan(record(1))))
    planned(tab, qtbot)
    (copy,) = tab.page.detail.findChildren(LinkButton)
    copy.click()
    assert QGuiApplication.clipboard().text() == BODY


def test_the_language_changes_while_a_plan_is_shown(open_tab: Opener, qtbot: QtBot, qapp: QApplication) -> None:
    tab = open_tab(PretendDesk(plan(record(1, Outlook.WILL_FAIL))))
    planned(tab, qtbot)
    switch_language(qapp, "nl")
    qtbot.waitUntil(lambda: tab.model.index(0, Column.STATE).data() == "Zal mislukken")
    assert tab.model.index(0, Column.RIGHT).data() == "1,50"
    qtbot.waitUntil(lambda: "Zal mislukken" in words_of(tab.page.detail))


def test_a_narrow_tab_hides_filters_then_detail(open_tab: Opener, qtbot: QtBot) -> None:
    tab = open_tab(PretendDesk(plan(record(1))))
    tab.resize(px(1100), 700)
    planned(tab, qtbot)
    assert not tab.page.filters_pane.isHidden()
    tab.resize(px(850), 500)
    assert tab.page.filters_pane.isHidden()
    assert not tab.page.detail.isHidden()
    tab.resize(px(740), 500)
    assert tab.page.detail.isHidden()
    QTest.keyClick(tab.table, Qt.Key.Key_Return)
    assert not tab.page.detail.isHidden()
    tab.page.tools.filters_button.click()
    assert tab.page.detail.isHidden()
    assert not tab.page.filters_pane.isHidden()


@pytest.mark.parametrize("kind", Kind)
def test_filters_name_customers_days_and_invoices(kind: Kind, qtbot: QtBot, theme: Theme) -> None:
    panel = FilterPanel(kind, lambda: TODAY)
    qtbot.addWidget(panel)
    if kind is Kind.CUSTOMERS:
        panel.update_choice.choose("new")
        panel.blocked_box.setChecked(True)
        assert panel.work() == CustomersWork(update=False, with_blocked=True)
        return
    panel.customer_field.setText(" 10018 ")
    panel.period_choice.choose(OWN)
    first, last = date(2026, 11, 1), TODAY
    if kind is Kind.BOOKINGS:
        panel.invoice_field.setText("2026-101")
        assert panel.work() == BookingsWork(first, last, TODAY, ("10018",), ("2026-101",))
        return
    panel.one_per.choose("project")
    assert panel.work() == InvoicesWork(first, last, TODAY, ("10018",), one_per=OnePer.PROJECT)
