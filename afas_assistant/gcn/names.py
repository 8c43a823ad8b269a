"""Names of files as people may be shown them, and which names count as definition files."""

import re

DEFINITION, BUNDLE = ".gcn", ".zip"

_LONGEST = 255
_SEPARATORS = re.compile(r"[/\\]")


def shown(name: str) -> str:
    """Return a name that is safe to show: what cannot be printed, or would turn the line round, is replaced."""
    return "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in name[:_LONGEST]
    )


def bare(name: str) -> str:
    """Return the last part of a path, whichever system wrote it."""
    return _SEPARATORS.split(name)[-1]


def counts(path: str) -> bool:
    """Return whether a file in a folder or ZIP is looked at; macOS's doubles of every file are not."""
    *folders, name = _SEPARATORS.split(path)
    return name.casefold().endswith((DEFINITION, BUNDLE)) and not name.startswith("._") and "__MACOSX" not in folders
