"""Applying a plan: every chosen record is recorded, sent once, and its outcome recorded before the next one leaves.

Nothing is sent twice: what a record is made of stays claimed in the outbox, a broken line makes it unknown, and the
plan is made again just before, so that a record which somebody changed is skipped. Cancelling stops between two
records; a later run finds the rest still to do, and the steps that a crash left due.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Protocol

from afas_assistant.afas.errors import AfasError
from afas_assistant.errors import AssistantError
from afas_assistant.outbox.lease import Lease
from afas_assistant.outbox.records import Intention, Run, System, Write
from afas_assistant.outbox.refusals import AlreadyClaimedError
from afas_assistant.outbox.store import ANSWER, Outbox
from afas_assistant.sync.outcomes import Certainty, certainty_of, may_be_repeated
from afas_assistant.sync.plan import Outlook, Plan, PlannedRecord
from afas_assistant.sync.recording import recorded
from afas_assistant.sync.skips import (
    Skip,
    already_sent,
    cancelled_by_person,
    changed_since,
    need_not_met,
    not_read,
    stopped_by,
    there_before,
)
from afas_assistant.texts import phrase
from afas_assistant.timechimp.errors import TimeChimpError
from afas_assistant.transport import TransportError

REGISTRATION_STATUS = "registration_status"
REPEATABLE_KINDS = frozenset({REGISTRATION_STATUS})
"""Steps that may be sent again whatever became of them: setting a status twice is setting it once."""
LOCKED_WAITS = (5.0, 15.0, 30.0)
"""Seconds between attempts at a booking layout that somebody has open."""
BREAKS_IN_A_ROW = 3
"""So many broken lines after each other, and the run stops: each one costs a look in AFAS."""


LOOK_FIRST = phrase("It may have arrived: look it up in the outbox. It is not sent again by itself.")
"""What to do about a write that may have arrived, whatever its error says of trying again."""


class Bucket(StrEnum):
    """Where a record ended."""

    CONFIRMED = "confirmed"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class Settled:
    """What became of one record. `problem` is the error of a refused or unknown one, `skip` why one was not sent."""

    record: PlannedRecord
    bucket: Bucket
    write: Write | None = None
    problem: AssistantError | None = None
    skip: Skip | None = None


class Sender(Protocol):
    """Sends a recorded write to its system, once."""

    def send(self, write: Write) -> Mapping[str, Any]:
        """Return the keys that came back; raises AssistantError."""
        ...


class Completer(Protocol):
    """Reads what an intention still lacks, just before it is recorded and sent."""

    def complete(self, intention: Intention) -> Intention:
        """Return the whole intention; raises AssistantError when it cannot be read."""
        ...


AlreadyThere = Callable[[Write, AssistantError], Mapping[str, Any] | None]
"""Tells whether a refusal means that the record is there already, and with which keys."""


def never_there(write: Write, error: AssistantError) -> None:
    """Take every refusal as one."""


class Listener(Protocol):
    """Hears how a run goes, on the thread that runs it."""

    def started(self, total: int) -> None:
        """So many records will be handled."""
        ...

    def settled(self, settled: Settled) -> None:
        """One record is done."""
        ...

    def waiting(self, seconds: float) -> None:
        """The run waits, since the other system asked for it."""
        ...


class Silent:
    """A listener that hears nothing."""

    def started(self, total: int) -> None:
        """Do nothing."""

    def settled(self, settled: Settled) -> None:
        """Do nothing."""

    def waiting(self, seconds: float) -> None:
        """Do nothing."""


@dataclass(frozen=True)
class RunOutcome:
    """The three buckets, and what was not sent. `follow_ups` are steps of confirmed records, such as statuses."""

    run: Run | None
    settled: Sequence[Settled]
    follow_ups: Sequence[Settled] = ()

    def counts(self) -> dict[str, int]:
        """Return how many records are in each bucket; a record whose follow-up failed is confirmed all the same."""
        return {bucket.value: sum(one.bucket is bucket for one in self.settled) for bucket in Bucket}

    @property
    def complete(self) -> bool:
        """Whether nothing was refused, unknown or stopped, follow-ups included."""
        return all(
            one.bucket is Bucket.CONFIRMED or (one.skip is not None and one.skip.harmless)
            for one in (*self.settled, *self.follow_ups)
        )


def apply_plan(
    plan: Plan,
    chosen: AbstractSet[str],
    *,
    fresh: Plan,
    outbox: Outbox,
    senders: Mapping[System, Sender],
    completers: Mapping[str, Completer] | None = None,
    already_there: AlreadyThere = never_there,
    actor: str = "",
    listener: Listener | None = None,
    cancelled: Callable[[], bool] = bool,
    sleep: Callable[[float], None] = time.sleep,
) -> RunOutcome:
    """Send the chosen records of a plan and return what became of each; blocks until done.

    `fresh` is the same plan made just now; `completers`, by kind, are for records that are `read_first`. Raises
    RetryableError writer_busy when another run writes for this organisation, and the outbox's own errors when it
    cannot record: what was sent by then is in its record.
    """
    with outbox.writer(plan.scope) as lease:
        run = _Application(
            plan,
            fresh,
            outbox,
            senders,
            completers=completers or {},
            already_there=already_there,
            lease=lease,
            listener=listener or Silent(),
            cancelled=cancelled,
            sleep=sleep,
        )
        return run.run(chosen, actor)


class _Application:
    """One run."""

    def __init__(
        self,
        plan: Plan,
        fresh: Plan,
        outbox: Outbox,
        senders: Mapping[System, Sender],
        *,
        completers: Mapping[str, Completer],
        already_there: AlreadyThere,
        lease: Lease,
        listener: Listener,
        cancelled: Callable[[], bool],
        sleep: Callable[[float], None],
    ) -> None:
        self._plan = plan
        self._fresh = {one.reference: one for one in fresh.records}
        self._still_to_send = {source for one in fresh.records if one.intention for source in one.intention.sources}
        self._outbox = outbox
        self._senders = senders
        self._completers = completers
        self._already_there = already_there
        self._lease = lease
        self._listener = listener
        self._cancelled = cancelled
        self._sleep = sleep
        self._keys: dict[str, Mapping[str, Any]] = {}
        self._follow_ups: list[Settled] = []
        self._stop: AssistantError | None = None
        self._breaks = 0

    def run(self, chosen: AbstractSet[str], actor: str) -> RunOutcome:
        run = self._outbox.start_run(self._plan.scope, self._plan.kind, actor=actor, plan=self._plan.summary())
        try:
            self._outbox.revive(self._plan.scope, REPEATABLE_KINDS)
            self._finish_due()
            records = self._in_order(chosen)
            self._listener.started(len(records))
            settled = [self._settle(run, record) for record in records]
        finally:
            with suppress(AssistantError):  # the next run ends it; a full disk must not hide what went wrong before
                self._outbox.end_run(run)
        return RunOutcome(run, settled, self._follow_ups)

    def _in_order(self, chosen: AbstractSet[str]) -> list[PlannedRecord]:
        """Return the chosen records, each after what it needs; what is needed goes along."""
        by_reference = {one.reference: one for one in self._plan.records}
        ordered: dict[str, PlannedRecord] = {}
        for record in self._plan.chosen(set(chosen)):
            needed = by_reference.get(record.needs.reference) if record.needs else None
            if needed is not None and needed.intention is not None:
                ordered.setdefault(needed.reference, needed)
            ordered.setdefault(record.reference, record)
        return list(ordered.values())

    def _settle(self, run: Run, record: PlannedRecord) -> Settled:
        settled = self._attempt(run, record)
        self._listener.settled(settled)
        if settled.bucket is Bucket.CONFIRMED and settled.write is not None:
            self._keys[record.reference] = settled.write.keys
            if settled.write.follow_ups:
                self._finish_due()
        return settled

    def _attempt(self, run: Run, record: PlannedRecord) -> Settled:
        skip = self._reason_to_skip(record)
        if skip is not None:
            return Settled(record, Bucket.SKIPPED, skip=skip)
        try:
            intention = self._completed(record)
        except AssistantError as error:
            self._stop = error if _concerns_all(error) else None
            return Settled(record, Bucket.SKIPPED, problem=error, skip=not_read(error))
        try:
            settled = self._send(run, record, intention)
            for seconds in LOCKED_WAITS:
                if settled.problem is None or not may_be_repeated(settled.problem) or self._cancelled():
                    break
                self._wait(seconds)
                settled = self._send(run, record, intention)
        except AlreadyClaimedError as error:
            return Settled(record, Bucket.SKIPPED, skip=already_sent(error))
        return settled

    def _reason_to_skip(self, record: PlannedRecord) -> Skip | None:
        if self._stop is not None:
            return stopped_by(self._stop)
        if self._cancelled():
            return cancelled_by_person()
        fresh = self._fresh.get(record.reference)
        if fresh is None or fresh.fingerprint != record.fingerprint or not fresh.tickable:
            partly = record.intention is not None and not self._still_to_send.isdisjoint(record.intention.sources)
            return changed_since(fresh, partly=partly)
        if record.needs is not None and record.needs.key not in self._keys.get(record.needs.reference, {}):
            return need_not_met(record.needs)
        return None

    def _completed(self, record: PlannedRecord) -> Intention:
        assert record.intention is not None  # a record without one is not tickable
        intention = record.intention
        if record.needs is not None:
            value = str(self._keys[record.needs.reference][record.needs.key])
            intention = _filled(intention, record.needs.placeholder, value)
        return self._completers[intention.kind].complete(intention) if record.read_first else intention

    def _send(self, run: Run, record: PlannedRecord, intention: Intention) -> Settled:
        (write,) = self._outbox.intend(run, [intention])
        return self._send_recorded(record, write)

    def _send_recorded(self, record: PlannedRecord, write: Write) -> Settled:
        write = self._outbox.sending(write, self._lease)
        try:
            keys = self._senders[write.system].send(write)
        except AssistantError as error:
            return self._failed(record, write, error)
        self._breaks = 0
        done = recorded(lambda: self._outbox.confirmed(write, keys, {"by": ANSWER}), write, keys, self._sleep)
        return Settled(record, Bucket.CONFIRMED, done)

    def _failed(self, record: PlannedRecord, write: Write, error: AssistantError) -> Settled:
        keys = self._already_there(write, error)
        if keys is not None:
            proof = {"by": ANSWER, "already_there": True}
            done = recorded(lambda: self._outbox.confirmed(write, keys, proof), write, keys, self._sleep)
            return Settled(record, Bucket.SKIPPED, done, skip=there_before())
        certainty = certainty_of(error)
        self._breaks = self._breaks + 1 if certainty is Certainty.UNKNOWN else 0
        if _concerns_all(error) or self._breaks >= BREAKS_IN_A_ROW:
            self._stop = error
        if certainty is Certainty.UNKNOWN:
            error.action = LOOK_FIRST
        problem = {
            "code": error.code,
            "title": error.title.to_data(),
            "explanation": error.explanation.to_data(),
            "action": error.action.to_data(),
            "who": error.who.value,
        }
        keep = self._outbox.refused if certainty is Certainty.REFUSED else self._outbox.unknown
        lines = error.technical.lines()
        done = recorded(lambda: keep(write, problem, lines), write, {}, self._sleep)
        bucket = Bucket.REFUSED if certainty is Certainty.REFUSED else Bucket.UNKNOWN
        return Settled(record, bucket, done, problem=error)

    def _finish_due(self) -> None:
        """Send the steps that confirmed writes left due, of this run and of earlier ones."""
        for write in self._outbox.due(self._plan.scope):
            if self._stop is not None:
                return
            settled = self._send_recorded(_follow_up(write), write)
            self._follow_ups.append(settled)

    def _wait(self, seconds: float) -> None:
        self._listener.waiting(seconds)
        self._sleep(seconds)


def _filled(intention: Intention, placeholder: str, value: str) -> Intention:
    """Return an intention, its steps included, with a value in the place that was kept for it."""
    steps = tuple(_filled(one, placeholder, value) for one in intention.follow_ups)
    return replace(intention, body=intention.body.replace(placeholder, value), follow_ups=steps)


def _follow_up(write: Write) -> PlannedRecord:
    return PlannedRecord(write.reference, write.label, write.counterpart, Outlook.WILL_PASS)


def _concerns_all(error: AssistantError) -> bool:
    """Return whether every other record would end the same way: the token, the address, the network."""
    if isinstance(error, AfasError | TimeChimpError):
        return error.status in {401, 403, 503}
    return isinstance(error, TransportError) and not error.maybe_sent
