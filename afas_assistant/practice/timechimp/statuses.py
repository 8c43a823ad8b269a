"""The statuses of registrations and invoices, with the number of v1 and the word of v2."""

from enum import IntEnum
from typing import Self


class Worded(IntEnum):
    """A status with two faces."""

    @property
    def word(self) -> str:
        """Give the word of v2, such as ``PendingApproval``."""
        return "".join(part.capitalize() for part in self.name.split("_"))

    @classmethod
    def of(cls, value: object) -> Self | None:
        """Find a status by its number or its word; None when there is none."""
        return next((one for one in cls if (type(value) is int and value == one) or value == one.word), None)


class Status(Worded):
    """The status of an hour, an expense, a ride, or a project's own invoicing."""

    REJECTED = -1
    OPEN = 0
    PENDING_APPROVAL = 1
    APPROVED = 2
    INVOICED = 3
    WRITTEN_OFF = 4


class InvoiceStatus(Worded):
    """The status of an invoice; the numbers are v1's, the words of v2 are our assumption."""

    CONCEPT = 1
    OPEN = 2
    PAID = 3


def combined(intern: int, extern: int) -> int:
    """Give v1's ``status``: the customer's word once the office has approved, else the office's (our assumption)."""
    return extern if intern == Status.APPROVED and extern != Status.OPEN else intern
