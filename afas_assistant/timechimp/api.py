"""TimeChimp, whichever generation of its API answers: the one interface that the rest of the program uses.

Lists are read while they are gone through. Days are inclusive at both ends. Every call raises TimeChimpError when
TimeChimp refuses and TransportError when the line fails; `errors.may_have_happened` tells what that means for a write.
"""

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from types import TracebackType
from typing import Any, Protocol, Self, Unpack

from afas_assistant.timechimp.errors import TimeChimpError, may_have_happened
from afas_assistant.timechimp.key import Generation
from afas_assistant.timechimp.models import (
    Activity,
    Customer,
    ExpenseCategory,
    Invoice,
    Project,
    ProjectTask,
    Registration,
    User,
)
from afas_assistant.timechimp.statuses import InvoiceStatus, Kind, Status
from afas_assistant.timechimp.writes import CustomerChanges, Write
from afas_assistant.transport import TransportError

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)


class TimeChimp(Protocol):
    """A company in TimeChimp, seen with one key. Safe to share by threads."""

    @property
    @abstractmethod
    def generation(self) -> Generation:
        """Which API this is."""

    # Reading

    @abstractmethod
    def greet(self) -> None:
        """Read something small: returns when TimeChimp accepts the key for reading."""

    @abstractmethod
    def count_customers(self) -> int | None:
        """Return how many customers there are, in one call; None where TimeChimp does not tell."""

    @abstractmethod
    def customers(self) -> Iterator[Customer]:
        """Return all customers, inactive ones as well."""

    @abstractmethod
    def customer(self, customer_id: int) -> Customer:
        """Return one customer."""

    @abstractmethod
    def projects(self) -> Iterator[Project]:
        """Return all projects, inactive ones as well."""

    @abstractmethod
    def project(self, project_id: int) -> Project:
        """Return one project, with its tasks and users."""

    @abstractmethod
    def project_tasks(self) -> Iterator[ProjectTask]:
        """Return the tasks of all projects, with the rates that they have there."""

    @abstractmethod
    def activities(self) -> Iterator[Activity]:
        """Return all activities, with their codes."""

    @abstractmethod
    def expense_categories(self) -> tuple[ExpenseCategory, ...]:
        """Return the expense categories by name; where TimeChimp has no list, those that occur on expenses."""

    @abstractmethod
    def users(self) -> Iterator[User]:
        """Return all employees."""

    @abstractmethod
    def registrations(self, kind: Kind, first: date, last: date) -> Iterator[Registration]:
        """Return the registrations of a period, of every status."""

    @abstractmethod
    def registration(self, kind: Kind, registration_id: int) -> Registration:
        """Return one registration."""

    @abstractmethod
    def invoices(self, first: date, last: date = LAST_DAY) -> Iterator[Invoice]:
        """Return the invoices dated in a period, concepts and credits as well; invoices without a date are left out."""

    @abstractmethod
    def invoice(self, invoice_id: int) -> Invoice:
        """Return one invoice with its rows."""

    # What would be sent

    @abstractmethod
    def new_customer(self, **fields: Unpack[CustomerChanges]) -> Write:
        """Return the write that makes a customer; nothing is sent. `name` is compulsory."""

    @abstractmethod
    def changed_customer(self, customer_id: int, **changes: Unpack[CustomerChanges]) -> Write:
        """Read a customer whole and return the write that changes it; TimeChimp replaces the whole object."""

    @abstractmethod
    def changed_status(self, kind: Kind, ids: Sequence[int], status: Status, message: str = "") -> Write:
        """Return the write that gives 1 to 100 registrations a status; raises ValueError for more or none."""

    @abstractmethod
    def harmless_write(self) -> Write:
        """Return a write that changes nothing: by the way it is refused one sees whether writing is allowed."""

    # Sending

    @abstractmethod
    def send(self, write: Write) -> Any:  # noqa: ANN401 - JSON
        """Send a write once; return TimeChimp's answer as JSON, None when it is empty. Answers are undocumented."""

    @abstractmethod
    def made_id(self, answer: Any) -> int | None:  # noqa: ANN401 - JSON
        """Return the id in the answer to `new_customer`, None when it holds none."""

    @abstractmethod
    def close(self) -> None:
        """Close the connections, unless they were given by the caller."""

    def create_customer(self, **fields: Unpack[CustomerChanges]) -> Customer | None:
        """Make a customer and return it as TimeChimp shows it; None when its answer names no id: look it up."""
        made = self.made_id(self.send(self.new_customer(**fields)))
        return None if made is None else self.customer(made)

    def update_customer(self, customer_id: int, **changes: Unpack[CustomerChanges]) -> Customer:
        """Change a customer and return it as TimeChimp shows it afterwards."""
        self.send(self.changed_customer(customer_id, **changes))
        return self.customer(customer_id)

    def set_status(
        self, registrations: Sequence[Registration], status: Status, message: str = ""
    ) -> tuple[Registration, ...]:
        """Give 1 to 100 registrations of one kind a status, and return them as TimeChimp shows them afterwards.

        TimeChimp's own answer says nothing reliable, so `internal_status` of what is returned is the proof. When the
        sending ends in doubt and reading shows that it was not, or only partly, done, the doubt is raised.
        """
        kinds = {one.kind for one in registrations}
        if len(kinds) != 1:
            raise ValueError("one kind of registration at a time")
        write = self.changed_status(kinds.pop(), [one.id for one in registrations], status, message)
        doubt: TimeChimpError | TransportError | None = None
        try:
            self.send(write)
        except (TimeChimpError, TransportError) as error:
            if not may_have_happened(error):
                raise
            doubt = error
        shown = self.reread(registrations)
        if doubt is not None and (
            len(shown) < len(registrations) or any(one.internal_status != status for one in shown)
        ):
            raise doubt
        return shown

    def reread(self, registrations: Sequence[Registration]) -> tuple[Registration, ...]:
        """Return registrations of one kind as they are now, in few calls; those that are gone are left out."""
        if not registrations:
            return ()
        days = [one.date for one in registrations]
        found = {one.id: one for one in self.registrations(registrations[0].kind, min(days), max(days))}
        for one in registrations:
            if one.id not in found and (moved := self._registration_or_none(one)) is not None:
                found[one.id] = moved
        return tuple(found[one.id] for one in registrations if one.id in found)

    def _registration_or_none(self, one: Registration) -> Registration | None:
        """Return a registration whose day was changed, None when it was deleted."""
        try:
            return self.registration(one.kind, one.id)
        except TimeChimpError as error:
            if error.status != 404:
                raise
            return None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def categories_of(expenses: Iterable[Registration]) -> tuple[ExpenseCategory, ...]:
    """Return the categories that occur on expenses, by name."""
    found = {(one.category_id, one.category_name) for one in expenses if one.category_id is not None}
    return tuple(sorted((ExpenseCategory(key, name) for key, name in found if key is not None), key=by_name))


def by_name(category: ExpenseCategory) -> tuple[str, int]:
    """Return what categories are sorted by."""
    return (category.name.casefold(), category.id)


def is_of_period(invoice: Invoice, first: date, last: date) -> bool:
    """Return whether an invoice is of a period; one that was sent without a date is, since nobody else would see it."""
    if invoice.date is None:
        return invoice.status is not InvoiceStatus.CONCEPT
    return first <= invoice.date <= last


def checked_ids(ids: Sequence[int], most: int) -> list[int]:
    """Return ids for one change of status; raises ValueError for none (TimeChimp refuses) and for too many."""
    if not 1 <= len(ids) <= most:
        raise ValueError(f"1 to {most} registrations in one change of status, not {len(ids)}")
    return list(ids)
