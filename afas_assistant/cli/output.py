"""What the terminal shows: results on standard output, errors on standard error, never a crash over a character."""

import os
import re
import sys
from typing import TextIO

from afas_assistant.errors import AssistantError
from afas_assistant.texts import Text

_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def say(text: str, *, error: bool = False) -> None:
    """Print a line on standard output, or on standard error.

    What goes to a file or another program is UTF-8; a terminal gets its own encoding, with a question mark for what it
    cannot show. A reader that went away (`| head`) is not an error.
    """
    stream = sys.stderr if error else sys.stdout
    if stream is None:
        return  # a program without a console, on Windows
    _use_utf8(stream)
    try:
        stream.write(_showable(text, stream) + "\n")
        stream.flush()
    except BrokenPipeError:
        _silence(stream)


def one_line(text: Text) -> str:
    """Return a text without line breaks: what another system calls something must not look like a row of ours."""
    return " ".join(text.render().split())


def print_error(error: AssistantError) -> None:
    """Print an error on standard error: what happened, why and what to do on one line, causes and detail below."""
    say(error.sentence(), error=True)
    for number, cause in enumerate(error.causes, 1):
        say(f"  {number}. {cause}", error=True)
    for line in error.technical.lines():
        say(f"  {line}", error=True)


def ask_yes_or_no(question: str) -> bool | None:
    """Return the answer of who sits at the terminal; None when nobody does. Anything but yes means no."""
    if sys.stdin is None or not sys.stdin.isatty():
        return None
    sys.stderr.write(_showable(f"{question} [j/n, y/n] ", sys.stderr))
    sys.stderr.flush()
    return sys.stdin.readline().strip().casefold() in {"j", "ja", "y", "yes"}


def _use_utf8(stream: TextIO) -> None:
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None and not stream.isatty() and stream.encoding.lower().replace("-", "") != "utf8":
        reconfigure(encoding="utf-8")


def _showable(text: str, stream: TextIO) -> str:
    """Return the text as the terminal can show it; what would steer the terminal or turn text around is taken out."""
    encoding = stream.encoding or "utf-8"
    return _STEERING.sub("", text).encode(encoding, "replace").decode(encoding)


def _silence(stream: TextIO) -> None:
    """Let the rest, and Python's own last flush, go nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
