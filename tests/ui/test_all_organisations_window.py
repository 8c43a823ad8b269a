"""All organisations in the real window: the way there and back, renaming, removing, and the keys of the window."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from afas_assistant.organisations.preferences import load_preferences
from afas_assistant.ui.dialogs.remove import RemoveDialog
from afas_assistant.ui.dialogs.rename import RenameDialog
from afas_assistant.ui.main_window import MainWindow
from afas_assistant.ui.pages.organisation import OrganisationPage
from tests.ui.kept_samples import Home

PATIENCE = 10_000  # milliseconds
Opener = Callable[[], MainWindow]


@pytest.fixture
def window(open_window: Opener, home_folder: Home, english: None, qtbot: QtBot) -> MainWindow:
    """A window with two organisations, with all of them on the screen."""
    home_folder.add("First", number=99002)
    home_folder.add("Second", number=99003)
    made = open_window()
    made.open_kept(expected=True)
    qtbot.waitUntil(lambda: made.sidebar is not None and made.sidebar.all_item.isVisible(), timeout=PATIENCE)
    assert made.sidebar is not None
    made.activateWindow()
    made.sidebar.all_item.click()
    return made


def names(window: MainWindow) -> list[str]:
    return [one.name for one in window.all_page.model.shown()]


def test_the_way_there_and_back(window: MainWindow, qtbot: QtBot) -> None:
    assert window.sidebar is not None
    assert window.stack.currentWidget() is window.all_page
    assert window.sidebar.chosen() == "all"
    window.all_page.table.choose(2)
    QTest.keyClick(window.all_page.table, Qt.Key.Key_Return)
    shown = window.stack.currentWidget()
    assert isinstance(shown, OrganisationPage)
    assert shown.header.name.text() == "Second"
    assert window.sidebar.chosen() == "organisation/2"
    window.sidebar.all_item.setFocus()
    QTest.keyClick(window.sidebar.all_item, Qt.Key.Key_Return)
    assert window.stack.currentWidget() is window.all_page


def test_renaming_and_removing_from_the_table(window: MainWindow, qtbot: QtBot) -> None:
    table = window.all_page.table
    table.choose(1)
    QTest.keyClick(table, Qt.Key.Key_F2)
    rename = window.organisations.dialog
    assert isinstance(rename, RenameDialog)
    rename.field.setText("Another")
    rename.agree_button.click()
    qtbot.waitUntil(lambda: names(window) == ["Another", "Second"], timeout=PATIENCE)
    for left in (["Second"], []):
        table.choose(window.all_page.model.shown()[0].key)
        QTest.keyClick(table, Qt.Key.Key_Delete)
        remove = window.organisations.dialog
        assert isinstance(remove, RemoveDialog)
        remove.agree_button.click()
        qtbot.waitUntil(lambda left=left: names(window) == left, timeout=PATIENCE)  # type: ignore[misc]
    qtbot.waitUntil(lambda: window.stack.currentWidget() is window.first_page, timeout=PATIENCE)


def test_the_keys_search_and_test_again(window: MainWindow, qtbot: QtBot) -> None:
    window.install_shortcuts()
    page = window.all_page
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.focusWidget() is page.filters.search
    QTest.keyClick(page.filters.search, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert window.sidebar is not None
    assert window.focusWidget() is window.sidebar.search
    QTest.keyClick(window.sidebar.search, Qt.Key.Key_F5)
    assert page.running
    qtbot.waitUntil(lambda: not page.running and not page.checking.busy, timeout=PATIENCE)
    assert all(one.checked_at for one in page.model.all())


def test_all_of_them_are_shown_again_after_a_restart(window: MainWindow, preferences: Path) -> None:
    window.close()
    assert load_preferences(preferences).preferences.last_organisation == "all"


def test_closing_in_mid_run_stops_it(window: MainWindow) -> None:
    window.all_page.start()
    assert window.all_page.running
    window.close()
    assert not window.all_page.running
