"""The wizard's flow, without a screen: which step comes next, which is open, when one may go on.

A typed state machine over frozen states: every change makes a new state, so Back loses nothing and a state can be kept
after each step and taken up again after a crash. Both faces can run it. The state never holds a token.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from afas_assistant.errors import AssistantError
from afas_assistant.onboarding.passed import Passed
from afas_assistant.onboarding.requirements import Profile
from afas_assistant.onboarding.time_tracking import TimeTracking
from afas_assistant.onboarding.verdicts import Section
from afas_assistant.texts import Text, phrase


class Step(StrEnum):
    """The pages of the wizard, in their order."""

    WHAT = "what"
    PREPARE = "prepare"
    ENVIRONMENT = "environment"
    GET = "get"
    UPDATE = "update"
    DATA = "data"
    DESTINATIONS = "destinations"
    ADMINISTRATION = "administration"
    TIME_TRACKING = "time_tracking"
    DONE = "done"

    @property
    def number(self) -> int:
        """The page's number, from 1."""
        return list(Step).index(self) + 1


SECTION_OF: Mapping[Step, Section] = {
    Step.PREPARE: Section.BY_HAND,
    Step.ENVIRONMENT: Section.ENVIRONMENT,
    Step.GET: Section.GET,
    Step.UPDATE: Section.UPDATE,
    Step.DATA: Section.DATA,
    Step.DESTINATIONS: Section.DESTINATION,
}
"""The steps that show what a check found, and the part of the checklist that each shows."""


INVOICING = "FbDirectInvoice"
"""The UpdateConnector of a checklist that bills hours: only such a one needs a key of the time registration."""


class Mark(StrEnum):
    """How a step stands in the list of steps."""

    HERE = "here"
    DONE = "done"
    OPEN = "open"
    AHEAD = "ahead"
    NOT_NEEDED = "not_needed"


@dataclass(frozen=True)
class LineState:
    """What the flow needs to know of a line: live from a verdict, or from the last check that was kept.

    `section` is None for what no check of AFAS judges: the page for time tracking does.
    """

    id: str
    section: Section | None
    profile: str | None
    blocks: bool


@dataclass(frozen=True)
class StepState:
    """One entry of the list of steps."""

    step: Step
    mark: Mark
    open_lines: int


@dataclass(frozen=True)
class PageFacts:
    """What a page tells about itself: whether its input can be used, whether it is at work, what went wrong."""

    valid: bool = True
    busy: bool = False
    error: AssistantError | None = None


@dataclass(frozen=True)
class WizardState:
    """Everything that was answered so far, without a token.

    `profiles` are those chosen, in order, each for a connection of its own; `finished` those whose connection stands.
    `ticked` are manual steps that somebody did, `passed` required lines that somebody skipped with a reason; both by
    line id, for the connection in work. `who` is the name under which the person last gave a word. `administration` is
    a number, `administration_name` its name where one was read.
    """

    profiles: tuple[str, ...] = ()
    finished: tuple[str, ...] = ()
    step: Step = Step.WHAT
    address: str = ""
    name: str = ""
    organisation_id: int | None = None
    connection_id: int | None = None
    item_type: int | None = None
    administration: str | None = None
    administration_name: str = ""
    time_tracking: TimeTracking = field(default_factory=TimeTracking)
    who: str = ""
    ticked: Mapping[str, Passed] = field(default_factory=dict)
    passed: Mapping[str, Passed] = field(default_factory=dict)

    @property
    def current(self) -> str | None:
        """The profile whose connection is being set up; None when nothing is chosen or all are done."""
        return next((name for name in self.profiles if name not in self.finished), None)

    def to_data(self) -> dict[str, Any]:
        """Return the state as plain data, to be kept."""
        return {
            "profiles": list(self.profiles),
            "finished": list(self.finished),
            "step": self.step.value,
            "address": self.address,
            "name": self.name,
            "organisation_id": self.organisation_id,
            "connection_id": self.connection_id,
            "item_type": self.item_type,
            "administration": self.administration,
            "administration_name": self.administration_name,
            "time_tracking": self.time_tracking.to_data(),
            "who": self.who,
            "ticked": _said_data(self.ticked),
            "passed": _said_data(self.passed),
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "WizardState":
        """Return the state that `to_data` described; unknown steps of another version start over at the first."""
        known = {step.value for step in Step}
        return cls(
            profiles=tuple(data.get("profiles", ())),
            finished=tuple(data.get("finished", ())),
            step=Step(data["step"]) if data.get("step") in known else Step.WHAT,
            address=data.get("address", ""),
            name=data.get("name", ""),
            organisation_id=data.get("organisation_id"),
            connection_id=data.get("connection_id"),
            item_type=data.get("item_type"),
            administration=data.get("administration"),
            administration_name=data.get("administration_name", ""),
            time_tracking=TimeTracking.from_data(data.get("time_tracking", {})),
            who=data.get("who", ""),
            ticked=_said(data.get("ticked", {})),
            passed=_said(data.get("passed", {})),
        )


class Flow:
    """Walks through the steps. `lines` tell how the checklist of the connection in work stands."""

    def __init__(self, state: WizardState, profiles: Mapping[str, Profile], lines: Iterable[LineState] = ()) -> None:
        self.state = state
        self._profiles = profiles
        self._lines: tuple[LineState, ...] = tuple(lines)

    # -- how things stand

    @property
    def profile(self) -> Profile | None:
        """The profile whose connection is in work."""
        return self._profiles.get(self.state.current or "")

    def learn(self, lines: Iterable[LineState]) -> None:
        """Take over how the checklist stands now."""
        self._lines = tuple(lines)

    def is_needed(self, step: Step) -> bool:
        """Whether the profile in work has anything to do at a step."""
        profile = self.profile
        if profile is None:
            return True
        return {
            Step.GET: bool(profile.get),
            Step.UPDATE: bool(profile.update),
            Step.DATA: bool(profile.data),
            Step.DESTINATIONS: bool(profile.destinations),
            Step.TIME_TRACKING: any(line.name == INVOICING for line in profile.update),
        }.get(step, True)

    def open_lines(self, step: Step) -> list[LineState]:
        """Return the lines of a step that block, and for which nobody gave a word: passed them, or did them by hand."""
        if step is Step.TIME_TRACKING:
            return self._time_tracking()
        section = SECTION_OF.get(step)
        said = {*self.state.passed, *self.state.ticked}
        return [line for line in self._lines if line.section is section and line.blocks and line.id not in said]

    def steps(self) -> list[StepState]:
        """Return the list of steps as it is shown."""
        return [StepState(step, self._mark(step), len(self.open_lines(step))) for step in Step]

    def first_open(self) -> Step:
        """Return the step to take up the work at: the first that is not done."""
        return next((step for step in Step if not self._is_done(step)), Step.DONE)

    # -- going on

    def why_not_next(self, page: PageFacts) -> Text | None:
        """Return why one cannot go on from the current step yet, or None when one can."""
        if page.busy:
            return phrase("A check is running; you can go on when it is done.")
        if not page.valid:
            return phrase("Something is still missing on this page.")
        left = len(self.open_lines(self.state.step))
        if left:
            return phrase("Lines that are required do not hold yet. Mend them, or go on with a reason.")
        return None

    def next(self) -> Step:
        """Go to the next step that is needed, and return it."""
        return self._go(self._following(list(Step)))

    def back(self) -> Step:
        """Go to the step before, and return it; nothing that was filled in is lost."""
        return self._go(self._following(list(reversed(Step))))

    def go(self, step: Step) -> Step:
        """Go to a step that was reached before, or to the first open one."""
        reachable = step.number <= max(self.first_open().number, self.state.step.number)
        return self._go(step if reachable and self.is_needed(step) else self.state.step)

    def pass_lines(self, step: Step, who: str, reason: str, at: datetime) -> None:
        """Skip the open lines of a step, with a reason that the hand-over book shows.

        Raises ValueError without a name or a reason: a skipped line without either is worth nothing.
        """
        if not who.strip() or not reason.strip():
            raise ValueError("a line is passed by somebody, for a reason")
        said = Passed(who.strip(), at, reason.strip())
        self._change(passed={**self.state.passed, **{line.id: said for line in self.open_lines(step)}})

    def unpass(self, line_id: str) -> None:
        """Take back that a line was passed."""
        self._change(passed={name: said for name, said in self.state.passed.items() if name != line_id})

    def tick(self, line_id: str, who: str, at: datetime, *, done: bool = True) -> None:
        """Note that somebody did a manual step, or take it back."""
        others = {name: said for name, said in self.state.ticked.items() if name != line_id}
        self._change(ticked={**others, line_id: Passed(who, at, "")} if done else others)

    def change(self, **values: Any) -> None:  # noqa: ANN401 - the fields of WizardState
        """Change answers of the current page."""
        self._change(**values)

    def finish(self) -> str | None:
        """Close the connection in work; returns the profile whose connection comes next, starting at its first step."""
        current = self.state.current
        finished = (*self.state.finished, current) if current else self.state.finished
        self._change(
            finished=finished,
            connection_id=None,
            item_type=None,
            administration=None,
            administration_name="",
            time_tracking=TimeTracking(),
            ticked={},
            passed={},
        )
        self._lines = ()
        if self.state.current:
            self._go(Step.PREPARE)
        return self.state.current

    # -- inner workings

    def _mark(self, step: Step) -> Mark:
        if not self.is_needed(step):
            return Mark.NOT_NEEDED
        if step is self.state.step:
            return Mark.HERE
        if self.open_lines(step):
            return Mark.OPEN
        return Mark.DONE if self._is_done(step) else Mark.AHEAD

    def _is_done(self, step: Step) -> bool:
        return not self.is_needed(step) or _DONE[step](self)

    def _checked(self, step: Step) -> bool:
        """Whether a check has looked at the step's lines and none of them is open."""
        section = SECTION_OF[step]
        return any(line.section is section for line in self._lines) and not self.open_lines(step)

    def _time_tracking(self) -> list[LineState]:
        """Return what is open of the time tracking, once one has come as far as that."""
        if not self.is_needed(Step.TIME_TRACKING) or self.state.step.number < Step.TIME_TRACKING.number:
            return []
        return [
            LineState(name, None, self.state.current, blocks=True)
            for name in self.state.time_tracking.open_ids()
            if name not in self.state.passed
        ]

    def _following(self, order: Sequence[Step]) -> Step:
        here = order.index(self.state.step)
        return next((step for step in order[here + 1 :] if self.is_needed(step)), self.state.step)

    def _go(self, step: Step) -> Step:
        self._change(step=step)
        return step

    def _change(self, **values: Any) -> None:  # noqa: ANN401 - the fields of WizardState
        self.state = replace(self.state, **values)


_DONE: Mapping[Step, Callable[[Flow], bool]] = {
    Step.WHAT: lambda flow: bool(flow.state.profiles),
    Step.PREPARE: lambda flow: flow.state.connection_id is not None or flow.state.step.number > Step.PREPARE.number,
    Step.ENVIRONMENT: lambda flow: flow.state.connection_id is not None,
    Step.GET: lambda flow: flow._checked(Step.GET),  # noqa: SLF001 - the flow's own table
    Step.UPDATE: lambda flow: flow._checked(Step.UPDATE),  # noqa: SLF001 - the flow's own table
    Step.DATA: lambda flow: flow._checked(Step.DATA),  # noqa: SLF001 - the flow's own table
    Step.DESTINATIONS: lambda flow: flow._checked(Step.DESTINATIONS),  # noqa: SLF001 - the flow's own table
    Step.ADMINISTRATION: lambda flow: flow.state.administration is not None,
    Step.TIME_TRACKING: lambda flow: set(flow.state.time_tracking.open_ids()) <= set(flow.state.passed),
    Step.DONE: lambda flow: bool(flow.state.profiles) and flow.state.current is None,
}


def _said_data(said: Mapping[str, Passed]) -> dict[str, dict[str, str]]:
    return {name: {"who": one.who, "at": one.at.isoformat(), "reason": one.reason} for name, one in said.items()}


def _said(data: Mapping[str, Mapping[str, str]]) -> dict[str, Passed]:
    return {name: Passed(one["who"], datetime.fromisoformat(one["at"]), one["reason"]) for name, one in data.items()}
