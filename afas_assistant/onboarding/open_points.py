"""What a check left open and an administrator can mend, point by point.

A point stands at the place where somebody clicks, which is not always the place of its line: a blocked definition is
unblocked in the definition, not on the app connector's tab.
"""

from collections.abc import Sequence
from dataclasses import replace

from afas_assistant.errors import Who
from afas_assistant.onboarding.asked_points import (
    Needed,
    Point,
    merged,
    name_in_afas,
    point_of,
    requirements_of,
    vendors_of,
)
from afas_assistant.onboarding.profiles import places
from afas_assistant.onboarding.requirements import (
    ByHand,
    DestinationRequirement,
    GetRequirement,
    Place,
    Profile,
    Proof,
    Requirement,
    Severity,
    UpdateRequirement,
)
from afas_assistant.onboarding.verdicts import Reason, Section, Status, Verdict
from afas_assistant.texts import Language, Text, phrase

EXISTS = phrase("Exists in AFAS, but was not added to the app connector")
"""The title by which the probe says that no import is needed; a kept verdict has it in the language of its check."""

_PLACE_OF: dict[Reason, str] = {
    Reason.TOKEN_REFUSED: "app_connector_list",
    Reason.TOKEN_EXPIRES: "app_connector_tokens",
    Reason.PERSON_TOKEN: "app_connector_tokens",
    Reason.IP_REFUSED: "app_connector_ip",
    Reason.ALL_USERS_GROUP: "app_connector_general",
    Reason.EXTRA_CONNECTORS: "app_connector_list",
    Reason.BLOCKED: "getconnector_definition",
    Reason.NO_ROWS: "authorisation_filters",
    Reason.NOT_AUTHORISED: "authorisation_tool",
}
_PLACE_OF_GET: dict[Reason, str] = {
    Reason.MISSPELT: "getconnector_import",
    Reason.FIELD_MISSING: "getconnector_definition",
    Reason.FIELD_REPLACED: "getconnector_import",
    Reason.DRIFTED: "getconnector_definition",
}
_IMPORTED_AGAIN = frozenset(_PLACE_OF_GET) - {Reason.FIELD_MISSING}
SHOWN = 25


def points_open(profiles: Sequence[Profile], verdicts: Sequence[Verdict], language: Language) -> list[Point]:
    """Return what a check left open and an administrator can mend, in the checklist's order."""
    pairs = _with_requirements(profiles, verdicts)
    return merged(
        _from_verdict(verdict, needed, language)
        for verdict, needed in pairs
        if is_open(verdict) and whose(verdict, needed) is Who.ADMINISTRATOR and not _shown_by_its_lines(needed)
    )


def left_to_others(profiles: Sequence[Profile], verdicts: Sequence[Verdict] | None) -> list[Text]:
    """Return the names of what is open too, but not for the administrator: named so that nobody waits for it."""
    if verdicts is None:
        steps = [step for profile in profiles for step in profile.by_hand if step.severity is Severity.REQUIRED]
        return [step.title for step in steps if step.place.who is not Who.ADMINISTRATOR]
    pairs = _with_requirements(profiles, verdicts)
    others = [one for one, needed in pairs if one.blocks and whose(one, needed) is not Who.ADMINISTRATOR]
    return [one.line.shown_name for one in others if is_open(one)]


def _with_requirements(profiles: Sequence[Profile], verdicts: Sequence[Verdict]) -> list[tuple[Verdict, Needed | None]]:
    """Return each verdict with what asks for its line; a kept verdict knows its place only through that."""
    needed = {(profile.id, one.check_id): (profile, one) for profile, one in requirements_of(profiles)}
    return [(verdict, needed.get((verdict.line.profile or "", verdict.line.id))) for verdict in verdicts]


def is_open(verdict: Verdict) -> bool:
    """Whether somebody has something to do; a line that could not be tested asks nothing of anybody yet."""
    if verdict.status is Status.BY_HAND:
        return verdict.blocks
    return verdict.status is Status.FAILED


def whose(verdict: Verdict, needed: Needed | None) -> Who:
    """Return whose turn it is; who does a manual step follows from where it is done."""
    place = needed[1].place if needed else verdict.line.place
    return place.who if verdict.status is Status.BY_HAND and place else verdict.who


def place_to_mend(verdict: Verdict) -> Place | None:
    """Return where somebody clicks to mend a line, which depends on what is wrong with it."""
    known = _PLACE_OF.get(verdict.reason) if verdict.reason else None
    if verdict.line.section is Section.GET and verdict.reason:
        known = _PLACE_OF_GET.get(verdict.reason, known)
    return places()[known] if known else verdict.line.place


def _shown_by_its_lines(needed: Needed | None) -> bool:
    """Whether a step only sums up lines that are judged one by one: importing, when a file's connector is absent."""
    return needed is not None and isinstance(needed[1], ByHand) and needed[1].proven_by is Proof.IMPORTED


def _from_verdict(verdict: Verdict, needed: Needed | None, language: Language) -> Point:
    point = _plain(verdict, needed, language)
    if needed is None or verdict.reason is not Reason.MISSING:
        return point
    if not isinstance(needed[1], GetRequirement):
        return replace(point_of(*needed, language), required=point.required)
    return _missing(verdict, point, needed[0], needed[1], language)


def _missing(
    verdict: Verdict, point: Point, profile: Profile, requirement: GetRequirement, language: Language
) -> Point:
    asked = replace(point_of(profile, requirement, language), required=point.required)
    if verdict.title.render("nl") not in {EXISTS.render("nl"), EXISTS.render("en")}:
        return asked
    remedy = verdict.remedy.render(language)
    there = max((name for name in requirement.names if name in remedy), key=len, default=name_in_afas(requirement))
    task = phrase("Add GetConnector {name}.", name=there).render(language)
    note = phrase("AFAS has its definition already; no import is needed.").render(language)
    return replace(asked, task=task, notes=(note,), file=None, vendors=())


def _plain(verdict: Verdict, needed: Needed | None, language: Language) -> Point:
    requirement = needed[1] if needed else None
    required = verdict.line.severity is Severity.REQUIRED
    if needed and isinstance(requirement, ByHand | DestinationRequirement):
        asked = replace(point_of(*needed, language), required=required)
        return replace(asked, notes=(*asked.notes, *_seen(verdict, language)))
    return Point(
        place=place_to_mend(verdict) or (requirement.place if requirement else None),
        task=_named_remedy(verdict, requirement, language),
        why=_why(verdict, requirement, language),
        notes=_seen(verdict, language),
        required=required,
        file=_file_again(verdict, requirement),
        vendors=vendors_of(needed[0]) if needed and verdict.reason in _IMPORTED_AGAIN else (),
        programs=(needed[0].name,) if needed else (),
    )


def _named_remedy(verdict: Verdict, requirement: Requirement | None, language: Language) -> str:
    """Return what to do, with the exact name before it where the remedy itself does not name it."""
    named = requirement if isinstance(requirement, GetRequirement | UpdateRequirement) else None
    name = name_in_afas(named) if named else verdict.line.shown_name.render(language)
    if named and verdict.reason is Reason.MISSPELT:
        return _spell_right(verdict, named, name).render(language)
    name = verdict.found if named and verdict.found else name
    remedy = _remedy(verdict, requirement).render(language)
    return remedy if name in remedy else f"{name}: {remedy}".rstrip(" :")


def _remedy(verdict: Verdict, requirement: Requirement | None) -> Text:
    """Return the remedy, put in other words where its own speak to whoever sits at this program."""
    if verdict.reason is Reason.TOKEN_EXPIRES:
        return phrase("Make a new user token in time.")
    if verdict.reason is Reason.FIELD_MISSING and isinstance(requirement, UpdateRequirement):
        return phrase("See whether a module or a right is missing for these fields.")
    return verdict.remedy


def _spell_right(verdict: Verdict, requirement: Requirement, name: str) -> Text:
    """Return what to do about a misspelt connector; the right name is never the document's own misprint."""
    if isinstance(requirement, UpdateRequirement):
        return phrase("Add UpdateConnector {name}; {found} is another one.", name=name, found=verdict.found)
    return phrase(
        "Import the definition of {name} again under exactly that name and add it; {found} looks like a misspelling.",
        name=name,
        found=verdict.found,
    )


def _why(verdict: Verdict, requirement: Requirement | None, language: Language) -> tuple[str, ...]:
    reason = requirement.why if requirement else verdict.line.need
    said = reason.render(language)
    return (said,) if said else ()


def _seen(verdict: Verdict, language: Language) -> tuple[str, ...]:
    """Return what the check saw, and the causes that AFAS's answer leaves open."""
    if verdict.status is not Status.FAILED or verdict.reason is Reason.MISSING:
        return ()
    if verdict.reason is Reason.EXTRA_CONNECTORS:
        more = " …" if len(verdict.detail) > SHOWN else ""
        return (", ".join(verdict.detail[:SHOWN]) + more,)
    title = verdict.title.render(language).rstrip(".")
    seen = phrase("What we see: {title}.", title=title).render(language)
    causes = (f"- {one.cause.render(language)} {one.check.render(language)}" for one in verdict.causes)
    return (seen, *causes)


def _file_again(verdict: Verdict, requirement: Requirement | None) -> str | None:
    if isinstance(requirement, GetRequirement) and verdict.reason in _IMPORTED_AGAIN:
        return requirement.file
    return None
