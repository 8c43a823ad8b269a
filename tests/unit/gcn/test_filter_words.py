"""Filters in words: every operator, quick filters, relative dates, and syntax that nobody knows."""

import pytest

from afas_assistant.gcn.definition import Column, Condition, FilterGroup
from afas_assistant.gcn.filter_words import filter_text

COLUMNS = (Column("Begin", "U001"), Column("Kind", "U002"))
TODAY = "~*NOW*~DD@"


def group(*conditions: Condition, level: int = 2) -> FilterGroup:
    return FilterGroup(conditions, level, mode=0)


def words(*groups: FilterGroup) -> str:
    return filter_text(groups, COLUMNS).render("en")


def one(operator: int, value: str, field: str = "U002") -> str:
    return words(group(Condition(field, operator, value)))


@pytest.mark.parametrize(
    ("operator", "text"),
    [
        (1, "Kind is “N”."),
        (2, "Kind is at least “N”."),
        (3, "Kind is at most “N”."),
        (4, "Kind is more than “N”."),
        (5, "Kind is less than “N”."),
        (6, "Kind contains “N”."),
        (7, "Kind is not “N”."),
        (8, "Kind is empty."),
        (9, "Kind is not empty."),
        (10, "Kind begins with “N”."),
        (11, "Kind does not contain “N”."),
        (12, "Kind does not begin with “N”."),
        (13, "Kind ends with “N”."),
        (14, "Kind does not end with “N”."),
        (16, "Kind meets comparison 16 of AFAS with “N”."),
    ],
)
def test_each_comparison_has_its_words(operator: int, text: str) -> None:
    assert one(operator, "N") == text


@pytest.mark.parametrize(
    ("operator", "value", "text"),
    [
        (1, TODAY, "Begin is today."),
        (2, TODAY, "Begin is on or after today."),
        (3, "~*NOW*~DDm1@", "Begin is on or before today plus 1 month."),
        (4, "~*NOW*~DDm-3@", "Begin is after today minus 3 months."),
        (5, "~*NOW*~DDm12@", "Begin is before today plus 12 months."),
        (5, "~*NOW*~DDm0@", "Begin is before today."),
        (7, TODAY, "Begin is not today."),
        (5, "~*NOW*~DDw2@", "Begin is less than “~*NOW*~DDw2@”."),
        (5, "~*NOW*~MM@", "Begin is less than “~*NOW*~MM@”."),
    ],
)
def test_dates_relative_to_today(operator: int, value: str, text: str) -> None:
    assert one(operator, value, "U001") == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("!=N", "Kind is not “N”."),
        ("=01", "Kind is “01”."),
        ("[]", "Kind is empty."),
        ("![]", "Kind is not empty."),
        (">5;[]", "Kind is more than “5” or is empty."),
        (">=5", "Kind is at least “5”."),
        ("<=5", "Kind is at most “5”."),
        ("=A;=B;=C", "Kind is “A” or is “B” or is “C”."),
        ("<[~*NOW*~DDm3@]", "Kind is before today plus 3 months."),
        (">[~*NOW*~DDm-3@];[]", "Kind is after today minus 3 months or is empty."),
        (">=[~*NOW*~DD@]", "Kind is on or after today."),
    ],
)
def test_quick_filters_that_are_known(value: str, text: str) -> None:
    assert one(15, value) == text


@pytest.mark.parametrize(
    "value",
    [
        "N",
        "",
        "!=",
        ">",
        "!N",
        "A*",
        "=A*",
        "1..5",
        "=1..5",
        "!=A;!=B",
        "=A;",
        ">[Vandaag]",
        "=[x",
        "<>5",
        "==5",
        "{x}",
    ],
)
def test_quick_filters_that_are_not_known_are_quoted_whole(value: str) -> None:
    assert one(15, value) == f"Kind meets the quick filter “{value}”."


def test_fields_that_are_not_output_go_by_their_internal_id() -> None:
    assert one(1, "1", "HrEdfEmId") == "HrEdfEmId is “1”."


def test_conditions_hold_together_groups_beside_each_other_and_levels_together() -> None:
    preset = group(Condition("Tp", 1, "M"), level=0)
    first = group(Condition("U001", 8, ""), Condition("U002", 7, "N"))
    second = group(Condition("U001", 4, TODAY))
    assert words(first, second) == "Begin is empty, and Kind is not “N”; or Begin is after today."
    assert words(preset, first, second) == (
        "Tp is “M”. And Begin is empty, and Kind is not “N”; or Begin is after today."
    )


def test_no_filter_says_nothing_and_an_empty_group_lets_everything_through() -> None:
    assert words() == ""
    assert words(group()) == "every row."


def test_values_that_look_like_placeholders_stay_as_they_are() -> None:
    assert one(1, "{value} %s {0.__class__}") == "Kind is “{value} %s {0.__class__}”."


def test_thousands_of_conditions_are_no_trouble() -> None:
    conditions = tuple(Condition("U002", 7, str(number)) for number in range(20_000))
    text = words(group(*conditions))
    assert text.count(", and ") == len(conditions) - 1
    alternatives = ";".join(f"={number}" for number in range(20_000))
    assert one(15, alternatives).count(" or is ") == 19_999
