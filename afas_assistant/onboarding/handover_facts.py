"""What a hand-over book is made from, and how days, times and lines are written in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from afas_assistant.afas.address import understand_address
from afas_assistant.afas.environment import EnvironmentType
from afas_assistant.errors import AssistantError
from afas_assistant.onboarding.differences import ReportData
from afas_assistant.onboarding.passed import Passed
from afas_assistant.onboarding.report import CheckReport
from afas_assistant.onboarding.requirements import Profile, Requirement
from afas_assistant.onboarding.time_tracking import TimeTracking
from afas_assistant.onboarding.verdicts import Section, Status, Verdict
from afas_assistant.organisations.records import Confirmation, KeptDefinition, user_in_group
from afas_assistant.texts import Text, day, joined, literal, phrase

SECTIONS: dict[Section, Text] = {
    Section.ENVIRONMENT: phrase("Environment and token"),
    Section.BY_HAND: phrase("Steps in AFAS"),
    Section.GET: phrase("GetConnectors"),
    Section.UPDATE: phrase("UpdateConnectors"),
    Section.DATA: phrase("Data connectors"),
    Section.DESTINATION: phrase("Destinations"),
    Section.ADVICE: phrase("Advice"),
}
CONNECTORS = frozenset({Section.GET, Section.UPDATE, Section.DATA})
"""Sections whose lines are names of AFAS, to be copied letter by letter."""

KINDS: dict[EnvironmentType, Text] = {
    EnvironmentType.PRODUCTION: phrase("Production"),
    EnvironmentType.TEST: phrase("Test"),
    EnvironmentType.ACCEPT: phrase("Accept"),
    EnvironmentType.COURSE: phrase("Course"),
    EnvironmentType.PRACTICE: phrase("Practice"),
}


@dataclass(frozen=True)
class HandoverFacts:
    """Everything that a hand-over book tells; none of it is secret.

    `organisation` and `connection` are the names that the person gave; `confirmations` and `passed` go by line id;
    `made_by` is who wrote the book. `user` is the token's user, by default the one that AFAS names behind the group.
    `environment_type` is by default what the address says. `previous` is the check before, as it was kept;
    `definitions` are what GetConnectors are held against, by their name in folded letters. `administration` is the one
    that the daily work is for, in words; `time_tracking` is None where none is connected.
    """

    report: CheckReport
    profiles: Sequence[Profile]
    organisation: str
    connection: str
    made_by: str
    made_at: datetime
    confirmations: Mapping[str, Confirmation] = field(default_factory=dict)
    passed: Mapping[str, Passed] = field(default_factory=dict)
    user: str = ""
    environment_type: EnvironmentType | None = None
    previous: ReportData | None = None
    definitions: Mapping[str, KeptDefinition] = field(default_factory=dict)
    administration: str = ""
    time_tracking: TimeTracking | None = None

    @property
    def kind(self) -> EnvironmentType | None:
        """What the environment is for, or None when nothing tells."""
        if self.environment_type is not None:
            return self.environment_type
        try:
            return understand_address(self.report.environment.address).environment_type
        except AssistantError:
            return None

    @property
    def token_user(self) -> str:
        """The token's user."""
        return self.user or user_in_group(self.report.environment.group or "")

    def time(self, at: datetime) -> Text:
        """Return a day and time as people write them, all in the time zone of the check."""
        here = at.astimezone(self.report.at.tzinfo) if at.tzinfo else at
        return joined(day(here), literal(f"{here:%H:%M}"), separator=", ")

    def confirmed(self, verdict: Verdict) -> Confirmation | None:
        """Return who confirmed a line by hand; nothing for a line that was proven otherwise."""
        return self.confirmations.get(verdict.line.id) if verdict.status is Status.BY_HAND else None

    def passed_lines(self) -> list[tuple[Verdict, Passed]]:
        """Return the lines that were passed with a reason and still do not hold."""
        said = ((verdict, self.passed.get(verdict.line.id)) for verdict in self.report.verdicts if verdict.blocks)
        return [(verdict, passed) for verdict, passed in said if passed is not None]

    def program(self, verdict: Verdict) -> str:
        """Return the name of the checklist that asks for a line; nothing for lines of the program itself."""
        names = {profile.id: profile.name for profile in self.profiles}
        return names.get(verdict.line.profile or "", verdict.line.profile or "")


def requirements(profile: Profile) -> list[tuple[Section, Requirement, Text]]:
    """Return all that a profile asks for, with section and shown name."""
    return [
        *((Section.BY_HAND, one, one.title) for one in profile.by_hand),
        *((Section.GET, one, literal(one.name)) for one in profile.get),
        *((Section.UPDATE, one, literal(one.name)) for one in profile.update),
        *((Section.DATA, one, literal(one.name)) for one in profile.data),
        *((Section.DESTINATION, one, joined(one.name, literal(f"({one.number})"))) for one in profile.destinations),
    ]
