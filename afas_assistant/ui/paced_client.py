"""The client of a check that is watched: no call is over too soon.

The practice environment answers within a millisecond. Four workers are then busy without a break, Python lets one
thread run at a time, and the window stands still: 90 ms instead of 12, measured. AFAS itself answers later than this
pause lasts, so a real check is not slowed down; a practised one can be followed with the eye.
"""

import time
from collections.abc import Mapping

from afas_assistant.afas.address import Address
from afas_assistant.afas.authentication import Authentication
from afas_assistant.afas.client import READ_SECONDS, AfasClient
from afas_assistant.afas.hosts import allowed_url
from afas_assistant.texts import current_language
from afas_assistant.transport import Reply, Transport

LEAST = 0.04  # seconds that a call takes, its reply included


class PacedTransport(Transport):
    """A transport that hands over no reply before `LEAST` seconds have passed."""

    def send(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        content: bytes | None = None,
        timeout: float | None = None,
    ) -> Reply:
        """Send a request and return the reply, not too soon; the rest is as `Transport.send` tells."""
        began = time.perf_counter()
        try:
            return super().send(method, url, headers=headers, content=content, timeout=timeout)
        finally:
            time.sleep(max(0.0, LEAST - (time.perf_counter() - began)))


class PacedClient(AfasClient):
    """A client with a paced transport of its own."""

    def __init__(self, address: Address, token: Authentication) -> None:
        self._paced = PacedTransport(allowed_url, timeout=READ_SECONDS)
        super().__init__(address, token, transport=self._paced, language=current_language())

    def close(self) -> None:
        """End the connections."""
        super().close()
        self._paced.close()
