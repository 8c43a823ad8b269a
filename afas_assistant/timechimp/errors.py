"""TimeChimp's refusals as errors that a person can read, without a trace of the key.

What TimeChimp answers is hardly documented: v1 sends `{"message": …}`, v2's form is unknown. So the status decides what
it means, TimeChimp's own words are quoted, and the remaining causes are told.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from afas_assistant.errors import AssistantError, RetryableError, Technical, Who
from afas_assistant.texts import Text, literal, phrase, quoted
from afas_assistant.timechimp.content import Defect, UnreadableContent, parsed, text_of
from afas_assistant.transport import Reply, TransportError, seconds_asked

LONGEST_EXCERPT = 500
LONGEST_MESSAGE = 2_000
_LONG_RUN = re.compile(r"[A-Za-z0-9+/=_-]{48,}")
_LATER = frozenset({429, 502, 503, 504})


class TimeChimpError(AssistantError):
    """TimeChimp answered, but not with what was asked. `status` is HTTP's; `technical` is always filled."""

    status: int

    @property
    def maybe_done(self) -> bool:
        """Whether a write that ended so may have been carried out all the same.

        A refusal (4xx) is certain. A failing server, a gateway that stopped waiting, or a success that cannot be read
        is not.
        """
        return self.status < 400 or self.status == 408 or self.status >= 500


class TimeChimpUnavailableError(TimeChimpError, RetryableError):
    """TimeChimp is too busy or out of order (429, 502, 503, 504): the same request may succeed later."""


def may_have_happened(error: Exception) -> bool:
    """Return whether a write that ended in this error may have been carried out all the same.

    Then it is *unknown*, and only looking in TimeChimp tells; otherwise it certainly did not happen.
    """
    if isinstance(error, TransportError):
        return error.maybe_sent
    return isinstance(error, TimeChimpError) and error.maybe_done


@dataclass(frozen=True)
class Exchange:
    """A reply with the method that was used, and the texts that must never be seen."""

    reply: Reply
    method: str
    secrets: tuple[str, ...] = field(repr=False)

    def scrubbed(self, text: str) -> str:
        """Return a text without the secrets."""
        for secret in sorted(self.secrets, key=len, reverse=True):
            text = text.replace(secret, "…")
        return text

    def words(self) -> str:
        """Return TimeChimp's words: v1's `message`, or what OData and ASP.NET write; "" without any."""
        try:
            body = parsed(text_of(self.reply.content))
        except UnreadableContent:
            return ""
        return self.scrubbed(words_in(body))[:LONGEST_MESSAGE]

    def technical(self, message: str) -> Technical:
        """Return what a helpdesk asks for."""
        return Technical(
            method=self.method,
            url=self.scrubbed(self.reply.url),
            status=self.reply.status,
            external_message=message or None,
            excerpt=self._excerpt(),
        )

    def _excerpt(self) -> str | None:
        """Return the beginning of a refusal, scrubbed before it is cut; a success holds the company's data."""
        if self.reply.status < 400:
            return None
        text = self.scrubbed(text_of(self.reply.content[:20_000]))
        return _LONG_RUN.sub("…", text).strip()[:LONGEST_EXCERPT] or None


def refusal(exchange: Exchange) -> TimeChimpError:
    """Return the error for a reply whose status is not a success."""
    message = exchange.words()
    code, title, meaning, action = _meant(exchange.reply.status, exchange.method)
    error = _error(exchange, code, (title, _with_words(meaning, message), action), message=message)
    if isinstance(error, TimeChimpUnavailableError):
        error.retry_after = retry_after(exchange.reply)
    return error


def message_in_success(exchange: Exchange) -> TimeChimpError:
    """Return the error for a success that holds nothing but a message (seen by one client of v1)."""
    message = exchange.words()
    title, action = phrase("TimeChimp reports a fault."), phrase("Look in TimeChimp whether it was done.")
    meaning = _with_words(phrase("It accepted the request, but answered with a message."), message)
    return _error(exchange, "timechimp_message", (title, meaning, action), message=message)


def unreadable(exchange: Exchange, defect: Defect) -> TimeChimpError:
    """Return the error for a success whose content cannot be used: not JSON at all, or only the beginning of it."""
    if defect == "cut_off":
        meaning = phrase("Only the beginning of the answer has come.")
        action = phrase("Try again. If it goes on, ask whoever manages the network about a firewall or proxy.")
        return _unusable(exchange, "timechimp_cut_off", meaning, action)
    meaning = phrase("The answer is no data; perhaps this is not TimeChimp, or a page of the network came in between.")
    action = phrase("Check the address, and open a web page in a browser to see whether the network wants a log-in.")
    return _unusable(exchange, "not_timechimp", meaning, action)


def unexpected_shape(exchange: Exchange, place: str = "") -> TimeChimpError:
    """Return the error for good JSON that does not say what it should; `place` is where it goes wrong."""
    meaning = (
        phrase("{place} has another form than TimeChimp describes.", place=place)
        if place
        else phrase("The answer has another form than TimeChimp describes; perhaps this is not TimeChimp.")
    )
    action = phrase("Check the address. If it is right, send us the technical details.")
    return _unusable(exchange, "timechimp_unexpected_shape", meaning, action)


def repeated_page(exchange: Exchange) -> TimeChimpError:
    """Return the error for a page that is not the one asked for: going on would never end, or miss rows."""
    meaning = phrase("TimeChimp sent the same rows again: the list starts over instead of going on.")
    return _unusable(exchange, "timechimp_page_repeated", meaning, phrase("Send us the technical details."))


def not_whole(exchange: Exchange, missing: str) -> TimeChimpError:
    """Return the error for a customer that cannot be written back, since parts of it were not given."""
    texts = (
        phrase("This customer cannot be changed safely."),
        phrase(
            "TimeChimp replaces a whole customer, and did not give all of it: {missing} is missing.", missing=missing
        ),
        phrase("Change the customer in TimeChimp itself; nothing was sent."),
    )
    return _error(exchange, "timechimp_not_whole", texts)


def readdress(error: TransportError) -> None:
    """Give an error of the line, whose words are about AFAS, those about TimeChimp."""
    actions = {
        "dns_failed": phrase("Check that this computer is on line."),
        "host_unreachable": phrase("Check the network and a firewall, and try again."),
        "timed_out": phrase("Try again later."),
        "tls_refused": phrase(
            "Check the date and time of this computer. Ask whoever manages the network to leave *.timechimp.com "
            "alone, or to install the certificate of the proxy in the system's list."
        ),
        "proxy_refused": phrase(
            "Ask whoever manages the network to allow *.timechimp.com, or correct the proxy setting."
        ),
        "host_not_allowed": phrase("Use TimeChimp's own address."),
    }
    error.action = actions.get(error.code, error.action)
    if error.code == "host_not_allowed":
        error.explanation = phrase("The key is sent over https to timechimp.com only.")


def retry_after(reply: Reply) -> float | None:
    """Return the seconds to wait that the header names, in seconds or as a moment; None without one."""
    return seconds_asked(reply.headers.get("retry-after"))


def add_on_needed() -> Text:
    """Return which subscription TimeChimp asks for."""
    return phrase(
        "Using the API needs TimeChimp's Professional plan or one of its add-ons “Basic API” and “Advanced API”; "
        "TimeChimp's own AFAS link needs the Advanced plan."
    )


def _meant(status: int, method: str) -> tuple[str, Text, Text, Text]:
    """Return code, title, meaning and action for a status."""
    if status == 401:
        return (
            "timechimp_key_refused",
            phrase("TimeChimp refuses the key."),
            phrase("It is wrong, was withdrawn, belongs to the other API, or its maker is no administrator any more."),
            phrase("Make a new key in TimeChimp and store it again. {add_on}", add_on=add_on_needed()),
        )
    if status in {402, 403}:
        return _no_right(method)
    if status == 404:
        return (
            "timechimp_not_found",
            phrase("TimeChimp does not have it."),
            phrase("It was deleted, belongs to another company, or the address is wrong."),
            phrase("Read the data from TimeChimp again. If the address was changed, check it."),
        )
    if status == 429:
        return (
            "timechimp_throttled",
            phrase("TimeChimp asks for patience."),
            phrase("A company may make 100 calls a minute; other programs that use TimeChimp count as well."),
            phrase("Try again in a minute."),
        )
    if status >= 500:
        return (
            "timechimp_unavailable",
            phrase("TimeChimp is out of order."),
            phrase("Its server failed (HTTP {status}).", status=literal(str(status))),
            phrase("Try again later. If it goes on, ask TimeChimp's support."),
        )
    return (
        "timechimp_refused",
        phrase("TimeChimp refused the request (HTTP {status}).", status=literal(str(status))),
        phrase("It does not accept what was asked."),
        phrase("Correct it in TimeChimp, or send us the technical details."),
    )


def _no_right(method: str) -> tuple[str, Text, Text, Text]:
    if method == "GET":
        return (
            "timechimp_no_api",
            phrase("TimeChimp does not allow this key to read."),
            phrase("The subscription lacks the API, or the key's maker may not see this."),
            add_on_needed(),
        )
    return (
        "timechimp_write_refused",
        phrase("TimeChimp does not allow this key to write."),
        phrase("Probably the subscription has “Basic API” only; what that lacks is documented nowhere."),
        phrase("Ask TimeChimp for “Advanced API”, or do this step in TimeChimp by hand. {add_on}",
               add_on=add_on_needed()),
    )  # fmt: skip


def _with_words(meaning: Text, message: str) -> Text:
    if not message:
        return meaning
    return phrase("{meaning} TimeChimp says {message}.", meaning=meaning, message=quoted(message.rstrip(". ")))


def _unusable(exchange: Exchange, code: str, meaning: Text, action: Text) -> TimeChimpError:
    return _error(exchange, code, (phrase("TimeChimp's answer cannot be used."), meaning, action), who=Who.US)


def _error(
    exchange: Exchange, code: str, texts: tuple[Text, Text, Text], *, who: Who = Who.YOU, message: str = ""
) -> TimeChimpError:
    """Return the error with its title, explanation and action."""
    kind = TimeChimpUnavailableError if exchange.reply.status in _LATER else TimeChimpError
    title, explanation, action = texts
    error = kind(
        code, title=title, explanation=explanation, action=action, who=who, technical=exchange.technical(message)
    )
    error.status = exchange.reply.status
    return error


def words_in(body: Any) -> str:  # noqa: ANN401 - JSON
    """Return the message that an object holds, or nothing."""
    if not isinstance(body, dict):
        return ""
    folded = {str(key).lower(): value for key, value in body.items()}
    for name in ("message", "error", "title", "detail"):
        value = folded.get(name)
        words = words_in(value) if isinstance(value, dict) else value.strip() if isinstance(value, str) else ""
        if words:
            return words
    return ""
