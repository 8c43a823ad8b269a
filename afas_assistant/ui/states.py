"""How a line of the checklist stands, as a person sees it: a shape, a word and a colour, never a colour alone."""

from dataclasses import dataclass
from enum import StrEnum

from afas_assistant.onboarding.requirements import Severity
from afas_assistant.onboarding.verdicts import Section, Status, Verdict
from afas_assistant.texts import Text, phrase


class State(StrEnum):
    """What the status column shows; no line of a checklist is unknown, but what was sent can be."""

    OK = "ok"
    FAILED = "failed"
    UNKNOWN = "unknown"
    ADVICE = "advice"
    NOT_TESTED = "not_tested"
    BY_HAND = "by_hand"
    BUSY = "busy"
    PENDING = "pending"


@dataclass(frozen=True)
class Look:
    """An icon, a word, and the token of their colour."""

    icon: str
    word: Text
    colour: str


LOOKS: dict[State, Look] = {
    State.OK: Look("ok", phrase("OK"), "ok"),
    State.FAILED: Look("failed", phrase("Failed"), "problem"),
    State.UNKNOWN: Look("unknown", phrase("Unknown"), "attention"),
    State.ADVICE: Look("advice", phrase("Advice"), "attention"),
    State.NOT_TESTED: Look("not-tested", phrase("Not tested"), "untested"),
    State.BY_HAND: Look("by-hand", phrase("By hand"), "untested"),
    State.BUSY: Look("busy", phrase("Busy"), "accent"),
    State.PENDING: Look("pending", phrase("Not yet"), "untested"),
}

SECTION_NAMES: dict[Section, Text] = {
    Section.ENVIRONMENT: phrase("Environment"),
    Section.BY_HAND: phrase("First in AFAS, by hand"),
    Section.GET: phrase("GetConnectors"),
    Section.UPDATE: phrase("UpdateConnectors"),
    Section.DATA: phrase("Data connectors"),
    Section.DESTINATION: phrase("Dossier-item destinations"),
    Section.ADVICE: phrase("Advice"),
}

CONNECTOR_SECTIONS = frozenset({Section.GET, Section.UPDATE, Section.DATA})
"""Sections whose lines are names that AFAS wants spelt exactly so."""


def state_of(verdict: Verdict) -> State:
    """Return how a verdict is shown; an advised line that fails is advice."""
    if verdict.status is Status.FAILED:
        return State.FAILED if verdict.line.severity is Severity.REQUIRED else State.ADVICE
    return State(verdict.status.value)
