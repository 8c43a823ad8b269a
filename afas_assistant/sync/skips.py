"""Why a record was not sent although it was chosen."""

from dataclasses import dataclass

from afas_assistant.errors import AssistantError
from afas_assistant.outbox.refusals import AlreadyClaimedError
from afas_assistant.sync.plan import Need, PlannedRecord
from afas_assistant.texts import Text, phrase


@dataclass(frozen=True)
class Skip:
    """A reason, in words and as a stable code; `harmless` when nothing is left to do about it."""

    code: str
    text: Text
    harmless: bool = False


def changed_since(fresh: PlannedRecord | None, *, partly: bool = False) -> Skip:
    """Return the skip of a record that is otherwise than when the plan was shown, or no longer to be sent.

    `partly`: some of what it was made of is still to be sent, in a record of another composition.
    """
    if not partly and (fresh is None or fresh.intention is None):
        return Skip("gone", phrase("Not sent, because there is nothing to send for it any more."), harmless=True)
    return Skip("changed", phrase("Not sent, because it changed after the plan was shown. Look at the new plan."))


def already_sent(error: AlreadyClaimedError) -> Skip:
    """Return the skip of a record that is in the outbox already."""
    return Skip("already_sent", error.explanation)


def there_before() -> Skip:
    """Return the skip of a record that AFAS had already; its outbox entry says so."""
    text = phrase("It was there already: AFAS knows this number for this relation. Nothing was booked now.")
    return Skip("already_there", text, harmless=True)


def need_not_met(need: Need) -> Skip:
    """Return the skip of a record whose debtor could not be made."""
    return Skip("need_not_met", phrase("Not sent, because {other} was not made first.", other=need.reference))


def not_read(error: AssistantError) -> Skip:
    """Return the skip of a record whose other half could not be read."""
    return Skip("not_read", phrase("Not sent, because what it changes could not be read: {why}", why=error.title))


def cancelled_by_person() -> Skip:
    """Return the skip of a record that came after Cancel."""
    return Skip("cancelled", phrase("Not sent, because the run was stopped. It can be sent by a next run."))


def stopped_by(error: AssistantError) -> Skip:
    """Return the skip of a record that came after an error that concerns all."""
    return Skip("stopped", phrase("Not sent, because the run stopped: {why}", why=error.title))
