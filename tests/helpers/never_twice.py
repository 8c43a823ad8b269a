"""The promise of the daily work, put to the test: whatever goes wrong, no record stands twice in the books.

A trial is one work (customers, invoices, bookings) and one thing that goes wrong: a fault of the line at the n-th write,
or the death of the program (kill -9) at the n-th step. Afterwards each planned record stands in the books exactly once,
or at most once while the outbox lists it as unknown; and after a person has settled what is unknown and run the work
again, each stands there exactly once and every invoiced registration is marked.
"""

import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from afas_assistant.errors import AssistantError
from afas_assistant.outbox.records import State
from afas_assistant.practice.process import PracticeProcess
from tests.helpers.daily_work import (
    QUARTER,
    WORKS,
    Doors,
    MovedClock,
    arrivals,
    names_in_books,
    open_statuses,
    send,
    settle,
    work_named,
    workbench,
)

CHECKOUT = Path(__file__).resolve().parents[2]
AFAS_KINDS = (
    "hang", "hang_after", "cut_before", "cut_after", "cut_late", "half", "500", "500_after", "503", "429", "locked",
)  # fmt: skip
TIMECHIMP_KINDS = tuple(kind for kind in AFAS_KINDS if kind != "locked")
SECONDS = {"hang": 1.5, "hang_after": 1.5, "cut_late": 300.0, "503": 1.0, "429": 1.0}
SIDES = {"afas": "profitrestservices", "timechimp": "/timechimp/"}
KILLED = -9


@dataclass(frozen=True)
class Trial:
    """One work and what goes wrong in it: a fault of a side at its n-th write, or (side `kill`) the n-th step."""

    work: str
    side: str
    kind: str
    nth: int

    def __str__(self) -> str:
        return f"{self.work}-{self.side}-{self.kind}-{self.nth}"


@dataclass(frozen=True)
class Result:
    """What a trial showed: `wrong` is empty when the promise held; `unknown` counts writes that were unknown."""

    trial: Trial
    records: int
    hit: bool
    unknown: int
    wrong: tuple[str, ...]


def line_trials(writes: dict[tuple[str, str], int]) -> Iterator[Trial]:
    """Give every kind of fault at every write; `writes` tells how many each work sends to each side."""
    for (work, side), count in writes.items():
        for kind in AFAS_KINDS if side == "afas" else TIMECHIMP_KINDS:
            yield from (Trial(work, side, kind, nth) for nth in range(1, count + 1))


def kill_trials(steps: dict[str, int]) -> Iterator[Trial]:
    """Give the death of the program at every step of every work."""
    for work, count in steps.items():
        yield from (Trial(work, "kill", "kill -9", nth) for nth in range(1, count + 1))


def begin_anew(practice: PracticeProcess) -> None:
    """Give the practice environment its first books again."""
    practice.reset()
    practice.timechimp_switches(calls_a_minute=1_000_000)


def count_writes(practice: PracticeProcess) -> dict[tuple[str, str], int]:
    """Return how many writes each work sends to each side when nothing goes wrong."""
    found: dict[tuple[str, str], int] = {}
    for work in WORKS:
        begin_anew(practice)
        with tempfile.TemporaryDirectory() as folder:
            database = Path(folder) / "outbox.sqlite3"
            with workbench(Doors.of(practice), database, MovedClock()) as bench:
                send(bench, work_named(work))
                sent = Counter(one.system.value for one in bench.outbox.writes(bench.place.scope))
        found |= {(work, side): count for side, count in sent.items()}
    return found


def count_steps(practice: PracticeProcess) -> dict[str, int]:
    """Return how many steps each work has in which the program can die."""
    found = {}
    for work in WORKS:
        begin_anew(practice)
        with tempfile.TemporaryDirectory() as folder:
            found[work] = int(_run_apart(practice, work, Path(folder) / "outbox.sqlite3", 0).stdout)
    return found


def attempt(practice: PracticeProcess, trial: Trial) -> Result:
    """Carry out a trial from fresh books and return what it showed."""
    begin_anew(practice)
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "outbox.sqlite3"
        doors, clock = Doors.of(practice), MovedClock()
        with workbench(doors, database, clock) as bench:
            before = arrivals(practice)
            planned = names_in_books(bench.plan(work_named(trial.work)))
        hit = _go_wrong(practice, trial, doors, database)
        with workbench(doors, database, clock) as bench:
            wrong = _seen_after_the_fault(bench.outbox.writes(bench.place.scope), planned, arrivals(practice) - before)
            with bench.outbox.writer(bench.place.scope):  # settles what a dead program left behind
                unknown = len(bench.unknown())
            practice.faults([])
            clock.moved = QUARTER * 2
            settle(bench, practice)
            send(bench, work_named(trial.work))
            wrong += _seen_at_the_end(planned, arrivals(practice) - before)
            wrong += open_statuses(bench, practice)
    return Result(trial, len(planned), hit, unknown, tuple(wrong))


def _go_wrong(practice: PracticeProcess, trial: Trial, doors: Doors, database: Path) -> bool:
    """Run the work while the fault is on, and return whether the fault was met."""
    if trial.side == "kill":
        return _run_apart(practice, trial.work, database, trial.nth).returncode == KILLED
    rule = {"kind": trial.kind, "path": SIDES[trial.side], "nth": trial.nth, "method": "POST"}
    seconds = SECONDS.get(trial.kind)
    puts = {**rule, "method": "PUT"}
    practice.faults([rule | ({"seconds": seconds} if seconds else {}), puts | ({"seconds": seconds} if seconds else {})])
    with workbench(doors, database, MovedClock()) as bench, suppress(AssistantError):
        send(bench, work_named(trial.work))
    return bool(practice.faults_hit()["hits"])


def _seen_after_the_fault(writes: tuple, planned: dict[str, str], arrived: Counter[str]) -> list[str]:  # type: ignore[type-arg]
    """Return what stands in the books more than once, or stands there while the outbox thinks that it was not taken."""
    wrong = [f"{name} stands {arrived[name]} times in the books" for name in planned.values() if arrived[name] > 1]
    live = {State.CONFIRMED, State.UNKNOWN, State.SENDING}
    known = {one.reference for one in writes if one.state in live}
    return wrong + [
        f"{name} arrived and the outbox does not know"
        for reference, name in planned.items()
        if arrived[name] and reference not in known and not any(reference.endswith(one) for one in known)
    ]


def _seen_at_the_end(planned: dict[str, str], arrived: Counter[str]) -> list[str]:
    return [f"{name} stands {arrived[name]} times in the books" for name in planned.values() if arrived[name] != 1]


def _run_apart(practice: PracticeProcess, work: str, database: Path, die_at: int) -> subprocess.CompletedProcess[str]:
    """Run a work in a process of its own that dies at a step; 0: it lives, and prints how many steps there were."""
    order = {"doors": asdict(Doors.of(practice)), "work": work, "database": str(database), "die_at": die_at}
    return subprocess.run(
        [sys.executable, "-m", "tests.helpers.mortal_run"],
        cwd=CHECKOUT,
        input=json.dumps(order),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
