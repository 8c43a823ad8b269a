"""The field for a token: what was pasted becomes dots, and is never shown again."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from afas_assistant.afas.token import ClassicToken
from afas_assistant.errors import AssistantError
from afas_assistant.ui.theme import Theme
from afas_assistant.ui.widgets.remark import Remark
from afas_assistant.ui.widgets.token_field import DOTS, PAUSE, TokenField
from afas_assistant.ui.worker_calls import recognise, understand
from tests.ui.samples import TOKEN, TOKEN_DATA, words_of


@pytest.fixture
def field(qtbot: QtBot, theme: Theme, english: None) -> TokenField:
    made = TokenField()
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_recognised_token_becomes_dots_and_is_nowhere_to_be_seen(field: TokenField, qtbot: QtBot) -> None:
    with qtbot.waitSignal(field.entered) as told:
        field.editor.setPlainText(TOKEN)
    assert told.args == [TOKEN]
    field.hide_token()
    assert field.editor.toPlainText() == DOTS
    assert field.editor.isReadOnly()
    assert not field.editor.document().isUndoAvailable()
    field.editor.undo()
    assert TOKEN_DATA not in words_of(field, also_hidden=True)


def test_another_token_can_take_its_place(field: TokenField, qtbot: QtBot) -> None:
    field.editor.setPlainText(TOKEN)
    field.hide_token()
    with qtbot.waitSignal(field.emptied):
        field.replace_button.click()
    assert field.editor.toPlainText() == ""
    assert not field.editor.isReadOnly()


def test_room_that_the_owner_makes_is_not_told_later_as_if_a_person_had_done_it(
    field: TokenField, qtbot: QtBot
) -> None:
    field.editor.setPlainText(TOKEN)
    with qtbot.assertNotEmitted(field.emptied, wait=2 * PAUSE), qtbot.assertNotEmitted(field.entered):
        field.make_room()
    assert field.editor.toPlainText() == ""


def test_the_clipboard_is_left_alone(field: TokenField, qapp: QApplication) -> None:
    qapp.clipboard().setText("something of mine")
    field.editor.setPlainText(TOKEN)
    field.hide_token()
    assert qapp.clipboard().text() == "something of mine"


def test_what_is_no_token_is_explained_under_the_field(qtbot: QtBot, theme: Theme, english: None) -> None:
    remark = Remark()
    qtbot.addWidget(remark)
    half = recognise(TOKEN[:50])
    assert isinstance(half, AssistantError)
    remark.refuse(half)
    assert str(half.action) in remark.words()
    assert isinstance(recognise(TOKEN), ClassicToken)
    assert isinstance(understand("https://example.com/"), AssistantError)
