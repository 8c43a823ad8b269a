"""Every page has one *Why?*, which leads to its own section, and whose key is no other's."""

from collections import Counter
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from afas_assistant.texts import LANGUAGES, Language
from afas_assistant.ui.help.book import read_book
from afas_assistant.ui.help.why import WhyButton
from afas_assistant.ui.main_window import MainWindow
from afas_assistant.ui.pages.organisation import TABS
from tests.ui.access.page_scenes import PAGES
from tests.ui.access.stage import Scene, Stage, gate
from tests.ui.tabs.conftest import shown

SIZE = (1280, 800)
SECTIONS = {
    "first_start": "start",
    "starting": "practice",
    "check": "practice",
    "check_stopped": "practice",
    "overview": "overview",
    "set_up": "checklist",
    "customers": "customers",
    "invoicing": "invoices",
    "bookings_sent": "bookings",
    "bookings_stopped": "bookings",
    "nothing_to_send": "invoices",
    "not_planned": "customers",
    "planning": "invoices",
    "sending": "invoices",
    "outbox": "outbox",
    "outbox_refused": "outbox",
    "outbox_empty": "outbox",
    "all_organisations": "all_organisations",
    "nobody_found": "all_organisations",
}
__all__ = ["gate", "shown"]  # fixtures, which the scenes ask for by name


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
@pytest.mark.parametrize("scene", PAGES, ids=lambda scene: scene.name)
def test_a_page_has_one_why_with_a_key_of_its_own(
    request: pytest.FixtureRequest, scene: Scene, language: Language, qtbot: QtBot
) -> None:
    window = scene.opens(Stage(request, qtbot, SIZE))
    assert isinstance(window, MainWindow)
    window.on_language_chosen(language)
    (why,) = whys(window)
    assert why.section == SECTIONS[scene.name]
    assert Counter(letters(window))["Alt+W"] == 1


def test_each_tab_asks_for_its_own_section(request: pytest.FixtureRequest, qtbot: QtBot) -> None:
    _, page = Stage(request, qtbot, SIZE).organisation()
    asked = []
    for tab in TABS:
        page.tabs.choose(tab)
        (why,) = whys(page)
        asked.append(why.section)
    assert len(set(asked)) == len(TABS)
    assert all(read_book("nl").section(name) for name in asked)
