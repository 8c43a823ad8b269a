"""What a person could accept as a mapping, each with its reason; what is not mapped yet comes first.

A proposal is never used by itself: it becomes a mapping when somebody accepts it. Where more than one thing fits,
nothing is proposed, and the reason names what fits.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from afas_assistant.sync.mapping.mappings import MappingEntry, Mappings, Table
from afas_assistant.sync.plan import NOTHING
from afas_assistant.texts import Text, literal, phrase

MOST_NAMED = 5
"""So many candidates are named where several fit."""


class Basis(StrEnum):
    """What a proposal rests on."""

    SAME_CODE = "same_code"
    SAME_NAME = "same_name"
    SAME_PERCENTAGE = "same_percentage"
    SAME_LABEL = "same_label"
    SAME_FIELD_ID = "same_field_id"
    USED_BEFORE = "used_before"
    MOST_USED = "most_used"
    ONLY_ONE = "only_one"
    HISTORY = "history"


@dataclass(frozen=True)
class Proposal:
    """One row of what is to be mapped.

    `label` is what it is about, as a person knows it. `current` is the accepted value, `value` the proposed one; either
    may be None. `why` says what the proposal rests on, or why there is none.
    """

    table: Table
    key: str
    label: str
    current: Mapping[str, Any] | None = None
    value: Mapping[str, Any] | None = None
    basis: Basis | None = None
    why: Text = NOTHING

    @property
    def unmapped(self) -> bool:
        """Whether nobody accepted anything for it yet."""
        return self.current is None

    def entry(self) -> MappingEntry:
        """Return the mapping that it becomes when it is accepted; raises ValueError where nothing is proposed."""
        if self.value is None or self.basis is None:
            raise ValueError(f"nothing is proposed for {self.table}/{self.key}")
        return MappingEntry(self.table, self.key, self.value, self.basis.value)


@dataclass(frozen=True)
class Candidate:
    """Something that a key could be mapped to: its value, and what a person knows it by."""

    value: Mapping[str, Any]
    name: str
    basis: Basis
    why: Text


def proposal(
    table: Table,
    key: str,
    label: str,
    mappings: Mappings,
    candidates: Sequence[Candidate],
    *,
    nothing: Text = NOTHING,
) -> Proposal:
    """Return the proposal that these candidates make: the only one of the strongest basis, else none.

    `candidates` come strongest basis first. `nothing` says why there are none.
    """
    current = mappings.value(table, key)
    distinct = {_frozen(one.value): one for one in reversed(candidates) if one.basis is candidates[0].basis}
    if not distinct:
        return Proposal(table, key, label, current, why=nothing)
    if len(distinct) > 1:
        names = [one.name for one in reversed(distinct.values())]
        return Proposal(table, key, label, current, why=_several(names))
    (chosen,) = distinct.values()
    return Proposal(table, key, label, current, chosen.value, chosen.basis, chosen.why)


def in_order(proposals: Iterable[Proposal]) -> list[Proposal]:
    """Return proposals as they are shown: what is not mapped first, and there what nothing is proposed for last."""
    return sorted(proposals, key=lambda one: (not one.unmapped, one.value is None, one.table, one.key))


def most_used(values: Iterable[str]) -> str | None:
    """Return the value that stands in more than half of the records that have one."""
    counted = Counter(filter(None, values))
    if not counted:
        return None
    value, times = counted.most_common(1)[0]
    return value if 2 * times > counted.total() else None


def _frozen(value: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    return tuple(sorted(value.items()))


def _several(names: Sequence[str]) -> Text:
    shown = ", ".join(names[:MOST_NAMED])
    if len(names) > MOST_NAMED:
        return phrase("Several fit: {names} and {count} more.", names=literal(shown), count=len(names) - MOST_NAMED)
    return phrase("Several fit: {names}.", names=literal(shown))
