"""What is charged for a project as a whole: its fixed price, its activities' prices, the periods of its subscription.

TimeChimp lists these as *uninvoiced*, and no way is known to mark them there as invoiced: only our outbox keeps them
from a second invoice. What is due without doubt joins the customer's invoice; the rest waits for a person.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from afas_assistant.sync.findings import Finding
from afas_assistant.sync.invoices import reasons
from afas_assistant.sync.invoices.charges import Charge, ChargeKind
from afas_assistant.sync.invoices.prices import Basis, Price, fixed_price, subscription_price, task_price
from afas_assistant.sync.invoices.subscriptions import due_periods
from afas_assistant.timechimp.models import Activity, Project, ProjectTask
from afas_assistant.timechimp.statuses import Frequency, InvoiceMethod, Status

ONE = Decimal(1)
UNBILLED = frozenset({Status.OPEN, Status.PENDING_APPROVAL, Status.APPROVED, Status.UNKNOWN})


@dataclass(frozen=True)
class ProjectCharges:
    """Finds the charges of projects in a period, both days included."""

    first: date
    last: date
    activities: Mapping[int, Activity]

    def of(self, project: Project, tasks: list[ProjectTask], asked_for: Callable[[str], bool]) -> Iterator[Charge]:
        """Give a project's charges; `asked_for` tells whether a person named one singly, which settles its moment."""
        match project.method:
            case InvoiceMethod.PROJECT_RATE | InvoiceMethod.MILESTONE_RATE:
                source = f"project/{project.id}"
                if self._is_due(project, asked_for(source)):
                    yield self._whole(project, source, asked=asked_for(source))
            case InvoiceMethod.TASK_RATE:
                for task in tasks:
                    source = f"task/{task.id}"
                    if task.billable and self._is_due(project, asked_for(source)):
                        yield self._task(project, task, source, asked=asked_for(source))
            case InvoiceMethod.SUBSCRIPTION:
                yield from self._subscription(project, asked_for)

    def _is_due(self, project: Project, asked: bool) -> bool:
        """Return whether an uninvoiced project may be charged now; an invoice date that is still to come says no."""
        return not is_billed(project) and (asked or project.invoice_date is None or project.invoice_date <= self.last)

    def _whole(self, project: Project, source: str, *, asked: bool) -> Charge:
        in_parts = project.method is InvoiceMethod.MILESTONE_RATE or project.in_instalments
        charge = self._charge(project, source, ChargeKind.FIXED_PRICE, fixed_price(project), keys=("fixed_price",))
        if in_parts:
            return replace(charge, doubts=(reasons.instalments(),), by_hand=True)
        return replace(charge, doubts=_doubts(project, asked=asked))

    def _task(self, project: Project, task: ProjectTask, source: str, *, asked: bool) -> Charge:
        keys = (*activity_key(self.activities.get(task.activity_id or 0)), "fixed_price")
        charge = self._charge(project, source, ChargeKind.TASK, task_price(task), keys=keys)
        doubts = (*_doubts(project, asked=asked), reasons.task_price_inferred())
        return replace(charge, id=task.id, subject=task.activity_name or project.name, doubts=doubts)

    def _subscription(self, project: Project, asked_for: Callable[[str], bool]) -> Iterator[Charge]:
        subscription, billed = project.subscription, is_billed(project)
        start = None if subscription is None else subscription.start or project.start
        if subscription is None or start is None or subscription.frequency is Frequency.UNKNOWN:
            source, price = f"subscription/{project.id}", Price(None, Basis.NO_FIXED_PRICE)
            if not billed or asked_for(source):
                charge = self._charge(project, source, ChargeKind.SUBSCRIPTION, price)
                yield replace(charge, doubts=(reasons.subscription_unclear(),), by_hand=True)
            return
        keys = (f"subscription:{subscription.code}",) if subscription.code else ()
        doubts = (reasons.invoiced_project(),) if billed else _unknown(project)
        for one in due_periods(subscription, start, self.first, self.last):
            source = f"subscription/{project.id}/{one.name}"
            if billed and not asked_for(source):
                continue
            price = subscription_price(subscription)
            charge = self._charge(project, source, ChargeKind.SUBSCRIPTION, price, keys=keys)
            subject = f"{subscription.description or project.name} {one.name}"
            yield replace(charge, day=one.begins, subject=subject, quantity=subscription.amount, doubts=doubts)

    def _charge(
        self, project: Project, source: str, kind: ChargeKind, price: Price, *, keys: tuple[str, ...] = ()
    ) -> Charge:
        return Charge(
            source=source,
            kind=kind,
            id=project.id,
            day=self._day(project),
            customer_id=project.customer_id,
            project_id=project.id,
            project=project.name,
            person="",
            subject=project.name,
            detail="",
            quantity=ONE,
            price=price,
            item_keys=(*keys, "default"),
        )

    def _day(self, project: Project) -> date:
        return project.invoice_date or self.last


def is_billed(project: Project) -> bool:
    """Return whether TimeChimp says that a project was invoiced, or written off."""
    return project.invoice_id is not None or project.invoice_status not in UNBILLED


def activity_key(activity: Activity | None) -> tuple[str, ...]:
    """Return the mapping key of an activity, none where it has no code."""
    return (f"activity:{activity.code}",) if activity is not None and activity.code else ()


def _doubts(project: Project, *, asked: bool) -> tuple[Finding, ...]:
    undated = () if asked or project.invoice_date is not None else (reasons.moment_unknown(),)
    return (*_unknown(project), *undated)


def _unknown(project: Project) -> tuple[Finding, ...]:
    known = project.invoice_id is None and project.invoice_status is Status.UNKNOWN
    return (reasons.billed_unknown(),) if known else ()
