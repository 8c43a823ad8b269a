"""A daily desk in plain values: a plan as long as a test wants, and an outcome as it says."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from afas_assistant.afas.errors import AfasError
from afas_assistant.errors import AssistantError
from afas_assistant.outbox.records import Intention, Run, State, System, Write
from afas_assistant.sync.apply import Bucket, RunOutcome, Settled
from afas_assistant.sync.look_up import Found, LookedUp
from afas_assistant.sync.plan import AccountLine, Need, Outlook, Plan, PlannedRecord, Reason
from afas_assistant.sync.works import Work
from afas_assistant.texts import literal, phrase
from afas_assistant.ui.tabs.progress import Progress

NOW = datetime(2026, 11, 20, 11, 24, tzinfo=UTC)
BODY = '{"FbDirectInvoice":{"Element":{"Fields":{"DbId":"10018","Upri":125.00}}}}'
OUTLOOKS = (Outlook.WILL_PASS, Outlook.CANNOT_TELL, Outlook.WILL_PASS, Outlook.WILL_FAIL)


def intention(reference: str, *, kind: str = "direct_invoice", amount: Decimal | None = None) -> Intention:
    return Intention(System.AFAS, kind, reference, "POST", "connectors/FbDirectInvoice", BODY, amount=amount)


def record(number: int, outlook: Outlook = Outlook.WILL_PASS, **more: Any) -> PlannedRecord:
    amount = Decimal(number) + Decimal("0.50")
    reference = f"TC-{number:06d}"
    reasons = () if outlook is Outlook.WILL_PASS else (Reason("why", literal("A reason."), literal("A remedy.")),)
    made = PlannedRecord(
        reference,
        f"Project {number}",
        f"Customer {number:06d}",
        outlook,
        reasons,
        amount,
        intention=intention(reference, amount=amount),
        fingerprint=str(number),
        account_lines=(
            AccountLine(str(10000 + number), "Debtor", debit=amount),
            AccountLine("item", "ADV", credit=amount),
        ),
        facts=(("1", "Advice: 1 × 0.50"), ("DbId", str(10000 + number))),
    )
    return replace(made, **more)


def debtor(number: int) -> PlannedRecord:
    reference = f"customer/{number}"
    return PlannedRecord(
        reference, "–", f"New {number}", Outlook.WILL_PASS, intention=intention(reference, kind="debtor")
    )


def needing(number: int, other: PlannedRecord) -> PlannedRecord:
    return record(number, needs=Need(other.reference, "DbId"))


def plan(*records: PlannedRecord, kind: str = "invoices") -> Plan:
    note = literal("Amounts are without VAT.")
    return Plan(kind, "T99001AA/TimeChimp", "T99001AA (test)", "1", records, NOW, (note,))


def long_plan(count: int) -> Plan:
    return plan(*(record(number, OUTLOOKS[number % 4]) for number in range(count)))


def write(one: PlannedRecord, state: State, number: int = 1) -> Write:
    return Write(
        number, 1, "T99001AA/TimeChimp", System.AFAS, "direct_invoice", one.reference, "POST", "x", BODY, "d",
        one.what, one.counterpart, one.amount, "EUR", (), {}, (), None, state,
        {"OrNu": "00000012"} if state is State.CONFIRMED else {}, None, ("HTTP status: 500",), {}, None, NOW, NOW, NOW,
    )  # fmt: skip


STATES = {Bucket.CONFIRMED: State.CONFIRMED, Bucket.REFUSED: State.REFUSED, Bucket.UNKNOWN: State.UNKNOWN}


def refusal() -> AssistantError:
    return AfasError(
        "refused", title=phrase("AFAS refuses it."), explanation=phrase("The debtor is blocked."), action=phrase("Ask.")
    )


@dataclass
class PretendDesk:
    """Answers at once; `gate` holds every answer back until it is set, `error` is raised instead."""

    made: Plan
    buckets: dict[str, Bucket] = field(default_factory=dict)
    error: Exception | None = None
    gate: threading.Event | None = None
    works: list[Work] = field(default_factory=list)
    sent: list[frozenset[str]] = field(default_factory=list)
    arrived: State = State.CONFIRMED

    def plan(self, work: Work, progress: Progress) -> Plan:
        self.works.append(work)
        self._wait()
        if self.error is not None:
            raise self.error
        return self.made

    def send(self, work: Work, plan: Plan, chosen: frozenset[str], progress: Progress) -> RunOutcome:
        self.sent.append(chosen)
        records = plan.chosen(chosen)
        progress.started(len(records))
        settled = []
        for number, one in enumerate(records, 1):
            self._wait()
            if self.error is not None:
                raise self.error
            if progress.stopped():
                break
            bucket = self.buckets.get(one.reference, Bucket.CONFIRMED)
            problem = refusal() if bucket is Bucket.REFUSED else None
            settled.append(Settled(one, bucket, write(one, STATES[bucket], number), problem))
            progress.settled(settled[-1])
        run = Run(7, plan.scope, plan.kind, "Anna", NOW, NOW, {})
        return RunOutcome(run, settled)

    def look_up(self, write: Write) -> LookedUp:
        self._wait()
        return LookedUp(replace(write, state=self.arrived), Found.THERE, literal("It is there."))

    def _wait(self) -> None:
        if self.gate is not None:
            assert self.gate.wait(10)


NewDesk = Callable[[], PretendDesk]
