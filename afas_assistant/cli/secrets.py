"""Where a command gets a token or a key from: the environment or standard input, never an argument.

Arguments stand in the list of processes and in the history of the terminal, for all to read.
"""

import getpass
import os
import sys

from afas_assistant.texts import phrase

VARIABLE = "AFAS_ASSISTANT_TOKEN"
TIMECHIMP_VARIABLE = "AFAS_ASSISTANT_TIMECHIMP_KEY"
LONGEST = 100_000  # bytes; a token has about a hundred characters, a mail around it some more


def token_from_environment_or_stdin(variable: str = VARIABLE) -> str | None:
    """Return what was given as the token or the key, as it came, or None when nothing was.

    At a terminal it is asked for and not shown while it is typed; otherwise standard input is read to its end.
    """
    given = os.environ.get(variable, "").strip()
    if given:
        return given
    if sys.stdin is None or sys.stdin.closed:
        return None
    typed = _asked(variable) if sys.stdin.isatty() else _piped()
    return typed.strip() or None


def _asked(variable: str) -> str:
    key, token = phrase("TimeChimp key (is not shown): "), phrase("Token (is not shown): ")
    try:
        return getpass.getpass(str(key if variable == TIMECHIMP_VARIABLE else token), stream=sys.stderr)
    except EOFError:
        return ""


def _piped() -> str:
    """Return all of standard input; Windows' own tools write UTF-16 with a mark in front."""
    raw = sys.stdin.buffer.read(LONGEST)
    encoding = "utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    return raw.decode(encoding, "replace")
