"""What is counted of a whole plan before it is shown, off the thread of the window: cures, and files to attach."""

from collections.abc import Mapping

from afas_assistant.sync.bookings.attachments import DOSSIER_ITEM
from afas_assistant.ui.tabs.plan_rows import PlanRows


def cures_of(rows: PlanRows) -> Mapping[str, str]:
    """Return the mapping that would cure each record that is not ticked at first, as table/key, by its reference."""
    found = {}
    for one in rows.records:
        cure = next((reason.mapping for reason in one.reasons if reason.mapping), "")
        if cure and not one.ticked_at_first:
            found[one.reference] = cure
    return found


def attached(rows: PlanRows) -> int:
    """Return how many records have a file that goes along."""
    steps = (one.intention.follow_ups for one in rows.records if one.intention is not None)
    return sum(any(step.kind == DOSSIER_ITEM for step in each) for each in steps)
