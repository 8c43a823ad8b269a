"""UpdateConnector definitions: the tree of objects and fields that metainfo shows and that bodies are held to.

Field ids, types, lengths, labels and value lists are AFAS's published facts. Which fields metainfo flags as mandatory
and the control types are partly inferred, since no complete capture of ``/metainfo/update`` is public.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from afas_assistant.practice.getconnectors import DATA

CONNECTORS = (
    "FbDirectInvoice",
    "FiEntries",
    "FiInvoice",
    "KnPurchaseRelationOrg",
    "KnSalesRelationOrg",
    "KnSalesRelationPer",
    "KnSubject",
)


@dataclass(frozen=True)
class UpdateField:
    """One field of an UpdateConnector; ``length`` 0 means that AFAS publishes none."""

    field_id: str
    data_type: str
    length: int
    decimals: int
    control_type: int
    flags: str
    label: str
    values: tuple[tuple[str, str], ...] = ()

    def as_metainfo(self) -> dict[str, object]:
        """Give the field as metainfo spells it: ``decimalFieldId``, without an s (the get side has one)."""
        return {
            "fieldId": self.field_id,
            "primaryKey": "k" in self.flags,
            "dataType": self.data_type,
            "label": self.label,
            "mandatory": "m" in self.flags,
            "length": self.length,
            "decimals": self.decimals,
            "decimalFieldId": "",
            "notzero": "n" in self.flags,
            "controlType": self.control_type,
            "values": [{"id": key, "description": text} for key, text in self.values] or None,
        }


@dataclass(frozen=True)
class UpdateObject:
    """An object with its fields and the objects below it."""

    name: str
    fields: tuple[UpdateField, ...]
    objects: "tuple[UpdateObject, ...]" = ()

    def field(self, name: str) -> UpdateField | None:
        """Find a field by its id; None when the object has no such field."""
        return next((field for field in self.fields if field.field_id == name), None)

    def child(self, name: str) -> "UpdateObject | None":
        """Find an object one level below; None when there is none of that name."""
        return next((child for child in self.objects if child.name == name), None)

    def as_metainfo(self) -> dict[str, object]:
        """Give the object and all below it as metainfo does."""
        return {
            "name": self.name,
            "fields": [field.as_metainfo() for field in self.fields],
            "objects": [child.as_metainfo() for child in self.objects],
        }


@dataclass(frozen=True)
class UpdateDefinition:
    """One UpdateConnector; the root object's name can differ from the id (FiEntries has root FiEntryPar)."""

    id: str
    description: str
    root: UpdateObject

    def without_fields(self, names: frozenset[str]) -> "UpdateDefinition":
        """Give the same definition with fields of the root object gone, as after a change in Profit."""
        fields = tuple(field for field in self.root.fields if field.field_id not in names)
        return replace(self, root=replace(self.root, fields=fields))

    def as_metainfo(self) -> dict[str, object]:
        """Give the reply of ``/metainfo/update/{id}``."""
        return {"id": self.id, "description": self.description, **self.root.as_metainfo()}


@cache
def definitions() -> Mapping[str, UpdateDefinition]:
    """Read the seven UpdateConnectors this environment knows, by id."""
    return {name: _read(DATA / f"{name}.tsv") for name in CONNECTORS}


def _read(path: Path) -> UpdateDefinition:
    """Read one definition file: ``=id, description``, then ``>path`` blocks; a path may borrow another's fields."""
    text = path.read_text(encoding="utf-8")
    head, *blocks = text.split("\n=", 1)[1].rstrip("\n").split("\n>")
    name, description = head.split("\t")
    fields: dict[str, tuple[UpdateField, ...]] = {}
    for block in blocks:
        first, *lines = block.split("\n")
        place, _, borrowed = first.partition("\t")
        fields[place] = fields[borrowed] if borrowed else tuple(_field(line) for line in lines)
    root = next(iter(fields))
    return UpdateDefinition(name, description, _tree(root, fields))


def _tree(place: str, fields: Mapping[str, tuple[UpdateField, ...]]) -> UpdateObject:
    """Hang the blocks below each other by their paths."""
    below = tuple(_tree(path, fields) for path in _children(place, fields))
    return UpdateObject(place.rsplit("/", 1)[-1], fields[place], below)


def _children(place: str, fields: Mapping[str, tuple[UpdateField, ...]]) -> Iterator[str]:
    """Name the paths exactly one level below a path, in the order of the file."""
    depth = place.count("/") + 1
    return (path for path in fields if path.startswith(f"{place}/") and path.count("/") == depth)


def _field(line: str) -> UpdateField:
    """Read one field line."""
    name, data_type, length, decimals, control_type, flags, label, *values = line.split("\t")
    pairs = (
        tuple((key, text) for key, _, text in (item.partition("=") for item in values[0].split("|"))) if values else ()
    )
    return UpdateField(name, data_type, int(length), int(decimals), int(control_type), flags, label, pairs)
