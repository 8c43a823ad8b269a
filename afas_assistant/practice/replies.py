"""Successful replies: JSON in the notation of the Profit version, and the headers every AFAS reply carries."""

import json
import re
import uuid
from email.utils import formatdate

from afas_assistant.practice.failures import JSON, Reply

_PLACE = re.compile(r'"\\u0000(-?[\d.]+)\\u0000"')


def written(body: object, *, before_profit_7: bool, status: int = 200) -> Reply:
    """Write a body as JSON: one line since Profit 7; before it indented, with ``-.5`` (which is no valid JSON)."""
    if before_profit_7:
        text = _PLACE.sub(r"\1", json.dumps(_marked(body), indent=2))
        return Reply(status, text.encode(), JSON)
    return Reply(status, json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(), JSON)


def _marked(value: object) -> object:
    """Mark decimals below one as text between zero characters, to be freed of quotes and leading zero later."""
    if isinstance(value, float):
        text = repr(value)
        sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
        return f"\0{sign}{digits[1:]}\0" if digits.startswith("0.") else value
    if isinstance(value, dict):
        return {key: _marked(part) for key, part in value.items()}
    return [_marked(part) for part in value] if isinstance(value, list) else value


def headers(reply: Reply, *, milliseconds: int, traced: bool) -> list[tuple[str, str]]:
    """Give all headers of a reply: AFAS's fixed ones, the trace identifier (since Profit 7) and the reply's own."""
    fixed = [
        ("Cache-Control", "no-store, no-cache"),
        ("Content-Type", reply.content_type),
        ("Content-Length", str(len(reply.content))),
        ("Strict-Transport-Security", "max-age=31536000"),
        ("X-AFAS-Proxy-Version", "4.3.0.0"),
        ("X-AFAS-Proxy-Stats", f"init(0ms), before response(0ms), complete({milliseconds}ms)"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "deny"),
        ("Access-Control-Allow-Origin", "*"),
        ("Access-Control-Allow-Headers", "Content-Type, Accept, Authorization, OnlineSessionId, Accept-Language"),
        ("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE, OPTIONS"),
        ("Access-Control-Max-Age", "1728000"),
        ("Date", formatdate(usegmt=True)),
    ]
    if traced:
        fixed.append(("X-Trace-Identifier", uuid.uuid4().hex))
    return [*fixed, *reply.headers.items()]
