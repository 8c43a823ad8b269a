"""Every verdict on a GetConnector, one row each."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from afas_assistant.errors import AssistantError
from afas_assistant.onboarding.evidence import Definition, Definitions, Reading, definitions
from afas_assistant.onboarding.names import Match, Resolution
from afas_assistant.onboarding.probes.get_connectors import judge_get
from afas_assistant.onboarding.requirements import GetRequirement, Rows
from afas_assistant.onboarding.verdicts import Certainty, Reason, Status, Verdict
from afas_assistant.organisations.records import DefinitionSource, KeptDefinition
from tests.helpers.pretend_reader import BLOCKED, NOT_SUPPORTED, afas_error, line_error
from tests.unit.onboarding.make import get, line

EXACT = Resolution(Match.EXACT, "SBQ_BTW")
ONE_ROW = Reading.of({"Code": "1", "Percentage": 21})
OK, FAILED, NOT_TESTED = Status.OK, Status.FAILED, Status.NOT_TESTED
CONFIRMED, INFERRED = Certainty.CONFIRMED, Certainty.INFERRED


def judge(
    reading: Reading | AssistantError | None,
    *,
    how: Resolution = EXACT,
    known: Definitions | None = None,
    requirement: GetRequirement | None = None,
    kept: KeptDefinition | None = None,
) -> Verdict:
    wanted = requirement or get("SBQ_BTW")
    return judge_get(line(wanted.name), wanted, how, reading, known, kept=kept)


@pytest.mark.parametrize(
    ("reading", "status", "reason", "certainty"),
    [
        (ONE_ROW, OK, None, CONFIRMED),
        (Reading.of(None), FAILED, Reason.NO_ROWS, INFERRED),
        (Reading.of({"Code": "(replaced)"}), FAILED, Reason.FIELD_REPLACED, CONFIRMED),
        (afas_error(500, BLOCKED), FAILED, Reason.BLOCKED, CONFIRMED),
        (afas_error(500, NOT_SUPPORTED), FAILED, Reason.NOT_AUTHORISED, CONFIRMED),
        (afas_error(401), FAILED, Reason.NOT_AUTHORISED, INFERRED),
        (afas_error(500, "Er is een onverwachte fout opgetreden."), FAILED, Reason.SERVER_ERROR, CONFIRMED),
        (afas_error(500, "Iets heel anders."), FAILED, Reason.SERVER_ERROR, CONFIRMED),
        (afas_error(503), NOT_TESTED, Reason.MAINTENANCE, CONFIRMED),
        (afas_error(429), NOT_TESTED, Reason.TOO_BUSY, CONFIRMED),
        (line_error("timed_out"), NOT_TESTED, Reason.TIMED_OUT, CONFIRMED),
        (line_error("line_broken"), NOT_TESTED, Reason.LINE_BROKEN, CONFIRMED),
        (line_error("cut_off"), NOT_TESTED, Reason.NOT_AFAS, CONFIRMED),
        (None, NOT_TESTED, Reason.STOPPED, CONFIRMED),
    ],
)
def test_what_reading_gave(reading: Any, status: Status, reason: Reason | None, certainty: Certainty) -> None:
    verdict = judge(reading)
    assert (verdict.status, verdict.reason, verdict.certainty) == (status, reason, certainty)
    assert verdict.title.render("nl")
    assert verdict.title.render("en")


def test_afas_s_words_and_reference_are_kept() -> None:
    verdict = judge(afas_error(500, BLOCKED))
    assert verdict.quote == BLOCKED
    assert verdict.title.render("nl") == f"«{BLOCKED}»"
    assert any("profitLogReference: 5E0B9A41" in text for text in verdict.detail)


def test_no_rows_says_both_causes() -> None:
    said = judge(Reading.of(None)).meaning.render("en")
    assert "may not see" in said
    assert "nothing to read" in said


def test_a_connector_that_may_be_empty_holds_with_a_remark() -> None:
    verdict = judge(Reading.of(None), requirement=get("SBQ_BTW", rows=Rows.MAY_BE_EMPTY))
    assert (verdict.status, verdict.reason, verdict.certainty) == (OK, Reason.NO_ROWS, INFERRED)


def test_a_lost_field_is_named() -> None:
    verdict = judge(ONE_ROW, requirement=get("SBQ_BTW", fields=("Code", "AccountNr")))
    assert (verdict.status, verdict.reason) == (FAILED, Reason.FIELD_MISSING)
    assert "AccountNr" in verdict.title.render("en")
    assert "Code" not in verdict.title.render("en")


def test_a_lost_field_is_found_without_rows_too() -> None:
    requirement = get("SBQ_BTW", fields=("Code",), rows=Rows.MAY_BE_EMPTY)
    assert judge(Reading.of(None, [("Other", "U001")]), requirement=requirement).reason is Reason.FIELD_MISSING
    assert judge(Reading.of(None, [("Code", "U001")]), requirement=requirement).status is OK


@pytest.mark.parametrize(
    ("how", "more", "expected"),
    [
        (Resolution(Match.OTHER_NAME, "Profit_Debtor"), {"printed_wrong": True}, "the document prints another name"),
        (Resolution(Match.OTHER_NAME, "SBQ_Kostenplaatsen_2"), {}, "the vendor may call"),
        (Resolution(Match.CASE, "sbq_btw"), {}, "spelt sbq_btw"),
    ],
)
def test_another_name_holds_with_a_remark(how: Resolution, more: dict[str, Any], expected: str) -> None:
    verdict = judge(ONE_ROW, how=how, requirement=get("SBQ_BTW", **more))
    assert verdict.status is OK
    assert verdict.found == how.found
    assert expected in verdict.title.render("en")


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ("SBQ_Debiteurn", "“e” is missing"),
        ("SBQ_Debiteuuren", "has “u” too much"),
        ("SBQ_Debiteruen", "has “ru” in the place of “ur”"),
    ],
)
def test_a_near_name_is_a_misspelling_and_says_where(found: str, words: str) -> None:
    verdict = judge(None, how=Resolution(Match.NEAR, found), requirement=get("SBQ_Debiteuren"))
    assert (verdict.status, verdict.reason, verdict.found) == (FAILED, Reason.MISSPELT, found)
    assert words in verdict.meaning.render("en")


ABSENT = Resolution(Match.ABSENT)
ELSEWHERE = {"SBQ_BTW": Definition("SBQ_BTW", "BTW", blocked=False)}
ELSEWHERE_BLOCKED = {"SBQ_BTW": Definition("SBQ_BTW", "BTW", blocked=True)}
NEIGHBOUR = {"SBQ_BTV": Definition("SBQ_BTV", "", blocked=False)}


@pytest.mark.parametrize(
    ("known", "title", "meaning"),
    [
        (None, "Not in the app connector", "could not be read"),
        (ELSEWHERE, "was not added to the app connector", "AFAS knows SBQ_BTW"),
        (ELSEWHERE_BLOCKED, "was not added to the app connector", "blocked as well"),
        ({}, "Does not exist", "No definition"),
        (NEIGHBOUR, "Does not exist", "SBQ_BTV, which looks like it"),
    ],
)
def test_a_missing_one(known: Definitions | None, title: str, meaning: str) -> None:
    verdict = judge(None, how=ABSENT, known=known, requirement=get("SBQ_BTW", file="SBQ_BTW.gcn"))
    assert (verdict.status, verdict.reason) == (FAILED, Reason.MISSING)
    assert title in verdict.title.render("en")
    assert meaning in verdict.meaning.render("en")
    assert "SBQ_BTW" in verdict.remedy.render("en")


def test_the_file_to_import_is_named_when_the_definition_does_not_exist() -> None:
    requirement = get("SBQ_Kostenplaasten_All", known_as=("SBQ_Kostenplaatsen_All",), printed_wrong=True,
                      file="SBQ_Custom_Kostenplaatsen.gcn")  # fmt: skip
    said = judge(None, how=ABSENT, known={}, requirement=requirement).remedy.render("en")
    assert "SBQ_Custom_Kostenplaatsen.gcn" in said
    assert "SBQ_Kostenplaatsen_All" in said


@pytest.mark.parametrize("file", ["SBQ_BTW.gcn", None])
def test_the_vendor_s_contact_is_named_for_what_does_not_exist(file: str | None) -> None:
    wanted = get("SBQ_BTW", file=file)
    verdict = judge_get(line("SBQ_BTW"), wanted, ABSENT, None, {}, contact="helpdesk@example.com")
    assert "helpdesk@example.com" in verdict.remedy.render("en")


def test_definitions_are_read_from_the_columns_of_profit_get_connectoren() -> None:
    rows: list[dict[str, object]] = [{"Omschrijving": "BTW", "Naam": "SBQ_BTW", "Geblokkeerd": True}, {"Naam": None}]
    assert definitions(rows) == {"SBQ_BTW": Definition("SBQ_BTW", "BTW", blocked=True)}


# -- held against what was kept of its columns

MONDAY, TUESDAY = datetime(2026, 11, 2, 12, tzinfo=UTC), datetime(2026, 11, 3, 12, tzinfo=UTC)
COLUMNS = (("Code", "U001"), ("Percentage", "U002"))
SEEN = KeptDefinition("SBQ_BTW", DefinitionSource.LIVE, COLUMNS, MONDAY, TUESDAY)
FILED = replace(SEEN, source=DefinitionSource.FILE, label="SBQ_BTW.gcn")
RENAMED = [("Btw_code", "U001"), ("Percentage", "U002")]
GONE = [("Percentage", "U002")]
REPOINTED = [("Code", "U009"), ("Percentage", "U002")]
MORE = [*COLUMNS, ("Iban", "U003")]
REMARK = (
    "1 row read · 2 fields · differs from the file SBQ_BTW.gcn since 3 November 2026: column Code shows another field"
)


def held(kept: KeptDefinition, now: Any, **more: Any) -> Verdict:
    return judge(Reading.of({name: 1 for name, _ in now}, now), kept=kept, **more)


@pytest.mark.parametrize(
    ("kept", "now", "status", "reason", "words"),
    [
        (FILED, COLUMNS, OK, None, "1 row read · 2 fields"),
        (FILED, GONE, FAILED, Reason.DRIFTED,
         "Differs from the file SBQ_BTW.gcn since 3 November 2026: column Code is gone"),
        (FILED, RENAMED, FAILED, Reason.DRIFTED,
         "Differs from the file SBQ_BTW.gcn since 3 November 2026: column Code is called Btw_code now"),
        (replace(FILED, matched_at=None), GONE, FAILED, Reason.DRIFTED,
         "Differs from the file SBQ_BTW.gcn since it was kept on 2 November 2026: column Code is gone"),
        (FILED, REPOINTED, OK, Reason.DRIFTED, REMARK),
        (FILED, MORE, OK, None, "1 row read · 3 fields · 1 column more than the file SBQ_BTW.gcn"),
        (SEEN, COLUMNS, OK, None, "1 row read · 2 fields"),
        (SEEN, GONE, OK, Reason.DRIFTED,
         "1 row read · 1 field · changed since 3 November 2026: column Code is gone"),
        (SEEN, RENAMED, OK, Reason.DRIFTED,
         "1 row read · 2 fields · changed since 3 November 2026: column Code is called Btw_code now"),
        (SEEN, REPOINTED, OK, Reason.DRIFTED,
         "1 row read · 2 fields · changed since 3 November 2026: column Code shows another field"),
        (SEEN, MORE, OK, None, "1 row read · 3 fields"),
    ],
)  # fmt: skip
def test_columns_are_held_against_what_was_kept(
    kept: KeptDefinition, now: Any, status: Status, reason: Reason | None, words: str
) -> None:
    verdict = held(kept, now)
    assert (verdict.status, verdict.reason) == (status, reason)
    assert verdict.title.render("en") == words
    assert tuple(verdict.columns) == tuple(now)


def test_a_drifted_connector_says_what_to_restore_and_shows_both_lists() -> None:
    verdict = held(FILED, RENAMED)
    remedy = verdict.remedy.render("en")
    assert "Code" in remedy
    assert "Percentage" not in remedy
    assert "SBQ_BTW.gcn" in remedy
    assert verdict.detail == ("Columns in the file: Code, Percentage", "Columns now: Btw_code, Percentage")


def test_columns_that_were_not_told_are_no_drift() -> None:
    verdict = judge(ONE_ROW, kept=FILED)
    assert (verdict.status, verdict.reason, verdict.columns) == (OK, None, ())


def test_a_field_that_is_relied_on_goes_before_the_file() -> None:
    assert held(FILED, GONE, requirement=get("SBQ_BTW", fields=("Code",))).reason is Reason.FIELD_MISSING


def test_drift_is_certain_and_goes_before_a_lack_of_rows() -> None:
    assert judge(Reading.of(None, GONE), kept=FILED).reason is Reason.DRIFTED
    empty = judge(Reading.of(None, GONE), kept=SEEN, requirement=get("SBQ_BTW", rows=Rows.MAY_BE_EMPTY))
    assert (empty.status, empty.reason) == (OK, Reason.DRIFTED)
    assert "column Code is gone" in empty.title.render("en")


def test_a_remark_on_the_name_and_one_on_the_columns_stand_beside_each_other() -> None:
    verdict = held(SEEN, GONE, how=Resolution(Match.CASE, "sbq_btw"))
    assert "spelt sbq_btw · changed since" in verdict.title.render("en")
