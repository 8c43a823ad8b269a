"""What invoices are made of, read from TimeChimp: a period's hours, expenses and rides, and what prices them.

Of a registration only that is kept which a line needs, and equal texts once: an office's year has fifty thousand. Of
customers and projects only those that occur, or that may be invoiced as a whole.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeVar, cast

from afas_assistant.sync.collector import collector_paused
from afas_assistant.sync.invoices.prices import BY_PROJECT
from afas_assistant.timechimp.api import TimeChimp
from afas_assistant.timechimp.models import Activity, Customer, Project, ProjectTask, Registration, User
from afas_assistant.timechimp.statuses import InvoiceMethod, Kind, Status

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Entry:
    """A registration as an invoice needs it.

    `quantity` is in hours, pieces or kilometres; `rate` and `vat_percentage` belong to expenses. `activity` and
    `person` are names; `place` is a ride's beginning and end.
    """

    kind: Kind
    id: int
    day: date
    customer_id: int | None
    project_id: int | None
    task_id: int | None
    activity_id: int | None
    activity: str
    category: str
    user_id: int | None
    person: str
    quantity: Decimal
    rate: Decimal | None
    vat_percentage: Decimal | None
    billable: bool | None
    status: Status
    internal_status: Status
    client_status: Status | None
    notes: str
    place: str

    @property
    def source(self) -> str:
        """Return the name by which the outbox knows it, such as `hours/123`."""
        return f"{self.kind.value}/{self.id}"


@dataclass(frozen=True)
class InvoiceSources:
    """Everything that was read, both days of the period included.

    `tasks` are those of projects, by their own id. `shared_numbers` are customer numbers that TimeChimp has more than
    once.
    """

    first: date
    last: date
    entries: tuple[Entry, ...] = ()
    customers: Mapping[int, Customer] = field(default_factory=dict)
    projects: Mapping[int, Project] = field(default_factory=dict)
    tasks: Mapping[int, ProjectTask] = field(default_factory=dict)
    activities: Mapping[int, Activity] = field(default_factory=dict)
    users: Mapping[int, User] = field(default_factory=dict)
    shared_numbers: frozenset[str] = frozenset()


def read_sources(timechimp: TimeChimp, first: date, last: date) -> InvoiceSources:
    """Read a period; raises TimeChimpError and TransportError."""
    with collector_paused():
        return _read(timechimp, first, last)


def _read(timechimp: TimeChimp, first: date, last: date) -> InvoiceSources:
    entries = _entries(timechimp, first, last)
    named = {one.project_id for one in entries}
    projects = {one.id: one for one in timechimp.projects() if one.id in named or may_be_charged(one)}
    _complete_users(timechimp, projects)
    named_customers = {one.customer_id for one in entries} | {one.customer_id for one in projects.values()}
    customers, numbers = {}, Counter[str]()
    for one in timechimp.customers():
        numbers[one.number] += 1
        if one.id in named_customers:
            customers[one.id] = one
    return InvoiceSources(
        first,
        last,
        tuple(entries),
        customers=customers,
        projects=projects,
        tasks=_tasks(timechimp, projects, entries),
        activities={one.id: one for one in timechimp.activities()},
        users=_users(timechimp, projects.values()),
        shared_numbers=frozenset(number for number, count in numbers.items() if number and count > 1),
    )


def may_be_charged(project: Project) -> bool:
    """Return whether a project is one that may be invoiced as a whole."""
    return project.method in BY_PROJECT and project.active


def statuses_seen(timechimp: TimeChimp, first: date, last: date) -> frozenset[Status]:
    """Return every status that occurs in a period: the history that tells whether the office approves."""
    return frozenset(
        status
        for kind in Kind
        for one in timechimp.registrations(kind, first, last)
        for status in (one.status, one.internal_status)
    )


class _Shared:
    """Gives back the first of all equal values, so that the others can be let go."""

    def __init__(self) -> None:
        self._first: dict[tuple[type, object], object] = {}

    def __call__(self, value: T) -> T:
        """Return the first value that was equal to this one."""
        return cast("T", self._first.setdefault((value.__class__, value), value))


def _entries(timechimp: TimeChimp, first: date, last: date) -> list[Entry]:
    shared = _Shared()
    return [_entry(one, shared) for kind in Kind for one in timechimp.registrations(kind, first, last)]


def _entry(one: Registration, shared: _Shared) -> Entry:
    ends = (one.from_address, one.to_address)
    return Entry(
        kind=one.kind,
        id=one.id,
        day=shared(one.date),
        customer_id=one.customer_id,
        project_id=one.project_id,
        task_id=one.project_task_id,
        activity_id=one.activity_id,
        activity=shared(one.activity_name),
        category=shared(one.category_name),
        user_id=one.user_id,
        person=shared(one.user_name),
        quantity=shared(one.quantity),
        rate=shared(one.rate),
        vat_percentage=shared(one.vat_percentage),
        billable=one.billable,
        status=one.status,
        internal_status=one.internal_status,
        client_status=one.client_status,
        notes=shared(one.notes),
        place=shared(" – ".join(filter(None, ends))),
    )


def _complete_users(timechimp: TimeChimp, projects: dict[int, Project]) -> None:
    """Read again, one by one, the projects that are priced by employee and that the list gave without employees."""
    for one in list(projects.values()):
        if one.method is InvoiceMethod.USER_HOURLY_RATE and not one.users:
            projects[one.id] = timechimp.project(one.id)


def _tasks(timechimp: TimeChimp, projects: Mapping[int, Project], entries: Iterable[Entry]) -> dict[int, ProjectTask]:
    """Return the tasks of the projects; from their own list where the projects did not bring what is needed."""
    tasks = {task.id: task for one in projects.values() for task in one.tasks}
    named = {one.task_id for one in entries if one.task_id is not None}
    bare = any(one.method is InvoiceMethod.TASK_RATE and not one.tasks for one in projects.values())
    if bare or not named <= tasks.keys():
        wanted = named | tasks.keys()
        tasks |= {one.id: one for one in timechimp.project_tasks() if one.id in wanted or one.project_id in projects}
    return tasks


def _users(timechimp: TimeChimp, projects: Iterable[Project]) -> dict[int, User]:
    """Return the employees, for the rate in their contracts, where a project is priced by employee at all."""
    if not any(one.method is InvoiceMethod.USER_HOURLY_RATE for one in projects):
        return {}
    return {one.id: one for one in timechimp.users()}
