"""Access in the tab Outbox, beside what the walk looks at: small windows, and no word of another language."""

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLabel

from afas_assistant.ui.tabs.outbox_model import Column
from tests.ui.access.probes import cut_words_at_rest
from tests.ui.tabs.outbox_page import Shown, rows_of


@pytest.mark.parametrize("size", [(800, 500), (640, 480)])
def test_a_small_window_keeps_its_size(shown: Shown, size: tuple[int, int]) -> None:
    shown.window.resize(*size)
    shown.look_at(shown.filled.unknown.id)
    assert (shown.window.width(), shown.window.height()) == size
    assert cut_words_at_rest(shown.tab, shown.qtbot) == []


def test_changing_language_leaves_no_old_word(shown: Shown, qapp: QApplication) -> None:
    shown.look_at(shown.filled.unknown.id)
    before = [label.text() for label in shown.tab.findChildren(QLabel) if label.isVisibleTo(shown.tab)]
    shown.window.on_language_chosen("nl")
    assert rows_of(shown.tab)[0][Column.STATE] == "Onbekend"
    shown.window.on_language_chosen("en")
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    after = [label.text() for label in shown.tab.findChildren(QLabel) if label.isVisibleTo(shown.tab)]
    assert after == before
