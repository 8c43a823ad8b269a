"""What the environment said, as the probes read it: plain values, without a client or a connection.

Each piece of evidence is either the value or the `AssistantError` that came in its place.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

REPLACED = "(replaced)"
"""What AFAS puts in a cell whose field this environment does not know (AFAS's auditor page for developers)."""


@dataclass(frozen=True)
class Reading:
    """What reading one row of a GetConnector gave. `columns` is None where no row came and no metainfo was asked.

    `fields` are the columns with AFAS's own field for each, as its metainfo tells them; none where not asked or told.
    """

    rows: int
    columns: tuple[str, ...] | None = None
    replaced: tuple[str, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, row: Mapping[str, object] | None, fields: Iterable[tuple[str, str]] | None = None) -> "Reading":
        """Return the reading of a first row, or of none, with what the connector's metainfo tells, if it was asked."""
        told = None if fields is None else tuple(fields)
        if row is None:
            return cls(0, None if told is None else tuple(name for name, _ in told), fields=told or ())
        replaced = tuple(name for name, value in row.items() if value == REPLACED)
        return cls(1, tuple(row), replaced, told or ())


@dataclass(frozen=True)
class Definition:
    """One GetConnector definition of the environment, as `ProfitGetConnectoren` lists it."""

    name: str
    description: str
    blocked: bool

    @classmethod
    def of(cls, row: Mapping[str, object]) -> "Definition":
        """Return the definition that a row of `ProfitGetConnectoren` describes."""
        return cls(str(row.get("Naam") or ""), str(row.get("Omschrijving") or ""), row.get("Geblokkeerd") is True)


Definitions = Mapping[str, Definition]


def definitions(rows: Iterable[Mapping[str, object]]) -> Definitions:
    """Return the definitions of the environment by name."""
    return {found.name: found for found in map(Definition.of, rows) if found.name}


@dataclass(frozen=True)
class Listed:
    """The names in `/metainfo`: all that the token may use."""

    get: Sequence[str]
    update: Sequence[str]
