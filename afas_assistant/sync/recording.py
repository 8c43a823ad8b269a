"""Recording an outcome, also when the disk is full at that very moment: the answer must not be lost."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from afas_assistant.errors import AssistantError, ConfigurationError
from afas_assistant.outbox.records import Write
from afas_assistant.texts import literal, phrase

WAITS = (1.0, 4.0)
"""Seconds before another attempt: a busy database comes back, a disk may get room."""


def recorded(
    record: Callable[[], Write], write: Write, keys: Mapping[str, Any], sleep: Callable[[float], None]
) -> Write:
    """Return the recorded write; raises ConfigurationError outcome_not_recorded, which says what was answered.

    The write then stands as being sent, and becomes unknown at the next start: it is looked up, never sent again.
    """
    for seconds in (*WAITS, None):
        try:
            return record()
        except AssistantError as error:
            if seconds is None or error.code == "write_state":
                raise _not_recorded(write, keys, error) from error
            sleep(seconds)
    raise AssertionError("the last attempt returns or raises")


def _not_recorded(write: Write, keys: Mapping[str, Any], error: AssistantError) -> ConfigurationError:
    answer = json.dumps(dict(keys), ensure_ascii=False) if keys else "–"
    return ConfigurationError(
        "outcome_not_recorded",
        title=phrase("{what} was sent, but its outcome could not be recorded.", what=write.label or write.reference),
        explanation=phrase(
            "{why} The answer was: {answer}. The outbox will show it as unknown, and it is not sent again by itself.",
            why=error.title,
            answer=literal(answer),
        ),
        action=phrase("Mend that first. Then look write {number} up in the outbox.", number=write.id),
        technical=error.technical,
    )
