"""The client against the pretend TimeChimp, over real HTTP: both generations, every reading of what is unknown."""

import io
import sys
import time
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from afas_assistant.cli.commands import parse
from afas_assistant.practice.process import PracticeProcess
from afas_assistant.timechimp.api import TimeChimp
from afas_assistant.timechimp.errors import TimeChimpError, may_have_happened
from afas_assistant.timechimp.hosts import Bases
from afas_assistant.timechimp.key import Generation, parse_key
from afas_assistant.timechimp.models import Registration
from afas_assistant.timechimp.pace import Pace
from afas_assistant.timechimp.probe import Access, Writing, connect, open_timechimp, probe
from afas_assistant.timechimp.statuses import InvoiceMethod, InvoiceStatus, Kind, Status
from afas_assistant.transport import TransportError
from tests.helpers.memory_keyring import MemoryKeyring

V1, V2 = Generation.V1, Generation.V2
LONG_AGO, FAR_OFF = date(2000, 1, 1), date(2099, 12, 31)
TABLES = {Kind.HOURS: "time", Kind.EXPENSE: "expenses", Kind.RIDE: "mileage"}


class Company:
    """The running pretend company, and clients whose waits let its clock go on instead of ours."""

    def __init__(self, practice: PracticeProcess) -> None:
        self.practice = practice
        self.bases = Bases(practice.addresses["timechimp_v1"], practice.addresses["timechimp_v2"])
        self.waited = 0.0

    def client(self, generation: Generation) -> TimeChimp:
        key = parse_key(self.practice.timechimp_key(generation))
        return open_timechimp(generation, key, self.bases, pace=self.pace())

    def probe(self, generation: Generation) -> Access:
        return probe(parse_key(self.practice.timechimp_key(generation)), self.bases, pace=self.pace())

    def pace(self) -> Pace:
        return Pace(calls=10_000, now=lambda: self.waited, wall=lambda: self.waited, sleep=self.sleep)

    def sleep(self, seconds: float) -> None:
        self.waited += seconds
        self.practice.clock_forward(seconds)

    def switch(self, **values: Any) -> None:
        self.practice.timechimp_switches(**values)

    def books(self) -> dict[str, Any]:
        return self.practice.timechimp_books()


@pytest.fixture(scope="module")
def practice() -> Iterator[PracticeProcess]:
    with PracticeProcess(size=60) as running:
        yield running


@pytest.fixture
def company(practice: PracticeProcess) -> Company:
    practice.switch("healthy", reset=True)
    practice.faults([])
    practice.timechimp_switches(
        add_on="advanced", refusal_status=403, calls_a_minute=10_000, retry_after=False, window_seconds=60.0,
        status_spelling="both", unknown_registration="refused", message_in_200=False, zone_suffix=False,
        v1_answers=True, v2_answers=True, v2_envelope="value", v2_error_body="message", v2_linked="id_name",
        v2_times_status=True, customers="mixed", approval="internal",
    )  # fmt: skip
    return Company(practice)


def everything(client: TimeChimp) -> dict[str, Any]:
    """Read all there is, in a form that both generations share."""
    registrations = [one for kind in Kind for one in client.registrations(kind, LONG_AGO, FAR_OFF)]
    return {
        "customers": sorted((one.id, one.number, one.name, one.city, one.kvk_number) for one in client.customers()),
        "projects": sorted((one.id, one.code, one.customer_id, one.method, one.rate) for one in client.projects()),
        "tasks": sorted((one.id, one.project_id, one.activity_id, one.hourly_rate) for one in client.project_tasks()),
        "activities": sorted((one.id, one.name, one.code) for one in client.activities()),
        "users": sorted((one.id, one.name, one.employee_number) for one in client.users()),
        "registrations": sorted(map(comparable, registrations)),
        "invoices": sorted(
            (one.id, one.status, one.credit, one.date, one.total, len(one.rows))
            for one in client.invoices(LONG_AGO, FAR_OFF)
        ),
    }


def comparable(one: Registration) -> tuple[Any, ...]:
    """Return what both generations tell of a registration."""
    linked = (one.project_id, one.user_id, one.category_id)
    return (one.kind, one.id, one.date, *map(str, linked), one.quantity, one.amount or Decimal(0), one.internal_status)


def test_both_generations_tell_the_same(company: Company) -> None:
    with company.client(V1) as one, company.client(V2) as two:
        first, second = everything(one), everything(two)
    for name, told in first.items():
        assert told == second[name], name
        assert told, name


def test_the_company_has_what_invoicing_has_to_meet(company: Company) -> None:
    with company.client(V1) as client:
        methods = {one.method for one in client.projects()}
        assert {InvoiceMethod.PROJECT_RATE, InvoiceMethod.SUBSCRIPTION, InvoiceMethod.TASK_HOURLY_RATE} <= methods
        subscribed = [one.subscription for one in client.projects() if one.method is InvoiceMethod.SUBSCRIPTION]
        assert all(one is not None and one.rate > 0 for one in subscribed)
        assert any(one.code for one in client.activities())
        assert client.expense_categories()
        invoices = list(client.invoices(LONG_AGO))
        assert {InvoiceStatus.OPEN, InvoiceStatus.PAID} <= {one.status for one in invoices}
        assert any(one.credit for one in invoices)
        assert any(one.number.startswith("0") for one in client.customers())


@pytest.mark.parametrize("envelope", ["value", "bare", "result", "results", "data", "items"])
@pytest.mark.parametrize("linked", ["id_name", "id", "absent"])
def test_every_envelope_and_every_way_to_show_what_is_linked(company: Company, envelope: str, linked: str) -> None:
    with company.client(V2) as client:
        expected = everything(client)
        company.switch(v2_envelope=envelope, v2_linked=linked)
        assert everything(client) == expected


def test_a_zone_behind_a_moment_shifts_no_day(company: Company) -> None:
    with company.client(V1) as client:
        expected = everything(client)
        company.switch(zone_suffix=True)
        assert everything(client) == expected


def test_a_period_holds_both_of_its_ends(company: Company) -> None:
    for generation in Generation:
        with company.client(generation) as client:
            days = sorted({one.date for one in client.registrations(Kind.HOURS, LONG_AGO, FAR_OFF)})
            found = {one.date for one in client.registrations(Kind.HOURS, days[1], days[-2])}
            assert found == set(days[1:-1])


@pytest.mark.parametrize("generation", Generation)
@pytest.mark.parametrize("kind", Kind)
def test_registrations_become_invoiced_and_go_back_to_what_they_were(
    company: Company, generation: Generation, kind: Kind
) -> None:
    with company.client(generation) as client:
        before = [
            one for one in client.registrations(kind, LONG_AGO, FAR_OFF) if one.internal_status is Status.APPROVED
        ][:7]
        assert before
        after = client.set_status(before, Status.INVOICED, "Factuur 2026-1")
        assert [(one.id, one.internal_status) for one in after] == [(one.id, Status.INVOICED) for one in before]
        kept = company.books()["statuses"][TABLES[kind]]
        assert {kept[str(one.id)] for one in before} == {3}
        assert client.set_status(after, Status.APPROVED) == tuple(client.reread(before))
        assert {company.books()["statuses"][TABLES[kind]][str(one.id)] for one in before} == {2}


@pytest.mark.parametrize("spelling", ["intern", "internal"])
def test_either_spelling_of_the_change_works(company: Company, spelling: str) -> None:
    company.switch(status_spelling=spelling)
    with company.client(V1) as client:
        one = next(client.registrations(Kind.RIDE, LONG_AGO, FAR_OFF))
        assert client.set_status([one], Status.WRITTEN_OFF)[0].internal_status is Status.WRITTEN_OFF


@pytest.mark.parametrize("generation", Generation)
def test_a_customer_is_made_and_changed_and_loses_nothing(company: Company, generation: Generation) -> None:
    with company.client(generation) as client:
        made = client.create_customer(name="Nieuw BV", number="000777", city="Zwolle", payment_days=14)
        assert made is not None
        assert (made.number, made.city, made.payment_days, made.active) == ("000777", "Zwolle", 14, True)
        old = next(one for one in client.customers() if one.number and one.email and one.iban)
        kept = next(one for one in company.books()["customers"] if one["id"] == old.id)
        changed = client.update_customer(old.id, city="Meppel", vat_number="NL999999999B99")
        assert (changed.city, changed.vat_number, changed.number) == ("Meppel", "NL999999999B99", old.number)
    now = next(one for one in company.books()["customers"] if one["id"] == old.id)
    differing = {name for name in kept if kept[name] != now[name]} - {"modified"}
    assert differing == {"city", "vatNumber"}


@pytest.mark.parametrize("generation", Generation)
@pytest.mark.parametrize("retry_after", [True, False])
def test_too_many_calls_are_waited_out(company: Company, generation: Generation, retry_after: bool) -> None:
    company.switch(calls_a_minute=3, retry_after=retry_after)
    began = time.monotonic()
    with company.client(generation) as client:
        for _ in range(8):
            client.greet()
    assert company.waited > 0
    assert time.monotonic() - began < 30  # the waits were those of the pretend clock


@pytest.mark.parametrize(("refusal_status", "code"), [(403, "timechimp_write_refused"), (401, "timechimp_key_refused")])
@pytest.mark.parametrize("generation", Generation)
def test_the_basic_add_on_reads_and_does_not_write(
    company: Company, generation: Generation, refusal_status: int, code: str
) -> None:
    company.switch(add_on="basic", refusal_status=refusal_status)
    assert company.probe(generation).writing is Writing.REFUSED
    with company.client(generation) as client:
        one = next(client.registrations(Kind.EXPENSE, LONG_AGO, FAR_OFF))
        with pytest.raises(TimeChimpError) as caught:
            client.set_status([one], Status.INVOICED)
    assert caught.value.code == code
    assert not may_have_happened(caught.value)


@pytest.mark.parametrize("generation", Generation)
def test_the_probe_sees_what_the_key_can_do_and_changes_nothing(company: Company, generation: Generation) -> None:
    before = company.books()
    access = company.probe(generation)
    assert (access.generations, access.writing) == ((generation,), Writing.ALLOWED)
    assert access.customers == len(before["customers"])
    assert company.books()["changes"] == before["changes"]
    company.switch(add_on="none")
    silent = company.probe(generation)
    assert (silent.generations, silent.writing) == ((), Writing.NOT_TESTED)
    assert silent.trouble is not None
    assert silent.trouble.code in {"timechimp_no_api", "timechimp_key_refused"}


@pytest.mark.parametrize("generation", Generation)
def test_connect_finds_the_api_of_a_key(company: Company, generation: Generation) -> None:
    key = parse_key(company.practice.timechimp_key(generation))
    with connect(key, company.bases, pace=company.pace()) as client:
        assert client.generation is generation


@pytest.mark.parametrize("body", ["message", "text", "empty"])
def test_every_form_of_an_error(company: Company, body: str) -> None:
    company.switch(v2_error_body=body)
    with company.client(V2) as client, pytest.raises(TimeChimpError) as caught:
        client.customer(999_999)
    assert caught.value.code == "timechimp_not_found"


def test_a_message_in_a_success_is_no_customer(company: Company) -> None:
    company.switch(message_in_200=True)
    with company.client(V1) as client, pytest.raises(TimeChimpError) as caught:
        client.customer(999_999)
    assert caught.value.code == "timechimp_message"


@pytest.mark.parametrize("kind", ["cut_before", "cut_after"])
def test_a_line_that_breaks_leaves_a_write_in_doubt(company: Company, kind: str) -> None:
    with company.client(V1) as client:
        company.practice.faults([{"kind": kind, "method": "POST"}])
        with pytest.raises(TransportError) as caught:
            client.send(client.new_customer(name="In twijfel BV"))
    assert may_have_happened(caught.value)
    named = [one for one in company.books()["customers"] if one["name"] == "In twijfel BV"]
    assert len(named) == (0 if kind == "cut_before" else 1)


def test_a_change_of_status_whose_answer_was_lost_is_proved_by_reading(company: Company) -> None:
    with company.client(V1) as client:
        one = next(client.registrations(Kind.HOURS, LONG_AGO, FAR_OFF))
        company.practice.faults([{"kind": "cut_after", "method": "POST"}])
        assert client.set_status([one], Status.INVOICED)[0].internal_status is Status.INVOICED
        company.practice.faults([{"kind": "cut_before", "method": "POST"}])
        with pytest.raises(TransportError):
            client.set_status([one], Status.WRITTEN_OFF)
        assert client.registration(Kind.HOURS, one.id).internal_status is Status.INVOICED


def test_the_key_is_stored_from_the_terminal(
    company: Company,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    memory_keyring: MemoryKeyring,
) -> None:
    def org(*arguments: str, secret: str) -> int:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(secret.encode())))
        options = ["--data-dir", str(tmp_path / "home"), "--language", "en"]
        return parse(["org", arguments[0], *options, *arguments[1:]]).run()

    practice = company.practice
    key = practice.timechimp_key("v2")
    assert org("add", "--address", practice.rest, "--name", "Oefening", secret=practice.token("timechimp")) == 0
    where = ["--timechimp-address", practice.addresses["timechimp_v2"]]
    assert org("timechimp-key", "Oefening", *where, secret=key) == 0
    output = capsys.readouterr()
    assert "API v2 answers and lets this key read" in output.out
    assert key in memory_keyring.entries.values()
    assert key not in output.out + output.err
