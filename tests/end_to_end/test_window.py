"""The window against the practice environment over real HTTP: it fills, it stays responsive, it closes at once."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from afas_assistant import __version__
from afas_assistant.paths import folders
from afas_assistant.texts import use_language
from afas_assistant.ui.application import make_window, start_work
from afas_assistant.ui.check_room import PRACTICE_KEY
from afas_assistant.ui.main_window import MainWindow
from afas_assistant.ui.pages.check import CheckPage
from afas_assistant.ui.states import State
from tests.helpers.stalls import BLOCKED, StallWatch

CHECKOUT = Path(__file__).resolve().parents[2]
DEBTORS = ("smartbooqing", "get/SBQ_Debiteuren")
PATIENCE = 30_000  # milliseconds: the child starts a server


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[MainWindow]:
    made = make_window(qapp, folders(tmp_path), "en")
    qtbot.addWidget(made)
    made.first_painted.connect(lambda: start_work(made, folders(tmp_path), demo=True))
    made.show()
    yield made
    thread = made.room.close()
    made.close()
    if thread is not None:
        thread.join(10)
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    use_language("nl")


def practice_page(window: MainWindow, qtbot: QtBot) -> CheckPage:
    qtbot.waitUntil(lambda: PRACTICE_KEY in window.checks.pages, timeout=PATIENCE)
    page = window.checks.pages[PRACTICE_KEY]
    qtbot.waitUntil(lambda: not page.running, timeout=PATIENCE)
    return page


def switch(page: CheckPage, scenario: str, qtbot: QtBot) -> None:
    assert page.picker is not None
    with qtbot.waitSignal(page._check.finished, timeout=PATIENCE):
        page.picker.pick(scenario)


def state_of(page: CheckPage, key: tuple[str, str]) -> State:
    return next(row.state for row in page.model.rows() if row.line.key == key)


def test_the_demo_checks_switches_and_stays_responsive(window: MainWindow, qtbot: QtBot) -> None:
    page = practice_page(window, qtbot)
    assert page.model.counts()["open"] == 0
    assert state_of(page, DEBTORS) is State.OK
    assert "Nothing was changed in AFAS." in page._footer_words.text()
    page.view.open_key(DEBTORS)
    with StallWatch() as watch:
        switch(page, "get_misspelt", qtbot)
    assert state_of(page, DEBTORS) is State.FAILED
    assert page.header.totals.text().count("1 open") == 1
    row = page.view.opened_row()
    assert row is not None
    assert "SBQ_Debiteurn" in str(row.answer)
    assert watch.milliseconds <= BLOCKED
    switch(page, "healthy", qtbot)
    assert state_of(page, DEBTORS) is State.OK
    assert row.turned_green is not None


@pytest.mark.parametrize(
    ("scenario", "words"),
    [("maintenance", ""), ("token_unknown", "401"), ("ip_restricted", "403"), ("proxy_page", ""), ("broken_json", "")],
)
def test_a_check_that_cannot_be_made_says_what_to_do(
    window: MainWindow, qtbot: QtBot, scenario: str, words: str
) -> None:
    page = practice_page(window, qtbot)
    switch(page, scenario, qtbot)
    assert page.notice.isVisible()
    assert words in page.notice.accessibleName()
    qtbot.waitUntil(lambda: page.view.opened_row() is not None)
    switch(page, "healthy", qtbot)
    assert not page.notice.isVisible()
    assert page.model.counts()["open"] == 0


def test_ten_thousand_connectors_do_not_hold_up_the_window(window: MainWindow, qtbot: QtBot) -> None:
    page = practice_page(window, qtbot)
    with StallWatch() as watch:
        switch(page, "ten_thousand_connectors", qtbot)
    assert page.model.counts()["open"] == 0
    assert watch.milliseconds <= 2 * BLOCKED  # AFAS's reply of half a megabyte is parsed in one go


def test_closing_while_a_slow_check_runs_takes_no_time(window: MainWindow, qtbot: QtBot) -> None:
    page = practice_page(window, qtbot)
    assert page.picker is not None
    page.picker.pick("slow")
    qtbot.waitUntil(lambda: page.running, timeout=PATIENCE)
    began = time.monotonic()
    window.close()
    assert time.monotonic() - began < 1


def program(*arguments: str, home: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "afas_assistant", *arguments, "--data-dir", str(home)],
        cwd=CHECKOUT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        check=False,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )


def test_a_desktop_finds_the_entry_of_the_window() -> None:
    script = (
        "from afas_assistant.ui.application import make_application; made = make_application(); "
        "print(made.desktopFileName(), made.applicationVersion(), made.applicationName(), sep='|')"
    )
    surroundings = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    told = subprocess.run(
        [sys.executable, "-c", script], cwd=CHECKOUT, env=surroundings, check=True, capture_output=True, text=True
    ).stdout
    assert told.strip() == f"afas-assistant|{__version__}|AFAS Assistant"
    assert (CHECKOUT / "packaging" / "linux" / "afas-assistant.desktop").is_file()


@pytest.mark.parametrize("command", [(), ("demo",)])
def test_nothing_heavy_is_loaded_before_the_first_paint(command: tuple[str, ...], tmp_path: Path) -> None:
    answer = program(*command, "--report-first-paint", home=tmp_path)
    assert answer.returncode == 0, answer.stderr[-2000:]
    told = json.loads(answer.stdout.splitlines()[-1])
    heavy = {"httpx", "truststore", "pydantic", "sqlalchemy", "alembic", "keyring", "uvicorn", "starlette", "stamina"}
    assert heavy & set(told["modules"]) == set()
    assert "PySide6" in told["modules"]
    assert 0 < told["milliseconds"] < 10_000
