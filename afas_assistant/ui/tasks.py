"""The one way off the GUI thread: work goes to a lane, its outcome comes back by one signal.

A lane is one daemon thread or a few, fed by a queue: one lane per organisation keeps its calls in order, one starts and
steers the practice environment, a small pool takes the rest. Daemon threads hold up nothing when the program ends.
"""

import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

POOL = "pool"
POOL_WORKERS = 3
PRACTICE = "practice"

T = TypeVar("T")


class Task:
    """A piece of work under way. Once cancelled, its outcome is dropped; `cancelled` is safe to ask from any thread."""

    def __init__(
        self, work: Callable[[], Any], done: Callable[[Any], object], failed: Callable[[Exception], object]
    ) -> None:
        self._work = work
        self._done = done
        self._failed = failed
        self._cancelled = threading.Event()
        self._value: Any = None
        self._error: Exception | None = None

    def cancel(self) -> None:
        """Drop the outcome, and tell work that asks."""
        self._cancelled.set()

    def cancelled(self) -> bool:
        """Return whether nobody waits for this any more."""
        return self._cancelled.is_set()

    def run(self) -> None:
        """Do the work; called on the lane's thread."""
        if self.cancelled():
            return
        try:
            self._value = self._work()
        except Exception as error:  # noqa: BLE001 - carried to the GUI thread and handled there
            self._error = error
            del self  # the traceback holds what is named here: with all that was read, it would hold itself

    def deliver(self) -> None:
        """Hand the outcome over; called on the GUI thread."""
        if self.cancelled():
            return
        if self._error is None:
            self._done(self._value)
        else:
            self._failed(self._error)


class Lane:
    """A queue of tasks and the daemon threads that work on it; a thread starts when there is work for it."""

    def __init__(self, name: str, workers: int, finished: Callable[[Task], None]) -> None:
        self._name = name
        self._workers = workers
        self._finished = finished
        self._queue: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
        self._threads = 0

    def put(self, task: Task) -> None:
        """Add a task at the end."""
        self._queue.put(task)
        if self._threads < self._workers:
            self._threads += 1
            threading.Thread(target=self._work, name=f"{self._name}-{self._threads}", daemon=True).start()

    def close(self) -> None:
        """Let the threads end after what they are doing now."""
        for _ in range(self._threads):
            self._queue.put(None)

    def _work(self) -> None:
        while (task := self._queue.get()) is not None:
            task.run()
            self._finished(task)


def nothing(_: object) -> None:
    """Take a value that nobody waits for: the `done` of work that is done for its own sake."""


class TaskRunner(QObject):
    """Runs work on lanes and delivers outcomes on the thread of the window.

    Signals: `failed_unexpectedly(Exception)` for work that failed while nobody said what to do then.
    """

    failed_unexpectedly = Signal(object)
    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes: dict[str, Lane] = {}
        self._open: set[Task] = set()
        self._closed = threading.Event()
        self._finished.connect(self._on_finished)  # queued by Qt, since it is emitted on a lane's thread

    def start(
        self,
        work: Callable[[], T],
        *,
        done: Callable[[T], object],
        failed: Callable[[Exception], object] | None = None,
        lane: str = POOL,
    ) -> Task:
        """Run `work` on a lane and give its value to `done`, or what it raised to `failed`, on this thread.

        Returns the task; keep it to cancel it, after which neither is called. Call this on the GUI thread only.
        """
        task = Task(work, done, failed or self.failed_unexpectedly.emit)
        if self._closed.is_set():
            task.cancel()
            return task
        self._open.add(task)
        if lane not in self._lanes:
            self._lanes[lane] = Lane(lane, POOL_WORKERS if lane == POOL else 1, self._report)
        self._lanes[lane].put(task)
        return task

    def close(self) -> None:
        """Cancel everything; waits for nothing."""
        self._closed.set()
        for task in self._open:
            task.cancel()
        self._open.clear()
        for lane in self._lanes.values():
            lane.close()

    def _report(self, task: Task) -> None:
        """Pass a finished task to the GUI thread; called on a lane's thread."""
        if not self._closed.is_set():
            with suppress(RuntimeError):  # the window went between the question and the signal
                self._finished.emit(task)

    def _on_finished(self, task: Task) -> None:
        self._open.discard(task)
        task.deliver()
