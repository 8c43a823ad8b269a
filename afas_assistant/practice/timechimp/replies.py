"""Replies as TimeChimp gives them: JSON, errors as ``{"message"}``, and few headers."""

import json
from email.utils import formatdate

from afas_assistant.practice.failures import JSON, Reply


class RefusedError(Exception):
    """A call that TimeChimp refuses; who answers gives it the body of its generation."""

    def __init__(self, status: int, message: str, *, retry_after: int | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.retry_after = retry_after


def not_found(what: str) -> RefusedError:
    """Give the refusal of an id or an address that does not exist here."""
    return RefusedError(404, f"{what} not found.")


def not_valid(why: str) -> RefusedError:
    """Give the refusal of a body or a query; the wording is our own."""
    return RefusedError(400, why)


def shown(body: object, status: int = 200) -> Reply:
    """Write a body as JSON on one line."""
    return Reply(status, encoded(body), JSON)


def encoded(body: object) -> bytes:
    """Write JSON, letters as they are, decimals as doubles."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def headers(reply: Reply) -> list[tuple[str, str]]:
    """Give all headers of a reply; an empty one has no content type."""
    content = [("Content-Type", reply.content_type)] if reply.content else []
    length = ("Content-Length", str(len(reply.content)))
    return [*content, length, ("Cache-Control", "no-cache"), ("Date", formatdate(usegmt=True)), *reply.headers.items()]
