"""Whom an invoice goes to: the customer's debtor, one that is made first, or the reason why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass

from afas_assistant.sync.customers.directory import CustomerDirectory
from afas_assistant.sync.findings import Finding
from afas_assistant.sync.invoices import reasons
from afas_assistant.sync.master_records import Debtor
from afas_assistant.sync.plan import Need, Outlook, PlannedRecord

EURO = frozenset({"", "EUR"})
UNREAD = "debtors_unread"


@dataclass(frozen=True)
class Recipient:
    """The debtor's number, a placeholder for it or nothing; `first` is the record that makes the debtor."""

    number: str
    findings: tuple[Finding, ...] = ()
    first: PlannedRecord | None = None
    need: Need | None = None


class Recipients:
    """Finds the debtor of a customer; `to_make` are the records that make one, by TimeChimp's id of the customer."""

    def __init__(self, directory: CustomerDirectory, to_make: Mapping[int, PlannedRecord]) -> None:
        self._directory = directory
        self._to_make = to_make

    def of(self, customer_id: int | None) -> Recipient:
        """Return whom a customer's invoices go to."""
        found = self._directory.find(customer_id)
        if found.debtor is not None:
            return Recipient(found.debtor.number, tuple(_judgement(found.debtor)))
        made = self._to_make.get(customer_id) if customer_id is not None and found.may_be_made else None
        if made is not None:
            need = Need(made.reference, "DbId")
            return Recipient(need.placeholder, tuple(_of_made(made)), made, need)
        if found.reason is None:
            return Recipient("", (reasons.customer_gone(),))
        if found.reason.code == UNREAD and found.customer is not None and found.customer.number:
            return Recipient(found.customer.number, (Finding(Outlook.CANNOT_TELL, found.reason),))
        return Recipient("", (Finding(Outlook.WILL_FAIL, found.reason),))


def _judgement(debtor: Debtor) -> list[Finding]:
    found = [reasons.debtor_blocked(debtor.number)] if debtor.blocked else []
    if debtor.currency.upper() not in EURO:
        found.append(reasons.currency(debtor.number, debtor.currency))
    return found


def _of_made(record: PlannedRecord) -> list[Finding]:
    """Return what the record of a new debtor means for the invoice that needs it."""
    if record.intention is None or record.outlook is Outlook.WILL_FAIL:
        return [Finding(Outlook.WILL_FAIL, one) for one in record.reasons]
    if record.outlook is Outlook.CANNOT_TELL:
        return [Finding(Outlook.CANNOT_TELL, one) for one in record.reasons]
    return [reasons.debtor_first(record.counterpart)]
