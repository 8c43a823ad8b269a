"""What the three tabs of the daily work are called, and what they say: all else is the same for each."""

from dataclasses import dataclass
from enum import StrEnum

from afas_assistant.texts import Text, literal, phrase, phrase_n


class Kind(StrEnum):
    """Which tab; the names are those of the plans."""

    CUSTOMERS = "customers"
    INVOICES = "invoices"
    BOOKINGS = "bookings"


@dataclass(frozen=True)
class Words:
    """A tab's own words: `number` and `amount` head columns (None: there is none), `basis` follows a total."""

    title: Text
    goes: Text
    number: Text
    name: Text
    amount: Text | None
    basis: Text
    note: Text


WORDS: dict[Kind, Words] = {
    Kind.CUSTOMERS: Words(
        phrase("Customers"),
        phrase("Debtors of AFAS go to TimeChimp."),
        phrase("No."),
        phrase("Customer and reason"),
        None,
        literal(""),
        phrase("Nothing is deleted in TimeChimp, and nothing that AFAS does not have is emptied there."),
    ),
    Kind.INVOICES: Words(
        phrase("Invoicing"),
        phrase("Hours, expenses, rides and projects of TimeChimp become direct invoices in AFAS."),
        phrase("No."),
        phrase("Customer and reason"),
        phrase("Excl. VAT"),
        phrase("excluding VAT"),
        phrase("Only what is billable, not yet invoiced, and in the status that the set-up names."),
    ),
    Kind.BOOKINGS: Words(
        phrase("Sales bookings"),
        phrase("Invoices that were sent from TimeChimp are booked in AFAS."),
        phrase("Invoice"),
        phrase("Customer and reason"),
        phrase("Incl. VAT"),
        phrase("including VAT"),
        phrase("A concept is never booked."),
    ),
}


def send_words(kind: Kind, count: int) -> Text:
    """Return what the filled button says."""
    if kind is Kind.CUSTOMERS:
        return phrase_n("Send 1 customer", "Send {count} customers", count)
    if kind is Kind.INVOICES:
        return phrase_n("Send 1 invoice", "Send {count} invoices", count)
    return phrase_n("Book 1 invoice", "Book {count} invoices", count)


def ask_words(kind: Kind, count: int) -> Text:
    """Return what the dialog asks."""
    if kind is Kind.CUSTOMERS:
        return phrase_n("Send 1 customer?", "Send {count} customers?", count)
    if kind is Kind.INVOICES:
        return phrase_n("Send 1 invoice?", "Send {count} invoices?", count)
    return phrase_n("Book 1 invoice?", "Book {count} invoices?", count)
