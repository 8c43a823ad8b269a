"""Which registrations and projects are charged, and why the others are not.

Charged is what is billable, not invoiced and approved; or Open, where the office has no approval flow (a setting, for
which the history makes a proposal). Pure: what the outbox has already is taken out later, by name.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from afas_assistant.sync.collector import collector_paused
from afas_assistant.sync.findings import Finding
from afas_assistant.sync.invoices import reasons
from afas_assistant.sync.invoices.charges import Charge, ChargeKind
from afas_assistant.sync.invoices.prices import BY_PROJECT, Price, Rates, expense_price
from afas_assistant.sync.invoices.project_charges import ProjectCharges, activity_key, is_billed
from afas_assistant.sync.invoices.sources import Entry, InvoiceSources
from afas_assistant.sync.mapping.mappings import Mappings
from afas_assistant.texts import Text, phrase
from afas_assistant.timechimp.models import Customer, Project, ProjectTask
from afas_assistant.timechimp.statuses import InvoiceMethod, Kind, Status

STATUS_SETTING, MILEAGE_SETTING = "status_to_invoice", "mileage_rate"
APPROVAL = frozenset({Status.PENDING_APPROVAL, Status.APPROVED, Status.REJECTED})
WAITING_FOR_CUSTOMER = frozenset({Status.PENDING_APPROVAL, Status.REJECTED})


class Left(StrEnum):
    """Why something is not charged."""

    INVOICED = "invoiced_elsewhere"
    WRITTEN_OFF = "written_off"
    NOT_BILLABLE = "not_billable"
    NO_INVOICING = "no_invoicing"
    COVERED = "covered_by_project"
    NOTHING = "nothing_registered"
    NOT_APPROVED = "not_approved"
    NOT_DUE = "not_due"


@dataclass(frozen=True)
class InvoiceFilter:
    """What a person asked for; empty sets mean all. Customers and projects are TimeChimp's ids.

    `references` name records singly: `hours/123`, `expense/45`, `ride/6`, `project/7`, `task/8` and
    `subscription/7/2026-11`. `kinds` are what is invoiced at all.
    """

    first: date
    last: date
    customers: frozenset[int] = frozenset()
    projects: frozenset[int] = frozenset()
    references: frozenset[str] = frozenset()
    kinds: frozenset[ChargeKind] = frozenset()

    def wants(self, source: str, customer_id: int | None, project_id: int | None) -> bool:
        """Return whether a record is among what was asked for."""
        return (
            (not self.references or source in self.references)
            and (not self.kinds or source.partition("/")[0] in self.kinds)
            and (not self.customers or customer_id in self.customers)
            and (not self.projects or project_id in self.projects)
        )


@dataclass(frozen=True)
class Selection:
    """What is charged, how many records are not and why, and the same one by one for those that were named singly."""

    sources: InvoiceSources
    wanted: InvoiceFilter
    status: Status
    charges: tuple[Charge, ...]
    left: Mapping[Left, int] = field(default_factory=dict)
    singly: Mapping[str, Left | None] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    @property
    def names(self) -> list[str]:
        """Return what the outbox is to be asked about."""
        return [one.source for one in self.charges]


def proposed_status(seen: Iterable[Status]) -> tuple[Status, Text]:
    """Return which status is to be invoiced in an office where these occur, and why."""
    if APPROVAL.intersection(seen):
        return Status.APPROVED, phrase("Registrations of this office were approved, rejected or offered for approval.")
    return Status.OPEN, phrase("No registration of this office was ever approved or offered for approval.")


def select_charges(sources: InvoiceSources, mappings: Mappings, wanted: InvoiceFilter) -> Selection:
    """Return what is charged of what was read."""
    with collector_paused():
        return _Selecting(sources, mappings, wanted).selection()


class _Selecting:
    """One selection, with its tables."""

    def __init__(self, sources: InvoiceSources, mappings: Mappings, wanted: InvoiceFilter) -> None:
        self._sources = sources
        self._wanted = wanted
        chosen = mappings.setting(STATUS_SETTING)
        seen = (status for one in sources.entries for status in (one.status, one.internal_status))
        self._status = Status.read(chosen) if chosen else proposed_status(seen)[0]
        self._unconfirmed = not chosen and self._status is Status.OPEN
        self._accepted = {Status.APPROVED, self._status}
        self._of_project: defaultdict[int, list[ProjectTask]] = defaultdict(list)
        for task in sources.tasks.values():
            if task.project_id is not None:
                self._of_project[task.project_id].append(task)
        self._by_activity = {(one.project_id, one.activity_id): one for one in sources.tasks.values()}
        office = mappings.setting(MILEAGE_SETTING)
        people = {
            (project.id, user.user_id): user.hourly_rate
            for project in sources.projects.values()
            for user in project.users
            if user.user_id is not None and user.hourly_rate is not None
        }
        mileage = Decimal(office.replace(",", ".")) if office else None
        self._rates = Rates(sources.activities, sources.users, people, mileage)

    def selection(self) -> Selection:
        charges: list[Charge] = []
        left: Counter[Left] = Counter()
        singly: dict[str, Left | None] = dict.fromkeys(self._wanted.references)
        for source, found in self._judged():
            if isinstance(found, Charge):
                charges.append(found)
                singly.pop(source, None)
            else:
                left[found] += 1
                if source in singly:
                    singly[source] = found
        registered = any(one.status is not None for one in charges)
        findings = (reasons.status_unconfirmed(),) if self._unconfirmed and registered else ()
        return Selection(self._sources, self._wanted, self._status, tuple(charges), left, singly, findings)

    def _judged(self) -> Iterator[tuple[str, Charge | Left]]:
        """Give everything that was asked for, as a charge or with the reason why it is none."""
        wanted, sources = self._wanted, self._sources
        for entry in sources.entries:
            if not wanted.first <= entry.day <= wanted.last:
                continue
            project = sources.projects.get(entry.project_id) if entry.project_id is not None else None
            customer_id = entry.customer_id if project is None or entry.customer_id else project.customer_id
            source = entry.source
            if wanted.wants(source, customer_id, entry.project_id):
                yield source, self._registration(entry, source, project, customer_id)
        finder = ProjectCharges(wanted.first, wanted.last, sources.activities)
        for project in sources.projects.values():
            yield from self._project(finder, project)

    def _project(self, finder: ProjectCharges, project: Project) -> Iterator[tuple[str, Charge | Left]]:
        if project.method not in BY_PROJECT:
            return
        whole = f"project/{project.id}"
        found = False
        for charge in finder.of(project, self._of_project[project.id], self._wanted.references.__contains__):
            found = True
            if self._wanted.wants(charge.source, project.customer_id, project.id):
                yield charge.source, charge
        if not found and self._wanted.wants(whole, project.customer_id, project.id):
            yield whole, Left.INVOICED if is_billed(project) else Left.NOT_DUE

    def _registration(
        self, entry: Entry, source: str, project: Project | None, customer_id: int | None
    ) -> Charge | Left:
        task = self._task(entry)
        activity_id = entry.activity_id if task is None or entry.activity_id is not None else task.activity_id
        left = self._left(entry, project, task, activity_id)
        if left is not None:
            return left
        customer = self._sources.customers.get(customer_id) if customer_id is not None else None
        kind = ChargeKind(entry.kind.value)
        price, subject, keys = self._priced(entry, project, customer, task, activity_id)
        return Charge(
            source, kind, entry.id, entry.day, customer_id, entry.project_id, "" if project is None else project.name,
            entry.person, subject, entry.notes or entry.place, entry.quantity, price, keys, entry.vat_percentage,
            entry.internal_status,
        )  # fmt: skip

    def _left(
        self, entry: Entry, project: Project | None, task: ProjectTask | None, activity_id: int | None
    ) -> Left | None:
        found: Left | None = None
        if Status.INVOICED in {entry.status, entry.internal_status}:
            found = Left.INVOICED
        elif Status.WRITTEN_OFF in {entry.status, entry.internal_status}:
            found = Left.WRITTEN_OFF
        elif not self._billable(entry, task, activity_id):
            found = Left.NOT_BILLABLE
        elif project is not None and project.method is InvoiceMethod.NO_INVOICING:
            found = Left.NO_INVOICING
        elif entry.kind is Kind.HOURS and project is not None and project.method in BY_PROJECT:
            found = Left.COVERED
        elif not entry.quantity:
            found = Left.NOTHING
        elif entry.status not in self._accepted or entry.client_status in WAITING_FOR_CUSTOMER:
            found = Left.NOT_APPROVED
        return found

    def _billable(self, entry: Entry, task: ProjectTask | None, activity_id: int | None) -> bool:
        """Return whether it may be charged: its own word, else the task's, else the activity's."""
        if entry.billable is not None:
            return entry.billable
        if task is not None:
            return task.billable
        activity = None if activity_id is None else self._sources.activities.get(activity_id)
        return activity is None or activity.billable

    def _task(self, entry: Entry) -> ProjectTask | None:
        if entry.task_id is not None:
            return self._sources.tasks.get(entry.task_id)
        return self._by_activity.get((entry.project_id, entry.activity_id)) if entry.project_id is not None else None

    def _priced(
        self,
        entry: Entry,
        project: Project | None,
        customer: Customer | None,
        task: ProjectTask | None,
        activity_id: int | None,
    ) -> tuple[Price, str, tuple[str, ...]]:
        """Return the price, what the line is about, and the keys of its item."""
        if entry.kind is Kind.EXPENSE:
            return expense_price(entry.rate), entry.category, _expense_keys(entry)
        if entry.kind is Kind.RIDE:
            return self._rates.kilometre(customer), "", ("ride", "default")
        price = self._rates.hour(project, customer, task=task, activity_id=activity_id, user_id=entry.user_id)
        activity = None if activity_id is None else self._sources.activities.get(activity_id)
        name = entry.activity or (activity.name if activity else "") or (task.activity_name if task else "")
        return price, name, (*activity_key(activity), "default")


def _expense_keys(entry: Entry) -> tuple[str, ...]:
    if not entry.category:
        return ("default",)
    whole = f"expense:{entry.category}"
    if entry.vat_percentage is None:
        return (whole, "default")
    return (f"{whole}/{entry.vat_percentage.normalize():f}", whole, "default")
