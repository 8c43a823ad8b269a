"""The AFAS client: every call that this program makes to an AFAS environment.

Reads are repeated when AFAS is busy or the line breaks; writes are sent once, whatever happens. Two things go with
every call: at most four at once per environment, and the authentication's chance to answer a challenge.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import quote

from pydantic import BaseModel, ValidationError

from afas_assistant.afas import soap
from afas_assistant.afas.address import Address
from afas_assistant.afas.attachment import Attachment, attachment_in
from afas_assistant.afas.authentication import Authentication
from afas_assistant.afas.bodies import body_text
from afas_assistant.afas.content import UnreadableContent, parsed, text_of
from afas_assistant.afas.errors import AfasError, fault, refusal, repeated_page, unexpected_shape, unreadable
from afas_assistant.afas.hosts import allowed_url
from afas_assistant.afas.limits import one_of_four
from afas_assistant.afas.metainfo import GetDefinition, Metainfo, UpdateDefinition
from afas_assistant.afas.paging import Page, pages_of
from afas_assistant.afas.query import Query
from afas_assistant.afas.retries import persistently
from afas_assistant.texts import Language
from afas_assistant.transport import Reply, Transport

__all__ = ["AfasClient", "AfasError", "Attachment", "Page"]

READ_SECONDS = 30.0
WRITE_SECONDS = 120.0

_LANGUAGE_HEADERS: Mapping[Language, str] = {"nl": "nl-nl", "en": "en-us"}
_JSON = {"Content-Type": "application/json;charset=utf-8"}
_Model = TypeVar("_Model", bound=BaseModel)


@dataclass(frozen=True)
class _Request:
    method: str
    url: str
    seconds: float
    content: bytes | None = None
    headers: Mapping[str, str] | None = None


class AfasClient:
    """One environment, seen with one token. Safe to share by threads.

    `language` is that of AFAS's messages. `integration_id` is what AFAS asks of its partners (subscription number,
    underscore, project number). `retry` False sends reads once too. Times are in seconds. A transport that is given is
    not closed with the client. Every call raises AfasError when AFAS refuses and TransportError when the line fails.
    """

    def __init__(
        self,
        address: Address,
        authentication: Authentication,
        *,
        transport: Transport | None = None,
        language: Language = "nl",
        integration_id: str | None = None,
        retry: bool = True,
        read_seconds: float = READ_SECONDS,
        write_seconds: float = WRITE_SECONDS,
    ) -> None:
        if integration_id is not None and not re.fullmatch(r"[A-Za-z0-9._-]{1,64}", integration_id, re.ASCII):
            raise ValueError("an integration id is a subscription number, an underscore and a project number")
        self.address = address
        self._authentication = authentication
        self._own_transport = transport is None
        self._transport = transport or Transport(allowed_url, timeout=read_seconds)
        self._retry = retry
        self._read_seconds = read_seconds
        self._write_seconds = write_seconds
        self._headers = {"Accept-Language": _LANGUAGE_HEADERS[language]}
        if integration_id is not None:
            self._headers["IntegrationId"] = integration_id

    def __repr__(self) -> str:
        return f"AfasClient({self.address.rest_url!r})"

    def metainfo(self) -> Metainfo:
        """Return what this token may use, and where it belongs: AFAS's best single answer for a diagnosis."""
        return self._model(Metainfo, "metainfo")

    def get_definition(self, connector: str) -> GetDefinition:
        """Return the columns of a GetConnector."""
        return self._model(GetDefinition, "metainfo", "get", connector)

    def update_definition(self, connector: str) -> UpdateDefinition:
        """Return the fields of an UpdateConnector, sub-objects included."""
        return self._model(UpdateDefinition, "metainfo", "update", connector)

    def first_row(self, connector: str) -> dict[str, Any] | None:
        """Return one row of a GetConnector, whichever comes first, or None when this token sees no rows."""
        rows = self._page(connector, Query(), 0, 1).rows
        return rows[0] if rows else None

    def pages(self, connector: str, query: Query) -> Iterator[Page]:
        """Return the rows page by page; raises ValueError for a query without an order."""
        if not query.order:
            raise ValueError("paging without an order misses and repeats rows")
        return pages_of(lambda skip, take, before: self._page(connector, query, skip, take, before))

    def rows(self, connector: str, query: Query) -> Iterator[dict[str, Any]]:
        """Return the rows one by one, fetched page by page; raises ValueError for a query without an order."""
        return (row for page in self.pages(connector, query) for row in page.rows)

    def profit_version(self) -> str:
        """Return the version of Profit; needs the data connector AppConnectorVersion."""
        reply, body = self._read_object("ProfitVersion")
        version = body.get("version")
        if not isinstance(version, str):
            raise unexpected_shape(reply, "GET", self._authentication.secrets())
        return version

    def subject_file(self, subject_id: int | str, file_id: str) -> Attachment:
        """Return a file of a dossier item; needs AppConnectorSubject. A 404 means no such file, or no right to it."""
        return self._attachment("SubjectConnector", str(subject_id), file_id)

    def report(self, report_id: str, filters: Query | None = None) -> Attachment:
        """Return a report as a file, usually PDF; needs AppConnectorReport."""
        return self._attachment("ReportConnector", report_id, query=(filters or Query()).query_string())

    def xml_schema(self, update_connector: str) -> str:
        """Return an UpdateConnector's XML schema, by SOAP; needs the data connector GetXMLSchema."""
        content = soap.schema_request(update_connector)
        url = f"{self.address.soap_url}/{soap.SERVICE}"
        reply = self._read(_Request("POST", url, self._read_seconds, content, soap.HEADERS))
        try:
            return soap.schema_in(text_of(reply))
        except soap.UnreadableXml:
            raise unexpected_shape(reply, "POST", self._authentication.secrets()) from None

    def insert(self, connector: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Send a new record to an UpdateConnector ("KnSubject", or "Main/Sub" for a sub-record).

        Returns the keys that AFAS gave, by root: `{"KnSubject": {"SbId": "1"}}`, empty when AFAS sends none. Sent once.
        """
        return self._write("POST", _segments(connector), body)

    def update(self, connector: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Send a change to an UpdateConnector; returns as `insert` does. Sent once."""
        return self._write("PUT", _segments(connector), body)

    def delete(self, path: str | Sequence[str]) -> dict[str, Any]:
        """Delete a record: "KnSubject/KnSubject/@SbId/12", or its parts when a key holds a slash. Sent once."""
        return self._write("DELETE", _segments(path), None)

    def write(self, method: str, path: str, content: bytes | None) -> dict[str, Any]:
        """Send a body that was recorded, byte for byte; `path` is below `connectors`. Returns as `insert` does."""
        return self._send_body(method, _segments(path), content)

    def close(self) -> None:
        """Close the connections, unless they were given by the caller."""
        if self._own_transport:
            self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _page(self, connector: str, query: Query, skip: int, take: int, before: Page | None = None) -> Page:
        reply, body = self._read_object("connectors", connector, query=query.query_string(skip, take))
        rows = body.get("rows")
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise unexpected_shape(reply, "GET", self._authentication.secrets())
        page = Page(skip, take, tuple(rows))
        if body.get("skip", skip) != skip or (before is not None and page.repeats(before)):
            raise repeated_page(reply, "GET", self._authentication.secrets())
        return page

    def _model(self, model: type[_Model], *segments: str) -> _Model:
        reply, body = self._read_object(*segments)
        try:
            made = model.model_validate(body)
        except ValidationError:
            raise unexpected_shape(reply, "GET", self._authentication.secrets()) from None
        if not made.model_fields_set:  # some other JSON object: not one of AFAS's keys is in it
            raise unexpected_shape(reply, "GET", self._authentication.secrets())
        return made

    def _attachment(self, *segments: str, query: str = "") -> Attachment:
        reply, body = self._read_object(*segments, query=query)
        try:
            return attachment_in(body)
        except ValueError:
            raise unexpected_shape(reply, "GET", self._authentication.secrets()) from None

    def _read_object(self, *segments: str, query: str = "") -> tuple[Reply, dict[str, Any]]:
        reply = self._read(_Request("GET", f"{self._url(segments)}{query}", self._read_seconds))
        return reply, self._object(reply, "GET")

    def _read(self, request: _Request) -> Reply:
        if not self._retry:
            return self._send(request, request.seconds)
        return persistently(lambda left: self._send(request, min(request.seconds, left)))

    def _write(self, method: str, segments: Sequence[str], body: Mapping[str, Any] | None) -> dict[str, Any]:
        content = None if body is None else body_text(body).encode()
        return self._send_body(method, segments, content)

    def _send_body(self, method: str, segments: Sequence[str], content: bytes | None) -> dict[str, Any]:
        url = self._url(("connectors", *segments))
        reply = self._send(_Request(method, url, self._write_seconds, content, _JSON), self._write_seconds)
        if not reply.content.strip():
            return {}
        answer = self._object(reply, method)
        results = answer.get("results")
        return results if isinstance(results, dict) else answer

    def _send(self, request: _Request, seconds: float) -> Reply:
        """Send once, and once more after a challenge of the authentication; returns a success or raises."""
        with one_of_four(self.address):
            reply = self._send_as_is(request, seconds)
            if self._authentication.challenged(reply):
                reply = self._send_as_is(request, seconds)
                self._authentication.challenged(reply)
        if 200 <= reply.status < 300:
            return reply
        words = soap.fault_string(text_of(reply)) if request.headers is soap.HEADERS else None
        if words is not None:
            raise fault(reply, request.method, self._authentication.secrets(), words)
        raise refusal(reply, request.method, self._authentication.secrets())

    def _send_as_is(self, request: _Request, seconds: float) -> Reply:
        credentials = self._authentication.headers(request.method, request.url)
        headers = {**self._headers, **(request.headers or {}), **credentials}
        return self._transport.send(
            request.method, request.url, headers=headers, content=request.content, timeout=seconds
        )

    def _object(self, reply: Reply, method: str) -> dict[str, Any]:
        try:
            body = parsed(text_of(reply))
        except UnreadableContent as error:
            raise unreadable(reply, method, self._authentication.secrets(), error.defect) from None
        if not isinstance(body, dict):
            raise unexpected_shape(reply, method, self._authentication.secrets())
        return body

    def _url(self, segments: Sequence[str]) -> str:
        return "/".join((self.address.rest_url, *(_encoded(segment) for segment in segments)))


def _segments(path: str | Sequence[str]) -> tuple[str, ...]:
    return tuple(path.split("/")) if isinstance(path, str) else tuple(path)


def _encoded(segment: str) -> str:
    """Return a name as one part of a path: blanks, slashes and per cent signs in it must not become structure."""
    if not segment.strip():
        raise ValueError("an empty name has no address")
    # Dots alone would climb to another path; @ and comma are AFAS's own signs for keys.
    return segment.replace(".", "%2E") if not segment.strip(".") else quote(segment, safe="@,", errors="replace")
