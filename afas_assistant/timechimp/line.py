"""One generation's line to TimeChimp: sends, keeps the pace, asks again where that is safe, and reads JSON.

Reads are asked again after a broken line or a server out of order, three times at most. Writes are sent once; only
after 429 are they sent again, since TimeChimp counts a call before it looks at it.
"""

import logging
from codecs import BOM_UTF8
from collections.abc import Iterator
from typing import Any

from afas_assistant.errors import RetryableError
from afas_assistant.logs import SECRETS
from afas_assistant.timechimp.content import UnreadableContent, list_in, parsed, rows_in, text_of
from afas_assistant.timechimp.errors import (
    Exchange,
    TimeChimpError,
    message_in_success,
    readdress,
    refusal,
    retry_after,
    unexpected_shape,
    unreadable,
    words_in,
)
from afas_assistant.timechimp.fields import WrongShape, record_name
from afas_assistant.timechimp.hosts import allowed_url
from afas_assistant.timechimp.key import Generation, TimeChimpKey
from afas_assistant.timechimp.pace import Pace, Waiting, shared_pace, unseen
from afas_assistant.timechimp.writes import Write
from afas_assistant.transport import LineError, Reply, Transport, TransportError

SECONDS = 120.0
"""For one exchange: v1 gives a whole list in one reply."""
LONGEST_WAIT = 120.0
"""Seconds. TimeChimp asking for more patience than this is told to the caller at once."""
TIMES_THROTTLED = 3
PAUSES = (0.5, 2.0)
"""Seconds before a read is asked for the second and the third time."""

_log = logging.getLogger(__name__)


class Line:
    """Sends requests below one base with one key. Safe to share by threads.

    A transport that is given is not closed with the line. `waiting` is told of waits, see `pace`. Every call raises
    TimeChimpError when TimeChimp refuses and TransportError when the line fails.
    """

    def __init__(
        self,
        base: str,
        generation: Generation,
        key: TimeChimpKey,
        *,
        transport: Transport | None = None,
        pace: Pace | None = None,
        waiting: Waiting = unseen,
        seconds: float = SECONDS,
    ) -> None:
        SECRETS.register(key.secrets())
        self.base = base
        self._key = key
        self._headers = {"Accept": "application/json", **key.headers(generation)}
        self._own_transport = transport is None
        self._transport = transport or Transport(allowed_url)
        self._pace = pace or shared_pace(f"{base} {key.fingerprint}")
        self._waiting = waiting
        self._seconds = seconds

    def __repr__(self) -> str:
        return f"Line({self.base!r})"

    def read(self, path: str, query: str = "") -> Reply:
        """Return the reply to a GET; a success."""
        for pause in (*PAUSES, None):
            try:
                return self._send("GET", f"{path}{query}")
            except (LineError, TimeChimpError) as error:
                if pause is None or not _worth_asking_again(error):
                    raise
                _log.info("asking again after %s, in %.1f s", error.code, pause)
                self._pace.rest(pause)
        raise AssertionError("the last try returns or raises")

    def value(self, reply: Reply, method: str = "GET") -> Any:  # noqa: ANN401 - JSON
        """Return the JSON of a success; an object that holds nothing but a message is an error."""
        try:
            body = parsed(text_of(reply.content))
        except UnreadableContent as error:
            raise unreadable(self.exchange(reply, method), error.defect) from None
        if isinstance(body, dict) and "id" not in body and list_in(body) is None and words_in(body):
            raise message_in_success(self.exchange(reply, method))
        return body

    def object(self, path: str, query: str = "") -> tuple[Reply, dict[str, Any]]:
        """Return one object with the reply that it came in."""
        reply = self.read(path, query)
        body = self.value(reply)
        if not isinstance(body, dict):
            raise self.wrong(reply)
        return reply, body

    def rows(self, path: str) -> Iterator[tuple[Reply, Any]]:
        """Return the rows of a list that comes whole, each with the reply that it came in."""
        reply = self.read(path)
        content = reply.content
        if not content.removeprefix(BOM_UTF8).lstrip().startswith(b"["):
            listed = list_in(self.value(reply))
            if listed is None:
                raise self.wrong(reply)
            yield from ((reply, row) for row in listed)
            return
        bare = without_content(reply)
        del reply
        try:
            yield from ((bare, row) for row in rows_in(content))
        except UnreadableContent as error:
            raise unreadable(self.exchange(bare), error.defect) from None

    def write(self, write: Write) -> Any:  # noqa: ANN401 - JSON
        """Send a write once; returns the JSON of the reply, None when it is empty."""
        reply = self._send(write.method, write.path, write.content.encode())
        return self.value(reply, write.method) if reply.content.strip() else None

    def wrong(self, reply: Reply, error: WrongShape | None = None, row: Any = None) -> TimeChimpError:  # noqa: ANN401 - JSON
        """Return the error for a reply that does not say what it should; `row` is the record in which, if known."""
        place = " ".join(filter(None, (error.field, record_name(row)))) if error else ""
        return unexpected_shape(self.exchange(reply), place)

    def exchange(self, reply: Reply, method: str = "GET") -> Exchange:
        """Return what an error is made of."""
        return Exchange(reply, method, self._key.secrets())

    def close(self) -> None:
        """Close the connections, unless they were given by the caller."""
        if self._own_transport:
            self._transport.close()

    def _send(self, method: str, path: str, content: bytes | None = None) -> Reply:
        """Send, wait as long as TimeChimp asks for, and send again; returns a success or raises."""
        url = f"{self.base}/{path}"
        headers = self._headers if content is None else {**self._headers, "Content-Type": "application/json"}
        for times in range(1, TIMES_THROTTLED + 1):
            with self._pace.call(self._waiting):
                reply = self._exchange(method, url, headers, content)
            if 200 <= reply.status < 300:
                return reply
            asked = retry_after(reply)
            wait = self._pace.until_next_minute() if asked is None else asked
            if reply.status != 429 or times == TIMES_THROTTLED or wait > LONGEST_WAIT:
                break
            _log.info("TimeChimp asks for %.0f s of patience", wait)
            self._pace.hold(wait)
        raise refusal(self.exchange(reply, method))

    def _exchange(self, method: str, url: str, headers: dict[str, str], content: bytes | None) -> Reply:
        try:
            return self._transport.send(method, url, headers=headers, content=content, timeout=self._seconds)
        except TransportError as error:
            readdress(error)
            raise


def _worth_asking_again(error: LineError | TimeChimpError) -> bool:
    """Return whether a read may well succeed now; a server that kept silent for two minutes will again."""
    if isinstance(error, LineError):
        return error.code == "line_broken"
    return isinstance(error, RetryableError) and error.status != 429


def without_content(reply: Reply) -> Reply:
    """Return a reply for complaints only: a long list need not be held twice."""
    return Reply(reply.status, reply.headers, b"", reply.url, reply.elapsed)
