"""One daemon thread that does calls one after the other, each with a time limit for the one who waits.

Keyrings hang: a dialogue behind another window, a service that does not start. An executor's pending call would hold
the end of the program, and a thread per call would open a dialogue per call; a daemon thread with a queue does neither.
"""

import queue
import threading
from collections.abc import Callable
from typing import Any, Generic, TypeVar

Result = TypeVar("Result")


class LaneTimeoutError(Exception):
    """The call did not come back in time; it may still be running."""


class _Job(Generic[Result]):
    """One call: its outcome, and whether anybody still waits for it."""

    def __init__(self, work: Callable[[], Result]) -> None:
        self._work = work
        self._lock = threading.Lock()
        self._abandoned = False
        self._outcome: tuple[Result] | BaseException | None = None
        self.done = threading.Event()

    def run(self) -> None:
        """Do the work, unless nobody waits any more: a save that was reported as failed must not happen later."""
        with self._lock:
            skip = self._abandoned
        try:
            self._outcome = LaneTimeoutError() if skip else (self._work(),)
        except BaseException as error:  # noqa: BLE001 - handed over to the thread that waits
            self._outcome = error
        finally:
            self.done.set()

    def abandon(self) -> None:
        """Say that nobody waits any more."""
        with self._lock:
            self._abandoned = True

    def outcome(self) -> Result:
        """Return what the work returned, or raise what it raised."""
        if isinstance(self._outcome, tuple):
            return self._outcome[0]
        raise self._outcome or LaneTimeoutError


class Lane:
    """A serial lane for calls that may hang.

    While a call is overdue, new calls are refused at once instead of queueing up behind it; when it comes back after
    all, the lane is open again.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._jobs: queue.SimpleQueue[_Job[Any]] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._overdue: _Job[Any] | None = None

    @property
    def overdue(self) -> bool:
        """Whether a call has not come back in time and is still out."""
        with self._lock:
            return self._overdue is not None and not self._overdue.done.is_set()

    def call(self, work: Callable[[], Result], time_limit: float) -> Result:
        """Return the result of the work, done on the lane's thread.

        Raises LaneTimeoutError after `time_limit` seconds, or at once while an earlier call is overdue.
        """
        if self.overdue:
            raise LaneTimeoutError
        job = _Job(work)
        self._start()
        self._jobs.put(job)
        if not job.done.wait(time_limit):
            job.abandon()
            with self._lock:
                self._overdue = job
            raise LaneTimeoutError
        return job.outcome()

    def _start(self) -> None:
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._work_off, name=self._name, daemon=True)
                self._thread.start()

    def _work_off(self) -> None:
        while True:
            self._jobs.get().run()
