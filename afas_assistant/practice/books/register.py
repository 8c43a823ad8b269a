"""The register of relations: debtors, creditors and organisations, the seeded ones and those that were written.

A few organisations are no relation yet (prospects): they are who TimeChimp knows and AFAS has no debtor for.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from afas_assistant.practice.books.records import Organisation, Party, PartyKind
from afas_assistant.practice.books.store import Books
from afas_assistant.practice.seed import Relation, Seed, creditor, debtor

DEBTOR: PartyKind = "2"
CREDITOR: PartyKind = "3"
_FIRST_NUMBER: Mapping[str, int] = {DEBTOR: 10001, CREDITOR: 6_000_001}
_FIRST_CONTACT: Mapping[str, int] = {DEBTOR: 1_000_001, CREDITOR: 3_000_001}
_FIRST_CHAMBER = 99_000_000
PROSPECTS = (500_001, 500_007)


def party(books: Books, kind: PartyKind, number: str) -> Party | None:
    """Find a debtor or creditor by its number, which is text: leading zeros count."""
    found = books.tables.parties.get((kind, number))
    if found is not None or not number.isdecimal():
        return found
    index = int(number) - _FIRST_NUMBER[kind]
    relation = seeded(books.seed, kind, index)
    return _party(kind, relation) if relation and relation.number == number else None


def organisation(books: Books, number: str) -> Organisation | None:
    """Find an organisation by BcCo."""
    found = books.tables.organisations.get(number)
    if found is not None or not number.isdecimal():
        return found
    for kind in (DEBTOR, CREDITOR):
        relation = seeded(books.seed, kind, int(number) - _FIRST_CONTACT[kind])
        if relation:
            return _organisation(relation)
    prospect = next((one for one in prospects(books.seed) if one.contact_number == number), None)
    return _organisation(prospect) if prospect else None


def prospects(seed: Seed) -> list[Relation]:
    """Give the organisations that are no debtor yet."""
    return [creditor(seed, index) for index in PROSPECTS]


def seeded(seed: Seed, kind: PartyKind, index: int) -> Relation | None:
    """Give a seeded relation by its place; None beyond the last one."""
    count, make = (seed.size, debtor) if kind == DEBTOR else (seed.creditors, creditor)
    return make(seed, index) if 0 <= index < count else None


def seeded_place(kind: PartyKind, number: str, *, contact: bool = False) -> int:
    """Give the place of a seeded relation among its kind by its number, or by that of its organisation."""
    return int(number) - (_FIRST_CONTACT if contact else _FIRST_NUMBER)[kind]


def matching(books: Books, fits: Callable[[Organisation], bool], hint: tuple[str, str]) -> list[Organisation]:
    """Give all organisations that fit; ``hint`` (field, value) says where among the seeded ones to look.

    Organisations of creditors are left out: their invented chamber numbers are those of the debtors.
    """
    numbers = dict.fromkeys([*_hinted(books.seed, *hint), *books.tables.organisations])
    numbers |= dict.fromkeys(one.contact_number for one in prospects(books.seed))
    found = (organisation(books, number) for number in numbers)
    return [one for one in found if one is not None and fits(one)]


def as_relation(one: Party, whose: Organisation) -> Relation:
    """Give a relation in the form that the rows of the lists are made from."""
    return Relation(
        number=one.number, contact_number=whose.number, name=whose.name, search_name=whose.search_name,
        street=whose.street, zip_code=whose.zip_code, town=whose.town, phone=whose.phone, mail=whose.mail,
        iban=whose.iban, vat_number=one.vat_number or None, chamber_number=whose.chamber_number or None,
        payment_term=one.payment_term, blocked=one.blocked, credit_limit=one.credit_limit,
    )  # fmt: skip


def _party(kind: PartyKind, relation: Relation) -> Party:
    return Party(
        kind, relation.number, relation.contact_number, vat_number=relation.vat_number or "",
        payment_term=relation.payment_term, collect_account="1300" if kind == DEBTOR else "1600",
        blocked=relation.blocked, auto_payment=relation.payment_term == "IN", credit_limit=relation.credit_limit,
    )  # fmt: skip


def _organisation(relation: Relation) -> Organisation:
    return Organisation(
        relation.contact_number, relation.name, relation.search_name, relation.street, relation.zip_code,
        relation.town, phone=relation.phone, mail=relation.mail, iban=relation.iban,
        chamber_number=relation.chamber_number or "",
    )  # fmt: skip


def _hinted(seed: Seed, field: str, value: str) -> Iterator[str]:
    """Give the numbers of seeded organisations that may have a value in a field."""
    if field == "number":
        yield value
    elif field == "chamber_number" and value.isdecimal():
        yield str(_FIRST_CONTACT[DEBTOR] + int(value) - _FIRST_CHAMBER)
    elif field in {"name", "street"}:
        yield from _places(seed, field).get(value.casefold(), ())


@lru_cache(maxsize=4)
def _places(seed: Seed, field: str) -> dict[str, list[str]]:
    """Gather the numbers of seeded organisations by name or street."""
    found: dict[str, list[str]] = {}
    for index in range(seed.size):
        relation = debtor(seed, index)
        found.setdefault(getattr(relation, field).casefold(), []).append(relation.contact_number)
    return found
