"""Commands that no scheduler's form may misread, a tool that remembers, and a task."""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from pathlib import Path

from afas_assistant.schedules.tasks import Schedule, Task, Way
from afas_assistant.schedules.tools import Answer

SINCE = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
HOSTILE = (
    "/opt/AFAS Assistant/afas-assistant",
    "/home/José & Zoë <b>/100% of it/%h %%i",
    'it\'s "quoted" $HOME ${PATH} `id` $(id)',
    "; echo gone # no comment !history",
    "~/*?[a-z]{x,y}|>&",
    "--data-dir=",
    "",
    "東京 ünï 🙂",
)


class Recorder:
    """A tool that did everything that was asked, except what `answers` says, by the first words of a command."""

    def __init__(self, **answers: Answer) -> None:
        self.answers = answers
        self.asked: list[list[str]] = []
        self.typed: list[bytes] = []

    def __call__(self, command: Sequence[str], typed: bytes = b"") -> Answer:
        self.asked.append(list(command))
        self.typed.append(typed)
        words = set(command)
        return next((answer for word, answer in self.answers.items() if word.strip("_") in words), Answer(0, ""))


def task(*command: str, at: time = time(2, 0)) -> Task:
    return Task("afas-assistant-nightly-T99001AA", "AFAS Assistant: every night", at, command or ("/bin/x",), SINCE)


def schedule(way: Way = Way.OPEN, **more: object) -> Schedule:
    return Schedule("T99001AA", way, SINCE, **more)  # type: ignore[arg-type] # each test gives what fits


def files_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())
