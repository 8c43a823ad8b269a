"""Fixtures for the tests of the window: a theme, a task runner that is closed again, and the window itself."""

import gc
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from afas_assistant.texts import use_language
from afas_assistant.ui.application import SWITCH_INTERVAL
from afas_assistant.ui.garbage import keep_collections_short
from afas_assistant.ui.language import switch_language
from afas_assistant.ui.live_check import LiveCheck
from afas_assistant.ui.main_window import MainWindow
from afas_assistant.ui.settings import Settings
from afas_assistant.ui.tasks import TaskRunner
from afas_assistant.ui.theme import Scheme, Theme
from tests.ui.kept_samples import Home
from tests.ui.samples import PretendCheck


@pytest.fixture
def as_in_the_program(qapp: QApplication) -> Iterator[None]:
    """Have Python work as it does once the window is there: see `application.py`."""
    interval, owner = sys.getswitchinterval(), QObject()
    sys.setswitchinterval(SWITCH_INTERVAL)
    keep_collections_short(owner)
    yield
    delete(owner)
    gc.unfreeze()
    sys.setswitchinterval(interval)


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    made = Theme(qapp, Scheme.LIGHT)
    yield made
    made.set_scheme(Scheme.LIGHT)
    made.set_scale(100)
    qapp.styleHints().colorSchemeChanged.disconnect(made.on_system_scheme_changed)
    made.deleteLater()
    switch_language(qapp, "nl")


@pytest.fixture
def english(theme: Theme, qapp: QApplication) -> None:
    use_language("en")


@pytest.fixture
def runner(qapp: QApplication) -> Iterator[TaskRunner]:
    made = TaskRunner()
    yield made
    made.close()


@pytest.fixture
def pretend() -> PretendCheck:
    return PretendCheck()


@pytest.fixture
def preferences(tmp_path: Path) -> Path:
    return tmp_path / "preferences.toml"


@pytest.fixture
def home_folder(tmp_path: Path) -> Iterator[Home]:
    """A folder of data without organisations, with a pretend AFAS behind its desk."""
    made = Home(tmp_path / "data")
    yield made
    made.close()


@pytest.fixture
def open_window(
    qtbot: QtBot, theme: Theme, runner: TaskRunner, pretend: PretendCheck, preferences: Path, home_folder: Home
) -> Iterator[Callable[[], MainWindow]]:
    """Open the window with a pretend check behind it."""
    windows: list[MainWindow] = []

    def open_one() -> MainWindow:
        window = MainWindow(
            theme,
            Settings(preferences),
            runner,
            new_desk=home_folder.new_desk,
            new_check=lambda runner: LiveCheck(runner, work=pretend),
        )
        windows.append(window)
        qtbot.addWidget(window)
        window.show()
        qtbot.waitExposed(window)
        window.show_first_start()
        return window

    yield open_one
    for window in windows:
        window.close()
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
