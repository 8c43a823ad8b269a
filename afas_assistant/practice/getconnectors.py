"""GetConnector definitions: names, descriptions and columns.

The ``Profit…`` definitions carry AFAS's published columns, labels and types. The columns of vendors' definitions
(``SBQ_*``, ``Precal_*``, ``CaseWare_*``, ``DDI_*``) are nowhere public, so those are marked as our assumption, in the
``assumed`` flag and in the description that the metainfo reply shows.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
ASSUMED_NOTE = "oefenomgeving: kolommen zijn onze aanname"


@dataclass(frozen=True)
class GetField:
    """One column. ``data_type`` is string, int, decimal, boolean, date or blob; ``field_id`` is AFAS's inner name.

    ``source`` is the column of the rows that it shows, also after renaming; an empty one shows a text of its own.
    """

    id: str
    field_id: str
    data_type: str
    length: int
    decimals: int
    control_type: int
    label: str
    source: str

    def as_metainfo(self) -> dict[str, object]:
        """Give the column as metainfo spells it: ``decimalsFieldId``, with an s (the update side has none)."""
        return {
            "id": self.id,
            "fieldId": self.field_id,
            "dataType": self.data_type,
            "label": self.label,
            "length": self.length,
            "controlType": self.control_type,
            "decimals": self.decimals,
            "decimalsFieldId": "",
        }


@dataclass(frozen=True)
class GetDefinition:
    """One GetConnector definition of the environment; ``source`` names the rows it shows, also after renaming."""

    name: str
    description: str
    fields: tuple[GetField, ...]
    source: str
    assumed: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, in the order of the definition."""
        return tuple(field.id for field in self.fields)

    def field(self, name: str) -> GetField | None:
        """Find a column by its id; None when the definition has no such column."""
        return next((field for field in self.fields if field.id == name), None)

    def renamed(self, name: str) -> "GetDefinition":
        """Give the same definition under another name."""
        return replace(self, name=name)

    def as_metainfo(self) -> dict[str, object]:
        """Give the reply of ``/metainfo/get/{name}``."""
        return {
            "name": self.name,
            "description": self.description,
            "fields": [field.as_metainfo() for field in self.fields],
        }


@cache
def definitions() -> Mapping[str, GetDefinition]:
    """Read every definition this environment is born with, by name."""
    known = _read(DATA / "get_connectors.tsv", assumed=False)
    return known | _read(DATA / "assumed_connectors.tsv", assumed=True)


def filler_definition(name: str) -> GetDefinition:
    """Make a small definition of our own, for scenarios that need many or oddly named connectors."""
    fields = (
        GetField("Code", "U001", "string", 16, 0, 5, "Code", source="Code"),
        GetField("Omschrijving", "U002", "string", 80, 0, 1, "Omschrijving", source="Omschrijving"),
    )
    return GetDefinition(name, f"{name} ({ASSUMED_NOTE})", fields, source="filler", assumed=True)


def imported_definition(name: str, description: str, columns: Iterable[tuple[str, str]]) -> GetDefinition:
    """Make the definition that a file describes; ``columns`` are (name, internal id).

    A file holds no types. Where this environment was born with a connector of that name, a column keeps the type and
    the values that it has there; every other one is a text column. Both are our assumption.
    """
    born = definitions().get(name)
    fields = []
    for column, field_id in columns:
        known = born.field(column) if born else None
        fields.append(replace(known, field_id=field_id) if known else text_field(column, field_id))
    return GetDefinition(name, description, tuple(fields), source=name if born else "imported", assumed=True)


def text_field(name: str, field_id: str) -> GetField:
    """Make a text column that shows a text of its own in every row."""
    return GetField(name, field_id, "string", 80, 0, 1, name, source="")


def _read(path: Path, *, assumed: bool) -> dict[str, GetDefinition]:
    """Read a definition file: ``>name, description`` lines, each followed by its columns."""
    found: dict[str, GetDefinition] = {}
    for block in path.read_text(encoding="utf-8").split("\n>")[1:]:
        head, *lines = block.rstrip("\n").split("\n")
        name, description = head.split("\t")
        shown = f"{description} ({ASSUMED_NOTE})" if assumed else description
        fields = tuple(_field(number, line) for number, line in enumerate(lines, start=1))
        found[name] = GetDefinition(name, shown, fields, source=name, assumed=assumed)
    return found


def _field(number: int, line: str) -> GetField:
    """Read one column line; the inner id is a running number, as in AFAS's own example."""
    name, data_type, length, decimals, control_type, label = line.split("\t")
    return GetField(
        name, f"U{number:03d}", data_type, int(length), int(decimals), int(control_type), label, source=name
    )
