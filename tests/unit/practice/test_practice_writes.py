import json
from datetime import date
from typing import Any

import pytest

from tests.helpers.practice_calls import PretendAfas

DATES = {"EnDa": "2026-05-25", "BpDa": "2026-05-25"}
ENTRY_LINE = {"VaAs": "1", "AcNr": "8010", **DATES, "AmCr": "100.00", "VaId": "3"}
NOTE = {"StId": 100, "Ds": "x"}
DEBTOR_LINE = {"VaAs": "2", "AcNr": "10001", **DATES, "AmDe": 100, "InId": "F2026001"}


def element(root: str, fields: dict[str, Any], objects: object = None, **keys: Any) -> dict[str, Any]:
    inner = {**keys, "Fields": fields} | ({"Objects": objects} if objects else {})
    return {root: {"Element": inner}}


def entry(invoice_number: str = "F2026001", **header: object) -> dict[str, Any]:
    debtor = {"InId": invoice_number}
    lines = {"FiEntries": {"Element": [{"Fields": ENTRY_LINE}, {"Fields": DEBTOR_LINE | debtor}]}}
    return element("FiEntryPar", {"Year": 2026, "Peri": "5", "UnId": 1, "JoCo": "20", **header}, lines)


def invoice(**line: object) -> dict[str, Any]:
    fields = {"VaIt": "1", "ItCd": "300", "BiUn": "uur", "QuUn": "2.5", **line}
    return element("FbDirectInvoice", {"DbId": "10001"}, [{"FbDirectInvoiceLines": {"Element": {"Fields": fields}}}])


def subject(**link: object) -> dict[str, Any]:
    return element("KnSubject", {"StId": 100, "Ds": "Factuur"}, {"KnSubjectLink": {"Element": {"Fields": link}}})


def organisation(root: str, **fields: object) -> dict[str, Any]:
    below = {"KnOrganisation": {"Element": {"Fields": {"MatchOga": "6", "Nm": "Nieuwe klant B.V."}}}}
    return element(root, {"CuId": "EUR", **fields}, below)


@pytest.fixture
def afas() -> PretendAfas:
    afas = PretendAfas()
    afas.state.clock.choose(date(2026, 5, 25))
    afas.state.books.rebase()
    return afas


def saved(afas: PretendAfas, connector: str, body: object, method: str = "POST") -> dict[str, Any]:
    reply = afas.call(method, f"connectors/{connector}", body=body)
    assert reply.status == 201, reply.content
    results: dict[str, Any] = json.loads(reply.content)["results"]
    return results


def test_a_booking_answers_with_administration_entry_and_invoice_number(afas: PretendAfas) -> None:
    first = saved(afas, "FiEntries", entry())
    assert first == {"FiEntryPar": {"UnId": "1", "EnNo": "300001", "InId": "F2026001"}}
    assert saved(afas, "FiEntries", entry("F2026002"))["FiEntryPar"]["EnNo"] == "300002"


def test_autonumbering_gives_an_invoice_number_unless_one_is_given(afas: PretendAfas) -> None:
    debtor = {name: value for name, value in DEBTOR_LINE.items() if name != "InId"}
    lines = {"FiEntries": {"Element": [{"Fields": ENTRY_LINE}, {"Fields": debtor}]}}
    body = element("FiEntryPar", {"Year": 2026, "Peri": 5, "JoCo": "20", "AuNu": True}, lines)
    assert saved(afas, "FiEntries", body)["FiEntryPar"]["InId"] == "V9000001"
    body["FiEntryPar"]["Element"]["Fields"]["AuNu"] = "0"
    assert saved(afas, "FiEntries", body)["FiEntryPar"]["InId"] == ""


def test_relations_answer_with_their_number_and_the_organisations(afas: PretendAfas) -> None:
    new = saved(afas, "KnSalesRelationOrg", organisation("KnSalesRelationOrg"))["KnSalesRelationOrg"]
    assert new == {"DbId": "200001", "BcCo": "5000001"}
    given = organisation("KnPurchaseRelationOrg") | {}
    given["KnPurchaseRelationOrg"]["Element"]["@CrId"] = "77001"
    assert saved(afas, "KnPurchaseRelationOrg", given)["KnPurchaseRelationOrg"]["CrId"] == "77001"


def test_invoices_and_dossier_items_answer_with_their_numbers(afas: PretendAfas) -> None:
    assert saved(afas, "FbDirectInvoice", invoice()) == {"FbDirectInvoice": {"OrNu": "00000001", "Liln": "1"}}
    assert saved(afas, "KnSubject", subject(SfTp=4, SfId="10001")) == {"KnSubject": {"SbId": "6001"}}
    change = element("FiInvoice", {"UnId": 1, "InId": "V0000001", "BlPa": "1"})
    reply = afas.call("PUT", "connectors/FiInvoice", body=change)
    assert (reply.status, reply.content) == (201, b"")
    assert afas.state.written[-1].keys["InId"] == "V0000001"


def test_several_elements_give_several_keys(afas: PretendAfas) -> None:
    one = subject(SfTp=4, SfId="10001")["KnSubject"]["Element"]
    results = saved(afas, "KnSubject", {"KnSubject": {"Element": [one, one]}})
    assert [keys["SbId"] for keys in results["KnSubject"]] == ["6001", "6002"]


def test_what_was_stored_can_be_changed_and_deleted_once(afas: PretendAfas) -> None:
    number = saved(afas, "KnSubject", subject(SfTp=4, SfId="10001"))["KnSubject"]["SbId"]
    saved(afas, "KnSubject", element("KnSubject", {"Ds": "Anders"}, **{"@SbId": number}), "PUT")
    assert [record.element["Ds"] for record in afas.state.written] == ["Anders"]
    path = f"connectors/KnSubject/KnSubject/@SbId/{number}"
    assert (afas.call("DELETE", path).status, afas.call("DELETE", path).status) == (200, 500)
    assert afas.state.written == []


def test_an_entry_is_deleted_by_the_path_of_afas_help_page(afas: PretendAfas) -> None:
    number = saved(afas, "FiEntries", entry())["FiEntryPar"]["EnNo"]
    path = f"connectors/FiEntries/FiEntryPar/UnId,JoCo/1,20/FiEntries/@EnNo/{number}"
    assert afas.call("DELETE", path).status == 200


def test_an_attachment_is_added_to_an_item_by_the_sub_path(afas: PretendAfas) -> None:
    below = {"KnSubjectAttachment": {"Element": {"Fields": {"FileName": "a.pdf", "FileStream": "JVBERg=="}}}}
    body = element("KnSubject", {}, below, **{"@SbId": "5001"})
    assert afas.call("POST", "connectors/KnSubject/KnSubjectAttachment", body=body).status == 201
    assert (
        afas.refusal("POST", "connectors/KnSubject/Nope", body=body)["externalMessage"] == "Connector Nope bestaat niet"
    )


@pytest.mark.parametrize(
    ("connector", "body", "message"),
    [
        ("FiEntries", element("FiEntries", {}), "Connector FiEntries bestaat niet"),
        ("FiEntries", entry(Nope=1), "Connector-veld 'Nope' niet gevonden"),
        ("FiEntries", entry(Year=None), "Vul een waarde in bij 'Boekjaar'."),
        ("FiEntries", entry(JoCo="JOURNAL"), "De waarde bij 'Dagboek' is te lang (maximaal 6 tekens)."),
        ("FiEntries", entry(Peri="May"), "Type mismatch"),
        ("FiEntries", entry(AuNu="yes"), "Type mismatch"),
        ("FbDirectInvoice", invoice(QuUn="2,5"), "Type mismatch"),
        ("FbDirectInvoice", invoice(BiUn=""), "Vul een waarde in bij 'Eenheid'."),
        ("KnSubject", element("KnSubject", {"StId": 100, "Ds": "x", "Da": "25-05-2026"}), "Type mismatch"),
        ("KnSubject", element("KnSubject", NOTE, {"Nope": {"Element": {}}}), "Connector Nope bestaat niet"),
        ("KnSalesRelationOrg", organisation("KnSalesRelationOrg", CuId=""), "Vul een waarde in bij 'Valuta'."),
        ("KnSubject", [], "Er is een onverwachte fout opgetreden."),
        ("KnSubject", {"KnSubject": {}}, "Er is een onverwachte fout opgetreden."),
    ],
)  # fmt: skip
def test_bodies_that_are_refused(afas: PretendAfas, connector: str, body: object, message: str) -> None:
    assert afas.refusal("POST", f"connectors/{connector}", body=body)["externalMessage"] == message
    assert afas.state.written == []


def test_a_line_without_an_amount_is_refused(afas: PretendAfas) -> None:
    body = entry()
    del body["FiEntryPar"]["Element"]["Objects"]["FiEntries"]["Element"][0]["Fields"]["AmCr"]
    assert afas.refusal("POST", "connectors/FiEntries", body=body)["externalMessage"] == (
        "Vul een waarde in bij 'Bedrag debet'."
    )


def test_an_update_connector_that_is_not_added_is_refused(afas: PretendAfas) -> None:
    refused = afas.refusal("POST", "connectors/KnSalesRelationPer", body={})
    assert refused["externalMessage"].startswith("General message: Deze UpdateConnector wordt niet ondersteund")


def test_a_destination_that_a_type_does_not_name_is_not_allowed(afas: PretendAfas) -> None:
    body = subject(SfTp=4, SfId="10001", SiUn=1, SiTp=1, SiId="V0000001")
    body["KnSubject"]["Element"]["Fields"]["StId"] = "101"
    refused = afas.refusal("POST", "connectors/KnSubject", body=body)
    assert refused["externalMessage"] == "Deze bestemming is niet geldig voor dit type dossieritem"
    assert refused["errorNumber"] == -2147180996


@pytest.mark.parametrize(
    ("scenario", "link", "message"),
    [
        ("healthy", {"SfTp": 4, "SfId": "10001", "SiUn": 1, "SiTp": 1, "SiId": "V0000001"}, None),
        ("healthy", {"SfTp": 11, "SfId": "6000002", "PiUn": 1, "PiTp": 1, "PiId": "INK00001"}, None),
        (
            "destination_not_allowed",
            {"SfTp": 4, "SfId": "10001", "SiUn": 1, "SiTp": 1, "SiId": "V0000001"},
            "Deze bestemming is niet geldig voor dit type dossieritem",
        ),
        (
            "destination_mandatory",
            {"SfTp": 11, "SfId": "6000002", "PiUn": 1, "PiTp": 1, "PiId": "INK00001"},
            "Vul een waarde in bij 'Verkooprelatie + verkoopfactuur'.",
        ),
    ],
)
def test_destinations_decide_about_dossier_items(scenario: str, link: dict[str, object], message: str | None) -> None:
    afas = PretendAfas(scenario)
    if message is None:
        saved(afas, "KnSubject", subject(**link))
    else:
        assert afas.refusal("POST", "connectors/KnSubject", body=subject(**link))["externalMessage"] == message
