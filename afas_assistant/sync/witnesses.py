"""The connectors that can show what we wrote: entries, debtors and dossier items, customers and registrations.

Each witness says what it sees under a write's own marks, never what it guesses. No standard connector shows direct
invoices, so none stands here for them: a person has to look.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any

from afas_assistant.afas.query import Filter, Query
from afas_assistant.errors import AssistantError
from afas_assistant.outbox.records import Write
from afas_assistant.sync.bookings.attachments import DOSSIER_ITEM
from afas_assistant.sync.bookings.booked_entries import BookedEntry, Likeness, amounts_in, likeness
from afas_assistant.sync.bookings.record import ENTRY
from afas_assistant.sync.bookings.sources import EntryColumns, Reader, entries_with, entry_connector
from afas_assistant.sync.customers.completion import DEBTOR, DEBTOR_NUMBER
from afas_assistant.sync.customers.records import CUSTOMER_NEW, CUSTOMER_UPDATE
from afas_assistant.sync.look_up import Sighting, Witness, not_shown
from afas_assistant.sync.mapping.mappings import Mappings
from afas_assistant.sync.master_records import Debtor
from afas_assistant.sync.take_back import TAKE_BACK
from afas_assistant.timechimp.api import TimeChimp
from afas_assistant.timechimp.statuses import Kind, Status

SUBJECT_FILES, TIMECHIMP = "Profit_SubjectFile", "TimeChimp"
REGISTRATION_STATUS = "registration_status"
_KINDS = {"time": Kind.HOURS, "times": Kind.HOURS, "expenses": Kind.EXPENSE, "mileage": Kind.RIDE}
"""The first word of a status change's path in either generation, and what it is about."""


def witnesses(
    afas: Reader | None,
    listed: Collection[str],
    timechimp: TimeChimp | None,
    mappings: Mappings,
    *,
    debtors: Callable[[], Iterable[Debtor]] | None = None,
    debtor_connector: str = "",
) -> list[Witness]:
    """Return the witnesses that these connections offer; `debtors` reads the debtors of `debtor_connector`."""
    found: list[Witness] = []
    shown = entry_connector(listed, mappings)
    if afas is not None and shown is not None:
        found += [EntryWitness(afas, *shown), TakenBackWitness(afas, *shown)]
    if afas is not None and SUBJECT_FILES in listed:
        found.append(DossierWitness(afas))
    if debtors is not None:
        found.append(DebtorWitness(debtors, debtor_connector))
    if timechimp is not None:
        found += [CustomerWitness(timechimp), StatusWitness(timechimp)]
    return found


class EntryWitness:
    """Shows entries: by administration and invoice number, ours when the amounts are ours."""

    kinds = frozenset({ENTRY})

    def __init__(self, reader: Reader, connector: str, columns: EntryColumns) -> None:
        self.connector = connector
        self._reader = reader
        self._columns = columns
        self._read: dict[tuple[int, str], Sequence[BookedEntry]] = {}

    def expect(self, writes: Sequence[Write]) -> bool:
        """Read the entries with these bookings' numbers, by administration; False when AFAS does not give them."""
        wanted = {(int(one.before["administration"]), str(one.before["invoice_number"])) for one in writes}
        try:
            for administration in sorted({key for key, _ in wanted}):
                numbers = sorted(number for key, number in wanted if key == administration)
                found = self._entries(administration, numbers)
                self._read |= {(administration, number): found.get(number, ()) for number in numbers}
        except AssistantError:
            return False
        return True

    def find(self, write: Write) -> Sighting | None:
        """Return the entry with this write's number; one in another journal with other amounts is not meant."""
        found, entry = self.compare(write.before, write.amount, write.body)
        if entry is None or found is Likeness.OTHER_JOURNAL:
            return None
        keys = {"UnId": str(entry.administration), "EnNo": entry.entry_number, "InId": entry.invoice_number}
        return Sighting(keys, ours=found is Likeness.SAME)

    def compare(
        self, before: Mapping[str, Any], amount: Decimal | None, body: str | None
    ) -> tuple[Likeness, BookedEntry | None]:
        """Return what the entries with a booking's number are to it."""
        number = str(before["invoice_number"])
        administration = int(before["administration"])
        found = self._read.get((administration, number))
        if found is None:
            found = self._entries(administration, [number]).get(number, ())
        return likeness(found, str(before["journal"]), amount or Decimal(0), amounts_in(body or ""))

    def _entries(self, administration: int, numbers: Sequence[str]) -> Mapping[str, Sequence[BookedEntry]]:
        return entries_with(self._reader, self.connector, self._columns, administration, numbers)


class TakenBackWitness:
    """Shows that an entry is gone: only where the same connector showed it before."""

    kinds = frozenset({TAKE_BACK})

    def __init__(self, reader: Reader, connector: str, columns: EntryColumns) -> None:
        self.connector = connector
        self._entries = EntryWitness(reader, connector, columns)

    def find(self, write: Write) -> Sighting | None:
        """Return that the booking is gone, None as long as it is shown; raises NotShownError where it never was."""
        if write.before.get("kind") != ENTRY or write.before.get("shown_by") != self.connector:
            raise not_shown(write)
        found, _ = self._entries.compare(write.before["original"], write.amount, None)
        return None if found is Likeness.SAME else Sighting({})


class DebtorWitness:
    """Shows debtors: ours by chamber of commerce or VAT number; a name alone proves nothing."""

    kinds = frozenset({DEBTOR})

    def __init__(self, debtors: Callable[[], Iterable[Debtor]], connector: str) -> None:
        self.connector = connector
        self._debtors = debtors

    def find(self, write: Write) -> Sighting | None:
        """Return the debtor that this write made; it is not surely ours when several fit, or by name only."""
        body = _parsed(write.body)
        chamber, vat, name = (_plain(_first(body, field)) for field in ("CcNr", "VaId", "Nm"))
        if not (chamber or vat or name):
            raise not_shown(write)
        debtors = list(self._debtors())
        certain = [
            one
            for one in debtors
            if (chamber and _plain(one.chamber_number) == chamber) or (vat and _plain(one.vat_number) == vat)
        ]
        named = [one for one in debtors if name and _plain(one.name) == name]
        found = certain or named
        if not found:
            return None
        return Sighting({"DbId": found[0].number, "BcCo": found[0].contact_number}, ours=len(certain) == 1)


class DossierWitness:
    """Shows dossier items that hang on a sales invoice."""

    kinds = frozenset({DOSSIER_ITEM})
    connector = SUBJECT_FILES

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def find(self, write: Write) -> Sighting | None:
        """Return the item of this type and subject on this write's invoice; NotShownError for one on no invoice."""
        body = _parsed(write.body)
        wanted = {
            "AdministrationSalesInvoice": _first(body, "SiUn"),
            "SalesInvoiceNumber": _first(body, "SiId"),
            "TypeId": _first(body, "StId"),
            "Subject": _first(body, "Ds"),
        }
        if None in wanted.values():
            raise not_shown(write)
        query = Query.all_of(*(Filter(name, value) for name, value in wanted.items()), order=("SubjectId",))
        rows = [row for page in self._reader.pages(self.connector, query) for row in page.rows]
        return Sighting({"SbId": str(rows[0].get("SubjectId"))}) if rows else None


class CustomerWitness:
    """Shows customers in TimeChimp by reading them again; all their numbers once, however many new ones there are."""

    kinds = frozenset({CUSTOMER_NEW, CUSTOMER_UPDATE, DEBTOR_NUMBER})
    connector = TIMECHIMP

    def __init__(self, timechimp: TimeChimp) -> None:
        self._timechimp = timechimp

    @cached_property
    def _by_number(self) -> Mapping[str, Sequence[int]]:
        found: dict[str, list[int]] = {}
        for one in self._timechimp.customers():
            found.setdefault(one.number, []).append(one.id)
        return found

    def find(self, write: Write) -> Sighting | None:
        """Return the new customer by its number, or that every field of a change is otherwise than before."""
        if write.kind == CUSTOMER_NEW:
            found = self._by_number.get(write.label, ())
            return Sighting({"id": str(found[0])}, ours=len(found) == 1) if found else None
        customer = self._timechimp.customer(int(write.before["customer"]))
        fields: Mapping[str, Any] = write.before["fields"]
        changed = [name for name, old in fields.items() if str(getattr(customer, name) or "") != str(old or "")]
        if not changed:
            return None
        return Sighting({}, ours=len(changed) == len(fields))


class StatusWitness:
    """Shows the statuses of registrations by reading them again."""

    kinds = frozenset({REGISTRATION_STATUS})
    connector = TIMECHIMP

    def __init__(self, timechimp: TimeChimp) -> None:
        self._timechimp = timechimp

    def find(self, write: Write) -> Sighting | None:
        """Return that every registration has the status that was set; None when one has not, or is not shown."""
        body = _parsed(write.body)
        kind, wanted = _KINDS.get(write.path.partition("/")[0]), Status.read(body.get("status"))
        numbers = list(_ids(body))
        if kind is None or not numbers:
            raise not_shown(write)
        try:
            shown = [self._timechimp.registration(kind, one).internal_status for one in numbers]
        except AssistantError as error:
            if getattr(error, "status", None) == 404:
                return None
            raise
        return Sighting({}) if all(one is wanted for one in shown) else None


def _ids(body: Mapping[str, Any]) -> Iterable[int]:
    """Give the ids in a change of status, in the form of either generation."""
    for value in body.values():
        if isinstance(value, list):
            yield from (int(one["id"] if isinstance(one, dict) else one) for one in value)


def _parsed(body: str | None) -> dict[str, Any]:
    """Return a recorded body; nothing when it is no longer kept."""
    found = json.loads(body) if body else {}
    return found if isinstance(found, dict) else {}


def _first(body: object, name: str) -> Any:  # noqa: ANN401 - JSON
    """Return the first value with this name, wherever it stands in a body."""
    if isinstance(body, dict):
        if name in body:
            return body[name]
        body = list(body.values())
    if isinstance(body, list):
        return next((found for one in body if (found := _first(one, name)) is not None), None)
    return None


def _plain(value: object) -> str:
    """Return letters and digits only, so that blanks and points make no difference."""
    return "".join(filter(str.isalnum, str(value or ""))).casefold()
