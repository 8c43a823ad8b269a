"""What is to be sent to TimeChimp, as a value: made first, so that it can be shown and recorded, then sent."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypedDict

MOST_AT_ONCE = 100
"""Registrations in one change of status (v2, reported); kept for v1 as well."""


@dataclass(frozen=True)
class Write:
    """One request that changes something: method, path below the base, and its exact body as JSON text."""

    method: str
    path: str
    content: str = field(repr=False)


class CustomerChanges(TypedDict, total=False):
    """What can be written of a customer, by the names of `models.Customer`; what is left out stays as it is."""

    name: str
    number: str
    active: bool
    address: str
    postal_code: str
    city: str
    country: str
    invoice_address: str
    invoice_postal_code: str
    invoice_city: str
    invoice_country: str
    phone: str
    email: str
    website: str
    payment_days: int | None
    hourly_rate: Decimal | None
    mileage_rate: Decimal | None
    iban: str
    bic: str
    vat_number: str
    kvk_number: str
    notes: str
