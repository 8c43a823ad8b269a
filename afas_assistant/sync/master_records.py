"""AFAS's master data as planning needs it: plain values, read by `master_data`.

A list that could not be read is None in `MasterData`, which is not the same as an empty one: without it a verdict is
*cannot tell*. Column names are those of AFAS's standard GetConnectors (its OpenAPI files).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Debtor:
    """A debtor. `number` is text, leading zeros kept. `blocked` means blocked for delivery, not for booking.

    A foreign postcode may stand in `town` (AFAS gives both in one line). `country` is AFAS's own code or a name,
    `payment_condition` a code and not a number of days. `contact_number` is that of the organisation (BcCo).
    """

    number: str
    name: str
    contact_number: str = ""
    search_name: str = ""
    street: str = ""
    postal_code: str = ""
    town: str = ""
    country: str = ""
    phone: str = ""
    email: str = ""
    iban: str = ""
    vat_number: str = ""
    chamber_number: str = ""
    payment_condition: str = ""
    vat_duty: str = ""
    currency: str = ""
    blocked: bool = False


@dataclass(frozen=True)
class Item:
    """An item of an invoice line: `kind` is AFAS's VaIt (2 article, 1 work type, 6 costs), `units` those it allows."""

    kind: str
    code: str
    description: str
    base_unit: str = ""
    units: tuple[str, ...] = ()
    vat_group: str = ""
    blocked: bool = False


@dataclass(frozen=True)
class VatCode:
    """A VAT code; `kind` tells purchase from sales where AFAS's letter is known, `duty` the relation's VAT duty."""

    code: str
    description: str
    account: str
    percentage: Decimal
    kind: str = ""
    duty: str = ""
    blocked: bool = False


@dataclass(frozen=True)
class Journal:
    """A journal (dagboek) of an administration."""

    administration: int
    code: str
    description: str
    kind: str = ""
    blocked: bool = False


@dataclass(frozen=True)
class Account:
    """A ledger account; `compulsory_axes` are the axes (1 to 5) whose setting is B: they need an allocation code."""

    number: str
    description: str
    vat_allowed: bool = True
    vat_code: str = ""
    compulsory_axes: tuple[int, ...] = ()
    to_project: bool = False
    blocked: bool = False


@dataclass(frozen=True)
class Period:
    """A period of an administration, both days included."""

    administration: int
    year: int
    number: int
    first: date
    last: date
    blocked: bool = False


@dataclass(frozen=True)
class Administration:
    """An administration of the environment."""

    number: int
    name: str


@dataclass(frozen=True)
class MasterData:
    """All lists that were asked for; None where no connector shows it. `absent` says why, by list name."""

    debtors: Mapping[str, Debtor] | None = None
    items: Mapping[tuple[str, str], Item] | None = None
    vat_codes: Mapping[str, VatCode] | None = None
    journals: Sequence[Journal] | None = None
    accounts: Mapping[str, Account] | None = None
    periods: Sequence[Period] | None = None
    administrations: Sequence[Administration] | None = None
    allocations: frozenset[tuple[str, int, str]] | None = None
    absent: Mapping[str, str] = field(default_factory=dict)

    def period_of(self, administration: int, day: date) -> Period | None:
        """Return the period of an administration that holds this day."""
        periods = self.periods or ()
        return next(
            (one for one in periods if one.administration == administration and one.first <= day <= one.last), None
        )
