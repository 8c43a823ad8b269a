"""Reading AFAS's debtors by the connector that shows them, beside TimeChimp's customers."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from sys import intern
from typing import Any, Protocol

from afas_assistant.afas.query import Query
from afas_assistant.errors import ConfigurationError
from afas_assistant.sync.collector import collector_paused
from afas_assistant.sync.customers.countries import HOME, country_in_afas
from afas_assistant.sync.customers.roles import Binding, Role
from afas_assistant.sync.master_data import Reader
from afas_assistant.sync.master_records import Debtor
from afas_assistant.texts import literal, phrase
from afas_assistant.timechimp.models import Customer

_TOWN_LINE = re.compile(r"(\d{4} ?[A-Z]{2})\s+(\S.*)")
Row = Mapping[str, Any]


class Customers(Protocol):
    """What is needed of the TimeChimp client."""

    def customers(self) -> Iterator[Customer]:
        """Return all customers, inactive ones as well."""
        ...


def read_debtors(reader: Reader, binding: Binding) -> Iterator[Debtor]:
    """Return the debtors while they are read, in the order of their numbers.

    Raises ConfigurationError roles_column_gone when the connector no longer has a column that was bound, AfasError and
    TransportError.
    """
    made: Callable[[Row], Debtor] | None = None
    for page in reader.pages(binding.connector, Query(order=(binding.columns[Role.NUMBER],))):
        for row in page.rows:
            if made is None:
                made = _maker(binding, row)
            yield made(row)


def read_both(afas: Reader, binding: Binding, timechimp: Customers) -> tuple[list[Debtor], list[Customer]]:
    """Return all debtors and all customers, read at the same time; raises what either side raises."""
    with collector_paused(), ThreadPoolExecutor(max_workers=1) as aside:
        customers = aside.submit(lambda: list(timechimp.customers()))
        debtors = list(read_debtors(afas, binding))
        return debtors, customers.result()


def split_town_line(line: str, country: str) -> tuple[str, str]:
    """Return postcode and town of AFAS's third address line; a foreign line is a town as a whole."""
    found = _TOWN_LINE.fullmatch(line)
    if found is None:
        return "", line
    home = country_in_afas(country) if country else None
    return found.groups() if home is None or home.iso == HOME else ("", line)  # type: ignore[return-value] # two groups


def _maker(binding: Binding, first: Row) -> Callable[[Row], Debtor]:
    """Return what makes a debtor of a row; the columns are looked at once and not for each row."""
    gone = sorted(column for column in binding.columns.values() if column not in first)
    if gone:
        raise _column_gone(binding.connector, gone)
    columns = binding.columns
    in_one_line = Role.TOWN_LINE in columns
    roles = (
        Role.NUMBER, Role.NAME, Role.CONTACT_NUMBER, Role.SEARCH_NAME, Role.STREET, Role.POSTAL_CODE,
        Role.TOWN_LINE if in_one_line else Role.TOWN, Role.PHONE, Role.EMAIL, Role.IBAN, Role.VAT_NUMBER,
        Role.CHAMBER_NUMBER,
    )  # fmt: skip
    own = [columns.get(role, "") for role in roles]
    shared = [columns.get(one, "") for one in (Role.COUNTRY, Role.PAYMENT_CONDITION, Role.VAT_DUTY, Role.CURRENCY)]
    blocked = columns.get(Role.BLOCKED, "")

    def made(row: Row) -> Debtor:
        number, name, contact, search, street, postal_code, town, phone, email, iban, vat, chamber = (
            [value.strip() if type(value := row.get(one)) is str else _text(value) for one in own]
        )  # fmt: skip
        country, condition, duty, currency = [intern(_text(row.get(one))) for one in shared]
        if in_one_line:
            postal_code, town = split_town_line(town, country)
        return Debtor(
            number, name, contact, search, street, postal_code, town, country, phone, email, iban, vat, chamber,
            condition, duty, currency, row.get(blocked) is True,
        )  # fmt: skip

    return made


def _text(value: object) -> str:
    """Return a cell as text; numbers of a vendor's connector may come as figures."""
    if type(value) is str:
        return value.strip()
    return "" if value is None else str(value).strip()


def _column_gone(connector: str, gone: Iterable[str]) -> ConfigurationError:
    return ConfigurationError(
        "roles_column_gone",
        title=phrase("{connector} no longer has a column that was confirmed.", connector=connector),
        explanation=phrase("Not there any more: {columns}.", columns=literal(", ".join(gone))),
        action=phrase("Confirm its columns again."),
    )
