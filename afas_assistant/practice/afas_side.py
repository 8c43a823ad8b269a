"""The pretend AFAS on the line: its hosts and addresses, and the faults of the line that a scenario brings."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from starlette.requests import Request

from afas_assistant.practice import failures, replies, rest, soap
from afas_assistant.practice.failures import RefusalError, Reply
from afas_assistant.practice.rest import Call
from afas_assistant.practice.sides import Headers
from afas_assistant.practice.state import State

REST_ROOT = "profitrestservices"
SOAP_ROOT = "profitservices"
REST_HOSTS = frozenset(rest.HOSTS.values())
SOAP_HOSTS = frozenset(soap.HOSTS.values())


class AfasSide:
    """Answers as AFAS would."""

    def __init__(self, state: State) -> None:
        self._state = state

    @property
    def delay(self) -> float:
        """The scenario's own wait."""
        return self._state.environment.delay

    def answer(self, request: Request, content: bytes) -> Reply | None:
        """Answer, or let the line fail as the scenario says; None means that the line is cut without an answer."""
        fault = self._state.environment.fault
        if fault == "line_cut":
            return None
        early = self._early(fault, request)
        if early is not None:
            return early
        reply = self._routed(request, content)
        return _halved(reply) if fault == "broken_json" else reply

    def refused(self, kind: str, seconds: float) -> Reply:
        """Give AFAS's reply to a fault of the line."""
        match kind:
            case "503":
                return failures.maintenance(round(seconds))
            case "429":
                return failures.busy(429, round(seconds))
            case _:
                refusal = RefusalError("layout_locked" if kind == "locked" else "unexpected")
                return failures.functional(refusal, self._state.environment.base_language)

    def headers(self, reply: Reply, milliseconds: int) -> Headers:
        """Give AFAS's headers."""
        return replies.headers(reply, milliseconds=milliseconds, traced=not self._state.environment.before_profit_7)

    def _early(self, fault: str, request: Request) -> Reply | None:
        """Give the reply of a fault that does not look at the call."""
        match fault:
            case "maintenance":
                return failures.maintenance()
            case "proxy_page":
                return failures.proxy_page()
            case "busy":
                return failures.busy(503, 1) if self._turn_is_busy(request) else None
            case "rate_limited":
                return failures.busy(429, 1) if self._is_first_visit(request) else None
            case _:
                return None

    def _turn_is_busy(self, request: Request) -> bool:
        """Turn away every third call, once: the same call again is let in and does not count."""
        asked = f"{request.method} {request.url.path}?{request.url.query}"
        with self._state.lock:
            if asked in self._state.turned_away:
                self._state.turned_away.remove(asked)
                return False
            turned_away = next(self._state.calls) % 3 == 0
            if turned_away:
                self._state.turned_away.add(asked)
            return turned_away

    def _is_first_visit(self, request: Request) -> bool:
        """Tell whether this address is called for the first time."""
        with self._state.lock:
            first = request.url.path not in self._state.turned_away
            self._state.turned_away.add(request.url.path)
            return first

    def _routed(self, request: Request, content: bytes) -> Reply:
        """Send the call to the REST or the SOAP side by its first path segments."""
        host, root, segments = placed(request.scope)
        headers = {name.lower(): value for name, value in request.headers.items()}
        call = Call(request.method, host, segments, request.url.query, headers, content)
        if root == REST_ROOT and host in REST_HOSTS | {""}:
            return rest.answer(self._state, call)
        if root == SOAP_ROOT and host in SOAP_HOSTS | {""}:
            return soap.answer(self._state, call)
        return failures.empty(404)


def placed(scope: Mapping[str, Any]) -> tuple[str, str, list[str]]:
    """Split a path into host label, root and the rest; each segment is decoded by itself."""
    raw = scope.get("raw_path") or str(scope["path"]).encode()
    parts = [unquote(part) for part in raw.decode("ascii").split("?")[0].strip("/").split("/")]
    host = parts.pop(0).lower() if parts[0].lower() in REST_HOSTS | SOAP_HOSTS else ""
    root = parts.pop(0).lower() if parts else ""
    return host, root, parts


def _halved(reply: Reply) -> Reply:
    """Cut a JSON reply in the middle, as a broken proxy does; other replies stay whole."""
    if not reply.content_type.startswith("application/json"):
        return reply
    return Reply(reply.status, reply.content[: len(reply.content) // 2], reply.content_type, reply.headers)
