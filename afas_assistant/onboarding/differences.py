"""What is otherwise than at the check before: the lines to look at first.

Both checks are compared as they are kept, so an older one of another version of the program can be read too. That one
tells no columns; those differ only where both checks tell them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from afas_assistant.onboarding.definition_drift import changes, told
from afas_assistant.onboarding.verdicts import Reason, Status
from afas_assistant.texts import Text, day, phrase

ReportData = Mapping[str, Any]
Key = tuple[str | None, str]


@dataclass(frozen=True)
class Difference:
    """One line that changed between two checks; a status is None where the line was not part of that check.

    `columns` says how the columns of a GetConnector changed.
    """

    profile: str | None
    id: str
    before: Status | None
    after: Status | None
    reason_before: str | None
    reason_after: str | None
    since: datetime
    columns: tuple[Text, ...] = ()

    @property
    def better(self) -> bool:
        """Whether the line holds now and did not before."""
        return self.after is Status.OK and self.before is not Status.OK

    @property
    def told(self) -> bool:
        """Whether the line's own words say what changed."""
        return self.reason_after == Reason.DRIFTED

    @property
    def text(self) -> Text:
        """Return the mark beside the line."""
        when = day(self.since)
        if self.before is None:
            return phrase("new since {date}", date=when)
        if self.better:
            return phrase("mended since {date}", date=when)
        if self.columns:
            return phrase("since {date}: {changes}", date=when, changes=told(self.columns))
        return phrase("changed since {date}", date=when)


def differences(before: ReportData | None, after: ReportData) -> dict[Key, Difference]:
    """Return the lines whose status, reason or columns changed, by profile and id; nothing without an earlier check."""
    if before is None:
        return {}
    since = datetime.fromisoformat(before["at"])
    old, new = _by_key(before), _by_key(after)
    found = {}
    for key, line in new.items():
        earlier = old.get(key)
        columns = _columns(earlier, line)
        if earlier is None or columns or _state(earlier) != _state(line):
            found[key] = _difference(key, earlier, line, since, columns)
    return found


def _by_key(report: ReportData) -> dict[Key, Mapping[str, Any]]:
    return {(line["profile"], line["id"]): line for line in report["checks"]}


def _state(line: Mapping[str, Any]) -> tuple[Any, Any, Any]:
    return line["status"], line["reason"], line["found"]


def _columns(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> tuple[Text, ...]:
    earlier = before.get("columns") if before else None
    now = after.get("columns")
    return tuple(changes(earlier, now)) if earlier and now else ()


def _difference(
    key: Key, before: Mapping[str, Any] | None, after: Mapping[str, Any], since: datetime, columns: tuple[Text, ...]
) -> Difference:
    return Difference(
        profile=key[0],
        id=key[1],
        before=Status(before["status"]) if before else None,
        after=Status(after["status"]),
        reason_before=before["reason"] if before else None,
        reason_after=after["reason"],
        since=since,
        columns=columns,
    )
