"""What both systems hold, looked at as a person would: does the record of a write stand there, and how often."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from afas_assistant.outbox.records import Intention, Write
from afas_assistant.practice.process import PracticeProcess
from afas_assistant.sync.bookings.attachments import DOSSIER_ITEM
from afas_assistant.sync.bookings.record import ENTRY
from afas_assistant.sync.customers.completion import DEBTOR, DEBTOR_NUMBER
from afas_assistant.sync.customers.records import CUSTOMER_NEW, CUSTOMER_UPDATE
from afas_assistant.sync.take_back import DIRECT_INVOICE

MADE = frozenset({DIRECT_INVOICE, ENTRY, DEBTOR, CUSTOMER_NEW, CUSTOMER_UPDATE, DEBTOR_NUMBER})
"""Kinds of which a record can be found again."""
INVOICED = 3
_V1_NAMES = {
    "number": "relationId", "postal_code": "postalCode", "vat_number": "vatNumber", "kvk_number": "kvkNumber",
    "payment_days": "paymentPeriod",
}  # fmt: skip
_AFAS_CONNECTORS = {
    DIRECT_INVOICE: ("FbDirectInvoice",),
    ENTRY: ("FiEntries",),
    DEBTOR: ("KnSalesRelationOrg", "KnSalesRelationPer"),
    DOSSIER_ITEM: ("KnSubject",),
}


@dataclass(frozen=True)
class Books:
    """The books of AFAS and TimeChimp at one moment."""

    afas: Mapping[str, Any]
    timechimp: Mapping[str, Any]

    @classmethod
    def of(cls, practice: PracticeProcess) -> "Books":
        """Read both, after whatever was due by now."""
        return cls(practice.books(), practice.timechimp_books())

    def times(self, one: Write | Intention) -> int:
        """Return how often the record of a write stands in the books; of a change whether it stands there."""
        return len(list(self._found(one)))

    def keys(self, one: Write) -> dict[str, Any]:
        """Return the numbers that a person sees at the record of a write."""
        return dict(next(self._found(one), {}))

    def deleted(self, one: Write) -> int:
        """Return how often a record like that of a write was deleted."""
        connectors, mark = _AFAS_CONNECTORS.get(one.kind, ()), mark_of(one)
        rows = [row for row in self.afas["deleted"] if row["connector"] in connectors]
        return sum(_mark_in(one.kind, row["element"]) == mark for row in rows)

    def customer(self, number: int) -> Mapping[str, Any]:
        """Return a customer of TimeChimp."""
        customers: dict[int, Mapping[str, Any]] = {one["id"]: one for one in self.timechimp["customers"]}
        return customers.get(number, {})

    def status(self, source: str) -> int:
        """Return the status of a registration such as `hours/123`."""
        kind, _, number = source.partition("/")
        name = {"hours": "time", "expense": "expenses", "ride": "mileage"}[kind]
        return int(self.timechimp["statuses"][name][number])

    def _found(self, one: Write | Intention) -> Iterator[Mapping[str, Any]]:
        """Give the keys of every record that a write can have made."""
        if one.kind == CUSTOMER_NEW:
            number = json.loads(one.body or "{}")["relationId"]
            yield from ({"id": str(row["id"])} for row in self.timechimp["customers"] if row["relationId"] == number)
        elif one.kind in {CUSTOMER_UPDATE, DEBTOR_NUMBER}:
            if self._is_changed(one):
                yield {"id": str(one.before["customer"])}
        else:
            mark = mark_of(one)
            for connector in _AFAS_CONNECTORS[one.kind]:
                rows = self.afas["written"].get(connector, [])
                yield from (row["keys"] for row in rows if _mark_in(one.kind, row["element"]) == mark)

    def _is_changed(self, one: Write | Intention) -> bool:
        """Tell whether a customer has the new values: the plan names them as we do, the write as TimeChimp does."""
        body, customer = json.loads(one.body or "{}"), self.customer(int(one.before["customer"]))
        names = {name: _V1_NAMES.get(name, name) for name in one.before["fields"]}
        return all(customer.get(theirs) == body.get(theirs, body.get(ours)) for ours, theirs in names.items())


def mark_of(one: Write | Intention) -> str:
    """Return what tells the record of a write from all others."""
    if one.kind == DIRECT_INVOICE:
        return one.reference
    if one.kind == ENTRY:
        return str(one.before["invoice_number"])
    if one.kind in {CUSTOMER_UPDATE, DEBTOR_NUMBER}:
        return f"{one.before['customer']}/{','.join(sorted(one.before['fields']))}"
    if one.kind == CUSTOMER_NEW:
        return one.reference
    return _mark_in(one.kind, json.loads(one.body or "{}"))


def _mark_in(kind: str, element: object) -> str:
    """Return the same mark as it stands in the books."""
    field = {DIRECT_INVOICE: "RfCs", ENTRY: "InId", DEBTOR: "Nm", DOSSIER_ITEM: "Ds"}[kind]
    return str(_first(element, field) or "")


def _first(value: object, name: str) -> object:
    """Return the first value with this name in a body."""
    if isinstance(value, dict):
        if name in value:
            return value[name]
        value = list(value.values())
    if isinstance(value, list):
        return next((found for one in value if (found := _first(one, name)) is not None), None)
    return None
