"""The pretend remote systems as the web application sees them: what answers a call, and how that goes onto the line."""

from typing import Protocol

from starlette.requests import Request

from afas_assistant.practice.failures import Reply

Headers = list[tuple[str, str]]


class Side(Protocol):
    """One pretend remote system."""

    @property
    def delay(self) -> float:
        """Seconds that every reply of this system waits."""

    def answer(self, request: Request, content: bytes) -> Reply | None:
        """Answer a call whose body was read; None means that the line is cut without an answer."""

    def refused(self, kind: str, seconds: float) -> Reply:
        """Give this system's reply to a fault: 500, 503, 429 or locked."""

    def headers(self, reply: Reply, milliseconds: int) -> Headers:
        """Give all headers of a reply."""
