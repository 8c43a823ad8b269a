"""Kept organisations in the window: in the sidebar, on a page, renamed, given another token, removed."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from afas_assistant.errors import ConfigurationError
from afas_assistant.onboarding.flow import WizardState
from afas_assistant.onboarding.report import CheckReport
from afas_assistant.organisations.preferences import load_preferences
from afas_assistant.organisations.vault import Vault
from afas_assistant.texts import phrase
from afas_assistant.ui.checklist_model import Choice
from afas_assistant.ui.column_drift import ACCEPT
from afas_assistant.ui.dialogs.confirm import ConfirmDialog
from afas_assistant.ui.dialogs.remove import RemoveDialog
from afas_assistant.ui.dialogs.rename import RenameDialog
from afas_assistant.ui.dialogs.replace_token import ReplaceTokenDialog
from afas_assistant.ui.main_window import MainWindow
from afas_assistant.ui.pages.organisation import OrganisationPage
from afas_assistant.ui.pages.todo_card import REPLACE, SHOW_BY_HAND, SHOW_OPEN
from afas_assistant.ui.states import State
from afas_assistant.ui.theme import Scheme
from tests.helpers.memory_keyring import MemoryKeyring
from tests.helpers.pretend_reader import line_error
from tests.ui.kept_samples import Home, in_days, token_of
from tests.ui.samples import report, words_of

Opener = Callable[[], MainWindow]
PATIENCE = 10_000


def opened(open_window: Opener, qtbot: QtBot) -> MainWindow:
    """Return a window that has read what is kept."""
    window = open_window()
    window.on_language_chosen("en")
    window.open_kept(expected=True)
    qtbot.waitUntil(lambda: window.kept.snapshot is not None, timeout=PATIENCE)
    return window


def page_of(window: MainWindow) -> OrganisationPage:
    page = window.stack.currentWidget()
    assert isinstance(page, OrganisationPage)
    return page


def reload(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.kept.changed, timeout=PATIENCE):
        window.kept.reload()


def names_in_sidebar(window: MainWindow) -> list[str]:
    assert window.sidebar is not None
    return [str(row.entry.name) for row in window.sidebar.items().values()]


def press(window: MainWindow, key: str, button: Qt.Key) -> None:
    """Press a button of the keyboard on a line of the sidebar."""
    assert window.sidebar is not None
    window.sidebar.list.go_to(list(window.sidebar.items()).index(key))
    QTest.keyClick(window.sidebar.list, button)


def test_without_organisations_the_two_ways_to_begin_are_shown(open_window: Opener, qtbot: QtBot) -> None:
    window = opened(open_window, qtbot)
    assert window.stack.currentWidget() is window.first_page
    qtbot.waitUntil(lambda: "keyring" in words_of(window.first_page).lower() or window.kept.keyring is not None)


def test_what_is_kept_is_painted_from_memory_without_asking_anybody(
    open_window: Opener, home_folder: Home, qtbot: QtBot
) -> None:
    home_folder.check(home_folder.add("Lindegaard", kind="test"))
    home_folder.afas.errors = {"metainfo": line_error("host_unreachable")}
    window = opened(open_window, qtbot)
    page = page_of(window)
    assert page.header.name.text() == "Lindegaard"
    assert page.header.facts.text() == "T99001AA · Koppeling"
    assert "required lines in order" in words_of(page.overview)
    page.show_connection(1)
    setup = page.setups[1]
    assert setup.model.rows()
    assert not setup.running
    assert State.BUSY not in {row.state for row in setup.model.rows()}
    assert "Last checked on" in words_of(setup)


def test_the_sidebar_says_how_each_stands(open_window: Opener, home_folder: Home, qtbot: QtBot) -> None:
    home_folder.add("New", number=99002)
    home_folder.check(home_folder.add("Open", number=99003))
    window = opened(open_window, qtbot)
    assert window.sidebar is not None
    spoken = [row.spoken() for row in window.sidebar.items().values()]
    assert spoken[0].startswith("New, Test: Not yet. not checked. The token ends in ")
    assert spoken[1].startswith("Open, Test: Failed. ")
    assert " open" in spoken[1]


def test_several_connections_stand_below_their_organisation(
    open_window: Opener, home_folder: Home, qtbot: QtBot
) -> None:
    home_folder.add("Lindegaard", connector="TimeChimp")
    home_folder.add("Lindegaard", connector="SmartBooqing")
    window = opened(open_window, qtbot)
    assert names_in_sidebar(window) == ["Lindegaard", "TimeChimp", "SmartBooqing"]
    assert window.sidebar is not None
    press(window, "connection/2", Qt.Key.Key_Return)
    page = page_of(window)
    assert page.connection_id == 2
    assert page.tabs.chosen() == "setup"
    assert page.picker.isVisible()
    assert page.picker.currentText() == "SmartBooqing"
    page.picker.setCurrentIndex(0)
    page.on_picked(0)
    assert page.connection_id == 1
    assert "TimeChimp" in page.header.facts.text()


@pytest.mark.parametrize("kind", ["production", "test", "accept", "practice"])
def test_production_alone_has_the_band(open_window: Opener, home_folder: Home, kind: str, qtbot: QtBot) -> None:
    home_folder.add("One", kind=kind)
    window = opened(open_window, qtbot)
    assert page_of(window).header.band.isVisible() is (kind == "production")


def test_an_organisation_that_is_added_appears(open_window: Opener, home_folder: Home, qtbot: QtBot) -> None:
    window = opened(open_window, qtbot)
    home_folder.add("Fresh")
    reload(window, qtbot)
    assert names_in_sidebar(window) == ["Fresh"]


def test_renaming_is_refused_in_place_and_then_done(open_window: Opener, home_folder: Home, qtbot: QtBot) -> None:
    home_folder.add("First", number=99002)
    home_folder.add("Second", number=99003)
    window = opened(open_window, qtbot)
    press(window, "organisation/1", Qt.Key.Key_F2)
    dialog = window.organisations.dialog
    assert isinstance(dialog, RenameDialog)
    dialog.field.setText(" ")
    assert not dialog.agree_button.isEnabled()
    dialog.field.setText("second")
    dialog.agree_button.click()
    qtbot.waitUntil(dialog.notice.isVisible, timeout=PATIENCE)
    dialog.field.setText("Third")
    dialog.agree_button.click()
    qtbot.waitUntil(lambda: names_in_sidebar(window) == ["Second", "Third"], timeout=PATIENCE)
    assert page_of(window).header.name.text() in {"Third", "Second"}
    assert window.organisations.dialog is None


def test_removing_asks_names_what_goes_and_stops_the_check(
    open_window: Opener, home_folder: Home, memory_keyring: MemoryKeyring, qtbot: QtBot
) -> None:
    enrolled = home_folder.add("Goner")
    home_folder.check(enrolled)
    window = opened(open_window, qtbot)
    page = page_of(window)
    go = threading.Event()
    page.show_connection(enrolled.connection.id)
    setup = page.setups[enrolled.connection.id]

    def endless(*_: object) -> CheckReport:
        go.wait(5)
        return report()

    setup._check._work = endless
    setup.start()
    assert len(memory_keyring.entries) == 1
    window.organisations.ask_removal("organisation/1")
    dialog = window.organisations.dialog
    assert isinstance(dialog, RemoveDialog)
    words = words_of(dialog)
    for expected in (
        "Its connection: Koppeling",
        "All its checks",
        "Its token in the keyring",
        "in AFAS nothing changes",
    ):
        assert expected in words
    assert dialog.cancel_button.isDefault()
    assert not dialog.agree_button.isDefault()
    dialog.agree_button.click()
    assert not setup.running
    go.set()
    qtbot.waitUntil(lambda: window.stack.currentWidget() is window.first_page, timeout=PATIENCE)
    assert memory_keyring.entries == {}
    assert names_in_sidebar(window) == []


def test_a_keyring_entry_that_stays_is_told(
    open_window: Opener, home_folder: Home, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    home_folder.add("Goner")

    def fail(*_: object) -> None:
        raise ConfigurationError(
            "keyring_locked", title=phrase("It is locked."), explanation=phrase("So."), action=phrase("Unlock it.")
        )

    monkeypatch.setattr(Vault, "remove", fail)
    window = opened(open_window, qtbot)
    window.organisations.ask_removal("organisation/1")
    dialog = window.organisations.dialog
    assert isinstance(dialog, RemoveDialog)
    dialog.agree_button.click()
    qtbot.waitUntil(dialog.notice.isVisible, timeout=PATIENCE)
    assert "its token is still in the keyring" in words_of(dialog)
    assert "It is locked." in words_of(dialog)
    assert not dialog.agree_button.isVisible()
    dialog.cancel_button.click()
    qtbot.waitUntil(lambda: names_in_sidebar(window) == [], timeout=PATIENCE)


def token_dialog(window: MainWindow) -> ReplaceTokenDialog:
    connection = page_of(window).snapshot.connections[0].connection
    window.organisations.ask_token(connection)
    dialog = window.organisations.dialog
    assert isinstance(dialog, ReplaceTokenDialog)
    return dialog


def test_a_token_of_another_environment_is_refused_with_a_sentence(
    open_window: Opener, home_folder: Home, memory_keyring: MemoryKeyring, qtbot: QtBot
) -> None:
    home_folder.add("Lindegaard")
    before = dict(memory_keyring.entries)
    window = opened(open_window, qtbot)
    dialog = token_dialog(window)
    assert not dialog.agree_button.isEnabled()
    home_folder.afas.told = {"envid": "T88888AA", "appName": "Other"}
    dialog.token_field.editor.setPlainText(token_of("another").xml)
    qtbot.waitUntil(lambda: "T88888AA" in dialog.remark.words(), timeout=PATIENCE)
    assert "another AFAS environment" in dialog.remark.words()
    assert not dialog.agree_button.isEnabled()
    assert memory_keyring.entries == before
    dialog.reject()


def test_a_token_is_replaced_in_place(
    open_window: Opener, home_folder: Home, memory_keyring: MemoryKeyring, qtbot: QtBot
) -> None:
    home_folder.add("Lindegaard", expiry=in_days(20))
    window = opened(open_window, qtbot)
    page = page_of(window)
    assert REPLACE in [todo.action for todo in page.overview.todo._todos or ()]
    dialog = token_dialog(window)
    home_folder.afas.told = {"envid": "T99001AA", "appName": "Koppeling", "tokenExpiry": "0"}
    new = token_of("new")
    dialog.token_field.editor.setPlainText(new.xml)
    qtbot.waitUntil(dialog.agree_button.isEnabled, timeout=PATIENCE)
    assert "This token belongs to T99001AA" in dialog.remark.words()
    assert new.xml not in words_of(dialog, also_hidden=True)
    dialog.agree_button.click()
    qtbot.waitUntil(lambda: window.organisations.dialog is None, timeout=PATIENCE)
    assert list(memory_keyring.entries.values()) == [new.xml]
    qtbot.waitUntil(lambda: REPLACE not in [todo.action for todo in page.overview.todo._todos or ()], timeout=PATIENCE)


def test_the_first_verb_is_filled_and_leads_to_the_open_lines(
    open_window: Opener, home_folder: Home, qtbot: QtBot
) -> None:
    home_folder.check(home_folder.add("Lindegaard"))
    window = opened(open_window, qtbot)
    page = page_of(window)
    todos = page.overview.todo._todos or []
    assert [todo.action for todo in todos] == [SHOW_OPEN, SHOW_BY_HAND]
    page.overview.todo.buttons[0].click()
    assert page.tabs.chosen() == "setup"
    setup = page.setups[1]
    assert setup.segment.chosen_key() == Choice.OPEN.value
    assert setup.view.model().rowCount() > 0


def test_somebodys_word_is_kept_and_taken_back_without_a_check(
    open_window: Opener, home_folder: Home, english: None, qtbot: QtBot
) -> None:
    home_folder.check(home_folder.add("Lindegaard"))
    window = opened(open_window, qtbot)
    page = page_of(window)
    page.show_connection(1)
    setup = page.setups[1]
    row = next(row for row in setup.model.rows() if row.line.id == "by_hand/user_rights")
    before = page.snapshot.connections[0].unconfirmed
    setup.view.open_key(row.line.key)
    page.on_confirm_asked(row.line.key)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ConfirmDialog)
    dialog.who_field.setText("Marieke")
    dialog.agree_button.click()
    qtbot.waitUntil(lambda: page.snapshot.connections[0].unconfirmed == before - 1, timeout=PATIENCE)
    assert "Confirmed by Marieke" in str(row.answer)
    page.on_withdraw_asked(row.line.key)
    qtbot.waitUntil(lambda: page.snapshot.connections[0].unconfirmed == before, timeout=PATIENCE)
    assert "not confirmed yet" in str(row.answer)


def test_columns_that_changed_are_accepted_and_the_row_is_plain_again(
    open_window: Opener, home_folder: Home, english: None, qtbot: QtBot
) -> None:
    home_folder.afas.rows = {"SBQ_BTW": [{"Nummer": 1, "Naam": "x"}]}
    home_folder.afas.fields = {"SBQ_BTW": [("Nummer", "U001"), ("Naam", "U002")]}
    enrolled = home_folder.add("Lindegaard")
    home_folder.check(enrolled)
    home_folder.afas.fields = {"SBQ_BTW": [("Nummer", "U001"), ("Omschrijving", "U002")]}
    home_folder.check(enrolled)
    window = opened(open_window, qtbot)
    page = page_of(window)
    page.show_connection(1)
    setup = page.setups[1]
    row = next(row for row in setup.model.rows() if row.line.id == "get/SBQ_BTW")
    assert "column Naam is called Omschrijving now" in str(row.answer)
    setup.view.open_key(row.line.key)
    accept = next(one for one in setup.view._detail.findChildren(QPushButton) if one.text() == str(ACCEPT))  # type: ignore[union-attr]
    with qtbot.waitSignal(setup.checked, timeout=PATIENCE):
        accept.click()
    assert "Omschrijving" not in str(row.answer)
    assert str(row.answer).startswith("1 row read")


def test_a_check_through_the_desk_is_kept_and_its_differences_are_marked(
    open_window: Opener, home_folder: Home, qtbot: QtBot
) -> None:
    home_folder.afas.rows = {"SBQ_BTW": [{"x": 1}]}
    home_folder.check(home_folder.add("Lindegaard"))
    home_folder.afas.names = []
    window = opened(open_window, qtbot)
    page = page_of(window)
    page.check(1)
    qtbot.waitUntil(lambda: bool(page.snapshot.connections[0].changed), timeout=PATIENCE)
    row = next(row for row in page.setups[1].model.rows() if row.line.id == "get/SBQ_BTW")
    assert "OK became Failed" in str(row.mark)
    assert str(row.mark).startswith("since ")
    assert "changed since" in words_of(page.overview)


def test_a_wizard_left_half_way_is_offered(open_window: Opener, home_folder: Home, qtbot: QtBot) -> None:
    desk = home_folder.new_desk()
    desk.store.save_wizard_state("new", WizardState(profiles=("timechimp",)).to_data())
    window = opened(open_window, qtbot)
    assert window.first_page.connect_button.text().replace("&", "") == "Continue connecting…"
    enrolled = home_folder.add("Lindegaard")
    desk.store.save_wizard_state(
        "organisation/T99001AA", WizardState(organisation_id=enrolled.organisation.id).to_data()
    )
    reload(window, qtbot)
    window.show_start()
    assert "Connecting was left half-way" in words_of(page_of(window).overview)
    page_of(window).overview.todo.buttons[0].click()
    assert window.wizard_is_shown
    window.wizard.stop()


def test_practice_organisations_follow_the_practice_environment(
    open_window: Opener, home_folder: Home, qtbot: QtBot
) -> None:
    home_folder.add("Practice", kind="practice")
    window = opened(open_window, qtbot)
    window.kept.move_practice("http://127.0.0.1:7/ProfitRestServices")
    page = page_of(window)
    qtbot.waitUntil(lambda: page.snapshot.organisation.address.endswith(":7/ProfitRestServices"), timeout=PATIENCE)


def test_a_database_that_cannot_be_read_is_told_and_practising_still_works(
    open_window: Opener, home_folder: Home, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    home_folder.folder.mkdir()
    (home_folder.folder / "afas-assistant.sqlite3").write_text("not a database" * 100)
    window = open_window()
    told: list[Exception] = []
    monkeypatch.setattr(window, "on_work_failed", told.append)
    window.open_kept(expected=True)
    qtbot.waitUntil(lambda: bool(told), timeout=PATIENCE)
    assert isinstance(told[0], ConfigurationError)
    assert window.stack.currentWidget() is window.first_page
    assert window.first_page.practice_button.isEnabled()


def test_a_computer_without_a_keyring_says_so_on_the_overview(
    open_window: Opener, home_folder: Home, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    home_folder.add("Lindegaard")
    monkeypatch.setattr("afas_assistant.organisations.vault._backends", tuple)
    window = opened(open_window, qtbot)
    page = page_of(window)
    qtbot.waitUntil(lambda: "Look again" in words_of(page.overview), timeout=PATIENCE)


def test_arrows_go_through_the_sidebar(open_window: Opener, home_folder: Home, qtbot: QtBot) -> None:
    home_folder.add("First", number=99002)
    home_folder.add("Second", number=99003)
    window = opened(open_window, qtbot)
    window.activateWindow()
    assert window.sidebar is not None
    press(window, "organisation/1", Qt.Key.Key_Down)
    assert window.focusWidget() is window.sidebar.list
    QTest.keyClick(window.sidebar.list, Qt.Key.Key_Return)
    assert page_of(window).header.name.text() == "Second"
    menu = window.organisations.menu_of("organisation/2")
    assert menu is not None
    words = [action.text() for action in menu.actions() if action.text()]
    assert words == ["Rename…", "Replace token…", "Second connection…", "Remove…"]
    menu.deleteLater()
    assert window.organisations.menu_of("practice") is None


def test_what_the_wizard_made_is_shown(open_window: Opener, home_folder: Home, qtbot: QtBot) -> None:
    window = opened(open_window, qtbot)
    window.show_connect()
    assert window.wizard_is_shown
    made = home_folder.add("Made")
    assert window.wizard.page is not None
    window.wizard.page.finished.emit(made.connection.id)
    qtbot.waitUntil(lambda: isinstance(window.stack.currentWidget(), OrganisationPage), timeout=PATIENCE)
    assert page_of(window).header.name.text() == "Made"
    assert window.wizard.page is None


def test_a_wizard_at_work_on_an_organisation_ends_when_that_is_removed(
    open_window: Opener, home_folder: Home, qtbot: QtBot
) -> None:
    home_folder.add("Goner")
    window = opened(open_window, qtbot)
    window.organisations.ask_second(page_of(window).snapshot)
    page = window.wizard.page
    assert page is not None
    qtbot.waitUntil(lambda: page.session.organisation is not None, timeout=PATIENCE)
    window.organisations.ask_removal("organisation/1")
    dialog = window.organisations.dialog
    assert isinstance(dialog, RemoveDialog)
    dialog.agree_button.click()
    qtbot.waitUntil(lambda: window.stack.currentWidget() is window.first_page, timeout=PATIENCE)
    assert window.wizard.page is None


def test_the_first_organisation_after_a_restart_is_the_one_shown_last(
    open_window: Opener, home_folder: Home, preferences: Path, qtbot: QtBot
) -> None:
    home_folder.add("First", number=99002)
    home_folder.add("Second", number=99003)
    window = opened(open_window, qtbot)
    window.show_page("organisation/2")
    window.close()
    assert load_preferences(preferences).preferences.last_organisation == "T99003AA"


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
def test_the_palette_changes_while_an_organisation_is_shown(
    open_window: Opener, home_folder: Home, scheme: Scheme, qtbot: QtBot
) -> None:
    home_folder.check(home_folder.add("Lindegaard"))
    window = opened(open_window, qtbot)
    window.on_scheme_chosen(scheme)
    page = page_of(window)

    assert window.sidebar is not None
    shown: list[QWidget] = [page.overview.todo, page.header, window.sidebar]

    def dark_ones() -> list[bool]:
        pictures = [widget.grab().toImage() for widget in shown]
        return [bool(picture.pixelColor(picture.width() // 2, 5).lightness() < 64) for picture in pictures]

    qtbot.waitUntil(lambda: dark_ones() == [scheme is Scheme.DARK] * len(shown))


def test_the_language_switches_on_every_tab(open_window: Opener, home_folder: Home, qtbot: QtBot) -> None:
    home_folder.check(home_folder.add("Lindegaard"))
    window = opened(open_window, qtbot)
    page = page_of(window)
    page.show_connection(1)
    window.on_language_chosen("nl")
    qtbot.waitUntil(lambda: page.tabs.tabText(0) == "Overzicht")
    dutch = words_of(page, also_hidden=True)
    window.on_language_chosen("en")
    qtbot.waitUntil(lambda: page.tabs.tabText(0) == "Overview")
    english = words_of(page, also_hidden=True)
    named = [page.tabs.tabText(index) for index in range(page.tabs.count())]
    assert named == ["Overview", "Set-up", "Customers", "Invoicing", "Sales bookings", "Outbox"]
    for word in ("To do now", "days left", "Watch along", "Manage this organisation"):
        assert word in english
        assert word not in dutch


def test_a_token_that_went_with_the_last_run_is_asked_for(
    open_window: Opener, home_folder: Home, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    with monkeypatch.context() as without:
        without.setattr("afas_assistant.organisations.vault._backends", tuple)
        home_folder.add("Lindegaard")
    home_folder.vault = Vault()
    window = opened(open_window, qtbot)
    page = page_of(window)
    assert "No keyring has the token." in words_of(page.overview)
    assert (page.overview.todo._todos or [])[0].action == REPLACE
