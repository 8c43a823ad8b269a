"""When an unknown write may be called not arrived: the one conclusion that lets it be sent again.

Pure, so that every case is a line in a test. Source of the 900 seconds: AFAS's page on limits; that AFAS hides rows
from a user without rights, and that lists of open items drop what is paid, are facts of its GetConnectors.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from afas_assistant.outbox.records import LIVE, MOVES, State, Write

WORKS_ON = timedelta(minutes=15)
"""So long AFAS may go on with a write whose line broke."""


class Sight(StrEnum):
    """What an empty look-up proves."""

    TOO_EARLY = "too_early"
    NEVER_SHOWN = "never_shown"
    PROVEN = "proven"


def may_move(before: State, after: State) -> bool:
    """Return whether a write may go from one state to the other."""
    return after in MOVES[before]


def is_live(state: State) -> bool:
    """Return whether what the write was made of is taken."""
    return state in LIVE


def sight(write: Write, connector: str, earlier: Iterable[Write], now: datetime) -> Sight:
    """Return what it proves that `connector` does not show an unknown write.

    `earlier` are this scope's writes: one of the same kind that this connector has shown is what makes its silence
    mean something. A clock that was set back makes it too early, never too late.
    """
    if write.sent_at is None or now - write.sent_at < WORKS_ON:
        return Sight.TOO_EARLY
    shown = any(one.kind == write.kind and one.shown_by == connector and one.id != write.id for one in earlier)
    return Sight.PROVEN if shown else Sight.NEVER_SHOWN


def looks_from(write: Write) -> datetime | None:
    """Return the moment from which an empty look-up can prove something."""
    return None if write.sent_at is None else write.sent_at + WORKS_ON
