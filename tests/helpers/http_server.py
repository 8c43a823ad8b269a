"""A small HTTP server on loopback for tests: real sockets instead of mocks, so that what is tested is what happens."""

import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from afas_assistant.afas.environment import Address, EnvironmentType, practice_address


@dataclass(frozen=True)
class Seen:
    """A request as it arrived. `target` is path and query, undecoded; header names are lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes
    connection: int


@dataclass(frozen=True)
class Answer:
    """What to send back. `delay` is in seconds; `hang_up` closes the line after `body` without an answer's head."""

    status: int = 200
    body: bytes | str = b"{}"
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    hang_up: bool = False


Behaviour = Callable[[Seen], Answer]


class PretendServer:
    """Answers by a function, and remembers what it was asked."""

    def __init__(self, behaviour: Behaviour) -> None:
        self.behaviour = behaviour
        self.requests: list[Seen] = []
        self.closing = threading.Event()
        self.busiest = 0
        self._busy = 0
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def address(self, kind: EnvironmentType | None = None) -> Address:
        return practice_address(self.root, kind)

    def targets(self) -> list[str]:
        return [seen.target for seen in self.requests]

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def _answer(self, seen: Seen) -> Answer:
        with self._lock:
            self.requests.append(seen)
            self._busy += 1
            self.busiest = max(self.busiest, self._busy)
        try:
            answer = self.behaviour(seen)
            if answer.delay:
                self.closing.wait(answer.delay)
            return answer
        finally:
            with self._lock:
                self._busy -= 1

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def handle_one_request(self) -> None:
                with suppress(ConnectionError):
                    super().handle_one_request()

            def do_any(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                headers = {name.lower(): value for name, value in self.headers.items()}
                seen = Seen(self.command, self.path, headers, self.rfile.read(length), id(self))
                self._send(owner._answer(seen))

            do_GET = do_POST = do_PUT = do_DELETE = do_any  # noqa: N815 - the standard library's names

            def _send(self, answer: Answer) -> None:
                body = answer.body.encode() if isinstance(answer.body, str) else answer.body
                if answer.hang_up:
                    self.wfile.write(body)
                    self.close_connection = True
                    return
                self.send_response_only(answer.status)
                for name, value in {"Content-Length": str(len(body)), **answer.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the standard library's name
                """Say nothing: tests fail on unexpected output of ours, not of this server."""

        return Handler


@contextmanager
def pretend_server(behaviour: Behaviour) -> Iterator[PretendServer]:
    """Run a server for the length of a test."""
    server = PretendServer(behaviour)
    server.start()
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def raw_server(talk: Callable[[socket.socket, threading.Event], None]) -> Iterator[str]:
    """Run a server that speaks to its first caller byte by byte; yields its root URL."""
    closing = threading.Event()
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with suppress(OSError):
            connection, _ = listener.accept()
            with connection, suppress(OSError):
                talk(connection, closing)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        closing.set()
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


def free_port() -> int:
    """Return a port on which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
