"""Looking for customers among AFAS's organisations and persons, debtors or not: many at once, in few questions."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from afas_assistant.afas.query import Filter, Query
from afas_assistant.errors import AssistantError, ConfigurationError, RetryableError
from afas_assistant.sync.customers.changes import key_of_name, key_of_number
from afas_assistant.sync.master_data import Reader
from afas_assistant.timechimp.models import Customer

ORGANISATIONS = "Profit_OrgPer"
AT_ONCE = 25
"""So many customers are asked for at once, where AFAS's limit of a question's length allows it."""
_PERSON = "persoon"


@dataclass(frozen=True)
class Organisation:
    """An organisation or person that AFAS knows, debtor or not; `number` is its BcCo."""

    number: str
    name: str
    chamber_number: str = ""
    person: bool = False


def find_organisations(
    reader: Reader, customers: Iterable[Customer], listed: Collection[str]
) -> Mapping[int, Sequence[Organisation]]:
    """Return, by the customer's id, who in AFAS has its name, number or chamber number.

    A customer of whom that cannot be read is not in it, which is something else than nobody being found.
    """
    found: dict[int, Sequence[Organisation]] = {}
    if ORGANISATIONS in listed:
        for part in _parts(customers):
            found |= _found(reader, part)
    return found


def _found(reader: Reader, customers: Sequence[Customer]) -> dict[int, Sequence[Organisation]]:
    """Ask for several; where AFAS refuses that, for each by itself: one odd value must not hide the others."""
    query = _query(customers)
    if not query.groups:  # AFAS would give everybody
        return {one.id: [] for one in customers}
    try:
        pages = reader.pages(ORGANISATIONS, query)
        rows = [_organisation(row) for page in pages for row in page.rows]
    except AssistantError as error:
        found: dict[int, Sequence[Organisation]] = {}
        if len(customers) > 1 and not isinstance(error, RetryableError):
            for one in customers:
                found |= _found(reader, [one])
        return found
    return {one.id: [row for row in rows if _is_meant(row, one)] for one in customers}


def _is_meant(row: Organisation, customer: Customer) -> bool:
    name, chamber = key_of_name(customer.name), key_of_number(customer.kvk_number)
    return (
        (bool(name) and key_of_name(row.name) == name)
        or (bool(customer.number) and row.number == customer.number)
        or (bool(chamber) and key_of_number(row.chamber_number) == chamber)
    )


def _parts(customers: Iterable[Customer]) -> Iterator[list[Customer]]:
    """Yield customers in parts that fit into one question; one that has nothing to look for fits anywhere."""
    part: list[Customer] = []
    for one in customers:
        if part and (len(part) == AT_ONCE or not _fits([*part, one])):
            yield part
            part = []
        part.append(one)
    if part:
        yield part


def _fits(customers: Sequence[Customer]) -> bool:
    try:
        _query(customers).query_string(skip=999_999, take=9_999)
    except ConfigurationError:
        return False
    return True


def _query(customers: Sequence[Customer]) -> Query:
    wanted = {
        (column, value)
        for one in customers
        for column, value in (("Name", one.name), ("BcCo", one.number), ("ChOfCommNr", one.kvk_number))
        if value
    }
    return Query.any_of(*(Filter(column, value) for column, value in sorted(wanted)), order=("BcCo",))


def _organisation(row: Mapping[str, Any]) -> Organisation:
    number, name, chamber, kind = (str(row.get(one) or "").strip() for one in ("BcCo", "Name", "ChOfCommNr", "Type"))
    return Organisation(number, name, chamber, person=kind.casefold() == _PERSON)
