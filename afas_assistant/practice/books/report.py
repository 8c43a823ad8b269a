"""What the books hold, in full, so that a test can compare them with what was planned."""

from collections import Counter
from typing import Any

from afas_assistant.practice.bookings import Entry, Item, Line
from afas_assistant.practice.books.records import Written
from afas_assistant.practice.books.store import Books

Json = dict[str, Any]


def report(books: Books) -> Json:
    """Give everything that was written, what became of it, and the switches.

    ``written`` holds the records by connector as they now stand (``keys`` of the reply, ``element`` as sent) and
    ``counts`` their number; ``entries`` are the journal entries, also those of direct invoices booked at once.
    """
    tables = books.tables
    written: dict[str, list[Json]] = {}
    for one in tables.written:
        written.setdefault(one.connector, []).append(_written(one))
    return {
        "counts": dict(Counter(one.connector for one in tables.written)),
        "written": written,
        "deleted": [{"connector": one.connector, **_written(one)} for one in tables.deleted],
        "entries": [_entry(one) for one in tables.entries.values()],
        "items": [shown_item(one) for one in tables.items.values() if one],
        "files": [
            {"subject": one.subject, "name": one.name, "file_id": one.file_id, "bytes": len(one.content)}
            for one in tables.files.values()
        ],
        "switches": books.switches.as_dict(),
        "today": books.today.isoformat(),
    }


def shown_item(one: Item) -> Json:
    """Describe an invoice; amounts are texts."""
    return {
        "administration": one.administration, "kind": one.kind, "relation": one.relation, "invoice": one.invoice,
        "day": one.day.isoformat(), "due": one.due.isoformat(), "amount": str(one.amount),
        "balance": str(one.balance), "blocked": one.blocked,
    }  # fmt: skip


def _written(one: Written) -> Json:
    return {"keys": one.keys, "element": one.element, **one.more}


def _entry(one: Entry) -> Json:
    """Describe an entry; amounts are texts."""
    return {
        "administration": one.administration, "number": one.number, "year": one.year, "period": one.period,
        "journal": one.journal, "invoice": one.invoice, "lines": [_line(line) for line in one.lines],
    }  # fmt: skip


def _line(one: Line) -> Json:
    return {
        "account": one.account, "relation": one.relation, "debit": str(one.debit), "credit": str(one.credit),
        "vat_code": one.vat_code, "invoice": one.invoice, "day": one.voucher_day.isoformat(), "text": one.text,
        "codes": [list(share.codes) for share in one.shares],
    }  # fmt: skip
