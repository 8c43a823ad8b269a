"""Judge the special ("data") connectors, which `/metainfo` never lists: each has its own telling reply.

How AFAS answers a special connector that was not added is documented only for SOAP. For REST, AFAS's OpenAPI files
define 401 as *valid token but no access to this endpoint*; so 401 while `/metainfo` answers is read as *not added*.
"""

from collections.abc import Mapping

from afas_assistant.errors import AssistantError
from afas_assistant.onboarding.probes.refusals import NOT_ANSWERED, UNREACHED, answered
from afas_assistant.onboarding.verdicts import Certainty, Line, Reason, Status, Verdict
from afas_assistant.texts import Text, joined, phrase

Answer = Text | AssistantError
"""What the connector answered: a short text for a proper answer, or the error."""

UNKNOWN_OBJECT: Mapping[str, Text] = {
    "subject": phrase("Answers “file not found” to a made-up file, so it may be used"),
    "report": phrase("Answers that a made-up report is unknown, so it may be used"),
}


def judge_data(line: Line, probe: str, answer: Answer | None) -> Verdict:
    """Return the verdict on a special connector; `probe` is version, subject, report or xml_schema."""
    if answer is None:
        return Verdict(line, Status.NOT_TESTED, phrase("Not tested because it was not called."), reason=Reason.STOPPED)
    if not isinstance(answer, AssistantError):
        return Verdict(line, Status.OK, answer, found=line.name)
    if answer.code in {"unauthorised", "special_not_supported"}:
        return _missing(line, answer)
    if probe in UNKNOWN_OBJECT and (answer.code == "not_found" or _functional(answer)):
        detail = tuple(answer.technical.lines())
        # A 404 also means "no right to this file", so this stays our reading of it.
        title = UNKNOWN_OBJECT[probe]
        return Verdict(line, Status.OK, title, certainty=Certainty.INFERRED, found=line.name, detail=detail)
    return _unclear(line, answer)


def _functional(error: AssistantError) -> bool:
    """Whether AFAS refused the content, which it does only after it let the caller in."""
    return error.technical.status == 500 and bool(error.technical.external_message)


def _missing(line: Line, error: AssistantError) -> Verdict:
    said = error.code == "special_not_supported"
    return Verdict(
        line,
        Status.FAILED,
        answered(error) if said else phrase("Refused (401), while the token itself is good"),
        reason=Reason.MISSING,
        certainty=Certainty.CONFIRMED if said else Certainty.INFERRED,
        meaning=phrase("It was not added to the app connector, or the token's user has no right to it."),
        remedy=phrase("Add {name} to the app connector, on the tab Connectoren.", name=line.name),
        quote=error.technical.external_message,
        detail=tuple(error.technical.lines()),
    )


def _unclear(line: Line, error: AssistantError) -> Verdict:
    reason = UNREACHED[error.code] if error.code in NOT_ANSWERED else Reason.UNCLEAR_REPLY
    return Verdict(
        line,
        Status.NOT_TESTED,
        joined(phrase("Not tested because the reply tells nothing about it."), answered(error)),
        reason=reason,
        certainty=Certainty.INFERRED,
        remedy=phrase("Look whether {name} is on the tab Connectoren of the app connector.", name=line.name)
        if error.code == "not_found"
        else error.action,
        who=error.who,
        detail=tuple(error.technical.lines()),
    )
