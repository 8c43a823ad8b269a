"""Small makers of requirements and lines for the probes' tests."""

from typing import Any

from afas_assistant.errors import Who
from afas_assistant.onboarding.requirements import (
    ByHand,
    DestinationRequirement,
    GetRequirement,
    Place,
    Severity,
    UpdateRequirement,
)
from afas_assistant.onboarding.verdicts import Line, Section
from afas_assistant.texts import literal

PLACE = Place(
    "app_connector_get", literal("App connector"), literal("Algemeen › Beheer › App connector"), None, Who.ADMINISTRATOR
)
_SHARED: dict[str, Any] = {"severity": Severity.REQUIRED, "why": literal("needed"), "place": PLACE}


def get(name: str, **more: Any) -> GetRequirement:
    return GetRequirement(**{**_SHARED, "name": name, **more})


def update(name: str, **more: Any) -> UpdateRequirement:
    return UpdateRequirement(**{**_SHARED, "name": name, **more})


def destination(number: int) -> DestinationRequirement:
    return DestinationRequirement(**_SHARED, number=number, name=literal(str(number)))


def line(name: str, section: Section = Section.GET, severity: Severity = Severity.REQUIRED) -> Line:
    return Line(section, name, profile="own", severity=severity, need=literal("needed"), place=PLACE)


def by_hand(name: str, **more: Any) -> ByHand:
    return ByHand(**{**_SHARED, "id": name, "title": literal(name), "steps": (), **more})
