"""start.py: what it says when something is missing, and when it makes the environment anew."""

import ast
import errno
import importlib.util
import json
import shutil
import sys
from pathlib import Path

import pytest

import start

CHECKOUT = Path(start.__file__).parent


class Calls:
    """Stands for starting programs: keeps the commands and answers with an exit code."""

    def __init__(self, code: int = 0) -> None:
        self.code = code
        self.commands: list[list[str]] = []
        self.environments: list[dict[str, str] | None] = []

    def __call__(self, command: list[str], environment: dict[str, str] | None = None) -> int:
        self.commands.append(command)
        self.environments.append(environment)
        return self.code


@pytest.fixture
def venv(tmp_path: Path) -> Path:
    """Make what a finished environment leaves behind: its own mark, our stamp, and a Python that works."""
    folder = tmp_path / "environment"
    python = start.environment_python(folder)
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    (folder / "pyvenv.cfg").write_text("", encoding="utf-8")
    write_stamp(folder, start.fingerprint(), ["dev"])
    return folder


def write_stamp(folder: Path, wanted: dict[str, str], extras: list[str]) -> None:
    (folder / start.STAMP).write_text(json.dumps({"wanted": wanted, "extras": extras}), encoding="utf-8")


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Calls:
    recorder = Calls()
    monkeypatch.setattr(start, "call", recorder)
    monkeypatch.setattr(start, "loads", lambda library: True)
    return recorder


def test_the_file_can_be_read_by_python_3_8() -> None:
    ast.parse((CHECKOUT / "start.py").read_text(encoding="utf-8"), feature_version=(3, 8))


@pytest.mark.parametrize("version", [(3, 8), (3, 10), (3, 15)])
def test_an_unfit_python_gets_a_sentence_with_a_command(version: tuple[int, int]) -> None:
    with pytest.raises(
        start.Trouble, match=rf"needs Python 3.11 to 3.14 and this is Python 3.{version[1]}: .*start.py"
    ):
        start.check_python(version)


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13), (3, 14)])
def test_fitting_pythons_pass(version: tuple[int, int]) -> None:
    start.check_python(version)


def test_the_program_says_the_same_versions_as_the_project_file() -> None:
    project = (CHECKOUT / "pyproject.toml").read_text(encoding="utf-8")
    assert f'requires-python = ">=3.{start.OLDEST[1]},<3.{start.NEWEST[1] + 1}"' in project


def test_test_passes_arguments_and_exit_code_through(venv: Path, calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    calls.code = 5
    assert start.main(["--venv", str(venv), "test", "-k", "address", "--", "-x"]) == 5
    assert calls.commands == [[str(start.environment_python(venv)), "-m", "pytest", "-k", "address", "--", "-x"]]
    assert (calls.environments[0] or {})["QT_QPA_PLATFORM"] == "offscreen"


def test_demo_opens_the_window_where_there_is_a_screen(
    venv: Path, calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.setenv("DISPLAY", ":0")
    assert start.main(["--venv", str(venv), "demo"]) == 0
    assert calls.commands[0][1:] == ["-m", "afas_assistant", "demo"]


def test_demo_without_a_screen_shows_the_check(
    venv: Path, calls: Calls, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    calls.code = 1
    assert start.main(["--venv", str(venv), "demo"]) == 1
    assert calls.commands[0][1:] == ["-m", "afas_assistant", "check", "--demo"]
    assert "no screen here" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("manager", "line"),
    [
        ("apt-get", "sudo apt install libegl1 libxcb-cursor0"),
        ("dnf", "sudo dnf install libglvnd-egl xcb-util-cursor"),
        ("pacman", "sudo pacman -S libglvnd xcb-util-cursor"),
        ("none of these", "install what brings libEGL.so.1, libxcb-cursor.so.0."),
    ],
)
def test_missing_libraries_are_named_with_the_command(monkeypatch: pytest.MonkeyPatch, manager: str, line: str) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(shutil, "which", lambda name: name if name == manager else None)
    monkeypatch.setattr(start, "loads", lambda library: library not in {"libEGL.so.1", "libxcb-cursor.so.0"})
    sentence = start.no_window_because({"DISPLAY": ":0"})
    assert sentence is not None
    assert sentence.endswith(line)


def test_wayland_needs_no_x11_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "loads", lambda library: library not in start.X11_LIBRARIES)
    assert start.no_window_because({"WAYLAND_DISPLAY": "wayland-0"}) is None


def test_tests_need_the_libraries_of_qt(venv: Path, calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(start, "loads", lambda library: False)
    assert start.main(["--venv", str(venv), "test"]) == 2
    assert calls.commands == []


def test_an_unknown_library_does_not_load() -> None:
    assert not start.loads("libdoes-not-exist.so.9")


def test_a_python_without_ensurepip_names_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(shutil, "which", lambda name: name)
    with pytest.raises(start.Trouble, match=r"sudo apt install python3(\.\d+)?-venv$"):
        start.check_venv_module()


@pytest.mark.parametrize("part", ["python", "checkout", "constraints"])
def test_another_python_place_or_pin_makes_the_environment_anew(venv: Path, part: str) -> None:
    write_stamp(venv, {**start.fingerprint(), part: "another"}, [])
    assert start.must_remake(venv, start.read_stamp(venv), start.fingerprint())


def test_a_change_of_the_project_file_only_installs_again(venv: Path) -> None:
    write_stamp(venv, {**start.fingerprint(), "project": "another"}, [])
    assert not start.must_remake(venv, start.read_stamp(venv), start.fingerprint())


def test_an_environment_without_a_working_python_is_made_anew(venv: Path) -> None:
    start.environment_python(venv).unlink()
    assert start.must_remake(venv, start.read_stamp(venv), start.fingerprint())


def test_a_folder_with_other_things_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], calls: Calls
) -> None:
    (tmp_path / "letter.txt").write_text("dear", encoding="utf-8")
    assert start.main(["--venv", str(tmp_path), "demo"]) == 2
    assert "is not a virtual environment and is left alone" in capsys.readouterr().err
    assert (tmp_path / "letter.txt").exists()


@pytest.mark.parametrize(
    ("stamped", "asked", "installed"),
    [([], "dev", ["dev"]), (["dev"], "", None), (["dev"], "dev", None), ([], "", None)],
)
def test_what_is_there_is_not_installed_again(
    venv: Path, monkeypatch: pytest.MonkeyPatch, stamped: list[str], asked: str, installed: list[str] | None
) -> None:
    asked_for: list[list[str]] = []
    monkeypatch.setattr(start, "install", lambda venv, python, wanted, extras: asked_for.append(extras))
    write_stamp(venv, start.fingerprint(), stamped)
    start.prepare(venv, asked)
    assert asked_for == ([] if installed is None else [installed])


def test_a_broken_installation_leaves_no_stamp(venv: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(command: list[str], log: Path) -> None:
        raise start.Trouble("broken")

    monkeypatch.setattr(start, "install_logged", fail)
    write_stamp(venv, {**start.fingerprint(), "project": "another"}, ["dev"])
    with pytest.raises(start.Trouble):
        start.prepare(venv, "dev")
    assert start.read_stamp(venv) == {}


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("WARNING: Retrying … NameResolutionError …\nERROR: No matching distribution found", "cannot be reached"),
        ("SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] …", "PIP_CERT"),
        ("Collecting a\nERROR: No matching distribution found for a==1", "No matching distribution found for a==1"),
        ("", "no reason given"),
    ],
)
def test_a_failed_installation_is_told_in_a_sentence(output: str, sentence: str) -> None:
    assert sentence in start.installation_sentence(output, None)


@pytest.mark.parametrize(
    ("problem", "sentence"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "The disk is full"),
        (PermissionError(errno.EACCES, "Permission denied", "/a/b"), "(Permission denied: /a/b)"),
    ],
)
def test_what_the_system_refuses_is_told_in_a_sentence(problem: OSError, sentence: str) -> None:
    assert sentence in start.told(problem)


def test_a_small_disk_is_said_before_anything_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "SPACE_NEEDED", 2**40)
    with pytest.raises(start.Trouble, match="The disk has"):
        start.make(tmp_path / "environment")
    assert not (tmp_path / "environment").exists()


def test_a_signal_becomes_the_exit_code_that_shells_use() -> None:
    assert start.call([sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"]) == 137


def test_both_stamps_survive_rubbish(venv: Path) -> None:
    (venv / start.STAMP).write_text("{half", encoding="utf-8")
    assert start.read_stamp(venv) == {}
