"""A task of Windows' own Task Scheduler, given as XML, which runs only while this account is logged in.

That is what opens the account's credential store; no password is kept with the task. `StartWhenAvailable` makes up for
a start that was missed. The order of the elements is that of Microsoft's schema (MS-TSCH 2.5; the elements of a
trigger are a sequence).
"""

import csv
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from html import escape, unescape
from pathlib import Path

from afas_assistant.schedules.tasks import Piece, Task, TaskState, Way
from afas_assistant.schedules.tools import Tool, demand, run_tool
from afas_assistant.texts import Text, phrase

SCHTASKS = "schtasks"
NEXT_RUN, LAST_RUN, LAST_RESULT = 2, 5, 6
"""Columns of `schtasks /Query /V /FO CSV`; their names are in the language of Windows, their order is not."""


class TaskScheduler:
    """Tasks of the account, which `surroundings` name."""

    way = Way.TASK_SCHEDULER

    def __init__(self, tool: Tool = run_tool, surroundings: Mapping[str, str] | None = None) -> None:
        self._tool = tool
        self._surroundings = os.environ if surroundings is None else surroundings

    def unavailable(self) -> Text | None:
        """Return why it cannot be used; None when it can."""
        return None if shutil.which(SCHTASKS) else phrase("The Task Scheduler is part of Windows only.")

    def pieces(self, task: Task) -> tuple[Piece, ...]:
        """Return the task as XML."""
        return (Piece(f"Task Scheduler: {task.name}", _xml(task, self._user())),)

    def make(self, task: Task) -> None:
        """Register the task, in the place of an older one of this name; raises ConfigurationError."""
        (piece,) = self.pieces(task)
        with tempfile.TemporaryDirectory(prefix="afas-assistant-") as folder:
            path = Path(folder) / "task.xml"
            path.write_bytes(piece.text.encode("utf-16"))
            demand(self._tool([SCHTASKS, "/Create", "/TN", task.name, "/XML", str(path), "/F"]), SCHTASKS)

    def remove(self, name: str) -> None:
        """Delete the task; raises ConfigurationError."""
        if self._registered(name) is not None:
            demand(self._tool([SCHTASKS, "/Delete", "/TN", name, "/F"]), SCHTASKS)

    def state(self, task: Task) -> TaskState:
        """Return how the task stands."""
        registered = self._registered(task.name)
        if registered is None:
            return TaskState(made=False)
        wanted = _essence(self.pieces(task)[0].text)
        told = self._tool([SCHTASKS, "/Query", "/TN", task.name, "/V", "/FO", "CSV", "/NH"]).out
        row = next((row for row in csv.reader(told.splitlines()) if len(row) > LAST_RESULT), [""] * 7)
        changed = _essence(registered) != wanted
        return TaskState(True, changed, row[NEXT_RUN], row[LAST_RUN], row[LAST_RESULT])  # noqa: FBT003 - it is made

    def _registered(self, name: str) -> str | None:
        answer = self._tool([SCHTASKS, "/Query", "/TN", name, "/XML"])
        return answer.out if answer.code == 0 else None

    def _user(self) -> str:
        domain, name = self._surroundings.get("USERDOMAIN", ""), self._surroundings.get("USERNAME", "")
        return f"{domain}\\{name}" if domain and name else name


def _essence(xml: str) -> list[str]:
    """Return what a task starts and when; Windows adds to the rest and orders it anew."""
    found = []
    for name in ("Command", "Arguments", "StartBoundary"):
        match = re.search(f"<{name}>(.*?)</{name}>", xml, re.DOTALL)
        found.append(unescape(match[1]).strip() if match else "")
    return found


def _xml(task: Task, user: str) -> str:
    program, *arguments = task.command
    first = task.first.astimezone()
    return f"""\
<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>{_text(task.description)}</Description>
  </RegistrationInfo>
  <Triggers>
    <CalendarTrigger>
      <StartBoundary>{first:%Y-%m-%d}T{task.at:%H:%M}:00</StartBoundary>
      <ScheduleByDay>
        <DaysInterval>1</DaysInterval>
      </ScheduleByDay>
    </CalendarTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <UserId>{_text(user)}</UserId>
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <RunOnlyIfNetworkAvailable>true</RunOnlyIfNetworkAvailable>
    <ExecutionTimeLimit>PT4H</ExecutionTimeLimit>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>{_text(program)}</Command>
      <Arguments>{_text(subprocess.list2cmdline(arguments))}</Arguments>
    </Exec>
  </Actions>
</Task>
"""


def _text(words: str) -> str:
    return escape(words, quote=False)
