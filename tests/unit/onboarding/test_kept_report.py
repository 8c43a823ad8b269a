"""A kept check brought back: the same statuses, texts as they were, and what the flow reads from it."""

import json
from datetime import UTC, datetime
from typing import Any

from afas_assistant.onboarding.kept_report import kept_columns, kept_verdicts, line_states
from afas_assistant.onboarding.report import CheckReport, Environment
from afas_assistant.onboarding.requirements import Severity
from afas_assistant.onboarding.verdicts import Line, Reason, Section, Status, Verdict
from afas_assistant.texts import bilingual, literal

BTW = Line(Section.GET, "SBQ_BTW", profile="smartbooqing", need=literal("Why."))
ITEMS = Line(Section.GET, "Profit_Article", severity=Severity.ADVISED)
RIGHTS = Line(Section.BY_HAND, "user_rights", profile="smartbooqing")
GONE = Line(Section.GET, "SBQ_Oud", profile="smartbooqing")
WORDS = bilingual({"nl": "Staat er niet", "en": "Not there"})
VERDICTS = [
    Verdict(BTW, Status.FAILED, WORDS, reason=Reason.MISSING, meaning=literal("So."), detail=("a: 1", "b: 2")),
    Verdict(ITEMS, Status.FAILED, WORDS, reason=Reason.MISSING),
    Verdict(RIGHTS, Status.BY_HAND, WORDS, reason=Reason.NOT_CONFIRMED),
    Verdict(GONE, Status.OK, WORDS),
]


def kept() -> dict[str, Any]:
    report = CheckReport(Environment("http://127.0.0.1:1"), VERDICTS, datetime(2026, 11, 20, tzinfo=UTC), 0.1)
    data: dict[str, Any] = json.loads(json.dumps(report.to_data("nl")))
    return data


def test_statuses_reasons_and_words_come_back_as_they_were() -> None:
    btw, items, rights = kept_verdicts(kept(), [BTW, ITEMS, RIGHTS])
    assert (btw.status, btw.reason, btw.detail) == (Status.FAILED, Reason.MISSING, ("a: 1", "b: 2"))
    assert btw.title.render("en") == "Staat er niet"
    assert [one.blocks for one in (btw, items, rights)] == [True, False, True]
    assert btw.line.key == BTW.key


def test_why_is_told_once() -> None:
    (btw,) = kept_verdicts(kept(), [BTW])
    assert btw.meaning.render("nl") == "So. Why."
    assert btw.line.need.render("nl") == ""


def test_a_line_that_no_checklist_has_any_more_is_left_out() -> None:
    assert [one.line.name for one in kept_verdicts(kept(), [BTW])] == ["SBQ_BTW"]


def test_a_reason_of_another_version_is_no_reason() -> None:
    data = kept()
    data["checks"][0]["reason"] = "phase_of_the_moon"
    assert kept_verdicts(data, [BTW])[0].reason is None


def test_the_flow_learns_section_and_block() -> None:
    states = line_states(kept_verdicts(kept(), [BTW, ITEMS, RIGHTS]))
    assert [(one.id, one.section, one.blocks) for one in states] == [
        ("get/SBQ_BTW", Section.GET, True),
        ("get/Profit_Article", Section.GET, False),
        ("by_hand/user_rights", Section.BY_HAND, True),
    ]


def test_what_is_kept_now_comes_back_in_both_languages() -> None:
    report = CheckReport(Environment("http://127.0.0.1:1"), VERDICTS, datetime(2026, 11, 20, tzinfo=UTC), 0.1)
    data = json.loads(json.dumps(report.to_kept()))
    (btw,) = kept_verdicts(data, [BTW])
    assert (btw.title.render("nl"), btw.title.render("en")) == ("Staat er niet", "Not there")
    assert btw.meaning.render("en") == "So."
    assert btw.line == BTW, "the need and the place are the line's own again"


def test_columns_are_kept_and_come_back_but_are_no_part_of_the_contract() -> None:
    columns = (("Code", "U001"), ("Omschrijving", "VaDs"))
    verdicts = [Verdict(BTW, Status.OK, WORDS, found="SBQ_btw", columns=columns), Verdict(ITEMS, Status.OK, WORDS)]
    report = CheckReport(Environment("http://127.0.0.1:1"), verdicts, datetime(2026, 11, 20, tzinfo=UTC), 0.1)
    data = json.loads(json.dumps(report.to_kept()))
    assert [tuple(one.columns) for one in kept_verdicts(data, [BTW, ITEMS])] == [columns, ()]
    assert kept_columns(data) == {"sbq_btw": ("SBQ_btw", columns)}
    assert all("columns" not in line for line in report.to_data("en")["checks"])
