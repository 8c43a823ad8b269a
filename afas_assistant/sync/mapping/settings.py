"""Every setting of a connection in one place: its name, what it means, what it may be, and who uses it.

Settings stand among the mappings (table `settings`), since they are decided by a person in the same way.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from afas_assistant.errors import ConfigurationError
from afas_assistant.sync.mapping.mappings import Mappings
from afas_assistant.texts import Text, joined, phrase

ADMINISTRATION, JOURNAL, PAYMENT_CONDITION = "administration", "journal", "payment_condition"
NUMBER_PREFIX, NUMBER_FORM, BOOKING_STATUS = "number_prefix", "number_form", "booking_status"
PERIOD_FORM, DOSSIER_TYPE, VAT_DUTY = "period_form", "dossier_type", "debtor_vat_duty"
WHOLE, RUNNING = "whole", "running"
"""Forms of an invoice number: as TimeChimp prints it, or its running number without the prefix."""
OPEN_AND_PAID, PAID = "open_and_paid", "paid"
CALENDAR = "calendar"
TIMECHIMP_ADDRESS = "timechimp_address"


@dataclass(frozen=True)
class Setting:
    """A setting: `form` is the pattern that a whole value must fit, `used_by` the kinds of plan that read it.

    `title` is its name for people. `unset` says what holds as long as nothing is set; None where it has to be set.
    `options` are all values that there are, where they are few, with their meaning.
    """

    title: Text
    meaning: Text
    used_by: tuple[str, ...]
    form: str = r".{1,100}"
    unset: Text | None = None
    options: Mapping[str, Text] = field(default_factory=dict)

    def fits(self, value: str) -> bool:
        """Return whether a value can be used."""
        return value.isprintable() and re.fullmatch(self.form, value) is not None


_OWN_CHOICE = phrase("AFAS's own choice")
_NEEDED = None

SETTINGS: dict[str, Setting] = {
    ADMINISTRATION: Setting(
        phrase("Administration"),
        phrase("The number of the administration that is written to."),
        ("invoices", "bookings"),
        r"[1-9]\d{0,8}",
        _NEEDED,
    ),
    JOURNAL: Setting(
        phrase("Sales journal"),
        phrase("The journal (dagboek) of sales bookings, at most 6 characters."),
        ("bookings",),
        r"\S{1,6}",
        _NEEDED,
    ),
    PAYMENT_CONDITION: Setting(
        phrase("Payment condition"),
        phrase("The payment condition of a booking and of a new debtor; without it AFAS takes the debtor's own."),
        ("bookings", "debtors"),
        r"\S{1,5}",
        phrase("the debtor's own"),
    ),
    NUMBER_PREFIX: Setting(
        phrase("Before the invoice number"),
        phrase("What stands before TimeChimp's number in AFAS's invoice number."),
        ("bookings",),
        r"\S{1,11}",
        phrase("nothing"),
    ),
    NUMBER_FORM: Setting(
        phrase("Form of the invoice number"),
        phrase("AFAS's invoice number: “whole” is TimeChimp's number as printed, “running” the number without prefix."),
        ("bookings",),
        rf"{WHOLE}|{RUNNING}",
        _NEEDED,
        {WHOLE: phrase("as TimeChimp prints it"), RUNNING: phrase("only the running number, without its prefix")},
    ),
    BOOKING_STATUS: Setting(
        phrase("Invoices that are booked"),
        phrase("Which invoices count as sent: “open_and_paid” (as long as nothing is set), or “paid” only."),
        ("bookings",),
        rf"{OPEN_AND_PAID}|{PAID}",
        phrase("open and paid"),
        {OPEN_AND_PAID: phrase("open and paid"), PAID: phrase("paid only")},
    ),
    PERIOD_FORM: Setting(
        phrase("Period where AFAS does not show it"),
        phrase("Where AFAS does not show its periods: “calendar” takes the month and year of the invoice."),
        ("bookings",),
        CALENDAR,
        phrase("none"),
        {CALENDAR: phrase("the month and year of the invoice")},
    ),
    DOSSIER_TYPE: Setting(
        phrase("Dossier item type of PDF files"),
        phrase("The number of the dossier item type that invoices as PDF are kept under; your own type, so positive."),
        ("bookings",),
        r"[1-9]\d{0,8}",
        phrase("none"),
    ),
    "status_to_invoice": Setting(
        phrase("Status that is invoiced"),
        phrase("The status in which hours, expenses and rides are invoiced: “Approved”, or “Open” without approval."),
        ("invoices",),
        r"Approved|Open",
        _NEEDED,
        {"Approved": phrase("approved"), "Open": phrase("open, without approval")},
    ),
    "mileage_rate": Setting(
        phrase("Price of a kilometre"),
        phrase("The company's price of a kilometre, where a customer has none."),
        ("invoices",),
        r"\d{1,4}([.,]\d{1,4})?",
        phrase("only the customer's own"),
    ),
    VAT_DUTY: Setting(
        phrase("VAT duty of a new debtor"),
        phrase("The VAT duty of a debtor that is made."),
        ("debtors", "bookings"),
        r"\S{1,3}",
        _OWN_CHOICE,
    ),
    "debtor_account": Setting(
        phrase("Summary account of a new debtor"),
        phrase("The summary account of a debtor that is made."),
        ("debtors",),
        r"\S{1,16}",
        _OWN_CHOICE,
    ),
    "debtor_numbers": Setting(
        phrase("Number of a new debtor"),
        phrase("Who numbers a debtor that is made: “afas” (as long as nothing is set), or “customer” for TimeChimp's."),
        ("debtors",),
        r"afas|customer",
        phrase("AFAS's next number"),
        {"afas": phrase("AFAS's next number"), "customer": phrase("the customer's number in TimeChimp")},
    ),
    "cost_centre": Setting(
        phrase("Cost centre of invoice lines"),
        phrase("The cost centre of every invoice line."),
        ("invoices",),
        r"\S{1,16}",
        phrase("none"),
    ),
    "invoice_language": Setting(
        phrase("Language of invoice lines"),
        phrase("The language of the words on invoice lines: “nl” (as long as nothing is set) or “en”."),
        ("invoices",),
        r"nl|en",
        phrase("Dutch"),
        {"nl": phrase("Dutch"), "en": phrase("English")},
    ),
    TIMECHIMP_ADDRESS: Setting(
        phrase("Address of TimeChimp"),
        phrase("Where TimeChimp is, when that is not TimeChimp's own address: for the practice environment."),
        (),
        r"\S{1,200}( \S{1,200})?",
        phrase("TimeChimp's own"),
    ),
}
"""All settings by name."""


def administration_of(mappings: Mappings, given: int | None) -> int:
    """Return the administration to write to; raises ConfigurationError setting_missing, since AFAS would pick one."""
    kept = mappings.setting(ADMINISTRATION)
    if given is not None:
        return given
    if kept is None:
        raise missing(ADMINISTRATION)
    return int(kept)


def missing(name: str) -> ConfigurationError:
    """Return the refusal of work that needs a setting which nobody made."""
    return ConfigurationError(
        "setting_missing",
        title=phrase("The setting “{name}” is not filled in.", name=name),
        explanation=joined(SETTINGS[name].meaning, phrase("It is not guessed.")),
        action=phrase("Fill it in, for instance by: map set settings {name} VALUE.", name=name),
    )
