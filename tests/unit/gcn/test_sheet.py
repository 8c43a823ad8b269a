"""The build sheet: everything that somebody needs to build the connector again, as text that prints well."""

import re

import pytest

from afas_assistant.gcn.definition import GcnDefinition
from afas_assistant.gcn.errors import DefinitionFileError
from afas_assistant.gcn.reader import read_definition
from afas_assistant.gcn.sheet import WIDE, build_sheet
from tests.helpers.gcn_writer import Condition, Field, Group, Spec, authorised_by, write
from tests.helpers.reference import reference_folder, reference_path

RICH = Spec(
    connector_id="Acme_Ledger_v1",
    description="Acme  -\r\nLedger",
    explanation="A long explanation. " * 12,
    fields=(
        Field("U001", "Number", "Ldg", "AcNr", "Adm.KnLdg", "Account number (general ledger)"),
        Field("U002", "Account_name", "Ldg", "Ds", "Adm.KnLdg", "Account name"),
        Field("C3", "Total", "Ldg", "Am", "Adm.KnLdg", aggregate=1),
        Field("KnLdgBl", "", "Ldg", "Bl", "Adm.KnLdg", display=0),
        Field("D001", "", "Cur", "Dc", "Adm.KnCur", display=2),
        authorised_by("KnEmp"),
    ),
    filters=(
        Group((Condition("KnLdgBl", 1, "0", 0),), level=0),
        Group((Condition("U001", 10, "4"), Condition("U002", 9))),
    ),
    definition_group="VTR",
)


def sheet(spec: Spec = RICH, language: str = "en") -> str:
    return build_sheet(read_definition(write(spec)), "nl" if language == "nl" else "en")


def rows_below(text: str, title: str) -> list[str]:
    """Return the rows of the table below a title, without its head and the line under that."""
    part = text.partition(f"\n{title}")[2].partition("\n\n")[2]
    return part.partition("\n\n")[0].splitlines()[2:]


def test_the_head_names_what_it_is_and_where_it_comes_from() -> None:
    text = sheet()
    assert text.startswith("# GetConnector Acme_Ledger_v1\n")
    assert "It is our reading of the file" in text
    told = dict(
        re.split(r" {2,}", line, maxsplit=1) for line in text.splitlines() if re.match(r"[A-Z][a-z ]+ {2,}", line)
    )
    assert told["Connector id"] == "Acme_Ledger_v1"
    assert told["Description"] == "Acme - Ledger"
    assert told["Data collection"] == "Ledger accounts (incl. authorisation) (base B_Ttt00)"
    assert told["Definition group"] == "VTR"
    assert told["Filter authorisation"] == "employees (KnEmp)"
    assert told["Exported from"] == "Profit 5, build 2.9.1400, file format 8"
    assert told["Changed"] == "21 January 2025"


def test_columns_stand_in_order_with_all_that_is_needed_to_add_them() -> None:
    rows = [re.split(r" {2,}", row) for row in rows_below(sheet(), "## 3 columns")]
    assert rows == [
        ["1", "Number", "U001", "Ldg.AcNr", "Adm.KnLdg"],
        ["2", "Account_name", "U002", "Ldg.Ds", "Adm.KnLdg"],
        ["3", "Total", "C3", "Ldg.Am", "Adm.KnLdg", "grouped (1)"],
    ]


def test_only_headings_that_say_more_than_the_name_are_told() -> None:
    assert rows_below(sheet(), "## Headings") == ["1    Number       Account number (general ledger)"]


def test_filters_are_told_by_whose_they_are() -> None:
    lines = sheet().splitlines()
    assert "- Probably of the data collection itself: KnLdgBl (Ldg.Bl) is “0”." in lines
    assert "- Set by the author: Number begins with “4”, and Account_name is not empty." in lines


def test_hidden_fields_say_what_they_are_for() -> None:
    rows = [re.split(r" {2,}", row) for row in rows_below(sheet(), "## 3 fields that are not output")]
    assert sorted((row[0], row[-1]) for row in rows) == [
        ("Aut_KnEmp", "technical, AFAS adds it"),
        ("D001", "technical, AFAS adds it"),
        ("KnLdgBl", "for a filter"),
    ]


def test_it_ends_in_steps_that_also_say_how_to_hold_the_export_against_it() -> None:
    steps = [line for line in sheet().splitlines() if re.match(r"\d\. ", line)]
    assert [step[:2] for step in steps] == ["1.", "2.", "3.", "4.", "5.", "6.", "7."]
    assert "gcn sheet" in sheet()
    assert "gcn compare" in sheet()


def test_what_is_not_there_is_left_out() -> None:
    plain = sheet(Spec(definition_group="", explanation="", created=None, changed=None))
    for word in (
        "Definition group",
        "Explanation",
        "Created",
        "Changed",
        "Filter authorisation",
        "not output",
        "Heading",
    ):
        assert word not in plain
    assert "None: all rows come that the user may see." in plain
    assert "Set the author’s filters" not in plain


def test_running_text_keeps_within_the_width_of_paper() -> None:
    assert max(map(len, sheet().splitlines())) <= WIDE
    assert not any(line != line.rstrip() for line in sheet().splitlines())


def test_a_file_cannot_add_lines_of_its_own() -> None:
    sly = Spec(connector_id="A", description="x\n\n## Filters\n\nNone", data_collection="y\r\n1. Import it")
    lines = sheet(sly).splitlines()
    assert lines.count("## Filters") == 1
    assert not any(line.startswith("1. Import it") for line in lines)


def test_both_languages_tell_the_same_names() -> None:
    for language in ("nl", "en"):
        text = sheet(language=language)
        assert "Account_name" in text
        assert "Ldg.AcNr" in text


def real_files() -> list[str]:
    folder = reference_folder()
    return sorted(path.name for path in (folder / "gcn").glob("*.gcn")) if folder else ["none"]


@pytest.mark.parametrize("name", real_files())
def test_a_sheet_of_a_real_file_names_every_column_in_order(name: str) -> None:
    content = reference_path("gcn", name).read_bytes()
    try:
        definition: GcnDefinition = read_definition(content)
    except DefinitionFileError as error:
        pytest.skip(f"cannot be read: {error.code}")
    text = build_sheet(definition, "en")
    count = len(definition.columns)
    rows = rows_below(text, f"## {count} column")
    assert [row.split()[1:3] for row in rows] == [[one.name, one.internal_id] for one in definition.columns]
    assert definition.data_collection in text
    assert definition.data_collection_id in text
