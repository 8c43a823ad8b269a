"""What the outbox refuses, in words that a person can read."""

from datetime import datetime

from afas_assistant.errors import ConfigurationError, RetryableError, Who
from afas_assistant.outbox.records import State, Write
from afas_assistant.outbox.words import STANDS
from afas_assistant.texts import phrase


class AlreadyClaimedError(ConfigurationError):
    """Some record is in another live write already; `write_id` is that write."""

    write_id: int = 0


def already_claimed(claim: str, write_id: int) -> AlreadyClaimedError:
    """Return the refusal of a second write for the same record."""
    error = AlreadyClaimedError(
        "already_claimed",
        title=phrase("This was sent before."),
        explanation=phrase(
            "{record} is part of write {number} in the outbox. Sending it again could book it twice.",
            record=claim.partition(":")[2],
            number=write_id,
        ),
        action=phrase("Look at that write in the outbox: its state says what can be done."),
    )
    error.write_id = write_id
    return error


def lease_held(scope: str, process: int, host: str, until: datetime) -> RetryableError:
    """Return the refusal of a second writer."""
    return RetryableError(
        "writer_busy",
        title=phrase("Another run is writing for this organisation."),
        explanation=phrase(
            "Process {process} on {host} writes for {scope}, so that nothing is sent twice.",
            process=process,
            host=host,
            scope=scope,
        ),
        action=phrase(
            "Wait until it is done. If it was stopped, it is let go at {time}.",
            time=until.astimezone().strftime("%H:%M:%S"),
        ),
    )


def lease_lost(scope: str) -> RetryableError:
    """Return the error of a writer whose lease another process took over, because it did not answer for too long."""
    return RetryableError(
        "writer_replaced",
        title=phrase("This run was stopped because another one took over."),
        explanation=phrase(
            "It did not report for too long (the computer slept, perhaps), and {scope} went on without it.", scope=scope
        ),
        action=phrase("Look at the outbox. Then run it again: what was sent is not sent again."),
    )


def write_not_found(write_id: int) -> ConfigurationError:
    """Return the refusal of a number that no write has."""
    return ConfigurationError(
        "write_not_found",
        title=phrase("There is no write {number} in the outbox.", number=write_id),
        explanation=phrase("Writes are numbered as they were recorded."),
        action=phrase("Look the number up in the list of the outbox."),
    )


def wrong_state(write: Write, wanted: State) -> ConfigurationError:
    """Return the refusal of a step that does not fit the state; another process may have been first."""
    return ConfigurationError(
        "write_state",
        title=phrase("Write {number} cannot become {wanted}.", number=write.id, wanted=STANDS[wanted]),
        explanation=phrase("It is {state} now.", state=STANDS[write.state]),
        action=phrase("Look at it in the outbox again; perhaps somebody has settled it already."),
        who=Who.YOU,
    )
