"""Writes of the outbox as text for a terminal, and as JSON."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from afas_assistant.cli.output import one_line
from afas_assistant.outbox.records import State, Write
from afas_assistant.texts import literal, money, phrase, text_from_data

_STATES = {
    State.INTENDED: phrase("Not sent yet"),
    State.SENDING: phrase("Being sent"),
    State.CONFIRMED: phrase("Arrived"),
    State.REFUSED: phrase("Refused"),
    State.UNKNOWN: phrase("Unknown"),
    State.NOT_ARRIVED: phrase("Did not arrive"),
    State.WITHDRAWN: phrase("Given up"),
    State.TAKEN_BACK: phrase("Taken back"),
}


def list_text(writes: Sequence[Write]) -> str:
    """Return a line for each write; a sentence where there is none."""
    if not writes:
        return str(phrase("There are no writes."))
    words = [str(_STATES[one.state]).upper() for one in writes]
    numbers, wide = max(len(str(one.id)) for one in writes), max(map(len, words))
    return "\n".join(
        f"{one.id:>{numbers}}  {word:<{wide}}  {' · '.join(_said(one))}"
        for one, word in zip(writes, words, strict=True)
    )


def write_text(write: Write) -> str:
    """Return everything about one write."""
    return "\n".join(_lines(write))


def write_data(write: Write) -> Mapping[str, Any]:
    """Return a write as JSON, without its body."""
    return {
        "number": write.id,
        "run": write.run_id,
        "scope": write.scope,
        "system": write.system.value,
        "kind": write.kind,
        "reference": write.reference,
        "method": write.method,
        "path": write.path,
        "label": write.label,
        "counterpart": write.counterpart,
        "amount": None if write.amount is None else str(write.amount),
        "currency": write.currency,
        "state": write.state.value,
        "sources": list(write.sources),
        "keys": dict(write.keys),
        "proof": dict(write.proof),
        "shown_by": write.shown_by,
        "problem": _problem(write),
        "technical": list(write.technical),
        "body_sha256": write.body_digest,
        "intended_at": write.intended_at.isoformat(),
        "sent_at": write.sent_at.isoformat() if write.sent_at else None,
        "changed_at": write.changed_at.isoformat(),
    }


def _said(write: Write) -> Iterator[str]:
    amount = "" if write.amount is None else str(money(write.amount, write.currency))
    keys = " ".join(f"{name}={value}" for name, value in write.keys.items())
    parts = (write.kind, write.reference, write.label, write.counterpart, amount, keys, _when(write.changed_at))
    yield from (one_line(literal(part)) for part in parts if part)


def _lines(write: Write) -> Iterator[str]:
    yield f"{write.id}  {str(_STATES[write.state]).upper()}  {' · '.join(_said(write))}"
    yield f"{write.scope} · {write.system.value} · {write.method} {write.path}"
    if write.sources:
        yield str(phrase("Made of: {sources}", sources=literal(", ".join(write.sources))))
    sent = write.sent_at
    if sent is not None:
        yield str(phrase("Sent: {time}", time=literal(_when(sent))))
    if write.proof:
        known = " ".join(f"{name}={value}" for name, value in write.proof.items() if value)
        yield str(phrase("Known by: {proof}", proof=literal(known)))
    problem = _problem(write)
    if problem:
        yield problem
    yield from (f"  {line}" for line in write.technical)
    if write.body is None:
        yield str(phrase("The body is no longer kept; its SHA-256 is {digest}.", digest=literal(write.body_digest)))
    elif write.body:
        yield json.dumps(json.loads(write.body), ensure_ascii=False, indent=1)


def _problem(write: Write) -> str | None:
    if not write.problem:
        return None
    parts = (text_from_data(write.problem[name]) for name in ("title", "explanation", "action"))
    return " ".join(filter(None, map(one_line, parts)))


def _when(moment: datetime) -> str:
    return moment.astimezone().strftime("%Y-%m-%d %H:%M:%S")
