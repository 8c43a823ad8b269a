"""The daily work against careless offices and hostile data: a clear sentence, and the books as the judge.

Plans are asked of the workbench over HTTP; what a person types goes through the real command line.
"""

import csv
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from afas_assistant.afas.address import understand_address
from afas_assistant.afas.client import AfasClient
from afas_assistant.afas.token import parse_token
from afas_assistant.errors import ConfigurationError
from afas_assistant.outbox.records import State
from afas_assistant.outbox.store import Outbox
from afas_assistant.practice.process import PracticeProcess
from afas_assistant.sync.mapping.files import parse_mappings, read_mappings
from afas_assistant.sync.plan import Outlook, Plan, PlannedRecord
from afas_assistant.sync.workbench import Workbench
from afas_assistant.sync.works import BookingsWork, CustomersWork, InvoicesWork
from afas_assistant.texts import use_language
from afas_assistant.timechimp.hosts import understand_bases
from afas_assistant.timechimp.key import parse_key
from afas_assistant.timechimp.pace import Pace
from afas_assistant.timechimp.probe import connect
from tests.helpers.daily_work import MAPPINGS, QUICK, Office
from tests.helpers.terminal import command, environment, refused

TODAY = "2026-11-21"
SCOPE = "T99001AA/TimeChimpConnector"
FIRST, LAST = date(2025, 1, 1), date(2028, 12, 31)
BOOKINGS = BookingsWork(FIRST, LAST, date.fromisoformat(TODAY))
INVOICES = InvoicesWork(date(2026, 10, 1), date(2026, 11, 21), date(2026, 11, 21))
MAPPED = MAPPINGS.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def practice() -> Iterator[PracticeProcess]:
    with PracticeProcess(size=40) as process:
        yield process


@pytest.fixture
def office(practice: PracticeProcess, tmp_path: Path) -> Office:
    practice.switch("healthy", reset=True)
    practice.clock_today(TODAY)
    return Office(practice, tmp_path / "home")


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    with Outbox.open(tmp_path / "outbox.sqlite3") as opened:
        yield opened


def bench(office: Office, outbox: Outbox, *changed: tuple[str, str]) -> Workbench:
    """Return a workbench at the practice environment; `changed` replaces words of its mapping file."""
    use_language("en")
    text = MAPPED
    for before, after in changed:
        assert before in text
        text = text.replace(before, after)
    practice = office.practice
    return Workbench(
        AfasClient(understand_address(practice.addresses["test"]), parse_token(practice.token("timechimp"))),
        lambda: connect(
            parse_key(practice.timechimp_key()),
            understand_bases(practice.addresses["timechimp"]),
            pace=Pace(calls=QUICK),
        ),
        outbox,
        lambda _: parse_mappings(text, MAPPINGS),
    )


def codes(record: PlannedRecord) -> set[str]:
    return {one.code for one in record.reasons}


def all_codes(plan: Plan) -> set[str]:
    return {code for one in plan.records for code in codes(one)}


def row(*, total: object, tax: object = 21.0, code: object = "302", description: str = "Werk") -> dict[str, Any]:
    return {
        "id": 1, "invoiceId": 1, "index": 0, "quantity": 1.0, "price": total, "total": total, "tax": tax, "code": code,
        "description": description,
    }  # fmt: skip


def amounts(net: float, vat: float, *rows: Mapping[str, Any]) -> dict[str, Any]:
    return {"totalExTax": net, "total": round(net + vat, 2), "invoiceRows": list(rows)}


THOUSAND = tuple(row(total=1.0) for _ in range(1001))
ODD_INVOICES: dict[str, tuple[dict[str, Any], Outlook, str]] = {
    "future": ({"date": "2026-12-24T00:00:00"}, Outlook.CANNOT_TELL, "future_date"),
    "29 February without a period": ({"date": "2028-02-29T00:00:00"}, Outlook.WILL_FAIL, "period_missing"),
    "closed period": ({"date": "2025-05-10T00:00:00"}, Outlook.WILL_FAIL, "period_blocked"),
    "dollars": ({"currency": "USD"}, Outlook.WILL_FAIL, "currency"),
    "rate without VAT code": (amounts(100, 7, row(total=100, tax=7.0)), Outlook.WILL_FAIL, "vat_unmapped"),
    "row without rate": (amounts(100, 21, row(total=100, tax=None)), Outlook.WILL_FAIL, "rate_missing"),
    "no rows": (amounts(100, 21), Outlook.WILL_FAIL, "rows_differ"),
    "nothing": (amounts(0, 0, row(total=0)), Outlook.NOTHING_TO_DO, "zero"),
    "five euros off": (amounts(100, 26, row(total=100)), Outlook.WILL_FAIL, "vat_differs"),
    "one cent off": (
        amounts(99.99, 20.99, row(total=33.33), row(total=66.66, code="300")), Outlook.WILL_PASS, "vat_settled",
    ),
    "negative line": (amounts(90, 18.9, row(total=100), row(total=-10)), Outlook.WILL_PASS, ""),
    "zero line": (amounts(100, 21, row(total=100), row(total=0)), Outlook.WILL_PASS, ""),
    "1001 lines": (amounts(1001, 210.21, *THOUSAND), Outlook.WILL_PASS, ""),
    "1001 codes": (
        amounts(1001, 210.21, *({**one, "code": f"c{number}"} for number, one in enumerate(THOUSAND))),
        Outlook.WILL_FAIL, "too_many_lines",
    ),
    "no number": ({"companyInvoiceId": None}, Outlook.WILL_FAIL, "number_missing"),
    "number too long": ({"companyInvoicePrefix": "FACTUURNUMMER-"}, Outlook.WILL_FAIL, "number_too_long"),
    "no customer": ({"customerId": None, "customerRelationId": None}, Outlook.WILL_FAIL, "customer_unknown"),
    "unknown status": ({"status": 9}, Outlook.WILL_FAIL, "status_unknown"),
    "words that steer": (
        {"customerName": "Evil \u202egnp.exe \x1b[31m\x0b", **amounts(100, 21, row(total=100, description="a\x0bb"))},
        Outlook.WILL_PASS, "",
    ),
    "leading zeros": ({"companyInvoicePrefix": "000", "companyInvoiceId": 12}, Outlook.WILL_PASS, ""),
}  # fmt: skip


def test_odd_invoices_get_a_reason_each_and_the_books_hold_what_will_pass(office: Office, outbox: Outbox) -> None:
    practice = office.practice
    with bench(office, outbox) as first:
        usual = [one for one in first.plan(BOOKINGS).records if one.outlook is Outlook.WILL_PASS and not one.needs]
        usual = [one for one in usual if one.intention and one.intention.kind == "entry"]
        ids = [int(one.intention.sources[0].partition("/")[2]) for one in usual if one.intention]
    assert len(ids) >= len(ODD_INVOICES) + 2
    expected = {}
    for place, (number, (name, (fields, _, _))) in enumerate(zip(ids, ODD_INVOICES.items(), strict=False)):
        whole = {"companyInvoicePrefix": "ODD-", "companyInvoiceId": place + 1, **fields}
        practice.timechimp_change("invoices", whole, number)
        running = whole["companyInvoiceId"]
        expected[name] = f"#{number}" if running is None else f"{whole['companyInvoicePrefix']}{running}"
    for number in ids[len(ODD_INVOICES) : len(ODD_INVOICES) + 2]:
        practice.timechimp_change("invoices", {"companyInvoicePrefix": "T-", "companyInvoiceId": 7}, number)
    with bench(office, outbox) as opened:
        plan = opened.plan(BOOKINGS)
        for name, (_, outlook, code) in ODD_INVOICES.items():
            (record,) = [one for one in plan.records if one.what == expected[name]]
            assert record.outlook is outlook, (name, record.outlook, codes(record))
            assert not code or code in codes(record), (name, codes(record))
        assert sum("number_twice" in codes(one) for one in plan.records) == 2
        chosen = {one.reference for one in plan.chosen()}
        outcome = opened.apply(plan, chosen, fresh=plan)
        assert outcome.counts() == {"confirmed": len(chosen), "refused": 0, "unknown": 0, "skipped": 0}
        again = opened.plan(BOOKINGS)
        assert again.chosen() == []
    entries = practice.books()["entries"]
    planned = {one.what: one.amount for one in plan.chosen() if one.amount is not None}
    assert {one["invoice"] for one in entries} == set(planned)
    for one in entries:
        (debtor,) = [line for line in one["lines"] if line["relation"]]
        assert round(float(debtor["debit"]) - float(debtor["credit"]), 2) == float(planned[one["invoice"]])
        assert not [line for line in one["lines"] if "\x0b" in line["text"] or "\x1b" in line["text"]]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        (('default = "8010"', 'default = "9999"'), "account_unknown"),
        (('default = "8010"', 'default = "1300"'), "vat_not_allowed"),
        (('default = "8010"', 'default = "8000"'), "cost_centre_required"),
        (('cost_centre = "400"', 'cost_centre = "777"'), "assignment_missing"),
        (('"21/BTW" = "1"', '"21/BTW" = "77"'), "vat_code_unknown"),
        (('"21/BTW" = "1"', '"21/BTW" = "5"'), "vat_not_for_sales"),
        (('journal = "20"', 'journal = "ZZ"'), "journal_unknown"),
        (('journal = "20"', 'journal = "50"'), "journal_not_for_sales"),
        (('administration = "1"', 'administration = "77"'), "administration_unknown"),
    ],
)
def test_what_is_mapped_wrongly_is_never_sent_by_itself(
    office: Office, outbox: Outbox, changed: tuple[str, str], code: str
) -> None:
    with bench(office, outbox, changed) as opened:
        plan = opened.plan(BOOKINGS)
    hit = [one for one in plan.records if code in codes(one)]
    assert hit
    assert not [one for one in hit if one.ticked_at_first]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        (('code = "302"', 'code = "ZZZ"'), "item_unknown"),
        (('code = "302", unit = "uur"', 'code = "302", unit = "stk"'), "unit_not_of_item"),
    ],
)
def test_items_that_afas_does_not_have_are_never_sent(
    office: Office, outbox: Outbox, changed: tuple[str, str], code: str
) -> None:
    with bench(office, outbox, changed) as opened:
        hit = [one for one in opened.plan(INVOICES).records if code in codes(one)]
    assert hit
    assert {one.outlook for one in hit} == {Outlook.WILL_FAIL}


@pytest.mark.parametrize(
    "missing",
    ["Profit_VAT_code", "Profit_periods_per_administration", "Profit_Transactions", "Profit_Journals",
     "Profit_Accounts", "Profit_Allocation_Assigments", "Profit_Unit_per_Item", "Profit_OrgPer", "Profit_Debtor"],
)  # fmt: skip
def test_a_list_that_afas_does_not_show_is_said_and_never_a_crash(office: Office, outbox: Outbox, missing: str) -> None:
    with bench(office, outbox) as opened:
        full = {work: opened.plan(work) for work in (BOOKINGS, INVOICES)}
        opened.__dict__["place"] = replace(opened.place, reading=opened.place.reading - {missing})
        less = {work: opened.plan(work) for work in full}
    assert any((less[work].counts(), less[work].remarks) != (full[work].counts(), full[work].remarks) for work in full)
    for work, plan in full.items():
        assert less[work].counts()["will_pass"] <= plan.counts()["will_pass"]


def test_numbers_that_are_missing_doubled_or_padded_are_never_linked_silently(office: Office, outbox: Outbox) -> None:
    with bench(office, outbox) as opened:
        plan = opened.plan(CustomersWork())
        linked = [one for one in plan.records if codes(one) & {"proposed_link", "several_links", "number_twice"}]
        assert {"number_twice", "proposed_link"} <= all_codes(plan)
        assert not [one for one in linked if one.ticked_at_first]
        zeros = [one for one in plan.records if one.reference == "debtor/0010007"]
        assert [codes(one) & {"proposed_link", "number_twice"} for one in zeros] == [set()]


def test_what_somebody_else_invoiced_since_the_plan_is_left_out_of_what_is_sent(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    shown = json.loads(office("sync", "invoices", "--plan", str(file), "--format", "json").out)["plan"]["records"]
    made = json.loads(file.read_text(encoding="utf-8"))["made"]
    hours = {name: [one for one in made_of if "hours/" in one] for name, made_of in made["sources"].items()}
    passing = [one["reference"] for one in shown if one["verdict"] == "will_pass"]
    several = next(one for one in passing if len(hours.get(one, ())) > 1)
    office.practice.timechimp_change("time", {"statusIntern": 3}, int(hours[several][0].partition("/")[2]))
    done = office("sync", "invoices", "--plan", str(file), "--apply", "--format", "json")
    records = {one["reference"]: one for one in json.loads(done.out)["outcome"]["records"]}
    assert records[several]["code"] == "changed"  # what is left of it is still to be invoiced
    assert done.code == 1
    bodies = office.practice.books()["written"]["FbDirectInvoice"]
    sent = [one["element"]["RfCs"] for one in bodies]
    assert several not in sent
    assert len(sent) == len(set(sent))


def test_two_runs_at_once_book_each_invoice_once(office: Office) -> None:
    office.practice.faults([{"kind": "slow", "method": "POST", "path": "FiEntries", "times": 0, "seconds": 0.2}])
    children = [started(office, "sync", "bookings", "--apply", "--format", "json") for _ in range(2)]
    ended = [(*child.communicate(timeout=60), child.returncode) for child in children]
    assert sorted(code for _, _, code in ended) in ([0, 2], [0, 0]), ended
    for _, error, code in ended:
        assert code == 0 or "Another run is writing for this organisation" in error
    booked = [one["invoice"] for one in office.practice.books()["entries"]]
    assert booked
    assert len(booked) == len(set(booked))


@pytest.mark.skipif(sys.platform == "win32", reason="signals of a terminal")
def test_a_second_ctrl_c_says_that_a_write_may_have_arrived(office: Office) -> None:
    office.practice.faults([{"kind": "hang", "method": "POST", "path": "FiEntries", "seconds": 20}])
    child = started(office, "sync", "bookings", "--apply", "--first", "1")
    assert child.stderr is not None
    for said in child.stderr:
        if "1 record to send" in said:
            break
    while not any(one["target"] for one in office.practice.faults_hit()["hits"]):
        assert child.poll() is None
    child.send_signal(signal.SIGINT)
    for said in child.stderr:
        if "Ctrl-C again" in said:
            break
    child.send_signal(signal.SIGINT)
    _, error = child.communicate(timeout=30)
    assert child.returncode == 130
    assert "may have arrived" in error
    assert "Nothing was changed" not in error
    office.practice.faults([])
    office("outbox", "look-up")
    listed = json.loads(office.here("outbox", "list", "--state", "unknown", "--format", "json").out)["writes"]
    assert len(listed) == 1


def test_taking_back_one_twice_and_one_that_was_paid(office: Office) -> None:
    assert office("sync", "bookings", "--apply", "--first", "2").code == 0
    with Outbox.open(office.home / "afas-assistant.sqlite3") as kept:
        free, paid = (one for one in kept.writes(SCOPE, kind="entry"))
        plan = office("outbox", "take-back", str(free.id))
        assert "Nothing was taken back. Add --apply to do it." in plan.out
        assert office("outbox", "take-back", str(free.id), "--apply").code == 0
        twice = office("outbox", "take-back", str(free.id), "--apply")
        assert (twice.code, twice.out.strip()) == (0, "It was taken back before.")
        (entry,) = office.practice.books()["entries"]
        relation = next(line["relation"] for line in entry["lines"] if line["relation"])
        office.practice.pay(relation, entry["invoice"])
        with bench(office, kept) as opened:
            undoing, credit = opened.plan_take_back(paid).records
    assert not undoing.tickable
    assert (credit.tickable, credit.ticked_at_first) == (True, False)


def test_numbers_and_days_beyond_all_measure_are_refused_in_words(office: Office) -> None:
    refused(office.here("outbox", "show", "9" * 30), "There is no write")
    assert office.here("outbox", "prune", "--days", "9" * 12).code == 0


def test_names_that_are_formulas_stay_words_in_the_export(office: Office, tmp_path: Path) -> None:
    names = {150_001: "=cmd|' /C calc'!A0", 150_003: "＝1+1", 150_012: "  =HYPERLINK(1)", 150_017: 'a\t\r\n=1;"q"'}
    for number, name in names.items():
        office.practice.timechimp_change("invoices", {"customerName": name, "currency": "EUR"}, number)
    office("sync", "bookings", "--apply")
    file = tmp_path / "outbox.csv"
    assert office.here("outbox", "export", "--output", str(file)).code == 0
    with file.open(encoding="utf-8-sig", newline="") as stream:
        cells = [one["counterpart"] for one in csv.DictReader(stream)]
    assert not [one for one in cells if one.startswith(("=", "+", "-", "@", "＝"))]
    assert any(one.startswith("'=cmd") for one in cells)


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe in the file system")
def test_what_is_no_file_is_not_replaced_by_an_export(office: Office, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    refused(office.here("outbox", "export", "--output", str(pipe)), "could not be written")
    assert pipe.is_fifo()


def test_a_key_that_may_only_read_stops_the_run_with_one_refusal(office: Office, outbox: Outbox) -> None:
    office.practice.timechimp_switches(add_on="basic")
    with bench(office, outbox) as opened:
        plan = opened.plan(CustomersWork())
        outcome = opened.apply(plan, {one.reference for one in plan.chosen()}, fresh=plan)
        counts = outcome.counts()
        assert (counts["confirmed"], counts["refused"]) == (0, 1)
        assert counts["skipped"] >= 1
        assert len(outbox.writes(opened.place.scope, states=[State.REFUSED])) == 1


BROKEN_MAPPINGS = {
    "half": (MAPPED[: len(MAPPED) // 2], "is not TOML"),
    "deep": ("schema = 1\n[settings]\nx = " + "[" * 50_000, "brackets go far too deep"),
    "tables": (f"{MAPPED}\n[colours]\na = 1\n[item]\nb = '2'\n", "Perhaps “items” was meant"),
    "many": ("schema = 1\n[items]\n" + "".join(f'"x{one}" = "1"\n' for one in range(500)), "There are 480 more."),
    "control": ('schema = 1\n[settings]\njournal = "a\\u0000b"\n', "does not fit"),
}


@pytest.mark.parametrize("name", BROKEN_MAPPINGS)
def test_a_broken_mapping_file_is_told_with_its_place(tmp_path: Path, name: str) -> None:
    content, words = BROKEN_MAPPINGS[name]
    file = tmp_path / "m.toml"
    file.write_text(content, encoding="utf-8")
    use_language("en")
    with pytest.raises(ConfigurationError) as caught:
        read_mappings(file)
    assert words in caught.value.sentence()
    assert len(caught.value.sentence()) < 4_000


def test_a_fault_in_a_mapping_file_ends_a_command_with_a_sentence(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "m.toml"
    file.write_text(BROKEN_MAPPINGS["deep"][0], encoding="utf-8")
    refused(office("sync", "bookings", "--mapping", str(file)), "brackets go far too deep")


def started(office: Office, *arguments: str) -> "subprocess.Popen[str]":
    line = command(office.home, *arguments, *office.where, "--mapping", str(MAPPINGS))
    return subprocess.Popen(
        line, env=environment(office.practice.token("timechimp"), **office.secrets), stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip
