"""A TimeChimp in memory for tests of the client, with a clock that only moves when somebody waits."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from afas_assistant.texts import literal
from afas_assistant.timechimp.api import TimeChimp
from afas_assistant.timechimp.hosts import Bases
from afas_assistant.timechimp.key import Generation, parse_key
from afas_assistant.timechimp.pace import Pace
from afas_assistant.timechimp.probe import open_timechimp
from afas_assistant.transport import LineError, RefusalError, Reply, Transport, TransportError

KEY = parse_key("abcdef0123456789")
BASES = Bases("http://127.0.0.1:9/v1", "http://127.0.0.1:9")


@dataclass(frozen=True)
class Asked:
    """A request: `path` is below the base's host, decoded; `query` its options; `body` its JSON, None without one."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: Any
    content: bytes | None


@dataclass(frozen=True)
class Says:
    """What TimeChimp answers; `body` is JSON unless it is text."""

    body: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


class PretendTransport(Transport):
    """Answers by a function that returns what to say or raises what the line does."""

    def __init__(self, behaviour: Callable[[Asked], Says]) -> None:
        super().__init__(lambda _: False)
        self.behaviour = behaviour
        self.asked: list[Asked] = []

    def send(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        content: bytes | None = None,
        timeout: float | None = None,
    ) -> Reply:
        """Answer at once."""
        parts = urlsplit(url)
        body = None if content is None else json.loads(content)
        asked = Asked(method, unquote(parts.path), dict(parse_qsl(parts.query)), dict(headers), body, content)
        self.asked.append(asked)
        said = self.behaviour(asked)
        text = said.body if isinstance(said.body, str) else "" if said.body is None else json.dumps(said.body)
        return Reply(said.status, dict(said.headers), text.encode(), url, 0.0)

    def calls(self) -> list[str]:
        """Return method and path of what was asked."""
        return [f"{one.method} {one.path}" for one in self.asked]


class Time:
    """A clock that moves only when somebody sleeps or the test moves it; `slept` is all sleeps."""

    def __init__(self, wall: float = 0.0) -> None:
        self.now = 1000.0
        self.offset = wall - self.now
        self.slept: list[float] = []

    def pace(self, calls: int = 100) -> Pace:
        """Return a pace by this clock."""
        return Pace(calls=calls, now=lambda: self.now, wall=lambda: self.now + self.offset, sleep=self.sleep)

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.slept.append(seconds)
        self.now += seconds


def line_trouble(code: str = "line_broken", *, maybe_sent: bool = True) -> TransportError:
    """Return an error as the transport raises it."""
    kind = LineError if code in {"dns_failed", "host_unreachable", "timed_out", "line_broken"} else RefusalError
    error = kind(code, title=literal(code), explanation=literal("afas.online"), action=literal("afasstatus.nl"))
    error.maybe_sent = maybe_sent
    return error


def v1(behaviour: Callable[[Asked], Says], pace: Pace | None = None) -> tuple[TimeChimp, PretendTransport]:
    """Return a client of v1 with its transport."""
    return _client(Generation.V1, behaviour, pace)


def v2(behaviour: Callable[[Asked], Says], pace: Pace | None = None) -> tuple[TimeChimp, PretendTransport]:
    """Return a client of v2 with its transport."""
    return _client(Generation.V2, behaviour, pace)


def _client(
    generation: Generation, behaviour: Callable[[Asked], Says], pace: Pace | None
) -> tuple[TimeChimp, PretendTransport]:
    transport = PretendTransport(behaviour)
    return open_timechimp(generation, KEY, BASES, transport=transport, pace=pace or Time().pace()), transport


def table(answers: Mapping[str, Any]) -> Callable[[Asked], Says]:
    """Answer by method and path; what is not in the table is 404."""

    def behaviour(asked: Asked) -> Says:
        answer = answers.get(f"{asked.method} {asked.path}", Says({"message": "Not found"}, 404))
        return answer if isinstance(answer, Says) else Says(answer)

    return behaviour


def in_turn(*answers: Says | Exception) -> Callable[[Asked], Says]:
    """Answer with each in turn, and go on with the last; exceptions are raised."""
    left = list(answers)

    def behaviour(_: Asked) -> Says:
        answer = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    return behaviour
