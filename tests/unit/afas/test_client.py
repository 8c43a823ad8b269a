"""The client against a pretend server on loopback: what it sends, reads and writes, and how it shows who asks."""

import base64
import json
import threading
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from afas_assistant.afas.authentication import Authentication
from afas_assistant.afas.client import AfasClient, AfasError
from afas_assistant.afas.environment import EnvironmentType
from afas_assistant.afas.query import Filter, Query
from afas_assistant.errors import ConfigurationError
from afas_assistant.transport import Reply, TransportError
from tests.helpers.afas_connection import DATA, GOOD, TOKEN, answering, connected
from tests.helpers.http_server import Answer, Seen, pretend_server

ORDERED = Query(order=("Id",))


# ---------------------------------------------------------------- what is sent


def test_every_request_says_who_and_in_which_language() -> None:
    with connected(answering({"version": "22.1"}), language="en", integration_id="12345_678") as (client, server):
        assert client.profit_version() == "22.1"
    seen = server.requests[0]
    assert (seen.method, seen.target) == ("GET", "/ProfitRestServices/ProfitVersion")
    assert seen.headers["authorization"] == TOKEN.headers("GET", "")["Authorization"]
    assert (seen.headers["accept-language"], seen.headers["integrationid"]) == ("en-us", "12345_678")


def test_dutch_is_the_language_and_no_integration_id_is_sent_by_default() -> None:
    with connected(lambda _: GOOD) as (client, server):
        client.metainfo()
    assert server.requests[0].headers["accept-language"] == "nl-nl"
    assert "integrationid" not in server.requests[0].headers


@pytest.mark.parametrize("wrong", ["", "a b", "x\r\nInjected: y", "\u00e9", "a" * 65])
def test_an_integration_id_cannot_smuggle_headers(wrong: str) -> None:
    with pretend_server(answering()) as server, pytest.raises(ValueError, match="integration id"):
        AfasClient(server.address(), TOKEN, integration_id=wrong)


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("Profit_Debtor", "Profit_Debtor"),
        ("Mijn lijst 100%", "Mijn%20lijst%20100%25"),
        ("A/B?c#d", "A%2FB%3Fc%23d"),
        ("A.B", "A.B"),
        ("..", "%2E%2E"),
        (".", "%2E"),
        ("Café;x+y", "Caf%C3%A9%3Bx%2By"),
        ("%2e%2e", "%252e%252e"),
    ],
)
def test_any_name_is_one_part_of_the_path(name: str, target: str) -> None:
    with connected(answering({"name": "x", "rows": []})) as (client, server):
        client.get_definition(name)
        client.first_row(name)
    assert server.targets() == [
        f"/ProfitRestServices/metainfo/get/{target}",
        f"/ProfitRestServices/connectors/{target}?skip=0&take=1",
    ]


def test_an_empty_name_is_refused_before_sending() -> None:
    with connected(answering()) as (client, server), pytest.raises(ValueError, match="empty name"):
        client.first_row(" ")
    assert server.requests == []


# ---------------------------------------------------------------- reading


def test_metainfo_and_definitions() -> None:
    def behave(seen: Seen) -> Answer:
        bodies = {
            "/ProfitRestServices/metainfo": {"getConnectors": [{"id": "A"}], "info": {"envid": "O12345AA"}},
            "/ProfitRestServices/metainfo/get/A": {"name": "A", "fields": [{"id": "x", "fieldId": "U1"}]},
            "/ProfitRestServices/metainfo/update/B": {"id": "B", "name": "Root", "fields": [{"fieldId": "y"}]},
        }
        return Answer(body=json.dumps(bodies[seen.target]))

    with connected(behave) as (client, _):
        info = client.metainfo().info
        assert info is not None
        assert info.envid == "O12345AA"
        assert client.get_definition("A").fields[0].field_id == "U1"
        assert client.update_definition("B").paths() == {"y"}


def test_the_first_row_has_exact_decimals_of_any_profit() -> None:
    with connected(answering('{"skip":0,"take":1,"rows":[{"Name":"x, .5","Amount":-.50}]}')) as (client, _):
        assert client.first_row("X") == {"Name": "x, .5", "Amount": Decimal("-0.50")}


def test_no_rows_is_none() -> None:
    with connected(answering({"skip": 0, "take": 1, "rows": []})) as (client, _):
        assert client.first_row("X") is None


def table(size: int, columns: int = 2) -> Callable[[Seen], Answer]:
    """A server with a table of numbered rows."""

    def behave(seen: Seen) -> Answer:
        asked = dict(pair.split("=") for pair in seen.target.partition("?")[2].split("&"))
        skip, take = int(asked["skip"]), int(asked["take"])
        rows = [{"Id": n, **dict.fromkeys(map(str, range(columns - 1)))} for n in range(size)[skip : skip + take]]
        return Answer(body=json.dumps({"skip": skip, "take": take, "rows": rows}))

    return behave


@pytest.mark.parametrize(
    ("size", "pages"),
    [
        (0, [(0, 100)]),
        (99, [(0, 100)]),
        (100, [(0, 100), (100, 2000)]),
        (2099, [(0, 100), (100, 2000)]),
        (2100, [(0, 100), (100, 2000), (2100, 2000)]),
        (4500, [(0, 100), (100, 2000), (2100, 2000), (4100, 2000)]),
    ],
)
def test_pages_run_to_the_end_and_no_further(size: int, pages: list[tuple[int, int]]) -> None:
    with connected(table(size)) as (client, server):
        assert [row["Id"] for row in client.rows("X", ORDERED)] == list(range(size))
    wanted = [f"/ProfitRestServices/connectors/X?skip={skip}&take={take}&orderbyfieldids=Id" for skip, take in pages]
    assert server.targets() == wanted


def test_wide_rows_make_small_pages() -> None:
    with connected(table(250, columns=1500)) as (client, server):
        pages = list(client.pages("X", ORDERED))
    assert [(page.skip, page.take, len(page.rows)) for page in pages] == [(0, 100, 100), (100, 99, 99), (199, 99, 51)]
    assert len(server.requests) == 3


def test_paging_without_an_order_is_refused() -> None:
    with connected(table(1)) as (client, server), pytest.raises(ValueError, match="order"):
        client.pages("X", Query.all_of(Filter("A", 1)))
    assert server.requests == []


@pytest.mark.parametrize("echo", [{}, {"skip": 0}])
def test_a_server_that_repeats_itself_does_not_hold_us_for_ever(echo: dict[str, int]) -> None:
    def behave(seen: Seen) -> Answer:
        take = int(seen.target.partition("take=")[2].partition("&")[0])
        return Answer(body=json.dumps({**echo, "rows": [{"Id": n} for n in range(take)]}))

    with connected(behave) as (client, server):
        with pytest.raises(AfasError) as caught:
            list(client.rows("X", ORDERED))
        assert caught.value.code == "page_repeated"
        assert len(server.requests) == 2


def test_rows_that_are_rightly_alike_are_all_read() -> None:
    def behave(seen: Seen) -> Answer:
        skip = int(seen.target.partition("skip=")[2].partition("&")[0])
        return Answer(body=json.dumps({"skip": skip, "rows": [{"Country": "NL"}] * (100 if skip == 0 else 500)}))

    with connected(behave) as (client, _):
        assert len(list(client.rows("X", ORDERED))) == 600


def test_files_come_as_bytes() -> None:
    body = {"filename": "a.pdf", "mimetype": "application/pdf", "filedata": base64.b64encode(b"%PDF").decode()}
    with connected(answering(body)) as (client, server):
        file = client.subject_file(12, "AB/C")
        assert (file.filename, file.mimetype, file.content) == ("a.pdf", "application/pdf", b"%PDF")
        assert client.report("G1", Query.all_of(Filter("A", "b"))).content == b"%PDF"
    assert server.targets() == [
        "/ProfitRestServices/SubjectConnector/12/AB%2FC",
        "/ProfitRestServices/ReportConnector/G1?filterfieldids=A&filtervalues=b&operatortypes=1",
    ]


@pytest.mark.parametrize("body", [{}, {"filedata": "no base64!"}, {"filedata": None}, [], {"version": 1}])
def test_files_and_versions_of_another_shape(body: object) -> None:
    with connected(answering(body)) as (client, _):
        for call in (lambda: client.subject_file(1, "x"), client.profit_version):
            with pytest.raises(AfasError) as caught:
                call()
            assert (caught.value.code, caught.value.status) == ("unexpected_shape", 200)


def test_the_xml_schema_comes_by_soap_with_the_token_in_the_header() -> None:
    inner = "<AfasDataConnector><ConnectorData><Schema>&lt;xsd:schema/&gt;</Schema></ConnectorData></AfasDataConnector>"
    escaped = inner.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    result = (
        f'<ExecuteResponse xmlns="urn:Afas.Profit.Services"><ExecuteResult>{escaped}</ExecuteResult></ExecuteResponse>'
    )
    body = f"<Envelope><Body>{result}</Body></Envelope>"
    with connected(answering(body)) as (client, server):
        assert client.xml_schema("KnSubject") == "<xsd:schema/>"
    seen = server.requests[0]
    assert (seen.method, seen.target) == ("POST", "/profitservices/appconnectordata.asmx")
    assert seen.headers["soapaction"] == '"urn:Afas.Profit.Services/Execute"'
    assert seen.headers["content-type"] == "text/xml; charset=utf-8"
    assert seen.headers["authorization"].startswith("AfasToken ")
    assert DATA.encode() not in seen.body


def test_a_soap_fault_is_explained_like_any_refusal() -> None:
    words = "General message: Deze connector wordt niet ondersteund of de gebruiker is niet geautoriseerd."
    fault = f"<Envelope><Body><Fault><faultstring>{words}</faultstring></Fault></Body></Envelope>"
    with connected(answering(fault, 500)) as (client, _), pytest.raises(AfasError) as caught:
        client.xml_schema("KnSubject")
    assert (caught.value.code, caught.value.status) == ("special_not_supported", 500)
    assert caught.value.technical.external_message == words


# ---------------------------------------------------------------- writing


@pytest.mark.parametrize("body", ['{"results":{"KnSubject":{"SbId":"12"}}}', '{"KnSubject":{"SbId":"12"}}'])
def test_an_insert_returns_the_keys_with_or_without_wrapper(body: str) -> None:
    sent = {"KnSubject": {"Element": {"Fields": {"Ds": "é", "Am": Decimal("121.10"), "Da": date(2026, 1, 2)}}}}
    with connected(answering(body, 201)) as (client, server):
        assert client.insert("KnSubject", sent) == {"KnSubject": {"SbId": "12"}}
    seen = server.requests[0]
    assert (seen.method, seen.target) == ("POST", "/ProfitRestServices/connectors/KnSubject")
    assert seen.headers["content-type"] == "application/json;charset=utf-8"
    assert json.loads(seen.body) == {"KnSubject": {"Element": {"Fields": {"Ds": "é", "Am": 121.1, "Da": "2026-01-02"}}}}


def test_sub_records_updates_and_deletes() -> None:
    with connected(answering("", 200)) as (client, server):
        assert client.insert("KnSubject/KnSubjectAttachment", {}) == {}
        assert client.update("KnSubject", {"a": 1}) == {}
        assert client.delete("FiEntries/FiEntryPar/UnId,JoCo/1,73/FiEntries/@EnNo/7") == {}
        assert client.delete(("FiEntries", "InId", "2026/1 x")) == {}
    assert [(seen.method, seen.target.removeprefix("/ProfitRestServices/connectors/")) for seen in server.requests] == [
        ("POST", "KnSubject/KnSubjectAttachment"),
        ("PUT", "KnSubject"),
        ("DELETE", "FiEntries/FiEntryPar/UnId,JoCo/1,73/FiEntries/@EnNo/7"),
        ("DELETE", "FiEntries/InId/2026%2F1%20x"),
    ]


# ---------------------------------------------------------------- at most four at once


def test_at_most_four_calls_at_once_across_clients() -> None:
    with pretend_server(lambda _: Answer(body=GOOD.body, delay=0.05)) as server:
        clients = [AfasClient(server.address(), TOKEN) for _ in range(3)]
        threads = [threading.Thread(target=client.metainfo) for client in clients for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for client in clients:
            client.close()
    assert len(server.requests) == 12
    assert server.busiest == 4


def test_a_failed_call_gives_its_place_back() -> None:
    with connected(answering("", 500)) as (client, server):
        for _ in range(6):
            with pytest.raises(AfasError):
                client.metainfo()
        assert len(server.requests) == 6


# ---------------------------------------------------------------- authentication other than the classic token


class DpopLike:
    """Signs every request and needs a nonce of the server first, as AFAS's OAuth will."""

    def __init__(self) -> None:
        self.nonce = ""
        self.proofs = 0

    def headers(self, method: str, url: str) -> dict[str, str]:
        self.proofs += 1
        return {"Authorization": "DPoP access", "DPoP": f"{method} {url} {self.nonce} {self.proofs}"}

    def challenged(self, reply: Reply) -> bool:
        self.nonce = reply.headers.get("dpop-nonce", self.nonce)
        return reply.status == 400 and b"use_dpop_nonce" in reply.content

    def secrets(self) -> tuple[str, ...]:
        return ("access",)


def demanding_a_nonce(seen: Seen) -> Answer:
    if " n1 " not in seen.headers["dpop"]:
        return Answer(400, '{"error":"use_dpop_nonce"}', {"DPoP-Nonce": "n1"})
    return Answer(body='{"results": {"X": {"Id": "1"}}, "version": "25"}')


@pytest.mark.parametrize("call", [lambda client: client.profit_version(), lambda client: client.insert("X", {"a": 1})])
def test_a_nonce_challenge_is_answered_without_the_caller_noticing(call: Callable[[AfasClient], object]) -> None:
    authentication = DpopLike()
    assert isinstance(authentication, Authentication)
    with connected(demanding_a_nonce, authentication) as (client, server):
        assert call(client) in ("25", {"X": {"Id": "1"}})
        assert len(server.requests) == 2
        call(client)
        assert len(server.requests) == 3
    proofs = [seen.headers["dpop"].split() for seen in server.requests]
    assert {proof[1].startswith(server.root) for proof in proofs} == {True}
    assert len({proof[-1] for proof in proofs}) == 3
    assert server.requests[0].body == server.requests[1].body


def test_a_challenge_is_answered_once_only() -> None:
    refusing = answering({"error": "use_dpop_nonce"}, 400)
    with connected(refusing, DpopLike()) as (client, server):
        with pytest.raises(AfasError) as caught:
            client.profit_version()
        assert len(server.requests) == 2
    assert caught.value.code == "use_dpop_nonce"


def test_a_foreign_address_is_never_given_the_token() -> None:
    with pretend_server(answering()) as server:
        address = server.address(EnvironmentType.TEST)
        forged = type(address)(**{**vars(address), "rest_url": "https://evil.example/ProfitRestServices"})
        with AfasClient(forged, TOKEN) as client, pytest.raises(TransportError) as caught:
            client.metainfo()
    assert caught.value.code == "host_not_allowed"
    assert isinstance(caught.value, ConfigurationError)
