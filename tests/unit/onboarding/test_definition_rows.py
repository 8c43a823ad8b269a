"""Found files against expected ones: by the connector inside first, by the file's name where nothing else tells."""

from datetime import datetime

import pytest

from afas_assistant.gcn.errors import FileGoneError
from afas_assistant.onboarding.definition_findings import Weight
from afas_assistant.onboarding.definition_meaning import meaning
from afas_assistant.onboarding.definition_rows import Row, RowState, bare_name, rows_of
from tests.unit.onboarding.make_definitions import broken, columns, definition, expected, found

VAT = expected("SBQ_BTW.gcn")
COSTS = expected("SBQ_Custom_Kostenplaatsen.gcn", "SBQ_Kostenplaatsen_All", "SBQ_Kostenplaatsen")
BOTH = (VAT, COSTS)


def states(rows: tuple[Row, ...]) -> list[str]:
    return [row.state.value for row in rows]


def codes(row: Row) -> list[str]:
    return [finding.code for finding in row.findings]


def test_without_files_all_rows_are_missing() -> None:
    assert states(rows_of(BOTH, [])) == ["missing", "missing"]
    assert rows_of((), []) == ()


def test_a_file_is_known_by_the_connector_inside_it() -> None:
    rows = rows_of(BOTH, [found("from the mail.gcn", definition("sbq_kostenplaatsen"))])
    assert states(rows) == ["missing", "found"]
    assert rows[1].definition is not None
    assert rows[1].definition.connector_id == "sbq_kostenplaatsen"
    assert rows[1].findings == ()


def test_a_damaged_file_is_known_by_its_name_only() -> None:
    rows = rows_of(BOTH, [broken("SBQ_BTW (1).gcn")])
    assert states(rows) == ["damaged", "missing"]
    assert rows[0].definition is None
    error = rows[0].found[0].error
    assert error is not None
    assert error.code == "text_mangled"


def test_a_problem_that_belongs_to_no_file_is_a_row_of_its_own() -> None:
    rows = rows_of(BOTH, [broken("holiday.gcn", FileGoneError())])
    assert states(rows) == ["missing", "missing", "damaged"]
    assert rows[2].expected is None


def test_a_file_that_nobody_asked_for_is_told() -> None:
    rows = rows_of(BOTH, [found("T4E_Users.gcn", definition("T4E_Users"))])
    assert states(rows) == ["missing", "missing", "not_expected"]
    assert rows[2].definition is not None


def test_the_same_file_twice_is_one_with_a_remark() -> None:
    same = definition("SBQ_BTW")
    rows = rows_of([VAT], [found("SBQ_BTW.gcn", same, digest="a"), found("SBQ_BTW (1).gcn", same, digest="a")])
    assert states(rows) == ["found"]
    assert codes(rows[0]) == ["same_again"]


def test_two_exports_of_the_same_definition_are_one_though_their_seals_differ() -> None:
    rows = rows_of([VAT], [found("a.gcn", definition(), digest="a"), found("b.gcn", definition(), digest="b")])
    assert states(rows) == ["found"]
    assert codes(rows[0]) == ["same_again"]


def test_two_different_files_for_one_connector_are_doubled_and_the_last_changed_is_named() -> None:
    older = definition(changed=datetime(2020, 1, 2, 3, 4))  # noqa: DTZ001 - local time, as in the files
    newer = definition(columns=columns(("Code", "U001")))
    rows = rows_of([VAT], [found("old/SBQ_BTW.gcn", older), found("SBQ_BTW.gcn", newer)])
    assert states(rows) == ["doubled"]
    assert rows[0].definition is None
    assert codes(rows[0]) == ["doubled"]
    told = rows[0].findings[0]
    assert told.weight is Weight.ATTENTION
    assert "old/SBQ_BTW.gcn, SBQ_BTW.gcn" in told.text.render("en")
    assert told.remedy.render("en").startswith("SBQ_BTW.gcn was changed last, 21 January 2025.")


@pytest.mark.parametrize("changed", [None, definition().changed])
def test_where_no_file_is_the_newest_the_vendor_decides(changed: datetime | None) -> None:
    rows = rows_of([VAT], [found("a.gcn", definition()), found("b.gcn", definition(description="x", changed=changed))])
    assert "ask the vendor" in rows[0].findings[0].remedy.render("en")


def test_a_damaged_copy_beside_a_good_file_harms_nothing() -> None:
    rows = rows_of([VAT], [broken("SBQ_BTW.gcn"), found("SBQ_BTW (1).gcn", definition())])
    assert states(rows) == ["found"]
    assert codes(rows[0]) == ["damaged_copy"]
    assert rows[0].definition is not None
    assert len(rows[0].found) == 2


def test_a_file_whose_name_promises_another_connector_is_told_where_it_belongs() -> None:
    rows = rows_of(BOTH, [found("SBQ_BTW.gcn", definition("SBQ_Kostenplaatsen_All"))])
    assert states(rows) == ["missing", "found"]
    assert codes(rows[1]) == ["other_connector_inside"]
    assert "promised" not in rows[1].findings[0].text.render("en")
    assert rows[1].findings[0].text.render("en") == (
        "SBQ_BTW.gcn is named as if it brings SBQ_BTW, and brings SBQ_Kostenplaatsen_All."
    )


def test_a_file_of_the_right_name_with_a_new_connector_is_taken_and_told_once() -> None:
    rows = rows_of(BOTH, [found("SBQ_Custom_Kostenplaatsen.gcn", definition("SBQ_Dagboeken"))])
    assert states(rows) == ["missing", "found"]
    assert rows[1].definition is not None
    told = [*rows[1].findings, *meaning(rows[1].definition, rows[1].expected)]
    assert [one.code for one in told] == ["name_other", "carries_sql"]


def test_a_name_counts_only_where_no_other_file_brings_the_connector() -> None:
    rows = rows_of([VAT], [found("SBQ_BTW.gcn", definition("SBQ_BTW_Test")), found("new.gcn", definition("SBQ_BTW"))])
    assert states(rows) == ["found", "not_expected"]
    assert [file.name for file in rows[0].found] == ["new.gcn"]
    assert codes(rows[1]) == ["other_connector_inside"]


def test_every_file_is_in_exactly_one_row() -> None:
    files = [
        found("SBQ_BTW.gcn", definition("SBQ_Kostenplaatsen_All")),
        found("Kopie van SBQ_BTW.gcn", definition("Other")),
        broken("SBQ_BTW - kopie (2).gcn"),
        broken("x.gcn"),
        found("y.gcn", definition("SBQ_BTW")),
    ]
    placed = [file for row in rows_of(BOTH, files) for file in row.found]
    assert sorted(file.name for file in placed) == sorted(file.name for file in files)
    assert RowState.DAMAGED in {row.state for row in rows_of(BOTH, files)}


@pytest.mark.parametrize(
    "name",
    [
        "SBQ_BTW.gcn",
        "sbq_btw.GCN",
        "SBQ_BTW (1).gcn",
        "SBQ_BTW(12).gcn",
        "SBQ_BTW - Copy.gcn",
        "SBQ_BTW - Copy (3).gcn",
        "SBQ_BTW - kopie.gcn",
        "SBQ_BTW – Kopie.gcn",
        "SBQ_BTW copy 2.gcn",
        "SBQ_BTW copy.gcn",
        "Copy of SBQ_BTW.gcn",
        "Kopie van SBQ_BTW.gcn",
        "SBQ_BTW.gcn.gcn",
        "SBQ_BTW.gcn (1).gcn",
        " SBQ_BTW .gcn",
    ],
)
def test_what_copying_adds_to_a_name_does_not_count(name: str) -> None:
    assert bare_name(name) == "sbq_btw"


@pytest.mark.parametrize("name", ["SBQ_BTW_2.gcn", "SBQ_BTW_copy.txt", "Copy.gcn", "(1).gcn", ".gcn", ""])
def test_other_names_stay_what_they_are(name: str) -> None:
    assert bare_name(name) != "sbq_btw"


def test_thousands_of_files_are_matched_one_by_one() -> None:
    """Every file is compared with the needed ones, not with every other file."""
    many = [found(f"{number}.gcn", definition("SBQ_BTW", description=f"{number}")) for number in range(3000)]
    rows = rows_of(BOTH, many)
    assert states(rows) == ["doubled", "missing"]
    assert len(rows[0].found) == 3000
    assert len(rows[0].findings[0].text.render("en")) < 200


def test_an_endless_name_is_cut_off_rather_than_searched() -> None:
    assert len(bare_name("SBQ_BTW" + " " * 60_000 + "(1).gcn")) < 256
    assert len(bare_name("SBQ_BTW" + " (1)" * 20_000 + ".gcn")) < 256
