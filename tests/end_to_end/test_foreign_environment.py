"""An AFAS that was written from the facts alone: are the verdicts what a consultant may build on?"""

from pathlib import Path

import pytest

from afas_assistant.afas.client import AfasClient
from afas_assistant.afas.token import ClassicToken
from afas_assistant.onboarding.checker import CheckRequest, run_check
from afas_assistant.onboarding.profiles import assistant_profile, load_profile
from tests.helpers.foreign_afas import SMARTBOOQING, UPDATES, ForeignAfas, metainfo
from tests.helpers.http_server import Answer, PretendServer, pretend_server
from tests.helpers.terminal import DATA as TOKEN_DATA
from tests.helpers.terminal import Told, check

FAULT = b"""<?xml version="1.0"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><soap:Fault>
<faultcode>soap:Server</faultcode><faultstring>General message: Deze connector wordt niet ondersteund of de gebruiker is
 niet geautoriseerd.</faultstring></soap:Fault></soap:Body></soap:Envelope>"""
SCHEMA = "/profitservices/appconnectordata.asmx"
DATA = ("AppConnectorReport", "AppConnectorSubject", "AppConnectorVersion", "GetXMLSchema")


def told_by(home: Path, afas: ForeignAfas, profile: str = "smartbooqing", form: str = "json") -> Told:
    with pretend_server(afas) as server:
        return check(home, server.root, "--profile", profile, "--format", form)


@pytest.mark.parametrize("profile", ["timechimp", "smartbooqing"])
def test_every_connector_of_the_documents_is_found(tmp_path: Path, profile: str) -> None:
    lines = told_by(tmp_path, ForeignAfas(), profile).report["checks"]
    asked = [line for line in lines if line["section"] in {"get", "update"} and line["profile"] == profile]
    assert len(asked) == {"timechimp": 5, "smartbooqing": 19}[profile]
    assert {line["status"] for line in asked} == {"ok"}
    named = {line["id"]: line["found"] for line in asked if line["id"].partition("/")[2] != line["found"]}
    assert (
        named
        == {
            "timechimp": {
                "get/ProfitDebtor": "Profit_Debtor",
                "get/DDI_Profit_Administraties": "Profit_Administrations",
                "update/KnSalesrelationOrg": "KnSalesRelationOrg",
            },
            "smartbooqing": {
                "get/SBQ_Kostenplaasten_All": "SBQ_Kostenplaatsen_All",
                "get/DDI_Kosten (Profit)": "DDI_Profit_Kostenplaatsen",
                "update/Filnvoices": "FiInvoice",
            },
        }[profile]
    )


def test_standard_connectors_that_are_absent_are_advice_only(tmp_path: Path) -> None:
    told = told_by(tmp_path, ForeignAfas(), "timechimp")
    absent = [line for line in told.report["checks"] if line["profile"] == "assistant" and line["section"] == "get"]
    assert told.code == 0
    assert {(line["severity"], line["status"], line["reason"]) for line in absent} == {("advised", "failed", "missing")}
    assert all(line["why"] for line in absent)


def test_nothing_is_said_of_an_earlier_step_where_none_failed(tmp_path: Path) -> None:
    """TimeChimp does not ask for AppConnectorVersion, so that its absence is the normal case."""
    told = told_by(tmp_path, ForeignAfas(), "timechimp", "text")
    assert told.code == 0
    assert "earlier step failed" not in told.out


def test_data_connectors_without_a_telling_reply(tmp_path: Path) -> None:
    """AFAS says 404 for a missing file *or* a missing right, and for a path that is not there: never *confirmed*."""
    lines = told_by(tmp_path, ForeignAfas()).lines
    subject, version = lines["data/AppConnectorSubject"], lines["data/AppConnectorVersion"]
    assert (subject["status"], subject["certainty"]) == ("ok", "inferred")
    assert version["status"] in {"not_tested", "failed"}
    assert "address" not in version["remedy"], "the address is right: everything else answered"
    assert "AppConnectorVersion" in version["remedy"]


def test_data_connectors_that_were_not_added(tmp_path: Path) -> None:
    replies = {"/ProfitVersion": Answer(401, b""), SCHEMA: Answer(500, FAULT)}
    told = told_by(tmp_path, ForeignAfas(replies=replies, otherwise=Answer(401, b"")))
    assert told.code == 1
    found = {name: (told.lines[f"data/{name}"]["reason"], told.lines[f"data/{name}"]["certainty"]) for name in DATA}
    assert found == {name: ("missing", "confirmed" if name == "GetXMLSchema" else "inferred") for name in DATA}


def test_a_token_that_ends_during_the_check_is_not_nineteen_missing_rights(tmp_path: Path) -> None:
    afas = ForeignAfas()
    calls = (*(f"/connectors/{name}" for name in afas.get), *(f"/metainfo/update/{name}" for name in afas.update))
    refusing = ForeignAfas(replies=dict.fromkeys(calls, Answer(401, b"")), otherwise=Answer(401, b""))
    told = told_by(tmp_path, refusing)
    assert told.code == 1
    blamed = [line["id"] for line in told.report["checks"] if line["reason"] == "not_authorised"]
    assert blamed == [], "when every call is refused, it is the token or the app connector"


def test_destinations_without_any_source_wait_for_a_person(tmp_path: Path) -> None:
    lines = told_by(tmp_path, ForeignAfas()).lines
    for number in (12, 13):
        line = lines[f"destination/{number}"]
        assert (line["status"], line["reason"]) == ("by_hand", "not_confirmed")
        assert "Bestemming" in line["remedy"]


def test_a_connector_that_answers_without_rows_is_not_blamed_on_its_metainfo(tmp_path: Path) -> None:
    empty = Answer(body='{"skip":0,"take":1,"rows":[]}')
    line = told_by(tmp_path, ForeignAfas(replies={"/connectors/Profit_Debtor": empty}), "timechimp").lines[
        "get/ProfitDebtor"
    ]
    assert (line["status"], line["reason"]) == ("failed", "no_rows")


def test_maintenance_in_mid_check_is_said_once_and_in_afas_own_words(tmp_path: Path) -> None:
    words = '{"error":{"message":{"example":"Onderhoud tot 14 uur"}},"retry_after":7200}'
    afas = ForeignAfas(replies={"/connectors/SBQ_BTW": Answer(503, words)})
    line = told_by(tmp_path, afas).lines["get/SBQ_BTW"]
    assert (line["status"], line["reason"]) == ("not_tested", "maintenance")
    assert "Onderhoud tot 14 uur" in line["title"]
    assert "did not answer" not in line["title"], "it did: that it is closed"


def quiet_check(server: PretendServer, home: Path) -> list[str]:
    """Check with a client of little patience; returns what was asked, without the query."""
    profiles = (load_profile("smartbooqing", home), assistant_profile())
    token = ClassicToken(TOKEN_DATA)
    run_check(
        CheckRequest(server.address(), profiles), lambda where: AfasClient(where, token, retry=False, read_seconds=0.3)
    )
    return [target.partition("?")[0].rpartition("/")[2] for target in server.targets()]


@pytest.mark.parametrize("answer", [Answer(delay=5), Answer(503, b"", {"Retry-After": "20"})], ids=["silent", "closed"])
def test_an_afas_that_goes_away_in_mid_check_is_not_asked_forty_times(tmp_path: Path, answer: Answer) -> None:
    """With the patience of the program each of these calls takes up to 45 seconds."""
    names = [*SMARTBOOQING, "Profit_SubjectFile", "Our_Dossierbestemming"]
    first = Answer(body=metainfo(names, tuple(UPDATES)))

    with pretend_server(lambda seen: first if seen.target.endswith("/metainfo") else answer) as server:
        asked = quiet_check(server, tmp_path)
    assert len(asked) <= 1 + 4 + 3, asked
    assert not {"Our_Dossierbestemming", "Profit_SubjectFile"} & set(asked)
