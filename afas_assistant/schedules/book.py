"""What was chosen for the nights, and what became of them: files that a person may read.

A TOML file beside the preferences and a file of results for each organisation, not tables of the database: nothing
has to be looked for in them, no older program has to be taught about them, and a scheduler's program can tell that the
database could not be opened.
"""

import json
import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import Any

from afas_assistant.errors import ConfigurationError
from afas_assistant.paths import Folders
from afas_assistant.schedules.files import write_text
from afas_assistant.schedules.history import History
from afas_assistant.schedules.tasks import Schedule, Way, plain
from afas_assistant.texts import literal, phrase

HEAD = "# What AFAS Assistant does at night, by AFAS environment. Change it in the program, or with: nightly make.\n"


class NightBook:
    """The schedules of all organisations; each call reads or writes a small file."""

    def __init__(self, own: Folders) -> None:
        self._path = own.config / "schedules.toml"
        self._results = own.data / "nights"

    def schedules(self) -> dict[str, Schedule]:
        """Return what was chosen, by environment; raises ConfigurationError schedules_broken."""
        try:
            content = self._path.read_bytes()
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise self._broken(error.strerror or type(error).__name__) from error
        try:
            tables = tomllib.loads(content.decode("utf-8-sig"))
            return {envid: _schedule(envid, table) for envid, table in tables.items()}
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
            raise self._broken(str(error)) from error

    def schedule(self, envid: str) -> Schedule | None:
        """Return what was chosen for an organisation, if anything."""
        return self.schedules().get(envid)

    def keep(self, schedule: Schedule) -> None:
        """Keep what was chosen; raises ConfigurationError."""
        self._write({**self.schedules(), schedule.envid: schedule})

    def forget(self, envid: str) -> None:
        """Choose nothing for an organisation any more; raises ConfigurationError."""
        schedules = self.schedules()
        if schedules.pop(envid, None) is not None:
            self._write(schedules)

    def history(self, envid: str) -> History:
        """Return the results of an organisation."""
        return History(self._results / f"{plain(envid)}.jsonl")

    def _write(self, schedules: Mapping[str, Schedule]) -> None:
        text = HEAD + "".join(_table(one) for one in schedules.values())
        write_text(self._path, text)

    def _broken(self, reason: str) -> ConfigurationError:
        return ConfigurationError(
            "schedules_broken",
            title=phrase("What was chosen for the nights cannot be read."),
            explanation=phrase("{path}: {reason}", path=self._path, reason=literal(reason)),
            action=phrase("Mend that file, or remove it and choose again. Until then nothing is done at night."),
        )


def _schedule(envid: str, table: Mapping[str, Any]) -> Schedule:
    since, most = table["since"], table.get("most")
    if not isinstance(since, datetime) or not (most is None or (type(most) is int and most > 0)):
        raise ValueError(envid)
    at = time.fromisoformat(table["at"]).replace(second=0, microsecond=0, tzinfo=None)
    aware = since if since.tzinfo is not None else since.replace(tzinfo=UTC)
    return Schedule(envid, Way(table["by"]), aware, at, str(table.get("connection", "")), most)


def _table(schedule: Schedule) -> str:
    lines = [
        f"\n[{_quoted(schedule.envid)}]",
        f"by = {_quoted(schedule.way.value)}",
        f"at = {_quoted(schedule.at.strftime('%H:%M'))}",
        f"connection = {_quoted(schedule.connection)}",
        f"since = {schedule.since.astimezone(UTC).isoformat(timespec='seconds')}",
    ]
    if schedule.most is not None:
        lines.append(f"most = {schedule.most}")
    return "\n".join(lines) + "\n"


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")
