"""The options that every command takes: where to keep things, and the language."""

import argparse
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from afas_assistant.cli.output import say
from afas_assistant.errors import AssistantError
from afas_assistant.paths import Folders, folders
from afas_assistant.texts import LANGUAGES, use_language

_log = logging.getLogger(__name__)


def folders_of(arguments: argparse.Namespace) -> Folders:
    """Return the folders to use: those of `--data-dir`, else the system's own."""
    data_dir: Path | None = getattr(arguments, "data_dir", None)
    return folders(data_dir)


def apply_language(arguments: argparse.Namespace) -> None:
    """Use the language of `--language`, else the one in the preferences, else Dutch."""
    asked = getattr(arguments, "language", None)
    if asked is None:
        from afas_assistant.organisations.preferences import load_preferences  # noqa: PLC0415

        loaded = load_preferences(folders_of(arguments).preferences)
        asked = loaded.preferences.language
        use_language(asked)
        for remark in loaded.remarks:
            say(str(remark), error=True)
    use_language(asked if asked in LANGUAGES else "nl")


@contextmanager
def logged(arguments: argparse.Namespace) -> Iterator[None]:
    """Write the log file while a command runs; a fault of ours stands in it, and goes on."""
    from afas_assistant.logs import start_log, stop_log  # noqa: PLC0415 - listing and help need no log

    handler = start_log(folders_of(arguments).logs)
    try:
        yield
    except (AssistantError, OSError):
        raise
    except Exception as error:
        _log.error("a fault of ours", exc_info=error)
        raise
    finally:
        stop_log(handler)
