"""A definition against the live connector: every column and every live field in exactly one place."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afas_assistant.onboarding.definition_comparison import NO_IDS_TOLD, NOT_PROVEN, compare
from tests.unit.onboarding.make_definitions import columns, live

FILE = columns(("Code", "U001"), ("Description", "U002"), ("Rate", "VaPc"))


def pairs_of(names: str, ids: str) -> st.SearchStrategy[list[tuple[str, str]]]:
    """Draw columns as AFAS makes them: no name and no internal id twice."""
    return st.integers(0, min(len(names), len(ids))).flatmap(
        lambda size: st.tuples(
            st.permutations(names).map(lambda found: found[:size]), st.permutations(ids).map(lambda found: found[:size])
        ).map(lambda both: list(zip(*both, strict=True)))
    )


SETS = pairs_of("ABCDEF", "123456")


def test_the_same_columns_in_another_order_are_the_same() -> None:
    seen = compare(FILE, live(("Rate", "VaPc"), ("Code", "U001"), ("Description", "U002")))
    assert seen.alike
    assert not seen.breaks
    assert seen.same == FILE
    assert seen.summary.render("en") == "All 3 columns are as in the file."
    assert seen.not_proven == NOT_PROVEN


def test_each_kind_of_difference_is_told_with_the_worst_first() -> None:
    seen = compare(FILE, live(("VatCode", "U001"), ("Rate", "U009"), ("Account", "U004")))
    assert [(one.column.name, one.live.id) for one in seen.renamed] == [("Code", "VatCode")]
    assert [column.name for column in seen.missing] == ["Description"]
    assert [(one.column.name, one.live.field_id) for one in seen.repointed] == [("Rate", "U009")]
    assert [field.id for field in seen.extra] == ["Account"]
    assert not seen.alike
    assert seen.breaks
    assert seen.summary.render("en") == (
        "Missing: Description. Renamed: Code → VatCode. Another field stands behind: Rate. "
        "More than in the file, which harms nothing: Account."
    )
    assert seen.to_data() == {
        "alike": False,
        "same": [],
        "renamed": [{"name": "Code", "internal_id": "U001", "live_name": "VatCode", "live_internal_id": "U001"}],
        "missing": [{"name": "Description", "internal_id": "U002"}],
        "repointed": [{"name": "Rate", "internal_id": "VaPc", "live_name": "Rate", "live_internal_id": "U009"}],
        "extra": [{"name": "Account", "internal_id": "U004"}],
    }


def test_more_live_columns_harm_nothing() -> None:
    seen = compare(FILE, live(*[(one.name, one.internal_id) for one in FILE], ("More", "U010")))
    assert seen.alike
    assert [field.id for field in seen.extra] == ["More"]


def test_a_connector_that_was_built_again_by_hand_still_answers() -> None:
    seen = compare(FILE, live(("Code", "U011"), ("Description", "U012"), ("Rate", "U013")))
    assert len(seen.repointed) == 3
    assert not seen.alike
    assert not seen.breaks


@pytest.mark.parametrize("other", ["code", "CODE", "Code "])
def test_a_name_that_differs_in_capitals_or_blanks_is_another_name(other: str) -> None:
    seen = compare(FILE, live((other, "U001"), ("Description", "U002"), ("Rate", "VaPc")))
    assert [one.live.id for one in seen.renamed] == [other]


def test_two_columns_that_changed_places_are_both_repointed() -> None:
    seen = compare(FILE[:2], live(("Code", "U002"), ("Description", "U001")))
    assert len(seen.repointed) == 2
    assert seen.extra == ()


def test_a_field_that_bears_the_name_of_another_column_is_not_used_twice() -> None:
    seen = compare(FILE[:2], live(("Description", "U001")))
    assert [one.column.name for one in seen.repointed] == ["Description"]
    assert [column.name for column in seen.missing] == ["Code"]
    assert seen.renamed == ()


def test_without_internal_ids_names_decide_and_that_is_said() -> None:
    seen = compare(FILE, live(("Code", ""), ("Description", ""), ("Rate", "")))
    assert seen.alike
    assert seen.not_proven == (*NOT_PROVEN, NO_IDS_TOLD)


def test_of_many_columns_the_first_are_named_and_the_rest_counted() -> None:
    many = columns(*((f"C{number}", f"U{number:03}") for number in range(1, 31)))
    seen = compare(many, live())
    assert seen.summary.render("en") == "Missing: C1, C2, C3, C4, C5, C6, C7, C8 and 22 more."


@given(SETS, SETS)
def test_each_column_and_each_field_is_in_one_place_only(
    file: list[tuple[str, str]], here: list[tuple[str, str]]
) -> None:
    seen = compare(columns(*file), live(*here))
    placed = [*seen.same, *(one.column for one in (*seen.renamed, *seen.repointed)), *seen.missing]
    assert Counter((one.name, one.internal_id) for one in placed) == Counter(file)
    used = [*(one.live for one in (*seen.renamed, *seen.repointed)), *seen.extra]
    assert Counter((one.id, one.field_id) for one in used) + Counter(
        (one.name, one.internal_id) for one in seen.same
    ) == Counter(here)


@given(SETS, SETS)
def test_the_rule_holds_for_every_column(file: list[tuple[str, str]], here: list[tuple[str, str]]) -> None:
    seen = compare(columns(*file), live(*here))
    names, ids = {name for name, _ in here}, {field for _, field in here}
    assert {one.name for one in seen.same} == {name for name, field in file if (name, field) in here}
    assert {one.column.name for one in seen.repointed} == {
        name for name, field in file if name in names and (name, field) not in here
    }
    assert {one.column.name for one in seen.renamed} | {one.name for one in seen.missing} == {
        name for name, _ in file if name not in names
    }
    assert all(one.internal_id not in ids for one in seen.missing if one.internal_id not in _ids(seen.repointed))


def _ids(pairs: object) -> set[str]:
    return {one.live.field_id for one in pairs}  # type: ignore[attr-defined]


@given(SETS, SETS, st.randoms())
def test_order_does_not_matter(file: list[tuple[str, str]], here: list[tuple[str, str]], chance: object) -> None:
    mixed = list(here)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    one, other = compare(columns(*file), live(*here)), compare(columns(*file), live(*mixed))
    assert (one.same, one.missing) == (other.same, other.missing)
    assert [pair.live.id for pair in one.renamed] == [pair.live.id for pair in other.renamed]
    assert {field.id for field in one.extra} == {field.id for field in other.extra}


@given(SETS)
def test_a_connector_is_like_itself(file: list[tuple[str, str]]) -> None:
    seen = compare(columns(*file), live(*file))
    assert seen.alike
    assert not seen.extra
    assert not seen.breaks


@given(st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from(["1", "2", ""])), max_size=6), SETS)
def test_doubled_names_and_ids_lose_nothing(file: list[tuple[str, str]], here: list[tuple[str, str]]) -> None:
    seen = compare(columns(*file), live(*here))
    assert len(seen.same) + len(seen.renamed) + len(seen.repointed) + len(seen.missing) == len(file)
    assert len(seen.same) + len(seen.renamed) + len(seen.repointed) + len(seen.extra) == len(here)
