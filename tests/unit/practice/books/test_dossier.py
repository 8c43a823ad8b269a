"""Dossier items: what they hang on must be there, and their files come back as they went."""

import json
from base64 import b64decode, b64encode
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest

from afas_assistant.practice import dossiers
from afas_assistant.practice.bookings import sale_item
from afas_assistant.practice.scenarios import SCENARIOS
from tests.helpers.afas_bodies import element, sale, subject
from tests.unit.practice.books.conftest import Desk

CONTENT = b"%PDF-1.4 een factuur"
FILE = {"FileName": "2026-0101.pdf", "FileStream": b64encode(CONTENT).decode()}


def on_sale(invoice: str, debtor: str = "10001") -> dict[str, object]:
    return {"DoCRM": True, "SfTp": 4, "SfId": debtor, "SiUn": 1, "SiTp": 1, "SiId": invoice}


def test_a_file_hangs_on_a_booking_and_comes_back(desk: Desk) -> None:
    desk.post("FiEntries", sale())
    number = desk.post("KnSubject", subject(FILE, **on_sale("2026-0101")))["SbId"]
    (hangs,) = desk.found("Profit_SubjectFile", "SubjectId", number)
    assert (hangs["SalesInvoiceNumber"], hangs["FiEntryNumber"], hangs["TypeId"]) == ("2026-0101", 300001, 100)
    assert desk.found("Profit_Subjects", "SubjectId", number)[0]["ToDebtor"] is True
    (file,) = desk.found("Profit_Subject_Attachments", "subject_id", number)
    body = desk.get(f"SubjectConnector/{number}/{file['file_id']}")
    assert (body["filename"], body["mimetype"]) == ("2026-0101.pdf", "application/pdf")
    assert b64decode(body["filedata"]) == CONTENT
    assert desk.get("FileConnector", f"fileid={file['file_id']}")["filename"] == "2026-0101.pdf"
    assert desk.call("GET", f"SubjectConnector/5001/{file['file_id']}").status == 404
    stored = desk.state.written[-1].element["KnSubjectAttachment"][0]["FileStream"]
    assert stored == {"bytes": len(CONTENT), "sha256": sha256(CONTENT).hexdigest()}


def test_a_file_is_added_to_an_item_and_goes_with_it(desk: Desk) -> None:
    number = desk.post("KnSubject", subject(FILE, SfTp=4, SfId="10001"))["SbId"]
    more = element("KnSubject", {}, {"KnSubjectAttachment": {"Fields": FILE}}, keys={"@SbId": number})
    reply = desk.call("POST", "connectors/KnSubject/KnSubjectAttachment", body=more)
    assert json.loads(reply.content)["results"] == {"KnSubject": {"SbId": number}}
    (kept,) = desk.state.written
    assert len(kept.element["KnSubjectAttachment"]) == 2
    assert len(desk.found("Profit_Subject_Attachments", "subject_id", number)) == 2
    assert desk.delete(f"KnSubject/KnSubject/@SbId/{number}") == ""
    assert desk.found("Profit_Subject_Attachments", "subject_id", number) == []
    assert desk.found("Profit_Subjects", "SubjectId", number) == []


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (subject(**on_sale("V9999999")), "De ingevulde waarde bij 'Verkoopfactuur' bestaat niet."),
        (subject(**on_sale("V0000001", "10002")), "De ingevulde waarde bij 'Verkoopfactuur' bestaat niet."),
        (subject(**on_sale("V0000001", "99999")), "De ingevulde waarde bij 'Bestemming' bestaat niet."),
        (
            subject(SfTp=11, SfId="6000001", PiUn=1, PiTp=1, PiId="INK00009"),
            "De ingevulde waarde bij 'Inkoopfactuur' bestaat niet.",
        ),
        (subject({**FILE, "FileStream": "###"}), "Type mismatch"),
        (element("KnSubject", {"StId": 77, "Ds": "x"}), "De ingevulde waarde bij 'Type dossieritem' bestaat niet."),
        (element("KnSubject", {"StId": -1, "Ds": "x"}), "De ingevulde waarde bij 'Type dossieritem' bestaat niet."),
    ],
)
def test_what_is_refused(desk: Desk, body: dict[str, Any], message: str) -> None:
    assert desk.refused("KnSubject", body) == message
    assert desk.books.tables.files == {}


def test_a_paid_invoice_can_still_get_its_file(desk: Desk) -> None:
    paid = sale_item(desk.state.seed, 3, desk.books.today)
    assert paid.balance == 0
    desk.post("KnSubject", subject(FILE, **on_sale(paid.invoice, paid.relation)))


def test_one_of_these_destinations_is_compulsory() -> None:
    desk = Desk()
    own = {4: 1, 11: 1, dossiers.PURCHASE_INVOICE: 4, dossiers.SALES_INVOICE: 4}
    environment = replace(SCENARIOS["healthy"].changes(desk.state.environment), destinations={100: own})
    desk.state.shelf.environment = environment
    assert desk.refused("KnSubject", subject(SfTp=4, SfId="10001")) == (
        "Vul een waarde in bij 'Inkooprelatie + inkoopfactuur'."
    )
    desk.post("KnSubject", subject(**on_sale("V0000001")))


def test_an_unknown_item_is_neither_changed_nor_deleted(desk: Desk) -> None:
    change = element("KnSubject", {"Ds": "y"}, keys={"@SbId": "9999"})
    assert desk.refused("KnSubject", change, method="PUT") == "De ingevulde waarde bij 'Dossieritem' bestaat niet."
    assert desk.delete("KnSubject/KnSubject/@SbId/9999") == "De ingevulde waarde bij 'Dossieritem' bestaat niet."
    desk.post("KnSubject", element("KnSubject", {"Ds": "y"}, keys={"@SbId": "5001"}), method="PUT")
