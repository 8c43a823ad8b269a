"""Hold a definition against the live connector: which columns are the same, and what no comparison can show.

AFAS's internal id of a field (`U001`) stays when somebody renames the column; callers use the name. So the name tells
whether a caller still works, and the internal id whether it still gets the same field. `/metainfo/get/{id}` tells
columns and nothing else of a definition.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from afas_assistant.afas.metainfo import GetDefinition, GetField
from afas_assistant.gcn.definition import Column
from afas_assistant.texts import Text, joined, literal, phrase, phrase_n

MOST_NAMES = 8
"""So many names stand in a sentence; the rest are counted."""

NOT_PROVEN: tuple[Text, ...] = (
    phrase("Whether the filters are those of the file: AFAS does not tell them."),
    phrase("Whether it is this definition or one that was built again with the same columns: AFAS tells no GUID."),
    phrase("Whether the definition is blocked: that shows when a row is read."),
)
NO_IDS_TOLD = phrase("Whether the same fields stand behind the names: AFAS told no internal ids for some of them.")


@dataclass(frozen=True)
class Pair:
    """A column of the file and the live field that stands for it."""

    column: Column
    live: GetField


@dataclass(frozen=True)
class Comparison:
    """How the columns of a definition stand in the live connector; each column and each live field is in one place.

    same       name and internal id are as in the file
    renamed    the internal id is there under another name: callers that use the old one break
    missing    neither name nor internal id is there
    repointed  the name is there with another internal id: callers still work and may get something else
    extra      live fields that the file does not have: harmless
    not_proven what remains unknown even when all columns are the same
    """

    same: tuple[Column, ...]
    renamed: tuple[Pair, ...]
    missing: tuple[Column, ...]
    repointed: tuple[Pair, ...]
    extra: tuple[GetField, ...]
    not_proven: tuple[Text, ...] = NOT_PROVEN

    @property
    def alike(self) -> bool:
        """Whether every column of the file is live under the same name, with the same field behind it."""
        return not (self.renamed or self.missing or self.repointed)

    @property
    def breaks(self) -> bool:
        """Whether a caller that asks for the file's columns gets less than it asks for."""
        return bool(self.renamed or self.missing)

    @property
    def summary(self) -> Text:
        """How the live connector differs from the file: a sentence for each kind of difference, the worst first."""
        missing = _listed([column.name for column in self.missing])
        renamed = _listed([f"{one.column.name} → {one.live.id}" for one in self.renamed])
        repointed = _listed([one.column.name for one in self.repointed])
        extra = _listed([field.id for field in self.extra])
        said: list[Text] = []
        if self.missing:
            said.append(phrase("Missing: {names}.", names=missing))
        if self.renamed:
            said.append(phrase("Renamed: {names}.", names=renamed))
        if self.repointed:
            said.append(phrase("Another field stands behind: {names}.", names=repointed))
        if self.alike:
            count = len(self.same)
            said.append(phrase_n("The one column is as in the file.", "All {count} columns are as in the file.", count))
        if self.extra:
            said.append(phrase("More than in the file, which harms nothing: {names}.", names=extra))
        return joined(*said)

    def to_data(self) -> dict[str, Any]:
        """Return the comparison as plain data, for programs and for keeping; `not_proven` is left out."""
        return {
            "alike": self.alike,
            "same": [column.name for column in self.same],
            "renamed": [_pair(one) for one in self.renamed],
            "missing": [{"name": column.name, "internal_id": column.internal_id} for column in self.missing],
            "repointed": [_pair(one) for one in self.repointed],
            "extra": [{"name": field.id, "internal_id": field.field_id} for field in self.extra],
        }


def compare(columns: Sequence[Column], live: GetDefinition) -> Comparison:
    """Return how the columns of a definition stand in the live connector; their order does not matter.

    The name goes first: a column whose name is live counts as there, whatever stands behind it, since callers ask by
    name. An internal id that AFAS does not tell is no difference, and is said in `not_proven`.
    """
    same, others, left = _matched(columns, live.fields, _is_same)
    repointed, nameless, left = _matched(others, left, _is_named)
    renamed, missing, left = _matched(nameless, left, _is_field)
    untold = any(not pair.live.field_id for pair in same)
    return Comparison(
        same=tuple(pair.column for pair in same),
        renamed=renamed,
        missing=missing,
        repointed=repointed,
        extra=left,
        not_proven=(*NOT_PROVEN, NO_IDS_TOLD) if untold else NOT_PROVEN,
    )


def _matched(
    columns: Iterable[Column], fields: Iterable[GetField], fits: Callable[[Column, GetField], bool]
) -> tuple[tuple[Pair, ...], tuple[Column, ...], tuple[GetField, ...]]:
    """Return the pairs that fit, then the columns and the fields that are left; no field is used twice."""
    left = list(fields)
    pairs: list[Pair] = []
    alone: list[Column] = []
    for column in columns:
        index = next((index for index, field in enumerate(left) if fits(column, field)), None)
        if index is None:
            alone.append(column)
        else:
            pairs.append(Pair(column, left.pop(index)))
    return tuple(pairs), tuple(alone), tuple(left)


def _is_same(column: Column, field: GetField) -> bool:
    return _is_named(column, field) and field.field_id in {"", column.internal_id}


def _is_named(column: Column, field: GetField) -> bool:
    return column.name == field.id


def _is_field(column: Column, field: GetField) -> bool:
    return column.internal_id == field.field_id and field.field_id != ""


def _pair(one: Pair) -> dict[str, str]:
    return {
        "name": one.column.name,
        "internal_id": one.column.internal_id,
        "live_name": one.live.id,
        "live_internal_id": one.live.field_id,
    }


def _listed(names: Sequence[str]) -> Text:
    shown = literal(", ".join(names[:MOST_NAMES]))
    if len(names) <= MOST_NAMES:
        return shown
    return phrase("{names} and {count} more", names=shown, count=len(names) - MOST_NAMES)
