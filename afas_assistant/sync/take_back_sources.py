"""Reading what the other systems show now of a write that is to be taken back."""

from collections.abc import Collection, Iterable
from decimal import Decimal, InvalidOperation

from afas_assistant.afas.query import Filter, Query
from afas_assistant.errors import AssistantError
from afas_assistant.outbox.records import State, Write
from afas_assistant.sync.bookings.record import ENTRY
from afas_assistant.sync.bookings.sources import Reader
from afas_assistant.sync.customers.completion import DEBTOR_NUMBER, changes_back
from afas_assistant.sync.customers.records import CUSTOMER_UPDATE
from afas_assistant.sync.take_back import DIRECT_INVOICE, OpenItem, Situation
from afas_assistant.timechimp.api import TimeChimp
from afas_assistant.timechimp.errors import TimeChimpError
from afas_assistant.timechimp.statuses import Kind, Status

OPEN_ITEMS = "Profit_Debtor_Invoices"
KINDS_OF_TIMECHIMP = frozenset({DIRECT_INVOICE, CUSTOMER_UPDATE, DEBTOR_NUMBER})
"""What can be judged only by what TimeChimp shows."""


def situation_of(
    write: Write, reader: Reader | None, listed: Collection[str], timechimp: TimeChimp | None
) -> Situation:
    """Return what is needed to judge whether a write can be taken back; raises TimeChimpError, TransportError."""
    if write.state is not State.CONFIRMED:
        return Situation()
    if write.kind == ENTRY and reader is not None and OPEN_ITEMS in listed:
        return _open_item(write, reader)
    if write.kind == DIRECT_INVOICE and timechimp is not None:
        return Situation(statuses=dict(_statuses(write, timechimp)))
    if write.kind in {CUSTOMER_UPDATE, DEBTOR_NUMBER} and timechimp is not None:
        customer_id, old = changes_back(write)
        customer = timechimp.customer(customer_id)
        return Situation(fields={name: str(getattr(customer, name) or "") for name in old})
    return Situation()


def _open_item(write: Write, reader: Reader) -> Situation:
    """Return the open item with the booking's number; what cannot be read is left open."""
    wanted = (
        Filter("UnitId", int(write.before["administration"])),
        Filter("InvoiceNr", str(write.before["invoice_number"])),
    )
    try:
        pages = reader.pages(OPEN_ITEMS, Query.all_of(*wanted, order=("DebtorId", "InvoiceNr")))
        items = [
            OpenItem(Decimal(str(row["AmtInvoice"])), Decimal(str(row["Balance"])))
            for page in pages
            for row in page.rows
        ]
    except (AssistantError, KeyError, InvalidOperation):
        return Situation()
    mine = [one for one in items if one.amount == write.amount] or items
    return Situation(open_items_read=True, open_item=mine[0] if mine else None)


def _statuses(write: Write, timechimp: TimeChimp) -> Iterable[tuple[str, Status]]:
    """Give the status of each registration of an invoice; one that was deleted is left out."""
    for name in dict(write.before.get("statuses", {})):
        kind, _, number = name.partition("/")
        try:
            yield name, timechimp.registration(Kind(kind), int(number)).internal_status
        except TimeChimpError as error:
            if error.status != 404:
                raise
