"""The units of systemd: what it reads in them is what was meant, and nothing is left of them."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from afas_assistant.errors import ConfigurationError
from afas_assistant.schedules.systemd_user import SystemdUser, quoted
from afas_assistant.schedules.tools import Answer
from tests.unit.schedules.samples import HOSTILE, Recorder, files_in, task

ANALYZE = shutil.which("systemd-analyze")
needs_systemd = pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze is not installed")
NAME = "afas-assistant-nightly-T99001AA"


def program(folder: Path) -> str:
    """Return a program that is really there, under a name that needs every kind of escaping."""
    path = folder / 'José\'s 100% "own" & <b> programs' / "afas assistant"
    path.parent.mkdir(parents=True)
    path.write_text("#!/bin/sh\n", encoding="utf-8")
    path.chmod(0o700)
    return str(path)


@needs_systemd
def test_systemd_itself_finds_nothing_wrong(tmp_path: Path) -> None:
    folder = tmp_path / "units"
    SystemdUser(Recorder(), folder).make(task(program(tmp_path), *HOSTILE))
    assert ANALYZE
    files = [str(folder / name) for name in files_in(folder)]
    surroundings = {**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)}
    verify = [ANALYZE, "verify", "--user", *files]
    told = subprocess.run(verify, capture_output=True, text=True, check=False, env=surroundings)
    said = [line for line in told.stderr.splitlines() if NAME in line]
    assert (told.returncode, said) == (0, []), told.stderr


@needs_systemd
def test_systemd_reads_the_time_as_it_was_chosen(tmp_path: Path) -> None:
    (_, timer) = SystemdUser(Recorder(), tmp_path).pieces(task())
    line = next(line for line in timer.text.splitlines() if line.startswith("OnCalendar="))
    assert ANALYZE
    told = subprocess.run([ANALYZE, "calendar", line.partition("=")[2]], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    assert "Normalized form: *-*-* 02:00:00" in told.stdout


def test_every_sign_with_a_meaning_is_taken_out_of_it() -> None:
    assert quoted(("/a b/c", 'say "100%"', "back\\slash")) == '"/a b/c" "say \\"100%%\\"" "back\\\\slash"'
    assert quoted(("/a'b", "c")) == ':"/bin/sh" "-c" "exec \\"$0\\" \\"$@\\"" "/a\'b" "c"'
    assert quoted(("/a", "$HOME")) == ':"/a" "$HOME"'


def test_what_is_shown_is_what_is_made_and_all_of_it_goes_again(tmp_path: Path) -> None:
    tool = Recorder()
    systemd, wanted = SystemdUser(tool, tmp_path / "units"), task("/bin/x", "100%")
    shown = systemd.pieces(wanted)
    systemd.make(wanted)
    assert {piece.place: piece.text for piece in shown} == {
        str(path): path.read_text(encoding="utf-8") for path in (tmp_path / "units").iterdir()
    }
    assert ["systemctl", "--user", "enable", "--now", f"{NAME}.timer"] in tool.asked
    systemd.remove(wanted.name)
    assert files_in(tmp_path) == []
    assert ["systemctl", "--user", "disable", "--now", f"{NAME}.timer"] in tool.asked
    asked = len(tool.asked)
    systemd.remove(wanted.name)
    assert len(tool.asked) == asked


def test_the_state_is_what_systemd_tells(tmp_path: Path) -> None:
    timer = Answer(0, "NextElapseUSecRealtime=Sun 2026-11-22 02:00:00 CET\nLastTriggerUSec=\nActiveState=active\n")
    service = Answer(0, "Result=exit-code\nExecMainStatus=2\nExecMainExitTimestamp=Sat 2026-11-21 02:00:07 CET\n")
    tool = Recorder(**{f"{NAME}.timer": timer, f"{NAME}.service": service})
    systemd = SystemdUser(tool, tmp_path)
    assert not systemd.state(task()).made
    tool.answers = {}
    systemd.make(task())
    tool.answers = {f"{NAME}.timer": timer, f"{NAME}.service": service}
    state = systemd.state(task())
    assert (state.made, state.changed) == (True, False)
    assert state.next_run == "Sun 2026-11-22 02:00:00 CET"
    assert state.last_result == "exit-code, 2"
    assert systemd.state(task("/elsewhere/x")).changed
    tool.answers = {f"{NAME}.timer": Answer(0, "ActiveState=inactive\n")}
    assert systemd.state(task()).changed


def test_a_refusal_is_told_in_systemds_words(tmp_path: Path) -> None:
    tool = Recorder(enable=Answer(1, "", "Failed to connect to bus: No medium found\n"))
    with pytest.raises(ConfigurationError) as caught:
        SystemdUser(tool, tmp_path).make(task())
    assert caught.value.code == "scheduler_refused"
    assert "No medium found" in caught.value.sentence("en")


def test_files_go_also_when_systemd_does_not_answer(tmp_path: Path) -> None:
    tool = Recorder()
    systemd = SystemdUser(tool, tmp_path)
    systemd.make(task())
    tool.answers = {"disable": Answer(1, "", "Failed to connect to bus")}
    with pytest.raises(ConfigurationError):
        systemd.remove(NAME)
    assert files_in(tmp_path) == []


@pytest.mark.parametrize(
    ("said", "usable"), [("running\n", True), ("degraded\n", True), ("offline\n", False), ("", False)]
)
def test_it_can_be_used_where_the_manager_of_the_account_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, usable: bool
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: f"/bin/{name}")
    tool = Recorder(**{"is-system-running": Answer(0 if usable else 1, said)})
    assert (SystemdUser(tool, tmp_path).unavailable() is None) is usable
