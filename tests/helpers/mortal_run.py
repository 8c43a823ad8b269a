"""One run of the daily work that dies by kill -9 at a chosen step: the program on which never-twice is tried.

A step is the moment before or after a change of the outbox reaches the disk, and before or after a write leaves. The
order comes as JSON on standard input; when it lives to the end it prints how many steps there were.
"""

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from afas_assistant.outbox.records import Write
from afas_assistant.outbox.store import Outbox
from afas_assistant.sync.senders import AfasSender, TimeChimpSender
from tests.helpers.daily_work import Doors, MovedClock, send, work_named, workbench


class Fate:
    """Counts steps, and ends the process at the chosen one as a power cut would."""

    def __init__(self, die_at: int) -> None:
        self.steps = 0
        self._die_at = die_at

    def step(self) -> None:
        """Pass one step, or die."""
        self.steps += 1
        if self.steps == self._die_at:
            os.kill(os.getpid(), signal.SIGKILL)


def make_mortal(fate: Fate) -> None:
    """Put a step before and after everything that leaves a trace outside this process."""
    writing: Callable[[Outbox], AbstractContextManager[Any]] = Outbox._writing

    @contextmanager
    def stepped_writing(self: Outbox) -> Iterator[Any]:
        fate.step()
        with writing(self) as database:
            yield database
        fate.step()

    Outbox._writing = stepped_writing  # type: ignore[method-assign]
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


def main() -> None:
    """Run the work that standard input orders."""
    order = json.load(sys.stdin)
    fate = Fate(order["die_at"])
    make_mortal(fate)
    with workbench(Doors(**order["doors"]), Path(order["database"]), MovedClock()) as bench:
        send(bench, work_named(order["work"]))
    sys.stdout.write(f"{fate.steps}\n")


if __name__ == "__main__":
    main()
