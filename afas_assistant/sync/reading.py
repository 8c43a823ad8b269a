"""Hearing how reading goes: what is read, and how much of it there is by now. It can be stopped between two rows.

Both clients are read through a thin layer that counts what passes; the planners know nothing of it.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Protocol, TypeVar, cast

from afas_assistant.afas.client import AfasClient
from afas_assistant.afas.paging import Page
from afas_assistant.afas.query import Query
from afas_assistant.texts import Text, literal, phrase
from afas_assistant.timechimp.api import LAST_DAY, TimeChimp
from afas_assistant.timechimp.models import Activity, Customer, Invoice, Project, ProjectTask, Registration, User
from afas_assistant.timechimp.statuses import Kind

T = TypeVar("T")
TOLD_EVERY = 200
"""Rows between two tellings."""
REGISTRATIONS: dict[Kind, Text] = {
    Kind.HOURS: phrase("Hours in TimeChimp"),
    Kind.EXPENSE: phrase("Expenses in TimeChimp"),
    Kind.RIDE: phrase("Rides in TimeChimp"),
}


class ReadingStopped(Exception):  # noqa: N818 - no error: somebody asked for it
    """Somebody asked to stop while both systems were read; nothing was changed."""


class ReadingListener(Protocol):
    """Hears how reading goes, on the thread that reads."""

    def reading(self, what: Text, count: int) -> None:
        """So many of these were read by now; raises ReadingStopped to stop."""
        ...


def heard_afas(client: AfasClient, listener: ReadingListener) -> AfasClient:
    """Return a client that tells how reading goes."""
    return cast("AfasClient", _HeardAfas(client, listener))


def heard_timechimp(timechimp: TimeChimp, listener: ReadingListener) -> TimeChimp:
    """Return TimeChimp as it tells how reading goes."""
    return cast("TimeChimp", _HeardTimeChimp(timechimp, listener))


class _HeardAfas:
    """Counts rows; all else is the client's own."""

    def __init__(self, client: AfasClient, listener: ReadingListener) -> None:
        self._client, self._listener = client, listener

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the client has
        return getattr(self._client, name)

    def pages(self, connector: str, query: Query) -> Iterator[Page]:
        """Return the rows of a GetConnector, page by page."""
        what, count = phrase("{connector} in AFAS", connector=literal(connector)), 0
        self._listener.reading(what, count)
        for page in self._client.pages(connector, query):
            count += len(page.rows)
            self._listener.reading(what, count)
            yield page


class _HeardTimeChimp:
    """Counts what is gone through; all else is TimeChimp's own."""

    def __init__(self, timechimp: TimeChimp, listener: ReadingListener) -> None:
        self._timechimp, self._listener = timechimp, listener
        self._singly = 0

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever TimeChimp has
        return getattr(self._timechimp, name)

    def customers(self) -> Iterator[Customer]:
        """Return all customers."""
        return self._counted(phrase("Customers in TimeChimp"), self._timechimp.customers())

    def projects(self) -> Iterator[Project]:
        """Return all projects."""
        return self._counted(phrase("Projects in TimeChimp"), self._timechimp.projects())

    def project(self, project_id: int) -> Project:
        """Return one project."""
        return self._one(phrase("Projects in TimeChimp, one by one"), self._timechimp.project(project_id))

    def project_tasks(self) -> Iterator[ProjectTask]:
        """Return the tasks of all projects."""
        return self._counted(phrase("Tasks in TimeChimp"), self._timechimp.project_tasks())

    def activities(self) -> Iterator[Activity]:
        """Return all activities."""
        return self._counted(phrase("Activities in TimeChimp"), self._timechimp.activities())

    def users(self) -> Iterator[User]:
        """Return all employees."""
        return self._counted(phrase("Employees in TimeChimp"), self._timechimp.users())

    def registrations(self, kind: Kind, first: date, last: date) -> Iterator[Registration]:
        """Return the registrations of a period."""
        return self._counted(REGISTRATIONS[kind], self._timechimp.registrations(kind, first, last))

    def invoices(self, first: date, last: date = LAST_DAY) -> Iterator[Invoice]:
        """Return the invoices of a period."""
        return self._counted(phrase("Invoices in TimeChimp"), self._timechimp.invoices(first, last))

    def invoice(self, invoice_id: int) -> Invoice:
        """Return one invoice."""
        return self._one(phrase("Invoices in TimeChimp, one by one"), self._timechimp.invoice(invoice_id))

    def _counted(self, what: Text, rows: Iterable[T]) -> Iterator[T]:
        count = self._singly = 0
        self._listener.reading(what, count)
        for count, row in enumerate(rows, 1):
            if count % TOLD_EVERY == 0:
                self._listener.reading(what, count)
            yield row
        self._listener.reading(what, count)

    def _one(self, what: Text, row: T) -> T:
        self._singly += 1
        self._listener.reading(what, self._singly)
        return row
