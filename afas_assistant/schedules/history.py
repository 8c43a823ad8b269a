"""What became of the nights: the last results of an organisation, one a line, also of nights that never got to a run.

A file of its own, since a night whose database cannot be opened must be told of too. Lines are added at the end, so
that the window and a scheduler's program can both do so; a line that cannot be read is passed over.
"""

import json
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from afas_assistant.organisations.private_files import make_private_file, make_private_folder, write_private
from afas_assistant.schedules.files import placed, read_text
from afas_assistant.texts import Text, literal, text_from_data

KEPT = 30
TRIES = 3
PAUSE = timedelta(minutes=5)
"""A night that failed for a passing reason, such as a network that is not there yet when the computer wakes, is tried
again after a while, so many times in all."""


class Ended(StrEnum):
    """How a night ended.

    sent      all that was to go went
    nothing   there was nothing to send
    some_not  some were refused, are unknown or were not sent
    held      it would have changed more than a night may: nothing was sent
    failed    it could not be done: nothing was sent
    missed    the computer was off or asleep for too long
    """

    SENT = "sent"
    NOTHING = "nothing"
    SOME_NOT = "some_not"
    HELD = "held"
    FAILED = "failed"
    MISSED = "missed"


@dataclass(frozen=True)
class Attempt:
    """One result. `at` is in UTC; `again` says that the same may succeed later; `code` is that of the error."""

    night: date
    at: datetime
    ended: Ended
    words: Text
    code: str = ""
    again: bool = False
    counts: Mapping[str, int] = field(default_factory=dict)

    def to_data(self) -> dict[str, Any]:
        """Return it as JSON holds it."""
        return {
            "night": self.night.isoformat(),
            "at": self.at.isoformat(timespec="seconds"),
            "ended": self.ended.value,
            "code": self.code,
            "again": self.again,
            "counts": dict(self.counts),
            "words": self.words.to_data(),
        }


class History:
    """The results of one organisation, in a file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def attempts(self) -> tuple[Attempt, ...]:
        """Return the last results, newest first."""
        found = [one for line in read_text(self._path).splitlines() if (one := _attempt(line)) is not None]
        return tuple(reversed(found[-KEPT:]))

    def add(self, attempt: Attempt) -> None:
        """Add a result; raises ConfigurationError schedule_not_written."""
        placed(self._path, lambda path: self._append(path, json.dumps(attempt.to_data(), ensure_ascii=False)))

    def clear(self) -> None:
        """Forget all results; raises ConfigurationError schedule_not_written."""
        placed(self._path, lambda path: path.unlink(missing_ok=True))

    def _append(self, path: Path, line: str) -> None:
        lines = read_text(path).splitlines()
        if len(lines) >= 2 * KEPT:  # seldom: rewriting could lose what another program adds just then
            write_private(path, "".join(f"{one}\n" for one in [*lines[1 - KEPT :], line]).encode())
            return
        make_private_folder(path.parent)
        make_private_file(path)
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")


def finished(attempts: Iterable[Attempt]) -> AbstractSet[date]:
    """Return the nights that need nothing any more: done, held, failed for good, or tried often enough."""
    tried: dict[date, int] = {}
    done: set[date] = set()
    for one in attempts:
        tried[one.night] = tried.get(one.night, 0) + 1
        if not one.again or tried[one.night] >= TRIES:
            done.add(one.night)
    return done


def rests(attempts: Iterable[Attempt], night: date, now: datetime) -> bool:
    """Return whether the last try of a night was so short ago that the next one has to wait."""
    last = max((one.at for one in attempts if one.night == night), default=None)
    return last is not None and timedelta() <= now - last < PAUSE


def _attempt(line: str) -> Attempt | None:
    try:
        data = json.loads(line)
        at = datetime.fromisoformat(data["at"]).astimezone(UTC)
        return Attempt(
            date.fromisoformat(data["night"]),
            at,
            Ended(data["ended"]),
            text_from_data(data["words"]) if data["words"] else literal(""),
            str(data["code"]),
            bool(data["again"]),
            {str(name): int(count) for name, count in data["counts"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return None
