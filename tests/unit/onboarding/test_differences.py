"""Differences between two kept checks: which lines, better or worse, and what stands beside them."""

from typing import Any

import pytest

from afas_assistant.onboarding.differences import differences
from afas_assistant.onboarding.verdicts import Status


def check(
    name: str,
    status: str = "ok",
    reason: str | None = None,
    found: str | None = None,
    columns: list[list[str]] | None = None,
) -> dict[str, Any]:
    line = {"profile": "smartbooqing", "id": f"get/{name}", "status": status, "reason": reason, "found": found}
    return line if columns is None else {**line, "columns": columns}


def report(*checks: dict[str, Any]) -> dict[str, Any]:
    return {"at": "2026-11-20T10:58:00+01:00", "checks": list(checks)}


def test_without_an_earlier_check_nothing_is_different() -> None:
    assert differences(None, report(check("A", "failed", "missing"))) == {}


def test_the_same_lines_are_no_difference() -> None:
    same = report(check("A"), check("B", "failed", "missing"))
    assert differences(same, same) == {}


def test_mended_broken_changed_and_new_lines_are_told_apart() -> None:
    before = report(check("A", "failed", "missing"), check("B"), check("C", "failed", "missing"), check("E"))
    after = report(
        check("A"), check("B", "failed", "blocked"), check("C", "failed", "misspelt"), check("D"), check("E")
    )
    found = {key[1]: one for key, one in differences(before, after).items()}
    assert set(found) == {"get/A", "get/B", "get/C", "get/D"}
    assert [name for name, one in found.items() if one.better] == ["get/A", "get/D"]
    assert found["get/C"].reason_before == "missing"
    assert found["get/C"].reason_after == "misspelt"
    assert found["get/D"].before is None
    assert found["get/B"].after is Status.FAILED


def test_the_words_name_the_day_of_the_earlier_check() -> None:
    before, after = report(check("A", "failed", "missing"), check("B")), report(check("A"), check("B", "failed"))
    words = {key[1]: one.text.render("en") for key, one in differences(before, after).items()}
    assert words["get/A"].startswith("mended since")
    assert words["get/B"].startswith("changed since")
    assert all("2026" in one for one in words.values())


def test_a_connector_found_under_another_name_is_a_difference() -> None:
    assert differences(report(check("A", found="A")), report(check("A", found="A_2"))) != {}


BEFORE = [["DebtorId", "U001"], ["Name", "U002"], ["Vat", "U003"], ["City", "U004"]]


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (BEFORE[1:], "column DebtorId is gone"),
        ([["Debiteur_nr", "U001"], *BEFORE[1:]], "column DebtorId is called Debiteur_nr now"),
        ([["DebtorId", "U009"], *BEFORE[1:]], "column DebtorId shows another field"),
        ([*BEFORE, ["Iban", "U005"]], "column Iban is new"),
        (BEFORE[2:], "column DebtorId is gone, column Name is gone"),
        (BEFORE[3:], "column DebtorId is gone, column Name is gone, 1 more change"),
        ([["City", "U004"], ["A", "U1"], ["B", "U2"]],
         "column DebtorId is gone, column Name is gone, 3 more changes"),
    ],
)  # fmt: skip
def test_changed_columns_are_named_and_counted(now: list[list[str]], words: str) -> None:
    found = differences(report(check("A", columns=BEFORE)), report(check("A", columns=now)))
    (one,) = found.values()
    assert one.text.render("en") == f"since 20 November 2026: {words}"
    assert not one.told


def test_columns_in_another_order_are_no_difference() -> None:
    now = list(reversed(BEFORE))
    assert differences(report(check("A", columns=BEFORE)), report(check("A", columns=now))) == {}


def test_columns_that_one_of_both_checks_does_not_tell_are_no_difference() -> None:
    told, silent = report(check("A", columns=BEFORE)), report(check("A"))
    assert differences(told, silent) == differences(silent, told) == {}


def test_a_line_that_is_mended_says_so_whatever_its_columns() -> None:
    before = report(check("A", "failed", "drifted", columns=BEFORE[1:]))
    (one,) = differences(before, report(check("A", columns=BEFORE))).values()
    assert one.text.render("en").startswith("mended since")


def test_a_line_whose_own_words_tell_the_drift_is_known_as_such() -> None:
    now = report(check("A", "failed", "drifted", columns=BEFORE[1:]))
    (one,) = differences(report(check("A", columns=BEFORE)), now).values()
    assert one.told
