"""Removing an organisation while something is still being read for it."""

import threading
from collections.abc import Callable

from pytestqt.qtbot import QtBot

from afas_assistant.ui.dialogs.remove import RemoveDialog
from afas_assistant.ui.kept import organisation_lane
from afas_assistant.ui.main_window import MainWindow
from afas_assistant.ui.tasks import nothing
from tests.ui.kept_samples import Home
from tests.ui.samples import words_of

PATIENCE = 10_000
WAITS = "It goes as soon as what is being read now has ended"


def test_a_removal_that_waits_says_so_and_offers_no_cancelling(
    open_window: Callable[[], MainWindow], home_folder: Home, qtbot: QtBot
) -> None:
    enrolled = home_folder.add("Goner")
    window = open_window()
    window.on_language_chosen("en")
    window.open_kept(expected=True)
    qtbot.waitUntil(lambda: window.kept.snapshot is not None, timeout=PATIENCE)
    go = threading.Event()
    window.kept.call(lambda _: go.wait(PATIENCE), nothing, lane=organisation_lane(enrolled.organisation.id))
    window.organisations.ask_removal(f"organisation/{enrolled.organisation.id}")
    dialog = window.organisations.dialog
    assert isinstance(dialog, RemoveDialog)
    assert WAITS not in words_of(dialog)
    dialog.agree_button.click()
    assert dialog.cancel_button.text() == "&Close"
    qtbot.waitUntil(dialog.waits.isVisible, timeout=PATIENCE)
    assert WAITS in words_of(dialog)
    dialog.cancel_button.click()
    assert window.kept.snapshot is not None
    assert window.kept.snapshot.organisations
    go.set()
    qtbot.waitUntil(lambda: window.stack.currentWidget() is window.first_page, timeout=PATIENCE)
