"""The line itself: a web protocol that remembers its connections, so that a scenario can cut one without an answer."""

import asyncio
from collections.abc import Mapping
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

_open: dict[Any, asyncio.Transport] = {}
_ENOUGH_TO_NOTICE = 0.02


class RememberingProtocol(H11Protocol):
    """uvicorn's own protocol, with each connection kept by its client's address."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Remember the connection."""
        super().connection_made(transport)
        _open[transport.get_extra_info("peername")] = transport

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        _open.pop(self.transport.get_extra_info("peername"), None)
        super().connection_lost(exc)


async def cut(scope: Mapping[str, Any]) -> None:
    """Close a call's connection without an answer, and wait until the server has noticed."""
    transport = _open.get(tuple(scope["client"])) if scope.get("client") else None
    if transport is not None:
        transport.abort()
        await asyncio.sleep(_ENOUGH_TO_NOTICE)
