"""What `gcn show` and `gcn compare` tell other programs: the contract of their JSON."""

from collections.abc import Sequence
from typing import Any

from afas_assistant.cli.gcn_text import Compared
from afas_assistant.gcn.collection import FoundFile
from afas_assistant.gcn.definition import GcnDefinition
from afas_assistant.gcn.filter_words import filter_text
from afas_assistant.onboarding.definition_comparison import NOT_PROVEN

SCHEMA = 1


def shown_data(found: Sequence[FoundFile]) -> dict[str, Any]:
    """Return what was read as plain data: every key for every file, null or empty where a file could not be read.

    Dates are ISO in local time, as the file has them. `message` says in a sentence why a file could not be read.
    """
    return {"schema": SCHEMA, "files": [_file(one) for one in found]}


def comparison_data(compared: Sequence[Compared]) -> dict[str, Any]:
    """Return a comparison as plain data; `live` is null for a file that could not be read."""
    return {
        "schema": SCHEMA,
        "files": [_compared(one) for one in compared],
        "not_proven": [str(text) for text in NOT_PROVEN],
    }


def _file(found: FoundFile) -> dict[str, Any]:
    if found.definition is None:
        return {
            **_head(found),
            "connector_id": None,
            "description": None,
            "format": None,
            "data_collection": None,
            "fields": [],
            "hidden": [],
            "filters": [],
            "authorisation": [],
            "definition_group": None,
            "created": None,
            "changed": None,
            "release": None,
            "message": found.error.sentence() if found.error else "",
        }
    return {**_head(found), **_definition(found.definition)}


def _head(found: FoundFile) -> dict[str, Any]:
    return {
        "file": found.label,
        "ok": found.definition is not None,
        "error": found.error.code if found.error else None,
    }


def _definition(definition: GcnDefinition) -> dict[str, Any]:
    return {
        "connector_id": definition.connector_id,
        "description": definition.description,
        "format": definition.format,
        "data_collection": definition.data_collection,
        "fields": [{"name": column.name, "internal_id": column.internal_id} for column in definition.columns],
        "hidden": [field.internal_id for field in definition.hidden],
        "filters": [str(filter_text([group], definition.columns, definition.hidden)) for group in definition.filters],
        "authorisation": list(definition.authorisation),
        "definition_group": definition.definition_group or None,
        "created": definition.created.isoformat() if definition.created else None,
        "changed": definition.changed.isoformat() if definition.changed else None,
        "release": definition.release,
    }


def _compared(one: Compared) -> dict[str, Any]:
    head = {**_head(one.file), "connector_id": one.file.definition.connector_id if one.file.definition else None}
    if one.live is None:
        message = one.file.error.sentence() if one.file.error else ""
        return {**head, "live": None, "message": message, "remedy": "", **_NOTHING}
    live = one.live
    head["error"] = live.error.code if live.error else None
    columns = live.comparison.to_data() if live.comparison else _NOTHING
    return {**head, "live": live.standing.value, "message": str(live.title), "remedy": str(live.remedy), **columns}


_NOTHING: dict[str, Any] = {
    "alike": False,
    "same": [],
    "renamed": [],
    "missing": [],
    "repointed": [],
    "extra": [],
}
