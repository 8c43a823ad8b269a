"""Importing definitions into the practice environment, and letting them drift: over HTTP and in the state behind it."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from afas_assistant.practice.control_errors import ControlError
from afas_assistant.practice.environment import OWN_GET
from afas_assistant.practice.getconnectors import imported_definition
from afas_assistant.practice.process import PracticeProcess
from afas_assistant.practice.remote import NotLoopbackError, PracticeControlError, RunningPractice
from tests.helpers.gcn_writer import Field, Spec, write
from tests.helpers.practice_calls import PretendAfas, authorization

FIELDS = (Field("U007", "Debiteur"), Field("U010", "Klantgroep"), Field("BcNm", "Naam"))
DEBTORS = Spec("SBQ_Debiteuren", "Debiteuren uit het bestand", FIELDS)
OWN = Spec("Kantoor_Uren", "Uren", (Field("U001", "Medewerker"), Field("U002", "Aantal")), 5)
EVERYWHERE = ("all", "timechimp", "smartbooqing", "admin")


@pytest.fixture(scope="module")
def running() -> Iterator[PracticeProcess]:
    with PracticeProcess(size=30) as process:
        yield process


@pytest.fixture
def practice(running: PracticeProcess) -> PracticeProcess:
    running.switch("healthy", reset=True)
    return running


def asked(practice: PracticeProcess, path: str, app_connector: str = "all") -> httpx.Response:
    headers = {"Authorization": authorization(practice.token(app_connector))}
    return httpx.get(f"{practice.rest}/{path}", headers=headers, trust_env=False)


def columns(practice: PracticeProcess, name: str) -> list[tuple[str, str]]:
    return [(one["id"], one["fieldId"]) for one in asked(practice, f"metainfo/get/{name}").json()["fields"]]


def rows(practice: PracticeProcess, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = asked(practice, f"connectors/{name}?take=50").json()["rows"]
    return found


def told(connectors: list[dict[str, Any]]) -> list[tuple[str, bool]]:
    return [(one["name"], one["replaced"]) for one in connectors]


def test_an_import_makes_a_connector_with_the_columns_of_the_file(practice: PracticeProcess) -> None:
    practice.switch("definitions_absent")
    assert asked(practice, "metainfo/get/SBQ_Debiteuren").status_code == 500
    assert told(practice.import_definition(write(DEBTORS))) == [("SBQ_Debiteuren", False)]
    described = asked(practice, "metainfo/get/SBQ_Debiteuren").json()
    assert described["description"] == "Debiteuren uit het bestand"
    assert columns(practice, "SBQ_Debiteuren") == [("Debiteur", "U007"), ("Klantgroep", "U010"), ("Naam", "BcNm")]
    found = {row["Debiteur"]: row["Klantgroep"] for row in rows(practice, "SBQ_Debiteuren")}
    assert len(found) == 30
    assert found["10001"] == "Klantgroep 1"
    listed = {one["id"] for one in asked(practice, "metainfo").json()["getConnectors"]}
    assert {name for name in listed if name.startswith("SBQ_")} == {"SBQ_Debiteuren"}
    definitions = {row["Naam"] for row in rows(practice, "ProfitGetConnectoren")}
    assert "SBQ_BTW" not in definitions


def test_an_unknown_connector_gets_rows_of_text(practice: PracticeProcess) -> None:
    assert told(practice.import_definition(write(OWN))) == [("Kantoor_Uren", False)]
    assert {one["dataType"] for one in asked(practice, "metainfo/get/Kantoor_Uren").json()["fields"]} == {"string"}
    assert {"Medewerker": "Medewerker 7", "Aantal": "Aantal 7"} in rows(practice, "Kantoor_Uren")
    assert len(rows(practice, "Kantoor_Uren")) == 30


def test_it_is_ticked_in_the_app_connectors_that_are_named(practice: PracticeProcess) -> None:
    practice.import_definition(write(OWN), ["timechimp"])
    assert [asked(practice, "connectors/Kantoor_Uren", name).status_code for name in EVERYWHERE] == [500, 200, 500, 500]
    assert told(practice.import_definition(write(OWN), ["admin"])) == [("Kantoor_Uren", True)]
    practice.switch("healthy")
    assert [asked(practice, "connectors/Kantoor_Uren", name).status_code for name in EVERYWHERE] == [500, 200, 500, 200]
    (listed,) = practice.definitions()
    assert listed["app_connectors"] == ["admin", "timechimp"]
    with pytest.raises(PracticeControlError, match="no app connector 'everyone'; there are: all, timechimp"):
        practice.import_definition(write(OWN), ["all", "everyone"])


def test_imports_survive_a_switch_of_scenario_and_not_a_reset(practice: PracticeProcess) -> None:
    practice.import_definition(write(DEBTORS))
    practice.import_definition(write(OWN))
    practice.switch("get_misspelt")
    assert asked(practice, "metainfo/get/SBQ_Debiteuren").status_code == 500
    assert columns(practice, "SBQ_Debiteurn")[1] == ("Klantgroep", "U010")
    practice.switch("definitions_absent")
    assert columns(practice, "SBQ_Debiteuren")[1] == ("Klantgroep", "U010")
    practice.reset()
    assert practice.definitions() == []
    assert asked(practice, "metainfo/get/SBQ_Debiteuren").status_code == 500
    practice.switch("healthy")
    assert len(columns(practice, "SBQ_Debiteuren")) == 12
    assert asked(practice, "metainfo/get/Kantoor_Uren").status_code == 500


def test_a_bad_file_changes_nothing_and_says_why_in_both_languages(practice: PracticeProcess) -> None:
    address = f"{practice.control}/definitions"
    reply = httpx.post(address, content=write(DEBTORS)[:-4], trust_env=False)
    assert reply.status_code == 400
    assert reply.json() == {
        "error": "This definition file is damaged or not whole.",
        "error_nl": "Dit definitiebestand is beschadigd of niet volledig.",
    }
    with pytest.raises(PracticeControlError, match="no definition of a GetConnector") as caught:
        practice.import_definition(b"")
    assert caught.value.refused
    assert caught.value.sentence("nl").startswith("Dit is geen definitie")
    assert practice.definitions() == []
    assert len(columns(practice, "SBQ_Debiteuren")) == 12


def test_columns_drift_one_after_the_other_and_back(practice: PracticeProcess) -> None:
    practice.import_definition(write(DEBTORS))
    practice.drift("SBQ_Debiteuren", "rename", "Debiteur", "Nummer")
    practice.drift("SBQ_Debiteuren", "repoint", "Naam")
    practice.drift("SBQ_Debiteuren", "remove", "Klantgroep")
    answer = practice.drift("SBQ_Debiteuren", "add", "Saldo")
    drifted = [("Nummer", "U007"), ("Naam", "U001"), ("Saldo", "U002")]
    assert columns(practice, "SBQ_Debiteuren") == drifted
    assert [(one["name"], one["internal_id"]) for one in answer["columns"]] == drifted
    assert {row["Nummer"]: row["Saldo"] for row in rows(practice, "SBQ_Debiteuren")}["10001"] == "Saldo 1"
    practice.switch("get_blocked")
    assert columns(practice, "SBQ_Debiteuren") == drifted
    practice.drift("SBQ_Debiteuren", "none")
    assert columns(practice, "SBQ_Debiteuren") == [("Debiteur", "U007"), ("Klantgroep", "U010"), ("Naam", "BcNm")]


def test_a_new_import_undoes_drift(practice: PracticeProcess) -> None:
    practice.switch("definition_drifted")
    practice.drift("SBQ_Debiteuren", "add")
    names = [name for name, _ in columns(practice, "SBQ_Debiteuren")]
    assert (names[0], names[-1]) == ("Debiteur_nieuw", "Toegevoegd")
    assert "Geblokkeerd" not in names
    assert told(practice.import_definition(write(DEBTORS))) == [("SBQ_Debiteuren", True)]
    assert [name for name, _ in columns(practice, "SBQ_Debiteuren")] == ["Debiteur", "Klantgroep", "Naam"]
    practice.switch("definition_drifted")
    assert [name for name, _ in columns(practice, "SBQ_Debiteuren")] == ["Debiteur_nieuw", "Klantgroep"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"connector": "Nope", "how": "rename"}, "no GetConnector 'Nope'"),
        ({"connector": "SBQ_BTW", "how": "rename", "column": "Nope"}, "no column 'Nope'"),
        ({"connector": "SBQ_BTW", "how": "rename", "column": "Tarief", "to": "Rekening"}, "'Rekening' already"),
        ({"connector": "SBQ_BTW", "how": "add", "column": "Tarief"}, "'Tarief' already"),
        ({"connector": "SBQ_BTW", "how": "explode"}, "rename, remove, repoint, add, none"),
        ({"connector": "SBQ_BTW", "how": ["rename"]}, "rename, remove, repoint, add, none"),
        ({"connector": 1, "how": "rename"}, "must be a text"),
        ({"connector": "SBQ_BTW", "how": "rename", "column": ["Tarief"]}, "must be a text"),
        ({}, "rename, remove, repoint, add, none"),
    ],
)
def test_a_drift_that_cannot_be_is_refused(practice: PracticeProcess, body: dict[str, object], words: str) -> None:
    before = columns(practice, "SBQ_BTW")
    reply = httpx.post(f"{practice.control}/drift", content=json.dumps(body), trust_env=False)
    assert reply.status_code == 400
    assert words in reply.json()["error"]
    assert columns(practice, "SBQ_BTW") == before


def test_the_last_column_stays() -> None:
    afas = PretendAfas()
    afas.state.import_definition(imported_definition("Klein", "Klein", [("Code", "U001")]), ["all"])
    with pytest.raises(ControlError, match="only column"):
        afas.state.drift("Klein", "remove", None, None)
    assert len(afas.rows("Klein")) == 25


def test_the_scenarios_of_definitions_against_the_healthy_environment() -> None:
    def shown(scenario: str) -> dict[str, str]:
        fields = PretendAfas(scenario).get("metainfo/get/SBQ_Debiteuren")["fields"]
        return {one["id"]: one["fieldId"] for one in fields}

    healthy = shown("healthy")
    assert next(iter(healthy)) == "Debiteur"
    gone = {item["id"] for item in PretendAfas("definitions_absent").get("metainfo")["getConnectors"]}
    assert not {name for name in gone if name.startswith("SBQ_")}
    assert set(OWN_GET) <= gone
    drifted = shown("definition_drifted")
    assert healthy.keys() - drifted.keys() == {"Debiteur", "Geblokkeerd"}
    assert drifted.keys() - healthy.keys() == {"Debiteur_nieuw"}
    assert drifted["Debiteur_nieuw"] == healthy["Debiteur"]
    repointed = shown("definition_repointed")
    assert repointed.keys() == healthy.keys()
    assert {name for name in healthy if healthy[name] != repointed[name]} == {"Debiteur"}
    assert repointed["Debiteur"] not in healthy.values()


def test_a_running_environment_is_found_by_any_of_its_addresses(practice: PracticeProcess) -> None:
    port = practice.rest.split(":")[2].split("/")[0]
    given = [address for name, address in practice.addresses.items() if name != "envid"]
    for address in (*given, practice.control, f"127.0.0.1:{port}", f"http://localhost:{port}"):
        assert RunningPractice(address).state()["scenario"] == "healthy"
    for address in ("https://12345.rest.afas.online", "http://192.0.2.1:80", "file:///etc", "", "http://127.0.0.1:x"):
        with pytest.raises(NotLoopbackError):
            RunningPractice(address)
    with pytest.raises(PracticeControlError, match="does not answer") as caught:
        RunningPractice("127.0.0.1:1").definitions()
    assert not caught.value.refused
