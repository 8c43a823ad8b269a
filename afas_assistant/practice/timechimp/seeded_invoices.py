"""Seeded invoices: one after the other each kind that gives an office trouble when it is booked."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from afas_assistant.practice.seed import Seed, mixed
from afas_assistant.practice.timechimp.catalogue import Record
from afas_assistant.practice.timechimp.statuses import InvoiceStatus

KINDS = (
    "plain", "several_rows", "two_rates", "three_rates", "credit", "cent", "dollars", "future", "long_number",
    "without_customer_number", "no_vat", "discount", "zero_row", "without_code", "concept", "odd_quantity",
)  # fmt: skip
FIRST_INVOICE = 150_001
DOLLAR = 0.9215
Row = tuple[str, float, float, float, str | None]  # description, quantity, price, VAT percentage, code
_HOURS: Row = ("Monteurswerk", 8.0, 65.0, 21.0, "300")
ROWS: Mapping[str, tuple[Row, ...]] = {
    "several_rows": (_HOURS, ("Projectleiding", 2.25, 85.0, 21.0, "301"), ("Reistijd", 1.5, 45.0, 21.0, "303")),
    "two_rates": (_HOURS, ("Vakliteratuur", 2.0, 24.95, 9.0, "2100")),
    "three_rates": (_HOURS, ("Vakliteratuur", 1.0, 24.95, 9.0, "2100"), ("Leges", 1.0, 130.0, 0.0, "K01")),
    "credit": (("Correctie monteurswerk", -2.0, 65.0, 21.0, "300"), ("Correctie boek", -1.0, 24.95, 9.0, "2100")),
    # VAT by row 2.11 and 2.11, over the rate 4.21
    "cent": (("Klein materiaal", 1.0, 10.03, 21.0, "1203"), ("Klein materiaal", 1.0, 10.03, 21.0, "1203")),
    "no_vat": (("Advies buitenland", 4.0, 110.0, 0.0, "302"),),
    "discount": (_HOURS, ("Korting", 1.0, -52.0, 21.0, "300")),
    "zero_row": (_HOURS, ("Uit coulance", 3.0, 0.0, 21.0, "300")),
    "without_code": (("Diverse werkzaamheden", 1.0, 275.0, 21.0, None), ("Ontwerp", 2.0, 95.0, 21.0, "999")),
    "odd_quantity": (("Monteurswerk", 0.333, 65.0, 21.0, "300"), ("Kabelgoot", 3.3, 11.1, 21.0, "1001")),
}


def invoices(seed: Seed, today: date, customers: Mapping[int, Record]) -> Iterator[Record]:
    """Give the invoices, oldest number first; concepts have none."""
    known = [record for record in customers.values() if not record["intern"]]
    numbered = [record for record in known if record["relationId"]]
    without = [record for record in known if not record["relationId"]] or known
    for index in range(max(2 * len(KINDS), min(seed.size, 5000)) if known else 0):
        kind = KINDS[index % len(KINDS)]
        among = without if kind == "without_customer_number" else numbered
        yield _invoice(seed, index, kind, among[index % len(among)], today)


def _invoice(seed: Seed, index: int, kind: str, customer: Record, today: date) -> Record:
    """Give one invoice of a kind."""
    chance = mixed(seed.number, 307, index)
    day = today + timedelta(days=10) if kind == "future" else today - timedelta(days=chance % 90)
    concept = kind == "concept"
    status = InvoiceStatus.CONCEPT if concept else (InvoiceStatus.OPEN, InvoiceStatus.PAID)[(chance >> 8) % 2]
    number = FIRST_INVOICE + index
    due = day + timedelta(days=customer["paymentPeriod"] or 14)
    currency, factor = ("USD", DOLLAR) if kind == "dollars" else ("EUR", 1.0)
    rows = [_row(number, place, row) for place, row in enumerate(ROWS.get(kind, (_HOURS,)))]
    excluding = round(sum(row["total"] for row in rows), 2)
    including = round(excluding + sum(round(row["total"] * row["tax"] / 100 + 1e-9, 2) for row in rows), 2)
    return {
        "id": number, "clientId": f"{number:08x}-0000-4000-8000-{number:012x}",
        "companyInvoicePrefix": "FACTUURNR-" if kind == "long_number" else f"{day.year}-",
        "companyInvoiceId": None if concept else (10_000 if kind == "long_number" else 0) + 101 + index,
        "customerId": customer["id"], "status": int(status), "customerRelationId": customer["relationId"],
        "customerName": customer["name"], "customerContactPerson": None, "customerEmail": customer["email"],
        "customerAddress": customer["address"], "customerVatNumber": customer["vatNumber"],
        "date": f"{day.isoformat()}T00:00:00", "dueDate": f"{due.isoformat()}T00:00:00",
        "reference": f"PO-{chance % 9000 + 1000}" if index % 3 == 0 else None, "notes": None, "additionalNotes": None,
        "internNotes": None, "total": round(including * factor, 2), "totalExTax": round(excluding * factor, 2),
        "totalWithoutExchangeRate": including, "totalExTaxWithoutExchangeRate": excluding, "currency": currency,
        "language": "nl", "exchangeRate": factor, "credit": kind == "credit", "invoiceRows": rows,
        "modified": f"{min(day, today).isoformat()}T16:00:00",
    }  # fmt: skip


def _row(invoice: int, place: int, row: Row) -> dict[str, Any]:
    """Give one row; its total is the plain product of doubles, so that it can show what doubles do."""
    description, quantity, price, tax, code = row
    return {
        "id": invoice * 10 + place, "invoiceId": invoice, "description": description, "quantity": quantity,
        "price": price, "tax": tax, "total": quantity * price, "index": place, "code": code,
    }  # fmt: skip
