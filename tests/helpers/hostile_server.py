"""A server on loopback that speaks byte by byte to everybody who calls, so that repeated requests get the same."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

Talk = Callable[[socket.socket, threading.Event], None]


@contextmanager
def hostile_server(talk: Talk) -> Iterator[str]:
    """Run a server that reads one request of each caller and hands the line to `talk`; yields its root URL."""
    closing = threading.Event()
    listener = socket.create_server(("127.0.0.1", 0))

    def converse(line: socket.socket) -> None:
        with line, suppress(OSError):
            line.recv(65_536)
            talk(line, closing)

    def serve() -> None:
        with suppress(OSError):
            while True:
                line, _ = listener.accept()
                threading.Thread(target=converse, args=(line,), daemon=True).start()

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


def say(*parts: bytes) -> Talk:
    """Return a conversation that sends these bytes and hangs up."""

    def talk(line: socket.socket, _closing: threading.Event) -> None:
        for part in parts:
            line.sendall(part)

    return talk
