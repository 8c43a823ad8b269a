"""What a refusal means for the line that was being tested: failed, or merely not tested.

AFAS's functional refusals arrive as HTTP 500 with a message; the explanation table turns them into codes, and this
table turns codes into verdicts.
"""

from afas_assistant.errors import AssistantError, Who
from afas_assistant.onboarding.verdicts import Certainty, Line, Reason, Status, Verdict
from afas_assistant.texts import Text, joined, phrase, quoted

UNREACHED: dict[str, Reason] = {
    "dns_failed": Reason.HOST_NOT_FOUND,
    "host_unreachable": Reason.HOST_UNREACHABLE,
    "tls_refused": Reason.TLS_REFUSED,
    "timed_out": Reason.TIMED_OUT,
    "line_broken": Reason.LINE_BROKEN,
    "proxy_refused": Reason.HOST_UNREACHABLE,
    "redirected": Reason.NOT_AFAS,
    "reply_too_large": Reason.NOT_AFAS,
    "not_json": Reason.NOT_AFAS,
    "cut_off": Reason.NOT_AFAS,
    "unexpected_shape": Reason.NOT_AFAS,
    "page_repeated": Reason.NOT_AFAS,
    "not_found": Reason.NOT_AFAS,
    "maintenance": Reason.MAINTENANCE,
    "too_many_requests": Reason.TOO_BUSY,
    "ip_refused": Reason.IP_REFUSED,
    "unauthorised": Reason.TOKEN_REFUSED,
}
"""Codes of errors by which AFAS was not reached, or did not let us in."""

NOT_ANSWERED = frozenset(UNREACHED) - {"unauthorised", "not_found", "ip_refused"}
"""Codes after which a connector counts as not tested: the answer says nothing about the connector."""


_AT_WORK = frozenset({"maintenance", "too_many_requests"})
_BUSY = phrase("Not tested because AFAS is too busy or under maintenance.")
_SILENT = phrase("Not tested because AFAS did not answer.")


def refused(line: Line, error: AssistantError, *, found: str | None = None) -> Verdict:
    """Return the verdict on a connector that `/metainfo` lists but that answered with an error."""
    detail = tuple(error.technical.lines())
    if error.code in NOT_ANSWERED:
        because = joined(_BUSY if error.code in _AT_WORK else _SILENT, error.title)
        return Verdict(line, Status.NOT_TESTED, because, reason=UNREACHED[error.code], found=found,
                       remedy=error.action, who=error.who, detail=detail)  # fmt: skip
    reason, certainty = _reading(error.code)
    return Verdict(
        line,
        Status.FAILED,
        answered(error),
        reason=reason,
        certainty=certainty,
        found=found,
        meaning=_meaning(reason, error),
        remedy=_remedy(reason, error),
        who=Who.ADMINISTRATOR if reason is not Reason.SERVER_ERROR else error.who,
        quote=error.technical.external_message,
        detail=detail,
    )


def answered(error: AssistantError) -> Text:
    """Return AFAS's own words where it gave any, else what its answer means."""
    words = error.technical.external_message
    return quoted(words) if words else error.title


def _reading(code: str) -> tuple[Reason, Certainty]:
    """Return the reason that a code stands for when `/metainfo` lists the connector."""
    if code == "definition_blocked":
        return Reason.BLOCKED, Certainty.CONFIRMED
    if code == "field_not_found":
        return Reason.FIELD_MISSING, Certainty.CONFIRMED
    if code in {"get_not_supported", "update_not_supported", "special_not_supported"}:
        return Reason.NOT_AUTHORISED, Certainty.CONFIRMED
    if code in {"unauthorised", "not_found"}:
        # A help page says 401 for a connector that was not added, AFAS's own documentation says 500: accept both.
        return Reason.NOT_AUTHORISED, Certainty.INFERRED
    return Reason.SERVER_ERROR, Certainty.CONFIRMED


def _meaning(reason: Reason, error: AssistantError) -> Text:
    if reason is Reason.NOT_AUTHORISED:
        return phrase(
            "The app connector lists this connector, so the name is right; the token's user has no right to use it."
        )
    if reason is Reason.BLOCKED:
        return phrase("The definition itself is blocked, by the administrator or by AFAS because of heavy use.")
    return error.explanation


def _remedy(reason: Reason, error: AssistantError) -> Text:
    if reason is Reason.NOT_AUTHORISED:
        return phrase("Give the token's user, or its group, the rights on this connector in the authorisation tool.")
    if reason is Reason.BLOCKED:
        return phrase("Open the definition of this GetConnector in AFAS and untick Geblokkeerd (blocked).")
    return error.action
