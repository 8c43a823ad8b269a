"""The scenes of the user guide's pictures: the real window on a practice environment, shown in both languages.

`tools/guide_pictures.py` makes the pictures; a test runs the same scenes, so that a screen that changed is noticed.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QTabBar, QWidget

from afas_assistant.afas.address import understand_address
from afas_assistant.afas.token import parse_token
from afas_assistant.onboarding.desk import Desk
from afas_assistant.onboarding.flow import Step
from afas_assistant.onboarding.practice_address import ADDRESS, scope_of
from afas_assistant.organisations.mapping_store import MappingStore
from afas_assistant.paths import folders, resource
from afas_assistant.practice.process import PracticeProcess
from afas_assistant.sync.mapping.book import MappingBook
from afas_assistant.sync.mapping.files import read_mappings
from afas_assistant.sync.mapping.mappings import MappingEntry, Table
from afas_assistant.sync.plan import PlannedRecord
from afas_assistant.texts import LANGUAGES, Language
from afas_assistant.timechimp.key import parse_key
from afas_assistant.ui.language import switch_language
from afas_assistant.ui.main_window import MainWindow
from afas_assistant.ui.pages.organisation import BOOKINGS, INVOICES, OUTBOX, OVERVIEW, OrganisationPage
from afas_assistant.ui.settings import Settings
from afas_assistant.ui.tabs.daily_tab import DailyTab
from afas_assistant.ui.tabs.filters import QUARTER
from afas_assistant.ui.tasks import TaskRunner
from afas_assistant.ui.theme import Theme
from afas_assistant.ui.wizard.environment_page import EnvironmentPage
from afas_assistant.ui.wizard.what_page import WhatPage
from afas_assistant.ui.wizard.wizard_page import WizardPage

WIDTH, HEIGHT = 900, 600
WIDE = 1160, 680
"""For the daily work, which has three columns; such a picture is made smaller afterwards."""
SIZE, SEED = 25, 1
CALLS = 100_000  # a minute: nobody should wait for the next one
PATIENCE = 90.0


OF_THE_DAY = {"Add…", "Its end date has passed.", "Replace token…", "Token ended", "Token ends"}
"""Texts that come and go with the calendar: as tokens end, and as the practice books move on."""


@dataclass(frozen=True)
class Shot:
    """A scene in one language, on the screen for as long as it is the one that was given out."""

    name: str
    language: Language
    window: QWidget

    def says(self) -> list[str]:
        """Return which fixed texts of the program are seen, in order of the alphabet: what is the same each time."""
        return sorted(known_texts(self.language).intersection(_words(self.window)))


@cache
def known_texts(language: Language) -> frozenset[str]:
    """Return the texts of the catalogue that hold no values, as they are shown."""
    with resource("i18n", "nl", "LC_MESSAGES", "afas_assistant.po").open("rb") as file:
        found = [(one.id, one.string) for one in read_po(file) if isinstance(one.id, str)]
    shown = (english if language == "en" else dutch for english, dutch in found if english not in OF_THE_DAY)
    return frozenset(str(words).replace("&", "") for words in shown if words and "{" not in words)


def spin(milliseconds: int) -> None:
    """Let the window live for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def until(reached: Callable[[], bool]) -> None:
    """Let the window live until something is so; TimeoutError when it never is."""
    deadline = time.monotonic() + PATIENCE
    while not reached():
        if time.monotonic() > deadline:
            raise TimeoutError("a scene of the guide did not come about")
        spin(30)


class Studio:
    """The window, its desk and the practice environment behind it. `close` it."""

    def __init__(self, application: QApplication, theme: Theme, home: Path) -> None:
        self._application, self._theme = application, theme
        self.runner = TaskRunner()
        self.desk = Desk(folders(home))
        self.window = MainWindow(theme, Settings(home / "preferences.toml"), self.runner, new_desk=lambda: self.desk)
        self.window.resize(WIDTH, HEIGHT)
        self.window.show()

    def close(self) -> None:
        """Close everything that was opened."""
        self.window.close()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        self.runner.close()
        self.desk.close()
        switch_language(self._application, "nl")

    def shots(self, name: str, *, wide: bool = False) -> Iterator[Shot]:
        """Give what is on the screen out, in each language."""
        self.window.resize(*(WIDE if wide else (WIDTH, HEIGHT)))
        for language in LANGUAGES:
            switch_language(self._application, language)
            spin(300)
            yield Shot(name, language, self.window)
        switch_language(self._application, "nl")

    # ------------------------------------------------------------------ before anything is kept

    def beginnings(self) -> Iterator[Shot]:
        """First start, and the wizard up to a line that fails."""
        window = self.window
        window.open_kept(expected=False)
        until(lambda: window.kept.is_open)
        yield from self.shots("first_start")
        window.show_connect()
        until(lambda: window.wizard.page is not None and window.wizard.page.page is not None)
        wizard = window.wizard.page
        assert isinstance(wizard, WizardPage)
        first = wizard.page
        assert isinstance(first, WhatPage)
        first.cards["smartbooqing"].box.click()
        self._go_on(wizard, Step.PREPARE)
        self._go_on(wizard, Step.ENVIRONMENT)
        page = wizard.page
        assert isinstance(page, EnvironmentPage)
        page.form.practice_button.click()
        until(lambda: page.valid and not page.busy)
        page.form.name_field.setText("Oudeveen Techniek B.V.")
        yield from self.shots("environment")
        self._go_on(wizard, Step.GET)
        window.room.switch("get_misspelt")
        until(lambda: bool(wizard.session.flow.open_lines(Step.GET)) and not wizard.page.busy)  # type: ignore[union-attr]
        yield from self.shots("get", wide=True)
        window.room.switch("healthy")
        wizard.on_left()

    def _go_on(self, wizard: WizardPage, step: Step) -> None:
        until(lambda: wizard.page is not None and not wizard.page.busy)
        if wizard.session.state.step is not step:
            wizard.on_next_chosen()
        until(lambda: wizard.session.state.step is step and wizard.page is not None and not wizard.page.busy)

    # ------------------------------------------------------------------ every day

    def keep(self, practice: PracticeProcess) -> None:
        """Keep an organisation with everything that the daily work needs."""
        token = parse_token(practice.token("timechimp"))
        answer = self.desk.ask(understand_address(practice.addresses["test"]), token)
        kept = self.desk.connect(answer, token, name="Oudeveen Techniek B.V.", profiles=("timechimp",)).connection
        self.desk.keep_timechimp_key(kept, parse_key(practice.timechimp_key()))
        entries = [*read_mappings(resource("practice", "mappings.toml")).entries]
        entries.append(MappingEntry(Table.SETTINGS, ADDRESS, {"value": practice.addresses["timechimp"]}))
        with MappingStore.open(self.desk.folders.database) as store:
            MappingBook(store, scope_of(self.desk.store.owner(kept), kept)).accept(entries, who="M. de Boer")

    def days(self, practice: PracticeProcess) -> Iterator[Shot]:
        """The tabs of an organisation, with a plan, with what was sent, and with one that is unknown."""
        window = self.window
        window.open_kept(expected=True)
        until(lambda: "organisations" in vars(window) and bool(window.organisations.pages))
        page = next(iter(window.organisations.pages.values()))
        setup = page.connection_id
        assert setup is not None
        page.check(setup)
        until(lambda: not page.running)
        spin(300)
        yield from self.shots("checklist")
        tab = self._plan(page, INVOICES)
        yield from self.shots("invoices", wide=True)
        practice.faults([{"kind": "cut_after", "method": "POST", "path": "FbDirectInvoice", "nth": 2}])
        self._send(tab, 4)
        practice.faults([])
        yield from self.shots("outcome", wide=True)
        tab = self._plan(page, BOOKINGS)
        yield from self.shots("bookings", wide=True)
        tab.mapping.open()
        mappings = tab.mapping.page
        assert mappings is not None
        until(lambda: mappings.rows is not None and not mappings.run.running)
        spin(300)
        yield from self.shots("mapping", wide=True)
        page.tabs.choose(OUTBOX)
        until(lambda: page.outbox is not None)
        spin(500)
        yield from self.shots("outbox", wide=True)
        window.kept.reload()
        page.tabs.choose(OVERVIEW)
        spin(800)
        yield from self.shots("overview", wide=True)
        page.stop()

    def _plan(self, page: OrganisationPage, kind: str) -> DailyTab:
        page.tabs.choose(kind)
        until(lambda: page.daily is not None and page.daily.current is not None)
        tab = page.daily.current if page.daily is not None else None
        assert tab is not None
        tab.filters.period_choice.choose(QUARTER)
        tab.start()
        until(lambda: not tab.running and tab.rows is not None)
        assert tab.rows is not None
        tab.table.choose_place(next(place for place, one in enumerate(tab.rows.records) if _is_plain(one)))
        spin(200)
        return tab

    def _send(self, tab: DailyTab, count: int) -> None:
        assert tab.rows is not None
        tab.rows.tick_only([one.reference for one in tab.rows.records if _is_plain(one)][:count])
        tab.on_send_clicked()
        until(lambda: tab.dialog is not None)
        assert tab.dialog is not None
        tab.dialog.agree_button.click()
        until(lambda: tab.outcome is not None and not tab.running)

    def practising(self) -> Iterator[Shot]:
        """The practice check with a line that fails."""
        self.window.show_practice()
        pages = self.window.checks.pages
        until(lambda: "practice" in pages and not pages["practice"].running)
        page = pages["practice"]
        assert page.picker is not None
        page.picker.pick("get_misspelt")
        until(lambda: page.running)
        until(lambda: not page.running)
        spin(500)
        yield from self.shots("practice")


def all_shots(application: QApplication, theme: Theme, home: Path) -> Iterator[Shot]:
    """Give every scene out in each language; two windows after each other, each with a home of its own."""
    first = Studio(application, theme, home / "first")
    try:
        yield from first.beginnings()
    finally:
        first.close()
    with PracticeProcess(size=SIZE, seed=SEED) as practice:
        practice.timechimp_switches(calls_a_minute=CALLS)
        second = Studio(application, theme, home / "second")
        try:
            second.keep(practice)
            yield from second.days(practice)
            yield from second.practising()
        finally:
            second.close()


def _is_plain(record: PlannedRecord) -> bool:
    """Return whether a record is one that will pass by itself."""
    return record.ticked_at_first and record.needs is None and bool(record.amount)


def _words(window: QWidget) -> Iterator[str]:
    for widget in window.findChildren(QWidget):
        if not widget.isVisibleTo(window):
            continue
        if isinstance(widget, QLabel | QAbstractButton):
            yield widget.text().replace("&", "")
        elif isinstance(widget, QTabBar):
            yield from (widget.tabText(tab).replace("&", "") for tab in range(widget.count()))
