"""The property list: plistlib reads in it what was meant, and launchd is asked in the right order."""

import plistlib
from pathlib import Path

from afas_assistant.schedules.launchd import Launchd
from afas_assistant.schedules.tools import Answer
from tests.unit.schedules.samples import HOSTILE, Recorder, files_in, task

NAME = "afas-assistant-nightly-T99001AA"


def test_every_argument_and_the_time_come_back_as_they_were(tmp_path: Path) -> None:
    (piece,) = Launchd(Recorder(), tmp_path, 501).pieces(task("/Applications/AFAS Assistant.app/x", *HOSTILE))
    read = plistlib.loads(piece.text.encode())
    assert read["ProgramArguments"] == ["/Applications/AFAS Assistant.app/x", *HOSTILE]
    assert read["StartCalendarInterval"] == {"Hour": 2, "Minute": 0}
    assert read["Label"] == NAME
    assert "RunAtLoad" not in read


def test_what_is_shown_is_what_is_made_and_all_of_it_goes_again(tmp_path: Path) -> None:
    tool = Recorder()
    launchd = Launchd(tool, tmp_path, 501)
    launchd.make(task())
    (piece,) = launchd.pieces(task())
    assert Path(piece.place).read_text(encoding="utf-8") == piece.text
    path = str(tmp_path / f"{NAME}.plist")
    assert tool.asked == [["launchctl", "bootout", f"gui/501/{NAME}"], ["launchctl", "bootstrap", "gui/501", path]]
    launchd.remove(NAME)
    assert files_in(tmp_path) == []


def test_the_state_is_what_launchd_tells(tmp_path: Path) -> None:
    tool = Recorder()
    launchd = Launchd(tool, tmp_path, 501)
    assert not launchd.state(task()).made
    launchd.make(task())
    tool.answers = {"print": Answer(0, f"gui/501/{NAME} = {{\n\tstate = not running\n\tlast exit code = 2\n}}\n")}
    state = launchd.state(task())
    assert (state.made, state.changed, state.last_result) == (True, False, "2")
    tool.answers = {"print": Answer(113, "", "Could not find service")}
    assert launchd.state(task()).changed
