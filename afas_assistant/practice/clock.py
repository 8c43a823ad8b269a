"""The time of the practice environment: this computer's, unless a test puts it forward or chooses another day.

What happens minutes after a broken line, or in the next minute of a limit, can so be seen without waiting for it.
"""

import time
from datetime import UTC, date, datetime, timedelta

LONGEST_FORWARD = timedelta(days=3660)


class Clock:
    """A clock that only runs ahead: by what it was put forward, and by the distance to a chosen day."""

    def __init__(self) -> None:
        self._forward = timedelta()
        self._moved = timedelta()

    def seconds(self) -> float:
        """Give seconds that only grow; choosing another day does not touch them."""
        return time.monotonic() + self._forward.total_seconds()

    def now(self) -> datetime:
        """Give the moment in UTC."""
        return datetime.now(UTC) + self._forward + self._moved

    def today(self) -> date:
        """Give the day; seeded registrations and invoices lie around it."""
        return (datetime.now().astimezone() + self._forward + self._moved).date()

    def forward(self, seconds: float) -> None:
        """Let time pass at once, but never more than ten years in all."""
        self._forward = min(self._forward + timedelta(seconds=seconds), LONGEST_FORWARD)

    def choose(self, day: date) -> None:
        """Make this the day of today."""
        self._moved += day - self.today()

    def reset(self) -> None:
        """Go back to this computer's time."""
        self._forward = self._moved = timedelta()
