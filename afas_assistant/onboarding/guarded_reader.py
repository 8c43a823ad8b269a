"""A reader that gives up when AFAS has gone silent, so that a check ends while somebody still waits for it.

Every call goes through one guard: after several calls in a row without an answer, or a long time without any, the rest
is not tried; each gets the last error at once.
"""

import threading
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

from afas_assistant.afas.client import Attachment, Page
from afas_assistant.afas.metainfo import GetDefinition, Metainfo, UpdateDefinition
from afas_assistant.afas.query import Query
from afas_assistant.errors import AssistantError
from afas_assistant.onboarding.environment_reader import EnvironmentReader

T = TypeVar("T")

IN_A_ROW = 4
"""So many calls in a row without an answer: AFAS has gone away in mid-check."""
SILENT_SECONDS = 40.0
"""So long without any answer at all; one call alone may take up to 45 seconds with its repetitions."""
_NO_ANSWER = frozenset(
    {"timed_out", "line_broken", "host_unreachable", "dns_failed", "maintenance", "too_many_requests"}
)


class GuardedReader:
    """The reading half of the client, behind the guard; safe to share by threads."""

    def __init__(self, reader: EnvironmentReader, clock: Callable[[], float] = time.monotonic) -> None:
        self._reader = reader
        self._clock = clock
        self._lock = threading.Lock()
        self._unanswered = 0
        self._answered_at = clock()
        self._given_up: AssistantError | None = None

    def metainfo(self) -> Metainfo:
        """Return all that the token may use."""
        return self._call(self._reader.metainfo)

    def get_definition(self, connector_id: str) -> GetDefinition:
        """Return a GetConnector's fields."""
        return self._call(lambda: self._reader.get_definition(connector_id))

    def update_definition(self, connector_id: str) -> UpdateDefinition:
        """Return an UpdateConnector's fields and objects."""
        return self._call(lambda: self._reader.update_definition(connector_id))

    def first_row(self, connector: str) -> dict[str, object] | None:
        """Return the first row, or None when there is none."""
        return self._call(lambda: self._reader.first_row(connector))

    def pages(self, connector: str, query: Query) -> Iterator[Page]:
        """Yield pages, sorted; each is a call of its own."""
        pages = self._reader.pages(connector, query)
        while (page := self._call(lambda: next(pages, None))) is not None:
            yield page

    def profit_version(self) -> str:
        """Return the Profit version."""
        return self._call(self._reader.profit_version)

    def subject_file(self, subject_id: str, file_id: str) -> Attachment:
        """Return a dossier item's file."""
        return self._call(lambda: self._reader.subject_file(subject_id, file_id))

    def report(self, report_id: str) -> Attachment:
        """Return a report as PDF."""
        return self._call(lambda: self._reader.report(report_id))

    def xml_schema(self, update_connector: str) -> str:
        """Return an UpdateConnector's XSD through the SOAP data connector."""
        return self._call(lambda: self._reader.xml_schema(update_connector))

    def close(self) -> None:
        """End the connections."""
        self._reader.close()

    def _call(self, call: Callable[[], T]) -> T:
        if self._given_up is not None:
            raise self._given_up
        try:
            value = call()
        except AssistantError as error:
            self._heard(error if error.code in _NO_ANSWER else None)
            raise
        self._heard(None)
        return value

    def _heard(self, error: AssistantError | None) -> None:
        with self._lock:
            if error is None:
                self._unanswered, self._answered_at = 0, self._clock()
                return
            self._unanswered += 1
            if self._unanswered >= IN_A_ROW or self._clock() - self._answered_at > SILENT_SECONDS:
                self._given_up = error
