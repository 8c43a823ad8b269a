"""Watch mode on the screen: a look every ten seconds, until nothing is open or a quarter of an hour is over."""

import math
import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from afas_assistant.errors import AssistantError
from afas_assistant.texts import Text, phrase
from afas_assistant.ui.tasks import Task, TaskRunner

if TYPE_CHECKING:  # the worker imports them
    from afas_assistant.onboarding.report import CheckReport
    from afas_assistant.onboarding.verdicts import Verdict
    from afas_assistant.onboarding.watch import Watch

MINUTE = 60.0

Look = Callable[[Any, Callable[[], bool]], "CheckReport"]
"""Tests the lines that its first argument, `Watch.choose`, picks; the second asks whether to stop."""


class LiveWatch(QObject):
    """Watches the open lines of one page at a time.

    Signals: `looked(report)` after each look; `left_changed(minutes)`; `ended(Text)` with why it ended by itself.
    A watch that was stopped tells nothing any more.
    """

    looked = Signal(object)
    left_changed = Signal(int)
    ended = Signal(object)

    def __init__(
        self, runner: TaskRunner, look: Look, parent: QObject | None = None, *, every: float | None = None
    ) -> None:
        super().__init__(parent)
        self._runner, self._look = runner, look
        self._every = every
        self._watch: Watch | None = None
        self._task: Task | None = None
        self._stop = threading.Event()
        self._lane = ""
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.on_timer_timeout)

    @property
    def running(self) -> bool:
        """Return whether it watches."""
        return self._watch is not None

    @property
    def minutes_left(self) -> int:
        """Return the minutes, rounded up, after which it stops by itself."""
        return math.ceil(self._watch.seconds_left(time.monotonic()) / MINUTE) if self._watch else 0

    def start(self, verdicts: "Sequence[Verdict]", lane: str) -> None:
        """Watch the open ones among these lines; the first look is at once, so that later ones can be compared."""
        from afas_assistant.onboarding.watch import EVERY_SECONDS, Watch  # noqa: PLC0415 - brings the client along

        self.stop()
        self._watch, self._stop, self._lane = Watch(verdicts, time.monotonic()), threading.Event(), lane
        if not self._goes_on():
            return
        self.left_changed.emit(self.minutes_left)
        self._timer.start(round((self._every or EVERY_SECONDS) * 1000))
        self.on_timer_timeout()

    def stop(self) -> None:
        """Stop without telling; a look that is under way ends by itself."""
        self._stop.set()
        self._timer.stop()
        self._watch = None
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def hear(self, verdicts: "Sequence[Verdict]") -> None:
        """Take note of what another check found: lines that hold now are not tested again."""
        if self._watch is not None and self._task is None:
            self._watch.heard(verdicts)
            self._goes_on()

    def on_timer_timeout(self) -> None:
        """Look again, unless the look before is still under way."""
        watch, stop = self._watch, self._stop
        if watch is None or not self._goes_on() or self._task is not None:
            return
        self.left_changed.emit(self.minutes_left)
        self._task = self._runner.start(
            lambda: self._look(watch.choose, stop.is_set), done=self.on_looked, failed=self.on_failed, lane=self._lane
        )

    def on_looked(self, report: "CheckReport") -> None:
        """Tell what the look brought; AFAS being away for a moment does not end the watch."""
        self._task = None
        if self._watch is not None and report.stopped is None:
            self._watch.heard(report.verdicts)
        self.looked.emit(report)
        self._goes_on()

    def on_failed(self, error: Exception) -> None:
        """End: the connection is gone, the keyring does not answer, or it is a bug of ours."""
        self.stop()
        title = error.title if isinstance(error, AssistantError) else phrase("This is a fault of AFAS Assistant")
        self.ended.emit(title)

    def _goes_on(self) -> bool:
        """Return whether there is something left to watch and time to do so; end it otherwise."""
        watch = self._watch
        if watch is None:
            return False
        if watch.seconds_left(time.monotonic()) > 0:
            return True
        why = _time_is_over() if watch.has_open else phrase("Nothing is open any more; watching has ended.")
        self.stop()
        self.ended.emit(why)
        return False


def _time_is_over() -> Text:
    return phrase("Watching has ended after a quarter of an hour, to spare AFAS. Switch it on again when needed.")
