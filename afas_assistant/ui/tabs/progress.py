"""How reading and sending go: written on the lane that works, read by the window whenever it paints. Without Qt."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from afas_assistant.sync.apply import Bucket, Settled


@dataclass(frozen=True)
class Reached:
    """How far it is. `total` is None until the first record leaves; `left` and `wait` are seconds."""

    total: int | None = None
    done: int = 0
    troubles: int = 0
    left: float | None = None
    wait: float = 0.0


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
            return Reached(self._total, self._done, self._troubles, left, max(0.0, self._until - now))
