"""The program's reader of definition files and the practice environment's: written apart, so neither excuses the other.

What one takes and the other refuses is left alone: the program reads the whole file, the practice environment only what
an import needs. But where both take a file, they must have read the same.
"""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from afas_assistant.gcn.errors import DefinitionFileError as ProgramsError
from afas_assistant.gcn.errors import TextMangledError
from afas_assistant.gcn.reader import read_definition as programs_reader
from afas_assistant.practice.definition_import import DefinitionFileError as PracticesError
from afas_assistant.practice.definition_import import read_definition as practices_reader
from tests.helpers.gcn_mutations import Mutation, Sample, mutated, mutations
from tests.helpers.gcn_strategies import specs
from tests.helpers.gcn_writer import GENERATIONS, Spec, columns, write
from tests.helpers.reference import reference_folder, reference_path

Read = tuple[str, str, tuple[tuple[str, str], ...]]
FOLDER = reference_folder()
REAL = sorted(path.name for path in FOLDER.glob("gcn/*.gcn")) if FOLDER else ["(no files)"]
WRITTEN = [Sample(f"generation {one}", write(spec := Spec(generation=one)), spec) for one in GENERATIONS]
QUIETLY = settings(suppress_health_check=list(HealthCheck), deadline=None)


def by_program(content: bytes) -> Read:
    found = programs_reader(content)
    return found.connector_id, found.description, tuple((one.name, one.internal_id) for one in found.columns)


def by_practice(content: bytes) -> Read:
    found = practices_reader(content)
    return found.name, found.description, found.columns


@pytest.mark.parametrize("name", REAL)
def test_both_read_the_same_in_a_real_file(name: str) -> None:
    content = reference_path("gcn", name).read_bytes()
    if name.startswith("damaged"):
        with pytest.raises(TextMangledError):
            by_program(content)
        with pytest.raises(PracticesError, match="as if it were text"):
            by_practice(content)
        return
    read = by_practice(content)
    assert read == by_program(content)
    assert read[0].isidentifier()
    assert len(read[2]) >= 2


def test_there_are_real_files_of_all_three_generations() -> None:
    folder: Path = reference_path("gcn")
    found = {programs_reader(one.read_bytes()).format for one in folder.glob("[!d]*.gcn")}
    assert found == {5, 7, 8}


@QUIETLY
@given(specs().filter(lambda spec: len(spec.columns) > 0))
def test_both_read_what_was_written(spec: Spec) -> None:
    content = write(spec)
    expected = (spec.connector_id, spec.description, tuple((one.name, one.internal_id) for one in spec.columns))
    assert by_practice(content) == expected
    assert by_program(content) == expected


@QUIETLY
@given(st.sampled_from(WRITTEN), mutations(), st.integers(0, 2))
def test_of_a_damaged_file_neither_reads_what_the_other_does_not(
    sample: Sample, changes: list[Mutation], other: int
) -> None:
    content = mutated(sample, changes, WRITTEN[other].content)
    try:
        mine, yours = by_practice(content), by_program(content)
    except (PracticesError, ProgramsError):
        return
    # the description stands in a file twice; the program says so when they differ
    assert (mine[0], mine[2]) == (yours[0], yours[2])


def test_both_take_a_thousand_columns() -> None:
    content = write(Spec(fields=columns(1000)))
    assert by_practice(content) == by_program(content)
    assert len(by_practice(content)[2]) == 1000
