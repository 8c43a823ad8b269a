"""Files of a scheduler: written, read and taken away, with a sentence where the system refuses."""

from collections.abc import Callable
from pathlib import Path

from afas_assistant.errors import ConfigurationError
from afas_assistant.organisations.private_files import write_private
from afas_assistant.texts import literal, phrase


def placed(path: Path, work: Callable[[Path], object]) -> None:
    """Do something to a file; raises ConfigurationError schedule_not_written when the system refuses."""
    try:
        work(path)
    except OSError as error:
        raise ConfigurationError(
            "schedule_not_written",
            title=phrase("{path} could not be changed.", path=path),
            explanation=phrase("The system says: {reason}.", reason=literal(error.strerror or type(error).__name__)),
            action=phrase("Make room on the disk, or give your account write access to the folder."),
        ) from error


def write_text(path: Path, text: str) -> None:
    """Write a file for the owner alone, in one step; raises ConfigurationError schedule_not_written."""
    placed(path, lambda each: write_private(each, text.encode()))


def read_text(path: Path) -> str:
    """Return what stands in a file; empty when there is none, or it cannot be read."""
    try:
        return path.read_bytes().decode("utf-8", "replace")
    except OSError:
        return ""
