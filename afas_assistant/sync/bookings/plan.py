"""Planning sales bookings: invoices that TimeChimp sent become entries in AFAS (`FiEntries`), each once.

Pure: everything that was read is given. A booking balances to the cent by how it is made: revenue and VAT together are
the invoice's own total. That the status Open means *sent* is inferred, so it can be set otherwise.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from afas_assistant.outbox.records import Write
from afas_assistant.sync.bookings.attachments import PdfFile
from afas_assistant.sync.bookings.booked_entries import BookedEntry
from afas_assistant.sync.bookings.record import Ground, number_of, record_of
from afas_assistant.sync.customers.directory import CustomerDirectory
from afas_assistant.sync.mapping.mappings import Mappings
from afas_assistant.sync.mapping.settings import BOOKING_STATUS
from afas_assistant.sync.master_records import MasterData
from afas_assistant.sync.plan import Outlook, Plan, PlannedRecord, Reason
from afas_assistant.texts import Text, phrase
from afas_assistant.timechimp.models import Customer, Invoice
from afas_assistant.timechimp.statuses import InvoiceStatus

KIND = "bookings"


@dataclass(frozen=True)
class BookingOptions:
    """How to book: `day` is today; `year` and `period` only count where AFAS does not show its periods.

    `attachments` are PDFs by TimeChimp's invoice number, `may_attach` whether the app connector has KnSubject.
    """

    day: date
    year: int | None = None
    period: int | None = None
    attachments: Mapping[str, PdfFile] = field(default_factory=dict)
    may_attach: bool = False


def invoice_numbers(invoices: Iterable[Invoice], mappings: Mappings) -> list[str]:
    """Return the numbers that these invoices get in AFAS, to look up which are there already."""
    return sorted({number_of(one, mappings) for one in invoices if one.number})


def customers_without_debtor(invoices: Iterable[Invoice], directory: CustomerDirectory) -> list[Customer]:
    """Return the customers of these invoices for whom a debtor may be made, each once."""
    found = (directory.find(one.customer_id, one.customer_number) for one in invoices if _was_sent(one))
    return list({one.customer.id: one.customer for one in found if one.may_be_made and one.customer}.values())


def plan_bookings(
    invoices: Iterable[Invoice],
    *,
    master: MasterData,
    mappings: Mappings,
    directory: CustomerDirectory,
    new_debtors: Mapping[int, PlannedRecord] | None = None,
    booked: Mapping[str, Sequence[BookedEntry]] | None,
    sent: Mapping[str, Write],
    options: BookingOptions,
    scope: str,
    environment: str,
    administration: int,
    made_at: datetime,
) -> Plan:
    """Return the plan of booking these invoices.

    `new_debtors` are the records that make a debtor, by TimeChimp's customer id. `booked` are the entries in AFAS by
    invoice number, None where AFAS does not show them. `sent` are the live writes by what they are made of.
    """
    invoices = list(invoices)
    numbers = Counter(number_of(one, mappings) for one in invoices if _was_sent(one))
    ground = Ground(
        master=master,
        mappings=mappings,
        directory=directory,
        new_debtors=new_debtors or {},
        booked=booked,
        sent=sent,
        twice=frozenset(number for number, count in numbers.items() if count > 1),
        administration=administration,
        today=options.day,
        given_period=(options.year, options.period) if options.year and options.period else None,
        attachments=options.attachments,
        may_attach=options.may_attach,
        made_at=made_at,
    )
    records = [record_of(one, ground) for one in invoices]
    return Plan(
        KIND,
        scope,
        environment,
        str(administration),
        [*_debtors_for(records, ground.new_debtors), *records],
        made_at,
        remarks=tuple(_remarks(ground)),
        options={"day": options.day.isoformat(), "year": options.year, "period": options.period},
    )


def _was_sent(invoice: Invoice) -> bool:
    return invoice.status is not InvoiceStatus.CONCEPT


def _debtors_for(records: Sequence[PlannedRecord], debtors: Mapping[int, PlannedRecord]) -> list[PlannedRecord]:
    """Return the debtors that bookings need; one that no ticked booking needs does not start ticked either."""
    needed = {one.needs.reference: False for one in records if one.needs and one.tickable}
    needed |= {one.needs.reference: True for one in records if one.needs and one.ticked_at_first}
    found = [one for one in debtors.values() if one.reference in needed]
    return [one if needed[one.reference] else _only_if_needed(one) for one in found]


def _only_if_needed(record: PlannedRecord) -> PlannedRecord:
    if record.outlook is not Outlook.WILL_PASS:
        return record
    reason = Reason("only_if_needed", phrase("It is made when its booking is ticked."))
    return replace(record, outlook=Outlook.CANNOT_TELL, reasons=(*record.reasons, reason))


def _remarks(ground: Ground) -> list[Text]:
    remarks = [
        phrase("AFAS does not change a booking afterwards. It can be taken back as long as nothing was paid on it.")
    ]
    if ground.mappings.setting(BOOKING_STATUS) is None:
        remarks.append(
            phrase(
                "Invoices with status Open or Paid count as sent; TimeChimp does not document what its statuses mean."
            )
        )
    if ground.booked is None:
        remarks.append(
            phrase(
                "AFAS does not show its entries here (Profit_Transactions). That a number is used there already "
                "is seen only when AFAS refuses it."
            )
        )
    for connector, why in ground.master.absent.items():
        remarks.append(phrase("{connector} could not be read: {why}.", connector=connector, why=why))
    return remarks
