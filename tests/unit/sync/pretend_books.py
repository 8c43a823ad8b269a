"""Pretend books to look things up in: GetConnectors as lists of rows, and a TimeChimp that remembers little."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Unpack

from afas_assistant.afas.paging import Page
from afas_assistant.afas.query import Filter, Operator, Query
from afas_assistant.errors import AssistantError
from afas_assistant.timechimp.models import Customer, Registration
from afas_assistant.timechimp.statuses import Kind, Status
from afas_assistant.timechimp.writes import CustomerChanges, Write

Row = dict[str, Any]


class Books:
    """Answers queries by equality on the rows that it was given; raises the error that was put ready."""

    def __init__(self, **connectors: list[Row]) -> None:
        self.connectors = connectors
        self.error: AssistantError | None = None
        self.asked: list[Query] = []

    def pages(self, connector: str, query: Query) -> Iterator[Page]:
        """Give the rows that pass, as one page."""
        self.asked.append(query)
        query.query_string(0, 2000)
        assert query.order
        if self.error is not None:
            raise self.error
        found = [one for one in self.connectors[connector] if any(_passes(one, group) for group in query.groups)]
        yield Page(0, 2000, tuple(found))


def _passes(row: Row, group: Sequence[Filter]) -> bool:
    assert all(one.operator is Operator.EQUAL for one in group)
    return all(str(row.get(one.field)) == one.text() for one in group)


def entry_rows(number: str, *amounts: str, entry: int = 300001, journal: str = "20", unit: int = 1) -> list[Row]:
    """Return the lines of an entry as Profit_Transactions shows them; amounts are debit, negative when credit."""
    return [
        {"UnitId": unit, "EntryNo": entry, "SeqNo": place, "Year": 2026, "JournalId": journal, "InvoiceId": number,
         "AmtDebit": max(Decimal(one), Decimal(0)), "AmtCredit": max(-Decimal(one), Decimal(0))}
        for place, one in enumerate(amounts, 1)
    ]  # fmt: skip


def open_item(number: str, amount: str, balance: str) -> Row:
    """Return a row of Profit_Debtor_Invoices."""
    return {"UnitId": 1, "DebtorId": "000123", "InvoiceNr": number, "AmtInvoice": Decimal(amount),
            "Balance": Decimal(balance)}  # fmt: skip


class TinyTimeChimp:
    """Customers and registrations; a change of status is written in a form of its own."""

    def __init__(self, *customers: Customer, **statuses: Status) -> None:
        self.all = {one.id: one for one in customers}
        self.statuses = {name.replace("_", "/"): status for name, status in statuses.items()}

    def customers(self) -> Iterator[Customer]:
        """Give all customers."""
        return iter(self.all.values())

    def customer(self, customer_id: int) -> Customer:
        """Return one."""
        return self.all[customer_id]

    def change(self, customer_id: int, **fields: Any) -> None:
        """Change one, as somebody in TimeChimp's window does."""
        self.all[customer_id] = replace(self.all[customer_id], **fields)

    def changed_customer(self, customer_id: int, **changes: Unpack[CustomerChanges]) -> Write:
        """Return a write that names what is changed."""
        return Write("PUT", f"customers/{customer_id}", repr(sorted(changes.items())))

    def changed_status(self, kind: Kind, ids: Sequence[int], status: Status, message: str = "") -> Write:
        """Return a write that names kind, ids and status."""
        return Write("PUT", f"{kind.value}/status", f"{sorted(ids)} {status.value}")

    def registration(self, kind: Kind, registration_id: int) -> Registration:
        """Return one, of which only the status is told."""
        status = self.statuses[f"{kind.value}/{registration_id}"]
        return Registration(
            kind=kind, id=registration_id, date=date(2026, 10, 1), customer_id=None, customer_name="", project_id=None,
            project_name="", project_task_id=None, activity_id=None, activity_name="", category_id=None,
            category_name="", user_id=None, user_name="", quantity=Decimal(1), rate=None, vat_percentage=None,
            vat_rate_id=None, billable=None, status=status, internal_status=status, client_status=None, notes="",
            from_address="", to_address="", vehicle_name="", ride_type=None, start=None, end=None, modified=None,
        )  # fmt: skip
