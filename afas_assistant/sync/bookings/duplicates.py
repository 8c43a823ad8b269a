"""An invoice number that AFAS refuses because it is used: the booking is there already, which is no error.

AFAS refuses a number per relation, and the number is TimeChimp's own. So it is the same invoice, unless a connector
shows that the amounts differ.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from afas_assistant.errors import AssistantError
from afas_assistant.outbox.records import Write
from afas_assistant.sync.bookings.record import ENTRY
from afas_assistant.sync.look_up import Witness
from afas_assistant.sync.outcomes import Certainty, certainty_of

NUMBER_USED = "invoice_number_used"


def already_there(write: Write, error: AssistantError, witnesses: Sequence[Witness]) -> Mapping[str, Any] | None:
    """Return the keys of the booking that AFAS means, as far as they are seen; None when this is another refusal.

    None as well when a witness shows that the number belongs to other amounts: then it is a refusal like any other.
    """
    if write.kind != ENTRY or error.code != NUMBER_USED or certainty_of(error) is not Certainty.REFUSED:
        return None
    for witness in witnesses:
        if write.kind not in witness.kinds:
            continue
        try:
            seen = witness.find(write)
        except AssistantError:
            continue
        if seen is not None:
            return seen.keys if seen.ours else None
    return {"InId": write.before.get("invoice_number", "")}
