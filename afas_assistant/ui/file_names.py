"""Names for files that a person saves: such as every system takes, and never one that nobody was asked about."""

import re
from pathlib import Path

LONGEST = 200
"""Bytes of a name; the systems take 255, and the ending needs some of them."""
_FOLDERS = re.compile(r"[/\\]")
_REFUSED = re.compile(r'[:*?"<>|\x00-\x1f\x7f]')


def file_name(words: str, ending: str) -> str:
    """Return words as the name of a file; Windows opens no dialog with a name that holds one of `*?"<>|`."""
    plain = _REFUSED.sub("", _FOLDERS.sub("-", words)).encode()[:LONGEST].decode(errors="ignore")
    return f"{plain.strip(' .')}{ending}"


def with_ending(chosen: Path, ending: str) -> Path:
    """Return a path with an ending behind it; with a number too where there is such a file.

    The system asked about the name that was typed, and not whether the other file may be replaced.
    """
    path, number = chosen.with_name(f"{chosen.name}{ending}"), 1
    while _is_taken(path):
        number += 1
        path = chosen.with_name(f"{chosen.name} ({number}){ending}")
    return path


def _is_taken(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # too long for this system, which writing it then tells
        return False
