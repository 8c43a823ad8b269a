"""From a row of the database to a record, and back."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from afas_assistant.organisations.records import (
    CheckRun,
    Confirmation,
    Connection,
    DefinitionSource,
    KeptDefinition,
    Organisation,
)

COLUMNS = {"group": "user_group", "user": "user_name"}  # `group` and `user` are words of SQL


def organisation(row: sa.Row[Any]) -> Organisation:
    """Return the organisation that a row describes."""
    return Organisation(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for a row as a mapping


def connection(row: sa.Row[Any]) -> Connection:
    """Return the connection that a row describes."""
    fields = dict(row._mapping)  # noqa: SLF001 - as above
    for field, column in COLUMNS.items():
        fields[field] = fields.pop(column)
    fields["profiles"] = tuple(fields["profiles"])
    return Connection(**fields)


def check_run(row: sa.Row[Any]) -> CheckRun:
    """Return the check that a row describes."""
    return CheckRun(**row._mapping)  # noqa: SLF001 - as above


def confirmation(row: sa.Row[Any]) -> Confirmation:
    """Return the confirmation that a row describes."""
    return Confirmation(**row._mapping)  # noqa: SLF001 - as above


def definition(row: sa.Row[Any]) -> KeptDefinition:
    """Return the definition that a row describes."""
    fields = dict(row._mapping)  # noqa: SLF001 - as above
    fields["source"] = DefinitionSource(fields["source"])
    fields["columns"] = tuple((name, field) for name, field in fields["columns"])
    return KeptDefinition(**fields)


def definition_to_row(kept: KeptDefinition) -> dict[str, object]:
    """Return the columns for a definition; pairs become lists, as JSON has them."""
    return {**vars(kept), "source": kept.source.value, "columns": [list(pair) for pair in kept.columns]}


def changes_to_row(changes: Mapping[str, object]) -> dict[str, object]:
    """Return the columns for a connection's changes; a tuple of profiles becomes a list, as JSON has it."""
    row = {COLUMNS.get(field, field): value for field, value in changes.items()}
    profiles = changes.get("profiles")
    if isinstance(profiles, tuple | list):
        row["profiles"] = list(profiles)
    return row
