"""The schedulers of the system: one module each, all asked the same."""

import sys
from typing import Protocol

from afas_assistant.schedules.cron import Cron
from afas_assistant.schedules.launchd import Launchd
from afas_assistant.schedules.systemd_user import SystemdUser
from afas_assistant.schedules.task_scheduler import TaskScheduler
from afas_assistant.schedules.tasks import Piece, Task, TaskState, Way
from afas_assistant.texts import Text


class Scheduler(Protocol):
    """Starts a task every day. Every call but `pieces` asks the system and may take seconds."""

    way: Way

    def unavailable(self) -> Text | None:
        """Return why it cannot be used on this computer; None when it can."""
        ...

    def pieces(self, task: Task) -> tuple[Piece, ...]:
        """Return exactly what `make` makes."""
        ...

    def make(self, task: Task) -> None:
        """Make the task, in the place of an older one of its name; raises ConfigurationError."""
        ...

    def remove(self, name: str) -> None:
        """Take a task away; nothing happens when it is not there. Raises ConfigurationError."""
        ...

    def state(self, task: Task) -> TaskState:
        """Return how a task stands; raises ConfigurationError when the scheduler does not tell."""
        ...


def of_this_computer(platform: str = sys.platform) -> tuple[Scheduler, ...]:
    """Return the schedulers that there can be on this kind of computer, the one to prefer first."""
    if platform == "win32":
        return (TaskScheduler(),)
    if platform == "darwin":
        return Launchd(), Cron()
    return SystemdUser(), Cron()
