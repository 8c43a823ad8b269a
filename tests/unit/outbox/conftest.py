"""An outbox in a file of the test's own, with a clock that the test moves."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from afas_assistant.outbox.store import Outbox

SCOPE = "T99001AA/TimeChimpConnector"


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 21, 16, 45, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def move(self, **by: float) -> None:
        """Move the clock; backwards with a negative number."""
        self.moment += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "afas-assistant.sqlite3"


@pytest.fixture
def outbox(database: Path, clock: Clock) -> Iterator[Outbox]:
    with Outbox.open(database, now=clock) as opened:
        yield opened
