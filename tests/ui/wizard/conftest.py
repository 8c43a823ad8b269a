"""Fixtures for the wizard's tests: a pretend desk, and the wizard in a window, opened and closed again."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from afas_assistant.onboarding.flow import WizardState
from afas_assistant.ui.tasks import TaskRunner
from afas_assistant.ui.theme import Theme
from afas_assistant.ui.wizard.wizard_page import WizardPage
from tests.ui.wizard.pretend_desk import PretendDesk

Opener = Callable[..., WizardPage]
PATIENCE = 10_000


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[PretendDesk]:
    made = PretendDesk(tmp_path)
    yield made
    made.go.set()
    made.close()


@pytest.fixture
def open_wizard(qtbot: QtBot, theme: Theme, english: None, runner: TaskRunner, desk: PretendDesk) -> Iterator[Opener]:
    """Open the wizard on a state; it is ready when this returns."""
    opened: list[WizardPage] = []

    def open_one(state: WizardState | None = None, *, watch_every: float | None = None) -> WizardPage:
        wizard = WizardPage(desk, runner, None, state, watch_every=watch_every)
        opened.append(wizard)
        qtbot.addWidget(wizard)
        wizard.resize(1280, 800)
        wizard.show()
        qtbot.waitExposed(wizard)
        wizard.start()
        qtbot.waitUntil(lambda: wizard.page is not None, timeout=PATIENCE)
        return wizard

    yield open_one
    for wizard in opened:
        wizard.stop()
        wizard.close()
        wizard.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
