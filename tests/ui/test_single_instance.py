"""One window for one folder of data: a second start raises the first and ends."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from afas_assistant.ui.single_instance import LOCK, Instance

CHECKOUT = Path(__file__).resolve().parents[2]
FIRST = """
import argparse, sys
from pathlib import Path
from afas_assistant.ui import application

application.come_forward = lambda window, *, demo: print("raised", demo, flush=True)
start = application.start_work

def start_and_tell(*arguments, **options):
    start(*arguments, **options)
    print("open", flush=True)

application.start_work = start_and_tell
application.run(argparse.Namespace(data_dir=Path(sys.argv[1]), demo=False, report_first_paint=False))
"""


@pytest.fixture
def first(tmp_path: Path) -> Iterator[Instance]:
    made = Instance(tmp_path / "data")
    yield made
    made.close()


def test_the_second_is_not_the_first_and_another_folder_is_another_instance(first: Instance, tmp_path: Path) -> None:
    second, other = Instance(tmp_path / "data"), Instance(tmp_path / "other")
    assert first.is_first
    assert sys.platform == "win32" or (tmp_path / "data").stat().st_mode & 0o077 == 0
    assert not second.is_first
    assert other.is_first
    assert other.server_name() != first.server_name() == second.server_name()
    other.close()
    first.close()
    third = Instance(tmp_path / "data")
    assert third.is_first
    third.close()


def test_what_a_crash_leaves_behind_is_no_obstacle(tmp_path: Path, qtbot: QtBot) -> None:
    folder = tmp_path / "data"
    crash = (
        f"import os; from pathlib import Path; from afas_assistant.ui.single_instance import Instance\n"
        f"from PySide6.QtCore import QCoreApplication\napp = QCoreApplication([])\n"
        f"one = Instance(Path({str(folder)!r})); one.listen(print); os._exit(1)"
    )
    subprocess.run([sys.executable, "-c", crash], cwd=CHECKOUT, check=False, timeout=60)
    assert (folder / LOCK).exists()
    made = Instance(folder)
    assert made.is_first
    made.listen(print)
    assert made._server is not None
    made.close()


def test_a_folder_that_cannot_be_made_does_not_keep_the_window_away(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert Instance(tmp_path / "file" / "data").is_first


def test_a_second_start_raises_the_first_window_and_ends(tmp_path: Path) -> None:
    first = subprocess.Popen(
        [sys.executable, "-c", FIRST, str(tmp_path / "data")], cwd=CHECKOUT, stdout=subprocess.PIPE, encoding="utf-8"
    )
    try:
        assert first.stdout is not None
        assert first.stdout.readline() == "open\n"
        began = time.monotonic()
        second = subprocess.run(
            [sys.executable, "-m", "afas_assistant", "demo", "--data-dir", str(tmp_path / "data")],
            cwd=CHECKOUT,
            check=False,
            capture_output=True,
            timeout=30,
        )
        assert second.returncode == 0, second.stderr
        assert time.monotonic() - began < 15
        assert first.stdout.readline() == "raised True\n"
        assert first.poll() is None
    finally:
        first.kill()
        first.wait()
        if first.stdout is not None:
            first.stdout.close()
