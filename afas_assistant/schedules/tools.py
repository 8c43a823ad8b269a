"""The system's own tools, started with a time limit, with what they answered."""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from afas_assistant.errors import ConfigurationError, Technical
from afas_assistant.texts import literal, phrase

PATIENCE = 30.0
"""Seconds: all of them answer at once; one that does not is stuck, on a question or on a bus."""


@dataclass(frozen=True)
class Answer:
    """What a tool said."""

    code: int
    out: str
    err: str = ""


class Tool(Protocol):
    """Starts a tool and waits for it."""

    def __call__(self, command: Sequence[str], typed: bytes = b"") -> Answer:
        """Return what it said; raises ConfigurationError scheduler_silent."""
        ...


def run_tool(command: Sequence[str], typed: bytes = b"") -> Answer:
    """Start a tool; one that is not there, or says nothing in time, raises ConfigurationError scheduler_silent."""
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.CREATE_NO_WINDOW
    try:
        done = subprocess.run(  # noqa: S603 - our own words, never a shell's
            list(command),
            input=typed,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
            creationflags=flags,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ConfigurationError(
            "scheduler_silent",
            title=phrase("{tool} does not answer.", tool=literal(command[0])),
            explanation=phrase("It could not be started, or said nothing for half a minute."),
            action=phrase("Try again, or let the program itself do it while it is open."),
            technical=Technical(external_message=type(error).__name__),
        ) from error
    encoding = "oem" if sys.platform == "win32" else "utf-8"
    return Answer(
        done.returncode, done.stdout.decode(encoding, "surrogateescape"), done.stderr.decode(encoding, "replace")
    )


def demand(answer: Answer, tool: str) -> Answer:
    """Return the answer of a tool that did what was asked; raises ConfigurationError scheduler_refused."""
    if answer.code == 0:
        return answer
    said = " ".join((answer.err or answer.out).split())[:500]
    raise ConfigurationError(
        "scheduler_refused",
        title=phrase("{tool} refuses the task.", tool=literal(tool)),
        explanation=phrase("It says: {words}", words=literal(said or f"exit code {answer.code}")),
        action=phrase("Ask whoever manages this computer whether your account may have tasks, or choose another way."),
    )
