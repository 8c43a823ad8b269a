"""What an error after sending means for a write: certainly not taken, or nobody knows.

Sources: AFAS's troubleshooting page (a 500 with `externalMessage` is a functional refusal, 503 may be repeated) and its
limits (a call that runs over 900 seconds). A success whose content cannot be read did arrive, but with which keys is
unknown, so it counts as unknown too.
"""

from enum import StrEnum

from afas_assistant.errors import AssistantError
from afas_assistant.timechimp.errors import TimeChimpError, may_have_happened
from afas_assistant.transport import TransportError

ANSWERED_NO = frozenset({400, 401, 403, 404, 405, 409, 410, 413, 415, 422, 429, 501, 503})
NOT_SAID = frozenset({"server_time_limit", "unexpected", "see_environment_log", "out_of_memory"})
"""Explanations of messages that are no refusal: AFAS broke off, and does not say whether it had booked by then."""
LOCKED = "layout_locked"
"""The one refusal of a write that AFAS says to repeat: somebody has the booking layout open."""


class Certainty(StrEnum):
    """What is known of a write that ended in an error."""

    REFUSED = "refused"
    UNKNOWN = "unknown"


def certainty_of(error: AssistantError) -> Certainty:
    """Return whether a write that ended in this error was certainly not taken.

    Anything that is not certain is unknown: a needless question is cheap, a second booking is not.
    """
    if isinstance(error, TransportError | TimeChimpError):
        return Certainty.UNKNOWN if may_have_happened(error) else Certainty.REFUSED
    status = getattr(error, "status", None)
    if status in ANSWERED_NO:
        return Certainty.REFUSED
    said = bool(error.technical.external_message)
    if status == 500 and said and error.code not in NOT_SAID:
        return Certainty.REFUSED
    return Certainty.UNKNOWN


def may_be_repeated(error: AssistantError) -> bool:
    """Return whether AFAS itself says to send this write again later; it is certain then that it was not taken."""
    return error.code == LOCKED and certainty_of(error) is Certainty.REFUSED
