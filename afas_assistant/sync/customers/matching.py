"""Which customer of TimeChimp belongs to which debtor of AFAS.

The customer's number is the debtor's, as text with its leading zeros: 0042 and 42 are two debtors. Where no number
agrees, something else may: chamber of commerce number, VAT number or IBAN, the name of a customer without a number, or
a number that differs in its leading zeros only. Such a link is proposed to a person and never made silently.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from afas_assistant.sync.customers.changes import key_of_name, key_of_number
from afas_assistant.sync.master_records import Debtor
from afas_assistant.timechimp.models import Customer


class Sign(StrEnum):
    """By what a debtor and a customer without the same number seem to be one, the surest first."""

    CHAMBER_NUMBER = "chamber_number"
    VAT_NUMBER = "vat_number"
    IBAN = "iban"
    LEADING_ZEROS = "leading_zeros"
    NAME = "name"


ROUNDS = (frozenset(Sign) - {Sign.NAME}, frozenset({Sign.NAME}))
"""A name links only those whom nothing surer links, and no customer with a number: companies share names."""


@dataclass(frozen=True, slots=True)
class Link:
    """Customers that may be a debtor, with the signs of it; `rivals` are other debtors that one of them may be."""

    debtor: Debtor
    customers: tuple[Customer, ...]
    signs: tuple[Sign, ...]
    rivals: tuple[Debtor, ...] = ()

    @property
    def only_one(self) -> bool:
        """Whether there is nobody else on either side, so that the link can be proposed."""
        return len(self.customers) == 1 and not self.rivals


@dataclass(frozen=True, slots=True)
class Twice:
    """A number that more than one debtor or more than one customer has: nobody can tell who is who."""

    number: str
    debtors: tuple[Debtor, ...]
    customers: tuple[Customer, ...]


@dataclass(frozen=True)
class Matches:
    """Everybody in one place. `left` are the customers that are no debtor, as far as anything shows."""

    pairs: list[tuple[Debtor, Customer]]
    new: list[Debtor]
    links: Sequence[Link]
    twice: Sequence[Twice]
    without_number: Sequence[Debtor]
    left: list[Customer]


def match(debtors: Iterable[Debtor], customers: Iterable[Customer]) -> Matches:
    """Return who is who; the order of either side makes no difference to what is found."""
    known = _Numbered(customers)
    wanted = _Numbered(debtors)
    twice = [
        Twice(number, wanted.named(number), known.named(number))
        for number in dict.fromkeys((*wanted.doubled, *known.doubled))
    ]
    pairs: list[tuple[Debtor, Customer]] = []
    new: list[Debtor] = []
    for number, debtor in wanted.single.items():
        customer = known.single.pop(number, None)
        if customer is not None:
            pairs.append((debtor, customer))
        elif number not in known.doubled:
            new.append(debtor)
    for number in wanted.doubled:
        known.single.pop(number, None)
    unknown = [*known.none, *known.single.values()]
    links: list[Link] = []
    for signs in ROUNDS:
        links += _links(new, unknown, signs)
        linked = {one.debtor.number for one in links}
        taken = {customer.id for link in links for customer in link.customers}
        new = [one for one in new if one.number not in linked]
        unknown = [one for one in unknown if one.id not in taken]
    return Matches(
        pairs=pairs,
        new=new,
        links=links,
        twice=twice,
        without_number=wanted.none,
        left=unknown,
    )


Key = tuple[Sign, str]
Party = TypeVar("Party", Debtor, Customer)


class _Numbered(Generic[Party]):
    """One side, by number."""

    def __init__(self, parties: Iterable[Party]) -> None:
        self.single: dict[str, Party] = {}
        self.doubled: dict[str, list[Party]] = {}
        self.none: list[Party] = []
        for one in parties:
            number = one.number
            if not number:
                self.none.append(one)
            elif number in self.doubled:
                self.doubled[number].append(one)
            elif number in self.single:
                self.doubled[number] = [self.single.pop(number), one]
            else:
                self.single[number] = one

    def named(self, number: str) -> tuple[Party, ...]:
        """Return all that have a number."""
        return tuple(self.doubled.get(number) or filter(None, (self.single.get(number),)))


def by_number(parties: Iterable[Party]) -> dict[str, tuple[Party, ...]]:
    """Return everybody who has a number, by that number; more than one where it was given out twice."""
    sorted_out = _Numbered(parties)
    found: dict[str, tuple[Party, ...]] = {number: (one,) for number, one in sorted_out.single.items()}
    return found | {number: tuple(several) for number, several in sorted_out.doubled.items()}


def _links(new: Iterable[Debtor], customers: Iterable[Customer], signs: frozenset[Sign]) -> Iterator[Link]:
    """Return which debtors without a customer may be one of these customers, by these signs."""
    by_key: dict[Key, list[Customer]] = defaultdict(list)
    for customer in customers:
        for key in keys_of_customer(customer):
            if key[0] in signs and not (key[0] is Sign.NAME and customer.number):
                by_key[key].append(customer)
    if not by_key:
        return
    found: list[tuple[Debtor, list[Key]]] = []
    debtors_of: dict[int, list[Debtor]] = defaultdict(list)
    for debtor in new:
        keys = [key for key in keys_of_debtor(debtor) if key in by_key]
        if keys:
            found.append((debtor, keys))
            for one in {customer.id for key in keys for customer in by_key[key]}:
                debtors_of[one].append(debtor)
    for debtor, keys in found:
        may_be = {customer.id: customer for key in keys for customer in by_key[key]}
        rivals = {one.number: one for key in may_be for one in debtors_of[key] if one is not debtor}
        yield Link(
            debtor,
            tuple(may_be[key] for key in sorted(may_be)),
            tuple(sign for sign, _ in keys),
            tuple(rivals[number] for number in sorted(rivals)),
        )


def keys_of_customer(customer: Customer) -> Iterator[Key]:
    """Return by what a customer can be recognised."""
    return _keys(customer.kvk_number, customer.vat_number, customer.iban, number=customer.number, name=customer.name)


def keys_of_debtor(debtor: Debtor) -> Iterator[Key]:
    """Return by what a debtor can be recognised."""
    return _keys(debtor.chamber_number, debtor.vat_number, debtor.iban, number=debtor.number, name=debtor.name)


def _keys(chamber_number: str, vat_number: str, iban: str, *, number: str, name: str) -> Iterator[Key]:
    for sign, key in (
        (Sign.CHAMBER_NUMBER, key_of_number(chamber_number)),
        (Sign.VAT_NUMBER, key_of_number(vat_number)),
        (Sign.IBAN, key_of_number(iban)),
        (Sign.LEADING_ZEROS, number.lstrip("0")),
        (Sign.NAME, key_of_name(name)),
    ):
        if key:
            yield sign, key
