"""What is said about a definition file: each finding with its weight, what to do, and who can."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from afas_assistant.errors import Who
from afas_assistant.texts import Text


class Weight(StrEnum):
    """ATTENTION: look at this before importing. ADVICE: good to know, or to do at some time."""

    ATTENTION = "attention"
    ADVICE = "advice"


@dataclass(frozen=True)
class Finding:
    """One thing to know about a definition file; `code` is stable, for programs."""

    code: str
    weight: Weight
    text: Text
    remedy: Text
    who: Who


def heaviest_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings with those that need attention in front, otherwise in their order."""
    return tuple(sorted(findings, key=lambda one: one.weight is not Weight.ATTENTION))
