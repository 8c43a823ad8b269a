"""When a night is due, by the clock on the wall. Pure: the clock, and what was done before, are given.

A night is known by its day, in the time zone of this computer: the night of 22 November begins on 22 November at the
time that was chosen, say 02:00. So it is done once, however often the clock passes 02:00: by summer time, by a clock
that is set back, or by a computer that wakes up. Where summer time leaves the chosen time out, the night begins as much
later (02:30 is then 03:30); where it comes twice, at the first of the two.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

GRACE = timedelta(hours=12)
"""So long after its time a night is still done, when the computer was off or asleep.

Half a day: whoever starts the computer in the morning has the customers of last night. Later than that the next night
is nearer than the last one, and an import would only come between people and their work.
"""
DAY = timedelta(days=1)


class Turn(StrEnum):
    """What is to be done now."""

    WAIT = "wait"
    RUN = "run"
    MISSED = "missed"


@dataclass(frozen=True)
class Look:
    """A look at the clock: what to do now about which night, and when the next one begins (UTC)."""

    turn: Turn
    night: date
    next_run: datetime


def begins(night: date, at: time, zone: tzinfo | None = None) -> datetime:
    """Return the moment (UTC) at which a night begins; `zone` None is the time zone of this computer."""
    return datetime.combine(night, at, tzinfo=zone).astimezone(UTC)


def last_night(at: time, now: datetime, zone: tzinfo | None = None) -> date:
    """Return the night that began last."""
    today = now.astimezone(zone).date()
    return today if begins(today, at, zone) <= now else today - DAY


def look(at: time, now: datetime, *, since: datetime, done: AbstractSet[date], zone: tzinfo | None = None) -> Look:
    """Return what is to be done at this moment.

    `done` are the nights that need nothing any more. Nights that began before `since`, when this was chosen, are not
    made up for; a `since` of more than a day ahead was written by a clock that has been set back: it does not count.
    """
    night = last_night(at, now, zone)
    began, next_run = begins(night, at, zone), begins(night + DAY, at, zone)
    before_it_was_chosen = began < since <= now + DAY
    if night in done or before_it_was_chosen:
        return Look(Turn.WAIT, night, next_run)
    return Look(Turn.RUN if now - began <= GRACE else Turn.MISSED, night, next_run)
