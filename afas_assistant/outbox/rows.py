"""From an intention to a row of the database, and from a row to a record."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from afas_assistant.outbox.records import Intention, Run, State, System, Write, placeholder

TUPLES = ("sources", "technical")
LEFT_OUT: Mapping[str, Any] = {"body": None, "before": {}, "follow_ups": (), "technical": ()}
"""What a long list does without, and what a write has in its place then."""


def claims_of(intention: Intention, follows: int | None = None) -> list[str]:
    """Return everything that the intention takes: its reference, and what it is made of.

    A step's reference is taken beside the write that it follows on, so that no older step is in the way of recording
    that write.
    """
    beside = "" if follows is None else f"@{follows}"
    reference = f"reference:{intention.kind}/{intention.reference}{beside}"
    return [reference, *(f"source:{one}" for one in intention.sources)]


def intention_row(intention: Intention, *, scope: str, run_id: int, now: datetime) -> dict[str, Any]:
    """Return the row of a write that was not sent yet."""
    return {
        "run_id": run_id,
        "scope": scope,
        "system": intention.system.value,
        "kind": intention.kind,
        "reference": intention.reference,
        "method": intention.method,
        "path": intention.path,
        "body": intention.body,
        "body_digest": hashlib.sha256(intention.body.encode()).hexdigest(),
        "label": intention.label,
        "counterpart": intention.counterpart,
        "amount": None if intention.amount is None else str(intention.amount),
        "currency": intention.currency,
        "sources": list(intention.sources),
        "before": dict(intention.before),
        "follow_ups": [intention_data(one) for one in intention.follow_ups],
        "state": State.INTENDED.value,
        "keys": {},
        "technical": [],
        "proof": {},
        "intended_at": now,
        "changed_at": now,
    }


def intention_data(intention: Intention) -> dict[str, Any]:
    """Return an intention as JSON holds it."""
    data = asdict(intention)
    data["amount"] = None if intention.amount is None else str(intention.amount)
    data["sources"] = list(intention.sources)
    data["follow_ups"] = [intention_data(one) for one in intention.follow_ups]
    return data


def intention_from(data: Mapping[str, Any]) -> Intention:
    """Return the intention that JSON holds."""
    values = dict(data)
    values["system"] = System(values["system"])
    values["amount"] = None if values["amount"] is None else Decimal(values["amount"])
    values["sources"] = tuple(values["sources"])
    values["follow_ups"] = tuple(intention_from(one) for one in values["follow_ups"])
    return Intention(**values)


def due_step(data: Mapping[str, Any], keys: Mapping[str, Any]) -> Intention | None:
    """Return a follow-up with the key that it awaits filled in; None when that key did not come back."""
    step = intention_from(data)
    if not step.awaits:
        return step
    if not keys.get(step.awaits):
        return None
    value = json.dumps(str(keys[step.awaits]), ensure_ascii=False)[1:-1]  # it stands within a text of the body
    return replace(step, body=step.body.replace(placeholder(step.awaits), value), awaits="")


def intention_again(write: Write) -> Intention:
    """Return the intention of a recorded write, for another attempt at a step that may be repeated."""
    return Intention(
        system=write.system,
        kind=write.kind,
        reference=write.reference,
        method=write.method,
        path=write.path,
        body=write.body or "",
        label=write.label,
        counterpart=write.counterpart,
        amount=write.amount,
        currency=write.currency,
        sources=write.sources,
        before=write.before,
    )


def run(row: sa.Row[Any]) -> Run:
    """Return the run that a row describes."""
    return Run(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for a row as a mapping


def write(row: sa.Row[Any]) -> Write:
    """Return the write that a row describes; the row may lack what a long list does without."""
    fields = {**LEFT_OUT, **row._mapping}  # noqa: SLF001 - as above
    fields["system"] = System(fields["system"])
    fields["state"] = State(fields["state"])
    fields["amount"] = None if fields["amount"] is None else Decimal(fields["amount"])
    for name in TUPLES:
        fields[name] = tuple(fields[name])
    return Write(**fields)
