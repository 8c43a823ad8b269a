"""The child side: runs the practice environment until its parent, a signal or a closed pipe ends it."""

import asyncio
import contextlib
import json
import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator

import uvicorn

from afas_assistant.practice.line import RememberingProtocol
from afas_assistant.practice.scenarios import SCENARIOS
from afas_assistant.practice.seed import Seed
from afas_assistant.practice.server import application
from afas_assistant.practice.state import State
from afas_assistant.practice.timechimp import service

PARENT_CHECK = 0.5
LONGEST_CLOSING = 1


def main(
    port: int = 0,
    scenario: str = "healthy",
    size: int = 250,
    seed: int = 1,
    *,
    delay: float = 0.0,
    watch_stdin: bool = False,
) -> int:
    """Serve on loopback until told to stop; prints one JSON line when ready. Returns the exit status.

    Ends with its parent process, on SIGTERM and Ctrl-C, and with ``watch_stdin`` when standard input closes.
    Exit 2: unknown scenario, impossible size, or a port that is taken (one sentence on standard error).
    """
    if scenario not in SCENARIOS:
        return _refused(f"There is no scenario '{scenario}'; practice scenarios lists them.")
    if not 1 <= size <= 100_000:
        return _refused("The number of debtors must be from 1 to 100,000.")
    _log_only(logging.ERROR)
    state = State(Seed(size, seed), SCENARIOS[scenario], delay=delay)
    try:
        listener = _listener(port)
    except OSError as error:
        return _refused(f"Port {port} cannot be used: {error.strerror}.")
    with listener:
        asyncio.run(_serve(state, listener, watch_stdin=watch_stdin))
    return 0


def _log_only(level: int) -> None:
    """Let the web server say no more than this on standard error; a fault of our own must be seen there."""
    for name in ("uvicorn", "uvicorn.error", "asyncio"):
        logging.getLogger(name).setLevel(level)


def ready_line(state: State, port: int) -> dict[str, object]:
    """Give what the parent needs to know: addresses, tokens, control side and scenario."""
    root = f"http://127.0.0.1:{port}"
    return {
        "schema": 1,
        "afas": {
            "rest": f"{root}/ProfitRestServices",
            "soap": f"{root}/profitservices",
            "production": f"{root}/rest/ProfitRestServices",
            "test": f"{root}/resttest/ProfitRestServices",
            "accept": f"{root}/restaccept/ProfitRestServices",
            "envid": state.environment.envid,
        },
        "timechimp": {
            "timechimp": f"{root}/{service.V1_ROOT}",
            "timechimp_v1": f"{root}/{service.V1_ROOT}/v1",
            "timechimp_v2": f"{root}/{service.V2_ROOT}",
        },
        "tokens": state.environment.token_texts(),
        "timechimp_keys": dict(service.KEYS),
        "control": f"{root}/practice",
        "scenario": state.scenario.name,
    }


def _refused(sentence: str) -> int:
    """Say why it cannot be served."""
    print(sentence, file=sys.stderr)
    return 2


def _listener(port: int) -> socket.socket:
    """Bind on loopback only; port 0 takes a free one."""
    # With the protocol named, asyncio switches Nagle's delay off for each connection; else every reply waits 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
    except OSError:
        listener.close()
        raise
    return listener


class QuietServer(uvicorn.Server):
    """uvicorn without its own signal handling: how this process ends is decided here."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone."""
        yield


async def _serve(state: State, listener: socket.socket, *, watch_stdin: bool) -> None:
    """Serve until something ends it."""
    config = uvicorn.Config(
        application(state),
        http=RememberingProtocol,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_keep_alive=60,
        timeout_graceful_shutdown=LONGEST_CLOSING,
    )
    server = QuietServer(config)
    _watch_endings(server, watch_stdin=watch_stdin)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started and not serving.done():  # noqa: ASYNC110 - uvicorn tells by a flag only
        await asyncio.sleep(0.005)
    if server.started:
        _announce(ready_line(state, listener.getsockname()[1]))
    await serving


def _announce(line: dict[str, object]) -> None:
    """Print the ready line; a parent that is gone already cannot read it, which is no fault of ours."""
    with contextlib.suppress(BrokenPipeError):
        print(json.dumps(line), flush=True)


def _watch_endings(server: uvicorn.Server, *, watch_stdin: bool) -> None:
    """End on signals, with the parent, and on a closed standard input."""

    def stop(*_: object) -> None:
        _log_only(logging.CRITICAL)  # calls that an ending cuts off are no news
        server.should_exit = True

    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, stop)
    _in_background(lambda: _wait_for_parent(server), stop)
    if watch_stdin:
        _in_background(_wait_for_closed_stdin, stop)


def _in_background(wait: Callable[[], None], then: Callable[[], None]) -> None:
    """Wait in a daemon thread, which never holds the process."""

    def waiting() -> None:
        wait()
        then()

    threading.Thread(target=waiting, daemon=True).start()


def _wait_for_closed_stdin() -> None:
    """Return when nobody holds the other end of standard input any more."""
    with contextlib.suppress(OSError, ValueError):
        while sys.stdin.buffer.read(1024):
            pass


def _wait_for_parent(server: uvicorn.Server) -> None:
    """Return when the process that started this one is gone."""
    if sys.platform == "win32":
        _wait_for_parent_handle(os.getppid())
        return
    parent = os.getppid()
    pause = threading.Event()
    while os.getppid() == parent and not server.should_exit:
        pause.wait(PARENT_CHECK)


def _wait_for_parent_handle(parent: int) -> None:
    """Wait on the parent's handle; Windows gives a child no sign when its parent ends."""
    if sys.platform != "win32":
        return
    import ctypes  # noqa: PLC0415 - Windows only

    synchronize, forever = 0x00100000, 0xFFFFFFFF
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.OpenProcess.restype = ctypes.c_void_p
    handle = kernel.OpenProcess(synchronize, 0, parent)
    if not handle:
        threading.Event().wait()
    kernel.WaitForSingleObject(ctypes.c_void_p(handle), forever)
