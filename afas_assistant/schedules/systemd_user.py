"""A timer and a service of systemd's own for this account, which runs them as long as the account is logged in.

Both are plain files in `~/.config/systemd/user`. `Persistent=true` starts a run that was missed while the computer was
off as soon as the account is back (systemd.timer(5)); whether it is still wanted, the program decides itself.
"""

import os
import shutil
from pathlib import Path

from afas_assistant.schedules.files import placed, read_text, write_text
from afas_assistant.schedules.tasks import Piece, Task, TaskState, Way
from afas_assistant.schedules.tools import Answer, Tool, demand, run_tool
from afas_assistant.texts import Text, phrase

SYSTEMCTL = "systemctl"
ALIVE = frozenset({"initializing", "starting", "running", "degraded", "maintenance"})
"""What a manager that runs says of itself (systemctl(1), is-system-running)."""
NOT_IN_A_PATH = frozenset("\"'\\")
_SIGNS = str.maketrans({"\\": "\\\\", '"': '\\"', "%": "%%"})


class SystemdUser:
    """Timers of the account. `folder` is where its units lie, by default systemd's own."""

    way = Way.SYSTEMD

    def __init__(self, tool: Tool = run_tool, folder: Path | None = None) -> None:
        self._tool = tool
        config = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
        self._folder = folder or config / "systemd" / "user"

    def unavailable(self) -> Text | None:
        """Return why it cannot be used; None when it can."""
        if shutil.which(SYSTEMCTL) is None:
            return phrase("systemd is not on this computer.")
        if self._call("is-system-running").out.strip() not in ALIVE:
            return phrase("systemd does not run for your account here.")
        return None

    def pieces(self, task: Task) -> tuple[Piece, ...]:
        """Return the two files."""
        service, timer = self._files(task.name)
        return Piece(str(service), _service(task)), Piece(str(timer), _timer(task))

    def make(self, task: Task) -> None:
        """Write the files and start the timer; raises ConfigurationError."""
        for piece in self.pieces(task):
            write_text(Path(piece.place), piece.text)
        self._demand("daemon-reload")
        self._demand("enable", "--now", f"{task.name}.timer")
        self._demand("restart", f"{task.name}.timer")  # one that ran before takes another time only then

    def remove(self, name: str) -> None:
        """Stop the timer and take the files away; raises ConfigurationError.

        The files go also when systemd does not answer, so that the timer does not come back with the next login.
        """
        files = [path for path in self._files(name) if path.exists()]
        if not files:
            return
        disabled = self._call("disable", "--now", f"{name}.timer")
        for path in files:
            placed(path, Path.unlink)
        reloaded = self._call("daemon-reload")
        for answer in (disabled, reloaded):
            demand(answer, SYSTEMCTL)

    def state(self, task: Task) -> TaskState:
        """Return how the timer stands."""
        pieces = self.pieces(task)
        if not Path(pieces[1].place).exists():
            return TaskState(made=False)
        timer = self._shown(f"{task.name}.timer", "NextElapseUSecRealtime", "LastTriggerUSec", "ActiveState")
        service = self._shown(f"{task.name}.service", "Result", "ExecMainStatus", "ExecMainExitTimestamp")
        ran = bool(service.get("ExecMainExitTimestamp"))
        as_made = all(read_text(Path(piece.place)) == piece.text for piece in pieces)
        return TaskState(
            made=True,
            changed=not as_made or timer.get("ActiveState") != "active",
            next_run=timer.get("NextElapseUSecRealtime", ""),
            last_run=timer.get("LastTriggerUSec", ""),
            last_result=f"{service['Result']}, {service['ExecMainStatus']}" if ran else "",
        )

    def _files(self, name: str) -> tuple[Path, Path]:
        return self._folder / f"{name}.service", self._folder / f"{name}.timer"

    def _shown(self, unit: str, *names: str) -> dict[str, str]:
        asked = [f"--property={name}" for name in names]
        lines = self._call("show", unit, *asked).out.splitlines()
        return {name: value for name, found, value in (line.partition("=") for line in lines) if found and value}

    def _call(self, *arguments: str) -> Answer:
        return self._tool([SYSTEMCTL, "--user", *arguments])

    def _demand(self, *arguments: str) -> None:
        demand(self._call(*arguments), SYSTEMCTL)


def quoted(command: tuple[str, ...]) -> str:
    """Return a command as ExecStart= takes it (systemd.service(5), command lines).

    `%` begins a specifier, `$` a variable. The latter is not looked for behind a colon in front, which systemd knows
    since version 244: it is written only where there is a `$`. A program whose path holds quotes is not taken at all,
    so a shell starts it.
    """
    if set(command[0]) & NOT_IN_A_PATH:
        command = ("/bin/sh", "-c", 'exec "$0" "$@"', *command)
    words = " ".join(f'"{part.translate(_SIGNS)}"' for part in command)
    return f":{words}" if "$" in words else words


def _service(task: Task) -> str:
    return f"""\
[Unit]
Description={task.description.replace("%", "%%")}

[Service]
Type=oneshot
ExecStart={quoted(task.command)}
# Stopping lets the record that is under way be finished.
KillSignal=SIGINT
TimeoutStopSec=150
"""


def _timer(task: Task) -> str:
    return f"""\
[Unit]
Description={task.description.replace("%", "%%")}

[Timer]
OnCalendar=*-*-* {task.at:%H:%M}:00
Persistent=true

[Install]
WantedBy=timers.target
"""
