"""Small makers of definitions and found files for the tests of what a definition file means."""

from datetime import datetime
from typing import Any

from afas_assistant.afas.metainfo import GetDefinition
from afas_assistant.gcn.collection import FoundFile
from afas_assistant.gcn.definition import Column, Condition, FilterGroup, GcnDefinition
from afas_assistant.gcn.errors import DefinitionFileError, TextMangledError
from afas_assistant.onboarding.definition_manifest import Expected
from afas_assistant.texts import literal

_PLAIN: dict[str, Any] = {
    "description": "VAT codes",
    "guid": "0123456789ABCDEF0123456789ABCDEF",
    "format": 8,
    "release": 5,
    "build": "2.9.1400",
    "product": "Alg",
    "system": "Fi",
    "created": datetime(2024, 3, 1, 9, 30),  # noqa: DTZ001 - local time, as in the files
    "changed": datetime(2025, 1, 21, 16, 49),  # noqa: DTZ001
    "condition": 3000,
    "data_collection": "VAT codes",
    "data_collection_id": "B_Vat00",
    "columns": (Column("Code", "U001"), Column("Description", "U002")),
    "hidden": (),
    "filters": (),
    "authorisation": (),
    "definition_group": "",
    "explanation": "",
    "sql": "create view",
}


def definition(connector_id: str = "SBQ_BTW", **more: Any) -> GcnDefinition:
    return GcnDefinition(**{**_PLAIN, "connector_id": connector_id, **more})


def columns(*pairs: tuple[str, str]) -> tuple[Column, ...]:
    return tuple(Column(name, internal_id) for name, internal_id in pairs)


def group(internal_id: str, operator: int, value: str, *, level: int, column: str | None = None) -> FilterGroup:
    return FilterGroup((Condition(internal_id, operator, value, column),), level=level, mode=0)


def live(*pairs: tuple[str, str], name: str = "SBQ_BTW") -> GetDefinition:
    fields = [{"id": one, "fieldId": field} for one, field in pairs]
    return GetDefinition.model_validate({"name": name, "fields": fields})


def found(name: str, inside: GcnDefinition, *, label: str = "", digest: str = "") -> FoundFile:
    return FoundFile(label or name, name, inside, None, digest or f"{name} {inside.connector_id}")


def broken(name: str, error: DefinitionFileError | None = None) -> FoundFile:
    return FoundFile(name, name, None, error or TextMangledError(), f"broken {name}")


def expected(file: str, *names: str, **more: Any) -> Expected:
    return Expected(file, names or (file.removesuffix(".gcn"),), literal("needed"), **more)
