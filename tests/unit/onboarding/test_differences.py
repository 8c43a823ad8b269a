"""Differences between two kept checks: which lines, better or worse, and what stands beside them."""

from typing import Any

from afas_assistant.onboarding.differences import differences
from afas_assistant.onboarding.verdicts import Status


def check(name: str, status: str = "ok", reason: str | None = None, found: str | None = None) -> dict[str, Any]:
    return {"profile": "smartbooqing", "id": f"get/{name}", "status": status, "reason": reason, "found": found}


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
