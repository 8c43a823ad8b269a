"""How a command ends that was stopped by a person, found no room for its result, or met a fault of ours."""

import os
import sys

from afas_assistant.cli.output import say
from afas_assistant.texts import phrase

STOPPED = 130
NOT_DONE = 2


def stopped() -> int:
    """Say that a person stopped it, and return the exit code of Ctrl-C."""
    say(str(phrase("Stopped. Nothing was changed in AFAS.")), error=True)
    return STOPPED


def failed(error: Exception) -> int:
    """Say in a sentence what happened, without a traceback, and return the exit code."""
    if isinstance(error, OSError):
        _drop_output()
        say(str(phrase("The result could not be written: {reason}.", reason=error.strerror or error)), error=True)
        return NOT_DONE
    sentence = phrase(
        "Something went wrong that is a fault of this program ({kind}). Please report it, with what you did.",
        kind=type(error).__name__,
    )
    say(str(sentence), error=True)
    return NOT_DONE


def _drop_output() -> None:
    """Let what is still waiting to be written go nowhere, so that Python's own last flush says nothing."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
