"""Access in the tab Outbox: nothing nameless, nothing cut, no word of another language."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from afas_assistant import texts
from afas_assistant.texts import LANGUAGES, Language
from afas_assistant.ui.tabs.outbox_dialogs import SayDialog
from afas_assistant.ui.tabs.outbox_model import Column
from afas_assistant.ui.widgets.buttons import PrimaryButton
from tests.ui.tabs.outbox_page import Shown, asked_to_take_back, dialog_of, rows_of
from tests.ui.test_access import cut_words_at_rest, focusable, longer, name_of


def page(shown: Shown) -> QWidget:
    shown.look_at(shown.filled.unknown.id)
    return shown.tab


def say(shown: Shown) -> QWidget:
    page(shown)
    shown.tab.asking.on_say_asked()
    dialog = dialog_of(shown)
    assert isinstance(dialog, SayDialog)
    dialog.there_button.click()
    return dialog


def take_back(shown: Shown) -> QWidget:
    return asked_to_take_back(shown)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", [page, say, take_back])
def test_everything_that_takes_the_keyboard_has_a_name(
    shown: Shown, part: Callable[[Shown], QWidget], language: Language
) -> None:
    shown.window.on_language_chosen(language)
    found = part(shown)
    assert [repr(widget) for widget in focusable(found) if not name_of(widget).strip()] == []
    assert len([one for one in found.findChildren(PrimaryButton) if one.isVisibleTo(found)]) == 1
    if found is not shown.tab:
        found.close()


@pytest.mark.parametrize("scale", [100, 150, 200])
@pytest.mark.parametrize("stretched", [False, True], ids=["plain", "stretched"])
@pytest.mark.parametrize("part", [page, say, take_back])
def test_no_words_are_cut(
    shown: Shown, part: Callable[[Shown], QWidget], scale: int, stretched: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if stretched:
        fill_in = texts._fill
        monkeypatch.setattr(texts, "_fill", lambda *parts: longer(fill_in(*parts)))
        shown.window.on_language_chosen("nl")
        shown.window.on_language_chosen("en")
    shown.window.on_scale_chosen(scale)
    found = part(shown)
    assert cut_words_at_rest(found, shown.qtbot) == []
    if found is not shown.tab:
        found.close()


@pytest.mark.parametrize("size", [(800, 500), (640, 480)])
def test_a_small_window_keeps_its_size(shown: Shown, size: tuple[int, int]) -> None:
    shown.window.resize(*size)
    page(shown)
    assert (shown.window.width(), shown.window.height()) == size
    assert cut_words_at_rest(shown.tab, shown.qtbot) == []


def test_changing_language_leaves_no_old_word(shown: Shown, qapp: QApplication) -> None:
    page(shown)
    before = [label.text() for label in shown.tab.findChildren(QLabel) if label.isVisibleTo(shown.tab)]
    shown.window.on_language_chosen("nl")
    assert rows_of(shown.tab)[0][Column.STATE] == "Onbekend"
    shown.window.on_language_chosen("en")
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    after = [label.text() for label in shown.tab.findChildren(QLabel) if label.isVisibleTo(shown.tab)]
    assert after == before
