"""Lines in a crontab: the real crontab takes them, a shell reads in them what was meant, all other lines stay."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from afas_assistant.errors import ConfigurationError
from afas_assistant.schedules.cron import Cron, without
from afas_assistant.schedules.tools import Answer, run_tool
from tests.unit.schedules.samples import HOSTILE, Recorder, task

CRONTAB = shutil.which("crontab")
needs_cron = pytest.mark.skipif(CRONTAB is None, reason="crontab is not installed")
NAME = "afas-assistant-nightly-T99001AA"
OTHERS = "MAILTO=office\n# mine\n5 4 * * sun  /usr/bin/backup  --all\t100\\%\n"
PLAIN = tuple(part for part in HOSTILE if "\\" not in part)


class PretendCrontab(Recorder):
    """A crontab in memory, which answers as Debian's does."""

    def __init__(self, content: str | None = None) -> None:
        super().__init__()
        self.content = content

    def __call__(self, command: object, typed: bytes = b"") -> Answer:
        arguments = list(command)[1:]  # type: ignore[call-overload] # a sequence of words
        if arguments == ["-l"]:
            return Answer(1, "", "no crontab for me\n") if self.content is None else Answer(0, self.content)
        self.content = None if arguments == ["-r"] else typed.decode("utf-8", "surrogateescape")
        return Answer(0, "")


def command_in(crontab: str) -> str:
    """Return what cron hands to its shell: the line behind the five fields, with `\\%` as `%`."""
    line = next(line for line in crontab.splitlines() if line[:1].isdigit() and "AFAS" in line)
    return line.split(maxsplit=5)[5].replace("\\%", "%")


def test_a_shell_reads_exactly_the_arguments_that_were_meant(tmp_path: Path) -> None:
    program = tmp_path / "AFAS Assistant"
    told = tmp_path / "told"
    program.write_text(
        f'#!{sys.executable}\nimport sys\nopen("{told}", "w", encoding="utf-8").write(repr(sys.argv[1:]))\n',
        encoding="utf-8",
    )
    program.chmod(0o700)
    (piece,) = Cron(Recorder(), {}).pieces(task(str(program), *PLAIN))
    done = subprocess.run(["/bin/sh", "-c", command_in(piece.text)], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert told.read_text(encoding="utf-8") == repr(list(PLAIN))


def test_a_percent_sign_never_ends_the_command() -> None:
    (piece,) = Cron(Recorder(), {}).pieces(task("/opt/AFAS/x", "100% of %d"))
    line = next(line for line in piece.text.splitlines() if line.startswith("0 2 * * * "))
    assert line.replace("\\%", "").count("%") == 0


@pytest.mark.parametrize("part", ["a\\b", "x" * 1000])
def test_what_a_crontab_has_no_room_for_is_refused(part: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        Cron(Recorder(), {}).pieces(task("/bin/x", part))
    assert caught.value.code == "command_not_writable"


@pytest.mark.parametrize("before", [None, OTHERS, OTHERS.rstrip("\n"), "\udce9 latin\n", "\n\n"])
def test_every_other_line_stays_as_it_was(before: str | None) -> None:
    tool = PretendCrontab(before)
    cron = Cron(tool, {})
    cron.make(task())
    cron.make(task("/bin/y"))
    assert tool.content
    assert tool.content.startswith(before or "")
    assert tool.content.count("# begin") == 1
    assert (cron.state(task("/bin/y")).made, cron.state(task("/bin/y")).changed) == (True, False)
    assert cron.state(task("/bin/x")).changed
    cron.remove(NAME)
    kept = before if before is None or before.endswith("\n") else f"{before}\n"
    assert tool.content == kept
    assert not cron.state(task()).made


def test_half_of_the_marks_takes_nothing_along() -> None:
    broken = f"# begin {NAME} (made by AFAS Assistant; take it away there)\n1 1 * * * mine\n"
    assert without(broken, NAME) == broken


def test_a_message_bus_with_a_lasting_address_is_named_and_no_other() -> None:
    lasting = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/run/user/1000/bus"}
    passing = {"DBUS_SESSION_BUS_ADDRESS": "unix:abstract=/tmp/dbus-x,guid=1"}
    assert (
        "DBUS_SESSION_BUS_ADDRESS=unix:path=/run/user/1000/bus /bin/x"
        in Cron(Recorder(), lasting).pieces(task())[0].text
    )
    assert "DBUS" not in Cron(Recorder(), passing).pieces(task())[0].text


def test_an_account_that_may_have_no_crontab_is_told() -> None:
    tool = Recorder(**{"-l": Answer(1, "", "You (me) are not allowed to use this program (crontab)")})
    with pytest.raises(ConfigurationError) as caught:
        Cron(tool, {}).make(task())
    assert "not allowed" in caught.value.sentence("en")


@pytest.fixture
def crontab(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The real crontab, of an account that has none before and after; what somebody has is not touched."""
    assert CRONTAB
    if subprocess.run([CRONTAB, "-l"], capture_output=True, check=False).returncode == 0:
        pytest.skip("this account has a crontab of its own")
    yield CRONTAB
    subprocess.run([CRONTAB, "-r"], capture_output=True, check=False)


def lines_of(crontab: str) -> bytes:
    return subprocess.run([crontab, "-l"], capture_output=True, check=False).stdout


@needs_cron
def test_the_real_crontab_takes_the_lines_and_gives_the_others_back(crontab: str) -> None:
    subprocess.run([crontab, "-"], input=OTHERS.encode(), check=True)
    before = lines_of(crontab)
    cron = Cron(run_tool, {})
    wanted = task("/opt/AFAS Assistant/x", *PLAIN)
    cron.make(wanted)
    assert (cron.state(wanted).made, cron.state(wanted).changed) == (True, False)
    assert lines_of(crontab).startswith(before)
    assert cron.pieces(wanted)[0].text.encode() in lines_of(crontab)
    cron.remove(NAME)
    assert lines_of(crontab) == before
    subprocess.run([crontab, "-r"], check=True)
    cron.make(wanted)
    cron.remove(NAME)
    assert lines_of(crontab) == b""
