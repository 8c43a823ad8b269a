"""Every page has one *Why?*, which leads to its own section, and whose key is no other's."""

from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from afas_assistant.texts import LANGUAGES, Language
from afas_assistant.ui.help.book import read_book
from afas_assistant.ui.help.why import WhyButton
from afas_assistant.ui.main_window import MainWindow
from afas_assistant.ui.pages.organisation import TABS
from tests.ui import test_access
from tests.ui.kept_samples import Home, in_days

Opener = Callable[[], MainWindow]
SECTIONS = {
    "first_start": "start",
    "starting": "practice",
    "check": "practice",
    "stopped": "practice",
    "overview": "overview",
    "set_up": "checklist",
    "customers": "customers",
    "invoicing": "invoices",
    "bookings_sent": "bookings",
    "bookings_stopped": "bookings",
    "not_planned": "customers",
    "all_organisations": "all_organisations",
}


@pytest.fixture(autouse=True)
def _organisations(home_folder: Home) -> None:
    home_folder.check(home_folder.add("Lindegaard", kind="production", expiry=in_days(60)))
    home_folder.add("Lindegaard", kind="production", connector="TimeChimp", profiles=("timechimp",))


@pytest.fixture(params=test_access.PAGES, ids=lambda one: one.__name__)
def page_of(request: pytest.FixtureRequest) -> Callable[[MainWindow, QtBot], QWidget]:
    found: Callable[[MainWindow, QtBot], QWidget] = request.param
    return found


def whys(window: QWidget) -> list[WhyButton]:
    return [one for one in window.findChildren(WhyButton) if one.isVisibleTo(window)]


def letters(window: QWidget) -> Iterator[str]:
    for widget in window.findChildren(QWidget):
        if widget.isVisibleTo(window) and (
            isinstance(widget, QAbstractButton) or (isinstance(widget, QLabel) and widget.buddy() is not None)
        ):
            key = QKeySequence.mnemonic(widget.text()).toString()
            if key:
                yield key


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_has_one_why_with_a_key_of_its_own(
    open_window: Opener, page_of: Callable[[MainWindow, QtBot], QWidget], language: Language, qtbot: QtBot
) -> None:
    window = open_window()
    window.on_language_chosen(language)
    page_of(window, qtbot)
    (why,) = whys(window)
    assert why.section == SECTIONS[page_of.__name__]
    assert Counter(letters(window))["Alt+W"] == 1


def test_each_tab_asks_for_its_own_section(open_window: Opener, qtbot: QtBot) -> None:
    page = test_access.kept(open_window(), qtbot)
    asked = []
    for tab in TABS:
        page.tabs.choose(tab)
        (why,) = whys(page)
        asked.append(why.section)
    assert len(set(asked)) == len(TABS)
    assert all(read_book("nl").section(name) for name in asked)
