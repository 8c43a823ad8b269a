"""Definition files that are odd but can be read: what is odd stands in the remarks."""

from dataclasses import replace
from typing import Any

import pytest

from afas_assistant.gcn.reader import read_definition
from tests.helpers.gcn_codecs import Integer
from tests.helpers.gcn_hostile import SOUND, Tree, element, remarks
from tests.helpers.gcn_writer import GENERATIONS, Condition, Field, Group, Spec, columns, write


@pytest.mark.parametrize("generation", GENERATIONS)
def test_a_sound_file_has_no_remarks(generation: int) -> None:
    assert remarks(SOUND[generation]) == set()


@pytest.mark.parametrize("generation", GENERATIONS)
@pytest.mark.parametrize(
    ("number", "value"),
    [(1, "0" * 32), (3, "Another description"), (4, 37_000.0), (5, 37_000.0), (7, 9), (11, "Xxx"), (12, "Xx")],
)
def test_a_header_that_says_something_else_than_the_payload(generation: int, number: int, value: object) -> None:
    assert remarks(write(Spec(generation=generation), header=element(number, value))) == {"header_differs"}


@pytest.mark.parametrize("generation", GENERATIONS)
@pytest.mark.parametrize(
    ("spec", "codes"),
    [
        (Spec(fields=(Field("U001", "Name"), Field("U002", "Name"))), {"duplicate_names"}),
        (Spec(fields=(Field("U001", "Number"), Field("U001", "Name"))), {"duplicate_ids"}),
        (Spec(fields=(Field("U001", "Number"), Field("U002", "Gone", row=False))), {"output_without_row"}),
        (Spec(fields=(Field("U001", "Telefoonnr._prive"),)), {"awkward_names"}),
        (Spec(fields=(Field("U001", "E-mail"),)), {"awkward_names"}),
        (Spec(fields=(Field("U001", " Name "),)), {"awkward_names"}),
        (Spec(fields=(Field("U001", ""),)), {"awkward_names"}),
        (Spec(fields=(Field("U 1", "Name"),)), {"blank_in_field_id"}),
        (Spec(fields=()), {"no_output"}),
        (Spec(connector_id="Acme Ledger"), {"blank_in_id"}),
        (Spec(connector_id=" Acme_Ledger"), {"blank_in_id"}),
        (Spec(connector_id=""), {"blank_in_id"}),
        (Spec(tail_view="0" * 32), {"view_differs"}),
        (Spec(filters=(Group((Condition("U777", 1, "x"),)),)), {"unknown_filter_field"}),
        (Spec(filters=(Group((Condition("U001", 16, "x"),)),)), {"unknown_operator"}),
        (Spec(filters=(Group((Condition("U001", 0, "x"),)),)), {"unknown_operator"}),
    ],
)
def test_what_is_odd_is_remarked(generation: int, spec: Spec, codes: set[str]) -> None:
    assert remarks(write(replace(spec, generation=generation))) == codes


def test_a_definition_of_another_type_is_remarked() -> None:
    assert remarks(write(Spec(), header=element(2, 3))) == {"not_getconnector", "header_differs"}


def test_a_generation_that_was_not_seen_is_remarked_when_it_can_be_read() -> None:
    for number in (6, 9):
        assert remarks(write(Spec(), header=element(0, number))) == {"unknown_format"}


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf"), 1e300, -1e300, 4_000_000.0])
def test_a_date_that_no_calendar_has_is_left_out(value: float) -> None:
    content = write(Spec(generation=5), header=element(4, value))
    assert "odd_date" in remarks(content)
    assert read_definition(content).changed == Spec().changed


@pytest.mark.parametrize("seal", ["", "x", "A" * 64, "é" * 192])
def test_a_seal_of_another_length_is_remarked(seal: str) -> None:
    assert remarks(write(Spec(), header=element(15, seal))) == {"odd_seal"}


def test_thousands_of_columns_are_read() -> None:
    """Quadratic work would show: two thousand columns, all of them filtered on."""
    fields = columns(2000)
    conditions = tuple(Condition(one.internal_id, 1, "x") for one in fields)
    definition = read_definition(write(Spec(fields=fields, filters=(Group(conditions),))))
    assert [column.name for column in definition.columns] == [one.name for one in fields]
    assert len(definition.filters[0].conditions) == 2000


def test_generation_5_with_integers_of_two_bytes_everywhere() -> None:
    def small(values: Tree) -> Tree:
        return [_small(value) for value in values]

    def _small(value: Any) -> Any:
        return small(value) if isinstance(value, list) else Integer(value) if type(value) is int else value

    assert read_definition(write(Spec(generation=5), tree=small)).connector_id == Spec().connector_id


def test_what_a_file_says_is_text_and_nothing_else() -> None:
    spec = Spec(sql="'); drop table AfasKnUser; --", description="{0.__class__}", explanation="%s {x}")
    definition = read_definition(write(spec))
    read = (definition.sql, definition.description, definition.explanation)
    assert read == (spec.sql, spec.description, spec.explanation)
