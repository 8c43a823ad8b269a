"""Judge one required UpdateConnector: present, and holding every field that will be sent.

AFAS has no dry run, so the write side is proven by its metadata: a field that is absent there would be refused at the
first real booking. `mandatory` in the metadata is not looked at: it also marks fields that nobody sends.
"""

from collections.abc import Collection, Sequence

from afas_assistant.errors import AssistantError
from afas_assistant.onboarding.names import Match, Resolution
from afas_assistant.onboarding.probes.refusals import refused
from afas_assistant.onboarding.requirements import UpdateRequirement
from afas_assistant.onboarding.verdicts import NOTHING, Line, Reason, Status, Verdict
from afas_assistant.texts import Text, joined, literal, phrase, phrase_n


def judge_update(
    line: Line,
    requirement: UpdateRequirement,
    resolution: Resolution,
    paths: Collection[str] | AssistantError | None,
) -> Verdict:
    """Return the verdict on an UpdateConnector; `paths` are its fields as `Field` or `Object/Field` below the root."""
    if not resolution.usable or resolution.found is None:
        return _missing(line, requirement, resolution)
    if isinstance(paths, AssistantError):
        return refused(line, paths, found=resolution.found)
    if paths is None:
        return Verdict(line, Status.NOT_TESTED, phrase("Not tested because it was not read."), reason=Reason.STOPPED)
    gone = [path for path in requirement.fields if path not in paths]
    if gone:
        return _field_missing(line, resolution.found, gone)
    count = len(requirement.fields)
    held = phrase_n("The one field that will be sent exists", "All {count} fields that will be sent exist", count)
    title = joined(held if count else phrase("Present"), _remark(line, requirement, resolution), separator=" · ")
    return Verdict(line, Status.OK, title, found=resolution.found)


def _remark(line: Line, requirement: UpdateRequirement, resolution: Resolution) -> Text:
    if resolution.match is Match.EXACT:
        return NOTHING
    if requirement.printed_wrong or resolution.match is Match.CASE:
        return phrase("in AFAS it is called {found}; the document prints another name", found=resolution.found)
    return phrase("found as {found}; the vendor may call {name}", found=resolution.found, name=line.name)


def _missing(line: Line, requirement: UpdateRequirement, resolution: Resolution) -> Verdict:
    name = requirement.known_as[0] if requirement.known_as else requirement.name
    near = resolution.found
    return Verdict(
        line,
        Status.FAILED,
        phrase("Not there; the app connector has {found}", found=near) if near else phrase("Not in the app connector"),
        reason=Reason.MISSPELT if near else Reason.MISSING,
        found=near,
        meaning=phrase("Without it nothing of this kind can be written to AFAS."),
        remedy=phrase("Add {name} to the app connector, on the tab UpdateConnectoren.", name=name),
    )


def _field_missing(line: Line, found: str, gone: Sequence[str]) -> Verdict:
    names = literal(", ".join(gone))
    return Verdict(
        line,
        Status.FAILED,
        phrase_n("The field {names} is not in it", "The fields {names} are not in it", len(gone), names=names),
        reason=Reason.FIELD_MISSING,
        found=found,
        meaning=phrase("AFAS would refuse a record that holds a field which this UpdateConnector does not offer here."),
        remedy=phrase("Ask the administrator whether a module or a right is missing for these fields."),
        detail=tuple(f"missing: {path}" for path in gone),
    )
