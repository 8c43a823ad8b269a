"""Sales bookings: what is booked, what is not, and why; every booking balances to the cent."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afas_assistant.outbox.records import State, System, Write
from afas_assistant.sync.bookings.attachments import PdfFile
from afas_assistant.sync.bookings.booked_entries import BookedEntry
from afas_assistant.sync.bookings.plan import BookingOptions, customers_without_debtor, invoice_numbers
from afas_assistant.sync.bookings.record import invoice_digest
from afas_assistant.sync.customers.directory import CustomerDirectory
from afas_assistant.sync.mapping.mappings import Mappings
from afas_assistant.sync.master_records import Journal, MasterData
from afas_assistant.sync.plan import Outlook, PlannedRecord
from afas_assistant.timechimp.models import Invoice
from afas_assistant.timechimp.statuses import InvoiceStatus
from tests.unit.sync.booking_samples import (
    CUSTOMERS,
    JANSEN,
    MASTER,
    NOW,
    SCOPE,
    TODAY,
    codes,
    invoice,
    mappings,
    plan,
    record,
    row,
)
from tests.unit.sync.conftest import record as other_record

D = Decimal
Data = dict[str, Any]


def entry(found: PlannedRecord) -> Data:
    assert found.intention is not None
    element: Data = json.loads(found.intention.body)["FiEntryPar"]["Element"]
    return element


def lines(found: PlannedRecord) -> list[Data]:
    return [one["Fields"] for one in entry(found)["Objects"][0]["FiEntries"]["Element"]]


def test_an_invoice_becomes_debtor_revenue_and_vat() -> None:
    found = record(invoice(row("80", code="301", text="Ontwerp"), row("20", "9"), net="100", gross="118.60"))
    assert (found.outlook, found.reference, found.amount) == (Outlook.WILL_PASS, "1/2026-101", D("118.60"))
    assert entry(found)["Fields"] == {"Year": 2026, "Peri": 10, "UnId": 1, "JoCo": "20"}
    debtor, design, advice, high, low = lines(found)
    day = {"EnDa": "2026-10-31", "BpDa": "2026-10-31", "BpNr": "2026-101"}
    assert debtor == {**day, "VaAs": "2", "AcNr": "000123", "Ds": "2026-101 Jansen B.V.", "AmDe": 118.6, "AmCr": 0,
                      "InId": "2026-101", "DaEx": "2026-11-30"}  # fmt: skip
    assert design == {**day, "VaAs": "1", "AcNr": "8010", "Ds": "2026-101 Ontwerp", "AmDe": 0, "AmCr": 80, "VaId": "1"}
    assert (advice["AcNr"], advice["AmCr"], advice["VaId"]) == ("8010", 20, "2")
    assert (high["AcNr"], high["AmCr"], high["VaId"]) == ("1510", 16.8, "1")
    assert (low["AcNr"], low["AmCr"], low["VaId"]) == ("1511", 1.8, "2")
    assert found.intention
    assert (found.intention.kind, found.intention.path, found.intention.method) == ("entry", "FiEntries", "POST")
    assert found.intention.sources == ("invoice/88",)


def test_a_cost_centre_goes_with_its_account() -> None:
    found = record(invoice(row("100", code="300")))
    (allocation,) = entry(found)["Objects"][0]["FiEntries"]["Element"][1]["Objects"]
    assert allocation == {"FiDimEntries": {"Element": [{"Fields": {"DiC1": "100", "AmDe": 0, "AmCr": 100}}]}}


def test_a_credit_is_the_mirror_of_its_invoice() -> None:
    rows = (row("80", code="300"), row("20", "9"))
    bill = record(invoice(*rows, net="100", gross="118.60"))
    credit = record(invoice(*rows, net="100", gross="118.60", credit=True))
    negative = record(invoice(row("-80", code="300"), row("-20", "9"), net="-100", gross="-118.60", credit=True))
    assert [one["AmDe"] for one in lines(credit)] == [one["AmCr"] for one in lines(bill)]
    assert [one["AmCr"] for one in lines(credit)] == [one["AmDe"] for one in lines(bill)]
    assert lines(credit) == lines(negative)
    assert (credit.amount, codes(credit), codes(negative)) == (D("-118.60"), ["credit_turned"], [])


def test_a_discount_stands_on_the_debit_side() -> None:
    found = record(invoice(row("150"), row("-50", code="301", text="Korting"), net="100", gross="121"))
    assert [(one["AmDe"], one["AmCr"]) for one in lines(found)] == [(121, 0), (0, 150), (50, 0), (0, 21)]


def test_zero_per_cent_has_a_code_by_duty_and_no_vat_line() -> None:
    here = record(invoice(row("100", "0"), net="100", gross="100"))
    abroad = record(invoice(row("100", "0"), net="100", gross="100", customer_id=8, customer_number="10008"))
    assert [one.get("VaId") for one in lines(here)] == [None, "3"]
    assert [one.get("VaId") for one in lines(abroad)] == [None, "4"]
    assert (abroad.outlook, codes(abroad)) == (Outlook.WILL_PASS, ["debtor_blocked"])


def test_a_code_for_another_vat_duty_is_for_a_person_to_judge() -> None:
    abroad = record(invoice(customer_id=8, customer_number="10008"))
    assert (abroad.outlook, codes(abroad)) == (Outlook.CANNOT_TELL, ["vat_duty_differs", "debtor_blocked"])


@pytest.mark.parametrize(
    ("changes", "outlook", "code"),
    [
        ({"status": InvoiceStatus.CONCEPT}, Outlook.NOTHING_TO_DO, "concept"),
        ({"status": InvoiceStatus.UNKNOWN}, Outlook.WILL_FAIL, "status_unknown"),
        ({"currency": "USD"}, Outlook.WILL_FAIL, "currency"),
        ({"date": None}, Outlook.WILL_FAIL, "no_date"),
        ({"date": TODAY + timedelta(days=1)}, Outlook.CANNOT_TELL, "future_date"),
        ({"date": date(2026, 9, 30)}, Outlook.WILL_FAIL, "period_blocked"),
        ({"date": date(2025, 12, 31)}, Outlook.WILL_FAIL, "period_missing"),
        ({"number": "", "running_number": None}, Outlook.WILL_FAIL, "number_missing"),
        ({"number": "FACTUURNR-101"}, Outlook.WILL_FAIL, "number_too_long"),
        ({"customer_id": 9, "customer_number": ""}, Outlook.WILL_FAIL, "no_number"),
        ({"customer_id": 99, "customer_number": "123"}, Outlook.WILL_FAIL, "number_unknown"),
        ({"rows": (row("90"),)}, Outlook.WILL_FAIL, "rows_differ"),
        ({"rows": (row("100", None),)}, Outlook.WILL_FAIL, "rate_missing"),
        ({"total": D(150)}, Outlook.WILL_FAIL, "vat_differs"),
        ({"rows": (row("100", "6"),), "total": D(106)}, Outlook.WILL_FAIL, "vat_unmapped"),
        ({"rows": (), "total": D(0), "total_without_vat": D(0)}, Outlook.NOTHING_TO_DO, "zero"),
        ({"rows": (row("100", "0"), row("-100", "0", code="300")), "total": D(0), "total_without_vat": D(0)},
         Outlook.WILL_FAIL, "zero_total"),
    ],
)  # fmt: skip
def test_what_is_amiss_with_an_invoice_is_told(changes: Mapping[str, Any], outlook: Outlook, code: str) -> None:
    found = record(replace(invoice(), **changes))
    assert found.outlook is outlook
    assert code in codes(found)
    assert not (outlook is not Outlook.CANNOT_TELL and found.tickable)


@pytest.mark.parametrize(
    ("chosen", "outlook", "code"),
    [
        (mappings(without="journal"), Outlook.WILL_FAIL, "journal_missing"),
        (mappings(journal="22"), Outlook.WILL_FAIL, "journal_unknown"),
        (mappings(journal="21"), Outlook.WILL_FAIL, "journal_blocked"),
        (mappings(without="number_form"), Outlook.CANNOT_TELL, "number_form_unconfirmed"),
        (mappings(number_prefix="TIMECHIMP-"), Outlook.WILL_FAIL, "number_too_long"),
        (mappings(booking_status="paid"), Outlook.NOTHING_TO_DO, "status_not_booked"),
        (mappings(revenue={}), Outlook.WILL_FAIL, "revenue_unmapped"),
        (mappings(revenue={"default": {"account": "8020"}}), Outlook.WILL_FAIL, "vat_not_allowed"),
        (mappings(revenue={"default": {"account": "8030"}}), Outlook.WILL_FAIL, "account_blocked"),
        (mappings(revenue={"default": {"account": "8040"}}), Outlook.WILL_FAIL, "project_required"),
        (mappings(revenue={"default": {"account": "8050"}}), Outlook.WILL_FAIL, "axis_required"),
        (mappings(revenue={"default": {"account": "8050", "cost_centre": "100"}}), Outlook.WILL_FAIL, "axis_required"),
        (mappings(revenue={"default": {"account": "8999"}}), Outlook.WILL_FAIL, "account_unknown"),
        (mappings(revenue={"default": {"account": "8000"}}), Outlook.WILL_FAIL, "cost_centre_required"),
        (mappings(revenue={"default": {"account": "8000", "cost_centre": "200"}}), Outlook.WILL_FAIL,
         "assignment_missing"),
        (mappings(vat={}), Outlook.WILL_FAIL, "vat_unmapped"),
        (mappings(vat={"21/": {"code": "8"}}), Outlook.WILL_FAIL, "vat_code_unknown"),
        (mappings(vat={"21/": {"code": "9"}}), Outlook.WILL_FAIL, "vat_code_blocked"),
        (mappings(vat={"21/": {"code": "2"}}), Outlook.WILL_FAIL, "vat_rate_differs"),
    ],
)  # fmt: skip
def test_what_is_amiss_with_the_mappings_is_told(chosen: Mappings, outlook: Outlook, code: str) -> None:
    found = record(invoice(), chosen=chosen)
    assert (found.outlook, code in codes(found)) == (outlook, True)


@pytest.mark.parametrize(
    ("without", "code"),
    [("journals", "journals_unread"), ("accounts", "accounts_unread"), ("allocations", "allocations_unread")],
)
def test_a_list_that_afas_does_not_show_makes_it_uncertain_and_sendable(without: str, code: str) -> None:
    unread: dict[str, Any] = {without: None}
    found = record(invoice(row("100", code="300")), master=replace(MASTER, **unread))
    assert (found.outlook, codes(found), found.tickable) == (Outlook.CANNOT_TELL, [code], True)


def test_without_afass_vat_codes_the_mapping_names_the_account() -> None:
    blind = replace(MASTER, vat_codes=None)
    assert codes(record(invoice(), master=blind)) == ["vat_account_missing"]
    found = record(invoice(), master=blind, chosen=mappings(vat={"21/": {"code": "1", "account": "1510"}}))
    assert (found.outlook, codes(found)) == (Outlook.CANNOT_TELL, ["vat_codes_unread"])
    assert lines(found)[2]["AcNr"] == "1510"


@pytest.mark.parametrize(
    ("options", "chosen", "period", "code"),
    [
        (BookingOptions(TODAY), mappings(), None, "period_unknown"),
        (BookingOptions(TODAY, year=2026, period=13), mappings(), (2026, 13), None),
        (BookingOptions(TODAY), mappings(period_form="calendar"), (2026, 10), "period_by_calendar"),
    ],
)
def test_without_afass_periods_they_are_asked_for(
    options: BookingOptions, chosen: Mappings, period: tuple[int, int] | None, code: str | None
) -> None:
    found = record(invoice(), master=replace(MASTER, periods=None), options=options, chosen=chosen)
    assert codes(found) == ([code] if code else [])
    assert found.tickable is (period is not None)
    if period:
        assert (entry(found)["Fields"]["Year"], entry(found)["Fields"]["Peri"]) == period
    else:
        assert found.outlook is Outlook.CANNOT_TELL


@pytest.mark.parametrize(
    ("year", "period", "outlook", "code"),
    [
        (2026, 10, Outlook.WILL_PASS, None),
        (2026, 11, Outlook.WILL_PASS, "period_given"),
        (2026, 9, Outlook.WILL_FAIL, "period_blocked"),
        (2025, 1, Outlook.WILL_FAIL, "period_missing"),
    ],
)
def test_a_period_that_was_given_is_used_and_held_against_afass_own(
    year: int, period: int, outlook: Outlook, code: str | None
) -> None:
    found = record(invoice(), options=BookingOptions(TODAY, year=year, period=period))
    assert found.outlook is outlook
    assert (code in codes(found)) is (code is not None)
    if outlook is Outlook.WILL_PASS:
        assert entry(found)["Fields"]["Peri"] == period


@pytest.mark.parametrize(
    ("journal", "doubted"),
    [
        (Journal(1, "20", "Inkoop", "I"), True),
        (Journal(1, "20", "Kas", "K"), True),
        (Journal(1, "20", "Bank Rabo", "B"), True),
        (Journal(1, "20", "Verkoopboek kassa", "V"), False),
        (Journal(1, "20", "Dagboek 20", "X"), False),
    ],
)
def test_a_journal_that_is_not_for_sales_is_doubted(journal: Journal, doubted: bool) -> None:
    found = record(invoice(), master=replace(MASTER, journals=(journal,)))
    assert ("journal_not_for_sales" in codes(found)) is doubted


def test_a_vat_code_for_purchases_is_doubted() -> None:
    assert MASTER.vat_codes is not None
    of_purchases = {code: replace(one, description="Inkoop hoog") for code, one in MASTER.vat_codes.items()}
    assert "vat_not_for_sales" in codes(record(invoice(), master=replace(MASTER, vat_codes=of_purchases)))
    assert "vat_not_for_sales" not in codes(record(invoice()))


def test_the_running_number_is_used_where_that_was_confirmed() -> None:
    chosen = mappings(number_form="running", number_prefix="TC")
    assert lines(record(invoice(), chosen=chosen))[0]["InId"] == "TC101"
    assert invoice_numbers([invoice(), invoice(number="", running_number=None)], chosen) == ["TC101"]


def test_two_invoices_that_would_get_one_number_are_both_kept_back() -> None:
    last_year = invoice(id=12, number="2025-101", prefix="2025-")
    found = plan(invoice(), last_year, chosen=mappings(number_form="running")).records
    assert [codes(one) for one in found] == [["number_twice"], ["number_twice"]]
    assert len({one.reference for one in found}) == 2


def booked(*amounts: str, journal: str = "20") -> dict[str, list[BookedEntry]]:
    return {"2026-101": [BookedEntry(1, journal, 2026, "300001", "2026-101", tuple(map(D, amounts)))]}


@pytest.mark.parametrize(
    ("there", "outlook", "code"),
    [
        (booked("121", "-100", "-21"), Outlook.NOTHING_TO_DO, "already_there"),
        (booked("121"), Outlook.NOTHING_TO_DO, "already_there"),
        (booked("121", "-100", "-21", journal="21"), Outlook.NOTHING_TO_DO, "already_there"),
        (booked("121", "-121"), Outlook.WILL_FAIL, "number_used"),
        (booked("-121", "100", "21"), Outlook.WILL_FAIL, "number_used"),
        (booked("-121", "100", "21", journal="10"), Outlook.CANNOT_TELL, "number_elsewhere"),
    ],
)
def test_a_number_that_is_used_in_afas(there: dict[str, list[BookedEntry]], outlook: Outlook, code: str) -> None:
    found = record(invoice(), booked=there)
    assert (found.outlook, codes(found)) == (outlook, [code])


def sent_as(state: State, digest: str) -> dict[str, Write]:
    write = Write(
        id=12, run_id=1, scope=SCOPE, system=System.AFAS, kind="entry", reference="1/2026-101", method="POST",
        path="FiEntries", body=None, body_digest="", label="2026-101", counterpart="Jansen B.V.", amount=D(121),
        currency="EUR", sources=("invoice/88",), before={"digest": digest}, follow_ups=(), follows_id=None, state=state,
        keys={}, problem=None, technical=(), proof={}, shown_by=None, intended_at=NOW, sent_at=NOW, changed_at=NOW,
    )  # fmt: skip
    return {"invoice/88": write}


@pytest.mark.parametrize(
    ("state", "now", "outlook", "code"),
    [
        (State.CONFIRMED, invoice(), Outlook.NOTHING_TO_DO, "sent_before"),
        (State.CONFIRMED, invoice(status=InvoiceStatus.PAID), Outlook.NOTHING_TO_DO, "sent_before"),
        (State.UNKNOWN, invoice(), Outlook.CANNOT_TELL, "arrival_unknown"),
        (State.CONFIRMED, invoice(gross="121.01"), Outlook.CANNOT_TELL, "changed_after_booking"),
        (State.CONFIRMED, invoice(row("100", text="Anders")), Outlook.CANNOT_TELL, "changed_after_booking"),
        (State.CONFIRMED, invoice(due_date=TODAY), Outlook.CANNOT_TELL, "changed_after_booking"),
    ],
)
def test_what_was_booked_before_is_not_booked_again(state: State, now: Invoice, outlook: Outlook, code: str) -> None:
    found = record(now, sent=sent_as(state, invoice_digest(invoice())))
    assert (found.outlook, codes(found), found.intention) == (outlook, [code], None)


def test_a_debtor_that_is_missing_is_made_first() -> None:
    bill = invoice(customer_id=9, customer_number="", customer_name="Nieuw B.V.")
    directory = CustomerDirectory((JANSEN,), CUSTOMERS)
    assert customers_without_debtor([bill, invoice(), bill], directory) == [CUSTOMERS[2]]
    made = replace(other_record(9), reference="customer/9")
    found = plan(bill, new_debtors={9: made})
    debtor, booking = found.records
    assert debtor == made
    assert booking.needs
    assert (booking.outlook, booking.needs.reference, codes(booking)) == (
        Outlook.WILL_PASS, "customer/9", ["debtor_first"],
    )  # fmt: skip
    assert lines(booking)[0]["AcNr"] == booking.needs.placeholder


def test_a_debtor_for_no_ticked_booking_does_not_start_ticked() -> None:
    bill = invoice(customer_id=9, customer_number="", date=TODAY + timedelta(days=3))
    debtor, _ = plan(bill, new_debtors={9: replace(other_record(9), reference="customer/9")}).records
    assert (debtor.tickable, debtor.ticked_at_first) == (True, False)
    failing = plan(replace(bill, currency="USD"), new_debtors={9: debtor}).records
    assert len(failing) == 1


def test_a_pdf_follows_its_booking() -> None:
    options = BookingOptions(TODAY, attachments={"2026-101": PdfFile("a.pdf", b"%PDF-1.7")}, may_attach=True)
    found = record(invoice(), options=options, chosen=mappings(dossier_type="15"))
    assert found.intention
    (step,) = found.intention.follow_ups
    body = json.loads(step.body)["KnSubject"]["Element"]
    link = body["Objects"][0]["KnSubjectLink"]["Element"][0]["Fields"]
    assert (step.kind, step.path, body["Fields"]["StId"]) == ("dossier_item", "KnSubject", 15)
    assert link == {"DoCRM": True, "SfTp": "4", "SfId": "000123", "SiUn": 1, "SiTp": 1, "SiId": "2026-101"}
    (file,) = body["Objects"][1]["KnSubjectAttachment"]["Element"]
    assert file["Fields"] == {"FileName": "a.pdf", "FileStream": "JVBERi0xLjc="}
    for less in (replace(options, may_attach=False), options):
        chosen = mappings() if less is options else mappings(dossier_type="15")
        assert codes(record(invoice(), options=less, chosen=chosen)) == ["attachment_not_possible"]


def test_a_thousand_lines_are_the_most() -> None:
    rows = tuple(row("1", "0", code=str(number)) for number in range(1000))
    whole = invoice(*rows, net="1000", gross="1000")
    less = invoice(*rows[:999], net="999", gross="999")
    assert codes(record(whole)) == ["too_many_lines"]
    assert record(less).outlook is Outlook.WILL_PASS


def test_the_rest_is_told_for_the_whole_plan() -> None:
    blind = MasterData(absent={"Profit_Journals": "it is not in the app connector"})
    text = " ".join(one.render("en") for one in plan(master=blind).remarks)
    for words in ("Open or Paid", "Profit_Transactions", "Profit_Journals", "taken back"):
        assert words in text
    assert len(plan(chosen=mappings(booking_status="open_and_paid"), booked={}).remarks) == 1


def test_the_plan_changes_with_the_invoice_and_with_nothing_else() -> None:
    first, same = record(), record(invoice(status=InvoiceStatus.PAID))
    assert first.fingerprint == same.fingerprint
    for other in (invoice(row("100", code="300")), invoice(customer_id=8)):
        assert record(other).fingerprint != first.fingerprint
    assert record(chosen=mappings(payment_condition="30")).fingerprint != first.fingerprint


AMOUNTS = st.decimals(min_value=D("-900"), max_value=D("9000"), places=2)
ROWS = st.lists(
    st.tuples(AMOUNTS, st.sampled_from(["21", "9", "0"]), st.sampled_from(["300", "301", "", "x"])), max_size=9
)


@given(rows=ROWS, cents_off=st.integers(-5, 5), credit=st.booleans(), including=st.booleans())
def test_every_booking_balances(
    rows: list[tuple[Decimal, str, str]], cents_off: int, credit: bool, including: bool
) -> None:
    factor = {rate: 1 + D(rate) / 100 for rate in ("21", "9", "0")}
    made = tuple(
        row(str((amount * factor[rate]).quantize(D("0.01")) if including else amount), rate, code=code)
        for amount, rate, code in rows
    )
    net = sum((amount for amount, _, _ in rows), D(0))
    vat = sum((amount * (factor[rate] - 1) for amount, rate, _ in rows), D(0)).quantize(D("0.01"))
    gross = net + vat + D(cents_off) / 100
    found = record(invoice(*made, net=str(net), gross=str(gross), credit=credit))
    if found.intention is None:
        return
    booked_lines = lines(found)
    debit = sum(D(str(one["AmDe"])) for one in booked_lines)
    credit_side = sum(D(str(one["AmCr"])) for one in booked_lines)
    assert debit == credit_side
    assert all(one["AmDe"] >= 0 and one["AmCr"] >= 0 and one["AmDe"] * one["AmCr"] == 0 for one in booked_lines)
    assert D(str(booked_lines[0]["AmDe"])) - D(str(booked_lines[0]["AmCr"])) == found.amount
    assert sum(one.debit for one in found.account_lines) == sum(one.credit for one in found.account_lines)
    assert abs(found.amount or 0) == abs(gross)
