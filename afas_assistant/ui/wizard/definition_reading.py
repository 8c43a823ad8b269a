"""Definition files being read: on a lane of their own, counted while it lasts, and to be stopped at any moment."""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from afas_assistant.ui.tasks import Task
from afas_assistant.ui.wizard.session import Session

if TYPE_CHECKING:  # the worker imports them
    from afas_assistant.ui.wizard.definition_calls import FilesRead

LANE = "definitions"
BATCH = 100  # milliseconds between two countings on the screen


class Counter:
    """How many files were read by now; one thread counts, another looks."""

    def __init__(self) -> None:
        self.count = 0


Work = Callable[["FilesRead", Sequence[Path], Counter, Callable[[], bool]], "FilesRead"]
"""Reads paths in addition to what was read before."""


def _read(before: "FilesRead", paths: Sequence[Path], counter: Counter, cancelled: Callable[[], bool]) -> "FilesRead":
    from afas_assistant.ui.wizard.definition_calls import read  # noqa: PLC0415 - on the worker

    return read(before, paths, counter, cancelled)


class DefinitionReading(QObject):
    """Reads one drop at a time.

    Signals: `progressed(count)` of files read by now; `finished(FilesRead)`; `failed(exception)`. A reading that was
    stopped tells nothing any more.
    """

    progressed = Signal(int)
    finished = Signal(object)
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None, *, work: Work = _read) -> None:
        super().__init__(parent)
        self._session, self._work = session, work
        self._task: Task | None = None
        self._paths: Sequence[Path] = ()
        self._stop = threading.Event()
        self._counter = Counter()
        self._timer = QTimer(self)
        self._timer.setInterval(BATCH)
        self._timer.timeout.connect(self.on_timer_timeout)

    @property
    def running(self) -> bool:
        """Return whether files are being read."""
        return self._task is not None

    @property
    def paths(self) -> Sequence[Path]:
        """What is being read now."""
        return self._paths if self.running else ()

    def start(self, before: "FilesRead", paths: Sequence[Path]) -> None:
        """Read these as well; a reading under way is stopped first."""
        self.stop()
        self._stop, self._counter, self._paths = threading.Event(), Counter(), paths
        counter, stop = self._counter, self._stop
        self._task = self._session.call(
            lambda: self._work(before, paths, counter, stop.is_set), self.on_work_done, self.on_work_failed, lane=LANE
        )
        self._timer.start()

    def stop(self) -> None:
        """Stop without telling; the worker ends by itself after the file that it reads."""
        self._stop.set()
        self._timer.stop()
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def on_timer_timeout(self) -> None:
        """Tell how far it is; stop when the wizard was closed meanwhile."""
        if self._task is not None and self._task.cancelled():
            self.stop()
        else:
            self.progressed.emit(self._counter.count)

    def on_work_done(self, found: "FilesRead") -> None:
        """Hand over what was read."""
        self.stop()
        self.finished.emit(found)

    def on_work_failed(self, error: Exception) -> None:
        """Tell of a bug of ours, or of a folder that cannot be read at all."""
        self.stop()
        self.failed.emit(error)
