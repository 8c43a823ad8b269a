"""An office's books for the tests of sales bookings: accounts, VAT codes, mappings, and invoices to book."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from afas_assistant.outbox.records import Write
from afas_assistant.sync.bookings.booked_entries import BookedEntry
from afas_assistant.sync.bookings.plan import BookingOptions, plan_bookings
from afas_assistant.sync.customers.directory import CustomerDirectory
from afas_assistant.sync.mapping.mappings import MappingEntry, Mappings, Table
from afas_assistant.sync.master_records import Account, Administration, Debtor, Journal, MasterData, Period, VatCode
from afas_assistant.sync.plan import Plan, PlannedRecord
from afas_assistant.timechimp.models import Customer, Invoice, InvoiceRow
from afas_assistant.timechimp.statuses import InvoiceStatus

SCOPE = "T99001AA/TimeChimpConnector"
TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 16, 45, tzinfo=UTC)

ACCOUNTS = (
    Account("1510", "Btw hoog", vat_allowed=False),
    Account("1511", "Btw laag", vat_allowed=False),
    Account("8000", "Omzet uren", compulsory_axes=(1,)),
    Account("8010", "Omzet overig"),
    Account("8020", "Omzet zonder btw", vat_allowed=False),
    Account("8030", "Omzet oud", blocked=True),
    Account("8040", "Omzet projecten", to_project=True),
    Account("8050", "Omzet per drager", compulsory_axes=(2,)),
)
VAT_CODES = (
    VatCode("1", "Hoog", "1510", Decimal(21), duty="BTW"),
    VatCode("2", "Laag", "1511", Decimal(9), duty="BTW"),
    VatCode("3", "Vrijgesteld", "1510", Decimal(0), duty="BTW"),
    VatCode("4", "Verlegd", "1510", Decimal(0), duty="VERLEGD"),
    VatCode("9", "Oud", "1510", Decimal(21), blocked=True),
)
MASTER = MasterData(
    vat_codes={one.code: one for one in VAT_CODES},
    journals=(Journal(1, "20", "Verkoop"), Journal(1, "21", "Oud", blocked=True)),
    accounts={one.number: one for one in ACCOUNTS},
    periods=(
        Period(1, 2026, 10, date(2026, 10, 1), date(2026, 10, 31)),
        Period(1, 2026, 11, date(2026, 11, 1), date(2026, 11, 30)),
        Period(1, 2026, 9, date(2026, 9, 1), date(2026, 9, 30), blocked=True),
    ),
    administrations=(Administration(1, "Oefenbedrijf"),),
    allocations=frozenset({("8000", 1, "100")}),
)
VAT: Mapping[str, Mapping[str, Any]] = {
    "21/": {"code": "1"}, "9/": {"code": "2"}, "0/BTW": {"code": "3"}, "0/VERLEGD": {"code": "4"},
}  # fmt: skip
REVENUE: Mapping[str, Mapping[str, Any]] = {
    "300": {"account": "8000", "cost_centre": "100"}, "default": {"account": "8010"},
}  # fmt: skip
SETTINGS = {"journal": "20", "number_form": "whole"}
JANSEN = Debtor("000123", "Jansen B.V.", vat_duty="BTW")
MUELLER = Debtor("10008", "Müller GmbH", vat_duty="VERLEGD", blocked=True)


def mappings(
    *,
    vat: Mapping[str, Mapping[str, Any]] = VAT,
    revenue: Mapping[str, Mapping[str, Any]] = REVENUE,
    without: str = "",
    **settings: str,
) -> Mappings:
    """Return the office's mappings, with settings added or changed, or one left out."""
    kept = {name: value for name, value in {**SETTINGS, **settings}.items() if name != without}
    return Mappings(
        [
            *(MappingEntry(Table.VAT, key, value) for key, value in vat.items()),
            *(MappingEntry(Table.REVENUE, key, value) for key, value in revenue.items()),
            *(MappingEntry(Table.SETTINGS, key, {"value": value}) for key, value in kept.items()),
        ]
    )


def row(
    total: str, percentage: str | None = "21", *, code: str = "", quantity: str = "1", price: str | None = None,
    text: str = "Advies",
) -> InvoiceRow:  # fmt: skip
    """Return a row; its price is its total unless told."""
    rate = None if percentage is None else Decimal(percentage)
    return InvoiceRow(
        id=1, index=0, description=text, code=code, quantity=Decimal(quantity), price=Decimal(price or total),
        vat_percentage=rate, total=Decimal(total),
    )  # fmt: skip


def invoice(*rows: InvoiceRow, net: str = "100", gross: str = "121", **changes: Any) -> Invoice:
    """Return an invoice that was sent to Jansen."""
    made = Invoice(
        id=88, number="2026-101", prefix="2026-", running_number=101, status=InvoiceStatus.OPEN, credit=False,
        customer_id=7, customer_number="000123", customer_name="Jansen B.V.", customer_vat_number="",
        date=date(2026, 10, 31), due_date=date(2026, 11, 30), reference="", notes="", currency="EUR",
        exchange_rate=None, total=Decimal(gross), total_without_vat=Decimal(net), rows=rows or (row("100"),),
    )  # fmt: skip
    return replace(made, **changes)


def customer(number: str = "000123", customer_id: int = 7, name: str = "Jansen B.V.") -> Customer:
    """Return a customer of TimeChimp of whom little is known."""
    return Customer(
        id=customer_id, name=name, number=number, active=True, address="", postal_code="", city="", country="",
        invoice_address="", invoice_postal_code="", invoice_city="", invoice_country="", phone="", email="", website="",
        payment_days=None, hourly_rate=None, mileage_rate=None, iban="", bic="", vat_number="", kvk_number="", notes="",
        vat_rate_id=None, vat_percentage=None,
    )  # fmt: skip


CUSTOMERS = (customer(), customer("10008", 8, "Müller GmbH"), customer("", 9, "Nieuw B.V."))


def plan(
    *invoices: Invoice,
    master: MasterData = MASTER,
    chosen: Mappings | None = None,
    booked: Mapping[str, Sequence[BookedEntry]] | None = None,
    sent: Mapping[str, Write] | None = None,
    new_debtors: Mapping[int, PlannedRecord] | None = None,
    options: BookingOptions | None = None,
) -> Plan:
    """Return the plan of booking these invoices today."""
    return plan_bookings(
        invoices or (invoice(),),
        master=master,
        mappings=chosen or mappings(),
        directory=CustomerDirectory((JANSEN, MUELLER), CUSTOMERS),
        new_debtors=new_debtors,
        booked=booked,
        sent=sent or {},
        options=options or BookingOptions(TODAY),
        scope=SCOPE,
        environment="T99001AA",
        administration=1,
        made_at=NOW,
    )


def record(*invoices: Invoice, **more: Any) -> PlannedRecord:
    """Return the one row of such a plan."""
    (found,) = plan(*invoices, **more).records
    return found


def codes(found: PlannedRecord) -> list[str]:
    """Return the codes of its reasons."""
    return [one.code for one in found.reasons]
