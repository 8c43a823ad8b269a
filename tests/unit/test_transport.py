"""The transport: where a request may go, how long it may take, and what a person reads when it fails."""

import datetime as dt
import logging
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from afas_assistant.afas.hosts import allowed_url
from afas_assistant.errors import ConfigurationError, RetryableError
from afas_assistant.transport import Reply, Transport, TransportError, is_loopback
from tests.helpers.http_server import Answer, Seen, free_port, pretend_server, raw_server

SECRET = "TOKENTOKENTOKENTOKEN"


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def transport() -> Iterator[Transport]:
    with Transport(allowed_url, timeout=5.0) as made:
        yield made


def get(transport: Transport, url: str, timeout: float | None = None) -> Reply:
    return transport.send("GET", url, headers={"Authorization": SECRET}, timeout=timeout)


def failure(transport: Transport, url: str, timeout: float | None = None) -> TransportError:
    with pytest.raises(TransportError) as caught:
        get(transport, url, timeout)
    return caught.value


def test_a_reply_comes_back_whole_whatever_its_status(transport: Transport) -> None:
    def behave(seen: Seen) -> Answer:
        return Answer(500, seen.body + b"!", {"X-Trace-Identifier": "abc"})

    with pretend_server(behave) as server:
        reply = transport.send("POST", f"{server.root}/x?y=1", headers={"A": "b"}, content=b"hello")
    assert (reply.status, reply.content, reply.headers["x-trace-identifier"]) == (500, b"hello!", "abc")
    assert reply.url == f"{server.root}/x?y=1"
    assert 0 < reply.elapsed < 5


def test_connections_are_kept_and_closing_is_never_asked_for(transport: Transport) -> None:
    with pretend_server(lambda _: Answer()) as server:
        for _ in range(3):
            get(transport, f"{server.root}/")
        transport.close()
    assert len({seen.connection for seen in server.requests}) == 1
    assert {seen.headers["connection"] for seen in server.requests} == {"keep-alive"}


def test_no_more_connections_than_the_pool_holds(transport: Transport) -> None:
    with pretend_server(lambda _: Answer(delay=0.05)) as server:
        threads = [threading.Thread(target=get, args=(transport, server.root)) for _ in range(9)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        transport.close()
    assert len(server.requests) == 9
    assert server.busiest <= 4


def test_percent_encoding_arrives_as_it_was_written(transport: Transport) -> None:
    with pretend_server(lambda _: Answer()) as server:
        get(transport, f"{server.root}/connectors/a%20b%25%2Fc%2E?x=%3B,%20+")
    assert server.targets() == ["/connectors/a%20b%25%2Fc%2E?x=%3B,%20+"]


def test_cookies_of_one_token_do_not_travel_with_another(transport: Transport) -> None:
    with pretend_server(lambda _: Answer(headers={"Set-Cookie": "session=1; Path=/"})) as server:
        get(transport, server.root)
        get(transport, server.root)
    assert "cookie" not in server.requests[1].headers


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_refused_and_names_its_target(transport: Transport, status: int) -> None:
    with pretend_server(lambda _: Answer(status, headers={"Location": "https://login.example.net/x"})) as server:
        error = failure(transport, server.root)
        assert error.code == "redirected"
        assert "login.example.net" in error.sentence("en")
        assert isinstance(error, ConfigurationError)
        assert len(server.requests) == 1


def test_a_refused_connection_was_certainly_not_sent(transport: Transport) -> None:
    error = failure(transport, f"http://127.0.0.1:{free_port()}/")
    assert (error.code, error.maybe_sent) == ("host_unreachable", False)
    assert isinstance(error, RetryableError)
    assert error.detail
    assert error.detail in error.sentence("en")


def test_an_unknown_name(monkeypatch: pytest.MonkeyPatch, transport: Transport) -> None:
    def unknown(*_args: object, **_named: object) -> object:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    error = failure(transport, "https://12345.rest.afas.online/ProfitRestServices")
    assert (error.code, error.maybe_sent) == ("dns_failed", False)
    assert "12345.rest.afas.online" in error.sentence("en")


def test_a_line_that_breaks_before_the_answer_may_have_been_sent(transport: Transport) -> None:
    with pretend_server(lambda _: Answer(body=b"", hang_up=True)) as server:
        error = failure(transport, server.root)
    assert (error.code, error.maybe_sent) == ("line_broken", True)
    assert isinstance(error, RetryableError)


def test_an_answer_shorter_than_announced_is_a_broken_line(transport: Transport) -> None:
    def talk(line: socket.socket, _closing: threading.Event) -> None:
        line.recv(65536)
        line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")

    with raw_server(talk) as root:
        error = failure(transport, root)
    assert (error.code, error.maybe_sent) == ("line_broken", True)


def silent(line: socket.socket, closing: threading.Event) -> None:
    line.recv(65536)
    closing.wait(10)


def slow_head(line: socket.socket, closing: threading.Event) -> None:
    line.recv(65536)
    line.sendall(b"HTTP/1.1 200 OK\r\n")
    while not closing.wait(0.05):
        line.sendall(b"X: y\r\n")


def endless_body(line: socket.socket, closing: threading.Event) -> None:
    line.recv(65536)
    line.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while not closing.wait(0.05):
        line.sendall(b"1\r\n \r\n")


@pytest.mark.parametrize("talk", [silent, slow_head, endless_body])
def test_the_time_limit_covers_the_whole_exchange(
    transport: Transport, talk: Callable[[socket.socket, threading.Event], None]
) -> None:
    with raw_server(talk) as root:
        started = time.monotonic()
        error = failure(transport, root, timeout=0.4)
        took = time.monotonic() - started
    assert (error.code, error.maybe_sent) == ("timed_out", True)
    assert 0.35 < took < 1.5
    assert "0.4 seconds" in error.sentence("en")


def test_a_reply_beyond_bounds_is_not_read_on() -> None:
    with (
        Transport(allowed_url, largest_reply=1000) as transport,
        pretend_server(lambda _: Answer(body=b"x" * 1001)) as s,
    ):
        assert failure(transport, s.root).code == "reply_too_large"
    with (
        Transport(allowed_url, largest_reply=1000) as transport,
        pretend_server(lambda _: Answer(body=b"x" * 1000)) as s,
    ):
        assert len(get(transport, s.root).content) == 1000


@pytest.mark.parametrize(
    "url",
    [
        "http://12345.rest.afas.online/",
        "https://evil.example/",
        "https://evil.example#.afas.online",
        "https://evil.example/.afas.online/",
        "https://evil.example?x=.afas.online",
        "https://12345.rest.afas.online@evil.example/",
        "https://user:pass@12345.rest.afas.online/",
        "https://12345.rest.afas.online.evil.example/",
        "https://evilafas.online/",
        "https://afas.online/",
        "https://12345.rest.afas.online./",
        "https://12345.rest.afas.online:8443/",
        "https://12345.rest.\u0430fas.online/",
        "https://evil.example\\.afas.online/",
        "https://[::1]/",
        "http://127.0.0.1@evil.example/",
        "http://127.1/",
        "http://0x7f000001/",
        "http://localhost.evil.example/",
        "http://10.0.0.1/",
        "ftp://12345.rest.afas.online/",
        "//12345.rest.afas.online/",
        "",
        "http://127.0.0.1:99999/",
        "http://[::1",
    ],
)
def test_nothing_is_sent_to_other_hosts(transport: Transport, url: str) -> None:
    error = failure(transport, url, timeout=0.01)
    assert (error.code, error.maybe_sent) == ("host_not_allowed", False)
    assert isinstance(error, ConfigurationError)


@pytest.mark.parametrize(
    "url",
    [
        "https://12345.rest.afas.online/ProfitRestServices/metainfo",
        "https://12345.RESTTEST.afas.online:443/x?y=1",
        "https://12345.soap.afas.online",
        "http://127.0.0.1:8000/x",
        "http://127.9.9.9/x",
        "http://localhost/",
        "http://[::1]:80/",
    ],
)
def test_afas_and_loopback_are_allowed(url: str) -> None:
    assert allowed_url(url)


def test_loopback_never_goes_through_a_proxy(monkeypatch: pytest.MonkeyPatch, transport: Transport) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{free_port()}")
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:1")
    with pretend_server(lambda _: Answer()) as server:
        assert get(transport, server.root).status == 200


def test_the_outside_goes_through_a_proxy_and_its_refusal_is_told(
    monkeypatch: pytest.MonkeyPatch, transport: Transport
) -> None:
    seen: list[bytes] = []

    def talk(line: socket.socket, _closing: threading.Event) -> None:
        seen.append(line.recv(65536))
        line.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")

    with raw_server(talk) as root:
        monkeypatch.setenv("HTTPS_PROXY", root)
        error = failure(transport, "https://12345.rest.afas.online/")
    assert (error.code, error.maybe_sent) == ("proxy_refused", False)
    assert seen[0].startswith(b"CONNECT 12345.rest.afas.online:443")
    assert SECRET.encode() not in seen[0]


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1", "nonsense://127.0.0.1:1"])
def test_a_proxy_setting_that_cannot_be_used(monkeypatch: pytest.MonkeyPatch, transport: Transport, proxy: str) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    assert failure(transport, "https://12345.rest.afas.online/").code == "proxy_refused"


def test_plain_http_behind_a_secure_address_is_told_as_such() -> None:
    with Transport(lambda _: True) as transport, pretend_server(lambda _: Answer()) as server:
        error = failure(transport, server.root.replace("http:", "https:"))
    assert (error.code, error.maybe_sent) == ("tls_refused", False)
    assert isinstance(error, ConfigurationError)


def test_a_certificate_of_a_proxy_that_reads_along_is_refused(tmp_path: Path) -> None:
    certificate = self_signed(tmp_path)

    def talk(line: socket.socket, _closing: threading.Event) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        with context.wrap_socket(line, server_side=True) as secure:
            received.append(secure.recv(65536))

    received: list[bytes] = []
    with Transport(lambda _: True) as transport, raw_server(talk) as root:
        error = failure(transport, root.replace("http:", "https:"))
    assert (error.code, error.maybe_sent) == ("tls_refused", False)
    assert "self-signed certificate" in error.sentence("en")
    assert not any(SECRET.encode() in data for data in received)


def self_signed(folder: Path) -> Path:
    x509 = pytest.importorskip("cryptography.x509", reason="cryptography makes the certificate")
    from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415 - optional
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 - optional

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "certificate.pem"
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + private)
    return path


def test_a_failure_keeps_no_secret_and_nothing_of_httpx(transport: Transport, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(TransportError) as bad_header:
        transport.send("GET", "http://127.0.0.1:1/", headers={"Authorization": f"{SECRET}\r\nX: y"})
    refused = failure(transport, f"http://127.0.0.1:{free_port()}/")
    for error in (bad_header.value, refused):
        assert error.__cause__ is None
        assert error.__context__ is None
        shown = repr(error) + str(error) + error.detail + "".join(error.technical.lines())
        assert SECRET not in shown
    assert SECRET not in caplog.text


@pytest.mark.parametrize(
    ("host", "expected"),
    [("127.0.0.1", True), ("127.255.0.9", True), ("LOCALHOST", True), ("::1", True), ("128.0.0.1", False), ("", False)],
)
def test_what_counts_as_this_machine(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected
