"""What one unit of a registration or a project costs, and why it costs that.

TimeChimp's API gives no price with an hour or a ride. It follows from the project's invoice method, read by its name:
that is inferred, so every price carries its reason and a person can compare. Amounts are without VAT, in euros.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from afas_assistant.timechimp.models import Activity, Customer, Project, ProjectTask, Subscription, User
from afas_assistant.timechimp.statuses import InvoiceMethod


class Basis(StrEnum):
    """Where a price comes from; those that begin with `no_` tell why there is none."""

    PROJECT_TASK = "project_task_rate"
    ACTIVITY = "activity_rate"
    PROJECT_USER = "project_user_rate"
    CONTRACT = "contract_rate"
    PROJECT = "project_hourly_rate"
    CUSTOMER = "customer_hourly_rate"
    EXPENSE = "expense_rate"
    MILEAGE = "customer_mileage_rate"
    OFFICE_MILEAGE = "office_mileage_rate"
    FIXED_PRICE = "fixed_price"
    TASK_PRICE = "task_price"
    SUBSCRIPTION = "subscription_rate"
    NO_ACTIVITY_RATE = "no_activity_rate"
    NO_USER_RATE = "no_user_rate"
    NO_PROJECT_RATE = "no_project_rate"
    NO_CUSTOMER_RATE = "no_customer_rate"
    NO_MILEAGE_RATE = "no_mileage_rate"
    NO_EXPENSE_RATE = "no_expense_rate"
    NO_FIXED_PRICE = "no_fixed_price"
    NO_METHOD = "no_known_method"
    NO_ROOM = "no_room_in_afas"


@dataclass(frozen=True, slots=True)
class Price:
    """The price of one hour, piece, kilometre or whole project; `amount` is None where there is none."""

    amount: Decimal | None
    basis: Basis


HOURLY = frozenset(
    {
        InvoiceMethod.TASK_HOURLY_RATE,
        InvoiceMethod.USER_HOURLY_RATE,
        InvoiceMethod.PROJECT_HOURLY_RATE,
        InvoiceMethod.CUSTOMER_HOURLY_RATE,
    }
)
"""Methods by which hours are invoiced as such."""
BY_PROJECT = frozenset(
    {
        InvoiceMethod.PROJECT_RATE,
        InvoiceMethod.TASK_RATE,
        InvoiceMethod.MILESTONE_RATE,
        InvoiceMethod.SUBSCRIPTION,
    }
)
"""Methods by which the project is invoiced, and its hours are part of that."""


@dataclass(frozen=True)
class Rates:
    """The tables that prices are looked up in; `office_mileage` is the office's own rate, which no API tells."""

    activities: Mapping[int, Activity] = field(default_factory=dict)
    users: Mapping[int, User] = field(default_factory=dict)
    project_users: Mapping[tuple[int, int], Decimal] = field(default_factory=dict)
    office_mileage: Decimal | None = None

    def hour(
        self,
        project: Project | None,
        customer: Customer | None,
        *,
        task: ProjectTask | None,
        activity_id: int | None,
        user_id: int | None,
    ) -> Price:
        """Return the price of an hour by the project's method; without one the activity's, else the customer's."""
        if project is None:
            alone = self._activity(activity_id)
            return alone if alone.amount is not None else _customer(customer, Basis.NO_ACTIVITY_RATE)
        match project.method:
            case InvoiceMethod.TASK_HOURLY_RATE:
                own = None if task is None else task.hourly_rate
                price = Price(own, Basis.PROJECT_TASK) if own is not None else self._activity(activity_id)
            case InvoiceMethod.USER_HOURLY_RATE:
                price = self._user(project.id, user_id)
            case InvoiceMethod.PROJECT_HOURLY_RATE:
                price = _known(project.hourly_rate, Basis.PROJECT, Basis.NO_PROJECT_RATE)
            case InvoiceMethod.CUSTOMER_HOURLY_RATE:
                price = _customer(customer, Basis.NO_CUSTOMER_RATE)
            case _:
                price = Price(None, Basis.NO_METHOD)
        return price

    def kilometre(self, customer: Customer | None) -> Price:
        """Return the customer's price of a kilometre, else the office's."""
        own = None if customer is None else customer.mileage_rate
        if own is not None:
            return Price(own, Basis.MILEAGE)
        return _known(self.office_mileage, Basis.OFFICE_MILEAGE, Basis.NO_MILEAGE_RATE)

    def _activity(self, activity_id: int | None) -> Price:
        activity = None if activity_id is None else self.activities.get(activity_id)
        return _known(None if activity is None else activity.hourly_rate, Basis.ACTIVITY, Basis.NO_ACTIVITY_RATE)

    def _user(self, project_id: int, user_id: int | None) -> Price:
        if user_id is None:
            return Price(None, Basis.NO_USER_RATE)
        own = self.project_users.get((project_id, user_id))
        if own is not None:
            return Price(own, Basis.PROJECT_USER)
        user = self.users.get(user_id)
        return _known(None if user is None else user.contract_rate, Basis.CONTRACT, Basis.NO_USER_RATE)


def expense_price(rate: Decimal | None) -> Price:
    """Return the price of one piece of an expense."""
    return _known(rate, Basis.EXPENSE, Basis.NO_EXPENSE_RATE)


def fixed_price(project: Project) -> Price:
    """Return what the whole project costs."""
    return _known(project.rate, Basis.FIXED_PRICE, Basis.NO_FIXED_PRICE)


def task_price(task: ProjectTask) -> Price:
    """Return what a task costs that has a price of its own."""
    return _known(task.hourly_rate, Basis.TASK_PRICE, Basis.NO_FIXED_PRICE)


def subscription_price(subscription: Subscription) -> Price:
    """Return the price of one of what a subscription delivers each time."""
    return Price(subscription.rate, Basis.SUBSCRIPTION)


def _customer(customer: Customer | None, absent: Basis) -> Price:
    return _known(None if customer is None else customer.hourly_rate, Basis.CUSTOMER, absent)


def _known(amount: Decimal | None, basis: Basis, absent: Basis) -> Price:
    return Price(None, absent) if amount is None else Price(amount, basis)
