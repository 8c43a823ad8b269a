"""Lines in this account's crontab, between two marks; every other line stays as it is, to the byte.

cron starts nothing that was missed. It gives no session, so a message bus that is needed to reach the keyring is named
in the line, where it has an address that stays the same (systemd's, for one).
"""

import os
import shlex
import shutil
from collections.abc import Mapping

from afas_assistant.schedules.tasks import Piece, Task, TaskState, Way, not_writable
from afas_assistant.schedules.tools import Tool, demand, run_tool
from afas_assistant.texts import Text, phrase

CRONTAB = "crontab"
BUS = "DBUS_SESSION_BUS_ADDRESS"
LONGEST = 900
"""Signs in a line; cron of Debian and BSD cuts a command at a thousand."""


class Cron:
    """The crontab of the account. `surroundings` is where the address of the message bus is looked for."""

    way = Way.CRON

    def __init__(self, tool: Tool = run_tool, surroundings: Mapping[str, str] | None = None) -> None:
        self._tool = tool
        self._surroundings = os.environ if surroundings is None else surroundings

    def unavailable(self) -> Text | None:
        """Return why it cannot be used; None when it can."""
        return None if shutil.which(CRONTAB) else phrase("cron is not on this computer.")

    def pieces(self, task: Task) -> tuple[Piece, ...]:
        """Return the lines; raises ConfigurationError command_not_writable."""
        begin, end = _marks(task.name)
        line = f"{task.at.minute} {task.at.hour} * * * {self._command(task)}"
        return (Piece(CRONTAB, "\n".join((begin, f"# {task.description}", line, end, ""))),)

    def make(self, task: Task) -> None:
        """Put the lines behind all others, in the place of older ones of the same name; raises ConfigurationError."""
        (piece,) = self.pieces(task)
        others = without(self._read(), task.name)
        separator = "" if not others or others.endswith("\n") else "\n"
        self._write(f"{others}{separator}{piece.text}")

    def remove(self, name: str) -> None:
        """Take the lines out; raises ConfigurationError."""
        before = self._read()
        after = without(before, name)
        if after != before:
            self._write(after)

    def state(self, task: Task) -> TaskState:
        """Return whether the lines are there; cron tells nothing else."""
        crontab = self._read()
        (piece,) = self.pieces(task)
        return TaskState(made=_marks(task.name)[0] in crontab.splitlines(), changed=piece.text not in crontab)

    def _command(self, task: Task) -> str:
        """Return the command for cron's shell: `%` ends it unless it is escaped, so no other backslash may be in it."""
        words = shlex.join(task.command)
        bus = self._surroundings.get(BUS, "")
        if bus.startswith("unix:path="):
            words = f"{BUS}={shlex.quote(bus)} {words}"
        command = f"{words} >/dev/null"
        if "\\" in command or len(command.encode()) > LONGEST:
            raise not_writable(task.command)
        return command.replace("%", "\\%")

    def _read(self) -> str:
        answer = self._tool([CRONTAB, "-l"])
        if answer.code != 0 and "no crontab for" in answer.err:
            return ""
        return demand(answer, CRONTAB).out

    def _write(self, crontab: str) -> None:
        if crontab:
            demand(self._tool([CRONTAB, "-"], crontab.encode("utf-8", "surrogateescape")), CRONTAB)
        else:
            demand(self._tool([CRONTAB, "-r"]), CRONTAB)


def without(crontab: str, name: str) -> str:
    """Return a crontab without the lines of a task; marks that have lost their other half are left alone."""
    begin, end = _marks(name)
    lines = crontab.splitlines(keepends=True)
    plain = [line.rstrip("\r\n") for line in lines]
    while begin in plain and end in plain[plain.index(begin) :]:
        first = plain.index(begin)
        last = plain.index(end, first)
        del lines[first : last + 1], plain[first : last + 1]
    return "".join(lines)


def _marks(name: str) -> tuple[str, str]:
    return f"# begin {name} (made by AFAS Assistant; take it away there)", f"# end {name}"
