"""Bad input through the real command line: a sentence, and an exit code that is true.

The servers are hand-written on loopback, and the program is kept from all else. Each test also proves, by `run` itself,
that no traceback and no token is shown. Files, keyrings and the terminal itself: `test_bad_files.py`.
"""

import base64
import json
import shlex
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from afas_assistant.afas.client import AfasClient
from afas_assistant.afas.environment import practice_address
from afas_assistant.afas.token import ClassicToken
from afas_assistant.transport import TransportError
from tests.helpers.foreign_afas import INFO, REST, SMARTBOOQING, ForeignAfas, metainfo
from tests.helpers.hostile_server import hostile_server, say
from tests.helpers.http_server import Answer, PretendServer, free_port, pretend_server
from tests.helpers.terminal import DATA, OWN_PROFILE, TOKEN, Told, check, command, refused, run, run_as

OTHER = TOKEN.replace("5EC3", "AB12")
SMALL = metainfo(["Profit_Debtor", "SBQ_Debiteuren"])
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
HTML = {"Content-Type": "text/html; charset=utf-8"}


@pytest.fixture(scope="module")
def foreign() -> Iterator[PretendServer]:
    with pretend_server(ForeignAfas()) as server:
        yield server


@pytest.fixture
def own(tmp_path: Path) -> str:
    """A profile of two GetConnectors, for checks that must not take long."""
    file = tmp_path / "own.toml"
    file.write_text(OWN_PROFILE, encoding="utf-8")
    return str(file)


def reply(home: Path, answer: Answer, *arguments: str) -> Told:
    """Check an address where every question gets the same answer."""
    with pretend_server(lambda _seen: answer) as server:
        return check(home, server.root, *arguments)


# ------------------------------------------------------------------------------------------------ tokens


@pytest.mark.parametrize(
    ("token", "words"),
    [
        (TOKEN[:60], ("not whole", "64")),
        (DATA[:40], ("not whole", "40", "64")),
        (TOKEN + OTHER, ("two different tokens",)),
        ("12345", ("participant number", "address")),
        ("34264813", ("one-time code",)),
        (TOKEN.replace("5EC3", "5EG3", 1), ("Character 3", "0 to 9 and A to F")),
        ("https://12345.rest.afas.online", ("address",)),
        ("A" * 100_000, ("100000", "64")),
    ],
)
def test_what_is_no_token_is_named(tmp_path: Path, foreign: PretendServer, token: str, words: tuple[str, ...]) -> None:
    before = len(foreign.requests)
    refused(check(tmp_path, foreign.root, token=token), "token", *words)
    assert len(foreign.requests) == before


@pytest.mark.parametrize(
    "token", [f"“{TOKEN}”", TOKEN.replace("5EC35EC3", "5EC3’5EC3", 1), TOKEN.replace("<", "‹").replace(">", "›")]
)
def test_typographic_quotes_are_put_right(tmp_path: Path, foreign: PretendServer, own: str, token: str) -> None:
    assert check(tmp_path, foreign.root, "--profile", own, token=token).code == 0
    sent = foreign.requests[-1].headers["authorization"].removeprefix("AfasToken ")
    assert base64.b64decode(sent).decode() == TOKEN


def test_a_production_token_on_a_test_address_is_told_as_such(tmp_path: Path) -> None:
    def behave(seen: object) -> Answer:
        return Answer(body=SMALL) if f"/rest{REST}" in str(seen) else Answer(401, b"")

    with pretend_server(behave) as server:
        told = check(tmp_path, f"{server.root}/resttest", "--format", "json")
    refused(told, "production host", "test host", "T12345AA", "change the address")
    assert told.lines["environment/token"]["reason"] == "wrong_host"


@pytest.mark.parametrize("filler", ["<data>\n", "A", "\0", "a@", "😀"])
def test_endless_standard_input_is_cut_off_and_explained(tmp_path: Path, foreign: PretendServer, filler: str) -> None:
    typed = (filler * 1_000_000).encode()[:3_000_000]
    told = check(tmp_path, foreign.root, token=None, typed=typed)
    refused(told, "token")
    assert told.seconds < 60


def test_closed_standard_input_is_no_token(tmp_path: Path, foreign: PretendServer) -> None:
    line = shlex.join(command(tmp_path, "check", "--address", f"{foreign.root}{REST}"))
    refused(run_as(["sh", "-c", f"{line} <&-"], token=None), "token", "nothing was filled in")


# ------------------------------------------------------------------------------------------------ the way to AFAS


def test_a_host_that_is_down(tmp_path: Path) -> None:
    told = check(tmp_path, f"http://127.0.0.1:{free_port()}", "--format", "json")
    refused(told, "127.0.0.1 cannot be reached", "afasstatus.nl")
    assert told.seconds < 60
    assert told.lines["environment/host"]["reason"] == "host_unreachable"
    assert told.lines["get/SBQ_BTW"]["status"] == "not_tested"


def test_a_name_that_does_not_exist(tmp_path: Path) -> None:
    told = run(tmp_path, "check", "--address", "99999", "--format", "json")
    refused(told, "99999.rest.afas.online", "cannot be found", "participant number")
    assert told.lines["environment/host"]["reason"] == "host_not_found"


def test_loopback_over_tls_is_refused_before_anything_is_sent(tmp_path: Path) -> None:
    told = run(tmp_path, "check", "--address", f"https://127.0.0.1:{free_port()}{REST}")
    refused(told, "address", "afas.online only")


@pytest.mark.parametrize(
    ("answer", "words", "reason"),
    [
        (Answer(200, b"<html>Log in</html>", HTML), ("web page", "log in to the network"), "not_afas"),
        (Answer(200, SMALL[:70]), ("cut off", "try again"), "not_afas"),
        (Answer(200, b"[]"), ("another form", "address"), "not_afas"),
        (Answer(200, b'{"ok": true}'), ("another form", "address"), "not_afas"),
        (Answer(200, b'{"getConnectors":' + b"[" * 100_000), ("cannot be used",), "not_afas"),
        (Answer(401, b""), ("does not let us in",), "token_refused"),
        (Answer(403, b""), ("internet address", "IP"), "ip_refused"),
        (Answer(404, b""), ("nothing at this address",), "not_afas"),
        (Answer(302, b"", {"Location": "http://login.example/x"}), ("login.example", "not sent there"), "not_afas"),
        (Answer(302, b"", {"Location": "/login"}), ("refer", "address"), "not_afas"),
    ],
)
def test_answers_that_are_not_afas(tmp_path: Path, answer: Answer, words: tuple[str, ...], reason: str) -> None:
    told = reply(tmp_path, answer, "--format", "json")
    refused(told, *words)
    failed = [line for line in told.report["checks"] if line["status"] == "failed"]
    assert [line["reason"] for line in failed] == [reason]
    assert failed[0]["remedy"]


@pytest.mark.parametrize("status", [500, 502, 504])
def test_a_server_error_without_words_does_not_blame_the_token(tmp_path: Path, status: int) -> None:
    told = reply(tmp_path, Answer(status, b"<html>Bad gateway</html>", HTML), "--format", "json")
    refused(told, str(status), "later")
    assert told.lines["environment/token"]["status"] == "not_tested"
    assert told.lines["environment/host"]["status"] == "failed"


def test_the_causes_of_a_401_are_with_the_sentence_that_announces_them(tmp_path: Path) -> None:
    told = reply(tmp_path, Answer(401, b""), "--format", "json")
    assert told.lines["environment/token"]["causes"]
    assert "below" not in told.err or len(told.err.strip().splitlines()) > 4


@pytest.mark.parametrize(
    "answer",
    [
        Answer(503, b"", {"Retry-After": "7200"}),
        Answer(503, b'{"error":{"message":{"example":"Onderhoud"}},"retry_after":7200}'),
    ],
)
def test_maintenance_of_two_hours_is_not_waited_for_and_is_told(tmp_path: Path, answer: Answer) -> None:
    told = reply(tmp_path, answer, "--format", "json")
    refused(told, "maintenance", "later")
    assert told.seconds < 60
    assert told.lines["environment/host"]["reason"] == "maintenance"
    assert "2 h" in told.err or "120 min" in told.err, "AFAS says for how long; so should we"


def test_the_token_does_not_follow_a_redirect(tmp_path: Path) -> None:
    with pretend_server(ForeignAfas()) as elsewhere:
        told = reply(tmp_path, Answer(307, b"", {"Location": f"{elsewhere.root}{REST}/metainfo"}))
        refused(told, "refers to another address")
        assert elsewhere.requests == []


@pytest.mark.parametrize(
    "parts",
    [
        (b"SSH-2.0-OpenSSH_9.2\r\n",),
        (HEAD, *(b"X-%d: %s\r\n" % (number, b"a" * 1000) for number in range(1000))),
        (HEAD + b"Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello",),
    ],
    ids=["not HTTP", "header bomb", "broken gzip"],
)
def test_a_line_that_talks_nonsense(tmp_path: Path, parts: tuple[bytes, ...]) -> None:
    with hostile_server(say(*parts)) as root:
        told = check(tmp_path, root)
    refused(told, "127.0.0.1", "try again")
    assert "Error" not in told.err.splitlines()[0], "a name of Python's is no sentence"
    assert told.seconds < 60


def test_a_huge_answer_is_not_read_to_its_end(tmp_path: Path) -> None:
    def pour(line: socket.socket, closing: threading.Event) -> None:
        line.sendall(HEAD + b"\r\n")
        while not closing.is_set():
            line.sendall(b" " * 1_000_000)

    with hostile_server(pour) as root:
        told = check(tmp_path, root)
    refused(told, "too large")
    assert told.seconds < 60


def test_silence_after_the_headers_ends_in_time() -> None:
    def stall(line: socket.socket, closing: threading.Event) -> None:
        line.sendall(HEAD + b"Content-Length: 1000\r\n\r\n{")
        closing.wait(30)

    started = time.monotonic()
    with hostile_server(stall) as root:
        address = practice_address(root)
        client = AfasClient(address, ClassicToken(DATA), retry=False, read_seconds=0.4567)
        with client, pytest.raises(TransportError) as caught:
            client.metainfo()
    assert caught.value.code == "timed_out"
    assert time.monotonic() - started < 3
    assert "0.4567" not in caught.value.sentence("en"), "nobody reads four decimals of a second"


def test_a_server_that_dies_after_metainfo_leaves_lines_untested(tmp_path: Path, own: str) -> None:
    with pretend_server(ForeignAfas(otherwise=Answer(hang_up=True, body=b""), replies={
        "/connectors/Profit_Debtor": Answer(hang_up=True, body=b""),
        "/connectors/SBQ_Debiteuren": Answer(hang_up=True, body=b""),
    })) as server:  # fmt: skip
        told = check(tmp_path, server.root, "--profile", own, "--format", "json", seconds=30)
    assert told.code == 1
    assert told.lines["get/Profit_Debtor"]["status"] == "not_tested"
    assert told.lines["get/Profit_Debtor"]["reason"] == "line_broken"
    assert told.lines["environment/token"]["status"] == "ok"


def test_replies_of_two_seconds_each(tmp_path: Path, own: str) -> None:
    def slow(seen: object) -> Answer:
        time.sleep(2)
        return ForeignAfas(get=["Profit_Debtor", "SBQ_Debiteuren"], update=[])(seen)  # type: ignore[arg-type]

    with pretend_server(slow) as server:
        told = check(tmp_path, server.root, "--profile", own)
    assert told.code == 0, told.err
    assert told.seconds < 60  # metainfo, then three calls at the same time


# ------------------------------------------------------------------------------------------------ what AFAS tells


@pytest.mark.parametrize(
    "body",
    [
        {"getConnectors": [{"id": "Profit_Subjects"}, {"id": None}, None], "updateConnectors": None, "info": INFO},
        {"getConnectors": [{"id": "Profit_Subjects", "description": None, "new": 1}], "info": {"envid": True}},
        {"getConnectors": [{"id": "Profit_Subjects"}, {"description": "nameless"}], "updateConnectors": [], "info": {}},
        {"getConnectors": [{"id": "Profit_Subjects"}, {"id": "x\ud800dossierbestemming"}], "info": INFO},
    ],
    ids=["nulls", "wrong types", "missing keys", "half a character"],
)
def test_one_odd_entry_in_metainfo_does_not_spoil_the_rest(tmp_path: Path, body: object) -> None:
    with pretend_server(ForeignAfas(replies={"/metainfo": Answer(body=json.dumps(body))})) as server:
        told = check(tmp_path, server.root, "--profile", "smartbooqing", "--format", "json")
    assert told.code == 1
    assert told.lines["environment/token"]["status"] == "ok"
    assert told.lines["get/Profit_Subjects"]["status"] == "ok"


def test_metainfo_without_info(tmp_path: Path, own: str) -> None:
    with pretend_server(ForeignAfas(info=None)) as server:
        told = check(tmp_path, server.root, "--profile", own, "--format", "json")
    assert told.code == 0
    assert told.report["environment"]["envid"] is None
    assert told.lines["environment/environment"]["status"] == "not_tested"
    assert "does not say" in told.lines["environment/environment"]["title"]


def test_an_unknown_data_type_is_no_trouble(tmp_path: Path) -> None:
    field = {"fieldId": "Year", "dataType": "quaternion", "length": "long", "values": [{"id": None}], "mandatory": True}
    odd = {"id": "FiEntries", "name": "FiEntryPar", "fields": [field], "objects": None}
    replies = {"/metainfo/update/FiEntries": Answer(body=json.dumps(odd))}
    with pretend_server(ForeignAfas(replies=replies)) as server:
        told = check(tmp_path, server.root, "--profile", "timechimp", "--format", "json")
    line = told.lines["update/FiEntries"]
    assert (line["status"], line["reason"]) == ("failed", "field_missing")
    assert "FiEntries/AcNr" in line["detail"]
    assert "Year" not in line["title"]


def test_ten_thousand_connectors(tmp_path: Path) -> None:
    names = [*SMARTBOOQING, *(f"Connector_{number}_van_ons" for number in range(10_000))]
    with pretend_server(ForeignAfas(get=names)) as server:
        told = check(tmp_path, server.root, "--profile", "smartbooqing", "--format", "json")
    assert told.lines["get/SBQ_BTW"]["status"] == "ok"
    assert len(told.out) < 200_000
    assert told.seconds < 60, "comparing names must not take longer than asking AFAS"


def test_odd_connector_names_do_no_harm(tmp_path: Path) -> None:
    odd = ["Profit Debtor", "SBQ_BTW%", "SBQ/Debiteuren", "SBQ_Crediteuren?x=1", "..", "", "X Dossierbestemming/%?#"]
    with pretend_server(ForeignAfas(get=[*SMARTBOOQING, *odd])) as server:
        told = check(tmp_path, server.root, "--profile", "smartbooqing", "--format", "json")
        targets = [seen.target for seen in server.requests]
    assert told.lines["get/SBQ_BTW"]["status"] == "ok"
    assert told.lines["advice/extra_connectors"]["reason"] == "extra_connectors"
    assert any("/connectors/X%20Dossierbestemming%2F%25%3F%23?" in target for target in targets)


def test_what_afas_calls_itself_cannot_paint_on_the_terminal(tmp_path: Path, own: str) -> None:
    info = {**INFO, "appName": "Kop\x1b[2J\nOK  get/SBQ_BTW\u202e"}
    with pretend_server(ForeignAfas(info=info)) as server:
        told = check(tmp_path, server.root, "--profile", own)
    assert "\x1b" not in told.out
    assert not any(line.startswith("OK  get/SBQ_BTW") for line in told.out.splitlines())
