"""A real outbox in a file, with a write in every state: what the tests of its tab look at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from afas_assistant.afas.errors import AfasError
from afas_assistant.errors import Who
from afas_assistant.outbox.records import Intention, Run, State, System, Write
from afas_assistant.outbox.store import Outbox
from afas_assistant.sync.apply import RunOutcome, apply_plan
from afas_assistant.sync.look_up import LookedUp, Sighting, look_up
from afas_assistant.sync.plan import Plan
from afas_assistant.sync.take_back import Situation, plan_take_back, settle_take_backs
from afas_assistant.texts import literal, phrase
from afas_assistant.timechimp.writes import Write as Change

SCOPE = "T99001AA/Koppeling"
NAMES = ("Zorggroep Aan de Vliet", "Kranz Elektro", "Bistro Het Hoekje", "Atelier Noor", "Zonneweide Zorg")


@dataclass
class Clock:
    """A clock that a test sets; it begins an hour ago."""

    moment: datetime = field(default_factory=lambda: datetime.now(UTC) - timedelta(hours=1))

    def __call__(self) -> datetime:
        return self.moment

    def move(self, **by: float) -> None:
        self.moment += timedelta(**by)


def intention(kind: str, number: int, name: str = NAMES[0], **more: Any) -> Intention:
    """Return what is to be sent."""
    values: dict[str, Any] = {
        "body": f'{{"FbDirectInvoice":{{"Element":{{"Fields":{{"RfCs":"TC-{number}","Ds":"={name}"}}}}}}}}',
        "label": f"TC-{number}",
        "counterpart": name,
        "amount": Decimal("1250.00"),
        "sources": (f"hours/{number}", f"hours/{number + 1000}"),
    }
    values |= more
    path = "FbDirectInvoice" if kind == "direct_invoice" else "FiEntries"
    return Intention(values.pop("system", System.AFAS), kind, f"TC-{number}", "POST", path, **values)


PROBLEM: Mapping[str, Any] = {
    "code": "afas_refused",
    "title": phrase("AFAS does not know payment condition {code}.", code="21").to_data(),
    "explanation": literal("«Betaalvoorwaarde 21 bestaat niet»").to_data(),
    "action": phrase("Correct the payment condition in AFAS, then make a new plan.").to_data(),
    "who": Who.ADMINISTRATOR.value,
}
BROKEN: Mapping[str, Any] = {
    "code": "line_broken",
    "title": phrase("The line broke after this was sent.").to_data(),
    "explanation": phrase("AFAS may have taken it.").to_data(),
    "action": phrase("Look it up.").to_data(),
    "who": Who.YOU.value,
}
TECHNICAL = ("Request: POST https://99001.resttest.afas.online/ProfitRestServices/connectors/FbDirectInvoice",
             "HTTP status: 500", "profitLogReference: 8c0e1f")  # fmt: skip


@dataclass(frozen=True)
class Filled:
    """The writes by what became of them."""

    confirmed: Write
    refused: Write
    unknown: Write
    debtor: Write
    entry: Write


def fill(outbox: Outbox, clock: Clock, scope: str = SCOPE) -> Filled:
    """Record a run with a write in many states; the unknown one has been so for a minute."""
    status = Intention(
        System.TIMECHIMP, "registration_status", "TC-1/1", "PUT", "times/status", body='{"status":3}', label="TC-1"
    )
    entry = {"administration": "1", "journal": "70", "invoice_number": "20260004"}
    wanted = [
        intention("direct_invoice", 1, NAMES[1], follow_ups=(status,), before={"statuses": {"hours/1": 2}}),
        intention("direct_invoice", 2, NAMES[2]),
        intention("debtor", 3, NAMES[3], amount=None),
        intention("entry", 4, NAMES[4], amount=Decimal("-302.50"), before=entry),
        intention("direct_invoice", 5, NAMES[0]),
        intention("customer_new", 6, "Notariskantoor Werf", system=System.TIMECHIMP, amount=None),
    ]
    with outbox.writer(scope) as lease:
        run = outbox.start_run(scope, "invoices", actor="Anna")
        sent = [outbox.sending(one, lease) for one in outbox.intend(run, wanted)[:5]]
        clock.move(seconds=2)
        confirmed = outbox.confirmed(sent[0], {"OrNu": "00000012"}, {"by": "answer"})
        refused = outbox.refused(sent[1], PROBLEM, TECHNICAL)
        debtor = outbox.confirmed(sent[2], {"DbId": "10110", "BcCo": "1000042"}, {"by": "answer"})
        entered = outbox.confirmed(sent[3], {"EnNo": "88"}, {"by": "answer"})
        outbox.shown(entered, "Profit_Transactions")
        unknown = outbox.unknown(sent[4], BROKEN, TECHNICAL[:1])
        outbox.end_run(run)
    clock.move(seconds=60)
    return Filled(confirmed, refused, unknown, debtor, outbox.write(entered.id))


def many(outbox: Outbox, count: int, scope: str = SCOPE) -> Run:
    """Record so many confirmed invoices at once, past the calls that would make each its own transaction."""
    import sqlalchemy as sa  # noqa: PLC0415 - for this alone

    from afas_assistant.outbox import rows, schema  # noqa: PLC0415 - as above

    run = outbox.start_run(scope, "invoices", actor="Anna")
    wanted = (intention("direct_invoice", one, NAMES[one % len(NAMES)]) for one in range(10_000, 10_000 + count))
    made = (rows.intention_row(one, scope=scope, run_id=run.id, now=outbox.now()) for one in wanted)
    with outbox._writing() as database:
        database.execute(
            sa.insert(schema.writes),
            [row | {"state": "unknown" if place % 1000 == 7 else "confirmed"} for place, row in enumerate(made)],
        )
    return run


@dataclass
class PretendBench:
    """A workbench over a real outbox, with an AFAS in plain values: `seen` is what a look-up finds."""

    outbox: Outbox
    seen: Sighting | None = None
    refusal: AfasError | None = None
    sent: list[Write] = field(default_factory=list)

    connector = "Profit_Transactions"
    kinds = frozenset({"direct_invoice", "entry"})

    def find(self, write: Write) -> Sighting | None:
        return self.seen

    def look_up(self, write: Write) -> LookedUp:
        return look_up(self.outbox, write, [self])

    def plan_take_back(self, write: Write) -> Plan:
        return plan_take_back(
            write,
            Situation(),
            changed_status=lambda *_: Change("PUT", "times/status", "{}"),
            environment="T99001AA (test)",
            made_at=self.outbox.now(),
        )

    def apply(self, plan: Plan, chosen: frozenset[str], *, fresh: Plan) -> RunOutcome:
        outcome = apply_plan(
            plan, chosen, fresh=fresh, outbox=self.outbox,
            senders={System.AFAS: self, System.TIMECHIMP: self}, actor="Anna",
        )  # fmt: skip
        settle_take_backs(self.outbox, plan.scope)
        return outcome

    def send(self, write: Write) -> Mapping[str, Any]:
        if self.refusal is not None:
            raise self.refusal
        self.sent.append(write)
        return {}


def states_of(path: Path, scope: str = SCOPE) -> dict[int, State]:
    """Return how every write stands in the file."""
    with Outbox.open(path) as outbox:
        return {one.id: one.state for one in outbox.writes(scope)}
