"""How fast TimeChimp is asked: at most 100 calls in any minute, with the wait made visible.

TimeChimp's own text for v1 and one client's for v2 say 100 calls a minute, the latter for a whole company. A call
counts from its end: then no minute of the server's holds more of them than one of ours, however long the line took.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

CALLS = 100
MINUTE = 60.0
_SLICE = 1.0
"""Seconds between two words to whoever watches, so that a wait can be shown and ended."""

Waiting = Callable[[float], None]
"""Told how many seconds are left; may raise to give up, since nothing has been sent yet."""


def unseen(_seconds: float) -> None:
    """Wait without telling anybody."""


class Pace:
    """The calls of one company in the last minute. Safe to share by threads.

    `now` is a monotonic clock, `wall` the time of day and `sleep` waits; all in seconds.
    """

    def __init__(
        self,
        *,
        calls: int = CALLS,
        now: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._calls = calls
        self._now = now
        self._wall = wall
        self._sleep = sleep
        self._ended: deque[float] = deque()
        self._under_way = 0
        self._closed_until = float("-inf")
        self._lock = threading.Lock()

    @contextmanager
    def call(self, waiting: Waiting = unseen) -> Iterator[None]:
        """Wait until a call may be made, and count it when it has ended."""
        while (seconds := self._enter()) > 0:
            waiting(seconds)
            self._sleep(min(seconds, _SLICE))
        try:
            yield
        finally:
            with self._lock:
                self._under_way -= 1
                self._ended.append(self._now())

    def hold(self, seconds: float) -> None:
        """Let no call through for so long: TimeChimp asked for it."""
        with self._lock:
            self._closed_until = max(self._closed_until, self._now() + seconds)

    def until_next_minute(self) -> float:
        """Return the seconds to the next whole minute, for a refusal that names no time."""
        return MINUTE - self._wall() % MINUTE

    def rest(self, seconds: float) -> None:
        """Wait before asking the same again."""
        self._sleep(seconds)

    def _enter(self) -> float:
        """Take a place and return 0, or return how long there will be none."""
        with self._lock:
            now = self._now()
            while self._ended and self._ended[0] + MINUTE <= now:
                self._ended.popleft()
            if now < self._closed_until:
                return self._closed_until - now
            if len(self._ended) + self._under_way < self._calls:
                self._under_way += 1
                return 0.0
            return self._ended[0] + MINUTE - now if self._ended else _SLICE


_paces: dict[str, Pace] = {}
_lock = threading.Lock()


def shared_pace(company: str) -> Pace:
    """Return the pace that all clients of a company in this process keep together."""
    with _lock:
        return _paces.setdefault(company, Pace())
