"""Finding the connector that a document means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afas_assistant.onboarding.names import Match, Resolution, difference, nearest, resolve

LISTED = ["SBQ_Kostenplaatsen_All", "SBQ_Debiteuren", "Profit_Debtor", "KnSalesRelationOrg", "FiInvoice", "FiEntries"]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["SBQ_Debiteuren"], Resolution(Match.EXACT, "SBQ_Debiteuren")),
        (["SBQ_Kostenplaasten_All", "SBQ_Kostenplaatsen_All"], Resolution(Match.OTHER_NAME, "SBQ_Kostenplaatsen_All")),
        (["KnSalesrelationOrg"], Resolution(Match.CASE, "KnSalesRelationOrg")),
        (["SBQ_Debiteurne"], Resolution(Match.NEAR, "SBQ_Debiteuren")),
        (["SBQ Debiteuren"], Resolution(Match.NEAR, "SBQ_Debiteuren")),
        (["Filnvoices"], Resolution(Match.NEAR, "FiInvoice")),
        (["SBQ_Transactie"], Resolution(Match.ABSENT)),
        (["SBQ_BTW"], Resolution(Match.ABSENT)),
    ],
)
def test_resolve(names: list[str], expected: Resolution) -> None:
    assert resolve(names, LISTED) == expected


def test_a_listed_other_name_wins_over_the_case_of_the_printed_one() -> None:
    listed = ["knsalesrelationorg", "Other"]
    assert resolve(["KnSalesRelationOrg", "Other"], listed) == Resolution(Match.OTHER_NAME, "Other")


def test_a_name_that_another_line_asks_for_is_no_misspelling() -> None:
    listed = ["SBQ_Kostenplaatsen"]
    assert resolve(["SBQ_Kostenplaats"], listed).match is Match.NEAR
    assert resolve(["SBQ_Kostenplaats"], listed, claimed=listed).match is Match.ABSENT


def test_two_equally_near_names_are_not_guessed_between() -> None:
    assert nearest(["SBQ_Debiteuren"], ["SBQ_Debiteure1", "SBQ_Debiteure2"]) is None


def test_short_names_allow_no_slip() -> None:
    assert nearest(["BTW"], ["BTV"]) is None
    assert nearest(["SBQ_BTW"], ["SBQ_BTV"]) == "SBQ_BTV"


@pytest.mark.parametrize(
    ("wanted", "found", "expected"),
    [
        ("SBQ_Kostenplaatsen_All", "SBQ_Kostenplaasten_All", ("ts", "st")),
        ("SBQ_Debiteuren", "SBQ_Debiteurn", ("e", "")),
        ("same", "same", ("", "")),
    ],
)
def test_difference(wanted: str, found: str, expected: tuple[str, str]) -> None:
    assert difference(wanted, found) == expected


@given(st.text("abcdef_", min_size=12, max_size=20), st.integers(0, 11))
def test_one_dropped_letter_is_always_found_again(name: str, place: int) -> None:
    name = "Wanted" + name.replace("_", "x")
    slipped = name[:place] + name[place + 1 :]
    assert nearest([name], [slipped, "Entirely_different"]) == slipped


def test_ten_thousand_names_are_quick_enough_to_compare() -> None:
    listed = [f"Connector_{number:05d}" for number in range(10_000)]
    assert resolve(["SBQ_Debiteuren"], listed).match is Match.ABSENT
