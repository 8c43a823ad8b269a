"""Open items: payments, changes, and what a user may not see."""

from decimal import Decimal

import pytest

from afas_assistant.practice.books import items
from afas_assistant.practice.failures import RefusalError
from tests.helpers.afas_bodies import entry, line, sale
from tests.unit.practice.books.conftest import Desk


def change(**fields: object) -> dict[str, object]:
    return {"FiInvoice": {"Element": {"Fields": {"UnId": 1, **fields}}}}


def open_numbers(desk: Desk) -> set[str]:
    return {row["InvoiceNr"] for row in desk.rows("Profit_Debtor_Invoices", take=1000)}


def test_one_seeded_sale_in_five_is_paid(desk: Desk) -> None:
    assert len(open_numbers(desk)) == 40
    assert {"V0000004", "V0000009"}.isdisjoint(open_numbers(desk))
    assert {row["InvoiceId"] for row in desk.rows("Profit_Transactions", take=1000)} >= {"V0000004", "V0000009"}


def test_a_paid_invoice_drops_out_and_comes_back(desk: Desk) -> None:
    desk.post("FiEntries", sale("A1"))
    items.paid(desk.books, (1, "2", "10001", "A1"), None)
    assert "A1" not in open_numbers(desk)
    assert desk.found("Profit_Transactions", "InvoiceId", "A1")
    items.paid(desk.books, (1, "2", "10001", "A1"), Decimal(21))
    assert desk.found("Profit_Debtor_Invoices", "InvoiceNr", "A1")[0]["Balance"] == 100.0
    items.paid(desk.books, (1, "2", "10001", "A1"), Decimal(0))
    assert desk.found("Profit_Debtor_Invoices", "InvoiceNr", "A1")[0]["Balance"] == 121.0
    with pytest.raises(RefusalError):
        items.paid(desk.books, (1, "2", "10002", "A1"), None)


def test_a_seeded_invoice_is_paid_through_the_bank(desk: Desk) -> None:
    (row,) = desk.found("Profit_Debtor_Invoices", "InvoiceNr", "V0000001")
    amount = str(row["Balance"])
    lines = [line("1100", debit=amount), line("10001", credit=amount, kind="2", InId="V0000001")]
    desk.post("FiEntries", entry(lines, JoCo="50"))
    assert "V0000001" not in open_numbers(desk)


def test_an_invoice_is_changed(desk: Desk) -> None:
    whole = change(InId="V0000001", VaAd="2", DcNr="10001", ExDa="2026-12-31", Ds="Afspraak")
    desk.post("FiInvoice", whole, method="PUT")
    (row,) = desk.found("Profit_Debtor_Invoices", "InvoiceNr", "V0000001")
    assert (row["ExpDate"], row["Description"]) == ("2026-12-31T00:00:00Z", "Afspraak")
    desk.post("FiInvoice", change(InId="INK00000", BlPa=1), method="PUT")
    assert desk.found("Profit_Creditor_Invoices", "InvoiceNr", "INK00000")[0]["Blocked"] is True


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"InId": "V9999999"}, "De ingevulde waarde bij 'Factuurnummer' bestaat niet."),
        ({"InId": "V0000001", "DcNr": "10002"}, "De ingevulde waarde bij 'Factuurnummer' bestaat niet."),
        ({"InId": "V0000001", "PaCd": "99"}, "De ingevulde waarde bij 'Betaalvoorwaarde' bestaat niet."),
        ({"InId": "A1"}, "Vul een waarde in bij 'Subnummer'."),
    ],
)
def test_changes_that_are_refused(desk: Desk, fields: dict[str, object], message: str) -> None:
    desk.post("FiEntries", sale("A1"))
    desk.post("FiEntries", sale("A1", "10002"))
    assert desk.refused("FiInvoice", change(**fields), method="PUT") == message


def test_an_invoice_is_neither_made_nor_deleted_by_fiinvoice(desk: Desk) -> None:
    assert "FiInvoice" in desk.refused("FiInvoice", change(InId="V0000001"))
    assert "FiInvoice" in desk.delete("FiInvoice/FiInvoice/@InId/V0000001")


def test_what_the_user_may_not_see_is_left_out_without_a_word(desk: Desk) -> None:
    desk.post("FiEntries", sale("A1"))
    seeded = len(desk.rows("Profit_Transactions", take=1000)) - 3
    desk.books.switch({"hidden": ["Profit_Transactions"]})
    assert desk.found("Profit_Transactions", "InvoiceId", "A1") == []
    assert len(desk.rows("Profit_Transactions", take=1000)) == seeded
    assert len(desk.found("SBQ_Transactie", "Factuurnummer", "A1")) == 3
    desk.books.switch({"hidden": []})
    assert len(desk.found("Profit_Transactions", "InvoiceId", "A1")) == 3


def test_the_books_lie_around_the_day_of_the_clock(desk: Desk) -> None:
    years = {row["Year"] for row in desk.rows("Profit_periods_per_administration", take=1000)}
    assert years == {2025, 2026, 2027}
    days = {row["VoucherDate"][:10] for row in desk.rows("Profit_Transactions", take=1000)}
    assert all("2026-01-01" <= day <= "2026-05-25" for day in days)
