"""AFAS's error replies: empty refusals, the JSON of a functional refusal, maintenance, and what proxies send.

Source: AFAS's troubleshooting page and OpenAPI responses; the texts stand in ``messages``.
"""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from afas_assistant.practice.messages import MESSAGES

Language = Literal["nl", "en"]
JSON = "application/json; charset=utf-8"
RETRY_AFTER_MAINTENANCE = 7200


@dataclass(frozen=True)
class Reply:
    """An answer before it goes onto the line; ``reference`` is the profitLogReference of a functional error."""

    status: int
    content: bytes = b""
    content_type: str = "application/xml; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    reference: str | None = None
    message: str | None = None


class RefusalError(Exception):
    """A functional refusal on its way to a 500 reply; ``kind`` is a key of MESSAGES."""

    def __init__(self, kind: str, **values: object) -> None:
        super().__init__(kind)
        self.kind = kind
        self.values = values

    def text(self, language: Language) -> str:
        """Give AFAS's sentence in the language asked for."""
        dutch, english, _ = MESSAGES[self.kind]
        return (dutch if language == "nl" else english).format(**self.values)


def language_of(header: str | None, base: Language) -> Language:
    """Choose the language of texts: the Accept-Language header, else the environment's base language."""
    wanted = (header or "").strip().lower()[:2]
    return "nl" if wanted == "nl" else "en" if wanted == "en" else base


def empty(status: int) -> Reply:
    """Give a reply without a body, as AFAS does for 401, 403, 404 and 413."""
    return Reply(status)


def functional(refusal: RefusalError, language: Language) -> Reply:
    """Give the 500 reply of a functional refusal, with a fresh reference into the environment log."""
    reference = uuid.uuid4().hex.upper()
    text = refusal.text(language)
    body = {"externalMessage": text, "errorNumber": MESSAGES[refusal.kind][2], "profitLogReference": reference}
    return Reply(500, _dump(body), JSON, reference=reference, message=text)


def invalid_json() -> Reply:
    """Give the reply to a body that is no JSON."""
    return Reply(400, _dump({"message": "Invalid json"}), JSON)


def maintenance(seconds: int = RETRY_AFTER_MAINTENANCE) -> Reply:
    """Give AFAS's maintenance reply; the nesting under ``example`` is literally what AFAS publishes."""
    sentence = "Service temporarily unavailable due to scheduled maintenance. Please check afasstatus.nl for details."
    body = {
        "error": {"code": {"example": "503"}, "message": {"example": sentence}},
        "retry_after": seconds,
    }
    return Reply(503, _dump(body), JSON, {"Retry-After": str(seconds)})


def busy(status: int, seconds: int) -> Reply:
    """Give a short refusal that asks to come back: 503, or 429 (which AFAS documents nowhere)."""
    return Reply(status, headers={"Retry-After": str(seconds)})


def proxy_page() -> Reply:
    """Give the page of a company's proxy: HTML with status 200 in place of AFAS's answer."""
    page = (
        "<!DOCTYPE html><html><head><title>Aanmelden</title></head><body><h1>Aanmelden bij het bedrijfsnetwerk</h1>"
        "<form><input name='user'><input name='password' type='password'></form></body></html>"
    )
    return Reply(200, page.encode(), "text/html; charset=utf-8")


def _dump(body: object) -> bytes:
    """Write JSON on one line, letters as they are."""
    return json.dumps(body, ensure_ascii=False).encode()
