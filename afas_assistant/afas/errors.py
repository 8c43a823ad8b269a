"""AFAS's refusals as errors that a person can read, with what a helpdesk asks for and without a trace of the token."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from afas_assistant.afas.content import Defect, UnreadableContent, parsed, text_of
from afas_assistant.afas.explanations import Explanation, explain, explanation
from afas_assistant.errors import AssistantError, RetryableError, Technical, Who
from afas_assistant.texts import Text, joined, literal, phrase, phrase_n, quoted
from afas_assistant.transport import Reply, seconds_asked

LONGEST_EXCERPT = 500
LONGEST_MESSAGE = 2_000
_LONG_RUN = re.compile(r"[A-Za-z0-9+/=_-]{48,}")
_AGAIN = frozenset({429, 503})


class AfasError(AssistantError):
    """AFAS answered, but not with what was asked. `status` is HTTP's; `technical` is always filled.

    `retry_after` is the number of seconds that AFAS asked us to wait, if it did. `explained` is the entry of the table
    of explanations, with the remaining causes where AFAS's answer leaves several open; None where we found the fault.
    """

    status: int
    explained: Explanation | None = None
    retry_after: float | None = None


class AfasUnavailableError(AfasError, RetryableError):
    """AFAS is closed or too busy (503, 429): the same request may succeed later."""


def refusal(reply: Reply, method: str, secrets: Iterable[str]) -> AfasError:
    """Return the error for a reply whose status is not a success."""
    hidden = tuple(secrets)
    body = _object_in(reply)
    message = _scrubbed(_message(body), hidden)
    error = _explained(reply, explain(reply.status, message), message, _technical(reply, method, hidden, message, body))
    error.retry_after = _retry_after(reply, body)
    if error.retry_after:
        error.action = joined(error.action, phrase("AFAS asks for {time} of patience.", time=_time(error.retry_after)))
    return error


def _time(seconds: float) -> Text:
    """Return a time as people say it: seconds below two minutes, minutes below two hours, else hours."""
    if seconds < 120:
        return phrase_n("1 second", "{count} seconds", max(1, round(seconds)))
    if seconds < 7200:
        return phrase_n("1 minute", "{count} minutes", round(seconds / 60))
    return phrase_n("1 hour", "{count} hours", round(seconds / 3600))


def fault(reply: Reply, method: str, secrets: Iterable[str], words: str) -> AfasError:
    """Return the error for a soap:Fault; AFAS's words are the same as REST's."""
    hidden = tuple(secrets)
    message = _scrubbed(words, hidden)
    return _explained(reply, explain(reply.status, message), message, _technical(reply, method, hidden, message, {}))


def unreadable(reply: Reply, method: str, secrets: Iterable[str], defect: Defect) -> AfasError:
    """Return the error for a success whose content cannot be used: not JSON at all, or only the beginning of it."""
    return _explained(reply, explanation(defect), "", _technical(reply, method, tuple(secrets), "", {}))


def unexpected_shape(reply: Reply, method: str, secrets: Iterable[str]) -> AfasError:
    """Return the error for good JSON that does not say what it should, such as metainfo without names."""
    return _strange(
        "unexpected_shape",
        phrase("The answer has another form than AFAS describes; perhaps this is not AFAS."),
        reply,
        _technical(reply, method, tuple(secrets), "", {}),
    )


def repeated_page(reply: Reply, method: str, secrets: Iterable[str]) -> AfasError:
    """Return the error for a page that is not the one asked for: going on would never end, or miss rows."""
    return _strange(
        "page_repeated",
        phrase("AFAS sent other rows than those asked for: the list starts over instead of going on."),
        reply,
        _technical(reply, method, tuple(secrets), "", {}),
    )


def _explained(reply: Reply, meant: Explanation, message: str, technical: Technical) -> AfasError:
    kind = AfasUnavailableError if reply.status in _AGAIN else AfasError
    error = kind(
        meant.code,
        title=_title(reply.status, message),
        explanation=meant.meaning,
        action=meant.action,
        who=meant.whose,
        technical=technical,
    )
    error.status = reply.status
    error.explained = meant
    error.causes = tuple(joined(one.cause, one.check) for one in meant.causes)
    return error


def _strange(code: str, what: Text, reply: Reply, technical: Technical) -> AfasError:
    error = AfasError(
        code,
        title=phrase("AFAS's answer cannot be used."),
        explanation=what,
        action=phrase("Check the address. If it is right, send us the technical details."),
        who=Who.US,
        technical=technical,
    )
    error.status = reply.status
    return error


def _title(status: int, message: str) -> Text:
    if message:
        return phrase("AFAS says {message}.", message=quoted(message.rstrip(". ")))
    if status < 400:
        return phrase("AFAS's answer cannot be used.")
    return phrase("AFAS refused the request (HTTP {status}).", status=literal(str(status)))


def _technical(reply: Reply, method: str, secrets: tuple[str, ...], message: str, body: Mapping[str, Any]) -> Technical:
    number = body.get("errornumber")
    reference = body.get("profitlogreference")
    return Technical(
        method=method,
        url=_scrubbed(reply.url, secrets),
        status=reply.status,
        external_message=message or None,
        error_number=number if isinstance(number, int) else None,
        log_reference=_scrubbed(str(reference), secrets) if reference else None,
        trace_identifier=_scrubbed(reply.headers.get("x-trace-identifier", ""), secrets) or None,
        excerpt=_excerpt(reply, secrets),
    )


def _excerpt(reply: Reply, secrets: tuple[str, ...]) -> str | None:
    """Return the beginning of the reply, scrubbed before it is cut: half a token would no longer be recognised."""
    text = _scrubbed(text_of(reply)[:20_000], secrets)
    text = _LONG_RUN.sub("…", text).strip()
    return text[:LONGEST_EXCERPT] or None


def _scrubbed(text: str, secrets: tuple[str, ...]) -> str:
    for secret in sorted(secrets, key=len, reverse=True):
        if secret:
            text = re.sub(re.escape(secret), "…", text, flags=re.IGNORECASE)
    return text


def _object_in(reply: Reply) -> dict[str, Any]:
    """Return the JSON object of a refusal with its keys in lower case; empty when there is none, as with a 401."""
    try:
        body = parsed(text_of(reply))
    except UnreadableContent:
        return {}
    return {str(key).lower(): value for key, value in body.items()} if isinstance(body, dict) else {}


def _message(body: Mapping[str, Any]) -> str:
    """Return AFAS's words: `externalMessage`, `message` of a 400, OAuth's `error`, or the odd nesting of a 503."""
    for key in ("externalmessage", "message", "error"):
        words = _words(body.get(key))
        if words:
            return words[:LONGEST_MESSAGE]
    return ""


def _words(value: object) -> str | None:
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, Mapping):
        return _words(value.get("message")) or _words(value.get("example"))
    return None


def _retry_after(reply: Reply, body: Mapping[str, Any]) -> float | None:
    """Return the seconds to wait, from the body or the header; a header may also name a moment."""
    for value in (body.get("retry_after"), reply.headers.get("retry-after")):
        seconds = seconds_asked(value)
        if seconds is not None:
            return seconds
    return None
