"""The tabs of an organisation's page: counted, chosen by number, remembered, and led to by what is to be done."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from afas_assistant.organisations.views import OrganisationView, load_views, save_views
from afas_assistant.outbox.records import State as WriteState
from afas_assistant.outbox.store import Outbox
from afas_assistant.paths import folders
from afas_assistant.texts import literal
from afas_assistant.ui.main_window import MainWindow
from afas_assistant.ui.pages.organisation import INVOICES, OUTBOX, OVERVIEW, SETUP, TABS, OrganisationPage
from afas_assistant.ui.pages.todo_card import OUTBOX_ALL, OUTBOX_REFUSED, OUTBOX_UNKNOWN, PLAN_INVOICES, Todo
from afas_assistant.ui.states import State
from afas_assistant.ui.tabs.daily_tabs import DailyTabs
from afas_assistant.ui.tabs.kinds import Kind
from afas_assistant.ui.worker_calls import warm_up_tabs
from tests.ui.kept_samples import Home
from tests.ui.tabs.outbox_samples import Clock, Filled, fill
from tests.ui.tabs.pretend_desk import PretendDesk, plan, record

PATIENCE = 10_000
ENVID = "T99001AA"
Opener = Callable[[], MainWindow]


@pytest.fixture
def filled(home_folder: Home) -> Filled:
    """An organisation with a connection that does the daily work, and a write in every state."""
    home_folder.add(profiles=("timechimp",))
    clock = Clock(datetime.now(UTC))
    with Outbox.open(folders(home_folder.folder).database, now=clock) as outbox:
        return fill(outbox, clock)


def opened(open_window: Opener, qtbot: QtBot) -> OrganisationPage:
    window = open_window()
    window.on_language_chosen("en")
    window.open_kept(expected=True)
    qtbot.waitUntil(lambda: "organisations" in vars(window) and bool(window.organisations.pages), timeout=PATIENCE)
    page = window.organisations.pages[1]
    page.daily = DailyTabs(window.kept, window._runner, lambda *_: PretendDesk(plan(record(1))), page.memory)
    page.daily.write_asked.connect(page.show_write)
    page.daily.ran.connect(page.on_ran)
    page.stack.addWidget(page.daily)
    return page


def todo(action: str) -> Todo:
    words = literal("x")
    return Todo(State.PENDING, words, words, words, action)


def test_what_stands_open_in_the_outbox_is_counted_and_said(open_window: Opener, qtbot: QtBot, filled: Filled) -> None:
    page = opened(open_window, qtbot)
    place = list(TABS).index(OUTBOX)
    daily = page.snapshot.daily
    assert (daily.unknown, daily.refused) == (1, 1)
    assert page.tabs.accessibleTabName(place) == "Outbox: 2 to look at"
    wide = page.tabs.tabSizeHint(place).width()
    page.tabs.show_count(OUTBOX, 0)
    assert page.tabs.accessibleTabName(place) == "Outbox"
    assert page.tabs.tabSizeHint(place).width() < wide


@pytest.mark.parametrize(
    ("action", "state"),
    [(OUTBOX_UNKNOWN, WriteState.UNKNOWN), (OUTBOX_REFUSED, WriteState.REFUSED), (OUTBOX_ALL, None)],
)
def test_what_is_to_be_done_leads_to_its_writes(
    open_window: Opener, qtbot: QtBot, filled: Filled, action: str, state: WriteState | None
) -> None:
    page = opened(open_window, qtbot)
    page.on_todo_chosen(todo(action))
    assert page.tabs.chosen() == OUTBOX
    assert page.outbox is not None
    tab, wanted = page.outbox, 7 if state is None else 1
    qtbot.waitUntil(lambda: tab.model.rowCount() == wanted, timeout=PATIENCE)
    assert tab.filters.state_box.currentData() == ("" if state is None else state.value)


def test_work_that_is_not_billed_leads_to_a_plan(open_window: Opener, qtbot: QtBot, filled: Filled) -> None:
    page = opened(open_window, qtbot)
    page.on_todo_chosen(todo(PLAN_INVOICES))
    assert page.tabs.chosen() == INVOICES
    assert page.daily is not None
    tab = page.daily.current
    assert tab is not None
    assert tab.kind is Kind.INVOICES
    qtbot.waitUntil(lambda: tab.rows is not None, timeout=PATIENCE)


def test_tabs_are_chosen_by_their_place(open_window: Opener, qtbot: QtBot, filled: Filled) -> None:
    page = opened(open_window, qtbot)
    for place, name in enumerate(TABS):
        page.choose_tab(place)
        assert page.tabs.chosen() == name
    page.choose_tab(17)
    page.choose_tab(-1)
    assert page.tabs.chosen() == OUTBOX


def test_a_run_is_seen_in_the_outbox_at_once(open_window: Opener, qtbot: QtBot, filled: Filled) -> None:
    page = opened(open_window, qtbot)
    page.tabs.choose(OUTBOX)
    outbox = page.outbox
    assert outbox is not None
    qtbot.waitUntil(lambda: outbox.model.rowCount() == 7, timeout=PATIENCE)
    page.on_todo_chosen(todo(PLAN_INVOICES))
    assert page.daily is not None
    tab = page.daily.current
    assert tab is not None
    qtbot.waitUntil(lambda: tab.rows is not None, timeout=PATIENCE)
    tab.page.footer.send_button.click()
    assert tab.dialog is not None
    with qtbot.waitSignals([outbox.reader.listed, page._kept.changed], timeout=PATIENCE):
        tab.dialog.agree_button.click()
    assert tab.page.outbox_button.isVisible()
    QTest.keyClick(tab.page.outbox_button, Qt.Key.Key_Space)
    assert page.tabs.chosen() == OUTBOX


# ---------------------------------------------------------------------- remembered


@contextmanager
def remembering(home_folder: Home, view: OrganisationView) -> Iterator[None]:
    save_views(folders(home_folder.folder).views, {ENVID: view})
    yield


@pytest.mark.parametrize("tab", [SETUP, INVOICES, OUTBOX])
def test_the_page_opens_at_the_tab_of_the_last_time(
    open_window: Opener, qtbot: QtBot, home_folder: Home, filled: Filled, tab: str
) -> None:
    with remembering(home_folder, OrganisationView(tab, 1)):
        page = opened(open_window, qtbot)
    qtbot.waitUntil(lambda: page.tabs.chosen() == tab, timeout=PATIENCE)


def test_whoever_chooses_a_tab_meanwhile_stays_there(open_window: Opener, qtbot: QtBot, filled: Filled) -> None:
    page = opened(open_window, qtbot)
    page._restore(OUTBOX)
    page.show_overview()
    later: list[None] = []
    page._runner.start(warm_up_tabs, done=later.append)
    qtbot.waitUntil(lambda: bool(later), timeout=PATIENCE)
    assert page.tabs.chosen() == OVERVIEW


def test_an_unknown_tab_and_a_connection_that_is_gone_are_nothing(
    open_window: Opener, qtbot: QtBot, home_folder: Home, filled: Filled
) -> None:
    with remembering(home_folder, OrganisationView("purchases", 99)):
        page = opened(open_window, qtbot)
    assert page.tabs.chosen() == OVERVIEW
    assert page.connection_id == 1


def test_the_tab_is_written_when_the_program_ends(
    open_window: Opener, qtbot: QtBot, home_folder: Home, filled: Filled
) -> None:
    page = opened(open_window, qtbot)
    page.choose_tab(list(TABS).index(SETUP))
    thread = page._kept.close()
    assert thread is not None
    thread.join(10)
    assert load_views(folders(home_folder.folder).views)[ENVID].tab == SETUP


def test_what_is_remembered_goes_with_the_organisation(
    open_window: Opener, qtbot: QtBot, home_folder: Home, filled: Filled
) -> None:
    page = opened(open_window, qtbot)
    kept, organisation = page._kept, page.snapshot.organisation
    page.choose_tab(list(TABS).index(SETUP))
    gone: list[object] = []
    with qtbot.waitSignal(kept.changed, timeout=PATIENCE):
        kept.remove(organisation, gone.append, gone.append)
    assert kept.remembered.view(ENVID) == OrganisationView()
    thread = kept.close()
    assert thread is not None
    thread.join(10)
    assert load_views(folders(home_folder.folder).views) == {}
