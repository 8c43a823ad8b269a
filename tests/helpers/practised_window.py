"""The real window on a kept organisation of a practice environment, as a fixture of several files needs it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from afas_assistant.paths import folders
from afas_assistant.practice.process import PracticeProcess
from afas_assistant.texts import use_language
from afas_assistant.ui.application import make_window, start_work
from afas_assistant.ui.main_window import MainWindow
from afas_assistant.ui.pages.organisation import OrganisationPage
from afas_assistant.ui.tabs.daily_tab import DailyTab
from tests.helpers.practised_work import Doors
from tests.helpers.windowed_run import connect

PATIENCE = 60_000  # milliseconds


@contextmanager
def started(application: QApplication, folder: Path) -> Iterator[MainWindow]:
    """Yield the window over a folder of data, as the program starts it; it is closed afterwards."""
    places = folders(folder)
    window = make_window(application, places, "nl")
    window.first_painted.connect(lambda: start_work(window, places, demo=False))
    window.show()
    try:
        yield window
    finally:
        window.leave()
        window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        use_language("nl")


@contextmanager
def practised(application: QApplication, qtbot: QtBot, folder: Path, practice: PracticeProcess) -> Iterator[MainWindow]:
    """Yield the window with an organisation that has its mappings and its TimeChimp key, shown."""
    connect(folder, Doors.of(practice))
    with started(application, folder) as window:
        qtbot.waitUntil(lambda: isinstance(window.stack.currentWidget(), OrganisationPage), timeout=PATIENCE)
        yield window


def page_of(window: MainWindow) -> OrganisationPage:
    """Return the page of the one organisation."""
    (page,) = window.organisations.pages.values()
    return page


def planned(window: MainWindow, qtbot: QtBot, name: str) -> DailyTab:
    """Go to a tab, make its plan and return it; also where there is no plan to be had."""
    page = page_of(window)
    page.tabs.choose(name)
    assert page.daily is not None
    tab = page.daily.current
    assert tab is not None
    tab.start()
    qtbot.waitUntil(lambda: not tab.running, timeout=PATIENCE)
    return tab
