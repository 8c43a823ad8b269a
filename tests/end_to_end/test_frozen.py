"""The frozen program, as packaging/build.py made it here: both of its doors open, and what it brings along is found.

It is started without the checkout and this Python, in a folder of the test's own.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from afas_assistant import __version__
from tests.helpers.keyring_session import MISSING, run_with_keyring

CHECKOUT = Path(__file__).resolve().parents[2]
FOLDER = CHECKOUT / "dist" / ("AFAS Assistant.app/Contents" if sys.platform == "darwin" else "afas-assistant")
PROGRAMS = FOLDER / "MacOS" if sys.platform == "darwin" else FOLDER
SUFFIX = ".exe" if sys.platform == "win32" else ""
WINDOW = PROGRAMS / f"AFAS Assistant{SUFFIX}"
CONSOLE = PROGRAMS / f"afas-assistant{SUFFIX}"
KEYRINGS = {"linux": "Secret Service", "darwin": "macOS Keychain", "win32": "Windows Credential Manager"}
RELAY = "import subprocess, sys; sys.exit(subprocess.call(sys.argv[1:]))"  # lets the helper start any program


def obstacle() -> str:
    """Return why there is nothing to try; a program from before the last change would prove nothing."""
    if not CONSOLE.is_file():
        return "no frozen program here; python packaging/build.py makes it"
    sources = [*(CHECKOUT / "afas_assistant").rglob("*.py"), *filter(Path.is_file, (CHECKOUT / "resources").rglob("*"))]
    if max(path.stat().st_mtime for path in sources) > CONSOLE.stat().st_mtime:
        return "the frozen program is older than the code; python packaging/build.py renews it"
    return ""


OBSTACLE = obstacle()
pytestmark = pytest.mark.skipif(bool(OBSTACLE), reason=OBSTACLE)


def run(
    program: Path, *arguments: str | Path, cwd: Path, more: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("PYTHONPATH")}
    answer = subprocess.run(
        [program, *arguments],
        cwd=cwd,
        env=surroundings | dict(more or {}),
        check=False,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert answer.returncode == 0, answer.stdout[-2000:] + answer.stderr[-2000:]
    assert answer.stderr == ""
    return answer


def test_the_console_twin_is_of_this_version(tmp_path: Path) -> None:
    assert run(CONSOLE, "--version", cwd=tmp_path).stdout == f"AFAS Assistant {__version__}\n"


def test_the_practice_check_passes(tmp_path: Path) -> None:
    """Starts the child process, reads profiles, explanations and practice data, and speaks HTTP with it."""
    asked = ("check", "--demo", "--format", "json", "--data-dir", tmp_path / "data")
    report = json.loads(run(CONSOLE, *asked, cwd=tmp_path).stdout)
    assert report["error"] is None
    assert {check["status"] for check in report["checks"]} == {"ok", "by_hand"}
    assert len(report["checks"]) > 60


def test_the_daily_work_writes_its_outbox(tmp_path: Path) -> None:
    """Brings an empty database to the newest revision, with the scripts that came along."""
    data = tmp_path / "data"
    run(CONSOLE, "outbox", "list", "--data-dir", data, cwd=tmp_path)
    assert (data / "afas-assistant.sqlite3").is_file()


@pytest.mark.real_keyring
@pytest.mark.skipif(sys.platform == "linux" and bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")
def test_the_keyring_of_the_system_is_found(tmp_path: Path) -> None:
    about = [str(CONSOLE), "about", "--language", "en", "--data-dir", str(tmp_path / "data")]
    if sys.platform == "linux":
        answer = run_with_keyring(tmp_path, ["-c", RELAY, *about], "")
        assert answer.returncode == 0, answer.stderr
        told = answer.stdout
    else:
        told = run(CONSOLE, *about[1:], cwd=tmp_path).stdout
    assert f"Tokens are kept in {KEYRINGS[sys.platform]}." in told.splitlines()


@pytest.mark.parametrize("program", [WINDOW, CONSOLE], ids=["windowed", "console"])
def test_the_window_paints(program: Path, tmp_path: Path) -> None:
    told = run(program, "--report-first-paint", "--data-dir", tmp_path / "data", cwd=tmp_path).stdout
    if program == WINDOW and sys.platform == "win32":
        assert told == ""  # a windowed program has no standard output there; that it ended says that it painted
        return
    report = json.loads(told)
    assert report["milliseconds"] > 0
    assert "httpx" not in report["modules"]


@pytest.mark.skipif(not shutil.which("Xvfb"), reason="not installed: Xvfb")
@pytest.mark.skipif(sys.platform != "linux", reason="X11 is for Linux")
def test_the_window_paints_on_a_screen(tmp_path: Path) -> None:
    """Loads what X11 needs, which the offscreen platform does without."""
    with subprocess.Popen(
        ["Xvfb", "-displayfd", "1", "-screen", "0", "1400x1000x24"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as screen:
        try:
            assert screen.stdout is not None
            display = f":{screen.stdout.readline().decode().strip()}"
            more = {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
            told = run(WINDOW, "--report-first-paint", "--data-dir", tmp_path / "data", cwd=tmp_path, more=more).stdout
        finally:
            screen.terminate()
    assert json.loads(told)["milliseconds"] > 0


def test_every_resource_is_inside_and_nothing_of_the_tests() -> None:
    inside = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*")}
    for file in filter(Path.is_file, (CHECKOUT / "resources").rglob("*")):
        assert any(name.endswith(file.relative_to(CHECKOUT).as_posix()) for name in inside), file
    assert not [name for name in inside if re.search(r"(^|/)(pytest|hypothesis|PySide6/Qt/qml)(/|$)", name)]


@pytest.mark.skipif(sys.platform != "linux", reason="the menu of Linux desktops")
def test_the_menu_entry_comes_and_goes(tmp_path: Path) -> None:
    home = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "share")}
    run(FOLDER / "install.sh", cwd=tmp_path, more=home)
    entry = tmp_path / "share" / "applications" / "afas-assistant.desktop"
    assert f'Exec="{WINDOW}"' in entry.read_text(encoding="utf-8").splitlines()
    assert (tmp_path / "share/icons/hicolor/scalable/apps/afas-assistant.svg").is_file()
    assert run(tmp_path / ".local/bin/afas-assistant", "--version", cwd=tmp_path).stdout.startswith("AFAS Assistant")
    run(FOLDER / "install.sh", "--remove", cwd=tmp_path, more=home)
    assert [path for path in tmp_path.rglob("*") if not path.is_dir()] == []
