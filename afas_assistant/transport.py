"""HTTP to the outside world: the one place that imports httpx.

Why one place: a token is worth a whole administration, so which host may be spoken to, that no redirect is followed,
which certificates count and how long anything may take are decided here once, and every exception of httpx, ssl and
socket leaves as a `TransportError` with a sentence. No exception of httpx gets out, not even as a cause, because it
carries the request with its credentials.
"""

import ipaddress
import logging
import math
import socket
import ssl
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from functools import cache
from http.cookiejar import DefaultCookiePolicy
from io import BytesIO
from types import TracebackType
from typing import Any, Self

import httpcore
import httpx
import truststore

from afas_assistant import __version__
from afas_assistant.errors import AssistantError, ConfigurationError, RetryableError, Technical
from afas_assistant.texts import Text, literal, phrase

__all__ = ["LineError", "RefusalError", "Reply", "Transport", "TransportError", "is_loopback", "seconds_asked"]

_log = logging.getLogger(__name__)

LARGEST_REPLY = 200 * 1024 * 1024
"""Bytes of one reply, unpacked. AFAS's own ceiling for a call is 75 MB; more than this is no answer of AFAS."""


class TransportError(AssistantError):
    """The line failed: no usable HTTP reply came back.

    `maybe_sent` is true when the request may have reached the server: a write is then *unknown*, not *not sent*.
    `detail` is what the operating system said; it never holds a header.
    """

    maybe_sent: bool = False
    detail: str = ""


class LineError(TransportError, RetryableError):
    """Nothing to mend in AFAS: the same request may get through later."""


class RefusalError(TransportError, ConfigurationError):
    """It fails again until a person changes something: an address, a proxy, a certificate."""


@dataclass(frozen=True)
class Reply:
    """One HTTP reply, whole. Header names are lower case; `elapsed` is in seconds, from sending to the last byte."""

    status: int
    headers: Mapping[str, str]
    content: bytes = field(repr=False)
    url: str
    elapsed: float


def is_loopback(host: str) -> bool:
    """Return whether a host, as written in a URL and without brackets, is this very machine."""
    if host.lower() == "localhost" or host == "::1":
        return True
    try:
        return ipaddress.IPv4Address(host).is_loopback
    except ValueError:
        return False


def seconds_asked(value: object) -> float | None:
    """Return the seconds of patience that a Retry-After asks for, as a number or as a moment; None without one."""
    if value is None or isinstance(value, bool):
        return None
    try:
        seconds = float(str(value))
        return max(0.0, seconds) if math.isfinite(seconds) else None
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(str(value)).timestamp() - time.time())
    except ValueError:
        return None


class Transport:
    """Sends requests to hosts that `allowed_host` lets through; keeps connections alive; safe to share by threads.

    `allowed_host` gets the whole URL, as it will be requested, since scheme and port are part of the question.
    `timeout` is the number of seconds for a whole exchange: connecting, sending, waiting and reading together. Only the
    look-up of a name takes as long as the operating system lets it.
    Loopback never goes through a proxy of the environment.
    """

    def __init__(
        self,
        allowed_host: Callable[[str], bool],
        *,
        timeout: float = 30.0,
        connections: int = 4,
        largest_reply: int = LARGEST_REPLY,
    ) -> None:
        self._allowed_host = allowed_host
        self._timeout = timeout
        self._limits = httpx.Limits(max_connections=connections, max_keepalive_connections=connections)
        self._largest_reply = largest_reply
        self._clients: dict[bool, httpx.Client] = {}
        self._lock = threading.Lock()

    def send(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        content: bytes | None = None,
        timeout: float | None = None,
    ) -> Reply:
        """Send one request and return the whole reply, whatever its status; a redirect is an error.

        Raises LineError (codes dns_failed, host_unreachable, timed_out, line_broken) and RefusalError (codes
        host_not_allowed, tls_refused, redirected, proxy_refused, reply_too_large); both are TransportErrors.
        """
        trouble: TransportError
        seconds = self._timeout if timeout is None else timeout
        try:
            target = httpx.URL(url)
            if not self._allowed_host(str(target)):
                raise _failure("host_not_allowed", method, url)
            with _deadline(seconds):
                reply = self._exchange(method, target, headers, content, seconds)
            _log.info("%s %s%s: %d in %.0f ms", method, target.host, target.path, reply.status, 1000 * reply.elapsed)
            return reply
        except TransportError as known:
            trouble = known
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ImportError, ValueError) as error:
            trouble = _translated(error, method, url, seconds)
        _log.info("%s %s: %s", method, _host(url), trouble.code)
        # Raised outside the handler, so that httpx's exception, which holds the request's headers, is not kept.
        raise trouble

    def _exchange(
        self, method: str, target: httpx.URL, headers: Mapping[str, str], content: bytes | None, seconds: float
    ) -> Reply:
        started = time.monotonic()
        client = self._client(loopback=is_loopback(target.host))
        request = client.build_request(method, target, headers=dict(headers), content=content, timeout=seconds)
        response = client.send(request, stream=True)
        try:
            if 300 <= response.status_code < 400 and "location" in response.headers:
                target_host = _host(response.headers["location"]) or target.host
                raise _failure("redirected", method, str(target), target_host=target_host, maybe_sent=True)
            body = self._read(response, method)
        finally:
            response.close()
            response.stream = httpx.ByteStream(b"")  # it points back at the response, so neither would go by itself
        return Reply(
            status=response.status_code,
            headers={name.lower(): value for name, value in response.headers.items()},
            content=body,
            url=str(target),
            elapsed=time.monotonic() - started,
        )

    def _read(self, response: httpx.Response, method: str) -> bytes:
        content = BytesIO()  # gives back what it gathered without a copy, which takes long of a long reply
        for chunk in response.iter_bytes():
            content.write(chunk)
            if content.tell() > self._largest_reply:
                raise _failure("reply_too_large", method, str(response.url), maybe_sent=True)
        return content.getvalue()

    def _client(self, *, loopback: bool) -> httpx.Client:
        """Return the client for this machine or the one for the outside; each is made when first needed."""
        with self._lock:
            if loopback not in self._clients:
                self._clients[loopback] = _new_client(self._limits, loopback=loopback)
            return self._clients[loopback]

    def close(self) -> None:
        """Close the connections. Closing twice does no harm; sending afterwards opens new ones."""
        with self._lock:
            clients, self._clients = self._clients, {}
        for client in clients.values():
            client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _new_client(limits: httpx.Limits, *, loopback: bool) -> httpx.Client:
    client = httpx.Client(
        verify=_plain_context() if loopback else _system_context(),
        trust_env=not loopback,
        limits=limits,
        follow_redirects=False,
        headers={"User-Agent": f"AFAS-Assistant/{__version__}", "Accept": "*/*"},
    )
    # Two tokens share one pool: a cookie set for the one must never travel with the other.
    client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    for wire in (client._transport, *client._mounts.values()):  # noqa: SLF001 - see below
        if isinstance(wire, httpx.HTTPTransport):
            # WORKAROUND: https://github.com/encode/httpx/issues/1450 - httpx has time-outs per read only, and no
            # public way to hand httpcore a network backend, which is where a limit on the whole exchange can be kept.
            wire._pool._network_backend = _PunctualBackend()  # noqa: SLF001
    return client


@cache
def _system_context() -> ssl.SSLContext:
    """Return TLS settings with the system's own certificates, among which an office's proxy may rightly be."""
    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


@cache
def _plain_context() -> ssl.SSLContext:
    """Return TLS settings that trust nobody: loopback speaks plain HTTP, and reading certificates takes time."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


class _Clock(threading.local):
    """The moment at which the exchange of this thread must be over, on the monotonic clock."""

    ends: float | None = None


_clock = _Clock()


@contextmanager
def _deadline(seconds: float) -> Iterator[None]:
    _clock.ends = time.monotonic() + seconds
    try:
        yield
    finally:
        _clock.ends = None


def _left(timeout: float | None, expired: type[Exception]) -> float | None:
    """Return how long the next step on the line may take; raise `expired` when the exchange has used up its time."""
    if _clock.ends is None:
        return timeout
    left = _clock.ends - time.monotonic()
    if left <= 0:
        raise expired("the time for the whole exchange is over")
    return left if timeout is None else min(timeout, left)


class _PunctualStream(httpcore.NetworkStream):
    """A connection whose every step ends with the exchange it belongs to."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = _left(timeout, httpcore.ConnectTimeout)
        return _PunctualStream(self._stream.start_tls(ssl_context, server_hostname, left))

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - as httpcore has it
        return self._stream.get_extra_info(info)


class _PunctualBackend(httpcore.SyncBackend):
    """httpcore's own network, with connections that keep the deadline."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        left = _left(timeout, httpcore.ConnectTimeout)
        return _PunctualStream(super().connect_tcp(host, port, left, local_address, socket_options))


_LATER = frozenset({"dns_failed", "host_unreachable", "timed_out", "line_broken"})
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)


def _translated(error: Exception, method: str, url: str, seconds: float) -> TransportError:
    """Return our error for one of httpx's, or of the layers below it; none of those is kept."""
    code = _code(error)
    sent = isinstance(error, httpx.TransportError | httpx.DecodingError) and not isinstance(error, _NEVER_SENT)
    return _failure(code, method, url, seconds=seconds, maybe_sent=sent, detail=_detail(error))


def _code(error: Exception) -> str:
    causes = list(_causes(error))
    if isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol | UnicodeError):
        return "host_not_allowed"
    if isinstance(error, httpx.ProxyError | ImportError) or _is_proxy_setting(error):
        return "proxy_refused"
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return "dns_failed"
    if isinstance(error, httpx.TimeoutException):
        return "timed_out"
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return "tls_refused"
    return "host_unreachable" if isinstance(error, httpx.ConnectError) else "line_broken"


def _is_proxy_setting(error: Exception) -> bool:
    """Return whether httpx stumbled over the environment's proxy setting: it then raises a bare ValueError."""
    return isinstance(error, ValueError) and not isinstance(error, httpx.HTTPError | OSError | UnicodeError)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _detail(error: Exception) -> str:
    """Return the words of the operating system, or none: httpx's own may quote a header."""
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return cause.verify_message or "certificate verify failed"
        if isinstance(cause, OSError):
            return cause.strerror or ""
    return ""


def _host(url: str) -> str:
    """Return the host of a URL, or "" when it has none that can be read."""
    try:
        return urllib.parse.urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _failure(
    code: str,
    method: str,
    url: str,
    *,
    seconds: float = 0.0,
    maybe_sent: bool = False,
    detail: str = "",
    target_host: str = "",
) -> TransportError:
    """Return the error for a code; `seconds` is the time limit, `target_host` where a redirect leads."""
    title, explanation, action = _sentences(
        code, _host(url), f"{seconds:.1f}" if seconds < 1 else f"{seconds:.0f}", _words(detail), target_host
    )
    kind = LineError if code in _LATER else RefusalError
    technical = Technical(method=method, url=url if "@" not in url.partition("?")[0] else None)
    failure = kind(code, title=title, explanation=explanation, action=action, technical=technical)
    failure.maybe_sent = maybe_sent
    failure.detail = detail
    return failure


def _words(detail: str) -> Text:
    return literal(detail) if detail else phrase("the system says no more")


def _sentences(code: str, host: str, seconds: str, detail: Text, target_host: str) -> tuple[Text, Text, Text]:
    """Return title, explanation and action for a code."""
    sentences = {
        "dns_failed": (
            phrase("The address {host} cannot be found.", host=host),
            phrase("This computer could not look the name up: {detail}.", detail=detail),
            phrase("Check that this computer is on line and that the participant number is right."),
        ),
        "host_unreachable": (
            phrase("{host} cannot be reached.", host=host),
            phrase("The connection was refused or there is no way to it: {detail}.", detail=detail),
            phrase("Check the network, a firewall and afasstatus.nl, and try again."),
        ),
        "tls_refused": (
            phrase("The secure connection to {host} was refused.", host=host),
            phrase(
                "The certificate is not trusted: {detail}. Often a virus scanner or a proxy of the office reads "
                "secure traffic along and shows its own certificate.",
                detail=detail,
            ),
            phrase(
                "Check the date and time of this computer. Ask whoever manages the network to leave *.afas.online "
                "alone, or to install the certificate of the proxy in the system's list."
            ),
        ),
        "timed_out": (
            phrase("{host} did not answer in time.", host=host),
            phrase("There was no complete answer within {seconds} seconds.", seconds=seconds),
            phrase("Try again later. Look at afasstatus.nl if it goes on."),
        ),
        "line_broken": (
            phrase("The connection to {host} was lost.", host=host),
            phrase("The line broke before the whole answer had come: {detail}.", detail=detail),
            phrase("Try again. If it goes on, ask whoever manages the network about a firewall or proxy."),
        ),
        "host_not_allowed": (
            phrase("This address is not trusted."),
            phrase("The token is sent over https to afas.online only. This is an address of {host}.", host=host or "?"),
            phrase("Give the participant number, or the address that AFAS gives."),
        ),
        "redirected": (
            phrase("{host} refers to another address.", host=host),
            phrase(
                "It referred us to {target_host}. The token is not sent there. This happens when a network wants a "
                "log-in first, or when the address is not that of the API.",
                target_host=target_host,
            ),
            phrase("Open a web page in a browser to log in to the network, or check the address."),
        ),
        "proxy_refused": (
            phrase("The proxy of this network did not let the request through."),
            phrase("The proxy setting cannot be used or the proxy refused: {detail}.", detail=detail),
            phrase("Ask whoever manages the network to allow *.afas.online, or correct the proxy setting."),
        ),
        "reply_too_large": (
            phrase("The answer of {host} is too large.", host=host),
            phrase("It is larger than the program accepts, so that the computer does not run out of memory."),
            phrase("Ask for less at a time, and report it to us."),
        ),
    }
    return sentences[code]
