"""Judge a manual step: proven by what AFAS answers where possible, else a person's word with name and date."""

from afas_assistant.onboarding.requirements import ByHand, Proof
from afas_assistant.onboarding.verdicts import Certainty, Line, Reason, Status, Verdict
from afas_assistant.organisations.records import Confirmation
from afas_assistant.texts import day, phrase


def judge_by_hand(line: Line, step: ByHand, proven: bool, confirmation: Confirmation | None) -> Verdict:
    """Return the verdict on a manual step; `proven` tells whether what proves it (`step.proven_by`) was seen."""
    if proven and step.proven_by is Proof.TOKEN:
        title = phrase("Done: AFAS answers this token")
        return Verdict(line, Status.OK, title, certainty=Certainty.INFERRED)
    if proven and step.proven_by is Proof.IMPORTED:
        title = phrase("Done: every imported connector is there")
        return Verdict(line, Status.OK, title, certainty=Certainty.INFERRED)
    return confirmed(line, confirmation) if confirmation else _open(line)


def confirmed(line: Line, confirmation: Confirmation) -> Verdict:
    """Return the verdict on a line that a person has confirmed."""
    title = phrase("Confirmed by {who} on {date}", who=confirmation.who, date=day(confirmation.at))
    detail = (confirmation.note,) if confirmation.note else ()
    return Verdict(line, Status.BY_HAND, title, detail=detail)


def _open(line: Line) -> Verdict:
    title = phrase("Only a person can tell; not confirmed yet")
    return Verdict(line, Status.BY_HAND, title, reason=Reason.NOT_CONFIRMED)
