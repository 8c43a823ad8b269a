"""How a run goes: one line that moves on a terminal, with the time left; plain lines in a log."""

import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from afas_assistant.cli.output import one_line, say
from afas_assistant.cli.sync_words import bucket_word
from afas_assistant.sync.apply import Settled
from afas_assistant.texts import Text, literal, phrase, phrase_n


class Progress:
    """Hears of a run and tells it on standard error, so that standard output holds results only."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._moving = sys.stderr is not None and sys.stderr.isatty()
        self._total = 0
        self._done = 0
        self._started = 0.0

    def reading(self, what: Text, count: int) -> None:
        """Tell what is read; a log would only grow by that."""
        if self._moving:
            self._move(str(phrase("{what}: {count}", what=what, count=count)))

    def read(self) -> None:
        """Leave no line about reading."""
        if self._moving:
            self._move("")

    def started(self, total: int) -> None:
        """Begin to count."""
        self._total, self._done, self._started = total, 0, self._clock()
        if not self._moving and total:
            say(str(phrase_n("1 record to send.", "{count} records to send.", total)), error=True)

    def settled(self, settled: Settled) -> None:
        """Tell of one record."""
        self._done += 1
        if self._moving:
            self._move(self._left())
            return
        record = settled.record
        words = (bucket_word(settled.bucket), record.reference, record.what, record.counterpart)
        line = " · ".join(one_line(literal(str(one))) for one in words if str(one))
        say(f"{self._done}/{self._total} {line}", error=True)

    def waiting(self, seconds: float) -> None:
        """Tell that the other system asked to wait."""
        wait = phrase_n("Waiting 1 second, as asked.", "Waiting {count} seconds, as asked.", max(1, round(seconds)))
        if self._moving:
            self._move(str(wait))
        else:
            say(str(wait), error=True)

    def ended(self) -> None:
        """Leave the line that moved."""
        if self._moving and self._total:
            sys.stderr.write("\n")
            sys.stderr.flush()

    def _left(self) -> str:
        spent = self._clock() - self._started
        seconds = round(spent / self._done * (self._total - self._done))
        left = literal(f"{seconds // 60}:{seconds % 60:02d}")
        return str(phrase("{done} of {total}, {left} left", done=self._done, total=self._total, left=left))

    def _move(self, words: str) -> None:
        sys.stderr.write(f"\r\x1b[K{words}")
        sys.stderr.flush()


@contextmanager
def stoppable() -> Iterator[Callable[[], bool]]:
    """Yield whether Ctrl-C was pressed; a second Ctrl-C stops at once, as Ctrl-C does elsewhere."""
    pressed = False

    def stop(_: int, __: FrameType | None) -> None:
        nonlocal pressed
        if pressed:
            raise KeyboardInterrupt
        pressed = True
        say(str(phrase("Stopping after this record. Ctrl-C again stops at once.")), error=True)

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield lambda: pressed
    finally:
        signal.signal(signal.SIGINT, before)
