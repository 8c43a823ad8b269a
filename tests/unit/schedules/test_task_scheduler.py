"""The XML of the Task Scheduler: well-formed, its elements as Microsoft's schema has them, its arguments as meant."""

import ctypes
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from afas_assistant.schedules.task_scheduler import TaskScheduler
from afas_assistant.schedules.tools import Answer
from tests.unit.schedules.samples import HOSTILE, Recorder, task

NAME = "afas-assistant-nightly-T99001AA"
SPACE = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
ACCOUNT = {"USERDOMAIN": "OFFICE & CO", "USERNAME": "José"}


def parsed(text: str) -> ET.Element:
    return ET.fromstring(text.encode("utf-16"))  # as the file is: with its mark


def test_the_elements_stand_in_the_order_of_the_schema() -> None:
    (piece,) = TaskScheduler(Recorder(), ACCOUNT).pieces(task())
    root = parsed(piece.text)

    def children(path: str) -> list[str]:
        found = root if not path else root.find("/".join(f"{SPACE}{name}" for name in path.split("/")))
        assert found is not None, path
        return [one.tag.removeprefix(SPACE) for one in found]

    assert root.tag == f"{SPACE}Task"
    assert children("") == ["RegistrationInfo", "Triggers", "Principals", "Settings", "Actions"]
    assert children("Triggers/CalendarTrigger") == ["StartBoundary", "ScheduleByDay"]
    assert children("Principals/Principal") == ["UserId", "LogonType", "RunLevel"]
    assert children("Actions/Exec") == ["Command", "Arguments"]
    assert root.findtext(f".//{SPACE}LogonType") == "InteractiveToken"
    assert root.findtext(f".//{SPACE}StartWhenAvailable") == "true"
    assert root.findtext(f".//{SPACE}UserId") == "OFFICE & CO\\José"
    boundary = root.findtext(f".//{SPACE}StartBoundary")
    assert boundary is not None
    assert boundary.startswith("2026-11-2")
    assert boundary.endswith("T02:00:00")


def arguments_of(line: str) -> list[str]:
    """Return the arguments that a Windows program finds in a command line, by Microsoft's published rules."""
    found, current, quoted, slashes, begun = list[str](), "", False, 0, False
    for sign in f"{line} ":
        if sign == "\\":
            slashes, begun = slashes + 1, True
            continue
        if sign == '"':
            current += "\\" * (slashes // 2)
            if slashes % 2:
                current += '"'
            else:
                quoted = not quoted
            begun = True
        elif sign in " \t" and not quoted:
            current += "\\" * slashes
            if begun:
                found.append(current)
            current, begun = "", False
        else:
            current += "\\" * slashes + sign
            begun = True
        slashes = 0
    return found


def test_every_argument_is_found_by_windows_as_it_was() -> None:
    hostile = (*HOSTILE, "C:\\data dir\\", 'a\\"b')
    (piece,) = TaskScheduler(Recorder(), ACCOUNT).pieces(task("C:\\AFAS & Co\\afas-assistant.exe", *hostile))
    root = parsed(piece.text)
    assert root.findtext(f".//{SPACE}Command") == "C:\\AFAS & Co\\afas-assistant.exe"
    line = root.findtext(f".//{SPACE}Arguments")
    assert line is not None
    assert arguments_of(line) == list(hostile)


@pytest.mark.skipif(sys.platform != "win32", reason="asks Windows itself")
def test_windows_itself_reads_the_same() -> None:
    if sys.platform != "win32":
        return
    line = TaskScheduler(Recorder(), ACCOUNT).pieces(task("x.exe", *HOSTILE))[0].text
    words = parsed(line).findtext(f".//{SPACE}Arguments")
    count = ctypes.c_int()
    split = ctypes.windll.shell32.CommandLineToArgvW
    split.restype = ctypes.POINTER(ctypes.c_wchar_p)
    found = split(f"x.exe {words}", ctypes.byref(count))
    assert [found[place] for place in range(1, count.value)] == list(HOSTILE)


class Registry(Recorder):
    """Task Scheduler in memory: gives a task back as Windows does, ordered anew and with more in it."""

    xml = ""

    def __call__(self, command: object, typed: bytes = b"") -> Answer:
        arguments = [str(one) for one in command]  # type: ignore[attr-defined] # a sequence of words
        self.asked.append(arguments)
        if "/Create" in arguments:
            Registry.xml = Path(arguments[arguments.index("/XML") + 1]).read_bytes().decode("utf-16")
        elif "/Delete" in arguments:
            Registry.xml = ""
        elif not Registry.xml:
            return Answer(1, "", "ERROR: The system cannot find the file specified.")
        elif "/XML" in arguments:
            return Answer(0, Registry.xml.replace("<Triggers>", "<Triggers>\n<!-- 11.0 -->"))
        else:
            row = ["PC", f"\\{NAME}", "22-11-2026 02:00:00", "Gereed", "Alleen interactief", "21-11-2026 02:00:01", "2"]
            return Answer(0, ",".join(f'"{one}"' for one in row) + "\n")
        return Answer(0, "")


def test_it_is_made_shown_and_taken_away() -> None:
    scheduler = TaskScheduler(Registry(), ACCOUNT)
    assert not scheduler.state(task()).made
    scheduler.make(task("x.exe", "a & b"))
    assert Registry.xml == scheduler.pieces(task("x.exe", "a & b"))[0].text
    state = scheduler.state(task("x.exe", "a & b"))
    assert (state.made, state.changed) == (True, False)
    assert (state.next_run, state.last_run, state.last_result) == ("22-11-2026 02:00:00", "21-11-2026 02:00:01", "2")
    assert scheduler.state(task("moved.exe", "a & b")).changed
    scheduler.remove(NAME)
    assert Registry.xml == ""
