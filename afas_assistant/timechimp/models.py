"""What TimeChimp knows, in one form for both generations of its API.

Money, hours and kilometres are exact decimals in the units that TimeChimp uses; VAT is a percentage (21 is 21 %). Days
are calendar days, moments are in UTC. What a generation does not tell is None, or an empty text.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from afas_assistant.timechimp.statuses import Frequency, InvoiceMethod, InvoiceStatus, Kind, RideType, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """A customer; `number` is TimeChimp's relationId: text with its leading zeros, perhaps empty or given twice."""

    id: int
    name: str
    number: str
    active: bool
    address: str
    postal_code: str
    city: str
    country: str
    invoice_address: str
    invoice_postal_code: str
    invoice_city: str
    invoice_country: str
    phone: str
    email: str
    website: str
    payment_days: int | None
    hourly_rate: Decimal | None
    mileage_rate: Decimal | None
    iban: str
    bic: str
    vat_number: str
    kvk_number: str
    notes: str
    vat_rate_id: int | None
    vat_percentage: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """A kind of work (*task*); its code is what ties it to the bookkeeping."""

    id: int
    name: str
    code: str
    active: bool
    billable: bool
    hourly_rate: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectTask:
    """An activity on a project, with the rate that it has there; `project_id` is None in old forms of v1's list."""

    id: int
    project_id: int | None
    activity_id: int | None
    activity_name: str
    active: bool
    billable: bool
    hourly_rate: Decimal | None
    budget_hours: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectUser:
    """An employee on a project, with the rate that he or she has there."""

    id: int
    user_id: int | None
    user_name: str
    hourly_rate: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """What a subscription project is charged: `rate` times `amount`, once every `frequency`."""

    frequency: Frequency
    start: dt.date | None
    end: dt.date | None
    description: str
    code: str
    amount: Decimal
    rate: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A project and what it is charged by.

    `rate` is the fixed price. `invoice_status` is UNKNOWN where v2 does not tell it. `tasks` and `users` may be empty
    in a list of v1: `project_tasks()` gives all tasks.
    """

    id: int
    name: str
    code: str
    active: bool
    customer_id: int | None
    customer_name: str
    method: InvoiceMethod
    hourly_rate: Decimal | None
    rate: Decimal | None
    start: dt.date | None
    end: dt.date | None
    invoice_date: dt.date | None
    invoice_status: Status
    invoice_id: int | None
    invoice_reference: str
    in_instalments: bool
    tasks: tuple[ProjectTask, ...]
    users: tuple[ProjectUser, ...]
    subscription: Subscription | None


@dataclass(frozen=True, slots=True, order=True)
class ExpenseCategory:
    """What an expense is for (*product* in v2). v1 has no list of them: those that occur are given."""

    id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """An employee."""

    id: int
    name: str
    user_name: str
    employee_number: str
    active: bool
    contract_rate: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """Hours, an expense or a ride.

    `quantity` is in hours, pieces or kilometres. `customer_id` may be None when there is a project: the project's
    customer counts. `billable` is None where the API does not say (hours in v1): the project's task decides. `rate`
    and `vat_percentage` belong to expenses. `status` is the combined status, `internal_status` the one that
    `set_status` sets, `client_status` the customer's, with the client portal only.
    """

    kind: Kind
    id: int
    date: dt.date
    customer_id: int | None
    customer_name: str
    project_id: int | None
    project_name: str
    project_task_id: int | None
    activity_id: int | None
    activity_name: str
    category_id: int | None
    category_name: str
    user_id: int | None
    user_name: str
    quantity: Decimal
    rate: Decimal | None
    vat_percentage: Decimal | None
    vat_rate_id: int | None
    billable: bool | None
    status: Status
    internal_status: Status
    client_status: Status | None
    notes: str
    from_address: str
    to_address: str
    vehicle_name: str
    ride_type: RideType | None
    start: dt.datetime | None
    end: dt.datetime | None
    modified: dt.datetime | None

    @property
    def amount(self) -> Decimal | None:
        """An expense's amount, unrounded; None where the price comes from elsewhere."""
        return None if self.rate is None else self.quantity * self.rate


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceRow:
    """A line of an invoice; whether `total` holds the VAT is not documented. `code` leads to the revenue account."""

    id: int | None
    index: int
    description: str
    code: str
    quantity: Decimal
    price: Decimal
    vat_percentage: Decimal | None
    total: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """An invoice made in TimeChimp; the customer's particulars are those of the moment it was made.

    `number` is prefix and running number together (inferred), empty when it has none, as concepts may. `total` holds
    the VAT, `total_without_vat` does not; the signs of a credit invoice's amounts are not documented.
    """

    id: int
    number: str
    prefix: str
    running_number: int | None
    status: InvoiceStatus
    credit: bool
    customer_id: int | None
    customer_number: str
    customer_name: str
    customer_vat_number: str
    date: dt.date | None
    due_date: dt.date | None
    reference: str
    notes: str
    currency: str
    exchange_rate: Decimal | None
    total: Decimal
    total_without_vat: Decimal
    rows: tuple[InvoiceRow, ...]
