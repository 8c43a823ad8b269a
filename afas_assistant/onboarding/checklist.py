"""The lines that a check will go through, made from the profiles of a connection.

Each entry keeps the requirement beside its line, so that probes read the requirement and faces show the line.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from afas_assistant.onboarding.probes.advice import advice_lines
from afas_assistant.onboarding.probes.environment import environment_lines
from afas_assistant.onboarding.requirements import (
    ByHand,
    DataRequirement,
    DestinationRequirement,
    GetRequirement,
    Profile,
    Requirement,
    Severity,
    UpdateRequirement,
)
from afas_assistant.onboarding.verdicts import Line, Section
from afas_assistant.texts import Text, joined

R = TypeVar("R", bound=Requirement)


@dataclass(frozen=True)
class Entry(Generic[R]):
    """A line with the requirement that it stands for and the profile that asks for it."""

    line: Line
    requirement: R
    profile: Profile


@dataclass(frozen=True)
class Checklist:
    """All lines of one check, by section.

    `stored` tells whether the connection is kept: only then can somebody confirm what no call can prove.
    """

    environment: Sequence[Line]
    by_hand: Sequence[Entry[ByHand]]
    get: Sequence[Entry[GetRequirement]]
    update: Sequence[Entry[UpdateRequirement]]
    data: Sequence[Entry[DataRequirement]]
    destinations: Sequence[Entry[DestinationRequirement]]
    advice: Sequence[Line]
    stored: bool

    @classmethod
    def of(cls, profiles: Sequence[Profile], *, stored: bool, expected: bool = False) -> "Checklist":
        """Return the checklist of these profiles; in a passing check (not `stored`) manual lines are advised.

        `expected` tells whether it is known which environment should answer.
        """
        return cls(
            environment=environment_lines(expected=expected),
            by_hand=[_manual(one, profile, stored=stored) for profile in profiles for one in profile.by_hand],
            get=[_entry(Section.GET, one.name, one, profile) for profile in profiles for one in profile.get],
            update=[_entry(Section.UPDATE, one.name, one, profile) for profile in profiles for one in profile.update],
            data=[_entry(Section.DATA, one.name, one, profile) for profile in profiles for one in profile.data],
            destinations=[
                _entry(Section.DESTINATION, str(one.number), one, profile, one.name)
                for profile in profiles
                for one in profile.destinations
            ],
            advice=advice_lines(),
            stored=stored,
        )

    def lines(self) -> list[Line]:
        """Return all lines in the order in which they are shown."""
        entries = (self.by_hand, self.get, self.update, self.data, self.destinations)
        return [*self.environment, *(entry.line for group in entries for entry in group), *self.advice]


def _entry(section: Section, name: str, requirement: R, profile: Profile, label: Text | None = None) -> Entry[R]:
    line = Line(
        section,
        name,
        profile=profile.id,
        severity=requirement.severity,
        need=_need(requirement),
        place=requirement.place,
        label=label,
    )
    return Entry(line, requirement, profile)


def _manual(step: ByHand, profile: Profile, *, stored: bool) -> Entry[ByHand]:
    entry = _entry(Section.BY_HAND, step.id, step, profile, step.title)
    return entry if stored else replace(entry, line=advised(entry.line))


def advised(line: Line) -> Line:
    """Return the line as advice: nobody can confirm it in a passing check."""
    return replace(line, severity=Severity.ADVISED)


def _need(requirement: Requirement) -> Text:
    """Return why the line is needed, the trap it holds and what stops working without it."""
    said = (requirement.why, requirement.trap, requirement.without)
    return joined(*(text for text in said if text is not None))


def needed_names(groups: Iterable[Sequence[Entry[GetRequirement]] | Sequence[Entry[UpdateRequirement]]]) -> set[str]:
    """Return every connector name that some line asks for."""
    return {name for group in groups for entry in group for name in entry.requirement.names}
