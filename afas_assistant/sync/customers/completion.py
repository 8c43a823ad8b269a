"""What is read of TimeChimp just before a customer is written there: the rest of it, which goes back unchanged.

TimeChimp's PUT replaces whole objects. Reading as late as this costs one call for each change, and loses nothing that
somebody filled in after the plan was made.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol, Unpack

from afas_assistant.outbox.records import Intention, System, placeholder
from afas_assistant.outbox.records import Write as RecordedWrite
from afas_assistant.sync.apply import Completer
from afas_assistant.sync.customers.records import CUSTOMER_UPDATE
from afas_assistant.timechimp.writes import CustomerChanges, Write

DEBTOR, DEBTOR_NUMBER = "debtor", "debtor_number"
DEBTOR_KEY = "DbId"
"""AFAS's name of a new debtor's number in its answer."""


class Changer(Protocol):
    """What is needed of the TimeChimp client."""

    def changed_customer(self, customer_id: int, **changes: Unpack[CustomerChanges]) -> Write:
        """Read a customer whole and return the write that changes it."""
        ...


def customer_completers(timechimp: Changer) -> dict[str, Completer]:
    """Return the completers of every kind of write that changes a customer, for `apply_plan`."""
    return {CUSTOMER_UPDATE: UpdateCompleter(timechimp), DEBTOR: NumberCompleter(timechimp)}


class UpdateCompleter:
    """Completes a change of a customer."""

    def __init__(self, timechimp: Changer) -> None:
        self._timechimp = timechimp

    def complete(self, intention: Intention) -> Intention:
        """Return the intention with the whole customer as its body."""
        changes: CustomerChanges = json.loads(intention.body)
        write = self._timechimp.changed_customer(intention.before["customer"], **changes)
        return replace(intention, method=write.method, path=write.path, body=write.content)


class NumberCompleter:
    """Gives the making of a debtor the step that brings its number to TimeChimp, for when AFAS has given it."""

    def __init__(self, timechimp: Changer) -> None:
        self._timechimp = timechimp

    def complete(self, intention: Intention) -> Intention:
        """Return the intention with that step, whose body is whole but for the number."""
        customer_id = intention.before["customer"]
        write = self._timechimp.changed_customer(customer_id, number=placeholder(DEBTOR_KEY))
        step = Intention(
            System.TIMECHIMP,
            DEBTOR_NUMBER,
            f"{intention.reference}/1",
            write.method,
            write.path,
            body=write.content,
            label=intention.label,
            counterpart=intention.counterpart,
            before={"customer": customer_id, "fields": {"number": intention.before["number"]}},
            awaits=DEBTOR_KEY,
        )
        return replace(intention, follow_ups=(step,))


def changes_back(write: RecordedWrite) -> tuple[int, CustomerChanges]:
    """Return the customer of a recorded change, and what its fields said before: what takes the change back."""
    fields: Mapping[str, str] = write.before["fields"]
    return write.before["customer"], CustomerChanges(**fields)  # type: ignore[typeddict-item] # written by us
