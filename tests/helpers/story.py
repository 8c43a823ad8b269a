"""The whole story, told in the real window: from the first start to the hand-over book, and a start without network.

`Story` does what a person does, in Dutch, at the practice environment that the window starts itself; after each part it
tells `shown(name)`, for a test to look at, or a program that takes pictures. It waits in an event loop of its own.
"""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from afas_assistant.onboarding.flow import Step
from afas_assistant.onboarding.practice_address import scope_of
from afas_assistant.organisations.mapping_store import MappingStore
from afas_assistant.outbox.records import State, Write
from afas_assistant.outbox.store import Outbox
from afas_assistant.paths import folders
from afas_assistant.practice.process import PracticeProcess
from afas_assistant.sync.mapping.book import MappingBook
from afas_assistant.sync.mapping.files import read_mappings
from afas_assistant.sync.take_back import DIRECT_INVOICE
from afas_assistant.ui.application import make_window, start_work
from afas_assistant.ui.main_window import MainWindow
from afas_assistant.ui.pages.check import CheckPage
from afas_assistant.ui.pages.organisation import OrganisationPage
from afas_assistant.ui.tabs.daily_tab import DailyTab
from afas_assistant.ui.tabs.filters import QUARTER
from afas_assistant.ui.tabs.outbox_tab import OutboxTab
from afas_assistant.ui.wizard.administration_page import AdministrationPage
from afas_assistant.ui.wizard.done_page import DonePage
from afas_assistant.ui.wizard.environment_page import EnvironmentPage
from afas_assistant.ui.wizard.page import Page
from afas_assistant.ui.wizard.time_tracking_page import TimeTrackingPage
from afas_assistant.ui.wizard.what_page import WhatPage
from afas_assistant.ui.wizard.wizard_page import WizardPage
from tests.helpers.books_seen import MADE, Books
from tests.helpers.daily_work import MAPPINGS, QUICK
from tests.helpers.stalls import StallWatch
from tests.ui.samples import words_of

PATIENCE = 60_000  # milliseconds
NAME = "Oudeveen Techniek B.V."
PRACTICE = "practice"
DEFAULT_ITEM = "1/300"

Shown = Callable[[str], object]


def until(condition: Callable[[], object], what: str, read: Callable[[], str] = str) -> None:
    """Let the window go on until something holds; AssertionError, with what could be `read`, when it never does."""
    loop, look, end = QEventLoop(), QTimer(), QTimer()

    def on_look() -> None:
        if condition():
            loop.quit()

    look.timeout.connect(on_look)
    end.setSingleShot(True)
    end.timeout.connect(loop.quit)
    look.start(5)
    end.start(PATIENCE)
    if not condition():
        loop.exec()
    for timer in (look, end):
        timer.stop()
    assert condition(), f"waited in vain: {what}. {read()}"


class Story:
    """One person at one home.

    `stalls` holds the longest stall of the event loop that the program itself made in each part, in milliseconds.
    """

    def __init__(self, application: QApplication, home: Path, shown: Shown = lambda name: None) -> None:
        self._application, self._home, self._told = application, home, shown
        self._places = folders(home)
        self._watch = StallWatch()
        self.stalls: dict[str, float] = {}
        self.window = self._open()

    def _open(self) -> MainWindow:
        window = make_window(self._application, self._places, "nl")
        window.first_painted.connect(lambda: start_work(window, self._places, demo=False))
        window.resize(1280, 800)
        window.show()
        self._watch.__enter__()
        return window

    def shown(self, name: str) -> None:
        """End a part: take down how long the window stood still, and tell."""
        self._watch.__exit__(None, None, None)
        self.stalls[name] = self._watch.busy
        self._told(name)
        self._watch.__enter__()

    def close(self) -> None:
        """Close the window and what it has started."""
        self._watch.__exit__(None, None, None)
        stopping = self.window.room.close() if "room" in vars(self.window) else None
        self.window.close()
        if stopping is not None:
            stopping.join(10)
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    # ------------------------------------------------------------------ where things are

    @property
    def process(self) -> PracticeProcess:
        """The practice environment that the window has started."""
        running = self.window.room.running_room
        assert running is not None
        return running.process

    @property
    def wizard(self) -> WizardPage:
        """The wizard."""
        assert self.window.wizard.page is not None
        return self.window.wizard.page

    @property
    def wizard_page(self) -> Page:
        """The wizard's page."""
        assert self.wizard.page is not None
        return self.wizard.page

    @property
    def page(self) -> OrganisationPage:
        """The organisation's page."""
        page = self.window.stack.currentWidget()
        assert isinstance(page, OrganisationPage)
        return page

    @property
    def check_page(self) -> CheckPage:
        """The page of the practice environment's check."""
        return self.window.checks.pages[PRACTICE]

    def tab(self, kind: str) -> DailyTab:
        """Choose a tab of the daily work."""
        self.page.tabs.choose(kind)
        until(lambda: self.page.daily is not None and self.page.daily.current is not None, f"the tab {kind}")
        assert self.page.daily is not None
        assert self.page.daily.current is not None
        return self.page.daily.current

    def tell(self, book: Path) -> None:
        """Tell all of it, from the first start to the start without network."""
        self.first_start()
        self.practise()
        self.connect(book)
        self.take_over_mappings()
        for kind in ("customers", "invoices", "bookings"):
            tab = self.plan(kind, f"{kind}: plan")
            if kind == "invoices":
                for count in (3, 1):
                    self.tick_only(tab, count)
                    self.send(tab, f"{kind}: {count} of many")
                    self.plan_again(tab)
                continue
            self.send(tab, f"{kind}: one first", first=True)
            self.plan_again(tab)
            self.send(tab, f"{kind}: all")
        self.take_back(self.outbox(DIRECT_INVOICE))
        self.start_again_offline()
        self.check()

    # ------------------------------------------------------------------ the beginning

    def first_start(self) -> None:
        """Wait for the two ways to begin."""
        until(lambda: self.window.stack.currentWidget() is self.window.first_page, "the first page")
        self.shown("first start")

    def practise(self) -> CheckPage:
        """Start the practice environment and see it checked."""
        self.window.first_page.practice_button.click()
        until(lambda: PRACTICE in self.window.checks.pages, "the practice environment")
        until(lambda: not self.check_page.running, "its check")
        self.process.timechimp_switches(calls_a_minute=QUICK)
        self.shown("practice")
        return self.check_page

    def connect(self, book: Path, page_shown: Callable[[Step], object] = lambda step: None) -> None:
        """Go through the wizard, and save the hand-over book at its end."""
        self.window.show_connect()
        until(lambda: self.window.wizard.page is not None and self.window.wizard.page.page, "the wizard")
        while not isinstance(self._answered(), DonePage):
            self._turn(page_shown)
        page = self.wizard_page
        assert isinstance(page, DonePage)
        page.save_book(book)
        until(book.exists, "the hand-over book")
        page_shown(Step.DONE)
        self.shown("wizard done")
        self.wizard.foot.finish_button.click()
        until(lambda: isinstance(self.window.stack.currentWidget(), OrganisationPage), "the organisation")
        self.shown("organisation")
        self.page.tabs.choose("overview")
        self.shown("overview")

    def _answered(self) -> Page:
        """Fill in the page of the wizard that is shown, and return it."""
        step = self.wizard.session.state.step.value
        until(lambda: not self.wizard_page.busy, f"what is kept for the page {step}")
        self._answer(self.wizard_page)
        until(lambda: not self.wizard_page.busy, f"the page {step}")
        return self.wizard_page

    def _turn(self, page_shown: Callable[[Step], object]) -> None:
        """Go on to the next page of the wizard."""
        step, next_button = self.wizard.session.state.step, self.wizard.foot.next_button
        page_shown(step)
        self.shown(f"wizard {step.value}")
        until(next_button.isEnabled, f"Next on the page {step.value}", lambda: words_of(self.wizard))
        next_button.click()
        until(lambda: self.wizard.session.state.step is not step, f"the page after {step.value}")

    def _answer(self, page: Page) -> None:
        """Fill in a page of the wizard."""
        if isinstance(page, WhatPage):
            page.cards["timechimp"].box.click()
        elif isinstance(page, EnvironmentPage):
            page.form.practice_button.click()
            until(lambda: page.valid and not page.busy, "the answer of AFAS")
            page.form.name_field.setText(NAME)
        elif isinstance(page, AdministrationPage):
            until(lambda: page.choices.model.rowCount() == 3, "the administrations")
            page.choices.view.setCurrentIndex(page.choices.model.index(0))
        elif isinstance(page, TimeTrackingPage):
            choices = page.item_card.choices
            until(lambda: not page.busy and choices.model.index_of(DEFAULT_ITEM).isValid(), "the items of AFAS")
            page.key.card.practice_button.click()
            choices.view.setCurrentIndex(choices.model.index_of(DEFAULT_ITEM))
            until(lambda: page.valid, "a key that TimeChimp knows")

    def take_over_mappings(self) -> None:
        """Accept the mappings that the practice office has used before, as from its exported file."""
        desk = self.window.kept.desk
        (organisation,) = desk.organisations()
        connection = organisation.connections[0].connection
        with MappingStore.open(self._places.database) as store:
            book = MappingBook(store, scope_of(desk.store.owner(connection), connection))
            kept = {(one.table, one.key) for one in book.mappings().entries}
            book.accept([one for one in read_mappings(MAPPINGS).entries if (one.table, one.key) not in kept], who=NAME)

    # ------------------------------------------------------------------ the daily work

    def plan(self, kind: str, name: str) -> DailyTab:
        """Make a plan; of invoices and bookings that of the quarter."""
        tab = self.tab(kind)
        if kind != "customers":
            tab.filters.period_choice.choose(QUARTER)
        tab.start()
        until(lambda: not tab.running, f"the plan of {kind}")
        self.shown(name)
        return tab

    def tick_only(self, tab: DailyTab, count: int) -> list[str]:
        """Untick everything, tick this many rows that go alone, and return their references."""
        rows = tab.rows
        assert rows is not None
        if rows.ticked:
            tab.model.toggle([tab.model.row_of(place) for place in rows.ticked])
        assert not rows.ticked
        alone = [place for place in tab.model.places() if self._goes_alone(tab, place)][:count]
        tab.model.toggle([tab.model.row_of(place) for place in alone])
        assert len(rows.chosen) == count
        return sorted(rows.chosen)

    def _goes_alone(self, tab: DailyTab, place: int) -> bool:
        assert tab.rows is not None
        record = tab.rows.records[place]
        return record.ticked_at_first and record.needs is None and bool(record.account_lines)

    def send(self, tab: DailyTab, name: str, *, first: bool = False) -> None:
        """Send what is ticked, or only the first of it; the dialog is shown before it is agreed to."""
        (tab.page.footer.first_button if first else tab.page.footer.send_button).click()
        until(lambda: tab.dialog is not None, "the question before sending")
        self.shown(f"{name}: asked")
        assert tab.dialog is not None
        tab.dialog.agree_button.click()
        until(lambda: tab.outcome is not None and not tab.running, f"what became of it: {name}")
        self.shown(name)

    def plan_again(self, tab: DailyTab) -> None:
        """Press the filled button after a run: a new plan."""
        tab.page.footer.send_button.click()
        until(lambda: tab.rows is not None and not tab.running, "the new plan")

    def outbox(self, kind: str) -> OutboxTab:
        """Open the outbox at the newest write of a kind."""
        self.page.tabs.choose("outbox")
        until(lambda: self.page.outbox is not None and self.page.outbox.model.rowCount() > 0, "the outbox")
        tab = self.page.outbox
        assert tab is not None
        newest = max(one.id for one in self.writes() if one.kind == kind and one.state is State.CONFIRMED)
        tab.look_at(newest)
        until(lambda: tab.detail.opened is not None and tab.detail.opened.write.id == newest, "that write")
        self.shown("outbox")
        return tab

    def take_back(self, tab: OutboxTab) -> int:
        """Take back the write that is shown; returns its number."""
        assert tab.detail.opened is not None
        number = tab.detail.opened.write.id
        assert tab.detail.take_back_button is not None
        tab.detail.take_back_button.click()
        until(lambda: tab.asking.dialog is not None and tab.asking.dialog.agree_button.isEnabled(), "how it stands")
        self.shown("take back: asked")
        assert tab.asking.dialog is not None
        tab.asking.dialog.agree_button.click()
        until(lambda: self.write(number).state is State.TAKEN_BACK, "that it is taken back")
        until(
            lambda: tab.detail.opened is not None and tab.detail.opened.write.state is State.TAKEN_BACK, "what is shown"
        )
        self.shown("taken back")
        return number

    # ------------------------------------------------------------------ without network

    def start_again_offline(self) -> None:
        """End the window and the practice environment, and start again: nothing answers any more."""
        self.window.on_scale_chosen(100)  # else the next window, in the same process, would enlarge what is large
        self.close()
        self.window = self._open()
        until(lambda: isinstance(self.window.stack.currentWidget(), OrganisationPage), "the organisation")
        self.page.tabs.choose("overview")
        self.shown("started without network")

    def check(self) -> None:
        """Check the organisation's connection."""
        self.page.start()
        until(lambda: self.page.running, "the check to begin")
        until(lambda: not self.page.running, "the end of the check")
        self.shown("checked without network")

    # ------------------------------------------------------------------ what stands where

    def writes(self) -> list[Write]:
        """Return everything in the outbox, in the order in which it was written down."""
        with Outbox.open(self._places.database) as outbox:
            found = [one for scope in outbox.scopes() for one in outbox.writes(scope)]
        return sorted(found, key=lambda one: one.id)

    def write(self, number: int) -> Write:
        """Return a write."""
        return next(one for one in self.writes() if one.id == number)

    def counts(self) -> Counter[tuple[str, str]]:
        """Return how many writes there are by kind and state."""
        return Counter((one.kind, one.state.value) for one in self.writes())

    def twice(self) -> list[str]:
        """Return the references of sent records that do not stand exactly once in the books of AFAS or TimeChimp."""
        books = Books.of(self.process)
        sent = [one for one in self.writes() if one.kind in MADE and one.state is State.CONFIRMED]
        return [one.reference for one in sent if books.times(one) != 1]


def front(window: QWidget) -> QWidget:
    """Return what lies on top: the dialog that is open, or the window."""
    return QApplication.activeModalWidget() or window
