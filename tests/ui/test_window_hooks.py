"""What the window leads to besides its organisations: all of them at once, the nights, and the tray's check of all."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from afas_assistant.organisations.preferences import Preferences, load_preferences, save_preferences
from afas_assistant.ui.dialogs.nightly import NightlyDialog
from afas_assistant.ui.main_window import ALL, MainWindow
from afas_assistant.ui.sidebar import ALL_KEY
from afas_assistant.ui.tabs.progress import Progress
from tests.ui.kept_samples import Home

Opener = Callable[[], MainWindow]
PATIENCE = 10_000


@pytest.fixture
def kept_window(open_window: Opener, home_folder: Home, english: None, qtbot: QtBot) -> Callable[[], MainWindow]:
    home_folder.add("Lindegaard", profiles=("timechimp",))
    home_folder.add("Oudeveen", number=99002)

    def opened() -> MainWindow:
        window = open_window()
        window.on_language_chosen("en")
        window.open_kept(expected=True)
        qtbot.waitUntil(lambda: window.kept.snapshot is not None, timeout=PATIENCE)
        return window

    return opened


def test_all_organisations_are_shown_again_when_they_were_shown_last(
    kept_window: Callable[[], MainWindow], preferences: Path
) -> None:
    assert ALL == ALL_KEY
    window = kept_window()
    assert window.sidebar is not None
    window.sidebar.all_chosen.emit()
    assert window.stack.currentWidget() is window.all_page
    window.close()
    assert load_preferences(preferences).preferences.last_organisation == ALL


def test_the_start_page_is_all_of_them(kept_window: Callable[[], MainWindow], preferences: Path) -> None:
    save_preferences(preferences, Preferences(last_organisation=ALL))
    window = kept_window()
    assert window.stack.currentWidget() is window.all_page
    assert window.sidebar is not None
    assert window.sidebar.all_item.isChecked()
    window.all_page.organisation_chosen.emit(1)
    assert window.stack.currentWidget() is window.organisations.pages[1]
    assert not window.sidebar.all_item.isChecked()


def test_without_organisations_all_of_them_is_no_start_page(
    open_window: Opener, preferences: Path, qtbot: QtBot
) -> None:
    save_preferences(preferences, Preferences(last_organisation=ALL))
    window = open_window()
    window.open_kept(expected=True)
    qtbot.waitUntil(lambda: window.kept.snapshot is not None, timeout=PATIENCE)
    assert window.stack.currentWidget() is window.first_page


@pytest.mark.qt_log_ignore("This plugin does not support raise")
def test_the_tray_checks_all_of_them(kept_window: Callable[[], MainWindow]) -> None:
    window = kept_window()
    window.background.check_chosen.emit()
    assert window.stack.currentWidget() is window.all_page
    assert window.all_page.running


def test_the_nights_are_offered_where_there_are_customers_to_import(kept_window: Callable[[], MainWindow]) -> None:
    window = kept_window()
    for key, offered in (("organisation/1", True), ("organisation/2", False)):
        menu = window.organisations.menu_of(key)
        assert menu is not None
        found = [one for one in menu.actions() if one.text() == "Nightly import…"]
        assert bool(found) is offered
        if found:
            found[0].trigger()
            dialog = window.organisations.dialog
            assert isinstance(dialog, NightlyDialog)
            dialog.close()
        menu.close()


def test_a_night_that_sends_is_asked_about_before_the_window_closes(kept_window: Callable[[], MainWindow]) -> None:
    window = kept_window()
    nights = window.background.nights
    assert nights is not None
    progress = Progress()
    progress.started(3)
    nights._running["T99001AA"] = progress
    window.close()
    assert window.isVisible()
    dialog = window.closing.dialog
    assert dialog is not None
    assert dialog.under_way.text() == "Lindegaard · Nightly import · 0 of 3 sent"
    dialog.agree_button.click()
    assert progress.stopped()
    nights._running.clear()
    window.closing.on_timer_timeout()
    assert not window.isVisible()
