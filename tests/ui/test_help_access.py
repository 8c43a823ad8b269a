"""The dialogs of help, errors and closing: nothing nameless, nothing cut, one filled button, one default."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from afas_assistant import texts
from afas_assistant.errors import ConfigurationError, Technical, Who
from afas_assistant.texts import LANGUAGES, Language, literal, phrase
from afas_assistant.ui.closing import Leaving
from afas_assistant.ui.closing_dialog import ClosingDialog
from afas_assistant.ui.dialogs.about import AboutDialog
from afas_assistant.ui.dialogs.shortcuts import ShortcutsDialog
from afas_assistant.ui.dialogs.support import SupportDialog
from afas_assistant.ui.error_box import ErrorBox, show_error
from afas_assistant.ui.main_window import MainWindow
from afas_assistant.ui.tasks import nothing
from afas_assistant.ui.widgets.buttons import PrimaryButton
from tests.ui.test_access import cut_words_at_rest, focusable, longer, name_of

Opener = Callable[[], MainWindow]
PATIENCE = 10_000


def shortcuts(window: MainWindow, qtbot: QtBot) -> QWidget:
    window.help_desk.show_shortcuts()
    dialog = window.help_desk.dialog
    assert isinstance(dialog, ShortcutsDialog)
    return dialog


def about(window: MainWindow, qtbot: QtBot) -> AboutDialog:
    window.help_desk.show_about()
    dialog = window.help_desk.dialog
    assert isinstance(dialog, AboutDialog)
    qtbot.waitUntil(lambda: dialog.about is not None, timeout=PATIENCE)
    return dialog


def licences(window: MainWindow, qtbot: QtBot) -> QWidget:
    dialog = about(window, qtbot)
    dialog.segment.button("licences").click()
    return dialog


def own_folders(window: MainWindow, qtbot: QtBot) -> QWidget:
    dialog = about(window, qtbot)
    dialog.segment.button("folders").click()
    return dialog


def support(window: MainWindow, qtbot: QtBot) -> QWidget:
    window.help_desk.ask_support(ValueError("a fault"))
    dialog = window.help_desk.dialog
    assert isinstance(dialog, SupportDialog)
    qtbot.waitUntil(lambda: bool(dialog.parts), timeout=PATIENCE)
    return dialog


def error(window: MainWindow, qtbot: QtBot) -> QWidget:
    refusal = ConfigurationError(
        "refused",
        title=phrase("This is a fault of AFAS Assistant"),
        explanation=phrase("Nothing was sent yet."),
        action=phrase("Choose another place."),
        who=Who.ADMINISTRATOR,
        technical=Technical(status=500, log_reference="5E0B9A41"),
    )
    box = show_error(window, refusal)
    assert isinstance(box, ErrorBox)
    box.detail_button.click()
    return box


def fault(window: MainWindow, qtbot: QtBot) -> QWidget:
    return show_error(window, ValueError("a fault"))


def closing(window: MainWindow, qtbot: QtBot) -> QWidget:
    one = Leaving(1, "Lindegaard", literal("Invoicing"), lambda: nothing(None), begun=True, done=1, total=5)
    dialog = ClosingDialog(lambda: [one], window)
    dialog.open()
    dialog.on_agree_clicked()
    dialog.on_late_timeout()
    return dialog


DIALOGS = [shortcuts, about, licences, own_folders, support, error, fault, closing]


@pytest.mark.parametrize("stretched", [False, True], ids=["plain", "stretched"])
@pytest.mark.parametrize("scale", [100, 200])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("dialog_of", DIALOGS, ids=lambda one: one.__name__)
def test_everything_has_a_name_and_room(
    open_window: Opener,
    dialog_of: Callable[[MainWindow, QtBot], QWidget],
    language: Language,
    scale: int,
    stretched: bool,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    if stretched:
        fill = texts._fill
        monkeypatch.setattr(texts, "_fill", lambda *parts: longer(fill(*parts)))
    window = open_window()
    window.on_language_chosen(language)
    window.on_scale_chosen(scale)
    dialog = dialog_of(window, qtbot)
    assert [repr(widget) for widget in focusable(dialog) if not name_of(widget).strip()] == []
    assert cut_words_at_rest(dialog, qtbot) == []
    shown = [button for button in dialog.findChildren(QPushButton) if button.isVisibleTo(dialog)]
    assert sum(button.isDefault() for button in shown) == 1
    assert sum(isinstance(button, PrimaryButton) for button in shown) == 1
    dialog.close()
