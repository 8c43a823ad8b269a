"""A tab of the daily work over a pretend workbench."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from afas_assistant.onboarding.desk import Desk
from afas_assistant.outbox.store import Outbox
from afas_assistant.paths import folders
from afas_assistant.ui.tabs.daily_tab import DailyTab, Target
from afas_assistant.ui.tabs.kinds import Kind
from afas_assistant.ui.tasks import TaskRunner
from afas_assistant.ui.theme import Theme
from tests.ui.kept_samples import Home
from tests.ui.tabs.outbox_page import Opener as WindowOpener
from tests.ui.tabs.outbox_page import Shown, opened
from tests.ui.tabs.outbox_samples import Clock, fill
from tests.ui.tabs.pretend_desk import PretendDesk

TODAY = date(2026, 11, 20)
Opener = Callable[..., DailyTab]


@pytest.fixture
def open_tab(qtbot: QtBot, theme: Theme, runner: TaskRunner, english: None) -> Iterator[Opener]:
    made: list[DailyTab] = []

    def open_one(desk: PretendDesk, kind: Kind = Kind.INVOICES, environment: str = "test", **more: Any) -> DailyTab:
        target = Target("Lindegaard", environment, "daily 1")
        tab = DailyTab(kind, target, desk, runner, **{"today": lambda: TODAY} | more)
        made.append(tab)
        qtbot.addWidget(tab)
        tab.resize(1100, 700)
        tab.show()
        qtbot.waitExposed(tab)
        return tab

    yield open_one
    for tab in made:
        tab.stop()


def planned(tab: DailyTab, qtbot: QtBot) -> None:
    tab.start()
    qtbot.waitUntil(lambda: not tab.running and not tab._detail_waits)


def sent(tab: DailyTab, qtbot: QtBot) -> None:
    assert tab.dialog is not None
    tab.dialog.agree_button.click()
    qtbot.waitUntil(lambda: not tab.running and tab.outcome is not None and not tab._detail_waits)


def footer(tab: DailyTab) -> str:
    return f"{tab.page.footer.first_line.text()} | {tab.page.footer.second_line.text()}"


@pytest.fixture
def shown(open_window: WindowOpener, home_folder: Home, qtbot: QtBot) -> Shown:
    """A tab in the window, English, with a write in every state; the unknown one is an hour old."""
    home_folder.add()
    database = folders(home_folder.folder).database
    clock = Clock()
    with Outbox.open(database, now=clock) as outbox:
        filled = fill(outbox, clock)
    return opened(open_window, database, filled, qtbot)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Give a desk over a folder of its own, for tests against a practice environment."""
    made = Desk(folders(tmp_path))
    yield made
    made.close()
