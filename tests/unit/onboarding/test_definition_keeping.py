"""What connectors are held against: taken from files, learnt from checks, accepted by a person."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from afas_assistant.afas.address import understand_address
from afas_assistant.afas.metainfo import Info
from afas_assistant.afas.token import ClassicToken
from afas_assistant.errors import ConfigurationError
from afas_assistant.gcn.collection import FoundFile
from afas_assistant.gcn.definition import Column, GcnDefinition
from afas_assistant.gcn.errors import TruncatedError
from afas_assistant.onboarding.desk import Desk
from afas_assistant.onboarding.report import CheckReport, Environment
from afas_assistant.onboarding.verdicts import Line, Reason, Section, Status, Verdict
from afas_assistant.organisations.enrolment import Answer
from afas_assistant.organisations.records import Connection, DefinitionSource, KeptDefinition
from afas_assistant.paths import folders
from afas_assistant.texts import literal

TOKEN = ClassicToken("5EC3" * 16)
BTW = Line(Section.GET, "SBQ_BTW", profile="smartbooqing")
MONDAY = datetime(2026, 11, 2, 12, tzinfo=UTC)
TUESDAY, FRIDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=4)
CODE, RATE, IBAN = ("Code", "U001"), ("Percentage", "U002"), ("Iban", "U003")
DEFINITION = GcnDefinition(
    connector_id="SBQ_BTW",
    description="Btw",
    guid="0" * 32,
    format=8,
    release=5,
    build="2.9.1400",
    product="Alg",
    system="Fi",
    created=None,
    changed=datetime(2025, 1, 21, 16, 49, 27),  # noqa: DTZ001 - a file tells no zone
    condition=3000,
    data_collection="Btw-codes",
    data_collection_id="B_Vat00",
    columns=(Column(*CODE), Column(*RATE)),
    hidden=(),
    filters=(),
    authorisation=(),
    definition_group="",
    explanation="",
    sql="",
)


def found_file(definition: GcnDefinition = DEFINITION, digest: str = "ab" * 32) -> FoundFile:
    return FoundFile("sbq.zip › SBQ_BTW.gcn", "SBQ_BTW.gcn", definition, None, digest)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(folders(tmp_path))
    yield made
    made.close()


@pytest.fixture
def connection(desk: Desk) -> Connection:
    info = Info(envid="T12345AA", appName="SmartBooqing", group="Group 101 (12345.USER)", tokenExpiry="0")
    answer = Answer(understand_address("T12345AA"), info)
    return desk.connect(answer, TOKEN, name="Trial", profiles=("smartbooqing",)).connection


def keep(desk: Desk, connection: Connection, at: datetime, *columns: tuple[str, str], found: str = "SBQ_BTW") -> None:
    verdict = Verdict(BTW, Status.OK, literal("there"), found=found, columns=columns)
    desk.keep(connection, CheckReport(Environment("https://x", "T12345AA"), [verdict], at, 0.1))


def kept(desk: Desk, connection: Connection) -> KeptDefinition:
    (one,) = desk.definitions(connection).values()
    return one


def test_the_columns_of_the_first_check_are_kept_and_later_ones_only_confirm_them(
    desk: Desk, connection: Connection
) -> None:
    keep(desk, connection, MONDAY, CODE, RATE)
    assert kept(desk, connection) == KeptDefinition(
        "SBQ_BTW", DefinitionSource.LIVE, (CODE, RATE), MONDAY, matched_at=MONDAY
    )
    keep(desk, connection, TUESDAY, RATE, CODE, found="sbq_btw")
    assert (kept(desk, connection).kept_at, kept(desk, connection).matched_at) == (MONDAY, TUESDAY)


def test_a_lost_column_stays_known_and_the_day_of_the_last_match_too(desk: Desk, connection: Connection) -> None:
    keep(desk, connection, MONDAY, CODE, RATE)
    keep(desk, connection, TUESDAY, CODE, RATE)
    keep(desk, connection, FRIDAY, CODE)
    assert kept(desk, connection).columns == (CODE, RATE)
    assert kept(desk, connection).matched_at == TUESDAY


def test_a_new_column_is_learnt_so_that_losing_it_is_noticed(desk: Desk, connection: Connection) -> None:
    keep(desk, connection, MONDAY, CODE)
    keep(desk, connection, TUESDAY, CODE, IBAN)
    assert (kept(desk, connection).columns, kept(desk, connection).matched_at) == ((CODE, IBAN), TUESDAY)


def test_a_check_without_columns_teaches_nothing(desk: Desk, connection: Connection) -> None:
    keep(desk, connection, MONDAY, CODE)
    keep(desk, connection, TUESDAY)
    assert kept(desk, connection).matched_at == MONDAY


def test_a_file_takes_the_place_of_what_was_learnt_and_stays_as_it_is(desk: Desk, connection: Connection) -> None:
    keep(desk, connection, MONDAY, CODE)
    damaged = FoundFile("SBQ_X.gcn", "SBQ_X.gcn", None, TruncatedError(), "")
    desk.keep_definitions(connection, [damaged, found_file()])
    one = kept(desk, connection)
    assert (one.source, one.label, one.columns) == (DefinitionSource.FILE, "SBQ_BTW.gcn", (CODE, RATE))
    assert (one.data_collection, one.format, one.changed) == ("Btw-codes", 8, DEFINITION.changed)
    assert one.matched_at is None
    keep(desk, connection, TUESDAY, CODE)
    assert kept(desk, connection).matched_at is None
    keep(desk, connection, FRIDAY, CODE, RATE, IBAN)
    assert kept(desk, connection) == replace(one, matched_at=FRIDAY)


def test_reading_the_same_file_in_again_forgets_nothing_and_a_newer_one_takes_over(
    desk: Desk, connection: Connection
) -> None:
    desk.keep_definitions(connection, [found_file()])
    keep(desk, connection, TUESDAY, CODE, RATE)
    desk.keep_definitions(connection, [found_file()])
    assert kept(desk, connection).matched_at == TUESDAY
    desk.keep_definitions(connection, [found_file(replace(DEFINITION, columns=(Column(*CODE),)), digest="cd" * 32)])
    assert (kept(desk, connection).columns, kept(desk, connection).matched_at) == ((CODE,), None)


def test_accepted_columns_are_those_of_the_last_check(desk: Desk, connection: Connection) -> None:
    desk.keep_definitions(connection, [found_file()])
    keep(desk, connection, FRIDAY, CODE, IBAN)
    desk.accept_columns(connection, "sbq_btw")
    expected = KeptDefinition("SBQ_BTW", DefinitionSource.LIVE, (CODE, IBAN), FRIDAY, matched_at=FRIDAY)
    assert kept(desk, connection) == expected


def test_columns_that_no_check_told_cannot_be_accepted(desk: Desk, connection: Connection) -> None:
    for _ in range(2):
        with pytest.raises(ConfigurationError) as raised:
            desk.accept_columns(connection, "SBQ_BTW")
        assert raised.value.code == "columns_unknown"
        keep(desk, connection, MONDAY)


def test_the_next_check_is_asked_to_hold_connectors_against_what_is_kept(desk: Desk, connection: Connection) -> None:
    desk.keep_definitions(connection, [found_file()])
    assert desk.request(connection).definitions == {"sbq_btw": kept(desk, connection)}


def test_columns_that_changed_are_a_difference_of_the_connection(desk: Desk, connection: Connection) -> None:
    keep(desk, connection, MONDAY, CODE, RATE)
    keep(desk, connection, TUESDAY, CODE)
    (one,) = desk.view(connection).changed.values()
    assert one.text.render("en") == "since 2 November 2026: column Percentage is gone"
    assert one.reason_after != Reason.DRIFTED
