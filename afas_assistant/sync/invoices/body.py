"""What is sent for an invoice: the body of AFAS's FbDirectInvoice, and the steps in TimeChimp that follow it.

Administration (Unit) is always named, since AFAS otherwise takes the one that its user opened last; prices are without
VAT (InVa). RfCs is our reference: the same charges always give the same one.
"""

import hashlib
from base64 import b32encode
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from afas_assistant.afas.bodies import body_text
from afas_assistant.outbox.records import Intention, System
from afas_assistant.sync.apply import REGISTRATION_STATUS
from afas_assistant.sync.invoices.charges import Charge
from afas_assistant.sync.invoices.items import ItemisedLine
from afas_assistant.texts import phrase_n
from afas_assistant.timechimp.statuses import Kind, Status
from afas_assistant.timechimp.writes import MOST_AT_ONCE
from afas_assistant.timechimp.writes import Write as TimeChimpWrite

KIND, PATH = "direct_invoice", "FbDirectInvoice"
CHARACTERS = 10
"""Of the digest in a reference: 50 bits, so that two invoices of one office never share one by chance."""

StatusChange = Callable[[Kind, Sequence[int], Status], TimeChimpWrite]
"""Makes the write that gives registrations a status (`TimeChimp.changed_status`); nothing is sent."""


@dataclass(frozen=True)
class Header:
    """What an invoice has once: `debtor` is a number, or the placeholder of a debtor that is made first."""

    debtor: str
    administration: int
    day: date
    reference: str


def reference_of(charges: Iterable[Charge]) -> str:
    """Return our reference of an invoice of these charges, whatever their order."""
    names = "\n".join(sorted(one.source for one in charges))
    return f"TC-{b32encode(hashlib.sha256(names.encode()).digest())[:CHARACTERS].decode()}"


def invoice_body(header: Header, lines: Iterable[ItemisedLine]) -> str:
    """Return the body; every line must have an item and a price."""
    fields = {
        "OrDa": header.day,
        "DbId": header.debtor,
        "Unit": header.administration,
        "RfCs": header.reference,
        "InVa": False,
    }
    elements = [{"Fields": _line_fields(one)} for one in lines]
    objects = [{"FbDirectInvoiceLines": {"Element": elements}}]
    return body_text({PATH: {"Element": {"Fields": fields, "Objects": objects}}})


def _line_fields(one: ItemisedLine) -> dict[str, Any]:
    assert one.item is not None
    assert one.line.price is not None
    fields: dict[str, Any] = {
        "VaIt": one.item.kind,
        "ItCd": one.item.code,
        "Ds": one.line.description,
        "BiUn": one.item.unit,
        "QuUn": one.line.quantity,
        "Upri": one.line.price,
    }
    return {**fields, "V1Cd": one.cost_centre} if one.cost_centre else fields


def intention_of(
    header: Header,
    lines: Sequence[ItemisedLine],
    *,
    counterpart: str,
    amount: Decimal,
    change: StatusChange,
) -> Intention:
    """Return the write of an invoice, with the statuses that its registrations had and the steps that follow."""
    charges = [charge for one in lines for charge in one.line.charges]
    statuses = {one.source: one.status.value for one in charges if one.status is not None}
    return Intention(
        System.AFAS,
        KIND,
        header.reference,
        "POST",
        PATH,
        body=invoice_body(header, lines),
        label=header.reference,
        counterpart=counterpart,
        amount=amount,
        sources=tuple(sorted(one.source for one in charges)),
        before={"statuses": dict(sorted(statuses.items()))},
        follow_ups=tuple(_follow_ups(header.reference, charges, counterpart, change)),
    )


def _follow_ups(
    reference: str, charges: Iterable[Charge], counterpart: str, change: StatusChange
) -> Iterable[Intention]:
    """Give the writes that set the registrations to Invoiced, at most a hundred of one kind at a time."""
    ids: dict[Kind, list[int]] = {kind: [] for kind in Kind}
    for one in charges:
        if one.status is not None:
            ids[Kind(one.kind.value)].append(one.id)
    parts = [
        (kind, sorted(found)[start : start + MOST_AT_ONCE])
        for kind, found in ids.items()
        for start in range(0, len(found), MOST_AT_ONCE)
    ]
    for number, (kind, part) in enumerate(parts, 1):
        write = change(kind, part, Status.INVOICED)
        label = phrase_n("{count} registration to Invoiced", "{count} registrations to Invoiced", len(part))
        yield Intention(
            System.TIMECHIMP,
            REGISTRATION_STATUS,
            f"{reference}/{number}",
            write.method,
            write.path,
            body=write.content,
            label=str(label),
            counterpart=counterpart,
        )
