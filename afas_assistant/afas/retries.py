"""Asking again: for reads only, a few times and not for long.

A write is never sent twice: AFAS has no idempotency key and works on for up to 900 seconds after a broken line.
"""

import logging
import time
from collections.abc import Callable
from typing import TypeVar

import stamina
from stamina.instrumentation import RetryDetails, set_on_retry_hooks

from afas_assistant.errors import RetryableError
from afas_assistant.transport import LineError

ATTEMPTS = 3
LONGEST = 45.0
"""Seconds for all attempts together; a person is waiting."""
LONGEST_WAIT = 30.0
"""Seconds. AFAS asking for more patience than this is told to the caller at once."""

_LINE_TROUBLE = frozenset({"timed_out", "line_broken"})
_log = logging.getLogger(__name__)
Result = TypeVar("Result")


def persistently(read: Callable[[float], Result]) -> Result:
    """Call `read` until it succeeds, at most three times and 45 seconds; it gets the seconds that are left.

    Repeated after RetryableErrors of AFAS (503, 429) and after a broken or silent line; not when a name cannot be found
    or a connection is refused, since those answer at once and a person had better know.
    """
    started = time.monotonic()

    def left() -> float:
        return LONGEST - (time.monotonic() - started)

    def wait(error: Exception) -> bool | float:
        return _wait(error, left())

    for attempt in stamina.retry_context(
        on=wait, attempts=ATTEMPTS, timeout=LONGEST, wait_initial=0.5, wait_max=8.0, wait_jitter=0.5
    ):
        with attempt:
            return read(max(1.0, left()))
    raise AssertionError("stamina always returns or raises")


def _wait(error: Exception, left: float) -> bool | float:
    """Return whether to ask again, or after how many seconds."""
    if isinstance(error, LineError):
        return error.code in _LINE_TROUBLE and left > 1.0
    if not isinstance(error, RetryableError):
        return False
    if error.retry_after is None:
        return left > 1.0
    patience = min(LONGEST_WAIT, left - 1.0)
    return max(0.1, error.retry_after) if error.retry_after <= patience else False


def _note(details: RetryDetails) -> None:
    """Log a repetition quietly: stamina would log it as a warning, with the arguments of the call."""
    code = getattr(details.caused_by, "code", type(details.caused_by).__name__)
    _log.info("asking again after %s, in %.1f s (time %d)", code, details.wait_for, details.retry_num)


set_on_retry_hooks((_note,))
