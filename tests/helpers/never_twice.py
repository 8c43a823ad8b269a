"""The promise of the daily work, put to the test: whatever goes wrong, no record stands twice in the books.

A trial is one work (customers, invoices, bookings, taking back) and one thing that goes wrong: a fault of the line at
the n-th write, or the death of the program (kill -9) at the n-th step. Afterwards an impatient person looks it up at
once and runs it again, while AFAS may still be at work. Half an hour later a person settles what is unknown,
truthfully, and runs it again: then each record stands there exactly once. At every stage books and outbox must agree.
"""

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import pytest

from afas_assistant.errors import AssistantError
from afas_assistant.outbox.records import Intention
from afas_assistant.outbox.rules import WORKS_ON
from afas_assistant.practice.process import PracticeProcess
from afas_assistant.sync import apply
from afas_assistant.sync.workbench import Workbench
from tests.helpers.mortal_run import KILLED, MortalRuns
from tests.helpers.practised_work import WORKS, DailyWork, Doors, MovedClock, TakingBack, work_named, workbench
from tests.helpers.promise import broken, looked_up_early, not_taken_back, settled, unfinished

AFAS_KINDS = (
    "hang", "hang_after", "cut_before", "cut_after", "cut_late", "half", "500", "500_after", "503", "429", "locked",
)  # fmt: skip
TIMECHIMP_KINDS = tuple(kind for kind in AFAS_KINDS if kind != "locked")
HANGS = {"afas": 30.0, "timechimp": 0.3}
"""Seconds of silence: longer than the client waits for AFAS; TimeChimp's side breaks the line by itself."""
SECONDS = {"cut_late": 300.0, "503": 1.0, "429": 1.0}
SIDES = {"afas": "profitrestservices", "timechimp": "/timechimp/"}
MEMORY = Path("/dev/shm")
"""Where a file costs no wait for a disk; a killed process leaves there what it leaves on a disk."""


@dataclass(frozen=True)
class Trial:
    """One work and what goes wrong in it: a fault at the n-th write of a side, or (side `kill`) the n-th step."""

    work: str
    side: str
    kind: str
    nth: int
    method: str = ""

    def __str__(self) -> str:
        return "-".join((self.work, self.side, *filter(None, (self.method,)), self.kind, str(self.nth)))


@dataclass(frozen=True)
class Result:
    """What a trial showed: `wrong` is empty when the promise held; `unknown` counts writes that were unknown.

    `hit` says whether the fault was met, `late` whether a call was carried out after its line was cut.
    """

    trial: Trial
    records: int
    hit: bool
    unknown: int
    late: bool
    wrong: tuple[str, ...]


def line_trials(writes: Mapping[tuple[str, str, str], int]) -> Iterator[Trial]:
    """Give every kind of fault at every write; `writes` tells how many each work sends, by side and method."""
    for (work, side, method), count in writes.items():
        for kind in AFAS_KINDS if side == "afas" else TIMECHIMP_KINDS:
            yield from (Trial(work, side, kind, nth, method) for nth in range(1, count + 1))


def kill_trials(steps: Mapping[str, int]) -> Iterator[Trial]:
    """Give the death of the program at every step of every work."""
    for work, count in steps.items():
        yield from (Trial(work, "kill", "kill -9", nth) for nth in range(1, count + 1))


class Proving:
    """Carries out trials, each from fresh books; a context manager."""

    def __init__(self, practice: PracticeProcess) -> None:
        self.practice = practice
        self.doors = Doors.of(practice)
        self._runs = MortalRuns()
        self._patch = pytest.MonkeyPatch()

    def __enter__(self) -> Self:
        self._patch.setattr(apply, "LOCKED_WAITS", (0.0,) * len(apply.LOCKED_WAITS))
        return self

    def __exit__(self, *_: object) -> None:
        self._patch.undo()
        self._runs.close()

    def count_writes(self) -> dict[tuple[str, str, str], int]:
        """Return how many writes each work sends, by side and method, when nothing goes wrong."""
        found: Counter[tuple[str, str, str]] = Counter()
        for name in WORKS:
            work = work_named(name)
            with self.fresh() as database, workbench(self.doors, database, MovedClock()) as bench:
                work.prepare(bench)
                before = len(bench.outbox.writes(bench.place.scope))
                work.send(bench)
                sent = bench.outbox.writes(bench.place.scope)  # newest first
                found.update((name, one.system.value, one.method) for one in sent[: len(sent) - before])
        return dict(found)

    def count_steps(self) -> dict[str, int]:
        """Return how many steps each work has in which the program can die."""
        found = {}
        for name in WORKS:
            with self.fresh() as database:
                self._prepare(work_named(name), database)
                ended = self._runs.run(self.doors, name, database, die_at=0)
                assert ended.status == 0, ended
                found[name] = ended.steps
        return found

    def attempt(self, trial: Trial) -> Result:
        """Carry out a trial and return what it showed."""
        work, clock = work_named(trial.work), MovedClock()
        with self.fresh() as database:
            planned = self._prepare(work, database)
            hit = self._go_wrong(trial, work, database)
            with workbench(self.doors, database, clock) as bench:
                with bench.outbox.writer(bench.place.scope):  # settles what a dead program left behind
                    unknown = len(bench.unknown())
                late = bool(self.practice.faults_hit()["late"])
                wrong = [*self._again_at_once(work, bench), *self._again_later(work, bench, clock)]
                if isinstance(work, TakingBack):
                    wrong += not_taken_back(bench, self.practice)
                    for part in work.works:
                        planned += intentions(part, bench)
                        part.send(bench)
                    wrong += broken(bench, self.practice)
                wrong += unfinished(bench, self.practice, planned)
        return Result(trial, len(planned), hit, unknown, late, tuple(dict.fromkeys(wrong)))

    @contextmanager
    def fresh(self) -> Iterator[Path]:
        """Give both systems their first books, and yield where an outbox can be made."""
        self.practice.reset()
        self.practice.timechimp_switches(calls_a_minute=1_000_000)
        with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
            yield Path(folder) / "outbox.sqlite3"

    def _prepare(self, work: DailyWork, database: Path) -> list[Intention]:
        with workbench(self.doors, database, MovedClock()) as bench:
            work.prepare(bench)
            return intentions(work, bench)

    def _go_wrong(self, trial: Trial, work: DailyWork, database: Path) -> bool:
        """Run the work while the fault is on, and return whether it was met."""
        if trial.side == "kill":
            return self._runs.run(self.doors, trial.work, database, die_at=trial.nth).status == KILLED
        rule = {"kind": trial.kind, "path": SIDES[trial.side], "nth": trial.nth, "method": trial.method}
        seconds = HANGS[trial.side] if trial.kind.startswith("hang") else SECONDS.get(trial.kind)
        self.practice.faults([rule if seconds is None else {**rule, "seconds": seconds}])
        with workbench(self.doors, database, MovedClock()) as bench, suppress(AssistantError):
            work.send(bench)
        return bool(self.practice.faults_hit()["hits"])

    def _again_at_once(self, work: DailyWork, bench: Workbench) -> list[str]:
        """Be impatient: look it up and run it again while the other side may still be at work."""
        wrong = [*broken(bench, self.practice), *looked_up_early(bench, self.practice)]
        self.practice.faults([])
        with suppress(AssistantError):
            work.send(bench)
        return wrong + broken(bench, self.practice)

    def _again_later(self, work: DailyWork, bench: Workbench, clock: MovedClock) -> list[str]:
        """Come back half an hour later, settle what is unknown, and run it again."""
        clock.moved = WORKS_ON * 2
        self.practice.clock_forward(clock.moved.total_seconds())
        wrong = [*broken(bench, self.practice), *settled(bench, self.practice)]
        work.send(bench)
        return wrong + broken(bench, self.practice)


def intentions(work: DailyWork, bench: Workbench) -> list[Intention]:
    """Return what a work would send now."""
    return [one.intention for one in work.planned(bench) if one.intention is not None]
