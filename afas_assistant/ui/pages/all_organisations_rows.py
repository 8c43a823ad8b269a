"""What the view of all organisations says of each: plain values and texts, made from what is kept, free of Qt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, StrEnum
from typing import TYPE_CHECKING

from afas_assistant.errors import AssistantError
from afas_assistant.texts import Text, joined, literal, phrase
from afas_assistant.ui.standing import WARN_DAYS, organisation_key, organisation_standing
from afas_assistant.ui.states import LOOKS, State

if TYPE_CHECKING:  # a worker makes them
    from afas_assistant.ui.snapshots import OrganisationSnapshot

INVOICING = "timechimp"
"""The checklist of those who invoice from here; for others there is no unbilled work to speak of."""
BOTH = frozenset({INVOICING, "smartbooqing"})
KINDS = ("production", "test", "accept", "course", "practice")


class Choice(StrEnum):
    """Which organisations are shown."""

    ALL = "all"
    ATTENTION = "attention"
    READY = "ready"


class Missing(Enum):
    """Why there is no figure, and the sign that stands in its place."""

    UNREADABLE = "?"
    NOT_APPLICABLE = "–"


@dataclass(frozen=True)
class Failure:
    """Why a connection could not be checked at all, before AFAS was asked; `at` is in UTC."""

    error: Exception
    at: datetime


@dataclass(frozen=True)
class Standing:
    """One organisation. `open_items` counts what somebody should do; `days_left` is None without a connection.

    `trouble` is why the last check told nothing, `checked_at` the last one that did (in UTC, None: never).
    """

    key: int
    name: str
    envid: str
    kind: str
    state: State
    words: Text
    profiles: Text
    connected: bool
    open_items: int | Missing
    unbilled: Decimal | Missing
    last_run: datetime | Missing
    valid_until: date | Missing
    days_left: int | None
    checked_at: datetime | None
    trouble: Text = field(default_factory=lambda: literal(""))
    has_both: bool = False

    @property
    def sidebar_key(self) -> str:
        """The key by which the sidebar and its menus know it."""
        return organisation_key(self.key)

    @property
    def needs_attention(self) -> bool:
        """Whether it is anything but ready."""
        return self.state is not State.OK

    def fits(self, choice: Choice, kind: str | None, searched: str) -> bool:
        """Return whether it is among those that were asked for; `searched` is in folded letters."""
        if choice is not Choice.ALL and self.needs_attention is not (choice is Choice.ATTENTION):
            return False
        return kind in {None, self.kind} and searched in f"{self.name} {self.envid} {self.profiles}".casefold()


def standings(
    organisations: Sequence["OrganisationSnapshot"], failures: Mapping[int, Failure], busy: frozenset[int]
) -> list[Standing]:
    """Return how each stands; `failures` are by connection, `busy` are the organisations that are checked now."""
    from afas_assistant.onboarding.probes.environment import (  # noqa: PLC0415 - whoever read them has loaded that
        CLASSIC_TOKENS_END,
    )

    return [_standing(one, failures, CLASSIC_TOKENS_END, busy=one.organisation.id in busy) for one in organisations]


def _standing(one: "OrganisationSnapshot", failures: Mapping[int, Failure], last_day: date, *, busy: bool) -> Standing:
    """Return how an organisation stands; no token is valid after the `last_day`."""
    state, words = organisation_standing(one)
    found = (failures.get(each.connection.id) for each in one.connections)
    failed = next((each.error for each in found if each is not None), None)
    if failed is not None:
        state, words = State.FAILED, phrase("not checked")
    if busy:
        state, words = State.BUSY, LOOKS[State.BUSY].word
    profiles = frozenset(profile for each in one.connections for profile in each.connection.profiles)
    runs = one.daily.runs
    ends = [min(each.connection.token_expiry or last_day, last_day) for each in one.connections]
    checked = [each.checked_at for each in one.connections if each.checked_at is not None]
    return Standing(
        key=one.organisation.id,
        name=one.organisation.name,
        envid=one.organisation.envid,
        kind=one.organisation.environment_type,
        state=state,
        words=words,
        profiles=_profiles(one, profiles),
        connected=bool(one.connections),
        open_items=_open_items(one, failed),
        unbilled=_unbilled(one, profiles),
        last_run=runs[0].when if runs else Missing.NOT_APPLICABLE,
        valid_until=min(ends, default=Missing.NOT_APPLICABLE),
        days_left=one.days_left,
        checked_at=max(checked, default=None),
        trouble=_trouble(one, failed),
        has_both=profiles == BOTH,
    )


def _open_items(one: "OrganisationSnapshot", failed: Exception | None) -> int | Missing:
    """Return what is open: required lines, tokens that end, and writes that were refused or are unknown."""
    if not one.connections:
        return Missing.NOT_APPLICABLE
    blind = any(
        each.checked_at is None or each.problem is not None or each.trouble is not None or each.days_left < 0
        for each in one.connections
    )
    if blind or failed is not None:
        return Missing.UNREADABLE
    lines = sum(each.open_lines for each in one.connections)
    tokens = sum(each.days_left <= WARN_DAYS or not each.token_kept for each in one.connections)
    return lines + tokens + one.daily.unknown + one.daily.refused


def _unbilled(one: "OrganisationSnapshot", profiles: frozenset[str]) -> Decimal | Missing:
    if INVOICING not in profiles:
        return Missing.NOT_APPLICABLE
    return Missing.UNREADABLE if one.daily.unbilled is None else one.daily.unbilled.total


def _profiles(one: "OrganisationSnapshot", profiles: frozenset[str]) -> Text:
    if profiles == BOTH:
        return phrase("Both")
    names = {key: name for each in one.connections for key, name in each.names.items()}
    return literal(", ".join(sorted(names.get(each, each) for each in profiles)))


def _trouble(one: "OrganisationSnapshot", failed: Exception | None) -> Text:
    """Return why an organisation could not be checked; a fault of ours by its name."""
    if isinstance(failed, AssistantError):
        return joined(failed.title, failed.explanation, failed.action)
    if failed is not None:
        return joined(phrase("This is a fault of AFAS Assistant"), literal(type(failed).__name__), separator=": ")
    found = [each.trouble.title for each in one.connections if each.trouble is not None]
    found += [each.problem.title for each in one.connections if each.problem is not None]
    return joined(*found)
