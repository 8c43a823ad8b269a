"""TimeChimp's code words, each with the number that v1 writes and the word that v2 writes.

Numbers: TimeChimp's own v1 Swagger text. Words: reported by one third-party client, and the same six statuses. A code
that is not known is read as UNKNOWN rather than refused: one new status must not hide a month of hours, and nothing is
ever invoiced or written with a status that nobody knows.
"""

from enum import StrEnum
from functools import cache
from typing import Self


class CodeWord(StrEnum):
    """A word of v2 with its number of v1; `number` is None where v1 has none."""

    number: int | None

    def __new__(cls, word: str, number: int | None = None) -> Self:
        """Make a member of its word and its number."""
        member = str.__new__(cls, word)
        member._value_ = word
        member.number = number
        return member

    @classmethod
    def read(cls, value: object) -> Self:
        """Return the member for a number or a word, in any case of letters; UNKNOWN for anything else."""
        key = value.casefold() if isinstance(value, str) else value
        found = _members(cls).get(key) if isinstance(key, str | int) and not isinstance(key, bool) else None
        return found if isinstance(found, cls) else cls("Unknown")


@cache
def _members(kind: type[CodeWord]) -> dict[str | int, CodeWord]:
    members: dict[str | int, CodeWord] = {}
    for member in kind:
        members[member.value.casefold()] = member
        if member.number is not None:
            members[member.number] = members[str(member.number)] = member
    return members


class Kind(StrEnum):
    """What was registered."""

    HOURS = "hours"
    EXPENSE = "expense"
    RIDE = "ride"


class Status(CodeWord):
    """Where a registration stands; also a project's invoice status."""

    OPEN = "Open", 0
    PENDING_APPROVAL = "PendingApproval", 1
    APPROVED = "Approved", 2
    INVOICED = "Invoiced", 3
    WRITTEN_OFF = "WrittenOff", 4
    REJECTED = "Rejected", -1
    UNKNOWN = "Unknown"


class InvoiceStatus(CodeWord):
    """Where an invoice stands; v2's words are inferred from v1's description."""

    CONCEPT = "Concept", 1
    OPEN = "Open", 2
    PAID = "Paid", 3
    UNKNOWN = "Unknown"


class InvoiceMethod(CodeWord):
    """What a project is charged by."""

    NO_INVOICING = "NoInvoicing", 1
    TASK_HOURLY_RATE = "TaskHourlyRate", 2
    USER_HOURLY_RATE = "UserHourlyRate", 3
    PROJECT_HOURLY_RATE = "ProjectHourlyRate", 4
    CUSTOMER_HOURLY_RATE = "CustomerHourlyRate", 5
    PROJECT_RATE = "ProjectRate", 6
    TASK_RATE = "TaskRate", 7
    MILESTONE_RATE = "MilestoneRate", 8
    SUBSCRIPTION = "Subscription", 9
    UNKNOWN = "Unknown"


class Frequency(CodeWord):
    """How often a subscription is charged."""

    WEEK = "Week", 1
    MONTH = "Month", 2
    QUARTER = "Quarter", 3
    YEAR = "Year", 4
    UNKNOWN = "Unknown"


class RideType(CodeWord):
    """What a ride was for."""

    PRIVATE = "Private", 1
    BUSINESS = "Business", 2
    HOME_WORK = "HomeWork", 3
    UNKNOWN = "Unknown"
