"""The pages of the window: first start, checks, the overview, set-up, the tabs of the daily work, all organisations."""

import threading
from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from afas_assistant.errors import ConfigurationError
from afas_assistant.sync.apply import Bucket
from afas_assistant.sync.mapping.settings import missing
from afas_assistant.sync.plan import Outlook
from afas_assistant.texts import bilingual, phrase
from afas_assistant.ui.main_window import MainWindow
from afas_assistant.ui.pages.all_organisations import AllOrganisationsPage
from afas_assistant.ui.pages.check import CheckPage
from afas_assistant.ui.pages.first_start import FirstStartPage
from afas_assistant.ui.pages.organisation import OrganisationPage
from afas_assistant.ui.pages.overview import OverviewTab
from afas_assistant.ui.pages.setup import SetupPage
from afas_assistant.ui.pages.starting import StartingPage
from afas_assistant.ui.tabs.daily_tab import DailyTab
from afas_assistant.ui.tabs.daily_tabs import DailyTabs
from afas_assistant.ui.tabs.kinds import Kind
from afas_assistant.ui.tabs.outbox_tab import OutboxTab
from afas_assistant.ui.tabs.places import EmptyPage, TroublePage
from afas_assistant.ui.targets import ScenarioChoice
from tests.ui.access.stage import Scene, Stage
from tests.ui.samples import DEBTORS, target
from tests.ui.tabs.outbox_page import Shown
from tests.ui.tabs.pretend_desk import PretendDesk, plan, record

SCENARIOS = [ScenarioChoice("healthy", bilingual({"nl": "Alles goed", "en": "All well"}), phrase("fine"))]


def first_start(stage: Stage) -> QWidget:
    return stage.window()


def starting(stage: Stage) -> QWidget:
    window = stage.window()
    window.room._starting = True  # so that no child is started
    window.show_practice()
    assert window.checks.starting_page is not None
    window.checks.starting_page.show_failure(RuntimeError("it ended"))
    return window


def check(stage: Stage) -> MainWindow:
    window = stage.window()
    window.checks.open(target(kind="production", key="practice"), SCENARIOS)
    page = window.checks.pages["practice"]
    stage.until(lambda: not page.running)
    page.view.open_key(DEBTORS.key)
    return window


def check_stopped(stage: Stage) -> QWidget:
    window = check(stage)
    window.checks.pages["practice"].notice.tell_error(
        ConfigurationError("x", title=phrase("A title"), explanation=phrase("Why it is so."), action=phrase("Do this."))
    )
    return window


def overview(stage: Stage) -> QWidget:
    return stage.organisations()


def set_up(stage: Stage) -> QWidget:
    window, page = stage.organisation()
    page.show_connection(1)
    row = next(row for row in page.setups[1].model.rows() if row.line.id == "by_hand/user_rights")
    page.setups[1].view.open_key(row.line.key)
    return window


def tab_of(stage: Stage, kind: Kind, desk: PretendDesk) -> tuple[MainWindow, DailyTab]:
    """Open a tab of the daily work over a desk."""
    window, page = stage.organisation()
    page.daily = DailyTabs(window.kept, window._runner, lambda *_: desk)
    page.stack.addWidget(page.daily)
    page.tabs.choose(kind.value)
    tab = page.daily.current
    assert tab is not None
    return window, tab


def planned(stage: Stage, kind: Kind, desk: PretendDesk) -> tuple[MainWindow, DailyTab]:
    """Make the plan of a tab."""
    window, tab = tab_of(stage, kind, desk)
    tab.start()
    stage.until(lambda: not tab.running)
    return window, tab


def mixed(kind: Kind) -> PretendDesk:
    """Return a desk whose plan has every verdict, and whose run has every outcome."""
    fails, tells = record(1, Outlook.WILL_FAIL), record(2, Outlook.CANNOT_TELL)
    buckets = {"TC-000003": Bucket.UNKNOWN, "TC-000004": Bucket.REFUSED}
    return PretendDesk(plan(fails, tells, record(3), record(4), record(5), kind=kind.value), buckets)


def customers(stage: Stage) -> QWidget:
    return planned(stage, Kind.CUSTOMERS, mixed(Kind.CUSTOMERS))[0]


def invoicing(stage: Stage) -> QWidget:
    return planned(stage, Kind.INVOICES, mixed(Kind.INVOICES))[0]


def bookings_sent(stage: Stage) -> QWidget:
    window, tab = planned(stage, Kind.BOOKINGS, mixed(Kind.BOOKINGS))
    tab.page.footer.send_button.click()
    assert tab.dialog is not None
    tab.dialog.agree_button.click()
    stage.until(lambda: tab.outcome is not None)
    return window


def bookings_stopped(stage: Stage) -> QWidget:
    return planned(stage, Kind.BOOKINGS, PretendDesk(plan(), error=missing("administration")))[0]


def nothing_to_send(stage: Stage) -> QWidget:
    return planned(stage, Kind.INVOICES, PretendDesk(plan()))[0]


def not_planned(stage: Stage) -> QWidget:
    return tab_of(stage, Kind.CUSTOMERS, PretendDesk(plan()))[0]


def planning(stage: Stage) -> QWidget:
    gate: threading.Event = stage.fixture("gate")
    window, tab = tab_of(stage, Kind.INVOICES, PretendDesk(plan(), gate=gate))
    tab.start()
    return window


def sending(stage: Stage) -> QWidget:
    desk = mixed(Kind.INVOICES)
    window, tab = planned(stage, Kind.INVOICES, desk)
    desk.gate = stage.fixture("gate")
    tab.page.footer.send_button.click()
    assert tab.dialog is not None
    tab.dialog.agree_button.click()
    stage.until(lambda: tab.sending)
    return window


def outbox(stage: Stage) -> QWidget:
    found: Shown = stage.fixture("shown")
    found.window.resize(*stage.size)
    found.look_at(found.filled.unknown.id)
    return found.window


def outbox_refused(stage: Stage) -> QWidget:
    found: Shown = stage.fixture("shown")
    found.window.resize(*stage.size)
    found.look_at(found.filled.refused.id)
    return found.window


def outbox_empty(stage: Stage) -> QWidget:
    window, page = stage.organisation()
    page.tabs.choose("outbox")
    tab = page.outbox
    assert tab is not None
    stage.until(lambda: tab._empty.isVisibleTo(tab))
    return window


def all_organisations(stage: Stage) -> QWidget:
    window = stage.organisations()
    window.show_all()
    return window


def nobody_found(stage: Stage) -> QWidget:
    window = stage.organisations()
    window.show_all()
    window.all_page.filters.search.setText("qqqq")
    return window


def _scene(opens: Callable[[Stage], QWidget], *shows: type[QWidget], filled: int = 1) -> Scene:
    return Scene(opens, (MainWindow, *shows), filled=filled)


PAGES = (
    _scene(first_start, FirstStartPage),
    _scene(starting, StartingPage),
    _scene(check, CheckPage),
    _scene(check_stopped, CheckPage),
    _scene(overview, OrganisationPage, OverviewTab),
    _scene(set_up, OrganisationPage, SetupPage),
    _scene(customers, OrganisationPage, DailyTabs, DailyTab),
    _scene(invoicing, DailyTab),
    _scene(bookings_sent, DailyTab),
    _scene(bookings_stopped, DailyTab, TroublePage),
    _scene(nothing_to_send, DailyTab, EmptyPage),
    _scene(not_planned, DailyTab, EmptyPage),
    _scene(planning, DailyTab, filled=0),
    _scene(sending, DailyTab, filled=0),
    _scene(outbox, OrganisationPage, OutboxTab),
    _scene(outbox_refused, OutboxTab),
    _scene(outbox_empty, OutboxTab, filled=0),
    _scene(all_organisations, AllOrganisationsPage),
    _scene(nobody_found, AllOrganisationsPage),
)
