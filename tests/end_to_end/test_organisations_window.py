"""A kept organisation in the window, against the practice environment over real HTTP: checked, marked, removed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from afas_assistant.afas.address import understand_address
from afas_assistant.afas.token import parse_token
from afas_assistant.onboarding.desk import Desk
from afas_assistant.organisations.enrolment import Enrolled
from afas_assistant.paths import folders
from afas_assistant.practice.process import PracticeProcess
from afas_assistant.texts import use_language
from afas_assistant.ui.application import make_window, start_work
from afas_assistant.ui.main_window import MainWindow
from afas_assistant.ui.pages.organisation import OrganisationPage
from afas_assistant.ui.states import State
from tests.helpers.memory_keyring import MemoryKeyring
from tests.helpers.stalls import BLOCKED, StallWatch
from tests.ui.samples import words_of

PATIENCE = 30_000  # milliseconds
DEBTORS = ("smartbooqing", "get/SBQ_Debiteuren")


@pytest.fixture
def practice() -> Iterator[PracticeProcess]:
    with PracticeProcess() as process:
        yield process


@pytest.fixture
def enrolled(practice: PracticeProcess, tmp_path: Path) -> Enrolled:
    """A practice organisation that was connected through the desk."""
    desk = Desk(folders(tmp_path))
    token = parse_token(practice.token("smartbooqing"))
    answer = desk.ask(understand_address(practice.rest), token)
    kept = desk.connect(answer, token, name="Trial", profiles=("smartbooqing",))
    desk.close()
    return kept


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, tmp_path: Path, enrolled: Enrolled) -> Iterator[MainWindow]:
    made = make_window(qapp, folders(tmp_path), "en")
    qtbot.addWidget(made)
    made.first_painted.connect(lambda: start_work(made, folders(tmp_path), demo=False))
    made.show()
    qtbot.waitUntil(lambda: isinstance(made.stack.currentWidget(), OrganisationPage), timeout=PATIENCE)
    yield made
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    use_language("nl")


def check(page: OrganisationPage, connection_id: int, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page._kept.changed, timeout=PATIENCE):
        page.check(connection_id)
        qtbot.waitUntil(lambda: not page.running, timeout=PATIENCE)


def still_open(page: OrganisationPage) -> int:
    """Return how many required lines are open, apart from those that only await somebody's word."""
    connection = page.snapshot.connections[0]
    return connection.open_lines - connection.unconfirmed


def test_the_story(
    window: MainWindow, enrolled: Enrolled, practice: PracticeProcess, memory_keyring: MemoryKeyring, qtbot: QtBot
) -> None:
    page = window.stack.currentWidget()
    assert isinstance(page, OrganisationPage)
    key = enrolled.connection.id
    assert "Nothing was checked yet." in words_of(page.overview)

    page.show_connection(key)
    with StallWatch() as watch:
        check(page, key, qtbot)
    assert still_open(page) == 0
    assert watch.milliseconds <= BLOCKED

    practice.switch("get_misspelt")
    check(page, key, qtbot)
    row = next(row for row in page.setups[key].model.rows() if row.line.key == DEBTORS)
    assert row.state is State.FAILED
    assert "OK became Failed" in str(row.mark)
    page.show_overview()
    assert "3 required lines are open." in words_of(page.overview)
    assert "2 lines changed since" in words_of(page.overview)  # the import by hand is not proven any more either
    assert window.sidebar is not None
    assert "3 open" in window.sidebar.items()["organisation/1"].spoken()

    practice.switch("healthy")
    check(page, key, qtbot)
    assert "Failed became OK" in str(row.mark)
    assert still_open(page) == 0

    window.organisations.ask_removal("organisation/1")
    dialog = window.organisations.dialog
    assert dialog is not None
    dialog.agree_button.click()  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: window.stack.currentWidget() is window.first_page, timeout=PATIENCE)
    assert memory_keyring.entries == {}


def test_an_organisation_that_is_removed_while_it_is_checked_leaves_nothing_behind(
    window: MainWindow, enrolled: Enrolled, practice: PracticeProcess, memory_keyring: MemoryKeyring, qtbot: QtBot
) -> None:
    practice.switch("slow")
    page = window.stack.currentWidget()
    assert isinstance(page, OrganisationPage)
    page.check(enrolled.connection.id)
    assert page.running
    window.organisations.ask_removal("organisation/1")
    dialog = window.organisations.dialog
    assert dialog is not None
    dialog.agree_button.click()  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: window.stack.currentWidget() is window.first_page, timeout=PATIENCE)
    assert memory_keyring.entries == {}
    practice.switch("healthy")


def test_watching_along_turns_a_line_green(
    window: MainWindow, enrolled: Enrolled, practice: PracticeProcess, qtbot: QtBot
) -> None:
    practice.switch("get_misspelt")
    page = window.stack.currentWidget()
    assert isinstance(page, OrganisationPage)
    key = enrolled.connection.id
    page.show_connection(key)
    setup = page.setups[key]
    setup.watch._every = 0.3
    setup.watch_button.click()
    qtbot.waitUntil(lambda: setup.watch.running, timeout=PATIENCE)
    row = next(row for row in setup.model.rows() if row.line.key == DEBTORS)
    assert row.state is State.FAILED
    practice.switch("healthy")
    qtbot.waitUntil(lambda: row.state is State.OK, timeout=PATIENCE)
    qtbot.waitUntil(lambda: still_open(page) == 0, timeout=PATIENCE)
    setup.stop()
