"""Version 1 of TimeChimp's API: flat objects, bare lists without pages, numbers for statuses, periods in the path."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import Any, TypeVar, Unpack

from afas_assistant.timechimp import v1_rows
from afas_assistant.timechimp.api import FIRST_DAY, LAST_DAY, TimeChimp, categories_of, checked_ids, is_of_period
from afas_assistant.timechimp.content import id_in, written
from afas_assistant.timechimp.errors import TimeChimpError
from afas_assistant.timechimp.fields import WrongShape
from afas_assistant.timechimp.key import Generation
from afas_assistant.timechimp.line import Line
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
from afas_assistant.timechimp.statuses import Kind, Status
from afas_assistant.timechimp.writes import MOST_AT_ONCE, CustomerChanges, Write

Model = TypeVar("Model")
PATHS = {Kind.HOURS: "time", Kind.EXPENSE: "expenses", Kind.RIDE: "mileage"}
SPELLINGS = ("changestatusintern", "changestatusinternal")
"""The first was seen working in 2023, the second in 2021: whichever is there is used."""


class TimeChimpV1(TimeChimp):
    """TimeChimp by its first API."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def __repr__(self) -> str:
        return f"TimeChimpV1({self._line.base!r})"

    @property
    def generation(self) -> Generation:
        """The first."""
        return Generation.V1

    def greet(self) -> None:
        """Read the activities: a short list."""
        for _ in self._line.rows("tasks"):
            pass

    def count_customers(self) -> int | None:
        """Count the rows of the list."""
        return sum(1 for _ in self._line.rows("customers"))

    def customers(self) -> Iterator[Customer]:
        """Return all customers."""
        return self._each("customers", v1_rows.customer)

    def customer(self, customer_id: int) -> Customer:
        """Return one customer."""
        return self._one(f"customers/{customer_id}", v1_rows.customer)

    def projects(self) -> Iterator[Project]:
        """Return all projects."""
        return self._each("projects", v1_rows.project)

    def project(self, project_id: int) -> Project:
        """Return one project."""
        return self._one(f"projects/{project_id}", v1_rows.project)

    def project_tasks(self) -> Iterator[ProjectTask]:
        """Return the tasks of all projects: from their own list, which is newer than the API, or from the projects."""
        try:
            yield from self._each("projecttasks", v1_rows.project_task)
        except TimeChimpError as error:
            if error.status != 404:
                raise
            for project in self.projects():
                yield from project.tasks

    def activities(self) -> Iterator[Activity]:
        """Return all activities."""
        return self._each("tasks", v1_rows.activity)

    def expense_categories(self) -> tuple[ExpenseCategory, ...]:
        """Return the categories that occur: v1 has no list of them."""
        return categories_of(self.registrations(Kind.EXPENSE, FIRST_DAY, LAST_DAY))

    def users(self) -> Iterator[User]:
        """Return all employees."""
        return self._each("users", v1_rows.user)

    def registrations(self, kind: Kind, first: date, last: date) -> Iterator[Registration]:
        """Return the registrations of a period."""
        path = f"{PATHS[kind]}/daterange/{first.isoformat()}/{last.isoformat()}"
        found = self._each(path, partial(v1_rows.registration, kind))
        return (one for one in found if first <= one.date <= last)

    def registration(self, kind: Kind, registration_id: int) -> Registration:
        """Return one registration."""
        return self._one(f"{PATHS[kind]}/{registration_id}", partial(v1_rows.registration, kind))

    def invoices(self, first: date, last: date = LAST_DAY) -> Iterator[Invoice]:
        """Return the invoices of a period; v1 always sends all of them."""
        found = self._each("invoices", v1_rows.invoice)
        return (one for one in found if is_of_period(one, first, last))

    def invoice(self, invoice_id: int) -> Invoice:
        """Return one invoice."""
        return self._one(f"invoices/{invoice_id}", v1_rows.invoice)

    def new_customer(self, **fields: Unpack[CustomerChanges]) -> Write:
        """Return the write that makes a customer."""
        body: CustomerChanges = {"active": True, **fields}
        return Write("POST", "customers", written(v1_rows.customer_body(body)))

    def changed_customer(self, customer_id: int, **changes: Unpack[CustomerChanges]) -> Write:
        """Read a customer whole and return the write that changes it; the id stands in the body."""
        _, body = self._line.object(f"customers/{customer_id}")
        return Write("PUT", "customers", written({**body, "id": customer_id, **v1_rows.customer_body(changes)}))

    def changed_status(self, kind: Kind, ids: Sequence[int], status: Status, message: str = "") -> Write:
        """Return the write that changes the internal status."""
        return self._status_change(kind, checked_ids(ids, MOST_AT_ONCE), status, message)

    def harmless_write(self) -> Write:
        """Return a change of status of no registrations, which v1 refuses (confirmed)."""
        return self._status_change(Kind.HOURS, [], Status.OPEN, "")

    def send(self, write: Write) -> Any:  # noqa: ANN401 - JSON
        """Send a write; a change of status under its other spelling too, when the first does not exist."""
        try:
            return self._line.write(write)
        except TimeChimpError as error:
            start, _, spelling = write.path.rpartition("/")
            if error.status != 404 or spelling != SPELLINGS[0]:
                raise
            return self._line.write(Write(write.method, f"{start}/{SPELLINGS[1]}", write.content))

    def made_id(self, answer: Any) -> int | None:  # noqa: ANN401 - JSON
        """Return the id of the customer that v1 answers with."""
        return id_in(answer)

    def close(self) -> None:
        """Close the connections, unless they were given by the caller."""
        self._line.close()

    def _status_change(self, kind: Kind, ids: list[int], status: Status, message: str) -> Write:
        if status.number is None:
            raise ValueError(f"{status} cannot be written")
        body: dict[str, Any] = {"registrationIds": ids, "status": status.number}
        if message:
            body["message"] = message
        return Write("POST", f"{PATHS[kind]}/{SPELLINGS[0]}", written(body))

    def _each(self, path: str, read: Callable[[object], Model]) -> Iterator[Model]:
        for reply, row in self._line.rows(path):
            try:
                model = read(row)
            except WrongShape as error:
                raise self._line.wrong(reply, error, row) from None
            yield model

    def _one(self, path: str, read: Callable[[object], Model]) -> Model:
        reply, body = self._line.object(path)
        try:
            return read(body)
        except WrongShape as error:
            raise self._line.wrong(reply, error, body) from None
