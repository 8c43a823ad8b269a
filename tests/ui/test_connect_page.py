"""Connect: whatever was pasted is recognised or explained, and a token is never shown again."""

import json

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from afas_assistant.ui.pages.connect import ConnectPage
from afas_assistant.ui.tasks import TaskRunner
from afas_assistant.ui.widgets.token_field import DOTS
from tests.ui.samples import TOKEN, TOKEN_DATA, words_of


@pytest.fixture
def page(qtbot: QtBot, runner: TaskRunner, english: None) -> ConnectPage:
    made = ConnectPage(runner)
    qtbot.addWidget(made)
    made.resize(900, 800)
    made.show()
    qtbot.waitUntil(lambda: len(made._profiles) == 2, timeout=10_000)
    return made


def fill_token(page: ConnectPage, text: str, qtbot: QtBot) -> None:
    before = page.token_remark.words()
    page.token_field.editor.setPlainText(text)
    qtbot.waitUntil(lambda: page.token_remark.words() != before, timeout=5000)


def fill_address(page: ConnectPage, text: str, qtbot: QtBot) -> None:
    before = page.address_remark.words()
    page.address_field.setText(text)
    qtbot.waitUntil(lambda: page.address_remark.words() != before, timeout=5000)


def test_an_address_is_understood_while_it_is_typed(page: ConnectPage, qtbot: QtBot) -> None:
    fill_address(page, "T12345AA", qtbot)
    assert "test environment" in page.address_remark.words()
    assert "https://12345.resttest.afas.online/ProfitRestServices" in page.address_remark.words()


def test_what_is_no_address_is_explained_beside_the_field(page: ConnectPage, qtbot: QtBot) -> None:
    fill_address(page, "https://example.com/", qtbot)
    assert "afas.online only" in page.address_remark.words()
    assert not page.check_button.isEnabled()


def test_a_recognised_token_becomes_dots_and_is_nowhere_to_be_seen(page: ConnectPage, qtbot: QtBot) -> None:
    fill_token(page, TOKEN, qtbot)
    editor = page.token_field.editor
    assert editor.toPlainText() == DOTS
    assert editor.isReadOnly()
    assert not editor.document().isUndoAvailable()
    editor.undo()
    assert TOKEN_DATA not in words_of(page, also_hidden=True)
    assert TOKEN_DATA not in json.dumps([str(value) for value in vars(page).values()])


def test_half_a_token_is_explained_and_can_be_mended(page: ConnectPage, qtbot: QtBot) -> None:
    fill_token(page, TOKEN[:50], qtbot)
    assert page.token_field.editor.toPlainText() == TOKEN[:50]
    assert not page.check_button.isEnabled()
    fill_token(page, TOKEN, qtbot)
    assert page.token_field.editor.toPlainText() == DOTS


def test_another_token_can_take_its_place(page: ConnectPage, qtbot: QtBot) -> None:
    fill_token(page, TOKEN, qtbot)
    page.token_field.replace_button.click()
    assert page.token_field.editor.toPlainText() == ""
    qtbot.waitUntil(lambda: page._token is None)
    fill_token(page, TOKEN, qtbot)
    assert page._token is not None


def test_the_button_says_what_is_missing(page: ConnectPage, qtbot: QtBot) -> None:
    assert page.check_button.toolTip() == "Fill in the environment first."
    fill_address(page, "12345", qtbot)
    assert page.check_button.toolTip() == "Paste the token first."
    fill_token(page, TOKEN, qtbot)
    assert page.check_button.isEnabled()
    for box in page._profiles.values():
        box.setChecked(False)
    assert page.check_button.toolTip() == "Choose a checklist first."


def test_what_is_checked_is_what_was_filled_in(page: ConnectPage, qtbot: QtBot) -> None:
    fill_address(page, "O12345AA", qtbot)
    fill_token(page, TOKEN, qtbot)
    page._profiles["timechimp"].setChecked(False)
    with qtbot.waitSignal(page.check_chosen) as told:
        page.check_button.click()
    chosen = told.args[0]
    assert (chosen.kind, chosen.profiles, str(chosen.name)) == ("production", ("smartbooqing",), "O12345AA")
    assert TOKEN_DATA not in repr(chosen)


def test_a_changed_address_is_not_used_before_it_is_understood(page: ConnectPage, qtbot: QtBot) -> None:
    fill_address(page, "T12345AA", qtbot)
    fill_token(page, TOKEN, qtbot)
    page.address_field.setText("O12345AA")
    assert not page.check_button.isEnabled()
    qtbot.waitUntil(page.check_button.isEnabled)
    assert "production environment" in page.address_remark.words()


def test_an_emptied_address_is_no_fault(page: ConnectPage, qtbot: QtBot) -> None:
    fill_address(page, "nonsense!", qtbot)
    fill_address(page, "", qtbot)
    assert "Five digits" in page.address_remark.words()


def test_the_clipboard_is_left_alone(page: ConnectPage, qtbot: QtBot, qapp: QApplication) -> None:
    qapp.clipboard().setText("something of mine")
    fill_token(page, TOKEN, qtbot)
    assert qapp.clipboard().text() == "something of mine"
