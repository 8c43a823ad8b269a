"""Runs of the daily work that die by kill -9 at a chosen step: the program on which never-twice is tried.

A step is the moment before a change of the outbox, within it, and after it reached the disk, and before and after a
write leaves. One process waits for orders and carries each out in a child of its own (so POSIX only), since starting
Python anew for hundreds of deaths would take longer than the deaths.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from afas_assistant.errors import AssistantError
from afas_assistant.outbox.records import Write
from afas_assistant.outbox.store import Outbox
from afas_assistant.sync import apply
from afas_assistant.sync.senders import AfasSender, TimeChimpSender
from tests.helpers.practised_work import Doors, MovedClock, work_named, workbench

CHECKOUT = Path(__file__).resolve().parents[2]
KILLED = -9


@dataclass(frozen=True)
class Ended:
    """How a run ended: its exit status (negative: the signal), the steps it passed, the code of its error."""

    status: int
    steps: int
    error: str


class MortalRuns:
    """The parent's side: orders runs, one after the other."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.helpers.mortal_run"],
            cwd=CHECKOUT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def run(self, doors: Doors, work: str, database: Path, *, die_at: int = 0) -> Ended:
        """Run a work that dies at a step, or lives (0), and return how it ended."""
        self.order(doors, work, database, die_at=die_at)
        return self.ended()

    def order(self, doors: Doors, work: str, database: Path, *, die_at: int = 0) -> None:
        """Start a run without waiting for its end."""
        order = {"doors": asdict(doors), "work": work, "database": str(database), "die_at": die_at}
        assert self._process.stdin
        self._process.stdin.write(f"{json.dumps(order)}\n")
        self._process.stdin.flush()

    def ended(self) -> Ended:
        """Wait for the end of the run that was ordered."""
        assert self._process.stdout
        return Ended(**json.loads(self._process.stdout.readline()))

    def close(self) -> None:
        """Let the waiting process go."""
        self._process.communicate(timeout=60)


class Fate:
    """Counts steps, and ends the process at the chosen one as a power cut would."""

    def __init__(self, die_at: int, tell: Callable[[int], None]) -> None:
        self.steps = 0
        self._die_at = die_at
        self._tell = tell

    def step(self) -> None:
        """Pass one step, or die."""
        self.steps += 1
        self._tell(self.steps)
        if self.steps == self._die_at:
            os.kill(os.getpid(), signal.SIGKILL)


def make_mortal(fate: Fate) -> None:
    """Put a step before, within and after everything that leaves a trace outside this process."""
    writing: Callable[[Outbox], AbstractContextManager[Any]] = Outbox._writing

    @contextmanager
    def stepped_writing(self: Outbox) -> Iterator[Any]:
        fate.step()
        with writing(self) as database:
            yield database
            fate.step()
        fate.step()

    setattr(Outbox, "_writing", stepped_writing)  # noqa: B010 - a method is not assigned otherwise
    setattr(apply, "LOCKED_WAITS", (0.0,) * len(apply.LOCKED_WAITS))  # noqa: B010 - a constant to all but a test
    for kind in (AfasSender, TimeChimpSender):
        _make_sender_mortal(kind, fate)


def _make_sender_mortal(kind: type[Any], fate: Fate) -> None:
    sending = kind.send

    def stepped_send(self: object, write: Write) -> Mapping[str, Any]:
        fate.step()
        answer: Mapping[str, Any] = sending(self, write)
        fate.step()
        return answer

    kind.send = stepped_send


def live(order: Mapping[str, Any], told: int) -> None:
    """Carry an order out in this process, writing to the pipe `told` each step and at last the code of an error."""
    fate = Fate(order["die_at"], lambda number: _tell(told, f"{number}\n"))
    make_mortal(fate)
    try:
        with workbench(Doors(**order["doors"]), Path(order["database"]), MovedClock()) as bench:
            work_named(order["work"]).send(bench)
    except AssistantError as error:
        _tell(told, f"{error.code}\n")


def _tell(pipe: int, text: str) -> None:
    os.write(pipe, text.encode())


def _carried_out(order: Mapping[str, Any]) -> Ended:
    """Carry an order out in a child and wait for its end."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        status = 1
        try:
            live(order, writing)
            status = 0
        finally:
            os._exit(status)  # a child must not go on where its parent was
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as told:
        lines = told.read().split()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    steps = [int(line) for line in lines if line.isdigit()]
    return Ended(status, max(steps, default=0), "".join(line for line in lines if not line.isdigit()))


def main() -> None:
    """Carry out what standard input orders, one JSON line after the other."""
    for line in sys.stdin:
        sys.stdout.write(f"{json.dumps(asdict(_carried_out(json.loads(line))))}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
