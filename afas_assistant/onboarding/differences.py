"""What is otherwise than at the check before: the lines to look at first.

Both checks are compared as they are kept, so an older one of another version of the program can be read too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from afas_assistant.onboarding.verdicts import Status
from afas_assistant.texts import Text, day, phrase

ReportData = Mapping[str, Any]
Key = tuple[str | None, str]


@dataclass(frozen=True)
class Difference:
    """One line that changed between two checks; a status is None where the line was not part of that check."""

    profile: str | None
    id: str
    before: Status | None
    after: Status | None
    reason_before: str | None
    reason_after: str | None
    since: datetime

    @property
    def better(self) -> bool:
        """Whether the line holds now and did not before."""
        return self.after is Status.OK and self.before is not Status.OK

    @property
    def text(self) -> Text:
        """Return the mark beside the line."""
        when = day(self.since)
        if self.before is None:
            return phrase("new since {date}", date=when)
        if self.better:
            return phrase("mended since {date}", date=when)
        return phrase("changed since {date}", date=when)


def differences(before: ReportData | None, after: ReportData) -> dict[Key, Difference]:
    """Return the lines whose status or reason changed, by profile and id; nothing without an earlier check."""
    if before is None:
        return {}
    since = datetime.fromisoformat(before["at"])
    old, new = _by_key(before), _by_key(after)
    found = {}
    for key, line in new.items():
        earlier = old.get(key)
        if earlier is None or _state(earlier) != _state(line):
            found[key] = _difference(key, earlier, line, since)
    return found


def _by_key(report: ReportData) -> dict[Key, Mapping[str, Any]]:
    return {(line["profile"], line["id"]): line for line in report["checks"]}


def _state(line: Mapping[str, Any]) -> tuple[Any, Any, Any]:
    return line["status"], line["reason"], line["found"]


def _difference(key: Key, before: Mapping[str, Any] | None, after: Mapping[str, Any], since: datetime) -> Difference:
    return Difference(
        profile=key[0],
        id=key[1],
        before=Status(before["status"]) if before else None,
        after=Status(after["status"]),
        reason_before=before["reason"] if before else None,
        reason_after=after["reason"],
        since=since,
    )
