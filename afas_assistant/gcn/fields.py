"""Output fields and hidden fields, from the list of output names and the lines that describe each field.

`Display` in a line: 1 an output field, 0 a field that only a filter uses, 2 a technical one (`Aut_*`, `D001`).
"""

from collections.abc import Iterable, Mapping

from afas_assistant.gcn.definition import Column, HiddenField
from afas_assistant.gcn.rows import Row

AUTHORISATION = "Aut_"
"""How the id begins of a field by which AFAS filters on the user's rights: `Aut_KnEmp`."""

_TECHNICAL = 2


def column(internal_id: str, name: str, row: Row | None) -> Column:
    """Return an output field; `row` is the line that describes it, if there is one."""
    if row is None:
        return Column(name, internal_id)
    return Column(
        name=name,
        internal_id=internal_id,
        data_field=_data_field(row),
        path=row.text("ForeignKeyPath"),
        caption=row.text("ColumnHeader") or row.text("Label") or None,
        aggregate=row.number("AggFunc"),
    )


def hidden_fields(rows: Mapping[str, Row], output: Iterable[str]) -> tuple[HiddenField, ...]:
    """Return the fields that callers do not see; `rows` are the lines by internal id, `output` the ids that they do."""
    seen = frozenset(output)
    return tuple(
        HiddenField(internal_id, _data_field(row), row.text("ForeignKeyPath"), row.number("Display") == _TECHNICAL)
        for internal_id, row in rows.items()
        if internal_id not in seen
    )


def authorisation(internal_ids: Iterable[str]) -> tuple[str, ...]:
    """Return the entities by whose filter authorisation AFAS limits the rows: `KnEmp` for `Aut_KnEmp`."""
    marked = (one.removeprefix(AUTHORISATION) for one in internal_ids if one.startswith(AUTHORISATION))
    return tuple(dict.fromkeys(filter(None, marked)))


def _data_field(row: Row) -> str:
    return ".".join(filter(None, (row.text("TableIdFld"), row.text("FieldId"))))
