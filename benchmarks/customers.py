"""What planning the customers costs: 100,000 debtors of AFAS against 100,000 customers of TimeChimp, over HTTP.

Baseline in the same run: the bare fetch of the same pages with httpx and json, one after the other. Figures are the
best of several rounds, taken in turns, since other programs disturb both alike; memory is measured in a process of its
own that does nothing else. Run: `python benchmarks/customers.py`, with `--size N` for a smaller trial.
"""

import argparse
import json
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx

from afas_assistant.afas.address import understand_address
from afas_assistant.afas.client import AfasClient
from afas_assistant.afas.token import parse_token
from afas_assistant.outbox.records import System
from afas_assistant.outbox.store import Outbox
from afas_assistant.practice.process import PracticeProcess
from afas_assistant.sync.apply import apply_plan
from afas_assistant.sync.customers.completion import customer_completers
from afas_assistant.sync.customers.plan import plan_customers
from afas_assistant.sync.customers.roles import STANDARD, Role, bound_roles
from afas_assistant.sync.customers.sources import read_both
from afas_assistant.sync.mapping.mappings import Mappings
from afas_assistant.sync.plan import Plan
from afas_assistant.sync.senders import AfasSender, TimeChimpSender
from afas_assistant.timechimp.key import Generation, TimeChimpKey
from afas_assistant.timechimp.line import Line
from afas_assistant.timechimp.pace import Pace, Waiting, unseen
from afas_assistant.timechimp.v1 import TimeChimpV1

SIZE, TENTH = 100_000, 10
ROUNDS = 5
MOST_OVER_BARE = 1.5
MOST_GROWTH = 11.0
MOST_BYTES_A_ROW = 4 * 1024
MOST_NIGHTLY_SHARE = 0.05
CHANGED = 100  # one in a hundred, of the nightly run


class Calls(Pace):
    """No pace at all: the practice environment's own limit is switched off. Counts the calls."""

    def __init__(self) -> None:
        super().__init__(calls=sys.maxsize)
        self.count = 0

    @contextmanager
    def call(self, waiting: Waiting = unseen) -> Iterator[None]:
        """Count a call."""
        self.count += 1
        with super().call(waiting):
            yield


@dataclass(frozen=True)
class Place:
    """Where a practice environment is, as another process can be told."""

    rest: str
    timechimp: str
    token: str
    key: str

    @classmethod
    def of(cls, practice: PracticeProcess) -> "Place":
        """Return the place of a running one."""
        return cls(practice.rest, practice.addresses["timechimp_v1"], practice.token(), practice.timechimp_key("v1"))

    def afas(self) -> AfasClient:
        """Return a client of AFAS."""
        return AfasClient(understand_address(self.rest), parse_token(self.token))

    def customers(self, pace: Pace) -> TimeChimpV1:
        """Return a client of TimeChimp."""
        return TimeChimpV1(Line(self.timechimp, Generation.V1, TimeChimpKey(self.key), pace=pace))


def plan(afas: AfasClient, timechimp: TimeChimpV1) -> Plan:
    """Read both sides and plan."""
    debtors, customers = read_both(afas, bound_roles(STANDARD, Mappings()), timechimp)
    return plan_customers(
        debtors, customers, maker=timechimp, scope="benchmark", environment="T99001AA", made_at=datetime.now(UTC)
    )


def bare_fetch(place: Place) -> int:
    """Fetch the same pages with nothing but httpx and json; returns how many rows there are on both sides."""
    number = bound_roles(STANDARD, Mappings()).columns[Role.NUMBER]
    headers = parse_token(place.token).headers("GET", place.rest)
    with httpx.Client(timeout=120, trust_env=False) as client:
        skip, take, more = 0, 100, True
        while more:
            query = f"skip={skip}&take={take}&orderbyfieldids={number}"
            reply = client.get(f"{place.rest}/connectors/{STANDARD}?{query}", headers=headers)
            rows = json.loads(reply.content)["rows"]
            skip, more, take = skip + len(rows), len(rows) == take, 2_000
        reply = client.get(f"{place.timechimp}/customers", headers={"Authorization": f"Bearer {place.key}"})
        return skip + len(json.loads(reply.content))


def alone(place: Place) -> tuple[float, int]:
    """Plan once; returns seconds, and bytes above what the process had before. Runs in a process of its own."""
    afas, timechimp = place.afas(), place.customers(Calls())
    before = peak()
    started = time.perf_counter()
    made = plan(afas, timechimp)
    seconds = time.perf_counter() - started
    if len(made.records) < 1_000:
        raise SystemExit("there was too little to plan; the figures would mean nothing")
    return seconds, peak() - before


def peak() -> int:
    """Return the most memory that this process ever had, in bytes."""
    status = Path("/proc/self/status")
    if status.exists():  # on Linux the other figure is inherited from the parent
        (held,) = (line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(held) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def in_own_process(place: Place) -> tuple[float, int]:
    """Run `alone` in a fresh process."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(alone, (place,))


def seconds_of(action: Callable[[], object]) -> float:
    """Return how long something takes."""
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def compared(place: Place) -> tuple[float, float]:
    """Return the best times of the bare fetch and of reading and planning, measured in turns."""
    bare, whole = [], []
    for _ in range(ROUNDS):
        bare.append(seconds_of(lambda: bare_fetch(place)))
        with place.afas() as afas, place.customers(Calls()) as timechimp:
            whole.append(seconds_of(lambda: plan(afas, timechimp)))
    return min(bare), min(whole)


def nightly(practice: PracticeProcess, size: int) -> tuple[int, int, int]:
    """Return the writes of a full import, the writes of a night with 1 % changed, and that night's calls."""
    calls = Calls()
    place = Place.of(practice)
    with place.afas() as afas, place.customers(calls) as timechimp:
        practice.timechimp_switches(calls_a_minute=1_000_000, customers="none")
        full = len(plan(afas, timechimp).chosen())
        practice.timechimp_switches(customers="same")
        customers = list(timechimp.customers())
        for one in customers[1::CHANGED][: size // CHANGED]:
            practice.timechimp_change("customers", {"city": "Elders"}, one.id)
        shown, fresh = plan(afas, timechimp), plan(afas, timechimp)
        calls.count = 0
        with tempfile.TemporaryDirectory() as folder, Outbox.open(Path(folder) / "outbox.sqlite3") as outbox:
            outcome = apply_plan(
                shown,
                {one.reference for one in shown.chosen()},
                fresh=fresh,
                outbox=outbox,
                senders={System.AFAS: AfasSender(afas), System.TIMECHIMP: TimeChimpSender(timechimp)},
                completers=customer_completers(timechimp),
            )
        made = calls.count
        if not outcome.complete or plan(afas, timechimp).chosen():
            raise SystemExit("the night did not bring both sides in step; the figures would mean nothing")
    return full, outcome.counts()["confirmed"], made


def main() -> int:
    """Print figures and ratios; return 1 when a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=SIZE, help="debtors (at most 100,000)")
    size = parser.parse_args().size
    with PracticeProcess(size=size // TENTH) as practice:
        practice.timechimp_switches(calls_a_minute=1_000_000)
        bare_fetch(Place.of(practice))  # the pretend systems make their rows on first use
        small_seconds, small_bytes = min(in_own_process(Place.of(practice)) for _ in range(3))
        full, night, calls = nightly(practice, size // TENTH)
    with PracticeProcess(size=size) as practice:
        practice.timechimp_switches(calls_a_minute=1_000_000)
        bare_fetch(Place.of(practice))
        seconds, held = min(in_own_process(Place.of(practice)) for _ in range(3))
        bare, whole = compared(Place.of(practice))
    figures = (
        ("read and plan, against the bare fetch", whole / bare, MOST_OVER_BARE),
        ("growth of time for 10 x the rows", seconds / small_seconds, MOST_GROWTH),
        ("growth of memory for 10 x the rows", held / small_bytes, MOST_GROWTH),
        ("bytes a row, both sides and the plan", held / size, MOST_BYTES_A_ROW),
        ("writes of a night with 1 % changed, against a full import", night / full, MOST_NIGHTLY_SHARE),
    )
    print(f"debtors {size}: bare fetch {bare:.2f} s, read and plan {whole:.2f} s, {held / 2**20:.0f} MB above start-up")
    print(f"debtors {size // TENTH}: {small_seconds:.2f} s, {small_bytes / 2**20:.0f} MB; in a process of its own")
    print(f"full import {full} writes; night {night} writes with {calls} calls")
    for name, figure, target in figures:
        print(f"{name:60} {figure:10.2f}   (target <= {target:g})")
    return 0 if all(figure <= target for _, figure, target in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
