"""How requests show who they are: an interface, so that OAuth can follow the classic token unnoticed by callers.

AFAS's OAuth asks more of a client than a fixed header: a proof per request (DPoP signs method and URL), a nonce that
the server hands out in a first, refused answer, and tokens that end after an hour. Hence three methods and no more.
"""

from typing import Protocol, runtime_checkable

from afas_assistant.afas.token import ClassicToken
from afas_assistant.transport import Reply

__all__ = ["Authentication", "ClassicToken"]


@runtime_checkable
class Authentication(Protocol):
    """Who is asking. Implementations are safe to share by threads, and show nothing in repr, str or exceptions."""

    def headers(self, method: str, url: str) -> dict[str, str]:
        """Return the headers for one sending of one request; called again for every repetition."""
        ...

    def challenged(self, reply: Reply) -> bool:
        """Look at a reply; return True when it asked for other credentials and those are ready now.

        Called with every reply, so that a nonce in a good one is noticed too. After True the request is sent once
        more. A challenged request was refused before AFAS handled it, so this holds for writes as well.
        """
        ...

    def secrets(self) -> tuple[str, ...]:
        """Return the texts that must never be seen, in every spelling that may occur."""
        ...
