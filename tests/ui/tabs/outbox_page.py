"""The tab Outbox in the window over a real outbox in a file, as its tests look at it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from afas_assistant.afas.errors import AfasError
from afas_assistant.errors import AssistantError
from afas_assistant.onboarding.desk import Desk
from afas_assistant.organisations.records import Connection
from afas_assistant.outbox.records import State
from afas_assistant.outbox.store import Outbox
from afas_assistant.sync.look_up import Sighting
from afas_assistant.ui.main_window import MainWindow
from afas_assistant.ui.tabs.outbox_dialogs import TakeBackDialog
from afas_assistant.ui.tabs.outbox_model import Column
from afas_assistant.ui.tabs.outbox_tab import OutboxTab
from tests.ui.samples import words_of
from tests.ui.tabs.outbox_samples import Filled, PretendBench, states_of

PATIENCE = 10_000
Opener = Callable[[], MainWindow]


@dataclass
class Shown:
    """An open tab, what is in its outbox, and the bench behind it."""

    tab: OutboxTab
    window: MainWindow
    filled: Filled
    database: Path
    qtbot: QtBot
    seen: Sighting | None = None
    refusal: AssistantError | None = None

    def look_at(self, number: int) -> str:
        """Choose a write and return everything that its detail says."""
        assert self.tab.table.choose(number)
        self.until(lambda: self.tab.detail.opened is not None and self.tab.detail.opened.write.id == number)
        return words_of(self.tab.detail)

    def until(self, done: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(done, timeout=PATIENCE)

    def state(self, number: int) -> State:
        return states_of(self.database)[number]

    @contextmanager
    def bench(self, desk: Desk, connection: Connection) -> Iterator[PretendBench]:
        with Outbox.open(self.database) as outbox:
            refusal = self.refusal if isinstance(self.refusal, AfasError) else None
            if self.refusal is not None and refusal is None:
                raise self.refusal
            yield PretendBench(outbox, self.seen, refusal)


def opened(open_window: Opener, database: Path, filled: Filled, qtbot: QtBot) -> Shown:
    window = open_window()
    window.on_language_chosen("en")
    window.resize(1280, 800)
    window.open_kept(expected=True)
    qtbot.waitUntil(lambda: "organisations" in vars(window) and bool(window.organisations.pages), timeout=PATIENCE)
    page = window.organisations.pages[1]
    page.tabs.choose("outbox")
    assert page.outbox is not None
    found = Shown(page.outbox, window, filled, database, qtbot)
    page.outbox.asking._new_bench = found.bench
    qtbot.waitUntil(lambda: found.tab.detail.opened is not None, timeout=PATIENCE)
    return found


def rows_of(tab: OutboxTab) -> list[list[str]]:
    return [[str(tab.model.index(row, each).data()) for each in Column] for row in range(tab.model.rowCount())]


def dialog_of(shown: Shown) -> QWidget:
    shown.until(lambda: shown.tab.asking.dialog is not None)
    dialog = shown.tab.asking.dialog
    assert dialog is not None
    return dialog


def button(parent: QWidget, text: str) -> QPushButton:
    return next(one for one in parent.findChildren(QPushButton) if one.text().replace("&", "") == text)


def asked_to_take_back(shown: Shown) -> TakeBackDialog:
    shown.look_at(shown.filled.confirmed.id)
    assert shown.tab.detail.take_back_button is not None
    shown.tab.detail.take_back_button.click()
    dialog = dialog_of(shown)
    assert isinstance(dialog, TakeBackDialog)
    shown.until(dialog.agree_button.isEnabled)
    return dialog
