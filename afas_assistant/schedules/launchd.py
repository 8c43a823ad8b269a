"""A job of launchd's for this account: a property list in `~/Library/LaunchAgents`.

As an agent of the account that is logged in it may use the keychain. launchd starts a job that was missed while the
computer slept as soon as it wakes, not one that was missed while it was off (launchd.plist(5), StartCalendarInterval).
"""

import os
import plistlib
import re
import shutil
from pathlib import Path

from afas_assistant.schedules.files import placed, read_text, write_text
from afas_assistant.schedules.tasks import Piece, Task, TaskState, Way
from afas_assistant.schedules.tools import Tool, demand, run_tool
from afas_assistant.texts import Text, phrase

LAUNCHCTL = "launchctl"
_EXIT = re.compile(r"^\s*last exit code = (.+)$", re.MULTILINE)


class Launchd:
    """Agents of the account. `folder` is where its property lists lie, `user` its number."""

    way = Way.LAUNCHD

    def __init__(self, tool: Tool = run_tool, folder: Path | None = None, user: int | None = None) -> None:
        self._tool = tool
        self._folder = folder or Path.home() / "Library" / "LaunchAgents"
        self._domain = f"gui/{os.getuid() if user is None else user}"

    def unavailable(self) -> Text | None:
        """Return why it cannot be used; None when it can."""
        return None if shutil.which(LAUNCHCTL) else phrase("launchd is not on this computer.")

    def pieces(self, task: Task) -> tuple[Piece, ...]:
        """Return the property list."""
        content = {
            "Label": task.name,
            "ProgramArguments": list(task.command),
            "StartCalendarInterval": {"Hour": task.at.hour, "Minute": task.at.minute},
            "ProcessType": "Background",
        }
        return (Piece(str(self._file(task.name)), plistlib.dumps(content, sort_keys=False).decode()),)

    def make(self, task: Task) -> None:
        """Write the list and have launchd read it; raises ConfigurationError."""
        (piece,) = self.pieces(task)
        write_text(Path(piece.place), piece.text)
        self._tool([LAUNCHCTL, "bootout", f"{self._domain}/{task.name}"])  # an older one, if there is one
        demand(self._tool([LAUNCHCTL, "bootstrap", self._domain, piece.place]), LAUNCHCTL)

    def remove(self, name: str) -> None:
        """Have launchd forget the job, and take its list away; raises ConfigurationError."""
        path = self._file(name)
        if path.exists():
            self._tool([LAUNCHCTL, "bootout", f"{self._domain}/{name}"])  # one that is not loaded is an error
            placed(path, Path.unlink)

    def state(self, task: Task) -> TaskState:
        """Return how the job stands; launchd does not tell when it runs next."""
        (piece,) = self.pieces(task)
        if not Path(piece.place).exists():
            return TaskState(made=False)
        told = self._tool([LAUNCHCTL, "print", f"{self._domain}/{task.name}"])
        ended = _EXIT.search(told.out)
        return TaskState(
            made=True,
            changed=told.code != 0 or read_text(Path(piece.place)) != piece.text,
            last_result=ended[1] if ended else "",
        )

    def _file(self, name: str) -> Path:
        return self._folder / f"{name}.plist"
