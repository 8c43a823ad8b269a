"""The support file: a ZIP that a person looks through before it is saved, and then sends to the makers of the program.

Gathering and writing block, so a worker does both.
"""

import zipfile
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, fields
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from afas_assistant.errors import ConfigurationError
from afas_assistant.logs import log_file
from afas_assistant.organisations.preferences import Preferences
from afas_assistant.organisations.private_files import write_private
from afas_assistant.paths import Folders
from afas_assistant.texts import Text, literal, phrase
from afas_assistant.ui.support_redaction import Redaction

if TYPE_CHECKING:  # brings the vault along
    from afas_assistant.organisations.about import About

LAST_LINES = 400
"""So many lines of the log go along."""
PRIVATE_SETTINGS = frozenset({"extra_profile_folder", "window_geometry", "window_state", "last_organisation"})
"""Settings of which only is told whether there is one."""


@dataclass(frozen=True)
class Part:
    """A file inside the support file."""

    name: str
    title: Text
    content: str


@dataclass(frozen=True)
class Situation:
    """What the support file is made of: where things are kept, the settings, the names to take out, and the fault."""

    folders: Folders
    preferences: Preferences
    names: Sequence[str]
    fault: BaseException | None = None


def gather(situation: Situation) -> tuple[Part, ...]:
    """Return the parts, with everything taken out that tells who somebody is."""
    from afas_assistant.organisations.about import about  # noqa: PLC0415 - on the worker

    redaction = Redaction(situation.names)
    parts = [
        Part("program.txt", phrase("Program"), redaction.without_names(_program(about(situation.folders)))),
        Part("settings.txt", phrase("Settings"), _settings(situation.preferences)),
        Part("log.txt", phrase("Log"), _log(situation.folders, redaction)),
    ]
    if situation.fault is not None:
        told = "\n".join(redaction.fault(situation.fault))
        parts.insert(0, Part("fault.txt", phrase("Fault"), f"{told}\n"))
    return tuple(parts)


def save(parts: Sequence[Part], path: Path) -> Path:
    """Write the ZIP; raises ConfigurationError support_not_written."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in parts:
            archive.writestr(one.name, one.content.encode())
    try:
        write_private(path, content.getvalue())
    except OSError as error:
        raise ConfigurationError(
            "support_not_written",
            title=phrase("The support file could not be written to {path}.", path=literal(str(path))),
            explanation=phrase("The system says: {reason}.", reason=literal(error.strerror or type(error).__name__)),
            action=phrase("Choose another place."),
        ) from None
    return path


def _program(told: "About") -> str:
    lines = [
        told.program,
        f"Python {told.python}",
        told.system,
        f"Keyring: {told.keyring.backend_name or '-'} ({told.keyring.status})",
        "",
        *(f"{one.name} {one.version}" for one in told.libraries),
    ]
    return "\n".join(lines) + "\n"


def _settings(preferences: Preferences) -> str:
    lines = []
    for each in fields(preferences):
        value = getattr(preferences, each.name)
        if each.name in PRIVATE_SETTINGS:
            value = "‹set›" if value else "‹not set›"
        lines.append(f"{each.name} = {value}")
    return "\n".join(lines) + "\n"


def _log(folders: Folders, redaction: Redaction) -> str:
    """Return the last lines of the log; a log that is not there, or cannot be read, is no reason to fail."""
    try:
        with log_file(folders.logs).open(encoding="utf-8", errors="replace") as lines:
            last = deque((line.rstrip("\n") for line in lines), maxlen=LAST_LINES)
    except OSError:
        return "-\n"
    return "\n".join(redaction.log(last)) + "\n"
