"""Direct invoices: items, units and debtors must be there, nothing is idempotent, and booking is a switch."""

from typing import Any

import pytest

from afas_assistant.practice.seed import debtor
from tests.helpers.afas_bodies import element, hours, invoice
from tests.unit.practice.books.conftest import Desk

DIRECT = "FbDirectInvoice"
ARTICLE = {"VaIt": "2", "ItCd": "2100", "BiUn": "stk", "QuUn": 2, "Upri": "24.95"}


def test_the_same_body_twice_makes_two_invoices(desk: Desk) -> None:
    keys = [desk.post(DIRECT, invoice(hours(), ARTICLE)) for _ in range(2)]
    assert keys == [{"OrNu": "00000001", "Liln": "2"}, {"OrNu": "00000002", "Liln": "2"}]
    kept = [one.element for one in desk.state.written]
    assert [one["RfCs"] for one in kept] == ["TC-1", "TC-1"]
    assert [line["ItCd"] for line in kept[0]["FbDirectInvoiceLines"]] == ["300", "2100"]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (invoice(DbId="99999"), "De ingevulde waarde bij 'Verkooprelatie' bestaat niet."),
        (invoice(Unit=9), "De ingevulde waarde bij 'Administratie' bestaat niet."),
        (invoice(CuId="ZZZ"), "De ingevulde waarde bij 'Valuta' bestaat niet."),
        (invoice(PaCd="99"), "De ingevulde waarde bij 'Betalingsvoorwaarde' bestaat niet."),
        (invoice(War="99"), "De ingevulde waarde bij 'Magazijn' bestaat niet."),
        (invoice(PrId="P99999"), "De ingevulde waarde bij 'Project' bestaat niet."),
        (invoice(OrDa="2026-02-30"), "Type mismatch"),
        (invoice(hours(ItCd="999")), "De ingevulde waarde bij 'Itemcode' bestaat niet."),
        (invoice(hours(VaIt="2")), "De ingevulde waarde bij 'Itemcode' bestaat niet."),
        (invoice(hours(BiUn="stk")), "De ingevulde waarde bij 'Eenheid' bestaat niet."),
        (invoice(hours(VaRc="9")), "De ingevulde waarde bij 'Btw-tariefgroep' bestaat niet."),
        (invoice(hours(V1Cd="999")), "De ingevulde waarde bij 'Kostenplaats' bestaat niet."),
        (element(DIRECT, {"DbId": "10001"}), "Vul een waarde in bij 'Type item'."),
    ],
)
def test_what_afas_refuses(desk: Desk, body: dict[str, Any], message: str) -> None:
    assert desk.refused(DIRECT, body) == message


def test_a_unit_is_read_without_regard_to_case_and_text_lines_have_none(desk: Desk) -> None:
    text = {"VaIt": "3", "Ds": "Volgens afspraak"}
    desk.post(DIRECT, invoice(hours(BiUn="UUR"), text, {"VaIt": "6", "ItCd": "K01", "BiUn": "*****", "QuUn": 1}))


def test_a_debtor_that_is_blocked_for_delivery(desk: Desk) -> None:
    body = {"KnSalesRelationOrg": {"Element": {"@DbId": "10002", "Fields": {"Bl": True}}}}
    desk.post("KnSalesRelationOrg", body, method="PUT")
    assert desk.refused(DIRECT, invoice(DbId="10002")) == "Verkooprelatie 10002 is geblokkeerd voor levering."
    desk.books.switch({"blocked_debtors_refused": False})
    desk.post(DIRECT, invoice(DbId="10002"))


def test_without_an_administration_it_goes_to_the_last_one(desk: Desk) -> None:
    desk.post(DIRECT, invoice(Unit=""))
    assert desk.books.tables.direct_invoices["00000001"].administration == 3


def test_not_booked_it_shows_nowhere(desk: Desk) -> None:
    desk.post(DIRECT, invoice())
    assert desk.books.tables.entries == {}
    assert desk.found("Profit_Debtor_Invoices", "InvoiceNr", "V9000001") == []


def test_booked_at_once_it_is_an_entry_with_vat_by_rate(desk: Desk) -> None:
    desk.books.switch({"booked_at_once": True})
    desk.post(DIRECT, invoice(hours(), hours(QuUn=1, PRDc=10), ARTICLE, OrDa="2026-05-20"))
    rows = desk.found("Profit_Transactions", "InvoiceId", "V9000001", "SeqNo")
    assert [(row["AccountNo"], row["AmtDebit"], row["AmtCredit"], row["VatCode"]) for row in rows] == [
        ("1300", 301.23, 0.0, None),
        ("8000", 0.0, 204.0, "1"),
        ("1510", 0.0, 42.84, "1"),
        ("8020", 0.0, 49.9, "2"),
        ("1511", 0.0, 4.49, "2"),
    ]
    (item,) = desk.found("Profit_Debtor_Invoices", "InvoiceNr", "V9000001")
    assert item["Balance"] == 301.23
    assert desk.state.written[0].more == {"entry": [1, 300001], "invoice": "V9000001"}


def test_prices_with_vat_and_the_items_own_price(desk: Desk) -> None:
    desk.books.switch({"booked_at_once": True})
    desk.post(DIRECT, invoice(hours(QuUn=1, Upri="121.00"), InVa=True))
    article = {name: value for name, value in ARTICLE.items() if name != "Upri"}
    desk.post(DIRECT, invoice(article, SinOrNu="EIGEN-1"))
    assert desk.found("Profit_Debtor_Invoices", "InvoiceNr", "V9000001")[0]["AmtInvoice"] == 121.0
    assert desk.found("Profit_Debtor_Invoices", "InvoiceNr", "EIGEN-1")[0]["AmtInvoice"] == 54.5


def test_booked_at_once_it_needs_an_open_period(desk: Desk) -> None:
    desk.books.switch({"booked_at_once": True})
    assert desk.refused(DIRECT, invoice(OrDa="2025-02-01")) == "Datum '1-2-2025' valt in een geblokkeerde periode"


def test_it_is_changed_and_deleted_by_its_number(desk: Desk) -> None:
    number = desk.post(DIRECT, invoice(hours(GuLi="{1}", V1Cd="100"), ARTICLE))["OrNu"]
    change = {"OrNu": number, "RfCs": "TC-2"}
    lines = [{"Fields": hours(GuLi="{1}", QuUn="4", V1Cd="200")}, {"Fields": {**ARTICLE, "ItCd": "1000"}}]
    keys = desk.post(DIRECT, element(DIRECT, change, {"FbDirectInvoiceLines": lines}), method="PUT")
    assert keys == {"OrNu": number, "Liln": "3"}
    (kept,) = desk.state.written
    assert (kept.element["RfCs"], kept.element["DbId"]) == ("TC-2", "10001")
    first, *_ = kept.element["FbDirectInvoiceLines"]
    assert (first["QuUn"], first["V1Cd"]) == ("4", "100")
    assert desk.delete(f"{DIRECT}/{DIRECT}/@OrNu/{number}") == ""
    assert desk.state.written == []
    assert desk.delete(f"{DIRECT}/{DIRECT}/@OrNu/{number}") == "De ingevulde waarde bij 'Nummer pakbon' bestaat niet."


def test_a_booked_one_is_final(desk: Desk) -> None:
    desk.books.switch({"booked_at_once": True})
    number = desk.post(DIRECT, invoice(OrNu="EIGEN"))["OrNu"]
    final = f"Factuur {number} is al geboekt en kan niet meer worden gewijzigd of verwijderd."
    assert desk.delete(f"{DIRECT}/{DIRECT}/@OrNu/{number}") == final
    assert desk.refused(DIRECT, element(DIRECT, {"OrNu": number, "RfCs": "x"}), method="PUT") == final
    assert desk.refused(DIRECT, invoice(OrNu="EIGEN")) == "De ingevulde waarde 'EIGEN' bij 'Nummer pakbon' bestaat al."


def test_seeded_debtors_with_leading_zeros_are_text(desk: Desk) -> None:
    number = debtor(desk.state.seed, 6).number
    assert number == "0010007"
    desk.post(DIRECT, invoice(DbId=number))
    assert "Verkooprelatie" in desk.refused(DIRECT, invoice(DbId="10007"))
