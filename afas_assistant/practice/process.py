"""The parent side: starts the practice environment as a child process and steers it. Standard library only."""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

LONGEST_START = 20.0
LONGEST_STOP = 5.0
LONGEST_CALL = 15.0


class PracticeStartError(RuntimeError):
    """The practice environment did not start; the message holds what it said on standard error."""


class PracticeControlError(RuntimeError):
    """The practice environment refused a control call, or does not answer any more."""


class PracticeProcess:
    """A running practice environment; a context manager. Raises PracticeStartError when it does not come up.

    ``addresses`` has rest, soap, production, test, accept and envid; ``control`` is the address of the control side.
    """

    def __init__(self, scenario: str = "healthy", size: int = 250, delay: float = 0.0, *, seed: int = 1) -> None:
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed in stop
        options = ["--scenario", scenario, "--size", str(size), "--delay", str(delay), "--seed", str(seed)]
        self._child = subprocess.Popen(  # noqa: S603 - our own program, no shell
            [*_program(), *options, "--watch-stdin"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=_surroundings(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        try:
            ready = self._wait_until_ready()
        except BaseException:
            self.stop()
            raise
        self.addresses: dict[str, str] = ready["afas"]
        self.control: str = ready["control"]
        self._tokens: dict[str, str] = ready["tokens"]

    def __repr__(self) -> str:
        return f"<PracticeProcess {getattr(self, 'control', 'not started')}>"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def rest(self) -> str:
        """The plain REST address."""
        return self.addresses["rest"]

    @property
    def soap(self) -> str:
        """The plain SOAP address."""
        return self.addresses["soap"]

    @property
    def process_id(self) -> int:
        """The child's process number."""
        return self._child.pid

    def token(self, name: str = "all") -> str:
        """Give the token (as XML) of the app connector all, timechimp, smartbooqing or admin."""
        return self._tokens[name]

    def scenarios(self) -> list[dict[str, Any]]:
        """List the scenarios with their titles."""
        shown: list[dict[str, Any]] = self._call("GET", "scenarios")["scenarios"]
        return shown

    def switch(self, scenario: str, *, reset: bool = False) -> None:
        """Switch to a scenario while running; ``reset`` also forgets stored writes and logs."""
        self._call("POST", "scenario", {"name": scenario, "reset": reset})

    def log(self) -> list[dict[str, Any]]:
        """Give the calls AFAS got, oldest first."""
        calls: list[dict[str, Any]] = self._call("GET", "log")["calls"]
        return calls

    def environment_log(self) -> dict[str, Any]:
        """Give the errors by profitLogReference."""
        errors: dict[str, Any] = self._call("GET", "environment-log")["errors"]
        return errors

    def state(self) -> dict[str, Any]:
        """Give the state in figures."""
        return self._call("GET", "state")

    def reset(self) -> None:
        """Forget stored writes and logs."""
        self._call("POST", "reset")

    def delay(self, seconds: float) -> None:
        """Let every reply wait so long."""
        self._call("POST", "delay", {"seconds": seconds})

    def stop(self) -> None:
        """End the child and wait for it; it is killed when it does not end by itself."""
        if self._child.stdin:
            with contextlib.suppress(OSError):
                self._child.stdin.close()
        if self._child.poll() is None:
            self._child.terminate()
        try:
            self._child.wait(LONGEST_STOP)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        if self._child.stdout:
            self._child.stdout.close()
        self._errors.close()

    def _wait_until_ready(self) -> dict[str, Any]:
        """Wait for the child's JSON line."""
        lines: list[bytes] = []
        reader = threading.Thread(target=self._read_line, args=(lines,), daemon=True)
        reader.start()
        reader.join(LONGEST_START)
        try:
            ready: dict[str, Any] = json.loads(lines[0])
        except (IndexError, ValueError):
            raise PracticeStartError(f"The practice environment did not start. {self._said()}".rstrip()) from None
        return ready

    def _read_line(self, lines: list[bytes]) -> None:
        """Read the first line the child prints."""
        if self._child.stdout:
            with contextlib.suppress(OSError, ValueError):
                lines.append(self._child.stdout.readline())

    def _said(self) -> str:
        """Read what the child said on standard error, after giving it a moment to end."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._child.wait(1)
        self._errors.seek(0)
        return self._errors.read().decode("utf-8", "replace").strip()[-2000:]

    def _call(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """Make a control call."""
        content = json.dumps(body or {}).encode() if method == "POST" else None
        request = urllib.request.Request(f"{self.control}/{path}", content, method=method)  # noqa: S310 - loopback
        try:
            # a proxy of the office network must not stand between us and our own child
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(
                request, timeout=LONGEST_CALL
            ) as reply:
                answered: dict[str, Any] = json.load(reply)
                return answered
        except urllib.error.HTTPError as error:
            with error:
                raise PracticeControlError(error.read().decode("utf-8", "replace")) from None
        except OSError as error:
            raise PracticeControlError(f"The practice environment does not answer: {error}") from None


def _surroundings() -> dict[str, str]:
    """Give the child our own surroundings, and let it find this package from any folder, also from a bare checkout."""
    root = str(Path(__file__).resolve().parents[2])
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


def _program() -> list[str]:
    """Name the program to start: a frozen build starts itself with its own command."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "practice", "serve"]
    return [sys.executable, "-m", "afas_assistant.practice"]
