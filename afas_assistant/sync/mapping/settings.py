"""Every setting of a connection in one place: its name, what it means, what it may be, and who uses it.

Settings stand among the mappings (table `settings`), since they are decided by a person in the same way.
"""

import re
from dataclasses import dataclass

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
    """A setting: `form` is the pattern that a whole value must fit, `used_by` the kinds of plan that read it."""

    meaning: Text
    used_by: tuple[str, ...]
    form: str = r".{1,100}"

    def fits(self, value: str) -> bool:
        """Return whether a value can be used."""
        return value.isprintable() and re.fullmatch(self.form, value) is not None


SETTINGS: dict[str, Setting] = {
    ADMINISTRATION: Setting(
        phrase("The number of the administration that is written to."), ("invoices", "bookings"), r"[1-9]\d{0,8}"
    ),
    JOURNAL: Setting(
        phrase("The journal (dagboek) of sales bookings, at most 6 characters."), ("bookings",), r"\S{1,6}"
    ),
    PAYMENT_CONDITION: Setting(
        phrase("The payment condition of a booking and of a new debtor; without it AFAS takes the debtor's own."),
        ("bookings", "debtors"),
        r"\S{1,5}",
    ),
    NUMBER_PREFIX: Setting(
        phrase("What stands before TimeChimp's number in AFAS's invoice number."), ("bookings",), r"\S{1,11}"
    ),
    NUMBER_FORM: Setting(
        phrase("AFAS's invoice number: “whole” is TimeChimp's number as printed, “running” the number without prefix."),
        ("bookings",),
        rf"{WHOLE}|{RUNNING}",
    ),
    BOOKING_STATUS: Setting(
        phrase("Which invoices count as sent: “open_and_paid” (as long as nothing is set), or “paid” only."),
        ("bookings",),
        rf"{OPEN_AND_PAID}|{PAID}",
    ),
    PERIOD_FORM: Setting(
        phrase("Where AFAS does not show its periods: “calendar” takes the month and year of the invoice."),
        ("bookings",),
        CALENDAR,
    ),
    DOSSIER_TYPE: Setting(
        phrase("The number of the dossier item type that invoices as PDF are kept under; your own type, so positive."),
        ("bookings",),
        r"[1-9]\d{0,8}",
    ),
    "status_to_invoice": Setting(
        phrase("The status in which hours, expenses and rides are invoiced: “Approved”, or “Open” without approval."),
        ("invoices",),
        r"Approved|Open",
    ),
    "mileage_rate": Setting(
        phrase("The company's price of a kilometre, where a customer has none."), ("invoices",), r"\d{1,4}(\.\d{1,4})?"
    ),
    VAT_DUTY: Setting(phrase("The VAT duty of a debtor that is made."), ("debtors", "bookings"), r"\S{1,3}"),
    "debtor_account": Setting(phrase("The summary account of a debtor that is made."), ("debtors",), r"\S{1,16}"),
    "debtor_numbers": Setting(
        phrase("Who numbers a debtor that is made: “afas” (as long as nothing is set), or “customer” for TimeChimp's."),
        ("debtors",),
        r"afas|customer",
    ),
    "cost_centre": Setting(phrase("The cost centre of every invoice line."), ("invoices",), r"\S{1,16}"),
    "invoice_language": Setting(
        phrase("The language of the words on invoice lines: “nl” (as long as nothing is set) or “en”."),
        ("invoices",),
        r"nl|en",
    ),
    TIMECHIMP_ADDRESS: Setting(
        phrase("Where TimeChimp is, when that is not TimeChimp's own address: for the practice environment."),
        (),
        r"\S{1,200}( \S{1,200})?",
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
