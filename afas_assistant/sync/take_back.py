"""Taking back what was sent, as far as the other system lets us: planned, shown and sent like everything else.

It goes through the outbox as a write of its own (kind `take_back`, made of `write/<number>`); once it is confirmed, the
original counts as taken back and what it was made of can be sent again. AFAS deletes an entry as long as nothing was
matched with it; a debtor stays. Sources: AFAS's help on deleting entries, its OpenAPI file on direct invoices.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from afas_assistant.outbox.records import Intention, State, System, Write
from afas_assistant.outbox.store import Outbox
from afas_assistant.outbox.words import kind_words
from afas_assistant.sync.apply import REGISTRATION_STATUS, Completer
from afas_assistant.sync.bookings.attachments import DOSSIER_ITEM
from afas_assistant.sync.bookings.record import ENTRY
from afas_assistant.sync.customers.completion import DEBTOR, DEBTOR_NUMBER, Changer, UpdateCompleter, changes_back
from afas_assistant.sync.customers.records import CUSTOMER_NEW, CUSTOMER_UPDATE
from afas_assistant.sync.findings import Finding, done, doubts, fails, notes, outlook_of, reasons_of
from afas_assistant.sync.plan import Plan, PlannedRecord, fingerprint
from afas_assistant.texts import Text, money, phrase
from afas_assistant.timechimp.statuses import Kind, Status
from afas_assistant.timechimp.writes import MOST_AT_ONCE
from afas_assistant.timechimp.writes import Write as TimeChimpWrite

TAKE_BACK = "take_back"
DIRECT_INVOICE = "direct_invoice"
ChangedStatus = Callable[[Kind, Sequence[int], Status], TimeChimpWrite]


@dataclass(frozen=True)
class OpenItem:
    """An invoice among AFAS's open items: its amount, and what is still to be paid of it."""

    amount: Decimal
    balance: Decimal


@dataclass(frozen=True)
class Situation:
    """What the other systems show now of what is to be taken back.

    `open_item` is None when the open items could be read (`open_items_read`) and it is not among them. `statuses` are
    those of the registrations, by source (`hours/123`), without those that were deleted; empty when they were not read.
    `fields` are those of a customer, by name.
    """

    open_items_read: bool = False
    open_item: OpenItem | None = None
    statuses: Mapping[str, Status] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Undoing:
    """How something is taken back: method, path, body; the steps after it; and what is to be said."""

    findings: tuple[Finding, ...]
    method: str = ""
    path: str = ""
    body: str = ""
    follow_ups: tuple[Intention, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    system: System = System.AFAS
    read_first: bool = False


def plan_take_back(
    write: Write,
    situation: Situation,
    *,
    changed_status: ChangedStatus,
    environment: str,
    made_at: datetime,
    credit: PlannedRecord | None = None,
) -> Plan:
    """Return the plan of taking one write back; `credit` is offered beside it when AFAS will not delete.

    `changed_status` makes the write that changes registrations in TimeChimp; nothing is sent.
    """
    record = _record(write, _undoing(write, situation, changed_status), situation)
    records = [record] if credit is None or record.tickable else [record, credit]
    administration = str(write.before.get("administration", ""))
    return Plan(TAKE_BACK, write.scope, environment, administration, records, made_at, options={"write": write.id})


def take_back_completers(timechimp: Changer) -> dict[str, Completer]:
    """Return the completer of taking back a customer's change: the rest of the customer is read just before."""
    return {TAKE_BACK: UpdateCompleter(timechimp)}


def settle_take_backs(outbox: Outbox, scope: str) -> list[Write]:
    """Mark what was certainly taken back and return it; for after each run, look-up and answer of a person."""
    settled = []
    for one in outbox.writes(scope, states=(State.CONFIRMED,), kind=TAKE_BACK):
        original, proof = outbox.write(int(one.before["write"])), {"by": one.proof.get("by", ""), "write": one.id}
        if original.state is State.CONFIRMED:
            _settle_statuses(outbox, original, proof)
            settled.append(outbox.taken_back(original, proof))
    return settled


def _settle_statuses(outbox: Outbox, original: Write, proof: Mapping[str, Any]) -> None:
    """Let go of the statuses that followed on a write: they went back with it, and a next invoice sets them anew."""
    for step in outbox.writes(original.scope, kind=REGISTRATION_STATUS):
        if step.follows_id != original.id:
            continue
        if step.state is State.CONFIRMED:
            outbox.taken_back(step, proof)
        elif step.state is State.UNKNOWN:
            outbox.not_arrived(step, proof)
        elif step.state is State.INTENDED:
            outbox.withdrawn(step, proof)


def _record(write: Write, undoing: _Undoing, situation: Situation) -> PlannedRecord:
    intention = None
    if undoing.method:
        intention = Intention(
            undoing.system,
            TAKE_BACK,
            _source(write),
            undoing.method,
            undoing.path,
            body=undoing.body,
            label=write.label,
            counterpart=write.counterpart,
            amount=write.amount,
            currency=write.currency,
            sources=(_source(write),),
            before={
                "write": write.id,
                "kind": write.kind,
                "shown_by": write.shown_by,
                "original": dict(write.before) if write.kind == ENTRY else {},
                **({"customer": write.before["customer"]} if undoing.read_first else {}),
            },
            follow_ups=undoing.follow_ups,
        )
    shown = (str(situation.open_item), sorted(situation.statuses.items()), sorted(situation.fields.items()))
    return PlannedRecord(
        _source(write),
        write.label,
        write.counterpart,
        outlook_of(undoing.findings),
        reasons_of(undoing.findings),
        amount=write.amount,
        currency=write.currency,
        intention=intention,
        fingerprint=fingerprint(write.id, write.state.value, shown),
        facts=undoing.facts,
        read_first=undoing.read_first,
    )


def _source(write: Write) -> str:
    return f"write/{write.id}"


def _undoing(write: Write, situation: Situation, changed_status: ChangedStatus) -> _Undoing:
    hindrance = _state_finding(write) or _kind_finding(write)
    if hindrance is not None:
        return _Undoing((hindrance,))
    if write.kind == ENTRY:
        return _entry(write, situation)
    if write.kind == DIRECT_INVOICE:
        return _direct_invoice(write, situation, changed_status)
    if write.kind == DOSSIER_ITEM:
        return _deleted("KnSubject/KnSubject/@SbId/{}", write.keys.get("SbId"))
    return _customer(write, situation)


def _state_finding(write: Write) -> Finding | None:
    if write.state is State.CONFIRMED:
        if write.proof.get("already_there"):
            text = phrase("It was in AFAS before this program sent it, so it is not ours to take back.")
            return fails("not_ours", text, phrase("Look in AFAS who booked it."))
        return None
    if write.state is State.TAKEN_BACK:
        return done("taken_back", phrase("It was taken back before."))
    if write.state in {State.UNKNOWN, State.SENDING}:
        text = phrase("Nobody knows yet whether it arrived.")
        return fails("arrival_unknown", text, phrase("Look write {number} up in the outbox first.", number=write.id))
    return done("never_arrived", phrase("It never arrived, so there is nothing to take back."))


def _kind_finding(write: Write) -> Finding | None:
    """Return why writes of this kind cannot be taken back, None where they can."""
    reasons: dict[str, tuple[str, Text, Text]] = {
        DEBTOR: (
            "debtor_stays",
            phrase("A debtor that was made cannot be taken back: AFAS offers no way to delete one."),
            phrase("Block the debtor in AFAS by hand if it must not be used."),
        ),
        CUSTOMER_NEW: (
            "customer_stays",
            phrase("A customer that was made in TimeChimp is not deleted by this program."),
            phrase("Archive the customer in TimeChimp by hand."),
        ),
        REGISTRATION_STATUS: (
            "part_of_invoice",
            phrase("Statuses go back together with their invoice."),
            phrase("Take the invoice back: write {number}.", number=write.follows_id or "–"),
        ),
        TAKE_BACK: (
            "is_take_back",
            phrase("Taking back cannot be taken back."),
            phrase("Send the original again by a new plan."),
        ),
    }
    if write.kind in reasons:
        return fails(*reasons[write.kind])
    if write.kind in {ENTRY, DIRECT_INVOICE, DOSSIER_ITEM, CUSTOMER_UPDATE, DEBTOR_NUMBER}:
        return None
    return fails("kind_unknown", phrase("Writes of the kind {kind} cannot be taken back.", kind=kind_words(write.kind)))


def _entry(write: Write, situation: Situation) -> _Undoing:
    """Return the deletion of an entry: by its number, else by its invoice number."""
    administration, journal = write.before["administration"], write.before["journal"]
    parent = f"FiEntries/FiEntryPar/UnId,JoCo/{administration},{journal}/FiEntries"
    entry_number, invoice_number = write.keys.get("EnNo"), write.keys.get("InId") or write.before["invoice_number"]
    undoing = (
        _deleted(f"{parent}/@EnNo/{{}}", entry_number)
        if entry_number
        else _deleted(f"{parent}/InId/{{}}", invoice_number)
    )
    return _Undoing((*undoing.findings, *_matching(write, situation)), undoing.method, undoing.path)


def _matching(write: Write, situation: Situation) -> list[Finding]:
    """Return whether something was paid on the invoice: AFAS does not delete it then."""
    remedy = phrase("Undo the matching in AFAS first, or book the credit that is offered here.")
    if not situation.open_items_read:
        text = phrase("AFAS does not show its open items here; it refuses by itself when something was matched.")
        return [doubts("matching_unread", text)]
    item = situation.open_item
    if item is None:
        text = phrase("It is not among AFAS's open items: it was paid, or somebody removed it.")
        return [fails("matched", text, remedy)]
    if item.balance != item.amount:
        text = phrase(
            "Something was matched with it: {balance} of {amount} is still open.",
            balance=money(item.balance, ""),
            amount=money(item.amount, ""),
        )
        return [fails("matched", text, remedy)]
    if write.amount is not None and item.amount != write.amount:
        text = phrase("AFAS shows another amount than was sent: {amount}.", amount=money(item.amount, ""))
        return [doubts("changed_in_afas", text, phrase("Look at it in AFAS before you take it back."))]
    return []


def _direct_invoice(write: Write, situation: Situation, changed_status: ChangedStatus) -> _Undoing:
    """Return the deletion of a direct invoice, after which its registrations get their old statuses again."""
    undoing = _deleted("FbDirectInvoice/FbDirectInvoice/@OrNu/{}", write.keys.get("OrNu"))
    registrations = {name: Status.read(old) for name, old in dict(write.before.get("statuses", {})).items()}
    back: dict[tuple[Kind, Status], list[int]] = {}
    left = []
    for name, old in registrations.items():
        kind, _, number = name.partition("/")
        now = situation.statuses.get(name) if situation.statuses else Status.INVOICED
        if old is Status.UNKNOWN or now not in {Status.INVOICED, old}:
            left.append(name)
        else:
            back.setdefault((Kind(kind), old), []).append(int(number))
    findings = list(undoing.findings)
    if left:
        text = phrase(
            "These have another status by now, or are gone, and are left alone: {names}.", names=", ".join(left)
        )
        findings.append(notes("registrations_left", text))
    findings.append(
        doubts(
            "final_unknown",
            phrase("AFAS does not show whether this invoice was made final; it refuses by itself when it was."),
        )
    )
    steps = _steps_back(write, back, changed_status)
    return _Undoing(tuple(findings), undoing.method, undoing.path, follow_ups=steps)


def _steps_back(
    write: Write, back: Mapping[tuple[Kind, Status], Sequence[int]], changed_status: ChangedStatus
) -> tuple[Intention, ...]:
    changes = [
        changed_status(kind, ids[start : start + MOST_AT_ONCE], status)
        for (kind, status), ids in back.items()
        for start in range(0, len(ids), MOST_AT_ONCE)
    ]
    return tuple(
        Intention(
            System.TIMECHIMP,
            REGISTRATION_STATUS,
            f"{_source(write)}/{number}",
            change.method,
            change.path,
            body=change.content,
            label=write.label,
            counterpart=write.counterpart,
        )
        for number, change in enumerate(changes, 1)
    )


def _customer(write: Write, situation: Situation) -> _Undoing:
    """Return the change that gives a customer its old values; only what was changed then."""
    customer_id, old = changes_back(write)
    values = {name: str(value or "") for name, value in old.items()}
    facts = tuple((name, f"{situation.fields.get(name) or '–'} → {value or '–'}") for name, value in values.items())
    if situation.fields and all(situation.fields.get(name, "") == value for name, value in values.items()):
        return _Undoing((done("as_before", phrase("The customer has its old values already.")),), facts=facts)
    return _Undoing(
        (),
        "PUT",
        f"customers/{customer_id}",
        body=json.dumps(old, ensure_ascii=False),
        facts=facts,
        system=System.TIMECHIMP,
        read_first=True,
    )


def _deleted(path: str, key: object) -> _Undoing:
    """Return the deletion at a path with this key; a key that cannot stand in a path is refused."""
    text = str(key or "")
    if not text or set(text) & set("/,"):
        words = phrase("The number that AFAS gave it is not known, or cannot be used to delete it.")
        return _Undoing(
            (fails("number_unusable", words, phrase("Delete it in AFAS by hand, and say so in the outbox: removed.")),)
        )
    return _Undoing((), "DELETE", path.format(text))
