"""Which debtor a customer of TimeChimp is, for invoices and bookings; or why nobody can say."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from afas_assistant.outbox.records import State
from afas_assistant.outbox.store import Outbox
from afas_assistant.sync.collector import let_go
from afas_assistant.sync.customers.completion import DEBTOR, DEBTOR_KEY
from afas_assistant.sync.customers.matching import Key, Sign, by_number, keys_of_customer, keys_of_debtor
from afas_assistant.sync.customers.records import customer_in_words, debtor_in_words
from afas_assistant.sync.master_records import Debtor
from afas_assistant.sync.plan import Reason
from afas_assistant.texts import literal, phrase
from afas_assistant.timechimp.models import Customer

NO_NUMBER, NUMBER_UNKNOWN, NUMBER_TWICE = "no_number", "number_unknown", "number_twice"
CUSTOMER_UNKNOWN, DEBTORS_UNREAD, NOT_SHOWN = "customer_unknown", "debtors_unread", "debtor_not_shown"
_MAY_BE_MADE = frozenset({NO_NUMBER, NUMBER_UNKNOWN})


@dataclass(frozen=True)
class Found:
    """The answer: a debtor, or the reason why there is none. `customer` is None where TimeChimp no longer has it."""

    debtor: Debtor | None
    customer: Customer | None
    reason: Reason | None = None

    @property
    def may_be_made(self) -> bool:
        """Whether the customer is there and AFAS simply has no debtor for it yet."""
        return self.customer is not None and self.reason is not None and self.reason.code in _MAY_BE_MADE


class CustomerDirectory:
    """All customers of TimeChimp with their debtors, by number as text.

    `debtors` is None where they could not be read: nothing can be told then. `made` are the numbers of debtors that
    were made for a customer, by its id, which count before TimeChimp knows them (see `made_debtors`).
    """

    def __init__(
        self,
        debtors: Iterable[Debtor] | None,
        customers: Iterable[Customer],
        *,
        made: Mapping[int, str] | None = None,
    ) -> None:
        self._debtors: dict[str, tuple[Debtor, ...]] | None = None
        self._customers: dict[int, Customer] = {}
        if debtors is not None:
            self._debtors = by_number(debtors)
        self._customers = {one.id: one for one in customers}
        self._made = made or {}

    def __del__(self) -> None:
        """Free what was read in pieces: a hundred thousand customers at once would keep the window waiting."""
        let_go(vars(self).get("_by_sign"), self._debtors, self._customers)

    @property
    def readable(self) -> bool:
        """Whether the debtors could be read."""
        return self._debtors is not None

    def alike(self, customer: Customer) -> tuple[tuple[Debtor, tuple[Sign, ...]], ...]:
        """Return the debtors that seem to be a customer, by number, with the signs of it."""
        found: dict[str, tuple[Debtor, list[Sign]]] = {}
        for key in keys_of_customer(customer):
            for debtor in self._by_sign.get(key, ()):
                found.setdefault(debtor.number, (debtor, []))[1].append(key[0])
        return tuple((debtor, tuple(signs)) for _, (debtor, signs) in sorted(found.items()))

    @cached_property
    def _by_sign(self) -> Mapping[Key, list[Debtor]]:
        """All debtors by what they can be recognised by; made on first use, since most days nobody asks."""
        found: dict[Key, list[Debtor]] = defaultdict(list)
        for several in (self._debtors or {}).values():
            for debtor in several:
                for key in keys_of_debtor(debtor):
                    found[key].append(debtor)
        return found

    def customer(self, customer_id: int | None) -> Customer | None:
        """Return a customer, or None."""
        return None if customer_id is None else self._customers.get(customer_id)

    def find(self, customer_id: int | None, number: str = "") -> Found:
        """Return the debtor of a customer; `number` is what an invoice says, for a customer that is gone."""
        customer = self.customer(customer_id)
        if customer is None and not number:
            return Found(None, None, _unknown(customer_id))
        if self._debtors is None:
            return Found(None, customer, _unread())
        wanted = number if customer is None else customer.number
        made = None if customer is None else self._made.get(customer.id)
        if made is not None and wanted not in self._debtors:
            wanted = made
        if not wanted:
            return Found(None, customer, _no_number(customer))
        found = self._debtors.get(wanted, ())
        if len(found) == 1:
            return Found(found[0], customer)
        if found:
            return Found(None, customer, _twice(wanted, found))
        return Found(None, customer, _not_shown(wanted) if wanted == made else _number_unknown(wanted))


def made_debtors(outbox: Outbox, scope: str) -> dict[int, str]:
    """Return the numbers of debtors that were made through this connection, by the id of their customer."""
    writes = outbox.writes(scope, states=(State.CONFIRMED,), kind=DEBTOR)
    return {one.before["customer"]: str(one.keys[DEBTOR_KEY]) for one in writes if one.keys.get(DEBTOR_KEY)}


def _no_number(customer: Customer | None) -> Reason:
    return Reason(
        NO_NUMBER,
        phrase(
            "{customer} has no customer number.", customer=literal(customer_in_words(customer) if customer else "–")
        ),
        phrase("Look at the plan of the customers: it proposes a debtor, or let one be made in AFAS."),
    )


def _number_unknown(number: str) -> Reason:
    return Reason(
        NUMBER_UNKNOWN,
        phrase("AFAS shows no debtor with number {number}.", number=literal(number)),
        phrase("Correct the customer number in TimeChimp, or let the debtor be made in AFAS."),
    )


def _not_shown(number: str) -> Reason:
    return Reason(
        NOT_SHOWN,
        phrase("Debtor {number} was made in AFAS for it, but AFAS does not show it.", number=literal(number)),
        phrase("Look the debtor up in AFAS: may this token's user see it?"),
    )


def _twice(number: str, found: Iterable[Debtor]) -> Reason:
    return Reason(
        NUMBER_TWICE,
        phrase(
            "Number {number} belongs to more than one debtor: {debtors}.",
            number=literal(number),
            debtors=literal(", ".join(sorted(map(debtor_in_words, found)))),
        ),
        phrase("Look at the connector that shows the debtors: it has more than one row for each."),
    )


def _unknown(customer_id: int | None) -> Reason:
    if customer_id is None:
        return Reason(CUSTOMER_UNKNOWN, phrase("It has no customer in TimeChimp."), phrase("Choose one there."))
    return Reason(
        CUSTOMER_UNKNOWN,
        phrase("TimeChimp does not show customer {number}.", number=literal(str(customer_id))),
        phrase("Look in TimeChimp whether the customer still exists."),
    )


def _unread() -> Reason:
    return Reason(
        DEBTORS_UNREAD,
        phrase("The debtors could not be read from AFAS."),
        phrase("Let the administrator add Profit_Debtor to the app connector."),
    )
