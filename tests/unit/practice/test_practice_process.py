"""The practice environment as its own process, over real HTTP on loopback."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import httpx
import pytest

from afas_assistant.practice.process import PracticeProcess, PracticeStartError
from afas_assistant.practice.remote import PracticeControlError
from tests.helpers.practice_calls import authorization

POSIX = pytest.mark.skipif(os.name != "posix", reason="signals and parents are told otherwise on Windows")
ROOT = Path(__file__).resolve().parents[3]
ENVELOPE = (
    '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>'
    '<Execute xmlns="urn:Afas.Profit.Services"><token><![CDATA[{token}]]></token><dataID>GetXmlSchema</dataID>'
    "<parametersXml>&lt;DataConnector&gt;&lt;UpdateConnectorId&gt;{name}&lt;/UpdateConnectorId&gt;"
    "&lt;EncodeBase64&gt;false&lt;/EncodeBase64&gt;&lt;/DataConnector&gt;</parametersXml></Execute></soap:Body></soap:Envelope>"
)


@pytest.fixture(scope="module")
def practice() -> Iterator[PracticeProcess]:
    with PracticeProcess() as running:
        yield running


@pytest.fixture
def web(practice: PracticeProcess) -> Iterator[httpx.Client]:
    practice.switch("healthy", reset=True)
    headers = {"Authorization": authorization(practice.token())}
    with httpx.Client(headers=headers, trust_env=False, timeout=10) as client:
        yield client


def test_addresses_tokens_and_headers(practice: PracticeProcess, web: httpx.Client) -> None:
    afas = {"rest", "soap", "envid", "production", "test", "accept"}
    assert practice.addresses.keys() == afas | {"timechimp", "timechimp_v1", "timechimp_v2"}
    assert practice.rest.startswith("http://127.0.0.1:")
    for name in ("all", "timechimp", "smartbooqing", "admin"):
        assert len(practice.token(name)) == len("<token><version>1</version><data></data></token>") + 64
        assert practice.token(name) not in repr(practice)
    reply = web.get(f"{practice.addresses['test']}/METAINFO")
    assert reply.status_code == 200
    assert reply.headers["content-type"] == "application/json; charset=utf-8"
    assert len(reply.headers["x-trace-identifier"]) == 32
    assert reply.headers["cache-control"] == "no-store, no-cache"
    assert reply.headers["x-frame-options"] == "deny"


def test_an_empty_refusal_has_length_zero_and_says_xml(practice: PracticeProcess, web: httpx.Client) -> None:
    reply = web.get(f"{practice.addresses['production']}/metainfo")
    assert (reply.status_code, reply.content) == (401, b"")
    assert reply.headers["content-length"] == "0"
    assert reply.headers["content-type"].startswith("application/xml")
    assert reply.headers["x-trace-identifier"]


def test_the_log_knows_calls_and_errors_but_no_token(practice: PracticeProcess, web: httpx.Client) -> None:
    web.get(f"{practice.rest}/metainfo")
    refused = web.get(f"{practice.rest}/connectors/Nope?take=1").json()
    first, second = practice.log()
    assert (first["method"], first["path"], first["status"]) == ("GET", "/ProfitRestServices/metainfo", 200)
    assert (second["query"], second["status"]) == ("take=1", 500)
    assert second["profitLogReference"] == refused["profitLogReference"]
    kept = practice.environment_log()[refused["profitLogReference"]]
    assert kept["message"] == refused["externalMessage"]
    everything = json.dumps([practice.log(), practice.environment_log(), practice.state()])
    assert "0A11" not in everything
    assert "Authorization" not in everything


def test_control_calls(practice: PracticeProcess, web: httpx.Client) -> None:
    assert {scenario["name"] for scenario in practice.scenarios()} >= {"healthy", "wrong_host", "english"}
    practice.delay(0.3)
    started = time.perf_counter()
    web.get(f"{practice.rest}/metainfo")
    assert time.perf_counter() - started >= 0.3
    practice.delay(0)
    assert practice.state()["calls"] == 1
    practice.reset()
    assert practice.state()["calls"] == 0
    with pytest.raises(PracticeControlError, match="no scenario 'nope'"):
        practice.switch("nope")
    with pytest.raises(PracticeControlError, match="seconds must be"):
        practice.delay(-1)
    assert web.post(f"{practice.control}/scenario", content=b"{").status_code == 400
    assert web.post(f"{practice.control}/scenario", content=b"[]").status_code == 400


def test_maintenance_has_afas_odd_nesting(practice: PracticeProcess, web: httpx.Client) -> None:
    practice.switch("maintenance")
    reply = web.get(f"{practice.rest}/metainfo")
    assert (reply.status_code, reply.headers["retry-after"]) == (503, "7200")
    assert reply.json()["error"]["code"] == {"example": "503"}
    assert reply.json()["retry_after"] == 7200


def test_a_proxy_page_and_broken_json(practice: PracticeProcess, web: httpx.Client) -> None:
    practice.switch("proxy_page")
    page = web.get(f"{practice.rest}/metainfo")
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    practice.switch("broken_json")
    broken = web.get(f"{practice.rest}/metainfo")
    assert broken.status_code == 200
    with pytest.raises(json.JSONDecodeError):
        broken.json()


def test_a_cut_line_gives_no_answer(practice: PracticeProcess, web: httpx.Client) -> None:
    practice.switch("line_cut")
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        web.get(f"{practice.rest}/metainfo")
    assert practice.log()[-1]["status"] is None


def test_busy_turns_every_third_call_away_and_lets_its_repeat_in(practice: PracticeProcess, web: httpx.Client) -> None:
    practice.switch("busy")
    paths = [f"{practice.rest}/connectors/{name}" for name in ("SBQ_BTW", "Precal_Landen", "SBQ_BTW", "SBQ_BTW")]
    replies = [web.get(path) for path in paths]
    assert [reply.status_code for reply in replies] == [200, 200, 503, 200]
    assert replies[2].headers["retry-after"] == "1"


def test_rate_limit_strikes_once_per_address(practice: PracticeProcess, web: httpx.Client) -> None:
    practice.switch("rate_limited")
    statuses = [
        web.get(f"{practice.rest}/connectors/{name}").status_code for name in ("SBQ_BTW", "SBQ_BTW", "Precal_Landen")
    ]
    assert statuses == [429, 200, 429]


def test_slow_waits_two_seconds(practice: PracticeProcess, web: httpx.Client) -> None:
    practice.switch("slow")
    assert web.get(f"{practice.rest}/ProfitVersion").elapsed.total_seconds() >= 2


def soap(practice: PracticeProcess, name: str, token: str, host: str = "") -> httpx.Response:
    address = practice.soap.replace("/profitservices", f"{host}/profitservices")
    content = ENVELOPE.format(token=token, name=name).encode()
    headers = {"SOAPAction": "urn:Afas.Profit.Services/Execute", "Content-Type": "text/xml; charset=utf-8"}
    return httpx.post(f"{address}/appconnectordata.asmx", content=content, headers=headers, trust_env=False)


@pytest.mark.parametrize("name", ["FiEntries", "KnSubject", "FbDirectInvoice"])
def test_the_schema_comes_as_xml_in_xml(practice: PracticeProcess, web: httpx.Client, name: str) -> None:
    reply = soap(practice, name, practice.token())
    assert reply.status_code == 200
    result = ET.fromstring(reply.content).findtext(".//{urn:Afas.Profit.Services}ExecuteResult")
    data = ET.fromstring(result or "")
    assert data.findtext("ConnectorData/Id") == name
    schema = ET.fromstring(data.findtext("ConnectorData/Schema") or "")
    elements = {item.get("name") for item in schema.iter("{http://www.w3.org/2001/XMLSchema}element")}
    fields = web.get(f"{practice.rest}/metainfo/update/{name}").json()
    assert {field["fieldId"] for field in fields["fields"]} | {fields["name"]} <= elements


def test_soap_refusals(practice: PracticeProcess, web: httpx.Client) -> None:
    assert soap(practice, "FiEntries", practice.token(), "/soaptest").status_code == 200
    assert soap(practice, "FiEntries", practice.token(), "/soap").status_code == 401
    assert soap(practice, "FiEntries", "").status_code == 401
    assert b"bestaat niet" in soap(practice, "Nope", practice.token()).content
    assert web.get(f"{practice.soap}/other.asmx").status_code == 404
    practice.switch("data_schema_missing")
    refused = soap(practice, "FiEntries", practice.token())
    assert refused.status_code == 500
    assert ET.fromstring(refused.content).findtext(".//faultstring") == (
        "General message: Deze connector wordt niet ondersteund of de gebruiker is niet geautoriseerd."
    )


def test_odd_names_arrive_whole_over_http(practice: PracticeProcess, web: httpx.Client) -> None:
    practice.switch("names_with_blanks")
    odd = [item["id"] for item in web.get(f"{practice.rest}/metainfo").json()["getConnectors"] if "%" in item["id"]]
    assert odd == ["Oefen_100%_omzet", "Oefen 50% btw. verlegd"]
    for name in odd:
        quoted = name.replace("%", "%25").replace(" ", "%20")
        assert web.get(f"{practice.rest}/connectors/{quoted}").status_code == 200


def test_a_hundred_thousand_debtors_are_paged_quickly_once_sorted() -> None:
    with PracticeProcess(size=100_000) as practice, httpx.Client(trust_env=False, timeout=60) as web:
        web.headers["Authorization"] = authorization(practice.token())
        query: dict[str, str | int] = {"take": 2000, "orderbyfieldids": "DebtorName"}
        web.get(f"{practice.rest}/connectors/Profit_Debtor", params=query)
        started = time.perf_counter()
        page = web.get(f"{practice.rest}/connectors/Profit_Debtor", params={**query, "skip": 50_000})
        assert time.perf_counter() - started < 1
        assert len(page.json()["rows"]) == 2000


@pytest.mark.parametrize(
    ("scenario", "size", "sentence"), [("nope", 250, "no scenario 'nope'"), ("healthy", 0, "from 1 to 100,000")]
)
def test_a_start_that_fails_says_why(scenario: str, size: int, sentence: str) -> None:
    with pytest.raises(PracticeStartError, match=sentence):
        PracticeProcess(scenario, size)


def running(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    return True


def ends_within(process_id: int, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while running(process_id) and time.monotonic() < until:
        time.sleep(0.05)
    return not running(process_id)


@POSIX
def test_stopping_ends_the_child() -> None:
    with PracticeProcess() as practice:
        child = practice.process_id
        assert running(child)
    assert ends_within(child, 2)


@POSIX
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly_and_quietly(number: signal.Signals) -> None:
    command = [sys.executable, "-m", "afas_assistant.practice"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout
        ready = json.loads(child.stdout.readline())
        assert ready["schema"] == 1
        assert ready["scenario"] == "healthy"
        child.send_signal(number)
        rest, errors = child.communicate(timeout=5)
        assert (child.returncode, rest, errors) == (0, b"", b"")


@POSIX
def test_it_is_quiet_also_when_lines_are_cut_and_calls_are_under_way() -> None:
    """A fault of our own would show on standard error; what scenarios do on purpose must not."""
    command = [sys.executable, "-m", "afas_assistant.practice", "--scenario", "line_cut"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout
        ready = json.loads(child.stdout.readline())
        for _ in range(3):
            with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
                httpx.get(f"{ready['afas']['rest']}/metainfo", trust_env=False)
        httpx.post(f"{ready['control']}/scenario", json={"name": "slow"}, trust_env=False)
        with pytest.raises(httpx.ReadTimeout):
            httpx.get(f"{ready['afas']['rest']}/metainfo", trust_env=False, timeout=0.2)
        child.terminate()
        _, errors = child.communicate(timeout=5)
        assert (child.returncode, errors) == (0, b"")


@POSIX
def test_it_ends_when_its_parent_is_gone() -> None:
    """A parent that is killed says nothing; the child notices by the parent's number."""
    program = (
        "import subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-m', 'afas_assistant.practice'])\n"
        "print(child.pid, flush=True)\ntime.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE) as parent:
        assert parent.stdout
        lines = [parent.stdout.readline(), parent.stdout.readline()]
        child = next(int(line) for line in lines if line.strip().isdigit())
        assert running(child)
        parent.kill()
    assert ends_within(child, 5)


def test_it_ends_when_the_pipe_it_watches_closes() -> None:
    command = [sys.executable, "-m", "afas_assistant.practice", "--watch-stdin"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe) as child:
        assert child.stdout
        child.stdout.readline()
        assert child.poll() is None
        _, errors = child.communicate(timeout=5)
        assert (child.returncode, errors) == (0, b"")
