"""What is said when a requirement profile cannot be used: which file, which line, why, what to do."""

import difflib
from collections.abc import Iterable
from pathlib import Path

from afas_assistant.errors import ConfigurationError
from afas_assistant.texts import Text, literal, phrase

MANUAL = "resources/profiles/README.md"


class ProfileError(ConfigurationError):
    """A profile file that was found but cannot be used; `line` counts from 1, None when no line is to blame."""

    def __init__(self, path: Path, line: int | None, reason: Text, action: Text | None = None) -> None:
        super().__init__(
            "profile_broken",
            title=phrase("This profile cannot be used."),
            explanation=_blame(path, line, reason),
            action=action or phrase("Correct the file and try again; {manual} explains each key.", manual=MANUAL),
        )
        self.path = path
        self.line = line
        self.reason = reason


class ProfileNotFoundError(ConfigurationError):
    """No profile of that name, and no file either."""

    def __init__(self, wanted: str, known: Iterable[str], searched: Path | None) -> None:
        names = tuple(known)
        nearest = nearest_of(wanted.casefold(), names)
        super().__init__(
            "profile_not_found",
            title=phrase("There is no profile “{wanted}”.", wanted=wanted),
            explanation=_searched(names, searched),
            action=(
                phrase("Did you mean {name}?", name=nearest)
                if nearest
                else phrase("Give one of these names, or the path of a profile file.")
            ),
        )
        self.wanted = wanted


def nearest_of(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that `word` is most likely meant to be, if any is near enough."""
    return next(iter(difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)), None)


def with_nearest(reason: Text, word: str, known: Iterable[str]) -> Text:
    """Return the reason, followed by the known word that was probably meant."""
    near = nearest_of(word, known)
    return phrase("{reason} Did you mean “{near}”?", reason=reason, near=near) if near else reason


def _blame(path: Path, line: int | None, reason: Text) -> Text:
    if line is None:
        return phrase("{file}: {reason}", file=literal(str(path)), reason=reason)
    return phrase("{file}, line {line}: {reason}", file=literal(str(path)), line=line, reason=reason)


def _searched(names: tuple[str, ...], folder: Path | None) -> Text:
    if folder is None:
        return phrase("The profiles of the program are: {names}.", names=", ".join(names))
    return phrase(
        "Known profiles are: {names}. Your own are looked for in {folder}.", names=", ".join(names), folder=str(folder)
    )
