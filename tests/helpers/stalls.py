"""Measures how long Qt's event loop stood still: the time in which a window takes no click and paints nothing."""

import time
from types import TracebackType
from typing import Self

from PySide6.QtCore import Qt, QTimer

BLOCKED = 250.0
"""Milliseconds that no event loop may stand still in a test: any keyring, disk or network that hangs takes longer.

The promise is 50 ms; `benchmarks/startup.py` measures it, on a machine that does nothing else.
"""

INTERVAL = 5  # milliseconds between two beats; a gap is measured to about this precision


class StallWatch:
    """Records the longest stall of the main thread's event loop during a block.

        with StallWatch() as watch:
            qtbot.waitUntil(lambda: check.finished)
        assert watch.milliseconds <= 50

    A timer beats every 5 ms; a beat that comes late shows that something kept the loop. What the block does outside
    any event loop counts as well, since a window that runs it stands still for as long. Use it on the main thread.
    `busy` leaves out the time in which other programs had the processor.
    """

    def __init__(self) -> None:
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(INTERVAL)
        self._timer.timeout.connect(self._on_beat)
        self._last = self._worked = 0.0
        self._longest = self._busiest = 0.0

    @property
    def milliseconds(self) -> float:
        """The longest stall so far, in milliseconds, without the interval of the beat itself."""
        return max(0.0, self._longest * 1000 - INTERVAL)

    @property
    def busy(self) -> float:
        """The longest stall that this program's own work made; what waits for a disk or a network is not in it."""
        return max(0.0, self._busiest * 1000 - INTERVAL)

    def __enter__(self) -> Self:
        self._last, self._worked = time.perf_counter(), time.process_time()
        self._longest = self._busiest = 0.0
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.stop()
        self._on_beat()

    def _on_beat(self) -> None:
        now, worked = time.perf_counter(), time.process_time()
        stood = now - self._last
        self._longest = max(self._longest, stood)
        self._busiest = max(self._busiest, min(stood, worked - self._worked))
        self._last, self._worked = now, worked
