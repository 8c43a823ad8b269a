"""What an administrator has to do in AFAS, point by point, as the checklists alone ask it.

Names are AFAS's own, never a document's misprint. What several checklists ask for at the same place is one point.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from afas_assistant.errors import Who
from afas_assistant.onboarding.requirements import (
    ByHand,
    DataRequirement,
    DestinationRequirement,
    GetRequirement,
    Place,
    Profile,
    Requirement,
    Severity,
    UpdateRequirement,
)
from afas_assistant.texts import Language, Text, phrase

STANDARD = "Profit"
"""How the names of AFAS's own connectors begin; no vendor has a file for those."""

Needed = tuple[Profile, Requirement]


@dataclass(frozen=True)
class Point:
    """One thing to do, its texts in one language.

    `why` has a reason for each checklist that asks; `notes` say what was seen or what to mind; `file` is the definition
    file to import first; `vendors` are (program, address) of whom to ask for a missing file. `programs` are those that
    ask for it; `manual` tells a step from a line.
    """

    place: Place | None
    task: str
    why: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    required: bool = True
    file: str | None = None
    vendors: tuple[tuple[str, str], ...] = ()
    programs: tuple[str, ...] = ()
    manual: bool = False


def points_to_do(profiles: Sequence[Profile], language: Language) -> list[Point]:
    """Return everything that the profiles ask of an administrator: what to do before anything can be tested."""
    return merged(
        point_of(profile, requirement, language)
        for profile, requirement in requirements_of(profiles)
        if requirement.place.who is Who.ADMINISTRATOR
    )


def name_in_afas(requirement: GetRequirement | UpdateRequirement) -> str:
    """Return the name to look for in AFAS: the document's own, unless that is a misprint."""
    return requirement.known_as[0] if requirement.printed_wrong and requirement.known_as else requirement.name


def requirements_of(profiles: Sequence[Profile]) -> Iterator[Needed]:
    """Yield every requirement, kind by kind, as a checklist shows them."""
    for kind in ("by_hand", "get", "update", "data", "destinations"):
        for profile in profiles:
            for requirement in getattr(profile, kind):
                yield profile, requirement


def point_of(profile: Profile, requirement: Requirement, language: Language) -> Point:
    """Return what one requirement asks an administrator to do."""
    point = Point(
        place=requirement.place,
        task=_task(requirement).render(language),
        why=(requirement.why.render(language),),
        required=requirement.severity is Severity.REQUIRED,
        programs=(profile.name,),
    )
    if isinstance(requirement, ByHand):
        return _with_steps(point, requirement, language)
    if isinstance(requirement, GetRequirement):
        return _with_definition(point, profile, requirement, language)
    if isinstance(requirement, UpdateRequirement):
        return replace(point, notes=_other_names(requirement, language))
    return point


def _task(requirement: Requirement) -> Text:
    if isinstance(requirement, GetRequirement):
        return phrase("Add GetConnector {name}.", name=_with_description(requirement))
    if isinstance(requirement, UpdateRequirement):
        return phrase("Add UpdateConnector {name}.", name=_with_description(requirement))
    if isinstance(requirement, DataRequirement):
        return phrase("Add connector {name}.", name=requirement.name)
    if isinstance(requirement, DestinationRequirement):
        return phrase(
            "Set destination {name} ({number}) to Optioneel (optional).",
            name=requirement.name,
            number=requirement.number,
        )
    return requirement.title if isinstance(requirement, ByHand) else requirement.why


def _with_description(requirement: GetRequirement | UpdateRequirement) -> str:
    """Return the name, with what AFAS shows beside it where that helps to find it."""
    name, shown = name_in_afas(requirement), requirement.description
    return f"{name} ({shown})" if shown and shown != name else name


def _with_steps(point: Point, step: ByHand, language: Language) -> Point:
    """Return a manual step with its trap; clicks are given where no answer of AFAS will show whether it was done.

    The other steps' clicks speak to whoever sits at this program (paste it here), not to the reader of a mail.
    """
    notes = (step.trap.render(language),) if step.trap else ()
    clicks = step.steps if step.proven_by is None else ()
    return replace(point, notes=notes, steps=tuple(click.render(language) for click in clicks), manual=True)


def _with_definition(point: Point, profile: Profile, requirement: GetRequirement, language: Language) -> Point:
    """Return the point with where its definition comes from: a file that we can name, or the vendor."""
    notes = _other_names(requirement, language)
    if requirement.file:
        first = phrase("If it is not in the list, import {file} first.", file=requirement.file).render(language)
        return replace(point, notes=(first, *notes), file=requirement.file, vendors=vendors_of(profile))
    if name_in_afas(requirement).startswith(STANDARD):
        own = phrase("This is a connector of AFAS itself.").render(language)
        return replace(point, notes=(own, *notes))
    return replace(point, notes=notes, vendors=vendors_of(profile))


def vendors_of(profile: Profile) -> tuple[tuple[str, str], ...]:
    """Return whom to ask for what is missing: the program and its address."""
    return ((profile.name, profile.contact.missing),) if profile.contact.missing else ()


def _other_names(requirement: GetRequirement | UpdateRequirement, language: Language) -> tuple[str, ...]:
    """Return a note on the names that do as well; never the misprint."""
    others = requirement.known_as[1:] if requirement.printed_wrong else requirement.known_as
    if not others:
        return ()
    return (phrase("This does as well: {names}.", names=", ".join(others)).render(language),)


def merged(points: Iterable[Point]) -> list[Point]:
    """Return the points, one where several checklists ask for the same at the same place."""
    merged: dict[tuple[str, str], Point] = {}
    for point in points:
        key = (point.place.id if point.place else "", point.task)
        merged[key] = _both(merged[key], point) if key in merged else point
    return list(merged.values())


def _both(first: Point, second: Point) -> Point:
    """Return two checklists' points as one; a manual step is explained once, a connector by each that uses it."""
    return replace(
        first,
        why=first.why if first.manual else _all(first, second, first.why, second.why),
        notes=_all(first, second, first.notes, second.notes),
        steps=_all(first, second, first.steps, second.steps),
        required=first.required or second.required,
        file=first.file or second.file,
        vendors=tuple(dict.fromkeys((*first.vendors, *second.vendors))),
        programs=(*first.programs, *second.programs),
    )


def _all(first: Point, second: Point, texts: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    """Return both points' texts without repeating one that differs in the program's name only."""
    return (
        *texts,
        *(text for text in others if not any(_as_of(second, text, name) in texts for name in first.programs)),
    )


def _as_of(point: Point, text: str, program: str) -> str:
    return text.replace(point.programs[0], program) if point.programs else text
