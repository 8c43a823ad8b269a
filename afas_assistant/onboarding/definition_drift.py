"""Drift: how the columns of a GetConnector differ from what was kept of them, a definition file or an earlier check.

Gone or renamed columns break the programs that ask for them. Against a file that is a failure: the vendor said what
belongs there. Against an earlier check it is a remark: nobody said that those columns were right.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from afas_assistant.afas.metainfo import GetDefinition, GetField
from afas_assistant.gcn.definition import Column
from afas_assistant.onboarding.definition_comparison import Comparison, compare
from afas_assistant.onboarding.verdicts import NOTHING
from afas_assistant.organisations.records import DefinitionSource, KeptDefinition
from afas_assistant.texts import Text, day, joined, phrase, phrase_n

Columns = Sequence[tuple[str, str]]
"""Columns as pairs: the name that callers use, and AFAS's own field."""

MOST_CHANGES = 2
"""So many changes are named; the rest is counted."""


@dataclass(frozen=True)
class Drift:
    """How a connector stands against what was kept of it."""

    kept: KeptDefinition
    comparison: Comparison

    @property
    def changed(self) -> bool:
        """Whether a column is gone, renamed, or shows another field; a new column changes nothing for anybody."""
        return not self.comparison.alike

    @property
    def fails(self) -> bool:
        """Whether programs that were made for the file's columns get less than they ask for."""
        return self._by_file and self.comparison.breaks

    @property
    def since(self) -> Text:
        """The day of the last check at which nothing differed; a file may have differed from the beginning."""
        if self.kept.matched_at is not None:
            return day(self.kept.matched_at.astimezone())
        return phrase("it was kept on {date}", date=day(self.kept.kept_at.astimezone()))

    @property
    def title(self) -> Text:
        """What to say of a connector that fails by it."""
        return phrase("Differs from the file {file} since {since}: {changes}", **self._words())

    @property
    def remark(self) -> Text:
        """What to know of a connector that holds all the same; nothing where nothing differs."""
        if self.changed:
            if self._by_file:
                return phrase("differs from the file {file} since {since}: {changes}", **self._words())
            return phrase("changed since {since}: {changes}", **self._words())
        extra = len(self.comparison.extra)
        if self._by_file and extra:
            file = self.kept.label
            return phrase_n("1 column more than the file {file}", "{count} columns more than the file {file}", extra,
                            file=file)  # fmt: skip
        return NOTHING

    @property
    def _by_file(self) -> bool:
        return self.kept.source is DefinitionSource.FILE

    def _words(self) -> dict[str, object]:
        return {"file": self.kept.label, "since": self.since, "changes": told(losses(self.comparison))}


def drift(kept: KeptDefinition, columns: Columns) -> Drift:
    """Return how the columns that AFAS tells now stand against what was kept."""
    return Drift(kept, compared(kept.columns, columns))


def compared(before: Columns, after: Columns) -> Comparison:
    """Return how columns stand against those of an earlier moment."""
    live = GetDefinition(name="", fields=tuple(GetField(id=name, fieldId=field) for name, field in after))
    return compare([Column(name, field) for name, field in before], live)


def losses(comparison: Comparison) -> list[Text]:
    """Return what callers may notice, the worst first."""
    return [
        *(phrase("column {name} is gone", name=column.name) for column in comparison.missing),
        *(
            phrase("column {name} is called {other} now", name=pair.column.name, other=pair.live.id)
            for pair in comparison.renamed
        ),
        *(phrase("column {name} shows another field", name=pair.column.name) for pair in comparison.repointed),
    ]


def changes(before: Columns, after: Columns) -> list[Text]:
    """Return everything that changed between two moments, new columns at the end."""
    comparison = compared(before, after)
    return [*losses(comparison), *(phrase("column {name} is new", name=field.id) for field in comparison.extra)]


def told(differences: Sequence[Text]) -> Text:
    """Return the first differences and how many more there are, as one text."""
    shown, more = differences[:MOST_CHANGES], len(differences) - MOST_CHANGES
    count = [phrase_n("1 more change", "{count} more changes", more)] if more > 0 else []
    return joined(*shown, *count, separator=", ")
