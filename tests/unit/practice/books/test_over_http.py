"""The books over real HTTP, through faults of the line and the control side."""

import threading
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from afas_assistant.practice.process import PracticeProcess
from afas_assistant.practice.remote import PracticeControlError
from tests.helpers.afas_bodies import DAY, invoice, relation, sale, subject
from tests.helpers.practice_calls import authorization

BROKEN = (httpx.RemoteProtocolError, httpx.ReadError)


@pytest.fixture(scope="module")
def running() -> Iterator[PracticeProcess]:
    with PracticeProcess(size=40) as process:
        yield process


@pytest.fixture
def practice(running: PracticeProcess) -> PracticeProcess:
    running.switch("healthy", reset=True)
    running.clock_today(DAY)
    return running


@pytest.fixture
def afas(practice: PracticeProcess) -> Iterator[httpx.Client]:
    headers = {"Authorization": authorization(practice.token())}
    with httpx.Client(base_url=practice.rest, headers=headers, trust_env=False, timeout=20) as client:
        yield client


def rows(afas: httpx.Client, connector: str, column: str, value: str) -> list[dict[str, Any]]:
    query = {"filterfieldids": column, "filtervalues": value}
    found: list[dict[str, Any]] = afas.get(f"connectors/{connector}", params=query).json()["rows"]
    return found


def test_the_report_holds_what_arrived(practice: PracticeProcess, afas: httpx.Client) -> None:
    assert practice.books()["counts"] == {}
    debtor = afas.post("connectors/KnSalesRelationOrg", json=relation()).json()["results"]["KnSalesRelationOrg"]
    afas.post("connectors/FbDirectInvoice", json=invoice(DbId=debtor["DbId"], RfCs="TC-abc"))
    entry = afas.post("connectors/FiEntries", json=sale()).json()["results"]["FiEntryPar"]
    item = afas.post("connectors/KnSubject", json=subject(SfTp=4, SfId="10001")).json()["results"]["KnSubject"]
    assert afas.delete(f"connectors/KnSubject/KnSubject/@SbId/{item['SbId']}").status_code == 200
    books = practice.books()
    assert books["counts"] == {"KnSalesRelationOrg": 1, "FbDirectInvoice": 1, "FiEntries": 1}
    assert practice.state()["written"] == 3
    (made,) = books["written"]["KnSalesRelationOrg"]
    assert (made["keys"], made["organisation"]) == (debtor, "new")
    (kept,) = books["written"]["FbDirectInvoice"]
    assert (kept["element"]["RfCs"], kept["element"]["FbDirectInvoiceLines"][0]["QuUn"]) == ("TC-abc", "2.5")
    (booked,) = books["entries"]
    assert (booked["invoice"], str(booked["number"])) == ("2026-0101", entry["EnNo"])
    assert [(line["account"], line["debit"], line["credit"]) for line in booked["lines"]] == [
        ("1300", "121.00", "0"),
        ("8010", "0", "100.00"),
        ("1510", "0", "21.00"),
    ]
    assert books["deleted"][0]["keys"] == item
    practice.reset()
    assert (
        practice.books()["counts"] == practice.books()["switches"]["hidden"] == [] or practice.books()["counts"] == {}
    )
    assert rows(afas, "Profit_Debtor", "DebtorId", debtor["DbId"]) == []


def test_a_booking_whose_line_broke_is_there_or_not(practice: PracticeProcess, afas: httpx.Client) -> None:
    for kind, arrived in (("cut_before", 0), ("cut_after", 1)):
        practice.faults([{"kind": kind, "path": "FiEntries"}])
        with pytest.raises(BROKEN):
            afas.post("connectors/FiEntries", json=sale(kind))
        assert len(rows(afas, "Profit_Transactions", "InvoiceId", kind)) == 3 * arrived
    again = afas.post("connectors/FiEntries", json=sale("cut_after"))
    assert "wordt al gebruikt" in again.json()["externalMessage"]


def test_a_booking_minutes_later_meets_the_one_that_was_sent_again(
    practice: PracticeProcess, afas: httpx.Client
) -> None:
    bodies = {"FiEntries": sale("LATE"), "FbDirectInvoice": invoice()}
    practice.faults([{"kind": "cut_late", "path": connector, "seconds": 600} for connector in bodies])
    for connector, body in bodies.items():
        with pytest.raises(BROKEN):
            afas.post(f"connectors/{connector}", json=body)
        assert afas.post(f"connectors/{connector}", json=body).status_code == 201
    practice.clock_forward(601)
    # the invoice number is the only lock; a direct invoice has none
    assert practice.books()["counts"] == {"FiEntries": 1, "FbDirectInvoice": 2}
    assert [hit["booked"] for hit in practice.faults_hit()["hits"]] == [500, 201]


def test_an_invoice_is_paid_and_a_period_blocked(practice: PracticeProcess, afas: httpx.Client) -> None:
    afas.post("connectors/FiEntries", json=sale())
    assert practice.pay("10001", "2026-0101", amount="21")["balance"] == "100.00"
    assert rows(afas, "Profit_Debtor_Invoices", "InvoiceNr", "2026-0101")[0]["Balance"] == 100.0
    assert practice.pay("10001", "2026-0101")["balance"] == "0.00"
    assert rows(afas, "Profit_Debtor_Invoices", "InvoiceNr", "2026-0101") == []
    deleted = afas.delete("connectors/FiEntries/FiEntryPar/UnId,JoCo/1,20/FiEntries/InId/2026-0101")
    assert "afgeletterd" in deleted.json()["externalMessage"]
    practice.block_period(2026, 5)
    periods = rows(afas, "Profit_periods_per_administration", "Year,Period,Unit", "2026,5,1")
    assert [row["Blocked"] for row in periods] == [True]
    refused = afas.post("connectors/FiEntries", json=sale("A2"))
    assert refused.json()["externalMessage"] == "Voor deze administratie is periode 5 van jaar 2026 geblokkeerd."
    practice.block_period(2026, 5, blocked=False)
    assert afas.post("connectors/FiEntries", json=sale("A2")).status_code == 201


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("books/pay", {"relation": "10001", "invoice": "NONE"}),
        ("books/pay", {"relation": "10001", "invoice": "V0000001", "amount": "much"}),
        ("books/period", {"year": 2031, "period": 1}),
        ("books/period", {"year": 2026, "period": "May"}),
        ("books/switches", {"nope": 1}),
        ("books/switches", {"locked_tries": -1}),
        ("books/switches", {"booked_at_once": "yes"}),
        ("books/switches", {"hidden": "Profit_Transactions"}),
    ],
)
def test_control_calls_that_are_refused(practice: PracticeProcess, path: str, body: dict[str, Any]) -> None:
    before = practice.books()
    with pytest.raises(PracticeControlError) as refused:
        practice._post(path, body)
    assert refused.value.refused
    assert refused.value.sentence("nl") != refused.value.sentence("en")
    assert practice.books() == before


def test_switches_are_shown_and_forgotten_with_a_reset(practice: PracticeProcess) -> None:
    shown = practice.books_switches(locked_tries=3, hidden=["Profit_Transactions"])
    assert (shown["locked_tries"], shown["hidden"]) == (3, ["Profit_Transactions"])
    practice.reset()
    assert practice.books()["switches"]["locked_tries"] == 0


def test_two_at_once_book_one_invoice_number_once(practice: PracticeProcess, afas: httpx.Client) -> None:
    answers: list[int] = []

    def book() -> None:
        answers.append(afas.post("connectors/FiEntries", json=sale("SAME")).status_code)

    threads = [threading.Thread(target=book) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [201, *[500] * 5]
    assert practice.books()["counts"] == {"FiEntries": 1}
