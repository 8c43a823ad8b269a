"""Every verdict on update connectors, data connectors, destinations and manual steps."""

from datetime import UTC, datetime
from typing import Any

import pytest

from afas_assistant.onboarding.names import Match, Resolution
from afas_assistant.onboarding.probes.by_hand import judge_by_hand
from afas_assistant.onboarding.probes.data_connectors import judge_data
from afas_assistant.onboarding.probes.destinations import (
    DestinationEvidence,
    DestinationRow,
    FileRow,
    Setting,
    judge_destination,
)
from afas_assistant.onboarding.probes.update_connectors import judge_update
from afas_assistant.onboarding.requirements import Proof
from afas_assistant.onboarding.verdicts import Certainty, Reason, Section, Status
from afas_assistant.organisations.records import Confirmation
from afas_assistant.texts import literal
from tests.helpers.pretend_reader import NOT_SUPPORTED, SPECIAL_NOT_SUPPORTED, afas_error, line_error
from tests.unit.onboarding.make import by_hand, destination, line, update

OK, FAILED, NOT_TESTED, BY_HAND = Status.OK, Status.FAILED, Status.NOT_TESTED, Status.BY_HAND
CONFIRMED, INFERRED = Certainty.CONFIRMED, Certainty.INFERRED
FIELDS = ("UnId", "FiEntries/AcNr", "FiEntries/AmDe")


@pytest.mark.parametrize(
    ("how", "paths", "status", "reason"),
    [
        (Resolution(Match.EXACT, "FiEntries"), {*FIELDS, "Year"}, OK, None),
        (Resolution(Match.CASE, "fientries"), {*FIELDS}, OK, None),
        (Resolution(Match.EXACT, "FiEntries"), {"UnId", "FiEntries/AcNr"}, FAILED, Reason.FIELD_MISSING),
        (Resolution(Match.EXACT, "FiEntries"), set(), FAILED, Reason.FIELD_MISSING),
        (Resolution(Match.EXACT, "FiEntries"), afas_error(500, NOT_SUPPORTED), FAILED, Reason.NOT_AUTHORISED),
        (Resolution(Match.EXACT, "FiEntries"), line_error("timed_out"), NOT_TESTED, Reason.TIMED_OUT),
        (Resolution(Match.EXACT, "FiEntries"), None, NOT_TESTED, Reason.STOPPED),
        (Resolution(Match.NEAR, "FiEntriez"), None, FAILED, Reason.MISSPELT),
        (Resolution(Match.ABSENT), None, FAILED, Reason.MISSING),
    ],
)
def test_update_connectors(how: Resolution, paths: Any, status: Status, reason: Reason | None) -> None:
    requirement = update("FiEntries", fields=FIELDS)
    verdict = judge_update(line("FiEntries", Section.UPDATE), requirement, how, paths)
    assert (verdict.status, verdict.reason) == (status, reason)


def test_a_missing_field_of_an_update_connector_is_named_with_its_object() -> None:
    how = Resolution(Match.EXACT, "FiEntries")
    verdict = judge_update(line("FiEntries", Section.UPDATE), update("FiEntries", fields=FIELDS), how, {"UnId"})
    assert "FiEntries/AcNr, FiEntries/AmDe" in verdict.title.render("en")
    assert "missing: FiEntries/AmDe" in verdict.detail


@pytest.mark.parametrize(
    ("probe", "answer", "status", "reason", "certainty"),
    [
        ("version", literal("26.2"), OK, None, CONFIRMED),
        ("version", afas_error(401), FAILED, Reason.MISSING, INFERRED),
        ("version", afas_error(500, SPECIAL_NOT_SUPPORTED), FAILED, Reason.MISSING, CONFIRMED),
        ("version", afas_error(404), NOT_TESTED, Reason.UNCLEAR_REPLY, INFERRED),
        ("subject", afas_error(404), OK, None, INFERRED),
        ("subject", afas_error(401), FAILED, Reason.MISSING, INFERRED),
        ("subject", afas_error(503), NOT_TESTED, Reason.MAINTENANCE, INFERRED),
        ("report", afas_error(404), OK, None, INFERRED),
        ("report", afas_error(500, "Er is een onverwachte fout opgetreden."), OK, None, INFERRED),
        ("report", afas_error(401), FAILED, Reason.MISSING, INFERRED),
        ("report", line_error("timed_out"), NOT_TESTED, Reason.TIMED_OUT, INFERRED),
        ("xml_schema", afas_error(500, SPECIAL_NOT_SUPPORTED), FAILED, Reason.MISSING, CONFIRMED),
        ("xml_schema", afas_error(404), NOT_TESTED, Reason.UNCLEAR_REPLY, INFERRED),
        ("xml_schema", None, NOT_TESTED, Reason.STOPPED, CONFIRMED),
    ],
)
def test_data_connectors(probe: str, answer: Any, status: Status, reason: Reason | None, certainty: Certainty) -> None:
    verdict = judge_data(line("AppConnectorX", Section.DATA), probe, answer)
    assert (verdict.status, verdict.reason, verdict.certainty) == (status, reason, certainty)


def table(*rows: tuple[int, int, int]) -> DestinationEvidence:
    return DestinationEvidence(
        connector="Own_Dossierbestemming",
        table=[DestinationRow(kind, number, Setting(way)) for kind, number, way in rows],
    )


@pytest.mark.parametrize(
    ("evidence", "item_type", "status", "reason", "certainty"),
    [
        (table((100, 13, 1)), 100, OK, None, CONFIRMED),
        (table((100, 13, 4)), 100, OK, None, CONFIRMED),
        (table((100, 13, 2)), 100, OK, Reason.MANDATORY, CONFIRMED),
        (table((100, 13, 3)), 100, FAILED, Reason.NOT_ALLOWED, CONFIRMED),
        (table((100, 13, 1)), None, OK, None, INFERRED),
        (table((100, 13, 3), (101, 13, 1)), None, OK, None, INFERRED),
        (table((100, 13, 3), (101, 13, 1)), 100, FAILED, Reason.NOT_ALLOWED, CONFIRMED),
        (table((-5, 13, 1)), None, BY_HAND, Reason.NOT_CONFIRMED, CONFIRMED),
        (table((100, 12, 1)), 100, BY_HAND, Reason.NOT_CONFIRMED, CONFIRMED),
        (DestinationEvidence(files=[FileRow(100, None, "2026001")]), None, OK, None, INFERRED),
        (DestinationEvidence(files=[FileRow(100, None, "2026001")]), 101, BY_HAND, Reason.NOT_CONFIRMED, CONFIRMED),
        (DestinationEvidence(files=[FileRow(100, "7", None)]), None, BY_HAND, Reason.NOT_CONFIRMED, CONFIRMED),
        (DestinationEvidence(relations=frozenset({13})), None, BY_HAND, Reason.NOT_CONFIRMED, INFERRED),
        (DestinationEvidence(relations=frozenset({12})), None, BY_HAND, Reason.NOT_CONFIRMED, CONFIRMED),
        (DestinationEvidence(), None, BY_HAND, Reason.NOT_CONFIRMED, CONFIRMED),
    ],
)
def test_destinations(
    evidence: DestinationEvidence, item_type: int | None, status: Status, reason: Reason | None, certainty: Certainty
) -> None:
    verdict = judge_destination(line("13", Section.DESTINATION), destination(13), evidence, item_type)
    assert (verdict.status, verdict.reason, verdict.certainty) == (status, reason, certainty)


WORD = Confirmation(1, "by_hand/step", "Applicatiebeheer", datetime(2026, 11, 20, tzinfo=UTC), "a note")


@pytest.mark.parametrize(
    ("proof", "proven", "word", "status", "reason", "blocks"),
    [
        (Proof.TOKEN, True, None, OK, None, False),
        (Proof.IMPORTED, True, None, OK, None, False),
        (Proof.IMPORTED, False, None, BY_HAND, Reason.NOT_CONFIRMED, True),
        (None, False, None, BY_HAND, Reason.NOT_CONFIRMED, True),
        (None, False, WORD, BY_HAND, None, False),
        (Proof.IMPORTED, False, WORD, BY_HAND, None, False),
    ],
)
def test_manual_steps(
    proof: Proof | None, proven: bool, word: Confirmation | None, status: Status, reason: Reason | None, blocks: bool
) -> None:
    verdict = judge_by_hand(line("step", Section.BY_HAND), by_hand("step", proven_by=proof), proven, word)
    assert (verdict.status, verdict.reason, verdict.blocks) == (status, reason, blocks)


def test_a_confirmation_shows_name_and_date() -> None:
    verdict = judge_by_hand(line("step", Section.BY_HAND), by_hand("step"), False, WORD)
    assert verdict.title.render("en") == "Confirmed by Applicatiebeheer on 20 November 2026"
