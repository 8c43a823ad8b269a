"""Closing the window while records leave: it asks, stops between two records, and stays painted while it waits."""

import threading
from collections.abc import Callable, Iterator
from typing import cast

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QSessionManager
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from afas_assistant.onboarding.flow import Step, WizardState
from afas_assistant.ui import closing_dialog, closing_session
from afas_assistant.ui.closing import LOOK_EVERY
from afas_assistant.ui.closing_dialog import ClosingDialog
from afas_assistant.ui.closing_session import SessionEnd
from afas_assistant.ui.dialogs.remove import RemoveDialog
from afas_assistant.ui.main_window import MainWindow
from afas_assistant.ui.pages.organisation import OrganisationPage
from afas_assistant.ui.tabs.daily_tab import DailyTab
from afas_assistant.ui.tabs.daily_tabs import DailyTabs
from afas_assistant.ui.tabs.kinds import Kind
from afas_assistant.ui.wizard.session import NEW
from tests.helpers.stalls import BLOCKED, StallWatch
from tests.ui.kept_samples import Home
from tests.ui.samples import words_of
from tests.ui.tabs.pretend_desk import PretendDesk, plan, record

Opener = Callable[[], MainWindow]
PATIENCE = 10_000


class Gated(PretendDesk):
    """Sends one record each time it is let through."""

    def __init__(self) -> None:
        super().__init__(plan(*(record(number) for number in range(1, 6))))
        self.passes = threading.Semaphore(0)
        self.reached = threading.Semaphore(0)

    def _wait(self) -> None:
        if self.sent:
            self.reached.release()
            assert self.passes.acquire(timeout=20)


@pytest.fixture
def desk() -> Iterator[Gated]:
    made = Gated()
    yield made
    for _ in range(9):
        made.passes.release()


@pytest.fixture
def window(open_window: Opener, home_folder: Home, english: None, qtbot: QtBot) -> MainWindow:
    home_folder.add("Lindegaard")
    made = open_window()
    made.on_language_chosen("en")
    made.open_kept(expected=True)
    qtbot.waitUntil(lambda: "organisations" in vars(made) and bool(made.organisations.pages), timeout=PATIENCE)
    return made


def page_of(window: MainWindow) -> OrganisationPage:
    return window.organisations.pages[1]


def sending(window: MainWindow, desk: Gated, qtbot: QtBot) -> DailyTab:
    """Send five records, of which the second is under way."""
    page = page_of(window)
    page.daily = DailyTabs(window.kept, window._runner, lambda *_: desk)
    page.stack.addWidget(page.daily)
    page.tabs.choose(Kind.INVOICES.value)
    connection = page.snapshot.connections[0].connection
    tab = page.daily._made(Kind.INVOICES, page.snapshot, connection)
    page.daily._tabs[(connection.id, Kind.INVOICES)] = tab
    tab.start()
    qtbot.waitUntil(lambda: tab.rows is not None, timeout=PATIENCE)
    tab.page.footer.send_button.click()
    assert tab.dialog is not None
    tab.dialog.agree_button.click()
    assert desk.reached.acquire(timeout=10)
    desk.passes.release()
    assert desk.reached.acquire(timeout=10)
    assert tab.sending
    return tab


def asked(window: MainWindow) -> ClosingDialog:
    window.close()
    assert window.isVisible()
    dialog = window.closing.dialog
    assert dialog is not None
    return dialog


def test_nothing_under_way_closes_without_a_question(window: MainWindow) -> None:
    window.close()
    assert not window.isVisible()


def test_it_asks_and_names_what_is_going_on(window: MainWindow, desk: Gated, qtbot: QtBot) -> None:
    tab = sending(window, desk, qtbot)
    dialog = asked(window)
    assert "Lindegaard · Invoicing · 1 of 5 sent" in words_of(dialog)
    assert dialog.cancel_button.isDefault()
    assert window.close() is False, "a second try asks no second time"
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert window.isVisible()
    assert tab.sending
    assert not tab.run._progress.stopped()


def test_it_stops_between_two_records_and_closes_by_itself(window: MainWindow, desk: Gated, qtbot: QtBot) -> None:
    tab = sending(window, desk, qtbot)
    dialog = asked(window)
    dialog.agree_button.click()
    assert "Stopping after this record…" in words_of(dialog)
    with StallWatch() as watch:
        qtbot.wait(3 * LOOK_EVERY)
    assert watch.milliseconds <= BLOCKED
    assert window.isVisible(), "it closed while a record was under way"
    desk.passes.release()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=PATIENCE)
    assert tab.run.how_far().done == 1  # the pretended desk asks before each record, the real one too
    assert not desk.reached.acquire(timeout=0), "a third record left"


def test_a_run_that_still_plans_is_stopped_at_once(window: MainWindow, desk: Gated, qtbot: QtBot) -> None:
    tab = sending(window, desk, qtbot)
    tab.run._progress._total = None  # as it is until the first record leaves
    asked(window).agree_button.click()
    assert not window.isVisible()


def test_close_now_comes_late_and_says_what_it_costs(
    window: MainWindow, desk: Gated, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(closing_dialog, "CLOSE_NOW_AFTER", 20)
    sending(window, desk, qtbot)
    dialog = asked(window)
    assert dialog.now_button.isHidden()
    dialog.agree_button.click()
    qtbot.waitUntil(lambda: not dialog.now_button.isHidden(), timeout=PATIENCE)
    assert "recorded as unknown" in words_of(dialog)
    dialog.now_button.click()
    assert not window.isVisible()


def test_it_closes_at_last_even_when_nothing_answers(
    window: MainWindow, desk: Gated, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(closing_dialog, "LONGEST", 50)
    sending(window, desk, qtbot)
    asked(window).agree_button.click()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=PATIENCE)


def test_leaving_the_window_open_after_all_leaves_it_open(window: MainWindow, desk: Gated, qtbot: QtBot) -> None:
    tab = sending(window, desk, qtbot)
    dialog = asked(window)
    dialog.agree_button.click()
    dialog.reject()
    desk.passes.release()
    qtbot.waitUntil(lambda: tab.outcome is not None, timeout=PATIENCE)
    assert window.isVisible()
    assert window.closing.dialog is None


def test_a_run_that_ends_meanwhile_leaves_nothing_to_ask(window: MainWindow, desk: Gated, qtbot: QtBot) -> None:
    tab = sending(window, desk, qtbot)
    dialog = asked(window)
    for _ in range(4):
        desk.passes.release()
    qtbot.waitUntil(lambda: tab.outcome is not None, timeout=PATIENCE)
    qtbot.waitUntil(lambda: "Everything has been sent." in words_of(dialog), timeout=PATIENCE)
    assert window.isVisible()
    dialog.now_button.click()
    assert not window.isVisible()


def test_the_end_of_a_session_asks_nobody_and_does_not_hang(window: MainWindow, desk: Gated, qtbot: QtBot) -> None:
    tab = sending(window, desk, qtbot)
    assert window.stop_for_session() is True
    assert tab.run._progress.stopped()
    window.closing.end(100)
    assert window.closing.dialog is None
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=PATIENCE)


@pytest.mark.parametrize("answered", [True, False])
def test_a_system_that_ends_the_session_is_answered_in_time(
    window: MainWindow, desk: Gated, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, answered: bool
) -> None:
    monkeypatch.setattr(closing_session, "SESSION_PATIENCE", 300 if not answered else 60_000)
    sending(window, desk, qtbot)
    session = SessionEnd(qapp, window)
    if answered:
        QTimer.singleShot(50, window, desk.passes.release)
    session.on_commit_data_requested(cast("QSessionManager", None))  # Qt makes one only at the end of a real session
    assert not window.isVisible()
    session.close()
    session.deleteLater()


def test_an_organisation_whose_records_leave_is_only_removed_once_they_stopped(
    window: MainWindow, desk: Gated, qtbot: QtBot
) -> None:
    tab = sending(window, desk, qtbot)
    window.organisations.ask_removal("organisation/1")
    dialog = window.organisations.dialog
    assert isinstance(dialog, RemoveDialog)
    assert "Records are leaving for Lindegaard." in words_of(dialog)
    assert "1 of 5 sent" in words_of(dialog)
    assert dialog.agree_button.isHidden()
    dialog.stop_button.click()
    assert not dialog.stop_button.isEnabled()
    desk.passes.release()
    qtbot.waitUntil(lambda: not dialog.agree_button.isHidden(), timeout=PATIENCE)
    assert "Records are leaving" not in words_of(dialog)
    assert tab.outcome is not None
    dialog.agree_button.click()
    qtbot.waitUntil(lambda: not window.organisations.pages, timeout=PATIENCE)
    assert not desk.reached.acquire(timeout=0)


def test_what_the_outbox_asks_is_asked_about_too(window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(window)
    page.tabs.choose("outbox")
    qtbot.waitUntil(lambda: page.outbox is not None, timeout=PATIENCE)
    assert page.outbox is not None
    page.outbox.asking.taking_back = True
    page.outbox.asking._asking = 1
    taking, looking = window.under_way()
    assert (taking.begun, taking.only_reads, looking.begun, looking.only_reads) == (True, False, False, True)
    dialog = asked(window)
    assert "Lindegaard · a write is being taken back" in words_of(dialog)
    assert "Lindegaard · writes are being looked up" in words_of(dialog)
    dialog.agree_button.click()
    qtbot.wait(2 * LOOK_EVERY)
    assert window.isVisible(), "it did not wait for what is being taken back"
    page.outbox.asking.taking_back = False
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=PATIENCE)


def test_the_language_switches_while_records_leave(window: MainWindow, desk: Gated, qtbot: QtBot) -> None:
    tab = sending(window, desk, qtbot)
    footer = tab.page.footer
    qtbot.waitUntil(lambda: footer.first_line.text() == "1 of 5 sent", timeout=PATIENCE)
    dialog = asked(window)
    window.on_language_chosen("nl")
    qtbot.waitUntil(lambda: footer.first_line.text() == "1 van 5 verzonden", timeout=PATIENCE)
    assert footer.stop_button.text() == "Stoppen na dit record"
    qtbot.waitUntil(lambda: "1 van 5 verzonden" in dialog.under_way.text(), timeout=PATIENCE)
    assert "&Doorwerken" in dialog.cancel_button.text()
    dialog.reject()


def test_what_is_typed_into_the_wizard_is_kept(open_window: Opener, home_folder: Home, qtbot: QtBot) -> None:
    window = open_window()
    window.show_connect()
    qtbot.waitUntil(lambda: window.wizard_is_shown, timeout=PATIENCE)
    window.show_connect(WizardState(profiles=("smartbooqing",), step=Step.ENVIRONMENT, organisation_id=0))
    page = window.wizard.page
    assert page is not None
    qtbot.waitUntil(lambda: hasattr(page.page, "form"), timeout=PATIENCE)
    page.page.form.address_field.setText("T12345AA")  # type: ignore[union-attr]
    window.close()
    assert not window.isVisible()
    store = home_folder.new_desk().store
    qtbot.waitUntil(lambda: (store.wizard_state(NEW) or {}).get("address") == "T12345AA", timeout=PATIENCE)
