"""How a definition can change after it was set up: a column renamed, removed, pointing elsewhere, or added.

These are the differences that metainfo can show against the file that was imported; whoever edits or rebuilds a
definition in Profit makes them without a word to the caller.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count
from typing import Literal, get_args

from afas_assistant.practice.control_errors import ControlError
from afas_assistant.practice.getconnectors import GetDefinition, GetField, text_field

How = Literal["rename", "remove", "repoint", "add"]
WAYS: tuple[How, ...] = get_args(How)


@dataclass(frozen=True)
class Drift:
    """One change of one column; ``to`` is its name afterwards (the same, but for one that is renamed)."""

    how: How
    column: str
    to: str


def chosen(definition: GetDefinition, how: How, column: str | None = None, to: str | None = None) -> Drift:
    """Settle which column drifts: the one asked for, else the first, to remove the last, to add a new one.

    Raises ControlError for a column that is not there, a name that is taken, or the only column to be removed.
    """
    columns = definition.columns
    if how == "add":
        new = column or _free_name(definition, "Toegevoegd")
        _refuse_taken(definition, new)
        return Drift(how, new, new)
    name = column or columns[-1 if how == "remove" else 0]
    if name not in columns:
        raise ControlError(
            f"{definition.name} has no column '{name}'.", f"{definition.name} heeft geen kolom '{name}'."
        )
    if how == "remove" and len(columns) == 1:
        raise ControlError(
            f"'{name}' is the only column of {definition.name}; it stays.",
            f"'{name}' is de enige kolom van {definition.name}; die blijft.",
        )
    if how == "rename":
        new = to or _free_name(definition, f"{name}_nieuw")
        _refuse_taken(definition, new)
        return Drift(how, name, new)
    return Drift(how, name, name)


def drifted(definition: GetDefinition, drift: Drift) -> GetDefinition:
    """Give the definition as it is after a drift that was chosen for it.

    A column that points elsewhere keeps its values here; in Profit it may show others.
    """
    return replace(definition, fields=tuple(_fields(definition, drift)))


def drifted_if_possible(
    definition: GetDefinition, how: How, column: str | None = None, to: str | None = None
) -> GetDefinition:
    """Let a column drift where it can; a definition that lacks what was asked for stays as it is."""
    try:
        return drifted(definition, chosen(definition, how, column, to))
    except ControlError:
        return definition


def _fields(definition: GetDefinition, drift: Drift) -> Iterator[GetField]:
    """Give the columns after the drift."""
    for field in definition.fields:
        if field.id != drift.column:
            yield field
        elif drift.how == "rename":
            yield replace(field, id=drift.to)
        elif drift.how == "repoint":
            yield replace(field, field_id=_free_id(definition))
    if drift.how == "add":
        yield text_field(drift.column, _free_id(definition))


def _refuse_taken(definition: GetDefinition, name: str) -> None:
    if name in definition.columns:
        raise ControlError(
            f"{definition.name} has a column '{name}' already.", f"{definition.name} heeft al een kolom '{name}'."
        )


def _free_name(definition: GetDefinition, wanted: str) -> str:
    """Give a column name that the definition does not have."""
    return _free_name(definition, f"{wanted}_nieuw") if wanted in definition.columns else wanted


def _free_id(definition: GetDefinition) -> str:
    """Give an inner name that no column has, in the form that AFAS gives to columns which people add."""
    taken = {field.field_id for field in definition.fields}
    return next(name for name in (f"U{number:03d}" for number in count(1)) if name not in taken)
