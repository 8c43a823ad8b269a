"""A wait that TimeChimp's limit asks for, told on standard error: each time on a terminal, once for each in a log."""

import sys

from afas_assistant.cli.output import say
from afas_assistant.texts import phrase_n

LEAST = 3.0
"""Seconds: shorter waits are not worth a line in a log."""


class Waits:
    """Hears how many seconds are left, about once a second."""

    def __init__(self) -> None:
        self._before = 0.0

    def __call__(self, seconds: float) -> None:
        """Tell of a wait, or of what is left of one."""
        begins, self._before = seconds >= self._before, seconds
        if seconds >= LEAST and (begins or (sys.stderr is not None and sys.stderr.isatty())):
            wait = phrase_n(
                "TimeChimp allows 100 calls a minute: 1 second to go.",
                "TimeChimp allows 100 calls a minute: {count} seconds to go.",
                round(seconds),
            )
            say(str(wait), error=True)
