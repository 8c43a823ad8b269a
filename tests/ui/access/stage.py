"""Where the scenes of the walk are played: fixtures are asked for as a scene needs them."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from afas_assistant.ui.main_window import MainWindow
from afas_assistant.ui.pages.organisation import OrganisationPage
from tests.ui.kept_samples import Home, in_days

PATIENCE = 10_000
NAME = "Lindegaard Advies en Administratie"


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """What holds a pretended answer back until the test is over."""
    made = threading.Event()
    yield made
    made.set()


class Stage:
    """One scene's fixtures; `size` is what the window, or what stands in its place, is to have."""

    def __init__(self, request: pytest.FixtureRequest, qtbot: QtBot, size: tuple[int, int]) -> None:
        self._request, self.qtbot, self.size = request, qtbot, size

    def fixture(self, name: str) -> Any:
        """Return a fixture by its name."""
        return self._request.getfixturevalue(name)

    def until(self, reached: Callable[[], object]) -> None:
        """Wait until something is so."""
        self.qtbot.waitUntil(lambda: bool(reached()), timeout=PATIENCE)

    def window(self) -> MainWindow:
        """Open the window, at its first page."""
        window: MainWindow = self.fixture("open_window")()
        window.resize(*self.size)
        return window

    def organisations(self) -> MainWindow:
        """Open the window on production with two connections, one of them checked, and on a test environment."""
        home: Home = self.fixture("home_folder")
        home.check(home.add(NAME, kind="production", expiry=in_days(60)))
        home.add(NAME, kind="production", connector="TimeChimp", profiles=("timechimp",))
        home.add("Zonnestein Hotels", kind="test", number=99002)
        window = self.window()
        window.open_kept(expected=True)
        self.until(lambda: "organisations" in vars(window) and window.organisations.pages)
        return window

    def organisation(self) -> tuple[MainWindow, OrganisationPage]:
        """Open the window on the first organisation."""
        window = self.organisations()
        return window, window.organisations.pages[1]


@dataclass(frozen=True)
class Scene:
    """How to come to a window or a page.

    `shows` are the classes that are seen there. `is_dialog` has one default button; `filled` is how many filled
    buttons are seen: none where there is nothing to do but wait or read.
    """

    opens: Callable[[Stage], QWidget]
    shows: tuple[type[QWidget], ...]
    is_dialog: bool = False
    filled: int = 1

    @property
    def name(self) -> str:
        """For the test's name."""
        return self.opens.__name__


def on_top() -> QWidget:
    """Return the dialog that holds up everything else."""
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    return dialog
