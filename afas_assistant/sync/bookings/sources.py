"""Reading what sales bookings are planned from: TimeChimp's invoices, AFAS's entries, and what the outbox holds."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

from afas_assistant.afas.paging import Page
from afas_assistant.afas.query import Filter, Query
from afas_assistant.errors import AssistantError, ConfigurationError
from afas_assistant.outbox.records import State, Write
from afas_assistant.outbox.store import Outbox
from afas_assistant.sync.bookings.booked_entries import BookedEntry
from afas_assistant.sync.mapping.mappings import Mappings
from afas_assistant.texts import phrase
from afas_assistant.timechimp.api import TimeChimp
from afas_assistant.timechimp.models import Invoice

ENTRIES = "Profit_Transactions"
OWN_ENTRIES = "SBQ_Transactie"
Lines = dict[tuple[str, str, int, str], list[Decimal]]
AT_ONCE = 20
"""Numbers in one question: AFAS takes query strings of 2,049 characters."""


class Reader(Protocol):
    """What is needed of the AFAS client."""

    def pages(self, connector: str, query: Query) -> Iterator[Page]:
        """Return the rows of a GetConnector, page by page."""
        ...


@dataclass(frozen=True)
class EntryColumns:
    """The columns of a connector that shows entries; the roles of another connector have these names."""

    administration: str
    journal: str
    year: str
    entry_number: str
    line_number: str
    invoice_number: str
    debit: str
    credit: str


STANDARD = EntryColumns("UnitId", "JournalId", "Year", "EntryNo", "SeqNo", "InvoiceId", "AmtDebit", "AmtCredit")
"""Of AFAS's Profit_Transactions."""


def entry_connector(listed: Collection[str], mappings: Mappings) -> tuple[str, EntryColumns] | None:
    """Return the connector that shows entries, and its columns: AFAS's own, else one whose roles are confirmed."""
    if ENTRIES in listed:
        return ENTRIES, STANDARD
    roles = mappings.roles(OWN_ENTRIES)
    if OWN_ENTRIES not in listed or set(roles) != set(EntryColumns.__dataclass_fields__):
        return None
    return OWN_ENTRIES, EntryColumns(**roles)


def entries_with(
    reader: Reader, connector: str, columns: EntryColumns, administration: int, numbers: Sequence[str]
) -> dict[str, list[BookedEntry]]:
    """Return the entries of an administration with these invoice numbers; raises AssistantError."""
    try:
        return _by_number(administration, _lines(reader, connector, columns, administration, numbers))
    except (KeyError, TypeError, ValueError, InvalidOperation):
        raise _other_columns(connector) from None


def _lines(reader: Reader, connector: str, columns: EntryColumns, administration: int, numbers: Sequence[str]) -> Lines:
    lines: Lines = {}
    for start in range(0, len(numbers), AT_ONCE):
        groups = tuple(
            (Filter(columns.administration, administration), Filter(columns.invoice_number, one))
            for one in numbers[start : start + AT_ONCE]
        )
        order = (columns.year, columns.journal, columns.entry_number, columns.line_number)
        for page in reader.pages(connector, Query(groups, order)):
            for row in page.rows:
                lines.setdefault(_key(row, columns), []).append(_amount(row, columns))
    return lines


def _by_number(administration: int, lines: Lines) -> dict[str, list[BookedEntry]]:
    found: dict[str, list[BookedEntry]] = {}
    for (number, journal, year, entry), amounts in lines.items():
        booked = BookedEntry(administration, journal, year, entry, number, tuple(amounts))
        found.setdefault(number, []).append(booked)
    return found


def booked_entries(
    reader: Reader, listed: Collection[str], mappings: Mappings, administration: int, numbers: Sequence[str]
) -> Mapping[str, Sequence[BookedEntry]] | None:
    """Return what AFAS has under these invoice numbers; None where no connector shows it."""
    shown = entry_connector(listed, mappings)
    if shown is None:
        return None
    try:
        return entries_with(reader, *shown, administration, numbers)
    except AssistantError:
        return None


def invoice_named(invoices: Iterable[Invoice], name: str) -> Invoice:
    """Return the invoice with this number, or with this id; raises ConfigurationError invoice_not_found."""
    found = list(invoices)
    by_number = [one for one in found if one.number == name]
    by_id = [one for one in found if str(one.id) == name]
    if len(by_number) == 1 or (not by_number and by_id):
        return (by_number or by_id)[0]
    raise ConfigurationError(
        "invoice_not_found",
        title=phrase("There is no invoice {name} among those that were read.", name=name),
        explanation=phrase("Concepts have no number; an invoice of another period is not read."),
        action=phrase("Give the number as it is printed, and the period in which it is dated."),
    )


def invoices_of(timechimp: TimeChimp, invoices: Iterable[Invoice]) -> list[Invoice]:
    """Return invoices with their rows: where the list leaves them out, each one is read."""
    return [one if one.rows or not one.total else timechimp.invoice(one.id) for one in invoices]


def sent_writes(outbox: Outbox, scope: str, invoices: Iterable[Invoice]) -> dict[str, Write]:
    """Return the live writes that these invoices are in, by `invoice/ID`; one that never left does not count."""
    claimed = outbox.claimed(scope, [f"invoice/{one.id}" for one in invoices])
    writes = {source: outbox.write(number) for source, number in claimed.items()}
    return {source: write for source, write in writes.items() if write.state is not State.INTENDED}


def _key(row: Mapping[str, Any], columns: EntryColumns) -> tuple[str, str, int, str]:
    return (
        str(row[columns.invoice_number]),
        str(row[columns.journal]),
        int(row[columns.year]),
        str(row[columns.entry_number]),
    )


def _amount(row: Mapping[str, Any], columns: EntryColumns) -> Decimal:
    return Decimal(str(row[columns.debit] or 0)) - Decimal(str(row[columns.credit] or 0))


def _other_columns(connector: str) -> ConfigurationError:
    return ConfigurationError(
        "columns_differ",
        title=phrase("{connector} has other columns than expected.", connector=connector),
        explanation=phrase("Somebody changed this GetConnector, or it is another one with the same name."),
        action=phrase("Compare it with AFAS's own definition, or confirm its columns anew."),
    )
