import json

import pytest

from afas_assistant.practice import getconnectors
from afas_assistant.practice.environment import SCENARIO_ONLY, token_xml
from afas_assistant.practice.tables import MAKERS
from tests.helpers.practice_calls import PretendAfas, authorization

NOT_SUPPORTED = "GetConnector niet ondersteund voor deze app of de gebruiker is niet geautoriseerd"


@pytest.fixture(scope="module")
def afas() -> PretendAfas:
    return PretendAfas()


def test_metainfo_names_the_environment_and_the_connectors(afas: PretendAfas) -> None:
    body = afas.get("metainfo")
    assert body["info"] == {
        "envid": "T99001AA",
        "appName": "AssistentConnector",
        "group": "AuthorizationGroup 101 (99001.APPCONNECTOR)",
        "tokenExpiry": "0",
    }
    gets = {item["id"] for item in body["getConnectors"]}
    assert len(gets) == len(body["getConnectors"]) == 33
    assert {"Profit_Debtor", "SBQ_Kostenplaatsen_All", "DDI_Profit_Kostendragers", "ProfitGetConnectoren"} <= gets
    assert {item["id"] for item in body["updateConnectors"]} == {
        "FbDirectInvoice", "FiEntries", "FiInvoice", "KnPurchaseRelationOrg", "KnSalesRelationOrg", "KnSubject",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("token", "has", "lacks"), [("timechimp", "Profit_Debtor", "SBQ_BTW"), ("smartbooqing", "SBQ_BTW", "Profit_Debtor")]
)
def test_a_product_token_sees_its_own_lists(token: str, has: str, lacks: str) -> None:
    gets = {item["id"] for item in PretendAfas(token=token).get("metainfo")["getConnectors"]}
    assert has in gets
    assert "Profit_Article" in gets
    assert lacks not in gets


def test_the_two_sides_of_metainfo_spell_the_decimals_field_differently(afas: PretendAfas) -> None:
    get = afas.get("metainfo/get/Profit_Debtor")
    update = afas.get("metainfo/update/FiEntries")
    assert "decimalsFieldId" in get["fields"][0]
    assert "decimalFieldId" not in get["fields"][0]
    assert "decimalFieldId" in update["fields"][0]
    assert "decimalsFieldId" not in update["fields"][0]


def test_the_root_object_of_entries_has_another_name(afas: PretendAfas) -> None:
    body = afas.get("MetaInfo/UPDATE/FiEntries")
    assert (body["id"], body["name"]) == ("FiEntries", "FiEntryPar")
    assert [item["name"] for item in body["objects"]] == ["FiEntries"]
    assert {item["name"] for item in body["objects"][0]["objects"]} == {
        "FiDimEntries",
        "FiPrjEntries",
        "FiTransEntries",
    }


def test_every_definition_has_rows_with_exactly_its_columns() -> None:
    admin = PretendAfas(token="admin")
    for name in admin.state.environment.connectors["admin"].get:
        fields = admin.get(f"metainfo/get/{name}")["fields"]
        rows = admin.rows(name, take=50)
        assert rows, name
        for row in rows:
            assert list(row) == [field["id"] for field in fields]


def test_row_makers_fill_at_least_half_of_a_definitions_columns() -> None:
    """A column name that the makers and the definition write differently would be empty in every row."""
    admin = PretendAfas(token="admin")
    for name in set(MAKERS) & set(admin.state.environment.connectors["admin"].get):
        rows = admin.rows(name, take=50)
        filled = {column for row in rows for column, cell in row.items() if cell not in {None, False}}
        assert len(filled) * 3 >= len(rows[0]), (name, filled)


TYPES = {"string": str, "int": int, "decimal": float, "boolean": bool, "date": str, "blob": str}


def test_cells_have_the_type_their_column_promises() -> None:
    admin = PretendAfas(token="admin")
    for name in admin.state.environment.connectors["admin"].get:
        fields = {field["id"]: field for field in admin.get(f"metainfo/get/{name}")["fields"]}
        for row in admin.rows(name, take=20):
            for column, cell in row.items():
                kind = fields[column]["dataType"]
                text = str(cell)
                assert type(cell) is TYPES[kind] or (cell is None and kind != "boolean"), (name, column, cell)
                assert kind != "date" or cell is None or text.endswith("Z")
                assert kind != "string" or cell is None or len(text) <= fields[column]["length"], (name, column, cell)


def test_invented_columns_say_that_they_are_ours(afas: PretendAfas) -> None:
    for name, definition in getconnectors.definitions().items():
        assert definition.assumed == (name == "ProfitDebtor" or not name.startswith("Profit"))
        assert definition.assumed == ("onze aanname" in definition.description)


def test_codes_keep_their_leading_zeros(afas: PretendAfas) -> None:
    assert "0100" in {row["Account"] for row in afas.rows("Profit_Accounts")}


def test_the_list_of_definitions_shows_more_than_the_app_connector(afas: PretendAfas) -> None:
    names = {row["Naam"] for row in afas.rows("ProfitGetConnectoren")}
    added = {item["id"] for item in afas.get("metainfo")["getConnectors"]}
    assert added < names
    assert "Profit_Creditor" in names - added
    assert not names & SCENARIO_ONLY


@pytest.mark.parametrize("path", ["connectors/Profit_Creditor", "connectors/SBQ_Btw", "metainfo/get/Nope"])
def test_missing_misspelt_and_forbidden_get_one_message(afas: PretendAfas, path: str) -> None:
    refused = afas.refusal("GET", path)
    assert (refused["externalMessage"], refused["errorNumber"]) == (NOT_SUPPORTED, -2147180996)


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("en-us", "GetConnector not supported for this app or the user is not authorized"),
        ("nl-be", NOT_SUPPORTED),
        ("de-de", NOT_SUPPORTED),
    ],
)
def test_texts_follow_the_language_asked_for(afas: PretendAfas, header: str, message: str) -> None:
    refused = afas.refusal("GET", "connectors/Nope", headers={"accept-language": header})
    assert refused["externalMessage"] == message


def test_every_refusal_has_its_own_reference(afas: PretendAfas) -> None:
    references = {afas.refusal("GET", "connectors/Nope")["profitLogReference"] for _ in range(5)}
    assert len(references) == 5
    assert all(len(text) == 32 and text == text.upper() and int(text, 16) for text in references)


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ("", 401),
        ("Bearer abc", 401),
        ("AfasToken bm9uc2Vuc2U=", 401),
        ("AfasToken not base64", 401),
        (authorization(token_xml("F" * 64)), 401),
        (authorization(token_xml("0A11" * 16)[:-8]), 401),
        (f"AfasToken {token_xml('0A11' * 16)}", 500),
        (authorization(token_xml("0a11" * 16) + "\r\n"), 200),
    ],
    ids=["none", "bearer", "no-token", "no-base64", "unknown", "half", "plain-text", "small-letters-and-line-end"],
)
def test_what_a_token_header_may_be(afas: PretendAfas, header: str, status: int) -> None:
    reply = afas.call("GET", "metainfo", headers={"authorization": header})
    assert reply.status == status
    assert status != 401 or reply.content == b""


@pytest.mark.parametrize(("host", "status"), [("", 200), ("resttest", 200), ("rest", 401), ("restaccept", 401)])
def test_a_test_token_answers_on_the_test_host_only(afas: PretendAfas, host: str, status: int) -> None:
    assert afas.call("GET", "metainfo", host=host).status == status


@pytest.mark.parametrize(("host", "status"), [("", 401), ("resttest", 401), ("rest", 200), ("restaccept", 401)])
def test_a_production_token_answers_on_the_production_host_only(host: str, status: int) -> None:
    assert PretendAfas("wrong_host").call("GET", "metainfo", host=host).status == status


@pytest.mark.parametrize(
    "path",
    [
        "nope",
        "connectors",
        "metainfo/other/X",
        "metainfo/get/Profit_Debtor/x",
        "ReportConnector",
        "",
        "connectors/Profit_Debtor/more",
    ],
)
def test_unknown_addresses_are_not_found_and_empty(afas: PretendAfas, path: str) -> None:
    reply = afas.call("GET", path)
    assert (reply.status, reply.content, reply.content_type) == (404, b"", "application/xml; charset=utf-8")


def test_checks_come_in_afas_order() -> None:
    """The first thing wrong decides: computer, token, address, length, size, JSON, rights."""
    refused = PretendAfas("ip_restricted")
    assert refused.call("GET", "nope", headers={"authorization": ""}).status == 403
    afas = PretendAfas()
    assert afas.call("GET", "nope", headers={"authorization": ""}).status == 401
    assert afas.call("GET", "connectors/Nope", "x" * 2049).status == 404
    assert afas.call("POST", "connectors/KnSubject", "x" * 2049, body=b"{").status == 404
    assert afas.call("POST", "connectors/KnSubject", body=b" " * (75 * 1024 * 1024 + 1)).status == 413
    invalid = afas.call("POST", "connectors/KnSubject", body=b"{")
    assert (invalid.status, json.loads(invalid.content)) == (400, {"message": "Invalid json"})


def test_files_reports_and_version(afas: PretendAfas) -> None:
    assert afas.get("profitversion") == {"version": "8.2.14"}
    item = PretendAfas(token="admin").rows("Profit_Subject_Attachments", take=1)[0]
    by_path = afas.get(f"SubjectConnector/{item['subject_id']}/{item['file_id']}")
    by_query = afas.get("SubjectConnector", {"SubjectId": item["subject_id"], "FileId": item["file_id"]})
    assert by_path == by_query
    assert by_path["filename"] == item["file_name"]
    assert afas.get(f"FileConnector/{item['file_id']}/x")["filename"] == item["file_name"]
    assert afas.get("ReportConnector/0F")["mimetype"] == "application/pdf"
    for unknown in ("SubjectConnector/5001/nope", "SubjectConnector/1/2/3", "FileConnector/nope/x", "ImageConnector/2"):
        assert afas.call("GET", unknown).status == 404


def test_an_old_profit_writes_decimals_without_a_zero_and_indents() -> None:
    afas = PretendAfas("old_profit")
    text = afas.call("GET", "connectors/SBQ_BTW", "take=20&orderbyfieldids=Btw_code").content.decode()
    assert "\n" in text
    assert '"Tarief": .21' in text
    assert '"Tarief": .0' in text
    with pytest.raises(json.JSONDecodeError):
        json.loads(text)
    assert afas.get("ProfitVersion")["version"].startswith("6.")


def test_a_new_profit_writes_one_line(afas: PretendAfas) -> None:
    text = afas.call("GET", "connectors/SBQ_BTW").content.decode()
    assert "\n" not in text
    assert '"Tarief":0.21' in text
