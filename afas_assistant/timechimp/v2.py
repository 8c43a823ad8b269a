"""Version 2 of TimeChimp's API: nested objects, words for statuses, OData's options, pages of up to 10,000 rows.

Nearly all of it is reported by one third-party client and never checked by us; what is unknown is met with more than
one answer. The envelope of a list: see `content`. Linked objects that a list does not want to expand are done without.
The last page is the one that is shorter than asked, unless a count says that there is more.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import Any, TypeVar, Unpack
from urllib.parse import quote

from afas_assistant.timechimp import v2_rows
from afas_assistant.timechimp.api import (
    FIRST_DAY,
    LAST_DAY,
    TimeChimp,
    by_name,
    categories_of,
    checked_ids,
    is_of_period,
)
from afas_assistant.timechimp.content import count_in, id_in, list_in, written
from afas_assistant.timechimp.errors import TimeChimpError, not_whole, repeated_page
from afas_assistant.timechimp.fields import Fields, WrongShape
from afas_assistant.timechimp.key import Generation
from afas_assistant.timechimp.line import Line, without_content
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
from afas_assistant.transport import Reply

Model = TypeVar("Model")
Answer = TypeVar("Answer")
PAGE = 2_000
"""Rows. TimeChimp gives up to 10,000; more than this keeps a window waiting while they are read."""

PATHS = {Kind.HOURS: "times", Kind.EXPENSE: "expenses", Kind.RIDE: "mileage"}
STATUS_KEYS = {Kind.HOURS: "times", Kind.EXPENSE: "expenses", Kind.RIDE: "mileages"}
"""What the list of a change of status is called; that of hours is inferred."""

EXPAND = {
    "projects": ("customer,projectTasks/task,projectUsers/user", "customer,projectTasks,projectUsers"),
    "users": ("contracts",),
    "times": ("user,project,task",),
    "expenses": ("customer,project,product,user,vatRate", "customer,project,product,user"),
    "mileage": ("customer,project,vehicle,user",),
    "invoices": ("customer",),
}
"""Which linked objects to ask for; where TimeChimp refuses that, the next is asked for, and at last none."""
_LINKED = ("contacts", "tags", "vatRate")
"""Objects linked to a customer, of which a PUT takes the ids."""


class TimeChimpV2(TimeChimp):
    """TimeChimp by its second API."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._willing: dict[str, int] = {}

    def __repr__(self) -> str:
        return f"TimeChimpV2({self._line.base!r})"

    @property
    def generation(self) -> Generation:
        """The second."""
        return Generation.V2

    def greet(self) -> None:
        """Read one activity."""
        self._listed(self._line.read("tasks", _query(top=1)))

    def count_customers(self) -> int | None:
        """Ask for the count with one row."""
        _, _, count = self._listed(self._line.read("customers", _query(top=1, count=True)))
        return count

    def customers(self) -> Iterator[Customer]:
        """Return all customers."""
        return self._each("customers", v2_rows.customer)

    def customer(self, customer_id: int) -> Customer:
        """Return one customer."""
        return self._one("customers", customer_id, v2_rows.customer)

    def projects(self) -> Iterator[Project]:
        """Return all projects with their tasks and users."""
        return self._each("projects", v2_rows.project)

    def project(self, project_id: int) -> Project:
        """Return one project."""
        return self._one("projects", project_id, v2_rows.project)

    def project_tasks(self) -> Iterator[ProjectTask]:
        """Return the tasks of all projects."""
        return (task for project in self.projects() for task in project.tasks)

    def activities(self) -> Iterator[Activity]:
        """Return all activities."""
        return self._each("tasks", v2_rows.activity)

    def expense_categories(self) -> tuple[ExpenseCategory, ...]:
        """Return the products; where they have no list (unknown), those that occur on expenses."""
        try:
            return tuple(sorted(self._each("products", v2_rows.category), key=by_name))
        except TimeChimpError as error:
            if error.status != 404:
                raise
            return categories_of(self.registrations(Kind.EXPENSE, FIRST_DAY, LAST_DAY))

    def users(self) -> Iterator[User]:
        """Return all employees."""
        return self._each("users", v2_rows.user)

    def registrations(self, kind: Kind, first: date, last: date) -> Iterator[Registration]:
        """Return the registrations of a period."""
        found = self._each(PATHS[kind], partial(v2_rows.registration, kind), _period(first, last))
        return (one for one in found if first <= one.date <= last)

    def registration(self, kind: Kind, registration_id: int) -> Registration:
        """Return one registration."""
        return self._one(PATHS[kind], registration_id, partial(v2_rows.registration, kind))

    def invoices(self, first: date, last: date = LAST_DAY) -> Iterator[Invoice]:
        """Return the invoices of a period; one that comes without rows in the list is read by itself."""
        for reply, row in self._rows("invoices", _period(first, last)):
            invoice = self._made(reply, row, v2_rows.invoice)
            if not is_of_period(invoice, first, last):
                continue
            has_rows = Fields(row, "invoice").given(*v2_rows.ROWS) is not None
            yield invoice if has_rows else self.invoice(invoice.id)

    def invoice(self, invoice_id: int) -> Invoice:
        """Return one invoice."""
        return self._one("invoices", invoice_id, v2_rows.invoice)

    def new_customer(self, **fields: Unpack[CustomerChanges]) -> Write:
        """Return the write that makes a customer."""
        return Write("POST", "customers", written(v2_rows.with_changes({"active": True}, fields)))

    def changed_customer(self, customer_id: int, **changes: Unpack[CustomerChanges]) -> Write:
        """Read a customer with what is linked to it and return the write that changes it.

        Raises TimeChimpError timechimp_not_whole when TimeChimp does not give the contacts and tags: writing the rest
        back would drop them.
        """
        path = f"customers/{customer_id}"
        try:
            reply, body = self._line.object(path, _query(expand=",".join(_LINKED)))
        except TimeChimpError as error:
            if error.status != 400:
                raise
            reply, body = self._line.object(path)
        missing = [name for name in ("contacts", "tags") if name not in body]
        if missing:
            raise not_whole(self._line.exchange(reply), ", ".join(missing))
        linked = {name: _ids_only(body[name]) for name in _LINKED if name in body}
        return Write("PUT", path, written(v2_rows.with_changes({**body, **linked}, changes)))

    def changed_status(self, kind: Kind, ids: Sequence[int], status: Status, message: str = "") -> Write:
        """Return the write that changes the internal status."""
        return self._status_change(kind, checked_ids(ids, MOST_AT_ONCE), status, message)

    def harmless_write(self) -> Write:
        """Return a change of status of no expenses (that it is refused as to its content is inferred)."""
        return self._status_change(Kind.EXPENSE, [], Status.OPEN, "")

    def send(self, write: Write) -> Any:  # noqa: ANN401 - JSON
        """Send a write."""
        return self._line.write(write)

    def made_id(self, answer: Any) -> int | None:  # noqa: ANN401 - JSON
        """Return the id in the answer, bare or in an envelope as a list may have."""
        listed = list_in(answer)
        return id_in(listed[0] if listed and len(listed) == 1 else answer)

    def close(self) -> None:
        """Close the connections, unless they were given by the caller."""
        self._line.close()

    def _status_change(self, kind: Kind, ids: list[int], status: Status, message: str) -> Write:
        if status is Status.UNKNOWN:
            raise ValueError(f"{status} cannot be written")
        body: dict[str, Any] = {STATUS_KEYS[kind]: [{"id": one} for one in ids], "status": status.value}
        if message:
            body["message"] = message
        return Write("PUT", f"{PATHS[kind]}/status", written(body))

    def _each(self, resource: str, read: Callable[[object], Model], condition: str = "") -> Iterator[Model]:
        return (self._made(reply, row, read) for reply, row in self._rows(resource, condition))

    def _rows(self, resource: str, condition: str = "") -> Iterator[tuple[Reply, Any]]:
        """Return the rows of a list, page by page, in the order of their ids."""
        skip, first_row = 0, None
        while True:
            reply = self._page(resource, skip, condition)
            bare, rows, count = self._listed(reply)
            del reply
            if rows and rows[0] == first_row:
                raise repeated_page(self._line.exchange(bare))
            yield from ((bare, row) for row in rows)
            skip += len(rows)
            if not rows or (len(rows) < PAGE and (count is None or skip >= count)):
                return
            first_row = rows[0]

    def _page(self, resource: str, skip: int, condition: str) -> Reply:
        query = partial(_query, top=PAGE, skip=skip, count=True, condition=condition, order="id asc")
        return self._expanded(resource, lambda expand: self._line.read(resource, query(expand=expand)))

    def _expanded(self, resource: str, ask: Callable[[str], Answer]) -> Answer:
        """Ask with the linked objects that TimeChimp is willing to give; what it refuses is not asked for again."""
        choices = (*EXPAND.get(resource, ()), "")
        for number in range(self._willing.get(resource, 0), len(choices)):
            try:
                answer = ask(choices[number])
            except TimeChimpError as error:
                if error.status != 400 or not choices[number]:
                    raise
            else:
                self._willing[resource] = number
                return answer
        raise AssertionError("the last choice returns or raises")

    def _listed(self, reply: Reply) -> tuple[Reply, list[Any], int | None]:
        """Return the reply without its content, the rows and how many there are in all."""
        body = self._line.value(reply)
        rows = list_in(body)
        if rows is None:
            raise self._line.wrong(reply)
        return without_content(reply), rows, count_in(body)

    def _one(self, resource: str, own_id: int, read: Callable[[object], Model]) -> Model:
        path = f"{resource}/{own_id}"
        reply, body = self._expanded(resource, lambda expand: self._line.object(path, _query(expand=expand)))
        return self._made(reply, body, read)

    def _made(self, reply: Reply, row: object, read: Callable[[object], Model]) -> Model:
        try:
            return read(row)
        except WrongShape as error:
            raise self._line.wrong(reply, error, row) from None


def _period(first: date, last: date) -> str:
    return f"date ge {first.isoformat()} and date le {last.isoformat()}"


def _ids_only(value: Any) -> Any:  # noqa: ANN401 - JSON
    """Return linked objects as a PUT takes them."""
    if isinstance(value, list):
        return [_ids_only(one) for one in value]
    return {"id": value["id"]} if isinstance(value, dict) and "id" in value else value


def _query(
    *, top: int = 0, skip: int = 0, count: bool = False, condition: str = "", order: str = "", expand: str = ""
) -> str:
    """Return OData's options as a query; those that are not asked for are left out."""
    options = {
        "$top": str(top) if top else "",
        "$skip": str(skip) if skip else "",
        "$count": "true" if count else "",
        "$filter": condition,
        "$orderby": order,
        "$expand": expand,
    }
    asked = "&".join(f"{name}={quote(value, safe=',/')}" for name, value in options.items() if value)
    return f"?{asked}" if asked else ""
