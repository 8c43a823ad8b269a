"""The parent side: starts the practice environment as a child process and steers it. Standard library only."""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from afas_assistant.practice.remote import PracticeControl

LONGEST_START = 20.0
LONGEST_STOP = 5.0
CONSOLE_TWIN = "afas-assistant"  # the name that packaging/afas-assistant.spec gives it, beside that of the window


class PracticeStartError(RuntimeError):
    """The practice environment did not start; the message holds what it said on standard error."""


class PracticeProcess(PracticeControl):
    """A running practice environment; a context manager. Raises PracticeStartError when it does not come up.

    ``addresses`` has rest, soap, production, test, accept and envid, and of TimeChimp timechimp_v1, timechimp_v2 and
    timechimp (the host of v1); ``control`` is the address of the control side.
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
        self.addresses: dict[str, str] = ready["afas"] | ready["timechimp"]
        self.control: str = ready["control"]
        self._tokens: dict[str, str] = ready["tokens"]
        self._timechimp_keys: dict[str, str] = ready["timechimp_keys"]

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

    def timechimp_key(self, generation: str = "v1") -> str:
        """Give the key of a generation of TimeChimp's API: v1 (Bearer) or v2 (the header api-key)."""
        return self._timechimp_keys[generation]

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


def _surroundings() -> dict[str, str]:
    """Give the child our own surroundings, and let it find this package from any folder, also from a bare checkout."""
    root = str(Path(__file__).resolve().parents[2])
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


def _program() -> list[str]:
    """Name the program to start: a frozen one starts its console twin, as on Windows its window has no output."""
    if getattr(sys, "frozen", False):
        own = Path(sys.executable)
        return [str(own.with_name(CONSOLE_TWIN + own.suffix)), "practice", "serve"]
    return [sys.executable, "-m", "afas_assistant.practice"]
