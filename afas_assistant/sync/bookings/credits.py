"""The credit of a booking that AFAS no longer deletes: the same lines on the other side, under a number of its own."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from afas_assistant.afas.bodies import body_text
from afas_assistant.outbox.records import Intention, System, Write
from afas_assistant.sync.bookings.booked_entries import lines_in
from afas_assistant.sync.bookings.lines import DEBTOR, LONGEST_INVOICE_NUMBER, LONGEST_TEXT, LONGEST_VOUCHER_NUMBER
from afas_assistant.sync.bookings.record import ENTRY
from afas_assistant.sync.findings import Finding, doubts, fails, outlook_of, reasons_of
from afas_assistant.sync.plan import AccountLine, PlannedRecord, fingerprint
from afas_assistant.texts import phrase

MARK = "C"


def credit_number(invoice_number: str) -> str:
    """Return the number of the credit of an invoice, within AFAS's 12 characters."""
    return f"{invoice_number[: LONGEST_INVOICE_NUMBER - len(MARK)]}{MARK}"


def credit_record(
    write: Write, *, day: date, period: tuple[int, int] | None, findings: tuple[Finding, ...] = ()
) -> PlannedRecord:
    """Return the credit of a recorded booking, dated `day` in year and period; a person has to tick it.

    `findings` are those about the period. Without the body (kept for a time only) or the period it cannot be made.
    """
    number = credit_number(str(write.before["invoice_number"]))
    reference = f"{write.before['administration']}/{number}"
    intention, lines = None, lines_in(write.body or "")
    offered = phrase("It credits write {write} in full, as invoice {number}.", write=write.id, number=number)
    found = [*findings, doubts("credit_offered", offered, phrase("Tick it if this booking is to be credited."))]
    if not lines:
        text = phrase("What was booked is no longer kept here, so that its credit cannot be made.")
        found.append(fails("body_forgotten", text, phrase("Book the credit in AFAS by hand.")))
    elif period is not None:
        intention = _intention(write, reference, number, day, period)
    return PlannedRecord(
        reference,
        number,
        write.counterpart,
        outlook_of(found),
        reasons_of(found),
        amount=None if write.amount is None else -write.amount,
        currency=write.currency,
        intention=intention,
        fingerprint=fingerprint(write.id, intention.body if intention else ""),
        account_lines=tuple(_shown(one) for one in lines),
    )


def _intention(write: Write, reference: str, number: str, day: date, period: tuple[int, int]) -> Intention:
    body = json.loads(write.body or "", parse_float=Decimal)
    element = body["FiEntryPar"]["Element"]
    element["Fields"] |= {"Year": period[0], "Peri": period[1]}
    for entries in element["Objects"]:
        for line in entries["FiEntries"]["Element"]:
            line["Fields"] = _credited(line["Fields"], number, day)
            for objects in line.get("Objects", ()):
                for allocation in objects["FiDimEntries"]["Element"]:
                    allocation["Fields"] |= _turned(allocation["Fields"])
    return Intention(
        System.AFAS,
        ENTRY,
        reference,
        write.method,
        write.path,
        body=body_text(body),
        label=number,
        counterpart=write.counterpart,
        amount=None if write.amount is None else -write.amount,
        currency=write.currency,
        sources=(f"credit/{write.id}",),
        before={
            "administration": write.before["administration"],
            "journal": write.before["journal"],
            "invoice_number": number,
        },
    )


def _credited(fields: Mapping[str, Any], number: str, day: date) -> dict[str, Any]:
    """Return a line on the other side; a credit has no due date."""
    kept = {name: value for name, value in fields.items() if name not in {"DaEx", "PaCd"}}
    text = f"{number} {fields.get('Ds', '')}"[:LONGEST_TEXT]
    changed = {**kept, **_turned(fields), "EnDa": day, "BpDa": day, "BpNr": number[:LONGEST_VOUCHER_NUMBER], "Ds": text}
    return {**changed, "InId": number} if fields["VaAs"] == DEBTOR else changed


def _turned(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {"AmDe": fields.get("AmCr", 0), "AmCr": fields.get("AmDe", 0)}


def _shown(fields: Mapping[str, Any]) -> AccountLine:
    debit, credit = (Decimal(str(fields.get(name) or 0)) for name in ("AmCr", "AmDe"))
    return AccountLine(str(fields["AcNr"]), str(fields.get("Ds", "")), debit, credit, str(fields.get("VaId", "")))
