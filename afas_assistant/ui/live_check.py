"""A check that is watched while it runs: it works on a lane, and tells the window thirty times a second at most."""

import queue
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from afas_assistant.ui.targets import Target
from afas_assistant.ui.tasks import Task, TaskRunner

if TYPE_CHECKING:  # the worker imports them
    from afas_assistant.onboarding.report import CheckReport
    from afas_assistant.onboarding.verdicts import Line, Verdict

BATCH = 30  # milliseconds between two updates of the screen
AT_A_TIME = 12  # verdicts that one update takes: more of them would hold the event loop too long

Planned = "Callable[[Sequence[Line], Mapping[str, str]], None]"
Work = Callable[[Any, Any, Any, Callable[[], bool]], "CheckReport"]


def _check(target: Target, planned: Any, judged: Any, cancelled: Callable[[], bool]) -> "CheckReport":  # noqa: ANN401
    from afas_assistant.ui.checking import check  # noqa: PLC0415 - brings the client's libraries, so on the worker

    return check(target, planned, judged, cancelled)


class Keyed(Protocol):
    """Something to check; checks of the same key follow each other."""

    @property
    def key(self) -> str:
        """What tells it from all others."""
        ...


class LiveCheck(QObject):
    """Runs one check at a time.

    Signals: `planned(lines, names of their profiles)`, `judged(verdicts)`, `finished(report)`, and `failed(exception)`
    for a bug of ours: what AFAS does wrong is in the verdicts. A check that was stopped tells nothing any more.
    """

    planned = Signal(object, object)
    judged = Signal(object)
    finished = Signal(object)
    failed = Signal(object)

    def __init__(self, runner: TaskRunner, parent: QObject | None = None, *, work: Work = _check) -> None:
        super().__init__(parent)
        self._runner = runner
        self._work = work
        self._task: Task | None = None
        self._stop = threading.Event()
        self._news: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._report: CheckReport | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(BATCH)
        self._timer.timeout.connect(self.on_timer_timeout)

    @property
    def running(self) -> bool:
        """Return whether a check is under way."""
        return self._task is not None

    def start(self, target: Keyed) -> None:
        """Check a target; a check that runs is stopped first."""
        self.stop()
        self._stop, self._news, self._report = threading.Event(), queue.SimpleQueue(), None
        news, stop = self._news, self._stop

        def planned(lines: "Sequence[Line]", names: Mapping[str, str]) -> None:
            news.put((lines, names))

        def judged(verdict: "Verdict") -> None:
            news.put(verdict)

        self._task = self._runner.start(
            lambda: self._work(target, planned, judged, stop.is_set),
            done=self.on_work_done,
            failed=self.on_work_failed,
            lane=f"check {target.key}",
        )
        self._timer.start()

    def stop(self) -> None:
        """Stop without telling; the worker ends by itself after the replies that are under way."""
        self._stop.set()
        self._timer.stop()
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def on_timer_timeout(self) -> None:
        """Pass on what has come since the last time; when all is told, the report."""
        verdicts: list[Verdict] = []
        while len(verdicts) < AT_A_TIME:
            try:
                one = self._news.get_nowait()
            except queue.Empty:
                break
            if isinstance(one, tuple):
                self.planned.emit(*one)
            else:
                verdicts.append(one)
        if verdicts:
            self.judged.emit(verdicts)
        elif self._report is not None:
            self._end()

    def on_work_done(self, report: "CheckReport") -> None:
        """Keep the report until all verdicts have been shown."""
        self._report = report

    def on_work_failed(self, error: Exception) -> None:
        """Tell of a bug of ours."""
        self.stop()
        self.failed.emit(error)

    def _end(self) -> None:
        report = self._report
        self._timer.stop()
        self._task = self._report = None
        self.finished.emit(report)
