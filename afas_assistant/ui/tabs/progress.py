"""How reading and sending go: written on the lane that works, read by the window whenever it paints. Without Qt."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from afas_assistant.sync.apply import Bucket, Settled
from afas_assistant.sync.reading import ReadingStopped
from afas_assistant.texts import Text


@dataclass(frozen=True)
class Reached:
    """How far it is. `total` is None until the first record leaves; `left`, `wait` and `seconds` are seconds.

    Until then `reading` is what is read, `read` how much of it there is by now; `seconds` have gone by since it began.
    """

    total: int | None = None
    done: int = 0
    troubles: int = 0
    left: float | None = None
    wait: float = 0.0
    reading: Text | None = None
    read: int = 0
    seconds: float = 0.0


@dataclass
class Progress:
    """Hears of a run, on the thread that runs it; `reached` may be asked on any other."""

    clock: Callable[[], float] = time.monotonic
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _stop: threading.Event = field(default_factory=threading.Event)
    _total: int | None = None
    _done: int = 0
    _troubles: int = 0
    _began: float = 0.0
    _until: float = 0.0
    _reading: Text | None = None
    _read: int = 0
    _asked: float = 0.0

    def __post_init__(self) -> None:
        self._asked = self.clock()

    def reading(self, what: Text, count: int) -> None:
        """Remember what is read; raises ReadingStopped once somebody asked to stop."""
        if self.stopped():
            raise ReadingStopped
        with self._lock:
            self._reading, self._read = what, count

    def started(self, total: int) -> None:
        """Begin to count."""
        with self._lock:
            self._total, self._began = total, self.clock()

    def settled(self, settled: Settled) -> None:
        """Count one record."""
        with self._lock:
            self._done += 1
            self._troubles += settled.bucket in {Bucket.REFUSED, Bucket.UNKNOWN}

    def waiting(self, seconds: float) -> None:
        """Remember until when the other system asked to wait."""
        with self._lock:
            self._until = self.clock() + seconds

    def stop(self) -> None:
        """Stop after the record that is under way."""
        self._stop.set()

    def stopped(self) -> bool:
        """Return whether somebody asked to stop."""
        return self._stop.is_set()

    def reached(self) -> Reached:
        """Return how far it is."""
        with self._lock:
            now = self.clock()
            left = None
            if self._done and self._total is not None:
                left = (now - self._began) / self._done * (self._total - self._done)
            wait, gone = max(0.0, self._until - now), now - self._asked
            return Reached(self._total, self._done, self._troubles, left, wait, self._reading, self._read, gone)
