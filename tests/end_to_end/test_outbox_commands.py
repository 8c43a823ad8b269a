"""`outbox` and `map` in the terminal: what was sent is shown, settled and taken back; mappings are accepted by name."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from afas_assistant.practice.process import PracticeProcess
from tests.helpers.daily_work import MAPPINGS, Office
from tests.helpers.terminal import refused


@pytest.fixture(scope="module")
def practice() -> Iterator[PracticeProcess]:
    with PracticeProcess(size=25) as process:
        yield process


@pytest.fixture
def office(practice: PracticeProcess, tmp_path: Path) -> Office:
    practice.switch("healthy", reset=True)
    return Office(practice, tmp_path / "home")


def writes(office: Office, *filters: str) -> list[dict[str, Any]]:
    listed = json.loads(office.here("outbox", "list", *filters, "--format", "json").out)
    assert listed["schema"] == 1
    return list(listed["writes"])


def booked(office: Office, count: int = 3) -> list[dict[str, Any]]:
    """Book some invoices; return their writes, oldest first."""
    done = office("sync", "bookings", "--apply", "--first", str(count), "--format", "json")
    assert done.code == 0, done.err
    return writes(office, "--kind", "entry")[::-1]


def entries(office: Office) -> list[str]:
    return [one["invoice"] for one in office.practice.books()["entries"]]


def test_an_empty_outbox_says_so(office: Office) -> None:
    assert office.here("outbox", "list").out.strip() == "There are no writes."
    refused(office.here("outbox", "show", "1"), "There is no write 1")


def test_writes_are_listed_shown_and_filtered(office: Office) -> None:
    first, *rest = booked(office)
    assert rest
    assert {one["number"] for one in writes(office, "--text", first["label"].upper())} >= {first["number"]}
    assert writes(office, "--state", "refused", "unknown") == []
    assert len(writes(office, "--limit", "1")) == 1
    shown = json.loads(office.here("outbox", "show", str(first["number"]), "--format", "json").out)["write"]
    assert shown["body"]["FiEntryPar"]["Element"]["Fields"]["UnId"] == 1
    assert shown["proof"]["by"] == "answer"
    assert shown["shown_by"] == "Profit_Transactions"
    text = office.here("outbox", "show", str(first["number"])).out
    assert first["reference"] in text
    assert '"FiEntryPar"' in text


def test_a_booking_is_taken_back_and_can_be_sent_again(office: Office) -> None:
    first = booked(office)[0]
    number = str(first["number"])
    shown = office("outbox", "take-back", number)
    assert shown.code == 0, shown.err
    assert first["keys"]["InId"] in entries(office)
    done = office("outbox", "take-back", number, "--apply")
    assert done.code == 0, done.err
    assert first["keys"]["InId"] not in entries(office)
    (now,) = [one for one in writes(office, "--kind", "entry") if one["number"] == first["number"]]
    assert now["state"] == "taken_back"
    again = office("sync", "bookings", "--only", first["reference"], "--apply", "--format", "json")
    assert json.loads(again.out)["outcome"]["confirmed"] >= 1
    assert entries(office).count(first["keys"]["InId"]) == 1


def test_a_paid_booking_is_refused_and_a_credit_offered(office: Office) -> None:
    first = booked(office)[0]
    entry = next(one for one in office.practice.books()["entries"] if one["invoice"] == first["keys"]["InId"])
    relation = next(line["relation"] for line in entry["lines"] if line["relation"])
    office.practice.pay(relation, first["keys"]["InId"])
    done = office("outbox", "take-back", str(first["number"]), "--apply", "--format", "json")
    plan = json.loads(done.out)["plan"]
    assert done.code == 1
    assert plan["records"][0]["verdict"] == "will_fail"
    assert [one["code"] for one in plan["records"][0]["reasons"]] == ["matched"]
    assert plan["records"][1]["reference"].endswith("C")
    assert first["keys"]["InId"] in entries(office)


def test_an_invoice_is_taken_back_and_its_hours_get_their_status_again(office: Office) -> None:
    before = office.practice.timechimp_books()["statuses"]
    data = json.loads(office("sync", "invoices", "--apply", "--format", "json").out)
    assert data["outcome"]["confirmed"] > 0
    invoices = writes(office, "--kind", "direct_invoice")
    done = office("outbox", "take-back", *(str(one["number"]) for one in invoices), "--apply")
    assert done.code == 0, done.out + done.err
    assert office.practice.timechimp_books()["statuses"] == before
    assert {one["state"] for one in writes(office, "--kind", "direct_invoice")} == {"taken_back"}


def test_an_unknown_invoice_is_for_a_person_to_settle(office: Office) -> None:
    office.practice.faults([{"kind": "cut_before", "method": "POST", "path": "FbDirectInvoice"}])
    office("sync", "invoices", "--apply", "--first", "1")
    (unknown,) = writes(office, "--state", "unknown")
    number = str(unknown["number"])
    looked = office("outbox", "look-up", number)
    assert looked.code == 1
    assert "Look in AFAS yourself" in looked.out
    refused(office.here("outbox", "resolve", number, "--not-arrived", "--who", "J. de Vries"), "too early")
    refused(office.here("outbox", "resolve", number, "--arrived", "--who", " "), "Who looked")
    refused(office.here("outbox", "resolve", number, "--arrived", "--who", "J.", "--key", "OrNu"), "OrNu")
    done = office.here("outbox", "resolve", number, "--arrived", "--who", "J. de Vries", "--key", "OrNu=00000099")
    assert done.code == 0, done.err
    (now,) = [one for one in writes(office) if one["number"] == unknown["number"]]
    assert (now["state"], now["keys"]) == ("confirmed", {"OrNu": "00000099"})
    assert (now["proof"]["by"], now["proof"]["who"]) == ("person", "J. de Vries")
    refused(office.here("outbox", "resolve", number, "--arrived", "--who", "J."), "cannot become")


def test_export_is_csv_that_a_spreadsheet_cannot_run(office: Office, tmp_path: Path) -> None:
    office.practice.timechimp_change("invoices", {"customerName": '=HYPERLINK("http://x")'}, 150_001)
    number = booked(office)[0]["number"]
    done = office.here("outbox", "export", "--kind", "entry")
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert [int(one["number"]) for one in rows] == [one["number"] for one in writes(office, "--kind", "entry")]
    assert all(not cell.startswith(("=", "+", "@")) for row in rows for cell in row.values())
    file = tmp_path / "outbox.csv"
    assert office.here("outbox", "export", "--output", str(file)).code == 0
    assert file.read_bytes().startswith(b"\xef\xbb\xbfnumber,")
    refused(office.here("outbox", "export", "--output", str(file / "below.csv")), "could not be written")
    assert str(number) in done.out


def test_bodies_are_forgotten_and_the_rest_stays(office: Office) -> None:
    number = str(booked(office, 1)[-1]["number"])
    assert office.here("outbox", "prune", "--days", "30").out.strip() == "0 bodies were forgotten."
    assert json.loads(office.here("outbox", "show", number, "--format", "json").out)["write"]["body"] is not None
    refused(office.here("outbox", "prune", "--days", "0"), "At least one day")


def test_a_write_of_another_connection_is_not_touched(office: Office) -> None:
    number = str(booked(office, 1)[-1]["number"])
    done = office("outbox", "take-back", number, "--apply", token=office.practice.token("all"))
    refused(done, "belongs to another connection")


def test_mappings_are_proposed_accepted_set_exported_and_forgotten(office: Office, tmp_path: Path) -> None:
    proposed = json.loads(office("map", "propose", "--format", "json", mapping=False).out)["proposals"]
    assert all(one["current"] is None for one in proposed)
    by_name = {f"{one['table']}/{one['key']}": one for one in proposed}
    assert by_name["items/activity:300"]["value"] == {"kind": "1", "code": "300", "unit": "uur"}
    assert by_name["items/activity:300"]["reason"] == "same_code"
    assert by_name["vat/21/BTW"]["value"] == {"code": "1"}
    assert by_name["vat/0/BTW"]["value"] is None
    assert office("map", "show", mapping=False).out.startswith("Nothing is mapped yet")
    refused(office("map", "propose", "--accept", "vat/21/BTW", "vat/0/BTW", mapping=False), "Nothing is proposed")
    assert office("map", "show", mapping=False).out.startswith("Nothing is mapped yet")
    assert office("map", "propose", "--accept", "vat/21/BTW", "items/activity:300", mapping=False).code == 0
    assert office("map", "set", "revenue", "default", "account=8010", mapping=False).code == 0
    assert office("map", "set", "settings", "journal", "20", mapping=False).code == 0
    refused(office("map", "set", "settings", "jornal", "20", mapping=False), "Perhaps “journal”")
    refused(office("map", "set", "items", "default", "kind=1", "300", mapping=False), "NAME=VALUE")
    file = tmp_path / "m.toml"
    assert office("map", "export", str(file), mapping=False).code == 0
    assert '"21/BTW" = "1"' in file.read_text(encoding="utf-8")
    shown = json.loads(office("map", "show", "--format", "json", mapping=False).out)["mappings"]
    assert {(one["table"], one["key"]): one["reason"] for one in shown} == {
        ("items", "activity:300"): "same_code", ("vat", "21/BTW"): "same_percentage",
        ("revenue", "default"): "chosen", ("settings", "journal"): "chosen",
    }  # fmt: skip
    assert all(one["accepted_by"] and one["accepted_at"] for one in shown)
    assert office("map", "forget", "settings", "journal", mapping=False).code == 0
    refused(office("map", "forget", "settings", "journal", mapping=False), "There is no mapping settings/journal")
    office.home = tmp_path / "other"
    assert office("map", "import", str(MAPPINGS), mapping=False).code == 0
    assert office("sync", "bookings", mapping=False).code == 0
