"""The daily work at a practice environment from within this process: its doors, a clock to move, and the works.

A work is what a person presses: customers, invoices, bookings, and taking back what those left.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Protocol

from afas_assistant.afas.address import understand_address
from afas_assistant.afas.client import AfasClient
from afas_assistant.afas.token import parse_token
from afas_assistant.outbox.records import State
from afas_assistant.outbox.store import Outbox
from afas_assistant.practice.process import PracticeProcess
from afas_assistant.sync.bookings.record import ENTRY
from afas_assistant.sync.customers.records import CUSTOMER_UPDATE
from afas_assistant.sync.mapping.files import read_mappings
from afas_assistant.sync.plan import Plan, PlannedRecord
from afas_assistant.sync.take_back import DIRECT_INVOICE
from afas_assistant.sync.workbench import Workbench
from afas_assistant.sync.works import BookingsWork, CustomersWork, InvoicesWork, Work
from afas_assistant.timechimp.api import TimeChimp
from afas_assistant.timechimp.hosts import understand_bases
from afas_assistant.timechimp.key import parse_key
from afas_assistant.timechimp.pace import Pace
from afas_assistant.timechimp.probe import connect
from tests.helpers.daily_work import MAPPINGS

SIZE = 12
"""Debtors of the practice environment: enough for some of every kind of write, few enough for hundreds of trials."""
PATIENCE = 1.0
"""Seconds until a write to AFAS is given up: a fault that hangs is met by the client's own time limit."""
TAKEN_BACK_KINDS = frozenset({DIRECT_INVOICE, ENTRY, CUSTOMER_UPDATE})


@dataclass(frozen=True)
class Doors:
    """How a practice environment is entered; plain values, for another process too."""

    afas: str
    token: str
    timechimp: str
    key: str

    @classmethod
    def of(cls, practice: PracticeProcess) -> "Doors":
        """Return the doors of a running environment."""
        places = practice.addresses
        return cls(places["test"], practice.token("timechimp"), places["timechimp"], practice.timechimp_key())


class MovedClock:
    """The time of day, moved on by as much as a test wants."""

    def __init__(self) -> None:
        self.moved = timedelta()

    def __call__(self) -> datetime:
        """Return the moved moment."""
        return datetime.now(UTC) + self.moved


class QuickTime:
    """A clock for waits that nobody has to sit through."""

    def __init__(self) -> None:
        self._moment = 0.0

    def now(self) -> float:
        """Return the seconds that were slept."""
        return self._moment

    def sleep(self, seconds: float) -> None:
        """Let the time pass at once."""
        self._moment += seconds


@contextmanager
def workbench(doors: Doors, database: Path, clock: MovedClock) -> Iterator[Workbench]:
    """Yield a workbench with the practice environment's mappings; outbox and clients are closed afterwards."""
    mappings, time = read_mappings(MAPPINGS), QuickTime()

    def timechimp() -> TimeChimp:
        pace = Pace(calls=1_000_000, now=time.now, sleep=time.sleep)
        return connect(parse_key(doors.key), understand_bases(doors.timechimp), pace=pace)

    client = AfasClient(understand_address(doors.afas), parse_token(doors.token), write_seconds=PATIENCE)
    with (
        Outbox.open(database, now=clock) as outbox,
        Workbench(client, timechimp, outbox, lambda _: mappings, actor="Anna") as bench,
    ):
        yield bench


class DailyWork(Protocol):
    """Something that a person does every day."""

    def prepare(self, bench: Workbench) -> None:
        """Do what must have been done before, with nothing going wrong."""
        ...

    def planned(self, bench: Workbench) -> list[PlannedRecord]:
        """Return the records that sending should leave in the books."""
        ...

    def send(self, bench: Workbench) -> None:
        """Send all that can be sent; raises AssistantError."""
        ...


class Sending:
    """Plans one kind of record and sends all that can be ticked."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def prepare(self, bench: Workbench) -> None:
        """Need nothing before."""

    def planned(self, bench: Workbench) -> list[PlannedRecord]:
        """Return every record that can be ticked."""
        return tickable(bench.plan(self._work))

    def send(self, bench: Workbench) -> None:
        """Send them."""
        plan = bench.plan(self._work)
        bench.apply(plan, {one.reference for one in tickable(plan)}, fresh=plan)


class TakingBack:
    """Takes back every invoice, booking and change that other works left."""

    def __init__(self, *works: Sending) -> None:
        self.works = works

    def prepare(self, bench: Workbench) -> None:
        """Send what is to be taken back; also what was taken back before."""
        for one in self.works:
            one.send(bench)

    def planned(self, bench: Workbench) -> list[PlannedRecord]:
        """Return nothing: what is taken back must be gone."""
        return []

    def send(self, bench: Workbench) -> None:
        """Take back one write after the other."""
        confirmed = bench.outbox.writes(bench.place.scope, states=(State.CONFIRMED,))
        for write in [one for one in reversed(confirmed) if one.kind in TAKEN_BACK_KINDS]:
            plan = bench.plan_take_back(bench.outbox.write(write.id))
            bench.apply(plan, {one.reference for one in tickable(plan)[:1]}, fresh=plan)
        if bench.due():  # what was settled meanwhile left steps to the next run, whatever it is about
            plan = bench.plan(CustomersWork())
            bench.apply(plan, set(), fresh=plan)


def tickable(plan: Plan) -> list[PlannedRecord]:
    """Return what can be sent of a plan."""
    return [one for one in plan.records if one.tickable]


def work_named(name: str) -> DailyWork:
    """Return a work; its periods end today."""
    today = date.today()  # noqa: DTZ011 - the practice environment's day is this computer's too
    customers, invoices = CustomersWork(), InvoicesWork(today - timedelta(60), today, today)
    works: dict[str, DailyWork] = {
        "customers": Sending(customers),
        "invoices": Sending(invoices),
        "bookings": Sending(BookingsWork(today - timedelta(40), today, today)),
        "take_back": TakingBack(
            Sending(customers), Sending(invoices), Sending(BookingsWork(today - timedelta(10), today, today))
        ),
    }
    return works[name]


WORKS = ("customers", "invoices", "bookings", "take_back")
