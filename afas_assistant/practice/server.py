"""The web application: one endpoint for each pretend remote system, and the control side under ``/practice``."""

import asyncio
import time
from datetime import datetime
from functools import partial
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from afas_assistant.practice import faults
from afas_assistant.practice.afas_side import AfasSide
from afas_assistant.practice.control import control_routes
from afas_assistant.practice.failures import Reply
from afas_assistant.practice.faults import Fault, Hit
from afas_assistant.practice.line import cut
from afas_assistant.practice.sides import Headers, Side
from afas_assistant.practice.state import State
from afas_assistant.practice.timechimp.service import V1_ROOT, V2_ROOT
from afas_assistant.practice.timechimp.side import TimeChimpSide


def application(state: State) -> Starlette:
    """Make the web application around a state."""
    v1 = Endpoint(state, TimeChimpSide(state.timechimp, "v1"))
    v2 = Endpoint(state, TimeChimpSide(state.timechimp, "v2"))
    return Starlette(
        routes=[
            *control_routes(state),
            Route(f"/{V1_ROOT}/{{path:path}}", v1),
            Route(f"/{V2_ROOT}/{{path:path}}", v2),
            Route("/{path:path}", Endpoint(state, AfasSide(state))),
        ]
    )


class Endpoint:
    """Brings calls to a pretend remote system and its answers back, over a line that can fail; keeps the log."""

    def __init__(self, state: State, side: Side) -> None:
        self._state = state
        self._side = side

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one call, or cut its line."""
        request = Request(scope, receive)
        started = time.perf_counter()
        content = await request.body()
        await asyncio.sleep(max(self._state.delay, self._side.delay))
        await run_in_threadpool(self._state.faults.settle)
        struck = self._struck(request)
        reply = await self._reply(request, content, struck)
        milliseconds = round((time.perf_counter() - started) * 1000)
        if not request.url.path.startswith("/practice"):
            self._record(request, reply, milliseconds)
        if reply is None:
            await cut(scope)
            return
        headers = self._side.headers(reply, milliseconds)
        if struck and struck[0].kind == "half":
            await _send_half(scope, send, reply, headers)
            return
        response = Response(reply.content, reply.status)
        response.raw_headers = _raw(headers)
        await response(scope, receive, send)

    def _struck(self, request: Request) -> tuple[Fault, Hit] | None:
        """Ask whether a fault hits this call."""
        query = f"?{request.url.query}" if request.url.query else ""
        return self._state.faults.struck(request.method, f"{request.url.path}{query}")

    async def _reply(self, request: Request, content: bytes, struck: tuple[Fault, Hit] | None) -> Reply | None:
        """Let the side answer, or take the call through its fault."""
        handle = partial(self._side.answer, request, content)
        if struck is None:
            return await run_in_threadpool(handle)
        return await faults.passed(self._state.faults, struck, handle, self._side.refused, request.receive)

    def _record(self, request: Request, reply: Reply | None, milliseconds: int) -> None:
        """Keep the call in the log, and a functional error in the environment log; never a header or a body."""
        line: dict[str, Any] = {
            "time": datetime.now().astimezone().isoformat(timespec="milliseconds"),
            "method": request.method,
            "path": request.url.path,
            "query": request.url.query,
            "status": reply.status if reply else None,
            "milliseconds": milliseconds,
            "profitLogReference": reply.reference if reply else None,
        }
        self._state.record(line, reply.message if reply else None)


def _raw(headers: Headers) -> list[tuple[bytes, bytes]]:
    """Write headers as the web server wants them."""
    return [(name.lower().encode(), value.encode()) for name, value in headers]


async def _send_half(scope: Scope, send: Send, reply: Reply, headers: Headers) -> None:
    """Send the headers of the whole reply and half of its body, and cut the line."""
    half = reply.content[: len(reply.content) // 2]
    await send({"type": "http.response.start", "status": reply.status, "headers": _raw(headers)})
    await send({"type": "http.response.body", "body": half, "more_body": True})
    await cut(scope)
