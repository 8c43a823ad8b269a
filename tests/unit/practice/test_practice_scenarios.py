import json
from typing import Any

import pytest

from afas_assistant.practice.environment import OWN_GET, SMARTBOOQING_GET, TIMECHIMP_GET
from afas_assistant.practice.scenarios import CHANGES, SCENARIOS
from tests.helpers.practice_calls import PretendAfas

EMPTY_401 = ("wrong_host", "token_ended", "app_connector_blocked", "token_unknown")
LINE = ("maintenance", "proxy_page", "broken_json", "line_cut", "busy", "rate_limited", "slow")
NOT_SUPPORTED = "GetConnector niet ondersteund voor deze app of de gebruiker is niet geautoriseerd"


def readable(afas: PretendAfas) -> dict[str, str]:
    """Read one row of every GetConnector the checklists know: ok, empty, or how it was refused."""
    found = {}
    for name in dict.fromkeys((*TIMECHIMP_GET, *SMARTBOOQING_GET, *OWN_GET)):
        reply = afas.call("GET", f"connectors/{name}", "take=1")
        body = json.loads(reply.content or b"{}") if afas.state.environment.before_profit_7 is False else {}
        text = body.get("externalMessage") or ("ok" if body.get("rows", [1]) else "empty")
        found[name] = text if reply.content else str(reply.status)
    return found


def test_there_are_more_than_twenty_five_and_each_is_told_in_two_languages() -> None:
    assert len(SCENARIOS) > 25
    assert set(SCENARIOS) == set(CHANGES)
    for scenario in SCENARIOS.values():
        texts = (scenario.title_nl, scenario.title_en, scenario.what_nl, scenario.what_en)
        assert all(texts)
        assert all(text.endswith(".") and "!" not in text for text in texts[2:])


def test_everything_is_readable_when_all_is_well() -> None:
    assert set(readable(PretendAfas()).values()) == {"ok"}


@pytest.mark.parametrize(
    ("scenario", "expected"),
    [
        ("get_missing", {"SBQ_Transactie": NOT_SUPPORTED}),
        ("get_not_existing", {"CaseWare_Periods": NOT_SUPPORTED}),
        ("get_missing_unlisted", {"SBQ_Transactie": NOT_SUPPORTED, "ProfitGetConnectoren": NOT_SUPPORTED}),
        ("get_misspelt", {"SBQ_Debiteuren": NOT_SUPPORTED}),
        ("get_blocked", {"SBQ_Crediteuren": "Deze GetConnector (definitie) is geblokkeerd"}),
        ("get_no_rows", {"SBQ_Debiteuren": "empty"}),
        ("get_not_authorised", {"SBQ_Grootboekrekeningen": NOT_SUPPORTED}),
        ("get_missing_401", {"SBQ_BTW": "401"}),
        ("other_kostenplaatsen", {"SBQ_Kostenplaatsen_All": NOT_SUPPORTED}),
        ("one_ddi_only", {"DDI_Profit_Kostenplaatsen": NOT_SUPPORTED}),
        ("server_error", {"SBQ_BTW": "Er is een onverwachte fout opgetreden."}),
        ("destination_from_history", {"Oefen_Dossierbestemming": NOT_SUPPORTED}),
        (
            "destination_from_relation",
            {"Oefen_Dossierbestemming": NOT_SUPPORTED, "Profit_SubjectFile": NOT_SUPPORTED},
        ),
        ("destination_by_hand", {"Oefen_Dossierbestemming": NOT_SUPPORTED, "Profit_SubjectFile": NOT_SUPPORTED}),
    ],
)
def test_a_scenario_breaks_what_it_says_and_nothing_else(scenario: str, expected: dict[str, str]) -> None:
    found = readable(PretendAfas(scenario))
    assert {name: how for name, how in found.items() if how != "ok"} == expected


@pytest.mark.parametrize("scenario", sorted(set(SCENARIOS) - {*EMPTY_401, *LINE, "ip_restricted"}))
def test_metainfo_answers_and_matches_what_can_be_described(scenario: str) -> None:
    afas = PretendAfas(scenario)
    body = afas.get("metainfo")
    for item in body["getConnectors"][:60]:
        described = afas.get(f"metainfo/get/{item['id']}")
        assert described["name"] == item["id"]
    for item in body["updateConnectors"]:
        assert afas.get(f"metainfo/update/{item['id']}")["id"] == item["id"]


@pytest.mark.parametrize("token", ["timechimp", "smartbooqing", "admin"])
def test_metainfo_answers_for_every_token_in_every_scenario(token: str) -> None:
    for scenario in set(SCENARIOS) - {*EMPTY_401, "ip_restricted"}:
        assert PretendAfas(scenario, token=token).get("metainfo")["getConnectors"], scenario


@pytest.mark.parametrize(("scenario", "status"), [*((name, 401) for name in EMPTY_401), ("ip_restricted", 403)])
def test_access_refusals_are_empty(scenario: str, status: int) -> None:
    reply = PretendAfas(scenario).call("GET", "metainfo")
    assert (reply.status, reply.content) == (status, b"")


def info(scenario: str) -> dict[str, Any]:
    found: dict[str, Any] = PretendAfas(scenario).get("metainfo").get("info", {})
    return found


def test_what_metainfo_says_about_environment_and_token() -> None:
    assert info("metainfo_without_info") == {}
    assert info("token_end_2027")["tokenExpiry"] == "2027-05-01"
    assert info("all_users_group")["group"] == "Alle Profit-gebruikers (99001.APPCONNECTOR)"
    assert info("token_on_employee")["group"].endswith("(99001.jdevries)")
    assert info("token_on_admin")["group"].endswith("(99001.admin)")
    assert len(info("token_expires_soon")["tokenExpiry"]) == 10


def names(scenario: str) -> list[str]:
    return [item["id"] for item in PretendAfas(scenario).get("metainfo")["getConnectors"]]


def test_lists_of_connectors() -> None:
    healthy = set(names("healthy"))
    assert len(names("ten_thousand_connectors")) == 10_000
    extra = set(names("extra_connectors")) - healthy
    assert len(extra) == 12
    assert {"Kenmerken", "Kenmerkcombinaties"} <= extra
    assert set(names("get_misspelt")) - healthy == {"SBQ_Debiteurn"}
    assert set(names("other_kostenplaatsen")) ^ healthy == {"SBQ_Kostenplaatsen_2", "SBQ_Kostenplaatsen_All"}
    assert healthy - set(names("one_ddi_only")) == {"DDI_Profit_Kostenplaatsen"}


def test_names_with_blanks_and_per_cent_signs_can_be_read() -> None:
    afas = PretendAfas("names_with_blanks")
    odd = [name for name in names("names_with_blanks") if not name.replace("_", "").isalnum()]
    assert len(odd) == 4
    for name in odd:
        assert afas.rows(name) == [{"Code": "1", "Omschrijving": "Oefenregel"}]


def test_the_list_of_definitions_tells_not_added_from_not_existing() -> None:
    def listed(scenario: str) -> dict[str, bool]:
        return {row["Naam"]: row["Geblokkeerd"] for row in PretendAfas(scenario).rows("ProfitGetConnectoren")}

    assert "SBQ_Transactie" in listed("get_missing")
    assert "CaseWare_Periods" not in listed("get_not_existing")
    assert "SBQ_Debiteurn" in listed("get_misspelt")
    assert "SBQ_Debiteuren" not in listed("get_misspelt")
    assert [name for name, blocked in listed("get_blocked").items() if blocked] == ["SBQ_Crediteuren"]


def test_a_renamed_column_keeps_its_values_and_a_replaced_one_loses_them() -> None:
    renamed = PretendAfas("get_field_missing").rows("Profit_Debtor", orderbyfieldids="Debiteur_nr", take=1)[0]
    assert renamed["Debiteur_nr"] == "0010007"  # sorted as text, zeros in front come first
    assert "DebtorId" not in renamed
    replaced = PretendAfas("get_field_replaced").rows("SBQ_Debiteuren")
    assert {row["Btw_nummer"] for row in replaced} == {"(replaced)"}


def test_update_connectors_and_their_fields() -> None:
    assert "FiEntries" not in {item["id"] for item in PretendAfas("update_missing").get("metainfo")["updateConnectors"]}
    fields = PretendAfas("update_field_missing").get("metainfo/update/FbDirectInvoice")["fields"]
    assert not {"Unit", "RfCs"} & {field["fieldId"] for field in fields}
    assert "DbId" in {field["fieldId"] for field in fields}


@pytest.mark.parametrize(
    ("scenario", "path", "status"),
    [
        ("data_version_missing", "ProfitVersion", 401),
        ("data_subject_missing", "SubjectConnector/1/x", 401),
        ("data_report_missing", "ReportConnector/1", 401),
        ("data_missing_as_500", "ReportConnector/1", 500),
        ("healthy", "SubjectConnector/1/x", 404),
    ],
)
def test_special_connectors_each_have_their_telling_reply(scenario: str, path: str, status: int) -> None:
    afas = PretendAfas(scenario)
    assert afas.call("GET", path).status == status
    others = {"ProfitVersion": 200, "SubjectConnector/1/x": 404, "ReportConnector/1": 200}
    for other, usual in others.items():
        assert other == path or afas.call("GET", other).status == usual


def settings(scenario: str) -> dict[tuple[int, int], int]:
    rows = PretendAfas(scenario).rows("Oefen_Dossierbestemming")
    return {(row["Type_dossieritem"], row["Bestemming"]): row["Instelling"] for row in rows}


def test_destination_settings() -> None:
    assert (settings("healthy")[100, 12], settings("healthy")[100, 13]) == (1, 1)
    assert settings("destination_not_allowed")[100, 13] == 3
    assert settings("destination_mandatory")[100, 13] == 2
    assert settings("destination_mandatory")[100, 12] == 1


def test_history_proves_invoices_relations_prove_less_and_by_hand_proves_nothing() -> None:
    files = PretendAfas("destination_from_history").rows("Profit_SubjectFile")
    assert {row["TypeId"] for row in files} == {100}
    assert any(row["SalesInvoiceNumber"] for row in files)
    assert any(row["PurchaseInvoiceNumber"] for row in files)
    assert not any(
        row["SalesInvoiceNumber"] for row in PretendAfas("destination_not_allowed").rows("Profit_SubjectFile")
    )
    relations = PretendAfas("destination_from_relation").rows("Profit_Subjects")
    assert any(row["ToDebtor"] for row in relations)
    assert any(row["ToCreditor"] for row in relations)
    nothing = PretendAfas("destination_by_hand").rows("Profit_Subjects")
    assert nothing
    assert not any(row["ToDebtor"] or row["ToCreditor"] for row in nothing)


def test_an_english_environment_speaks_english_unless_asked_otherwise() -> None:
    afas = PretendAfas("english")
    assert afas.refusal("GET", "connectors/Nope")["externalMessage"].startswith("GetConnector not supported")
    dutch = afas.refusal("GET", "connectors/Nope", headers={"accept-language": "nl-nl"})
    assert dutch["externalMessage"] == NOT_SUPPORTED


def test_switching_keeps_what_was_written_unless_reset() -> None:
    afas = PretendAfas()
    body = {"KnSubject": {"Element": {"Fields": {"StId": 101, "Ds": "Notitie"}}}}
    assert afas.call("POST", "connectors/KnSubject", body=body).status == 201
    afas.state.switch("get_blocked")
    assert len(afas.state.written) == 1
    afas.state.switch("healthy", reset=True)
    assert afas.state.written == []
