"""What the detail at the right says of a record: reasons with their cures, facts, T-account, the exact JSON."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from afas_assistant.outbox.records import System
from afas_assistant.sync.apply import Bucket
from afas_assistant.sync.plan import AccountLine, Outlook, PlannedRecord
from afas_assistant.texts import Text, joined, literal, phrase
from afas_assistant.ui.states import Look
from afas_assistant.ui.tabs.kinds import Kind
from afas_assistant.ui.tabs.outcome_rows import OutcomeRows
from afas_assistant.ui.tabs.outlooks import BUCKETS, OUTLOOKS
from afas_assistant.ui.tabs.plan_rows import PlanRows, number_of
from afas_assistant.ui.tabs.rows import NOTHING

MOST_FACTS, MOST_LINES, MOST_BODY = 24, 20, 60_000
FIELDS: dict[str, Text] = {
    "DbId": phrase("Debtor (DbId)"),
    "Unit": phrase("Administration (Unit)"),
    "UnId": phrase("Administration (UnId)"),
    "OrDa": phrase("Invoice date (OrDa)"),
    "RfCs": phrase("Our reference (RfCs)"),
    "InId": phrase("Invoice number (InId)"),
    "BpNr": phrase("Document number (BpNr)"),
    "BpDa": phrase("Document date (BpDa)"),
    "DaEx": phrase("Due date (DaEx)"),
    "JoCo": phrase("Journal (JoCo)"),
    "Year": phrase("Financial year (Year)"),
    "Peri": phrase("Period (Peri)"),
    "name": phrase("Name"),
    "number": phrase("Number"),
    "address": phrase("Address"),
    "postal_code": phrase("Postcode"),
    "city": phrase("Town"),
    "country": phrase("Country"),
    "email": phrase("E-mail"),
    "phone": phrase("Telephone"),
    "website": phrase("Website"),
    "vat_number": phrase("VAT number"),
    "kvk_number": phrase("Chamber of commerce number"),
    "iban": phrase("IBAN"),
}
_ACCOUNTS: dict[str, Text] = {
    "item": phrase("item"),
    "vat": phrase("VAT"),
    "debtor": phrase("new debtor"),
}


@dataclass(frozen=True)
class Paragraph:
    """A sentence, and what to do about it."""

    text: Text
    remedy: Text = NOTHING
    colour: str = "text"


@dataclass(frozen=True)
class Content:
    """Everything that the detail shows of one record. `body` is exact; `action` is what its button says."""

    name: str
    number: str
    look: Look | None
    after: Text = NOTHING
    paragraphs: Sequence[Paragraph] = ()
    facts: Sequence[tuple[Text, Text]] = ()
    accounts: Sequence[AccountLine] = ()
    body: str = ""
    action: Text = NOTHING
    technical: Sequence[str] = ()


def of_plan(rows: PlanRows, place: int, action: Text = NOTHING) -> Content:
    """Return what is said of a record before it is sent, and what can be done about it here."""
    record = rows.records[place]
    worst = OUTLOOKS[record.outlook].colour if record.outlook is Outlook.WILL_FAIL else "text"
    colours = [worst] + ["text"] * len(record.reasons)  # the reasons stand in their order: the worst first
    paragraphs = [Paragraph(one.text, one.remedy, colour) for one, colour in zip(record.reasons, colours, strict=False)]
    if not paragraphs and record.outlook is Outlook.WILL_PASS:
        paragraphs.append(Paragraph(phrase("Nothing stands in its way, as far as AFAS shows now.")))
    return Content(
        record.counterpart,
        number_of(record, rows.kind),
        OUTLOOKS[record.outlook],
        _goes(record, rows.kind),
        paragraphs,
        _facts(record),
        record.account_lines,
        record.intention.body if record.intention else "",
        action,
    )


def of_outcome(rows: OutcomeRows, place: int) -> Content:
    """Return what is said of a record after it was sent."""
    one, bucket = rows.settled[place], rows.bucket(place)
    record, write = one.record, one.write
    paragraphs = []
    if place in rows.looked:
        paragraphs.append(Paragraph(rows.looked[place].text))
    if one.problem is not None:
        paragraphs.append(Paragraph(joined(one.problem.title, one.problem.explanation), one.problem.action))
    elif one.skip is not None:
        paragraphs.append(Paragraph(one.skip.text))
    if bucket is Bucket.UNKNOWN:
        text = phrase("The line broke after sending. Perhaps it arrived; so it is not sent again by itself.")
        cure = phrase("Look it up. Within a quarter of an hour “not there” proves nothing: it may still be worked on.")
        paragraphs.append(Paragraph(text, cure, "attention"))
    if bucket is Bucket.CONFIRMED:
        paragraphs.append(Paragraph(phrase("It arrived: the other system says so.")))
    return Content(
        record.counterpart,
        number_of(record, rows.kind),
        BUCKETS[bucket],
        literal("") if write is None else phrase("write {number} in the outbox", number=write.id),
        paragraphs,
        [*_times(rows, place), *_facts(record)],
        record.account_lines,
        (write.body if write else None) or (record.intention.body if record.intention else ""),
        rows.action(place),
        write.technical if write else (),
    )


def of_notes(notes: Sequence[Text]) -> Content:
    """Return what holds for the whole plan."""
    return Content(str(phrase("About this plan")), "", None, paragraphs=[Paragraph(one) for one in notes])


def account_name(account: str) -> str:
    """Return an account, or the word where AFAS picks it itself."""
    if account.startswith("⟨"):
        account = "debtor"
    text = _ACCOUNTS.get(account)
    return account if text is None else str(text)


_PART = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


def indented(body: str) -> str:
    """Return a body on lines of its own, with every name and figure as it is sent: only blanks are added."""
    lines: list[str] = []
    line, depth = "", 0
    for part in _PART.findall(body[:MOST_BODY]):
        if part in "}]":
            depth -= 1
            if line.strip():
                lines.append(line)
            line = "  " * depth + part
        elif part in "{[":
            lines.append(line + part)
            depth += 1
            line = "  " * depth
        elif part == ",":
            lines.append(line + part)
            line = "  " * depth
        else:
            line += ": " if part == ":" else part
    lines.append(line)
    if len(body) > MOST_BODY:
        lines.append("…")
    return "\n".join(lines)


def _goes(record: PlannedRecord, kind: Kind) -> Text:
    if record.intention is None:
        return NOTHING
    if record.outlook is Outlook.WILL_PASS and kind is not Kind.CUSTOMERS:
        return phrase("by what AFAS says now")
    return phrase("to TimeChimp") if record.intention.system is System.TIMECHIMP else phrase("to AFAS")


def _facts(record: PlannedRecord) -> list[tuple[Text, Text]]:
    lines = [(NOTHING, literal(value)) for name, value in record.facts if name.isdigit()]
    rest = [(FIELDS.get(name, literal(name)), literal(value)) for name, value in record.facts if not name.isdigit()]
    found: list[tuple[Text, Text]] = [*lines, *rest]
    if len(found) > MOST_FACTS:
        more = phrase("… and {count} more", count=len(found) - MOST_FACTS)
        found = [*found[:MOST_FACTS], (NOTHING, more)]
    return found


def _times(rows: OutcomeRows, place: int) -> list[tuple[Text, Text]]:
    write = rows.write(place)
    if write is None:
        return []
    moments = [(phrase("Recorded in the outbox"), write.intended_at)]
    if write.sent_at is not None:
        moments.append((phrase("Sent"), write.sent_at))
    moments.append((phrase("As it stands now, since"), write.changed_at))
    found: list[tuple[Text, Text]] = [(name, literal(f"{at.astimezone():%H:%M:%S}")) for name, at in moments]
    keys = [(literal(name), literal(str(value))) for name, value in write.keys.items() if value not in {None, ""}]
    return [*found, *keys]
