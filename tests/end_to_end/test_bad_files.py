"""Broken files, keyrings and terminals through the real command line: a sentence, a true exit code, nothing lost."""

import json
import os
import shlex
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.helpers.foreign_afas import REST, ForeignAfas
from tests.helpers.http_server import Answer, PretendServer, pretend_server
from tests.helpers.keyrings_for_children import BACKEND, FILE, MOOD
from tests.helpers.terminal import OWN_PROFILE, TOKEN, Told, check, command, environment, refused, run, run_as

DATABASE = "afas-assistant.sqlite3"


@pytest.fixture(scope="module")
def foreign() -> Iterator[PretendServer]:
    with pretend_server(ForeignAfas()) as server:
        yield server


@pytest.fixture
def own(tmp_path: Path) -> str:
    """A profile of two GetConnectors that are there, for checks that must not take long."""
    file = tmp_path / "own.toml"
    file.write_text(OWN_PROFILE, encoding="utf-8")
    return str(file)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"schema = = 1", ("own.toml", "line 1", "TOML")),
        (OWN_PROFILE.replace("why =", "wy =", 1).encode(), ("own.toml", "line 8", "wy")),
        (b'schema = 1\nid = "own"\nname = "x"\ndocument = "d"\ncolour = "red"\n', ("line 5", "colour")),
        (b"\x00\xff\xfe\x01" * 100, ("own.toml", "UTF-8")),
        (b"", ("own.toml", "empty")),
        (None, ("own.toml", "not a file")),
    ],
)
def test_a_broken_profile(
    tmp_path: Path, foreign: PretendServer, content: bytes | None, words: tuple[str, ...]
) -> None:
    file, before = tmp_path / "own.toml", len(foreign.requests)
    if content is None:
        file.mkdir()
    else:
        file.write_bytes(content)
    refused(check(tmp_path, foreign.root, "--profile", str(file)), "profile", *words)
    assert content is None or file.read_bytes() == content
    assert len(foreign.requests) == before


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory, foreign: PretendServer) -> Path:
    """A home with one organisation whose token is in a keyring; tests work on copies."""
    home = tmp_path_factory.mktemp("kept")
    told = run(home, "org", "add", "--address", f"{foreign.root}{REST}", variables=keyring(home))
    assert told.code == 0, told.err
    return home


def keyring(home: Path, mood: str = "") -> dict[str, str]:
    return {"PYTHON_KEYRING_BACKEND": BACKEND, FILE: str(home / "keyring.json"), MOOD: mood}


@pytest.fixture
def home(tmp_path: Path, kept: Path) -> Path:
    shutil.copytree(kept, tmp_path / "home")
    return tmp_path / "home"


@pytest.mark.parametrize(
    ("mood", "words"),
    [
        ("locked", ("keyring is locked", "unlock")),
        ("refusing", ("keyring", "try again")),
    ],
)
def test_a_keyring_in_a_mood(home: Path, mood: str, words: tuple[str, ...]) -> None:
    refused(run(home, "check", "--org", "T12345AA", token=None, variables=keyring(home, mood)), *words)
    assert TOKEN in json.loads((home / "keyring.json").read_text(encoding="utf-8")).values()


@pytest.fixture(scope="module", autouse=True)
def hanging(kept: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator["subprocess.Popen[str]"]:
    """A check whose keyring never answers, started before the other tests so that nobody waits for it."""
    home = tmp_path_factory.mktemp("hanging") / "home"
    shutil.copytree(kept, home)
    line = command(home, "check", "--org", "T12345AA")
    variables = environment(None, **keyring(home, "hanging"))
    with subprocess.Popen(line, env=variables, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True) as process:  # fmt: skip
        yield process
        process.kill()


def test_a_hanging_keyring(hanging: "subprocess.Popen[str]") -> None:
    out, err = hanging.communicate(timeout=30)
    refused(Told(hanging.returncode, out, err, 0.0), "keyring does not answer", "window")


def test_an_absent_keyring(home: Path, own: str) -> None:
    none = {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
    refused(run(home, "check", "--org", "T12345AA", token=None, variables=none), "no keyring")
    assert run(home, "check", "--org", "T12345AA", "--profile", own, variables=none).code in {0, 1}


@pytest.mark.parametrize("kind", ["newer", "garbage", "half", "folder"])
def test_a_database_that_cannot_be_used_is_left_alone(home: Path, kind: str) -> None:
    file = home / DATABASE
    words = {"newer": "newer version", "folder": DATABASE}.get(kind, "damaged")
    if kind == "newer":
        line = sqlite3.connect(file)
        line.execute("UPDATE alembic_version SET version_num = '9999'")
        line.commit()
        line.close()
    elif kind == "folder":
        file.unlink()
        file.mkdir()
    else:
        file.write_bytes(os.urandom(9000) if kind == "garbage" else file.read_bytes()[:9000])
    before = file.read_bytes() if file.is_file() else None
    refused(run(home, "org", "list"), words)
    refused(run(home, "check", "--org", "T12345AA"), words)
    assert (file.read_bytes() if file.is_file() else None) == before
    assert json.loads((home / "keyring.json").read_text(encoding="utf-8"))


def test_broken_preferences_are_told_and_kept(tmp_path: Path, foreign: PretendServer, own: str) -> None:
    (tmp_path / "preferences.toml").write_bytes(b'language = = "en"\n')
    line = [sys.executable, "-m", "afas_assistant", "check", "--address", f"{foreign.root}{REST}"]
    told = run_as([*line, "--profile", own, "--data-dir", str(tmp_path)])
    assert told.code == 0
    assert "preferences.toml" in told.err
    assert b'language = = "en"\n' in [file.read_bytes() for file in tmp_path.glob("preferences*")]


def test_a_home_that_is_a_file(tmp_path: Path, foreign: PretendServer, own: str) -> None:
    file = tmp_path / "file"
    file.write_text("mine", encoding="utf-8")
    assert check(file, foreign.root, "--profile", own).code == 0  # nothing has to be kept for it
    refused(run(file, "org", "list"), str(file))
    assert file.read_text(encoding="utf-8") == "mine"


@contextmanager
def small_disk() -> Iterator[Path]:
    """A disk of 300 kB, where this user may mount one."""
    folder = Path(tempfile.mkdtemp())
    mount = ["mount", "-t", "tmpfs", "-o", "size=300k", "none", str(folder)]
    mounted = bool(shutil.which("mount")) and subprocess.run(mount, capture_output=True, check=False).returncode == 0
    try:
        if not mounted:
            pytest.skip("mounting a small disk takes rights that this user lacks")
        yield folder
    finally:
        if mounted:
            subprocess.run(["umount", str(folder)], check=True)
        folder.rmdir()


def test_a_full_disk_does_not_swallow_the_report(kept: Path, own: str) -> None:
    with small_disk() as disk:
        shutil.copytree(kept, disk, dirs_exist_ok=True)
        room = 44_000  # enough to open the database, not enough to keep a report
        (disk / "ballast").write_bytes(b"x" * (shutil.disk_usage(disk).free - room))
        told = run(disk, "check", "--org", "T12345AA", "--profile", own, "--format", "json")
        assert "disk" in told.err
        assert told.lines["get/Profit_Debtor"]["status"] == "ok", "the check itself went well"
        (disk / "ballast").unlink()
        assert "T12345AA" in run(disk, "org", "list").out


# ------------------------------------------------------------------------------------------------ the terminal itself


def test_standard_output_on_a_full_disk(tmp_path: Path, foreign: PretendServer) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    line = shlex.join(command(tmp_path, "check", "--address", f"{foreign.root}{REST}", "--format", "json"))
    refused(run_as(["sh", "-c", f"{line} > /dev/full"]), "written")


@pytest.mark.parametrize("closing", ["| head -1", "| true", ">&-", "2>&-"])
def test_a_reader_that_goes_away(tmp_path: Path, foreign: PretendServer, closing: str) -> None:
    line = shlex.join(command(tmp_path, "check", "--address", f"{foreign.root}{REST}"))
    told = run_as(["bash", "-c", f"set -o pipefail; {line} {closing}"])
    assert told.code == 1  # of `check`: the smaller connectors of the documents are missing
    assert told.err == ""


def test_arguments_in_any_order(tmp_path: Path, foreign: PretendServer, own: str) -> None:
    before = ["--language", "en", "--data-dir", str(tmp_path)]
    after = ["check", "--profile", own, "--format", "json", "--address", f"{foreign.root}{REST}"]
    told = run_as([sys.executable, "-m", "afas_assistant", *before, *after])
    assert told.code == 0
    assert told.lines["get/Profit_Debtor"]["title"].startswith("1 row read")


@pytest.mark.parametrize("port", ["99999", "-1"])
def test_a_port_that_does_not_exist(tmp_path: Path, port: str) -> None:
    told = run(tmp_path, "practice", "serve", "--port", port, seconds=15)
    assert told.code == 2
    assert "port" in told.err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for a single process")
@pytest.mark.parametrize("silent", ["/metainfo", "/connectors/Profit_Debtor"])
def test_an_interrupted_check_says_so(tmp_path: Path, own: str, silent: str) -> None:
    # A shell that starts tests in the background lets them ignore Ctrl-C, and a child would inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with pretend_server(ForeignAfas(replies={silent: Answer(delay=30)})) as server:
        line = command(tmp_path, "check", "--address", f"{server.root}{REST}", "--profile", own)
        process = subprocess.Popen(line, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        try:
            deadline = time.monotonic() + 10
            while not any(silent in target for target in server.targets()) and time.monotonic() < deadline:
                time.sleep(0.02)
            process.send_signal(signal.SIGINT)
            _, said = process.communicate(timeout=10)
        finally:
            process.kill()
    assert "Traceback" not in said
    assert process.returncode in {130, 2, -signal.SIGINT}
    assert said.strip()
