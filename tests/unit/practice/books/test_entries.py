"""Entries: what is booked shows, and what AFAS refuses is refused with AFAS's words."""

from decimal import Decimal
from typing import Any

import pytest

from tests.helpers.afas_bodies import entry, line, sale
from tests.unit.practice.books.conftest import Desk

DEBIT = line("1100", debit=100)
ENTRY = "FiEntries"


def against(*lines: dict[str, Any], **header: object) -> dict[str, Any]:
    """Put lines of 100.00 credit in balance in the memorial journal."""
    return entry([line("1100", debit=100 * len(lines)), *lines], **{"JoCo": "80", **header})


def allocated(*shares: dict[str, Any], account: str = "8000", **header: object) -> dict[str, Any]:
    below = [{"Fields": share} for share in shares]
    return against(line(account, credit=100, VaId="1", FiDimEntries=below), **header)


def on_project(project: str, **header: object) -> dict[str, Any]:
    return against(line("8010", credit=100, FiPrjEntries=[{"Fields": {"PrId": project, "ItCd": "K01"}}]), **header)


def test_a_sale_shows_in_every_list_that_shows_entries(desk: Desk) -> None:
    keys = desk.post(ENTRY, sale())
    assert keys == {"UnId": "1", "EnNo": "300001", "InId": "2026-0101"}
    rows = desk.found("Profit_Transactions", "EntryNo", 300001, "SeqNo")
    assert [(row["SeqNo"], row["AccountNo"], row["AmtDebit"], row["AmtCredit"], row["VatCode"]) for row in rows] == [
        (1, "1300", 121.0, 0.0, None),
        (2, "8010", 0.0, 100.0, "1"),
        (3, "1510", 0.0, 21.0, "1"),
    ]
    assert {(row["Year"], row["Period"], row["JournalId"], row["InvoiceId"]) for row in rows} == {
        (2026, 5, "20", "2026-0101")
    }
    assert len(desk.found("SBQ_Transactie", "Factuurnummer", "2026-0101")) == 3
    assert len(desk.found("Profit_Transactions_Allocated", "EntryNo", 300001)) == 3
    (item,) = desk.found("Profit_Debtor_Invoices", "InvoiceNr", "2026-0101")
    assert (item["DebtorId"], item["AmtInvoice"], item["Balance"]) == ("10001", 121.0, 121.0)
    assert desk.found("Profit_Debtor_Invoices", "ExpDate", item["ExpDate"][:19])


def test_allocation_codes_show_in_the_allocated_list(desk: Desk) -> None:
    shares = ({"DiC1": "100", "AmCr": 60}, {"DiC1": "200", "AmCr": "40"})
    desk.post(ENTRY, allocated(*shares))
    rows = desk.found("Profit_Transactions_Allocated", "AccountNo", "8000", "DimAx1")
    assert [(row["DimAx1"], row["AmtCredit"]) for row in rows] == [("100", 60.0), ("200", 40.0)]


def test_entry_numbers_rise_in_each_administration(desk: Desk) -> None:
    numbers = [desk.post(ENTRY, sale(f"F{unit}{count}", UnId=unit))["EnNo"] for count in (1, 2) for unit in (1, 2)]
    assert numbers == ["300001", "300001", "300002", "300002"]


def test_without_an_administration_it_goes_to_the_one_that_was_last_opened(desk: Desk) -> None:
    body = sale()
    del body["FiEntryPar"]["Element"]["Fields"]["UnId"]
    assert desk.post(ENTRY, body)["UnId"] == "3"
    desk.books.switch({"last_administration": 2})
    assert desk.post(ENTRY, body)["UnId"] == "2"


def test_autonumbering_numbers_the_debtor_line(desk: Desk) -> None:
    keys = desk.post(ENTRY, sale("", AuNu=True))
    assert keys["InId"] == "V9000001"
    assert desk.found("Profit_Debtor_Invoices", "InvoiceNr", "V9000001")


def test_neither_number_nor_autonumbering_leaves_nothing_to_refer_to(desk: Desk) -> None:
    assert desk.post(ENTRY, sale(""))["InId"] == ""
    assert desk.books.tables.items == {}


def test_a_credit_invoice_is_an_open_item_below_zero(desk: Desk) -> None:
    lines = [
        line("10001", credit=121, kind="2", InId="C1"), line("8010", debit=100, VaId="1"),
        line("1510", debit=21, VaId="1"),
    ]  # fmt: skip
    desk.post(ENTRY, entry(lines))
    assert desk.found("Profit_Debtor_Invoices", "InvoiceNr", "C1")[0]["Balance"] == -121.0


def test_an_invoice_number_is_used_once_per_relation(desk: Desk) -> None:
    desk.post(ENTRY, sale())
    assert desk.refused(ENTRY, sale()) == (
        "Factuurnummer 2026-0101 wordt al gebruikt in financieel bij relatienummer 10001"
    )
    assert desk.refused(ENTRY, sale(), language="en") == (
        "Invoice number 2026-0101 is already used in finance for Debtor 10001"
    )
    assert desk.post(ENTRY, sale(debtor="10002"))["EnNo"] == "300002"
    assert desk.post(ENTRY, sale(UnId=2))["EnNo"] == "300001"
    assert "V0000001" in desk.refused(ENTRY, sale("V0000001"))


def test_a_seeded_invoice_that_is_paid_still_holds_its_number(desk: Desk) -> None:
    """The fourth sale is paid: no open item, and yet its number cannot be used again."""
    assert desk.found("Profit_Debtor_Invoices", "InvoiceNr", "V0000004") == []
    assert desk.found("Profit_Transactions", "InvoiceId", "V0000004")
    (row,) = [row for row in desk.rows("Profit_Debtor_Invoices", take=1000) if row["InvoiceNr"] == "V0000005"]
    debtor = row["DebtorId"]
    assert "V0000005" in desk.refused(ENTRY, sale("V0000005", debtor))


@pytest.mark.parametrize(
    ("body", "dutch", "english"),
    [
        (sale(UnId=9), "De ingevulde waarde bij 'Nummer administratie' bestaat niet.", "The entered value for"),
        (sale(JoCo="99"), "De ingevulde waarde bij 'Dagboek' bestaat niet.", "The entered value for 'Dagboek'"),
        (sale(Year=2031), "De ingevulde waarde bij 'Periode' bestaat niet.", "The entered value for 'Periode'"),
        (
            sale(Year=2025, Peri=8),
            "Voor deze administratie is periode 8 van jaar 2025 geblokkeerd.",
            "For this administration, period 8 of the year 2025 is blocked.",
        ),
        (
            against(line("8010", credit=100, BpDa="2025-08-01")),
            "Datum '1-8-2025' valt in een geblokkeerde periode",
            "Date '1-8-2025' belongs to a blocked period",
        ),
        (
            against(line("8010", credit=100, BpDa="2031-01-01")),
            "Datum '1-1-2031' valt in een geblokkeerde periode",
            "Date '1-1-2031' belongs to a blocked period",
        ),
        (against(line("8010", credit=100, BpDa="2026-02-31")), "Type mismatch", "Type mismatch"),
        (
            against(line("8099", credit=100)),
            "De ingevulde waarde bij 'Rekeningnummer' bestaat niet.",
            "(AntaObject) The foreignkey does not exist in the database. FieldId=Rekeningnummer, ForeignkeyId=KnAnt1",
        ),
        (against(line("10001", credit=100)), "De ingevulde waarde bij 'Rekeningnummer' bestaat niet.", "KnAnt1"),
        (
            against(line("8010", credit=100, kind="2")),
            "De ingevulde waarde bij 'Rekeningnummer' bestaat niet.",
            "ForeignkeyId=KnAnt1",
        ),
        (sale(JoCo="10"), "De ingevulde waarde bij 'Rekeningnummer' bestaat niet.", "KnAnt1"),
        (sale(debtor="010001"), "De ingevulde waarde bij 'Rekeningnummer' bestaat niet.", "KnAnt1"),
        (
            against(line("8010", credit=100, kind="4")),
            "De ingevulde waarde bij 'Kenmerk rekening' bestaat niet.",
            "The entered value",
        ),
        (
            against(line("8010", credit=100, VaId="77")),
            "De ingevulde waarde bij 'Btw-code' bestaat niet.",
            "(AntaObject) The foreignkey does not exist in the database. FieldId=Btw-code, ForeignkeyId=KnVat",
        ),
        (
            against(line("1300", credit=100, VaId="1")),
            "(AfasFiEntry) Btw is niet toegestaan voor rekening 1300",
            "(AfasFiEntry) VAT is not allowed for account 1300",
        ),
        (
            against(line("8010", credit=100), JoCo="20"),
            "Btw-code is verplicht voor rekening 8010",
            "VAT code is required for account 8010",
        ),
        (
            against(line("8010", credit=100, VaId="5"), JoCo="20"),
            "Btw-code is verplicht voor rekening 8010",
            "VAT code is required for account 8010",
        ),
        (
            against(line("8074", credit=100)),
            "Code verbijzondering voor as 'Kostenplaats' moet gevuld worden voor rekening 8074",
            "Allocation code for axis 'Kostenplaats' must be filled for account 8074",
        ),
        (
            allocated({"DiC1": "999"}),
            "De ingevulde waarde bij 'Kostenplaats' bestaat niet.",
            "(AntaObject) The foreignkey does not exist in the database. FieldId=Kostenplaats, ForeignkeyId=C5_KnByz4",
        ),
        (
            allocated({"DiC1": "100"}, account="8010"),
            "Geen verbijzonderingstoewijzing voor kostenplaats '100' met rekening '8010', of die is geblokkeerd.",
            "There is no assignment for cost center '100' with account '8010' or the assignment is blocked.",
        ),
        (
            allocated({"DiC1": "100", "AmCr": 60}, {"DiC1": "200", "AmCr": 30}),
            "De verbijzonderde bedragen zijn samen niet gelijk aan het bedrag van rekening 8000.",
            "The allocated amounts do not add up to the amount of account 8000.",
        ),
        (
            entry([line("1100", debit=100), line("8010", credit="99.99")], JoCo="80"),
            "De journaalpost is niet in evenwicht: debet 100, credit 99.99.",
            "The entry is not in balance: debit 100, credit 99.99.",
        ),
        (
            against(line("8010", debit=1, credit=101)),
            "Vul een bedrag in bij debet of bij credit, niet bij allebei.",
            "Enter an amount for debit or for credit, not for both.",
        ),
        (on_project("P99999"), "De ingevulde waarde bij 'Project' bestaat niet.", "The entered value for 'Project'"),
        (
            on_project("P00001", UnId=2),
            "Boeken op project P00001 in deze administratie niet toegestaan",
            "Bookings for project P00001 are not allowed in this administration",
        ),
        (
            against(line("8010", credit=100, Judg="ALLARDJ")),
            "De ingevulde waarde bij 'Medewerker' bestaat niet.",
            "(AntaObject) The foreignkey does not exist in the database. FieldId=Medewerker, ForeignkeyId=C1_HrAct",
        ),
        (
            against(line("8010", credit=100, PaCd="99")),
            "De ingevulde waarde bij 'Betalingsvoorwaarde' bestaat niet.",
            "The entered value for 'Betalingsvoorwaarde' does not exist.",
        ),
        (against(line("8010", credit=100, CuId="ZZZ")), "De ingevulde waarde bij 'Valuta' bestaat niet.", "Valuta"),
        (
            sale("1234567890123"),
            "De waarde bij 'Factuurnummer' is te lang (maximaal 12 tekens).",
            "The value for 'Factuurnummer' is too long (at most 12 characters).",
        ),
        (
            entry([line("1100", debit=1), *[line("8010", credit="0.001")] * 1000], JoCo="80"),
            "De maximale tijdsduur voor het uitvoeren van de opdracht is verstreken.",
            "The maximum duration for performing the assignment has been exceeded.",
        ),
        (entry([]), "Vul een waarde in bij 'Kenmerk rekening'.", "(AntaObject) There is no value entered"),
    ],
)
def test_what_afas_refuses(desk: Desk, body: dict[str, Any], dutch: str, english: str) -> None:
    assert desk.refused(ENTRY, body) == dutch
    assert english in desk.refused(ENTRY, body, language="en")


def test_codes_and_assignments_are_made_on_request(desk: Desk) -> None:
    body = allocated({"DiC1": "900"}, AdDa=True)
    assert desk.refused(ENTRY, body) == "De ingevulde waarde bij 'Kostenplaats' bestaat niet."
    desk.post(ENTRY, allocated({"DiC1": "900"}, AdDa=True, AdDc=True))
    (assignment,) = desk.found("Profit_Allocation_Assigments", "DimCode", "900")
    assert (assignment["Account"], assignment["Unit"]) == ("8000", 1)
    desk.post(ENTRY, allocated({"DiC1": "900"}))


def test_switches_change_what_is_asked_for(desk: Desk) -> None:
    without_code = against(line("8010", credit=100), JoCo="20")
    desk.books.switch({"vat_code_required": False, "longest_entry": 2})
    desk.post(ENTRY, without_code)
    assert desk.refused(ENTRY, sale()).startswith("De maximale tijdsduur")
    desk.books.switch({"longest_entry": 0, "project_lines_required": True})
    assert desk.refused(ENTRY, allocated({"DiC1": "100"})) == "Vul een waarde in bij 'Project'."


def test_the_locked_layout_clears_after_some_tries(desk: Desk) -> None:
    desk.books.switch({"locked_tries": 2})
    assert desk.refused(ENTRY, sale()) == "De boekingslay-out is vergrendeld door een andere gebruiker."
    assert desk.refused(ENTRY, sale(), language="en") == "The booking layout is locked by another user."
    desk.post(ENTRY, sale())


def test_several_entries_are_booked_together_or_not_at_all(desk: Desk) -> None:
    first = sale("A1")["FiEntryPar"]["Element"]
    bad = sale("A2", JoCo="99")["FiEntryPar"]["Element"]
    assert "Dagboek" in desk.refused(ENTRY, {"FiEntryPar": {"Element": [first, bad]}})
    twice = {"FiEntryPar": {"Element": [first, first]}}
    assert "A1" in desk.refused(ENTRY, twice)
    good = sale("A2")["FiEntryPar"]["Element"]
    keys = desk.post(ENTRY, {"FiEntryPar": {"Element": [first, good]}})
    assert [(one["EnNo"], one["InId"]) for one in keys] == [("300001", "A1"), ("300002", "A2")]


def test_an_entry_is_deleted_by_its_number_or_its_invoice(desk: Desk) -> None:
    desk.post(ENTRY, sale("A1"))
    desk.post(ENTRY, sale("A2"))
    assert desk.delete("FiEntries/FiEntryPar/UnId,JoCo/1,20/FiEntries/@EnNo/300001") == ""
    assert desk.delete("FiEntries/FiEntryPar/UnId,JoCo/1,20/FiEntries/InId/A2") == ""
    assert desk.found("Profit_Debtor_Invoices", "InvoiceNr", "A1") == []
    assert desk.found("Profit_Transactions", "InvoiceId", "A2") == []
    assert [one.keys["InId"] for one in desk.books.tables.deleted] == ["A1", "A2"]
    assert desk.post(ENTRY, sale("A1"))["EnNo"] == "300003"


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("UnId,JoCo/1,20/FiEntries/@EnNo/300009", "De ingevulde waarde bij 'Nummer journaalpost' bestaat niet."),
        ("UnId,JoCo/2,20/FiEntries/InId/A1", "De ingevulde waarde bij 'Factuurnummer' bestaat niet."),
        ("UnId,JoCo/1,20", "Vul een waarde in bij 'Nummer journaalpost'."),
    ],
)
def test_an_entry_that_is_not_named_is_not_deleted(desk: Desk, path: str, message: str) -> None:
    desk.post(ENTRY, sale("A1"))
    assert desk.delete(f"FiEntries/FiEntryPar/{path}") == message
    assert len(desk.books.tables.entries) == 1


def test_two_relations_with_one_invoice_number_are_not_deleted_by_it(desk: Desk) -> None:
    desk.post(ENTRY, sale("A1"))
    desk.post(ENTRY, sale("A1", "10002"))
    assert "Factuurnummer" in desk.delete("FiEntries/FiEntryPar/UnId,JoCo/1,20/FiEntries/InId/A1")


def test_a_paid_or_closed_entry_stays(desk: Desk) -> None:
    desk.post(ENTRY, sale("A1"))
    payment = entry([line("1100", debit=21), line("10001", credit=21, kind="2", InId="A1")], JoCo="50")
    number = desk.post(ENTRY, payment)["EnNo"]
    path = "FiEntries/FiEntryPar/UnId,JoCo/1,20/FiEntries/InId/A1"
    assert desk.delete(path) == "De journaalpost kan niet worden verwijderd: factuur A1 is afgeletterd."
    assert desk.found("Profit_Debtor_Invoices", "InvoiceNr", "A1")[0]["Balance"] == 100.0
    assert desk.delete(f"FiEntries/FiEntryPar/UnId,JoCo/1,50/FiEntries/EnNo/{number}") == ""
    desk.books.tables.periods[1, 2026, 5] = True
    assert desk.delete(path) == "Voor deze administratie is periode 5 van jaar 2026 geblokkeerd."
    desk.books.tables.periods[1, 2026, 5] = False
    assert desk.delete(path) == ""


def test_a_seeded_entry_is_deleted_unless_it_is_paid(desk: Desk) -> None:
    assert desk.delete("FiEntries/FiEntryPar/UnId,JoCo/1,20/FiEntries/@EnNo/200001") == ""
    assert desk.found("Profit_Transactions", "EntryNo", 200001) == []
    assert desk.found("Profit_Debtor_Invoices", "InvoiceNr", "V0000001") == []
    assert "afgeletterd" in desk.delete("FiEntries/FiEntryPar/UnId,JoCo/1,20/FiEntries/@EnNo/200004")


def test_entries_are_not_changed(desk: Desk) -> None:
    assert "FiEntries" in desk.refused(ENTRY, sale(), method="PUT")


def test_every_entry_is_in_balance(desk: Desk) -> None:
    for number in range(5):
        desk.post(ENTRY, sale(f"F{number}"))
    for booked in desk.books.tables.entries.values():
        assert sum((one.debit - one.credit for one in booked.lines), Decimal(0)) == 0
