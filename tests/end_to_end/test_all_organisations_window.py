"""All organisations in the window, checked against the practice environment over real HTTP and written to a file."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from afas_assistant.afas.address import understand_address
from afas_assistant.afas.metainfo import Info
from afas_assistant.afas.token import parse_token
from afas_assistant.onboarding.desk import Desk
from afas_assistant.organisations.enrolment import Answer
from afas_assistant.paths import folders
from afas_assistant.practice.process import PracticeProcess
from afas_assistant.texts import use_language
from afas_assistant.ui.application import make_window, start_work
from afas_assistant.ui.main_window import MainWindow
from afas_assistant.ui.pages.all_organisations_model import Column
from afas_assistant.ui.pages.organisation import OrganisationPage
from tests.helpers.memory_keyring import MemoryKeyring
from tests.helpers.stalls import BLOCKED, StallWatch
from tests.ui.kept_samples import token_of
from tests.ui.samples import words_of
from tests.ui.test_sheets import cells

PATIENCE = 30_000  # milliseconds
NOBODY = "http://127.0.0.1:1/ProfitRestServices"


@pytest.fixture
def practice() -> Iterator[PracticeProcess]:
    with PracticeProcess() as process:
        yield process


@pytest.fixture
def desk(practice: PracticeProcess, tmp_path: Path, memory_keyring: MemoryKeyring) -> Iterator[Desk]:
    """One environment with two connections, one that nobody answers for, and one whose token is lost."""
    made = Desk(folders(tmp_path))
    for profile in ("smartbooqing", "timechimp"):
        token = parse_token(practice.token(profile))
        answer = made.ask(understand_address(practice.rest), token)
        made.connect(answer, token, name="Trial", profiles=(profile,))
    for number, name in ((99002, "Silent"), (99003, "Tokenless")):
        info = Info.model_validate({"envid": f"T{number}AA", "appName": name, "group": "", "tokenExpiry": "0"})
        answer = Answer(understand_address(NOBODY), info)
        made.connect(answer, token_of(name), name=name, profiles=("smartbooqing",))
    lost = next(one for one in made.organisations() if one.organisation.name == "Tokenless").connections[0].connection
    for key in [key for key in memory_keyring.entries if lost.account in key]:
        del memory_keyring.entries[key]
    yield made
    made.close()


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, tmp_path: Path, desk: Desk) -> Iterator[MainWindow]:
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


def rows(window: MainWindow) -> dict[str, tuple[str, str]]:
    """Return state and what is open, by name."""
    model = window.all_page.model
    return {
        one.name: (model.index(row, Column.STATE).data(), model.index(row, Column.OPEN).data())
        for row, one in enumerate(model.shown())
    }


def test_the_story(window: MainWindow, desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    sidebar = window.sidebar
    assert sidebar is not None
    sidebar.all_item.click()
    page = window.all_page
    assert window.stack.currentWidget() is page
    assert sidebar.chosen() == "all"
    assert rows(window) == dict.fromkeys(("Silent", "Tokenless", "Trial"), ("Not checked", "?"))

    with StallWatch() as watch:
        page.header.check_button.click()
        qtbot.waitUntil(lambda: not page.running, timeout=PATIENCE)
        qtbot.waitUntil(lambda: "Busy" not in [state for state, _ in rows(window).values()], timeout=PATIENCE)
    assert watch.milliseconds <= BLOCKED
    assert rows(window)["Trial"][1].isdigit()
    checked = {
        one.organisation.name: [each.report is not None for each in one.connections] for one in desk.organisations()
    }
    assert checked == {"Silent": [False], "Tokenless": [False], "Trial": [True, True]}
    assert rows(window)["Silent"] == ("Not reachable", "?")
    assert rows(window)["Tokenless"] == ("Not checked", "?")
    page.table.choose(next(one.key for one in page.model.all() if one.name == "Tokenless"))
    assert "is not in the keyring" in page.footer.words.text()
    assert "Last check" in words_of(page.header)
    assert "not reachable" in sidebar.items()[f"organisation/{key(window, 'Silent')}"].spoken()

    page.export(str(tmp_path / "all.xlsx"))
    qtbot.waitUntil(lambda: page.footer.words.text().startswith("Written:"), timeout=PATIENCE)
    written = {line[1]: line for line in cells(tmp_path / "all.xlsx")[1:]}
    assert sorted(written) == ["Silent", "Tokenless", "Trial"]
    assert written["Trial"][4] == "Both"
    assert written["Silent"][6] == "?"

    page.table.choose(key(window, "Trial"))
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert isinstance(window.stack.currentWidget(), OrganisationPage)
    assert sidebar.chosen() == f"organisation/{key(window, 'Trial')}"


def test_removing_one_and_closing_the_window_in_mid_run_leave_nothing_behind(
    window: MainWindow, practice: PracticeProcess, memory_keyring: MemoryKeyring, desk: Desk, qtbot: QtBot
) -> None:
    practice.switch("slow")
    window.show_all()
    page = window.all_page
    page.start()
    trial = key(window, "Trial")
    qtbot.waitUntil(lambda: trial in page.checking.busy, timeout=PATIENCE)
    window.organisations.ask_removal(f"organisation/{trial}")
    dialog = window.organisations.dialog
    assert dialog is not None
    dialog.agree_button.click()  # type: ignore[attr-defined]
    assert trial not in page.checking.busy
    qtbot.waitUntil(lambda: "Trial" not in rows(window), timeout=PATIENCE)
    assert [one.organisation.name for one in desk.organisations()] == ["Silent", "Tokenless"]
    page.start()
    window.close()
    assert not page.running
    practice.switch("healthy")


def key(window: MainWindow, name: str) -> int:
    return next(one.key for one in window.all_page.model.all() if one.name == name)
