"""What is taken out of a support file, since it leaves this computer: whatever tells who somebody is, or what they own.

Names that are known are taken out wherever they stand. What nobody can know, such as the name of a customer in the
words of a failure, is kept out by taking in only what is known to be harmless: the lines of our own loggers, the places
of a traceback, and the words of those exceptions that speak of the program and never of what it read.
"""

import getpass
import re
import socket
import traceback
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from afas_assistant.errors import AssistantError
from afas_assistant.logs import HIDDEN, SECRETS

NAME, NUMBER, WORDS = "‹name›", "‹number›", "‹words left out›"
HARMLESS_LOGGERS = frozenset(
    {
        "afas_assistant.transport",
        "afas_assistant.afas.retries",
        "afas_assistant.timechimp.line",
        "afas_assistant.cli.settings",
        "afas_assistant.ui.support_faults",
    }
)
"""Those that log methods, paths, codes and seconds only."""
HARMLESS_WORDS = (AttributeError, ImportError, NameError, TypeError, ZeroDivisionError, RecursionError)
"""Exceptions whose words are Python's own about the program."""

_LONG_RUN = re.compile(
    r"(?i:\b[0-9a-f]{16,}\b)|(?=[A-Za-z0-9+/]*[0-9])(?=[A-Za-z0-9+/]*[A-Z])(?=[A-Za-z0-9+/]*[a-z])[A-Za-z0-9+]{20,}={0,2}"
)
_QUERY = re.compile(r"\?\S+")
_MAIL = re.compile(r"\S+@\S+")
_QUOTED = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"]*\"|'[^']*'")
_DIGITS = re.compile(r"[A-Za-z]{0,2}\d{4,}[A-Za-z]{0,2}|\d+(?:[.,]\d{3})*[.,]\d{2}\b")
_RECORD = re.compile(
    r"(?P<when>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}) (?P<level>[A-Z]+) (?P<logger>[\w.]+): (?P<words>.*)"
)
_PLACE = re.compile(r'  File "(?P<file>[^"]*)", line (?P<line>\d+), in (?P<name>\S+)')
_ENDING = re.compile(r"(?P<kind>[A-Za-z_][\w.]*(?:Error|Exception|Interrupt|Exit|Warning))(?::.*)?")
_PACKAGES = ("afas_assistant", "site-packages")


class Redaction:
    """Takes known names, accounts, folders, numbers and secrets out of texts."""

    def __init__(self, names: Iterable[str]) -> None:
        known = {name.strip() for name in (*names, *_of_this_computer()) if len(name.strip()) > 1}
        longest_first = sorted(known, key=len, reverse=True)
        pattern = "|".join(rf"(?<!\w){re.escape(one)}(?!\w)" for one in longest_first)
        self._names = re.compile(pattern, re.IGNORECASE) if pattern else None

    def clean(self, text: str) -> str:
        """Return words with everything taken out that tells who or how much."""
        text = _QUOTED.sub(lambda found: f"{found[0][0]}…{found[0][-1]}", self.without_names(text))
        for pattern, instead in ((_QUERY, f"?{HIDDEN}"), (_MAIL, NAME), (_DIGITS, NUMBER)):
            text = pattern.sub(instead, text)
        return text

    def without_names(self, text: str) -> str:
        """Return words without secrets, known names and the folder of the person; numbers stay."""
        text = SECRETS.clean(text)
        for home in {str(Path.home()), Path.home().as_posix(), str(Path.home().resolve())}:
            text = text.replace(home, "~")
        if self._names is not None:
            text = self._names.sub(NAME, text)
        return _LONG_RUN.sub(HIDDEN, text)

    def log(self, lines: Iterable[str]) -> Iterator[str]:
        """Yield the lines of a log that may leave; of a traceback its places and kinds alone."""
        for line in lines:
            if record := _RECORD.fullmatch(line):
                harmless = record["logger"] in HARMLESS_LOGGERS
                words = self.clean(record["words"]) if harmless else WORDS
                yield f"{record['when']} {record['level']} {record['logger']}: {words}"
            elif place := _PLACE.fullmatch(line):
                yield f'  File "{_short(place["file"])}", line {place["line"]}, in {place["name"]}'
            elif ending := _ENDING.fullmatch(line):
                yield ending["kind"]

    def fault(self, error: BaseException) -> Iterator[str]:
        """Yield the traceback of an exception, what it came from first."""
        before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        if before is not None:
            yield from self.fault(before)
            yield ""
        for frame in traceback.extract_tb(error.__traceback__):
            yield f'  File "{_short(frame.filename)}", line {frame.lineno}, in {frame.name}'
        yield f"{type(error).__name__}: {self._words_of(error)}"

    def _words_of(self, error: BaseException) -> str:
        if isinstance(error, AssistantError):
            return error.code
        return self.without_names(str(error)) if isinstance(error, HARMLESS_WORDS) else WORDS


def _short(file: str) -> str:
    """Return a file's place in a package, without the folders above it."""
    parts = Path(file.replace("\\", "/")).parts
    for package in _PACKAGES:
        if package in parts:
            return "/".join(parts[parts.index(package) :])
    return parts[-1] if parts else ""


def _of_this_computer() -> Iterator[str]:
    """Yield the names of the account and of the computer."""
    with suppress(OSError, KeyError, ImportError):  # some systems do not tell
        yield getpass.getuser()
    yield socket.gethostname()
