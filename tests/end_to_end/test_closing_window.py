"""The program ended in mid-run, by a person, by the system and by force: nothing is lost, and nothing is sent twice."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from afas_assistant.afas.address import understand_address
from afas_assistant.afas.token import parse_token
from afas_assistant.onboarding.desk import Desk
from afas_assistant.onboarding.practice_address import scope_of
from afas_assistant.outbox.records import State
from afas_assistant.outbox.store import Outbox
from afas_assistant.paths import folders
from afas_assistant.practice.process import PracticeProcess
from afas_assistant.sync.apply import Bucket
from afas_assistant.sync.take_back import DIRECT_INVOICE
from afas_assistant.texts import use_language
from afas_assistant.timechimp import line
from afas_assistant.timechimp.pace import Pace
from afas_assistant.ui.application import make_window, start_work
from afas_assistant.ui.dialogs.remove import RemoveDialog
from afas_assistant.ui.main_window import MainWindow
from afas_assistant.ui.pages.organisation import OrganisationPage
from tests.helpers.daily_work import QUICK
from tests.helpers.keyrings_for_children import BACKEND, FILE
from tests.helpers.practised_work import Doors
from tests.helpers.windowed_run import Driver, connect
from tests.ui.samples import words_of

CHECKOUT = Path(__file__).resolve().parents[2]
PATIENCE = 60
POSTED = {"method": "POST", "path": "FbDirectInvoice", "nth": 2}

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX has them")


@pytest.fixture(scope="module")
def practice() -> Iterator[PracticeProcess]:
    with PracticeProcess(size=25) as process:
        process.timechimp_switches(calls_a_minute=QUICK)
        yield process


class Program:
    """The program in mid-run, and what its outbox holds afterwards."""

    def __init__(self, folder: Path, practice: PracticeProcess, fault: dict[str, object]) -> None:
        practice.switch("healthy", reset=True)
        practice.faults([{**POSTED, **fault}])
        self.folder, self._practice = folder / "data", practice
        surroundings = {
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHON_KEYRING_BACKEND": BACKEND,
            FILE: str(folder / "keyring.json"),
        }
        doors = json.dumps(asdict(Doors.of(practice)))
        self._before = int(sum(practice.books()["counts"].values()))
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.helpers.windowed_run", str(self.folder), doors],
            cwd=CHECKOUT,
            env=surroundings,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    def is_leaving(self) -> None:
        """Wait until the second record has reached the practice environment."""
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "leaving\n"
        deadline = time.monotonic() + PATIENCE
        while not self._practice.faults_hit()["hits"]:
            assert time.monotonic() < deadline, "the second record never left"

    def ended(self) -> int:
        """Wait for its end and return the exit code; it says nothing more."""
        try:
            _, errors = self.process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()
            raise
        told = [line for line in errors.splitlines() if not line.startswith("This plugin does not support")]
        assert told == []
        return self.process.returncode

    def states(self) -> list[State]:
        """Return how its invoices stand, oldest first, once the next program has looked."""
        scope = kept_scope(self.folder)
        with Outbox.open(self.folder / "afas-assistant.sqlite3") as outbox:
            with outbox.writer(scope):
                found = outbox.writes(scope, kind=DIRECT_INVOICE)
            return [one.state for one in reversed(found)]

    def booked(self) -> int:
        """Return how many records stand in the books of the practice environment."""
        return int(sum(self._practice.books()["counts"].values())) - self._before


def kept_scope(folder: Path) -> str:
    """Return the scope of the one connection that is kept."""
    desk = Desk(folders(folder))
    organisation = desk.store.organisations()[0]
    scope = scope_of(organisation, desk.store.connections(organisation.id)[0])
    desk.close()
    return scope


def test_closing_waits_for_the_record_and_sends_no_other(tmp_path: Path, practice: PracticeProcess) -> None:
    program = Program(tmp_path, practice, {"kind": "slow", "seconds": 1.5})
    program.is_leaving()
    (program.folder / "close").touch()
    assert program.ended() == 0
    assert program.states() == [State.CONFIRMED, State.CONFIRMED]
    assert program.booked() == 2


@posix
@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_session_that_ends_lets_the_record_be_recorded(tmp_path: Path, practice: PracticeProcess, name: str) -> None:
    program = Program(tmp_path, practice, {"kind": "slow", "seconds": 1.0})
    program.is_leaving()
    program.process.send_signal(getattr(signal, name))
    assert program.ended() == 0
    assert program.states() == [State.CONFIRMED, State.CONFIRMED]
    assert program.booked() == 2


@posix
def test_a_session_that_ends_does_not_wait_for_who_never_answers(tmp_path: Path, practice: PracticeProcess) -> None:
    program = Program(tmp_path, practice, {"kind": "hang_after", "seconds": 60})
    program.is_leaving()
    program.process.send_signal(signal.SIGTERM)
    assert program.ended() == 0
    practice.faults([])
    assert program.states() == [State.CONFIRMED, State.UNKNOWN]


@posix
def test_a_program_that_is_killed_in_mid_write_leaves_that_record_unknown(
    tmp_path: Path, practice: PracticeProcess
) -> None:
    program = Program(tmp_path, practice, {"kind": "hang_after", "seconds": 60})
    program.is_leaving()
    program.process.kill()
    assert program.ended() == -signal.SIGKILL
    practice.faults([])
    assert program.states() == [State.CONFIRMED, State.UNKNOWN]
    assert program.booked() == 2, "it arrived all the same: sending it again would book it twice"


@pytest.fixture
def window(
    practice: PracticeProcess, qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MainWindow]:
    """The window of this process, with an organisation of the practice environment that has everything it needs."""
    monkeypatch.setattr(line, "shared_pace", lambda _: Pace(calls=QUICK))
    practice.switch("healthy", reset=True)
    connect(tmp_path, Doors.of(practice))
    made = make_window(qapp, folders(tmp_path), "nl")
    made.first_painted.connect(lambda: start_work(made, folders(tmp_path), demo=False))
    made.show()
    qtbot.waitUntil(lambda: isinstance(made.stack.currentWidget(), OrganisationPage), timeout=PATIENCE * 1000)
    yield made
    made.leave()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    use_language("nl")


def test_a_real_run_follows_the_language_and_keeps_its_organisation_until_it_stopped(
    window: MainWindow, practice: PracticeProcess, qtbot: QtBot
) -> None:
    practice.faults([{"method": "POST", "path": "FbDirectInvoice", "kind": "slow", "seconds": 1.0, "times": 0}])
    before = sum(practice.books()["counts"].values())
    driver = Driver(window, Path("never"))
    qtbot.waitUntil(lambda: len(driver.left) == 1, timeout=PATIENCE * 1000)
    tab, footer = driver.tab, driver.tab.page.footer
    qtbot.waitUntil(lambda: footer.first_line.text() == "1 van 3 verzonden", timeout=PATIENCE * 1000)
    window.on_language_chosen("en")
    qtbot.waitUntil(lambda: footer.first_line.text() == "1 of 3 sent", timeout=PATIENCE * 1000)
    assert footer.stop_button.text() == "Stop after this record"
    window.organisations.ask_removal("organisation/1")
    dialog = window.organisations.dialog
    assert isinstance(dialog, RemoveDialog)
    assert "Oefening · Invoicing · 1 of 3 sent" in words_of(dialog)
    window.on_language_chosen("nl")
    qtbot.waitUntil(lambda: "Oefening · Factureren · 1 van 3 verzonden" in words_of(dialog), timeout=PATIENCE * 1000)
    assert dialog.agree_button.isHidden()
    dialog.stop_button.click()
    qtbot.waitUntil(lambda: not dialog.agree_button.isHidden(), timeout=PATIENCE * 1000)
    assert tab.outcome is not None
    assert tab.outcome.counts()[Bucket.CONFIRMED] == sum(practice.books()["counts"].values()) - before == 2
    dialog.agree_button.click()
    qtbot.waitUntil(lambda: window.stack.currentWidget() is window.first_page, timeout=PATIENCE * 1000)


def test_without_network_and_keyring_the_last_state_is_shown_and_said(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with PracticeProcess() as process:
        desk = Desk(folders(tmp_path))
        token = parse_token(process.token("smartbooqing"))
        answer = desk.ask(understand_address(process.rest), token)
        connection = desk.connect(answer, token, name="Oudeveen", profiles=("smartbooqing",)).connection
        desk.check(connection)
        desk.close()
    import keyring.core  # noqa: PLC0415 - as in conftest
    from keyring.backends.fail import Keyring  # noqa: PLC0415

    monkeypatch.setattr(keyring.core, "_keyring_backend", Keyring())
    window = make_window(qapp, folders(tmp_path), "en")
    window.first_painted.connect(lambda: start_work(window, folders(tmp_path), demo=False))
    window.show()
    qtbot.waitUntil(lambda: isinstance(window.stack.currentWidget(), OrganisationPage), timeout=PATIENCE * 1000)
    page = window.stack.currentWidget()
    assert isinstance(page, OrganisationPage)
    assert page.header.name.text() == "Oudeveen"
    assert "required lines in order" in words_of(page.overview)
    qtbot.waitUntil(lambda: "no keyring" in words_of(page.overview).lower(), timeout=PATIENCE * 1000)
    page.check(connection.id)
    qtbot.waitUntil(lambda: not page.running, timeout=PATIENCE * 1000)
    assert page.setups[connection.id].notice.isVisible()
    window.close()
    assert not window.isVisible()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    use_language("nl")
