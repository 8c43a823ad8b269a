"""Witnesses: what each connector shows of our writes, and what it leaves open."""

import json
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, cast

import pytest

from afas_assistant.errors import AssistantError
from afas_assistant.outbox.records import State, Write
from afas_assistant.outbox.store import Outbox
from afas_assistant.sync.bookings.duplicates import already_there
from afas_assistant.sync.bookings.sources import STANDARD
from afas_assistant.sync.look_up import NotShownError, Sighting
from afas_assistant.sync.mapping.mappings import MappingEntry, Mappings, Table
from afas_assistant.sync.master_records import Debtor
from afas_assistant.sync.witnesses import (
    CustomerWitness,
    DebtorWitness,
    DossierWitness,
    EntryWitness,
    StatusWitness,
    TakenBackWitness,
    witnesses,
)
from afas_assistant.timechimp.api import TimeChimp
from afas_assistant.timechimp.statuses import Status
from tests.unit.sync.booking_samples import customer
from tests.unit.sync.conftest import answered
from tests.unit.sync.pretend_books import Books, Row, TinyTimeChimp, entry_rows
from tests.unit.sync.recorded_writes import booking, intention, recorded

KEYS = {"UnId": "1", "EnNo": "300001", "InId": "2026-101"}
ROLES = {
    "administration": "Administratie", "journal": "Dagboek", "year": "Boekjaar", "entry_number": "Journaalpost",
    "line_number": "Volgnummer", "invoice_number": "Factuurnummer", "debit": "Debet", "credit": "Credit",
}  # fmt: skip
SBQ = Mappings(
    MappingEntry(Table.ROLES, f"SBQ_Transactie/{role}", {"column": column}) for role, column in ROLES.items()
)


def entries(*rows: Row) -> EntryWitness:
    return EntryWitness(Books(Profit_Transactions=list(rows)), "Profit_Transactions", STANDARD)


@pytest.mark.parametrize(
    ("rows", "sighting"),
    [
        (entry_rows("2026-101", "121", "-100", "-21"), Sighting(KEYS)),
        (entry_rows("2026-101", "121"), Sighting(KEYS)),
        (entry_rows("2026-101", "121", "-121"), Sighting(KEYS, ours=False)),
        (entry_rows("2026-101", "242", "-242"), Sighting(KEYS, ours=False)),
        (entry_rows("2026-101", "-121", "100", "21", journal="10"), None),
        (entry_rows("2026-101", "121", unit=2), None),
        (entry_rows("2026-102", "121"), None),
        ([], None),
    ],
)
def test_an_entry_is_ours_when_number_and_amounts_are(
    outbox: Outbox, rows: list[Row], sighting: Sighting | None
) -> None:
    write = recorded(outbox, booking(), State.UNKNOWN)
    assert entries(*rows).find(write) == sighting


def test_the_entries_of_many_bookings_are_read_together(outbox: Outbox) -> None:
    books = Books(Profit_Transactions=entry_rows("2026-101", "121", "-100", "-21"))
    witness = EntryWitness(books, "Profit_Transactions", STANDARD)
    write = recorded(outbox, booking(), State.UNKNOWN)
    absent = replace(write, before={**write.before, "invoice_number": "2026-102"})
    assert witness.expect([write, absent])
    asked = len(books.asked)
    assert (witness.find(write), witness.find(absent)) == (Sighting(KEYS), None)
    assert len(books.asked) == asked


def test_entries_that_cannot_be_read_together_are_no_sighting(outbox: Outbox) -> None:
    books = Books()
    books.error = answered("maintenance", 503)
    witness = EntryWitness(books, "Profit_Transactions", STANDARD)
    assert not witness.expect([recorded(outbox, booking(), State.UNKNOWN)])


def test_when_the_body_is_forgotten_the_debtors_amount_tells(outbox: Outbox) -> None:
    write = replace(recorded(outbox, booking(), State.UNKNOWN), body=None)
    seen = entries(*entry_rows("2026-101", "121", "-121")).find(write)
    assert seen == Sighting(KEYS)


def test_other_columns_are_a_sentence_and_no_crash(outbox: Outbox) -> None:
    row = {"UnitId": 1, "InvoiceId": "2026-101"}
    with pytest.raises(AssistantError) as caught:
        entries(row).find(recorded(outbox, booking(), State.UNKNOWN))
    assert caught.value.code == "columns_differ"


def test_another_connector_shows_entries_once_its_columns_are_confirmed(outbox: Outbox) -> None:
    row = {"Administratie": 1, "Dagboek": "20", "Boekjaar": 2026, "Journaalpost": 7, "Volgnummer": 1,
           "Factuurnummer": "2026-101", "Debet": Decimal(121), "Credit": None}  # fmt: skip
    books = Books(SBQ_Transactie=[row])
    assert [one.kinds for one in witnesses(books, {"SBQ_Transactie"}, None, Mappings())] == []
    found = witnesses(books, {"SBQ_Transactie"}, None, SBQ)
    assert [one.connector for one in found] == ["SBQ_Transactie", "SBQ_Transactie"]
    assert found[0].find(recorded(outbox, booking(), State.UNKNOWN)) == Sighting({**KEYS, "EnNo": "7"})


def test_what_is_gone_was_taken_back_where_it_was_shown_before(outbox: Outbox) -> None:
    original = recorded(outbox, booking())
    before = {"kind": "entry", "original": dict(original.before), "shown_by": "Profit_Transactions"}
    wanted = intention("take_back", before=before, amount=Decimal(121))
    write = recorded(outbox, wanted, State.UNKNOWN)

    def seen(*rows: Row, **other: str | None) -> Sighting | None:
        books = Books(Profit_Transactions=list(rows))
        asked = replace(write, before={**before, **other})
        return TakenBackWitness(books, "Profit_Transactions", STANDARD).find(asked)

    assert seen() == Sighting({})
    assert seen(*entry_rows("2026-101", "121", "-100", "-21")) is None
    for never in ({"shown_by": None}, {"shown_by": "SBQ_Transactie"}, {"kind": "direct_invoice"}):
        with pytest.raises(NotShownError):
            seen(**never)


RELATION = {"KnSalesRelationOrg": {"Element": {"Fields": {"VaId": "NL001234567B01"}, "Objects": [
    {"KnOrganisation": {"Element": {"Fields": {"Nm": "Nieuw B.V.", "CcNr": "12345678"}}}}]}}}  # fmt: skip


@pytest.mark.parametrize(
    ("debtors", "sighting"),
    [
        ([Debtor("200001", "Anders", "5", chamber_number="12345678")], Sighting({"DbId": "200001", "BcCo": "5"})),
        ([Debtor("200001", "Anders", "5", vat_number="NL 0012.34.567.B01")],
         Sighting({"DbId": "200001", "BcCo": "5"})),
        ([Debtor("200001", "Nieuw BV", "5")], Sighting({"DbId": "200001", "BcCo": "5"}, ours=False)),
        ([Debtor("1", "A", "4", chamber_number="12345678"), Debtor("2", "B", "5", chamber_number="12345678")],
         Sighting({"DbId": "1", "BcCo": "4"}, ours=False)),
        ([Debtor("200001", "Anders", "5")], None),
    ],
)  # fmt: skip
def test_a_debtor_is_known_by_its_registrations_not_by_its_name(
    outbox: Outbox, debtors: list[Debtor], sighting: Sighting | None
) -> None:
    write = recorded(outbox, intention("debtor", body=json.dumps(RELATION)), State.UNKNOWN)
    assert DebtorWitness(lambda: debtors, "Profit_Debtor").find(write) == sighting


def test_a_dossier_item_is_found_on_its_invoice(outbox: Outbox) -> None:
    link = {"KnSubjectLink": {"Element": [{"Fields": {"SiUn": 1, "SiId": "2026-101"}}]}}
    body = {"KnSubject": {"Element": {"Fields": {"StId": 15, "Ds": "2026-101"}, "Objects": [link]}}}
    row = {"SubjectId": 6001, "AdministrationSalesInvoice": 1, "SalesInvoiceNumber": "2026-101", "TypeId": 15,
           "Subject": "2026-101"}  # fmt: skip
    write = recorded(outbox, intention("dossier_item", body=json.dumps(body)), State.UNKNOWN)
    assert DossierWitness(Books(Profit_SubjectFile=[row])).find(write) == Sighting({"SbId": "6001"})
    other = {**row, "TypeId": 16}
    assert DossierWitness(Books(Profit_SubjectFile=[other])).find(write) is None
    with pytest.raises(NotShownError):
        DossierWitness(Books(Profit_SubjectFile=[row])).find(replace(write, body=None))


def timechimp(*args: Any, **kwargs: Any) -> TimeChimp:
    return cast("TimeChimp", TinyTimeChimp(*args, **kwargs))


def test_a_new_customer_is_found_by_its_number(outbox: Outbox) -> None:
    write = recorded(outbox, intention("customer_new", label="000123"), State.UNKNOWN)
    assert CustomerWitness(timechimp(customer())).find(write) == Sighting({"id": "7"})
    assert CustomerWitness(timechimp(customer("123"))).find(write) is None
    twice = CustomerWitness(timechimp(customer(), customer(customer_id=8))).find(write)
    assert twice == Sighting({"id": "7"}, ours=False)


@pytest.mark.parametrize("kind", ["customer_update", "debtor_number"])
def test_a_changed_customer_is_otherwise_than_before(outbox: Outbox, kind: str) -> None:
    before = {"customer": 7, "fields": {"name": "Jansen", "phone": "010"}}
    write = recorded(outbox, intention(kind, before=before), State.UNKNOWN)

    def seen(**fields: str) -> Sighting | None:
        return CustomerWitness(timechimp(replace(customer(), **fields))).find(write)  # type: ignore[arg-type]

    assert seen(name="Jansen", phone="010") is None
    assert seen(name="Jansen B.V.", phone="020") == Sighting({})
    assert seen(name="Jansen B.V.", phone="010") == Sighting({}, ours=False)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("time/changestatusintern", {"registrationIds": [1, 2], "status": 3}),
        ("times/status", {"times": [{"id": 1}, {"id": 2}], "status": "Invoiced"}),
    ],
)
def test_statuses_are_read_again_in_the_form_of_either_api(outbox: Outbox, path: str, body: Row) -> None:
    wanted = intention("registration_status", path=path, body=json.dumps(body))
    write = recorded(outbox, wanted, State.UNKNOWN)
    both = timechimp(hours_1=Status.INVOICED, hours_2=Status.INVOICED)
    one = timechimp(hours_1=Status.INVOICED, hours_2=Status.APPROVED)
    assert StatusWitness(both).find(write) == Sighting({})
    assert StatusWitness(one).find(write) is None


def test_no_witness_speaks_of_direct_invoices() -> None:
    books = Books(Profit_Transactions=[], Profit_SubjectFile=[])
    found = witnesses(books, {"Profit_Transactions", "Profit_SubjectFile"}, timechimp(), Mappings(), debtors=list)
    kinds = frozenset[str]().union(*(one.kinds for one in found))
    assert kinds == {
        "entry", "take_back", "dossier_item", "debtor", "customer_new", "customer_update", "debtor_number",
        "registration_status",
    }  # fmt: skip


USED = ("invoice_number_used", 500, "Factuurnummer 2026-101 wordt al gebruikt")


@pytest.mark.parametrize(
    ("rows", "keys"),
    [
        (entry_rows("2026-101", "121", "-100", "-21"), KEYS),
        (entry_rows("2026-101", "242", "-242"), None),
        ([], {"InId": "2026-101"}),
    ],
)
def test_a_used_number_is_already_there_unless_the_amounts_differ(
    outbox: Outbox, rows: Sequence[Row], keys: Row | None
) -> None:
    write = recorded(outbox, booking(), State.SENDING)
    assert already_there(write, answered(*USED), [entries(*rows)]) == keys


def test_only_that_refusal_of_a_booking_means_already_there(outbox: Outbox) -> None:
    write: Write = recorded(outbox, booking(), State.SENDING)
    assert already_there(write, answered(*USED), []) == {"InId": "2026-101"}
    assert already_there(write, answered("period_blocked", 500, "geblokkeerd"), []) is None
    assert already_there(write, answered("invoice_number_used", 200), []) is None
    assert already_there(replace(write, kind="direct_invoice"), answered(*USED), []) is None
