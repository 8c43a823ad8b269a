"""The guards of the test suite themselves: a guard that never fails guards nothing."""

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]

# Name of a test, its body, and what its report has to say; None for one that has to pass.
TRIALS: dict[str, tuple[str, str | None]] = {
    "foreign_address": ("socket.create_connection(('192.0.2.1', 80), 1)", "a test tried to"),
    "foreign_name": ("socket.getaddrinfo('www.example.org', 443)", "a test tried to look up 'www.example.org'"),
    "warning_in_the_log": ("logging.getLogger('a').warning('boo')", "unexpected log: WARNING a: boo"),
    "announced_but_silent": ("expect_log('never')", "expected log never came: never"),
    "python_warning": ("warnings.warn('old')", "UserWarning: old"),
    "qt_warning": ("qWarning('odd')", "odd"),
    "slot_that_raises": ("QTimer.singleShot(0, lambda: 1 / 0); qapp.processEvents()", "ZeroDivisionError"),
    "thread": ("threading.Thread(target=time.sleep, args=(3,), name='left').start()", "after the test: left"),
    "timer": ("qapp.kept = QTimer(); qapp.kept.start(9)", "timer still runs after the test"),
    "window": ("qapp.kept = QLabel('left'); qapp.kept.show()", "window still open after the test"),
    "loopback": (
        "with socket.create_server(('127.0.0.1', 0)) as s: socket.create_connection(s.getsockname()).close()",
        None,
    ),
    "name_that_never_exists": ("with pytest.raises(socket.gaierror): socket.getaddrinfo('a.invalid', 443)", None),
    "announced": ("expect_log('bo+'); logging.getLogger('a').warning('boo')", None),
    "memory_keyring": ("keyring.set_password('s', 'n', 'p'); assert memory_keyring.entries == {('s', 'n'): 'p'}", None),
    "own_home": ("assert pathlib.Path.home() == home; assert 'AFAS_ASSISTANT_TOKEN' not in os.environ", None),
    "ended_thread": ("threading.Thread(target=time.sleep, args=(0.2,)).start()", None),
    "stopped_timer": ("qapp.kept = QTimer(); qapp.kept.start(9); qapp.kept.stop()", None),
    "window_of_the_bot": ("qapp.kept = QLabel('left'); qtbot.addWidget(qapp.kept); qapp.kept.show()", None),
    "stall": ("with StallWatch() as watch: time.sleep(0.1)\n    assert 80 < watch.milliseconds < 5000", None),
    "no_stall": ("with StallWatch() as watch: qtbot.wait(60)\n    assert watch.milliseconds < BLOCKED", None),
}
HEAD = """
import keyring, logging, os, pathlib, socket, threading, time, warnings
import pytest
from PySide6.QtCore import QTimer, qWarning
from PySide6.QtWidgets import QLabel
from tests.helpers.stalls import BLOCKED, StallWatch
"""


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Run all trials in one pytest of their own; return what each was reported to have failed with."""
    folder = tmp_path_factory.mktemp("trials")
    names = "qapp, qtbot, expect_log, home, memory_keyring"
    bodies = [f"def test_{name}({names}):\n    {body}\n" for name, (body, _) in TRIALS.items()]
    (folder / "test_trials.py").write_text(HEAD + "\n".join(bodies), encoding="utf-8")
    result = folder / "result.xml"
    options = ["-p", "tests.conftest", "-p", "no:cacheprovider", "-c", "pyproject.toml", f"--junitxml={result}"]
    command = [sys.executable, "-m", "pytest", *options, "--rootdir", str(folder), str(folder)]
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("AFAS_ASSISTANT_TOKEN", "from outside")
        subprocess.run(command, cwd=CHECKOUT, check=False, capture_output=True, timeout=120)
    cases = ET.parse(result).getroot().iter("testcase")
    told: dict[str, str] = {}
    for case in cases:
        words = "\n".join("".join(part.itertext()) for part in case)
        told[str(case.get("name"))] = told.get(str(case.get("name")), "") + words
    return told


@pytest.mark.parametrize("name", [name for name, (_, reason) in TRIALS.items() if reason])
def test_a_bad_test_fails_with_its_reason(reports: dict[str, str], name: str) -> None:
    assert str(TRIALS[name][1]) in reports[f"test_{name}"]


@pytest.mark.parametrize("name", [name for name, (_, reason) in TRIALS.items() if reason is None])
def test_a_good_test_passes(reports: dict[str, str], name: str) -> None:
    assert reports[f"test_{name}"] == ""
