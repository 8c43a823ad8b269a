"""The window: first start, the live checklist, switching language while it runs, and closing in the midst of it."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from afas_assistant.errors import ConfigurationError
from afas_assistant.organisations.preferences import load_preferences
from afas_assistant.texts import bilingual, phrase
from afas_assistant.ui.check_room import live_check
from afas_assistant.ui.live_check import LiveCheck
from afas_assistant.ui.main_window import MainWindow
from afas_assistant.ui.pages.check import CheckPage
from afas_assistant.ui.states import State
from afas_assistant.ui.targets import ScenarioChoice
from afas_assistant.ui.tasks import TaskRunner
from afas_assistant.ui.theme import Scheme
from tests.ui.samples import ALL_GOOD, DEBTORS, EVERY_STATE, TOKEN_DATA, PretendCheck, target, words_of

Opener = Callable[[], MainWindow]
SCENARIOS = [
    ScenarioChoice("healthy", bilingual({"nl": "Alles goed", "en": "All well"}), phrase("fine")),
    ScenarioChoice("broken", bilingual({"nl": "Stuk", "en": "Broken"}), phrase("not fine")),
]


def checked(window: MainWindow, qtbot: QtBot, *, kind: str = "test") -> CheckPage:
    window.checks.open(target(kind=kind))
    page = window.checks.pages["somewhere"]
    qtbot.waitUntil(lambda: not page.running)
    return page


def test_first_start_offers_two_ways_and_the_language(open_window: Opener, english: None, qtbot: QtBot) -> None:
    window = open_window()
    assert window.stack.currentWidget() is window.first_page
    assert window.sidebar is None
    words = words_of(window.first_page)
    for expected in ("Connect an AFAS environment", "Practise first", "Nederlands", "English", "keyring"):
        assert expected in words
    QTest.mouseClick(window.first_page.connect_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.wizard_is_shown, timeout=10_000)
    assert window.wizard.page is not None
    window.wizard.page.closed.emit()
    assert window.stack.currentWidget() is window.first_page


def test_the_first_paint_is_told_once(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window()
    told: list[bool] = []
    window.first_painted.connect(lambda: told.append(True))
    window.repaint()
    qtbot.wait(30)
    window.repaint()
    qtbot.wait(30)
    assert len(told) <= 1


def test_a_check_fills_the_list_and_ends_with_totals(open_window: Opener, english: None, qtbot: QtBot) -> None:
    page = checked(open_window(), qtbot)
    assert page.header.totals.text() == "2 of 6 lines OK · 2 open · 1 advice · 1 by hand"
    assert "Nothing was changed in AFAS." in words_of(page)
    assert page.segment.button("open").accessibleName() == "Open (2)"
    assert page.header.again_button.isEnabled()


def test_rows_fill_while_the_check_runs(
    open_window: Opener, pretend: PretendCheck, english: None, qtbot: QtBot
) -> None:
    pretend.go.clear()
    window = open_window()
    window.checks.open(target())
    page = window.checks.pages["somewhere"]
    qtbot.waitUntil(lambda: bool(page.model.rows()))
    assert {row.state for row in page.model.rows()} == {State.PENDING}
    assert not page.header.again_button.isEnabled()
    assert page.header.again_button.toolTip()
    assert page.header.totals.text() == "0 of 6 lines tested…"
    pretend.go.set()
    qtbot.waitUntil(lambda: not page.running)
    assert {row.state for row in page.model.rows()} >= {State.OK, State.FAILED, State.ADVICE, State.NOT_TESTED}


def test_the_language_switches_in_mid_check(open_window: Opener, pretend: PretendCheck, qtbot: QtBot) -> None:
    pretend.go.clear()
    window = open_window()
    window.checks.open(target())
    page = window.checks.pages["somewhere"]
    qtbot.waitUntil(lambda: bool(page.model.rows()))
    window.on_language_chosen("en")
    pretend.go.set()
    qtbot.waitUntil(lambda: not page.running)
    assert page.header.totals.text().startswith("2 of 6 lines OK")
    assert window.sidebar is not None
    assert "Connect environment…" in words_of(window.sidebar)


def test_settings_are_kept(open_window: Opener, preferences: Path, qtbot: QtBot) -> None:
    window = open_window()
    window.on_language_chosen("en")
    window.on_scheme_chosen(Scheme.DARK)
    window.on_scale_chosen(150)
    qtbot.waitUntil(lambda: load_preferences(preferences).preferences.font_scale == 150)
    kept = load_preferences(preferences).preferences
    assert (kept.language, kept.theme, kept.font_scale) == ("en", "dark", 150)


def test_the_keyboard_makes_letters_larger(open_window: Opener, qapp: QApplication, qtbot: QtBot) -> None:
    window = open_window()
    before = qapp.font().pointSizeF()
    window.on_larger_pressed()
    assert qapp.font().pointSizeF() > before
    window.on_smaller_pressed()
    assert qapp.font().pointSizeF() == before


def test_a_setting_that_cannot_be_saved_is_told(open_window: Opener, preferences: Path, qtbot: QtBot) -> None:
    preferences.mkdir()  # nothing can be written under this name
    window = open_window()
    errors: list[Exception] = []
    window._runner.failed_unexpectedly.disconnect(window.on_task_failed)
    window._runner.failed_unexpectedly.connect(errors.append)
    window.on_scale_chosen(125)
    qtbot.waitUntil(lambda: bool(errors))
    assert isinstance(errors[0], ConfigurationError)
    assert errors[0].code == "preferences_not_saved"


def test_production_has_a_band_that_nothing_else_has(open_window: Opener, english: None, qtbot: QtBot) -> None:
    window = open_window()
    assert checked(window, qtbot, kind="production").header.band.isVisible()
    for kind in ("test", "accept", "practice"):
        assert not checked(window, qtbot, kind=kind).header.band.isVisible()


def test_a_check_that_could_not_be_made_says_so_on_top(
    open_window: Opener, pretend: PretendCheck, english: None, qtbot: QtBot
) -> None:
    pretend.stopped_by = ConfigurationError(
        "unauthorised", title=phrase("AFAS refused"), explanation=phrase("It is empty."), action=phrase("Look there.")
    )
    page = checked(open_window(), qtbot)
    assert page.notice.isVisible()
    assert "AFAS refused\nIt is empty.\nLook there." in words_of(page.notice)
    qtbot.waitUntil(lambda: page.view.opened_row() is not None)
    row = page.view.opened_row()
    assert row is not None
    assert row.line is DEBTORS


@pytest.mark.expect_log("a fault of ours")
def test_a_fault_of_ours_is_called_one(open_window: Opener, pretend: PretendCheck, english: None, qtbot: QtBot) -> None:
    pretend.error = ZeroDivisionError("bug")
    page = checked(open_window(), qtbot)
    assert "This is a fault of AFAS Assistant" in words_of(page.notice)
    assert State.BUSY not in {row.state for row in page.model.rows()}
    pretend.error = None
    page.header.again_button.click()
    qtbot.waitUntil(lambda: not page.running)
    assert not page.notice.isVisible()


def test_testing_again_keeps_the_rows(open_window: Opener, pretend: PretendCheck, qtbot: QtBot) -> None:
    page = checked(open_window(), qtbot)
    rows = page.model.rows()
    pretend.verdicts = ALL_GOOD
    page.view.test_again_requested.emit()
    qtbot.waitUntil(lambda: not page.running)
    assert page.model.rows() == rows
    assert rows[2].turned_green is not None


def test_a_choice_without_rows_says_so(open_window: Opener, pretend: PretendCheck, english: None, qtbot: QtBot) -> None:
    pretend.verdicts = ALL_GOOD
    page = checked(open_window(), qtbot)
    page.on_choice_chosen("open")
    assert not page.view.isVisible()
    assert "No line fits this choice" in words_of(page)
    page.on_choice_chosen("all")
    assert page.view.isVisible()


def test_a_scenario_is_picked_from_a_list(open_window: Opener, pretend: PretendCheck, qtbot: QtBot) -> None:
    window = open_window()
    window.checks.open(target(key="practice", kind="practice"), SCENARIOS)
    page = window.checks.pages["practice"]
    qtbot.waitUntil(lambda: not page.running)
    assert page.picker is not None
    with qtbot.waitSignal(page.scenario_chosen) as told:
        page.picker.pick("broken")
    assert told.args == ["broken"]
    assert page.picker.current() == "broken"
    pretend.verdicts = EVERY_STATE
    with qtbot.waitSignal(page._check.finished):
        window.checks.on_practice_switched("broken")


def test_practice_that_does_not_start_is_explained(open_window: Opener, english: None, qtbot: QtBot) -> None:
    window = open_window()
    window.room._starting = True  # so that no child is started
    window.show_practice()
    window.checks.on_practice_failed(RuntimeError("port taken"))
    assert window.checks.starting_page is not None
    words = words_of(window.checks.starting_page)
    assert "did not start" in words
    assert "port taken" in words
    assert window.checks.starting_page.again_button.isVisible()


def test_closing_in_mid_check_waits_for_nothing(open_window: Opener, pretend: PretendCheck, qtbot: QtBot) -> None:
    pretend.go.clear()
    window = open_window()
    window.checks.open(target())
    page = window.checks.pages["somewhere"]
    qtbot.waitUntil(lambda: bool(page.model.rows()))
    began = time.monotonic()
    window.close()
    assert time.monotonic() - began < 0.5
    assert pretend.stopped.wait(2)
    assert not page.running


def test_the_sidebar_leaves_out_its_words_where_it_is_narrow(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window()
    checked(window, qtbot)
    assert window.sidebar is not None
    wide = window.sidebar.width()
    window.resize(640, 480)
    qtbot.waitUntil(lambda: window.sidebar is not None and window.sidebar.width() < wide / 2)
    assert window.sidebar.connect_icon.isVisible()


def test_the_token_is_in_no_word_of_the_window(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window()
    checked(window, qtbot)
    assert TOKEN_DATA not in words_of(window)
    assert TOKEN_DATA not in repr(target())


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
def test_the_palette_changes_while_the_window_is_open(open_window: Opener, scheme: Scheme, qtbot: QtBot) -> None:
    window = open_window()
    checked(window, qtbot)
    window.on_scheme_chosen(scheme)

    def margin_is_dark() -> bool:
        picture = window.grab().toImage()
        return picture.pixelColor(picture.width() - 6, picture.height() // 2).lightness() < 64

    qtbot.waitUntil(lambda: margin_is_dark() is (scheme is Scheme.DARK))


def test_a_live_check_is_the_default(runner: TaskRunner) -> None:
    assert isinstance(live_check(runner), LiveCheck)
