"""Faults of the line by rule, over real HTTP, on both pretend remote systems; and the clock they are counted on."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from afas_assistant.practice.process import PracticeProcess
from afas_assistant.practice.remote import PracticeControlError
from tests.helpers.practice_calls import authorization
from tests.helpers.timechimp_calls import TimeChimpCalls

ROOT = Path(__file__).resolve().parents[3]
NOTE = {"KnSubject": {"Element": {"Fields": {"StId": 101, "Ds": "Bezoek"}}}}
CHANGE = {"registrationIds": [1000001], "status": 4}
BROKEN = (httpx.RemoteProtocolError, httpx.ReadError)


@pytest.fixture(scope="module")
def running() -> Iterator[PracticeProcess]:
    with PracticeProcess() as process:
        yield process


@pytest.fixture
def practice(running: PracticeProcess) -> PracticeProcess:
    running.switch("healthy", reset=True)
    return running


@pytest.fixture
def afas(practice: PracticeProcess) -> Iterator[httpx.Client]:
    headers = {"Authorization": authorization(practice.token())}
    with httpx.Client(base_url=practice.rest, headers=headers, trust_env=False, timeout=20) as client:
        yield client


@pytest.fixture
def v1(practice: PracticeProcess) -> Iterator[TimeChimpCalls]:
    calls = TimeChimpCalls(practice, "v1")
    yield calls
    calls.close()


def save(afas: httpx.Client) -> httpx.Response:
    return afas.post("connectors/KnSubject", json=NOTE)


def written(practice: PracticeProcess) -> int:
    count: int = practice.state()["written"]
    return count


@pytest.mark.parametrize(
    ("kind", "booked"), [("cut_before", 0), ("cut_after", 1), ("hang", 0), ("hang_after", 1), ("half", 1)]
)
def test_a_write_whose_answer_does_not_come(
    practice: PracticeProcess, afas: httpx.Client, kind: str, booked: int
) -> None:
    practice.faults([{"kind": kind, "method": "POST", "path": "KnSubject", "seconds": 0.1}])
    with pytest.raises(BROKEN):
        save(afas)
    assert written(practice) == booked
    hit = practice.faults_hit()["hits"][0]
    assert hit == {
        "kind": kind, "method": "POST", "target": "/ProfitRestServices/connectors/KnSubject",
        "booked": 201 if booked else None,
    }  # fmt: skip
    assert save(afas).status_code == 201
    assert written(practice) == booked + 1


def test_a_cut_write_is_booked_minutes_later(practice: PracticeProcess, afas: httpx.Client) -> None:
    practice.faults([{"kind": "cut_late", "path": "connectors/KnSubject", "seconds": 600}])
    with pytest.raises(BROKEN):
        save(afas)
    practice.clock_forward(590)
    assert written(practice) == 0
    assert 0 < practice.faults_hit()["late"][0]["in_seconds"] <= 10
    practice.clock_forward(10)
    assert written(practice) == 1
    assert practice.faults_hit()["late"] == []
    assert practice.faults_hit()["hits"][0]["booked"] == 201
    practice.clock_forward(600)
    assert written(practice) == 1


def test_what_is_due_is_booked_before_the_next_call_is_answered(practice: PracticeProcess, v1: TimeChimpCalls) -> None:
    practice.faults([{"kind": "cut_late", "path": "changestatus", "seconds": 0}])
    with pytest.raises(BROKEN):
        v1.web.post("time/changestatusintern", json=CHANGE)
    assert v1.get("time/1000001")["status"] == 4


def test_new_rules_leave_what_is_late_and_a_reset_forgets_it(practice: PracticeProcess, afas: httpx.Client) -> None:
    practice.faults([{"kind": "cut_late", "path": "KnSubject"}])
    with pytest.raises(BROKEN):
        save(afas)
    assert practice.faults([])["late"][0]["in_seconds"] == pytest.approx(300, abs=5)
    practice.reset()
    practice.clock_forward(300)
    assert written(practice) == 0


@pytest.mark.parametrize("kind", ["500", "503", "429", "locked"])
def test_refusals_of_afas(practice: PracticeProcess, afas: httpx.Client, kind: str) -> None:
    practice.faults([{"kind": kind, "path": "KnSubject", "seconds": 7}])
    reply = save(afas)
    assert reply.status_code == {"locked": 500}.get(kind) or int(kind)
    assert written(practice) == 0
    if kind in {"503", "429"}:
        assert reply.headers["retry-after"] == "7"
    if kind == "503":
        assert reply.json()["retry_after"] == 7
    if kind == "locked":
        assert reply.json()["externalMessage"] == "De boekingslay-out is vergrendeld door een andere gebruiker."
    if kind == "500":
        assert reply.json()["profitLogReference"] in practice.environment_log()


@pytest.mark.parametrize("kind", ["500", "503", "429"])
def test_refusals_of_timechimp(practice: PracticeProcess, v1: TimeChimpCalls, kind: str) -> None:
    practice.faults([{"kind": kind, "path": "/v1/time", "seconds": 7}])
    before = practice.timechimp_books()["changes"]
    assert v1.refused("POST", "time", {})[0] == int(kind)
    assert practice.timechimp_books()["changes"] == before


def test_a_write_that_arrived_may_answer_500(practice: PracticeProcess, afas: httpx.Client) -> None:
    practice.faults([{"kind": "500_after", "path": "KnSubject"}])
    assert save(afas).status_code == 500
    assert written(practice) == 1


def test_a_slow_reply_is_whole(practice: PracticeProcess, v1: TimeChimpCalls) -> None:
    practice.faults([{"kind": "slow", "path": "tasks", "seconds": 0.3}])
    started = time.perf_counter()
    assert len(v1.get("tasks")) == 9
    assert time.perf_counter() - started >= 0.3


@pytest.mark.parametrize(("kind", "changed"), [("cut_before", False), ("cut_after", True), ("half", True)])
def test_a_status_change_whose_answer_does_not_come(
    practice: PracticeProcess, v1: TimeChimpCalls, kind: str, changed: bool
) -> None:
    practice.faults([{"kind": kind, "method": "POST", "path": "changestatus"}])
    with pytest.raises(BROKEN):
        v1.web.post("time/changestatusintern", json=CHANGE)
    assert (v1.get("time/1000001")["status"] == 4) == changed


def test_the_nth_call_is_hit_and_so_many_that_follow(practice: PracticeProcess, v1: TimeChimpCalls) -> None:
    practice.faults(
        [{"kind": "503", "path": "/TASKS", "nth": 2, "times": 2}, {"kind": "500", "path": "tasks", "nth": 4}]
    )
    assert [v1.web.get("tasks").status_code for _ in range(5)] == [200, 503, 503, 500, 200]
    assert v1.web.get("users/me").status_code == 200
    assert [rule["counted"] for rule in practice.faults_hit()["faults"]] == [5, 5]
    practice.faults([{"kind": "503", "method": "post", "times": 0}])
    assert [v1.web.post("time", json={}).status_code for _ in range(3)] == [503, 503, 503]
    assert v1.web.get("tasks").status_code == 200
    practice.faults([])
    assert v1.web.post("time", json={}).status_code == 200


def test_the_query_is_a_part_of_the_address(practice: PracticeProcess, afas: httpx.Client) -> None:
    practice.faults([{"kind": "503", "path": "skip=100"}])
    pages = [afas.get("connectors/Profit_Debtor", params={"skip": skip, "take": 10}) for skip in (0, 100, 100)]
    assert [page.status_code for page in pages] == [200, 503, 200]


def test_a_silence_ends_when_the_client_gives_up(practice: PracticeProcess, afas: httpx.Client) -> None:
    practice.faults([{"kind": "hang_after", "path": "KnSubject", "seconds": 3600}])
    with pytest.raises(httpx.ReadTimeout):
        afas.post("connectors/KnSubject", json=NOTE, timeout=0.3)
    assert written(practice) == 1


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        ("nope", "must be a list"),
        (["nope"], "needs a kind"),
        ([{"kind": "nope"}], "needs a kind"),
        ([{"kind": "hang", "url": "x"}], "has no url"),
        ([{"kind": "hang", "nth": 0}], "nth must be"),
        ([{"kind": "hang", "times": True}], "times one from 0"),
        ([{"kind": "hang", "seconds": -1}], "seconds must be"),
    ],
)
def test_rules_that_cannot_be_understood(practice: PracticeProcess, rules: Any, sentence: str) -> None:
    reply = httpx.post(f"{practice.control}/faults", json={"faults": rules}, trust_env=False)
    assert reply.status_code == 400
    assert sentence in reply.json()["error"]
    assert reply.json()["error_nl"] != reply.json()["error"]


def test_the_clock_goes_forward_and_to_a_chosen_day(practice: PracticeProcess) -> None:
    assert practice.clock_today("2026-05-25")["today"] == "2026-05-25"
    assert practice.clock_forward(86_400)["today"] == "2026-05-26"
    with pytest.raises(PracticeControlError, match="forward_seconds must be"):
        practice.clock_forward(-1)
    with pytest.raises(PracticeControlError, match="must be a date"):
        practice.clock_today("25-05-2026")
    practice.reset()
    now = httpx.get(f"{practice.control}/clock", trust_env=False).json()["now"]
    assert now[:10] != "2026-05-26" or time.strftime("%Y-%m-%d", time.gmtime()) == "2026-05-26"


def test_faults_and_keys_are_no_secrets_in_the_log(practice: PracticeProcess, v1: TimeChimpCalls) -> None:
    practice.faults([{"kind": "500"}])
    v1.web.get("tasks")
    line = practice.log()[-1]
    assert (line["path"], line["status"]) == ("/timechimp/v1/tasks", 500)
    assert practice.timechimp_key("v1") not in json.dumps([practice.log(), practice.faults_hit(), practice.state()])


def test_it_is_quiet_about_faults_also_when_it_ends_in_a_silence() -> None:
    """A fault of our own would show on standard error; what was asked for must not."""
    command = [sys.executable, "-m", "afas_assistant.practice", "--size", "3000"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout
        ready = json.loads(child.stdout.readline())
        headers = {"Authorization": f"Bearer {ready['timechimp_keys']['v1']}"}
        address = ready["timechimp"]["timechimp_v1"]
        with httpx.Client(headers=headers, trust_env=False, timeout=20) as web:
            rules = [{"kind": kind, "path": f"/v1/{path}"} for kind, path in (
                ("half", "customers"), ("cut_after", "tasks"), ("cut_late", "users"), ("hang", "tags"),
            )]  # fmt: skip
            assert web.post(f"{ready['control']}/faults", json={"faults": rules}).status_code == 200
            for path in ("customers", "tasks", "users"):
                with pytest.raises(BROKEN):
                    web.get(f"{address}/{path}")
            with pytest.raises(httpx.ReadTimeout):
                web.get(f"{address}/tags", timeout=0.2)
            child.terminate()
            _, errors = child.communicate(timeout=10)
        assert (child.returncode, errors) == (0, b"")
