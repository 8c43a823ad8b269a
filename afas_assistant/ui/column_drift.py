"""Columns of a GetConnector that changed since an earlier check: somebody can say that they are right like this."""

from afas_assistant.onboarding.verdicts import Reason, Status
from afas_assistant.texts import phrase
from afas_assistant.ui.checklist_model import Row

ACCEPT = phrase("Accept the new columns")


def accepts_columns(row: Row) -> bool:
    """Return whether a row's new columns can be accepted: they changed, and nothing that is asked for broke by it."""
    verdict = row.verdict
    changed = verdict is not None and verdict.reason is Reason.DRIFTED and verdict.status is Status.OK
    return changed and not row.busy
