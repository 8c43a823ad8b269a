"""Whatever was written into a definition file comes out of it, in all three generations."""

from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings

from afas_assistant.gcn.definition import GcnDefinition
from afas_assistant.gcn.reader import read_definition
from tests.helpers.gcn_strategies import specs
from tests.helpers.gcn_writer import GENERATIONS, Condition, Field, Group, Spec, authorised_by, write

SIMPLE = (
    "connector_id", "description", "guid", "release", "build", "product", "system", "created", "changed", "condition",
    "data_collection", "data_collection_id", "definition_group", "explanation", "sql",
)  # fmt: skip
RICH = Spec(
    fields=(
        Field("U001", "Nummer", "Etc", "DaBe", "Edf.HrEtc", "Nr. (A)", 1),
        Field("KnEmpTp", "", "Emp", "Tp", "Emp", display=0),
        Field("U002", "Naam 'kort' @ ~ €", "Bcn", "Nm", "Bcn"),
        authorised_by("KnEmp"),
        Field("D001", display=2),
        authorised_by("HrEmr"),
    ),
    filters=(
        Group((Condition("U001", 15, "<[~*NOW*~DDm3@]"), Condition("KnEmpTp", 2, "M", 0)), 2, 1),
        Group((Condition("KnGone", 8),), 0, 0, "Naam"),
    ),
    definition_group="VTR",
    explanation="Eén\r\ntwee\tdrie",
)


def shape(definition: GcnDefinition) -> dict[str, Any]:
    """Return everything that was read, in the writer's words."""
    return {
        **{name: getattr(definition, name) for name in SIMPLE},
        "generation": definition.format,
        "columns": [
            (one.internal_id, one.name, one.data_field, one.path, one.caption, one.aggregate)
            for one in definition.columns
        ],
        "hidden": sorted((one.internal_id, one.data_field, one.path, one.technical) for one in definition.hidden),
        "authorisation": sorted(definition.authorisation),
        "filters": [
            (one.level, one.mode, one.name, [(c.internal_id, c.operator, c.value, c.column) for c in one.conditions])
            for one in definition.filters
        ],
    }


def expected(spec: Spec) -> dict[str, Any]:
    """Return what a reader has to find."""
    names = {one.internal_id: one.name for one in spec.columns}
    rest = [one for one in spec.fields if one.display != 1]
    return {
        **{name: getattr(spec, name) for name in SIMPLE},
        "generation": spec.generation,
        "columns": [
            (one.internal_id, one.name, f"{one.table}.{one.field}", one.path, one.caption, one.aggregate)
            for one in spec.columns
        ],
        "hidden": sorted((one.internal_id, f"{one.table}.{one.field}", one.path, one.display == 2) for one in rest),
        "authorisation": sorted(one.internal_id[4:] for one in rest if one.internal_id.startswith("Aut_")),
        "filters": [
            (
                one.level,
                one.mode,
                one.name,
                [(c.internal_id, c.operator, c.value, names.get(c.internal_id)) for c in one.conditions],
            )
            for one in spec.filters
        ],
    }


def test_a_rich_definition_in_each_generation() -> None:
    for generation in GENERATIONS:
        spec = replace(RICH, generation=generation)
        assert shape(read_definition(write(spec))) == expected(spec)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(specs())
def test_any_definition_comes_out_as_it_was_written(spec: Spec) -> None:
    assert shape(read_definition(write(spec))) == expected(spec)


def test_without_dates() -> None:
    for generation in GENERATIONS:
        definition = read_definition(write(Spec(generation=generation, created=None, changed=None)))
        assert (definition.created, definition.changed) == (None, None)


def test_the_three_generations_say_the_same() -> None:
    found = [shape(read_definition(write(replace(RICH, generation=generation)))) for generation in GENERATIONS]
    assert [{**one, "generation": None} for one in found[1:]] == [{**found[0], "generation": None}] * 2
