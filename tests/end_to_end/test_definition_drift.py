"""A definition that drifts, over real HTTP: held against its file it fails, against an earlier check it is remarked."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from afas_assistant.afas.address import understand_address
from afas_assistant.afas.client import AfasClient
from afas_assistant.afas.token import parse_token
from afas_assistant.gcn.collection import collect
from afas_assistant.onboarding.desk import Desk
from afas_assistant.onboarding.handover_book import HandoverFacts, handover_book
from afas_assistant.onboarding.report import CheckReport
from afas_assistant.onboarding.verdicts import Reason, Section, Status, Verdict
from afas_assistant.organisations.records import Connection, DefinitionSource
from afas_assistant.paths import folders
from afas_assistant.practice.process import PracticeProcess
from afas_assistant.texts import day
from tests.helpers.gcn_writer import Field, Spec, write

DEBTORS, VAT = "SBQ_Debiteuren", "SBQ_BTW"


@pytest.fixture
def practice() -> Iterator[PracticeProcess]:
    with PracticeProcess() as process:
        yield process


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(folders(tmp_path / "own"), new_client=lambda where, token: AfasClient(where, token, language="en"))
    yield made
    made.close()


@pytest.fixture
def connection(desk: Desk, practice: PracticeProcess) -> Connection:
    return connect(desk, practice, "smartbooqing")


def connect(desk: Desk, practice: PracticeProcess, profile: str) -> Connection:
    token = parse_token(practice.token(profile))
    answer = desk.ask(understand_address(practice.rest), token)
    return desk.connect(answer, token, name="Trial", profiles=(profile,)).connection


def line(report: CheckReport, name: str) -> Verdict:
    return next(one for one in report.verdicts if one.line.id == f"get/{name}")


def marks(desk: Desk, connection: Connection) -> dict[str, str]:
    return {key[1]: one.text.render("en") for key, one in desk.view(connection).changed.items()}


def file_of(report: CheckReport, name: str, folder: Path) -> Path:
    """Return a definition file of a connector as it is now."""
    fields = tuple(Field(own, column) for column, own in line(report, name).columns)
    path = folder / f"{name}.gcn"
    path.write_bytes(write(Spec(connector_id=name, description=name, fields=fields)))
    return path


def calls(practice: PracticeProcess) -> list[str]:
    return [call["path"].rpartition("/ProfitRestServices")[2] for call in practice.log()]


def test_a_connector_that_no_longer_fits_its_file_fails_until_it_is_mended_or_accepted(
    desk: Desk, connection: Connection, practice: PracticeProcess, tmp_path: Path
) -> None:
    first = desk.check(connection)
    columns = [name for name, _ in line(first, DEBTORS).columns]
    desk.keep_definitions(connection, collect([file_of(first, DEBTORS, tmp_path)]))
    assert line(desk.check(connection), DEBTORS).status is Status.OK

    practice.switch("definition_drifted")
    drifted = desk.check(connection)
    failing = [one for one in drifted.verdicts if one.status is Status.FAILED]
    assert [(one.line.name, one.reason) for one in failing] == [(DEBTORS, Reason.DRIFTED)]
    today = day(first.at).render("en")
    title = line(drifted, DEBTORS).title.render("en")
    assert title.startswith(f"Differs from the file {DEBTORS}.gcn since {today}: column {columns[-1]} is gone, ")
    assert f"column {columns[0]} is called" in title
    assert marks(desk, connection)[f"get/{DEBTORS}"].startswith(f"since {today}: column {columns[-1]} is gone")

    practice.switch("healthy")
    assert line(desk.check(connection), DEBTORS).status is Status.OK
    assert marks(desk, connection)[f"get/{DEBTORS}"] == f"mended since {today}"

    practice.switch("definition_drifted")
    desk.check(connection)
    desk.accept_columns(connection, DEBTORS)
    again = desk.check(connection, choose=lambda _: lambda one: one.name == DEBTORS)
    assert (line(again, DEBTORS).status, line(again, DEBTORS).reason) == (Status.OK, None)


def test_without_a_file_drift_is_a_remark_against_the_first_check(
    desk: Desk, connection: Connection, practice: PracticeProcess
) -> None:
    first = desk.check(connection)
    column = line(first, VAT).columns[0][0]
    practice.drift(VAT, "rename", to="Heel_anders")
    remarked = line(desk.check(connection), VAT)
    assert (remarked.status, remarked.reason) == (Status.OK, Reason.DRIFTED)
    today = day(first.at).render("en")
    words = f"changed since {today}: column {column} is called Heel_anders now"
    assert remarked.title.render("en").endswith(f" · {words}")
    assert desk.view(connection).report is not None
    assert line(desk.check(connection), VAT).title.render("en").endswith(words), "it is said until somebody accepts it"
    assert f"get/{VAT}" not in marks(desk, connection), "but it is new only once"
    desk.accept_columns(connection, VAT)
    assert line(desk.check(connection), VAT).reason is None


def test_a_field_that_is_relied_on_is_missed_as_before(desk: Desk, practice: PracticeProcess) -> None:
    connection = connect(desk, practice, "timechimp")
    desk.check(connection)
    practice.switch("get_field_missing")
    broken = desk.check(connection)
    failing = [one for one in broken.verdicts if one.status is Status.FAILED]
    assert [one.reason for one in failing] == [Reason.FIELD_MISSING]
    mark = marks(desk, connection)[failing[0].line.id]
    assert mark.endswith(": column DebtorId is called Debiteur_nr now")


def test_columns_cost_one_call_each_in_a_whole_check_and_none_elsewhere(
    desk: Desk, connection: Connection, practice: PracticeProcess
) -> None:
    before = len(calls(practice))
    report = desk.check(connection)
    made = calls(practice)[before:]
    found = sorted({one.found for one in report.verdicts if one.line.section is Section.GET and one.found})
    assert sorted(path for path in made if path.startswith("/metainfo/get/")) == [
        f"/metainfo/get/{name}" for name in found
    ]
    assert {one.source for one in desk.definitions(connection).values()} == {DefinitionSource.LIVE}
    assert sorted(one.connector for one in desk.definitions(connection).values()) == found
    before = len(calls(practice))
    desk.check(connection, choose=lambda _: lambda one: one.section is Section.UPDATE)
    assert not any(path.startswith("/metainfo/get/") for path in calls(practice)[before:])


def test_the_book_tells_which_file_each_connector_was_held_against(
    desk: Desk, connection: Connection, practice: PracticeProcess, tmp_path: Path
) -> None:
    first = desk.check(connection)
    desk.keep_definitions(connection, collect([file_of(first, DEBTORS, tmp_path)]))
    report = desk.check(connection)
    facts = HandoverFacts(report, desk.profiles_of(connection), "Trial", "Own", "M. de Boer", report.at)
    book = handover_book(replace(facts, definitions=desk.definitions(connection)), "en")
    assert f"{DEBTORS}.gcn" in book
    assert "columns are as in the file" in book
    assert "What this does not prove" in book
