"""`sync` as programs and people start it: nothing without --apply, each record once, told in JSON and exit codes."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from afas_assistant.practice.process import PracticeProcess
from tests.helpers.daily_work import MAPPINGS, Office
from tests.helpers.terminal import Told, command, environment, refused, run

KINDS = ("customers", "invoices", "bookings")


@pytest.fixture(scope="module")
def practice() -> Iterator[PracticeProcess]:
    with PracticeProcess(size=25) as process:
        yield process


@pytest.fixture
def office(practice: PracticeProcess, tmp_path: Path) -> Office:
    practice.switch("healthy", reset=True)
    return Office(practice, tmp_path / "home")


def told(done: Told) -> dict[str, Any]:
    """Return the JSON that the contract promises."""
    data: dict[str, Any] = json.loads(done.out)
    assert data["schema"] == 1
    assert {"kind", "counts", "records"} <= data["plan"].keys()
    for one in data["plan"]["records"]:
        assert one.keys() == {"reference", "what", "for", "amount", "verdict", "reasons", "body"}
    if data["outcome"] is not None:
        assert {"confirmed", "refused", "unknown", "skipped"} <= data["outcome"].keys()
    return data


def passing(data: dict[str, Any]) -> list[str]:
    return [one["reference"] for one in data["plan"]["records"] if one["verdict"] == "will_pass"]


def written(practice: PracticeProcess) -> int:
    """Return how many records AFAS and TimeChimp took."""
    return int(sum(practice.books()["counts"].values())) + int(practice.timechimp_books()["changes"])


@pytest.mark.parametrize("kind", KINDS)
def test_without_apply_nothing_is_sent(office: Office, kind: str) -> None:
    before = written(office.practice)
    done = office("sync", kind, "--format", "json")
    assert done.code == 0, done.err
    data = told(done)
    assert data["plan"]["kind"] == kind
    assert passing(data)
    assert data["outcome"] is None
    assert written(office.practice) == before


@pytest.mark.parametrize("kind", KINDS)
def test_applied_twice_the_second_run_does_nothing(office: Office, kind: str) -> None:
    first = told(office("sync", kind, "--apply", "--format", "json"))
    sent = passing(first)
    assert first["outcome"]["confirmed"] == len(sent)
    assert (first["outcome"]["refused"], first["outcome"]["unknown"]) == (0, 0)
    before = written(office.practice)
    again = office("sync", kind, "--apply", "--format", "json")
    second = told(again)
    assert again.code == 0, again.err
    assert passing(second) == []
    assert second["outcome"]["confirmed"] == 0
    assert written(office.practice) == before


def test_what_is_sent_is_named_first_and_then_told(office: Office) -> None:
    done = office("sync", "bookings", "--apply", "--first", "2")
    assert done.code == 0, done.err
    lines = done.out.splitlines()
    named = next(line for line in lines if line.startswith("2 records to "))
    assert named.startswith("2 records to T99001AA (practice), administration 1, total ")
    assert lines[-1].startswith("2 sent, 0 refused, 0 unknown, 0 not sent.")
    assert "2/2 Sent · " in done.err


def test_bookings_balance_and_amounts_are_those_of_the_plan(office: Office) -> None:
    data = told(office("sync", "bookings", "--apply", "--format", "json"))
    bodies = {one["reference"]: one for one in data["plan"]["records"] if one["verdict"] == "will_pass"}
    entries = [one for one in bodies.values() if one["body"] and "FiEntryPar" in one["body"]]
    assert entries
    for one in entries:
        element = one["body"]["FiEntryPar"]["Element"]
        lines = [line["Fields"] for line in element["Objects"][0]["FiEntries"]["Element"]]
        balance = sum(Decimal(str(line["AmDe"])) - Decimal(str(line["AmCr"])) for line in lines)
        assert balance == 0, one["reference"]
        debtor = next(line for line in lines if line["VaAs"] == "2")
        assert Decimal(str(debtor["AmDe"])) - Decimal(str(debtor["AmCr"])) == Decimal(one["amount"])


def test_what_another_app_connector_of_the_environment_sent_is_not_sent_again(office: Office) -> None:
    """A renamed app connector must not make everything new: fixed prices are guarded by the outbox alone."""
    first = told(office("sync", "invoices", "--apply", "--format", "json"))
    assert first["outcome"]["confirmed"] == len(passing(first))
    before = written(office.practice)
    other = office("sync", "invoices", "--apply", "--format", "json", token=office.practice.token("all"))
    assert passing(told(other)) == []
    assert written(office.practice) == before


def test_one_record_alone_and_records_by_what_they_are_made_of(office: Office) -> None:
    plan = told(office("sync", "bookings", "--format", "json"))
    wanted = passing(plan)[-1]
    done = told(office("sync", "bookings", "--only", wanted, "--apply", "--format", "json"))
    assert [one["reference"] for one in done["outcome"]["records"] if one["bucket"] == "confirmed"][-1] == wanted
    assert wanted not in passing(told(office("sync", "bookings", "--format", "json")))
    refused(office("sync", "bookings", "--only", "1/NO-SUCH", "--apply"), "cannot be sent", "1/NO-SUCH")


def test_a_kept_plan_sends_only_what_still_equals_it(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    plan = told(office("sync", "bookings", "--plan", str(file), "--format", "json"))
    kept = json.loads(file.read_text(encoding="utf-8"))
    assert kept["plan"] == {name: plan["plan"][name] for name in kept["plan"]}
    changed = next(one for one in plan["plan"]["records"] if one["verdict"] == "will_pass" and one["what"][:2] == "20")
    invoices = office.practice.timechimp_books()["invoice_statuses"]
    number = next(int(one) for one in sorted(invoices) if changed["what"].endswith(f"-{int(one) - 150_001 + 101}"))
    office.practice.timechimp_change("invoices", {"dueDate": "2031-01-31T00:00:00"}, number)
    done = office("sync", "bookings", "--plan", str(file), "--apply", "--format", "json")
    records = {one["reference"]: one for one in told(done)["outcome"]["records"]}
    assert records[changed["reference"]]["code"] == "changed"
    assert {one["bucket"] for name, one in records.items() if name != changed["reference"]} == {"confirmed"}
    assert done.code == 1
    office.home = tmp_path / "other"
    refused(office("sync", "customers", "--plan", str(file), "--apply"), "belongs to something else")


def test_a_cut_line_makes_a_record_unknown_and_nothing_is_sent_twice(office: Office) -> None:
    office.practice.faults([{"kind": "cut_after", "method": "POST", "path": "FiEntries"}])
    done = office("sync", "bookings", "--apply", "--format", "json")
    first = told(done)["outcome"]
    assert (done.code, first["unknown"]) == (1, 1)
    (unknown,) = [one for one in first["records"] if one["bucket"] == "unknown"]
    office.practice.faults([])
    again = office("sync", "bookings", "--apply", "--format", "json")
    assert told(again)["outcome"]["confirmed"] == 0
    assert "1 earlier write is unknown" in again.err
    listed = json.loads(office.here("outbox", "list", "--state", "unknown", "--format", "json").out)
    assert [one["number"] for one in listed["writes"]] == [unknown["write"]]
    looked = office("outbox", "look-up")
    assert looked.code == 0, looked.out
    assert "It arrived" in looked.out
    assert office.here("outbox", "list", "--state", "unknown").out.strip() == "There are no writes."


def test_a_refused_record_is_told_with_what_afas_said(office: Office, tmp_path: Path) -> None:
    mapping = tmp_path / "m.toml"
    text = MAPPINGS.read_text(encoding="utf-8").replace('payment_condition = "30"', 'payment_condition = "99"')
    mapping.write_text(text, encoding="utf-8")
    done = office("sync", "bookings", "--apply", "--first", "1", "--mapping", str(mapping), "--format", "json")
    outcome = told(done)["outcome"]
    assert (done.code, outcome["confirmed"], outcome["refused"]) == (1, 0, 1)
    (told_of,) = outcome["records"]
    assert told_of["why"]
    shown = office.here("outbox", "show", str(told_of["write"]))
    assert "externalMessage: " in shown.out


def test_the_debtor_of_a_customer_is_made_on_demand_only(office: Office) -> None:
    plan = told(office("sync", "customers", "--format", "json"))
    lone = [one for one in plan["plan"]["records"] if "only_in_timechimp" in {why["code"] for why in one["reasons"]}]
    assert all(one["verdict"] == "nothing_to_do" for one in lone)
    asked = told(office("sync", "customers", "--create-in-afas", *(one["reference"] for one in lone),
                        "--apply", "--format", "json"))["outcome"]  # fmt: skip
    assert asked["confirmed"] >= 1
    assert {one["reference"].partition("/")[0] for one in asked["records"]} == {"customer"}
    assert all(one["keys"]["DbId"] for one in asked["records"] if one["bucket"] == "confirmed")
    refused(office("sync", "customers", "--create-in-afas", "nobody"), "No customer is called nobody")


def test_filters_leave_what_was_asked_for(office: Office) -> None:
    everything = told(office("sync", "invoices", "--format", "json"))["plan"]["records"]
    name = next(one["for"] for one in everything if one["verdict"] == "will_pass" and one["body"])
    mine = told(office("sync", "invoices", "--customer", name, "--format", "json"))["plan"]["records"]
    assert {one["for"] for one in mine} == {name}
    refused(office("sync", "invoices", "--customer", "Nobody B.V."), "No customer is called Nobody B.V.")
    refused(office("sync", "invoices", "--project", "P-none"), "No project is called P-none")
    refused(office("sync", "bookings", "--invoice", "2026-999999"), "There is no invoice 2026-999999")
    refused(office("sync", "bookings", "--from", "2026-02-01", "--to", "2026-01-01"), "ends before it begins")
    refused(office("sync", "bookings", "--attach", str(office.home / "none")), "is not there")


def test_what_is_missing_is_said_before_anything_starts(office: Office, tmp_path: Path) -> None:
    refused(office("sync", "bookings", token=None), "")
    office.secrets = {}
    refused(office("sync", "bookings"), "TimeChimp key")
    office.secrets = {"AFAS_ASSISTANT_TIMECHIMP_KEY": "NOT-THE-KEY-0000000001"}
    refused(office("sync", "bookings"), "TimeChimp")
    refused(office("sync", "bookings", "--mapping", str(tmp_path / "none.toml")), "none.toml")
    office.secrets = {"AFAS_ASSISTANT_TIMECHIMP_KEY": office.practice.timechimp_key()}
    refused(office("sync", "bookings", mapping=False), "administration", "not filled in")


@pytest.mark.parametrize("kind", KINDS)
def test_a_demo_applies_and_shows_that_nothing_is_left(tmp_path: Path, kind: str) -> None:
    done = run(tmp_path, "sync", kind, "--demo", "--apply", token=None, seconds=180)
    assert done.code == 0, done.err
    assert done.out.rstrip().endswith("Nothing is left to send.")
    assert not (tmp_path / "afas-assistant.sqlite3").exists()


def test_a_stored_connection_uses_its_mappings_and_refuses_another_environment(office: Office) -> None:
    practice = office.practice
    secrets = {**office.secrets, "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
    common: dict[str, Any] = {"token": practice.token("timechimp"), "variables": secrets, "seconds": 120}
    added = run(office.home, "org", "add", "--address", practice.addresses["test"], "--name", "Oefen", **common)
    assert added.code == 0, added.err
    imported = run(office.home, "map", "import", str(MAPPINGS), "--org", "Oefen", **common)
    assert imported.code == 0, imported.err
    timechimp = ("--timechimp-address", practice.addresses["timechimp"])
    done = run(office.home, "sync", "bookings", "--org", "Oefen", *timechimp, "--apply", "--first", "1", **common)
    assert done.code == 0, done.err
    assert "1 sent" in done.out
    listed = json.loads(run(office.home, "outbox", "list", "--org", "Oefen", "--format", "json", **common).out)
    assert {one["scope"] for one in listed["writes"]} == {"T99001AA/TimeChimpConnector"}
    refused(run(office.home, "sync", "bookings", "--org", "Nobody", **common), "Nobody")


@pytest.mark.skipif(sys.platform == "win32", reason="signals of a terminal")
def test_ctrl_c_stops_between_two_records_and_a_later_run_does_the_rest(office: Office) -> None:
    office.practice.faults([{"kind": "slow", "method": "POST", "path": "FiEntries", "times": 0, "seconds": 0.5}])
    line = command(office.home, "sync", "bookings", "--apply", *office.where, "--mapping", str(MAPPINGS))
    child = subprocess.Popen(
        line, env=environment(office.practice.token("timechimp"), **office.secrets), stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip
    assert child.stderr is not None
    for said in child.stderr:
        if "Sent · 1/" in said:
            break
    child.send_signal(signal.SIGINT)
    out, err = child.communicate(timeout=60)
    assert child.returncode == 1, err
    assert "Stopping after this record" in err
    assert "because the run was stopped" in out
    office.practice.faults([])
    rest = told(office("sync", "bookings", "--apply", "--format", "json"))
    assert rest["outcome"]["confirmed"] > 0
    assert rest["outcome"]["unknown"] == 0
    booked = [one["invoice"] for one in office.practice.books()["entries"]]
    assert len(booked) == len(set(booked))
    made = sum(office.practice.books()["counts"].values())
    assert made == rest["outcome"]["confirmed"] + out_of(out)


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of Unix")
@pytest.mark.parametrize(("typed", "sent"), [("n", False), ("y", True)])
def test_at_a_terminal_one_is_asked_and_sees_the_time_left(office: Office, typed: str, sent: bool) -> None:
    import pty  # noqa: PLC0415 - Unix only

    line = command(
        office.home, "sync", "bookings", "--apply", "--first", "2", *office.where, "--mapping", str(MAPPINGS)
    )
    mine, theirs = pty.openpty()
    child = subprocess.Popen(
        line, env=environment(office.practice.token("timechimp"), **office.secrets), stdin=theirs,
        stdout=subprocess.PIPE, stderr=theirs, encoding="utf-8",
    )  # fmt: skip
    os.close(theirs)
    shown, answered = "", False
    with os.fdopen(mine, "r+b", buffering=0) as terminal:
        while True:
            try:
                read = terminal.read(4096)
            except OSError:  # the other end was closed
                break
            if not read:
                break
            shown += read.decode("utf-8", "replace")
            if "Send it?" in shown and not answered:
                answered = True
                terminal.write(f"{typed}\n".encode())
    out, _ = child.communicate(timeout=60)
    assert child.returncode == 0
    assert ("2 sent" in out) is sent
    assert ("Nothing was sent." in out) is not sent
    assert ("2 of 2, 0:00 left" in shown) is sent


def out_of(text: str) -> int:
    """Return how many records a run's last line says were sent."""
    return int(text.splitlines()[-1].partition(" sent,")[0])
