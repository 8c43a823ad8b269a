"""Run many slow calls a few at a time on daemon threads.

An executor's threads hold the program's exit until their last reply has come; a check must never do that, since the
window may be closed in the middle of it.
"""

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Done(Generic[T]):
    """One task's outcome: its place in the sequence, and its value or the exception that it ended with."""

    index: int
    value: T | None = None
    exception: BaseException | None = None


def run_all(tasks: Sequence[Callable[[], T]], *, workers: int, cancelled: Callable[[], bool]) -> Iterator[Done[T]]:
    """Yield each task's outcome as it comes, at most `workers` at a time; stop early once `cancelled` says so.

    Tasks start in their order. After an early stop the running ones end by themselves and their outcomes are dropped.
    """
    todo: queue.SimpleQueue[int] = queue.SimpleQueue()
    done: queue.SimpleQueue[Done[T]] = queue.SimpleQueue()
    stop = threading.Event()
    for index in range(len(tasks)):
        todo.put(index)

    def work() -> None:
        while not stop.is_set():
            try:
                index = todo.get_nowait()
            except queue.Empty:
                return
            done.put(_outcome(index, tasks[index]))

    for number in range(min(workers, len(tasks))):
        threading.Thread(target=work, name=f"check-{number + 1}", daemon=True).start()
    try:
        for _ in tasks:
            outcome = _next(done, cancelled)
            if outcome is None:
                return
            yield outcome
    finally:
        stop.set()


def _outcome(index: int, task: Callable[[], T]) -> Done[T]:
    try:
        return Done(index, value=task())
    except BaseException as exception:  # noqa: BLE001 - carried to the caller's thread and raised there
        return Done(index, exception=exception)


def _next(done: "queue.SimpleQueue[Done[T]]", cancelled: Callable[[], bool]) -> Done[T] | None:
    """Return the next outcome, looking every tenth of a second whether somebody cancelled."""
    while not cancelled():
        try:
            return done.get(timeout=0.1)
        except queue.Empty:
            continue
    return None
