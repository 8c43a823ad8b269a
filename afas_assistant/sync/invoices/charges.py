"""What is charged to a customer: one registration, or a project as a whole, with its price and why it is that.

Each charge ends in exactly one line of one invoice, under the name by which the outbox keeps it from a second one.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from afas_assistant.sync.findings import Finding
from afas_assistant.sync.invoices.prices import Price
from afas_assistant.timechimp.statuses import Status


class ChargeKind(StrEnum):
    """What is charged; the value is the first part of its name in the outbox."""

    HOURS = "hours"
    EXPENSE = "expense"
    RIDE = "ride"
    FIXED_PRICE = "project"
    TASK = "task"
    SUBSCRIPTION = "subscription"


@dataclass(frozen=True, slots=True)
class Charge:
    """One thing to charge.

    `source` is its name, such as `hours/123`, `id` the registration's, task's or project's. `subject` is the activity,
    category, ride or project as a line names it, `detail` the notes. `item_keys` are the mappings that may give its
    item, best first. `status` is the registration's as it was, None for a project. `doubts` are what a person must
    judge; a charge that has any is invoiced by itself, or by a person in AFAS where `by_hand` says so.
    """

    source: str
    kind: ChargeKind
    id: int
    day: date
    customer_id: int | None
    project_id: int | None
    project: str
    person: str
    subject: str
    detail: str
    quantity: Decimal
    price: Price
    item_keys: tuple[str, ...]
    vat_percentage: Decimal | None = None
    status: Status | None = None
    doubts: tuple[Finding, ...] = ()
    by_hand: bool = False
