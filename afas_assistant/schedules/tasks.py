"""What is done at night, and for whom: what was chosen for an organisation, and the task a scheduler gets for it."""

import hashlib
import re
import sys
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from pathlib import Path

from afas_assistant.errors import ConfigurationError
from afas_assistant.paths import PROGRAM, Folders, folders
from afas_assistant.texts import Text, literal, phrase

AT = time(2, 0)
"""When a night begins, unless it was chosen otherwise: after midnight, and before anybody's backup at three."""
CONSOLE_TWIN = "afas-assistant"
"""The frozen program for the terminal and for schedulers; it lies beside the one that opens the window."""
_PLAIN = re.compile(r"[^A-Za-z0-9_-]")


class Way(StrEnum):
    """Who starts the night: this program while it is open, or a scheduler of the system."""

    OPEN = "while-open"
    SYSTEMD = "systemd"
    TASK_SCHEDULER = "task-scheduler"
    LAUNCHD = "launchd"
    CRON = "cron"


WAY_NAMES: dict[Way, Text] = {
    Way.OPEN: phrase("this program, while it is open"),
    Way.SYSTEMD: literal("systemd"),
    Way.TASK_SCHEDULER: phrase("Task Scheduler"),
    Way.LAUNCHD: literal("launchd"),
    Way.CRON: literal("cron"),
}


@dataclass(frozen=True)
class Schedule:
    """What was chosen for an organisation, which `envid` names.

    `connection` is a label, empty for the only one; `at` the time of day; `since` when it was chosen (UTC); `most` how
    many changes may be sent without a person, None for the usual measure.
    """

    envid: str
    way: Way
    since: datetime
    at: time = AT
    connection: str = ""
    most: int | None = None


@dataclass(frozen=True)
class Task:
    """What a scheduler is asked to start every day.

    `name` holds letters, digits, `_` and `-` only. `first` is the day from which on, for schedulers that want one.
    """

    name: str
    description: str
    at: time
    command: tuple[str, ...]
    first: datetime


@dataclass(frozen=True)
class Piece:
    """Something that is made for a task: a file or a list of lines, with the place where it goes."""

    place: str
    text: str


@dataclass(frozen=True)
class TaskState:
    """How a task stands. What the scheduler tells is in its own words; what it does not tell is empty.

    `changed` says that what stands there is not what would be made now: edited by somebody, or made for another time
    or for a program that has been moved.
    """

    made: bool
    changed: bool = False
    next_run: str = ""
    last_run: str = ""
    last_result: str = ""


def task_of(schedule: Schedule, own: Folders) -> Task:
    """Return the task of a schedule, for the program that runs now. Raises ConfigurationError command_not_writable."""
    command = (*program(), "nightly", "run", schedule.envid, "--once", *_data_dir(own))
    if any(sign < " " or sign == "\x7f" or "\ud800" <= sign <= "\udfff" for part in command for sign in part):
        raise not_writable(command)
    description = f"{PROGRAM}: customers of {schedule.envid} from AFAS to TimeChimp, every night"
    return Task(f"afas-assistant-nightly-{plain(schedule.envid)}", description, schedule.at, command, schedule.since)


def program() -> tuple[str, ...]:
    """Return what starts this program in a terminal."""
    if getattr(sys, "frozen", False):
        return (str(Path(sys.executable).with_name(CONSOLE_TWIN + Path(sys.executable).suffix)),)
    return (sys.executable, "-m", "afas_assistant")


def plain(envid: str) -> str:
    """Return an environment's name as files and tasks can be called; two names never become one."""
    safe = _PLAIN.sub("_", envid)
    return safe if safe == envid else f"{safe}-{hashlib.sha256(envid.encode()).hexdigest()[:8]}"


def not_writable(command: tuple[str, ...]) -> ConfigurationError:
    """Return the refusal of a command that a scheduler's own form has no room for."""
    return ConfigurationError(
        "command_not_writable",
        title=phrase("The scheduler cannot hold this command."),
        explanation=phrase("One of its folders has a name with signs that cannot be written there: {names}.",
                           names=literal(" ".join(command).encode("unicode_escape").decode("ascii"))),
        action=phrase("Move the program or its data to a folder with a plain name, or choose another way."),
    )  # fmt: skip


def _data_dir(own: Folders) -> tuple[str, ...]:
    return () if own == folders() else ("--data-dir", str(own.data))
