"""What of a debtor goes to its customer in TimeChimp, and where the two differ.

A value that AFAS does not have never wipes one out. A value that is only written otherwise (blanks in an IBAN, a
country by its code) is the same: TimeChimp would otherwise be written to every night.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from afas_assistant.sync.customers.countries import country_in_afas, country_in_timechimp
from afas_assistant.sync.master_records import Debtor
from afas_assistant.timechimp.models import Customer
from afas_assistant.timechimp.writes import CustomerChanges


@dataclass(frozen=True, slots=True)
class Change:
    """A field of a customer (by its name in `models.Customer`), what it says and what it is to say."""

    field: str
    old: str
    new: str


def changes(debtor: Debtor, customer: Customer) -> tuple[Change, ...]:
    """Return the fields in which a customer differs from its debtor, in a fixed order."""
    if (
        debtor.name == customer.name
        and debtor.street == customer.address
        and debtor.postal_code == customer.postal_code
        and debtor.town == customer.city
        and debtor.country == customer.country
        and debtor.phone == customer.phone
        and debtor.email == customer.email
        and debtor.iban == customer.iban
        and debtor.vat_number == customer.vat_number
        and debtor.chamber_number == customer.kvk_number
    ):
        return ()  # nearly all of them, every night
    return tuple(_differences(debtor, customer))


def _differences(debtor: Debtor, customer: Customer) -> Iterator[Change]:
    yield from _difference("name", customer.name, debtor.name, _as_words)
    yield from _difference("address", customer.address, debtor.street, _as_words)
    yield from _town(debtor, customer)
    yield from _difference("country", customer.country, country_for_timechimp(debtor.country), _as_country)
    yield from _difference("phone", customer.phone, debtor.phone, _as_phone)
    yield from _difference("email", customer.email, debtor.email, str.casefold)
    yield from _difference("iban", customer.iban, debtor.iban, key_of_number)
    yield from _difference("vat_number", customer.vat_number, debtor.vat_number, key_of_number)
    yield from _difference("kvk_number", customer.kvk_number, debtor.chamber_number, key_of_number)


def _difference(field: str, old: str, new: str, alike: Callable[[str], str]) -> Iterator[Change]:
    if new and new != old and alike(new) != alike(old):
        yield Change(field, old, new)


def _town(debtor: Debtor, customer: Customer) -> Iterator[Change]:
    """Compare postcode and town; a foreign debtor has both in one line, which then goes into the town."""
    in_one_line = not debtor.postal_code and any(sign.isdigit() for sign in debtor.town)
    if not in_one_line:
        yield from _difference("postal_code", customer.postal_code, debtor.postal_code, key_of_number)
        yield from _difference("city", customer.city, debtor.town, _as_words)
    elif key_of_number(debtor.town) != key_of_number(customer.postal_code + customer.city):
        if customer.postal_code:
            yield Change("postal_code", customer.postal_code, "")
        yield Change("city", customer.city, debtor.town)


def country_for_timechimp(text: str) -> str:
    """Return AFAS's country as TimeChimp is told: its Dutch name; AFAS's own word where it is unknown."""
    country = country_in_afas(text) if text else None
    return country.dutch if country else text


def key_of_number(text: str) -> str:
    """Return a number, code or postcode without blanks, dots and capitals."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def key_of_name(name: str) -> str:
    """Return a name as it is compared: without capitals, dots and blanks (B.V. is BV)."""
    return key_of_number(name)


def _as_words(text: str) -> str:
    return " ".join(text.split())


def _as_country(text: str) -> str:
    country = country_in_timechimp(text)
    return country.iso if country else text.casefold()


def _as_phone(text: str) -> str:
    """Return a telephone number as it is compared: +31 and 0031 are the nought that one dials at home."""
    digits = "".join(sign for sign in text if sign.isdigit() or sign == "+")
    for prefix in ("+31", "0031"):
        if digits.startswith(prefix):
            return "0" + digits.removeprefix(prefix).removeprefix("0")
    return digits or text


def fields_for_new(debtor: Debtor) -> CustomerChanges:
    """Return what a new customer is made with: everything that AFAS has."""
    fields = {
        "name": debtor.name,
        "number": debtor.number,
        "address": debtor.street,
        "postal_code": debtor.postal_code,
        "city": debtor.town,
        "country": country_for_timechimp(debtor.country),
        "phone": debtor.phone,
        "email": debtor.email,
        "iban": debtor.iban,
        "vat_number": debtor.vat_number,
        "kvk_number": debtor.chamber_number,
    }
    return _typed({name: value for name, value in fields.items() if value})


def fields_of(changed: tuple[Change, ...]) -> CustomerChanges:
    """Return changes as TimeChimp's room takes them."""
    return _typed({one.field: one.new for one in changed})


def _typed(fields: Mapping[str, str]) -> CustomerChanges:
    return cast("CustomerChanges", fields)  # the names are those of the fields above
