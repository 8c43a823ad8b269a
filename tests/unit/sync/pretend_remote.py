"""A pretend remote system with a clock of its own, an outbox that can die at any step, and a witness that may be blind.

The remote is as bad as AFAS: it has no key by which it would know a repeated write, and it may book minutes after the
line broke. What it holds is the truth that the tests compare with.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

import sqlalchemy as sa

from afas_assistant.errors import AssistantError
from afas_assistant.organisations.database import make_engine
from afas_assistant.organisations.database_errors import disk_full
from afas_assistant.outbox import schema
from afas_assistant.outbox.records import Intention, System, Write
from afas_assistant.outbox.store import Outbox
from afas_assistant.sync.apply import REGISTRATION_STATUS
from afas_assistant.sync.look_up import Sighting
from afas_assistant.sync.plan import Outlook, PlannedRecord, fingerprint
from afas_assistant.sync.take_back import DIRECT_INVOICE, TAKE_BACK
from tests.unit.sync.conftest import answered

START = datetime(2026, 11, 21, 16, 45, tzinfo=UTC)
TIME_LIMIT = 120.0
"""Seconds until a write's line is given up."""
LONGEST_LATE = 890
"""Seconds that the remote may go on after the line broke."""


class PowerCutError(BaseException):
    """The process ended here: nothing after it runs, not even what cleans up."""


class How(StrEnum):
    """What becomes of one write that leaves."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    LOCKED = "locked"
    TOKEN_ENDED = "token_ended"
    BREAK_BEFORE = "break_before"
    BREAK_AFTER = "break_after"
    LATE = "late"
    UNREADABLE = "unreadable"
    DISK_FULL_AFTER = "disk_full_after"
    CRASH_BEFORE = "crash_before"
    CRASH_AFTER = "crash_after"
    RIVAL = "rival"
    OVERTAKEN_ACCEPT = "overtaken_accept"
    OVERTAKEN_REFUSE = "overtaken_refuse"
    OVERTAKEN_LATE = "overtaken_late"
    OVERTAKEN_BREAK = "overtaken_break"


_ERRORS: Mapping[How, tuple[str, int, str | None]] = {
    How.REFUSE: ("vat_code_unknown", 500, "De ingevulde waarde bij 'Btw-code' bestaat niet."),
    How.LOCKED: ("layout_locked", 500, "De boekingslay-out is geblokkeerd door een andere gebruiker."),
    How.TOKEN_ENDED: ("unauthorised", 401, None),
    How.BREAK_BEFORE: ("server_error", 500, None),
    How.BREAK_AFTER: ("server_error", 500, None),
    How.LATE: ("server_time_limit", 500, "De maximale tijdsduur is verstreken."),
    How.UNREADABLE: ("cut_off", 200, None),
    How.OVERTAKEN_REFUSE: ("vat_code_unknown", 500, "De ingevulde waarde bij 'Btw-code' bestaat niet."),
    How.OVERTAKEN_LATE: ("server_error", 500, None),
    How.OVERTAKEN_BREAK: ("server_error", 500, None),
}
_OVERTAKEN = frozenset({How.OVERTAKEN_ACCEPT, How.OVERTAKEN_REFUSE, How.OVERTAKEN_LATE, How.OVERTAKEN_BREAK})
_SLOW = frozenset({How.BREAK_BEFORE, How.BREAK_AFTER, How.LATE})
"""Only after the time limit it is clear that no answer comes."""
_CARRIED_OUT = frozenset({How.ACCEPT, How.BREAK_AFTER, How.UNREADABLE, How.DISK_FULL_AFTER, How.CRASH_AFTER,
                          How.RIVAL, How.OVERTAKEN_ACCEPT})  # fmt: skip


class MortalOutbox(Outbox):
    """An outbox whose process can die at any step, and whose disk can be full for some steps."""

    steps_left: int | None = None
    full_for = 0
    dead = False

    def step(self) -> None:
        """Pass a step, or die; the dead do nothing more."""
        if self.steps_left is not None:
            self.steps_left -= 1
            self.dead = self.dead or self.steps_left <= 0
        if self.dead:
            raise PowerCutError

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        self.step()
        if self.full_for:
            self.full_for -= 1
            raise disk_full(self._database)
        with super()._writing() as database:
            yield database
            self.step()
        self.step()

    @classmethod
    def hasty(cls, database: Path, now: Callable[[], datetime]) -> Self:
        """Open it without waiting for the disk: what a power cut leaves of a file is SQLite's own promise."""
        engine = make_engine(database)
        sa.event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous = OFF"))
        return cls(engine, database, now=now)

    def bury(self) -> None:
        """Leave what a dead process leaves: a lease whose process runs no more."""
        with Outbox._writing(self) as database:
            database.execute(sa.update(schema.leases).values(process=0))


@dataclass
class Remote:
    """The remote system: what arrived in it by the number of its write, and what it still works on.

    `seconds` is the true time; `offset` is how wrong the clock of our computer is. `ways` are taken one for each write
    that leaves, then all are accepted.
    """

    seconds: float = 0.0
    offset: float = 0.0
    ways: list[tuple[How, int]] = field(default_factory=list)
    arrived: dict[int, tuple[str, ...]] = field(default_factory=dict)
    invoiced: set[str] = field(default_factory=set)
    broke_at: dict[int, float] = field(default_factory=dict)
    sent: int = 0
    outbox: MortalOutbox | None = None
    rival: Callable[[], None] = lambda: None
    _late: list[tuple[float, Write]] = field(default_factory=list)

    def clock(self) -> datetime:
        """Return what the clock of our computer shows."""
        return START + timedelta(seconds=self.seconds + self.offset)

    def pass_time(self, seconds: float) -> None:
        """Let time pass; what the remote works on is booked when it is due."""
        self.seconds += seconds
        due = [write for moment, write in self._late if moment <= self.seconds]
        self._late = [(moment, write) for moment, write in self._late if moment > self.seconds]
        for write in due:
            self._carry_out(write)

    def times(self, source: str) -> int:
        """Return in how many records that arrived a source is."""
        return sum(source in sources for sources in self.arrived.values())

    def came_about(self, write: Write) -> bool:
        """Tell, as a person who looks, whether what a write wants is so."""
        if write.kind == TAKE_BACK:
            return int(write.before["write"]) not in self.arrived
        return write.id in self.arrived

    def send(self, write: Write) -> Mapping[str, Any]:
        """Take a write as the next way says; a status is set at once or not at all, which is why it may be repeated."""
        outbox = self.outbox
        assert outbox is not None
        how, minutes = self.ways.pop(0) if self.ways else (How.ACCEPT, 0)
        if how is How.LATE and write.kind == REGISTRATION_STATUS:
            how = How.BREAK_AFTER
        self.sent += 1
        self.broke_at[write.id] = self.seconds
        outbox.step()
        if how is How.CRASH_BEFORE:
            outbox.steps_left = 0
            outbox.step()
        meets = how is How.RIVAL or how in _OVERTAKEN
        if how in _SLOW:
            self.pass_time(TIME_LIMIT - 1)
        if meets and write.kind != REGISTRATION_STATUS:
            self._meet_rival(how)
        self._book(write, how, minutes)
        if meets and write.kind == REGISTRATION_STATUS:
            self._meet_rival(how)
        if how is not How.OVERTAKEN_REFUSE:  # which is certain: nothing of it comes later
            self.broke_at[write.id] = self.seconds
        if how is How.CRASH_AFTER:
            outbox.steps_left = 0
        outbox.step()
        outbox.full_for = 5 if how is How.DISK_FULL_AFTER else 0
        if how in _ERRORS:
            raise answered(*_ERRORS[how])
        return {"OrNu": f"{write.id:08d}"}

    def _meet_rival(self, how: How) -> None:
        """Let another process try while this write is under way: refused, or after this one slept for too long."""
        if how is not How.RIVAL:
            self.pass_time(181)
        mine, ways, self.ways = self.outbox, self.ways, []
        self.rival()
        self.outbox, self.ways = mine, ways
        if how is not How.RIVAL:
            self.pass_time(TIME_LIMIT - 1)

    def _book(self, write: Write, how: How, minutes: int) -> None:
        if how in _CARRIED_OUT or (how is How.OVERTAKEN_LATE and write.kind == REGISTRATION_STATUS):
            self._carry_out(write)
        elif how in {How.LATE, How.OVERTAKEN_LATE}:
            self._late.append((self.seconds + min(minutes * 60, LONGEST_LATE), write))

    def _carry_out(self, write: Write) -> None:
        if write.kind == DIRECT_INVOICE:
            self.arrived[write.id] = write.sources
        elif write.kind == TAKE_BACK:
            self.arrived.pop(int(write.before["write"]), None)
        else:
            body = json.loads(write.body or "{}")
            (self.invoiced.update if body["invoiced"] else self.invoiced.difference_update)(body["sources"])


@dataclass
class PretendWitness:
    """Shows invoices that arrived; one that is blind shows nothing, without a word, as AFAS does without rights."""

    remote: Remote
    connector: str
    blind: bool = False
    error: AssistantError | None = None
    kinds: frozenset[str] = frozenset({DIRECT_INVOICE})

    def find(self, write: Write) -> Sighting | None:
        """Return the invoice under this write's number, None when there is none or it is hidden."""
        if self.error is not None:
            raise self.error
        return Sighting({"OrNu": f"{write.id:08d}"}) if write.id in self.remote.arrived and not self.blind else None


def invoice(sources: tuple[str, ...], edited: Sequence[int] = ()) -> PlannedRecord:
    """Return an invoice of these registrations, after which they are marked; `edited` changes its fingerprint."""
    reference = f"TC-{sha256(' '.join(sources).encode()).hexdigest()[:10]}"
    wanted = Intention(
        System.AFAS, DIRECT_INVOICE, reference, "POST", "FbDirectInvoice", body="{}", label=reference, sources=sources,
        follow_ups=(status_step(reference, sources, invoiced=True),),
    )  # fmt: skip
    made_of = fingerprint(sources, list(edited))
    return PlannedRecord(reference, reference, "Jansen", Outlook.WILL_PASS, intention=wanted, fingerprint=made_of)


def status_step(reference: str, sources: tuple[str, ...], *, invoiced: bool) -> Intention:
    """Return the step that marks registrations as invoiced, or no longer."""
    body = f'{{"sources": {list(sources)}, "invoiced": {str(invoiced).lower()}}}'.replace("'", '"')
    return Intention(System.TIMECHIMP, REGISTRATION_STATUS, f"{reference}/1", "POST", "status", body=body)
