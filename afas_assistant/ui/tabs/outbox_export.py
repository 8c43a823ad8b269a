"""Writing the outbox to a file: on the lane that reads it, with a count that goes up and a way to stop."""

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from afas_assistant.outbox.csv_form import write_csv
from afas_assistant.outbox.excel_form import excel_rows, heading
from afas_assistant.outbox.listing import OutboxList
from afas_assistant.outbox.records import Write
from afas_assistant.texts import phrase
from afas_assistant.ui.sheets import SUFFIX, write_sheet
from afas_assistant.ui.tabs.outbox_reader import OutboxReader
from afas_assistant.ui.tasks import Task

LOOK_EVERY = 150
"""Milliseconds between two looks at how far it is."""
BREATH = 20
"""Rows after which the window may have its turn: Python lets go of nothing by itself within some milliseconds."""


class ExportStopped(Exception):  # noqa: N818 - no error: somebody asked for it
    """Somebody asked to stop; nothing was written."""


class Counting:
    """How far a file is, written by the lane and read by the window."""

    def __init__(self, total: int) -> None:
        self.total, self.done, self.stopped = total, 0, False

    def each(self, writes: Iterator[Write]) -> Iterator[Write]:
        """Count writes as they pass; raises ExportStopped."""
        for one in writes:
            if self.stopped:
                raise ExportStopped
            self.done += 1
            if self.done % BREATH == 0:
                time.sleep(0)
            yield one


def exported(outbox: OutboxList, numbers: Sequence[int], path: Path, counting: Counting) -> Path:
    """Write these to an Excel file, or by another ending to CSV; neither holds a formula.

    Raises ConfigurationError export_not_written or sheet_not_written, and ExportStopped.
    """
    writes = counting.each(outbox.each(numbers, whole=False))
    if path.suffix.casefold() == SUFFIX:
        return write_sheet(path, str(phrase("Outbox")), heading(), excel_rows(writes))
    return write_csv(path, writes)


class OutboxExport(QObject):
    """One file at a time.

    Signals: `reached(done, total)` now and then; `written(Path)`; `stopped`; `failed(exception)`.
    """

    reached = Signal(int, int)
    written = Signal(object)
    stopped = Signal()
    failed = Signal(object)

    def __init__(self, reader: OutboxReader, parent: QObject) -> None:
        super().__init__(parent)
        self._reader = reader
        self._counting = Counting(0)
        self._task: Task | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY)
        self._timer.timeout.connect(self.on_timer_timeout)

    @property
    def running(self) -> bool:
        """Return whether a file is being written."""
        return self._task is not None

    def start(self, numbers: Sequence[int], path: Path) -> None:
        """Write these writes to a file."""
        if self.running:
            return
        counting = self._counting = Counting(len(numbers))
        self._task = self._reader.ask(
            lambda outbox: exported(outbox, numbers, path, counting), self._on_written, self._on_failed
        )
        self._timer.start()
        self.on_timer_timeout()

    def stop(self) -> None:
        """Write nothing after all."""
        self._counting.stopped = True

    def on_timer_timeout(self) -> None:
        """Tell how far it is."""
        self.reached.emit(self._counting.done, self._counting.total)

    def _on_written(self, path: Path) -> None:
        self._end()
        self.written.emit(path)

    def _on_failed(self, error: Exception) -> None:
        self._end()
        if isinstance(error, ExportStopped):
            self.stopped.emit()
        else:
            self.failed.emit(error)

    def _end(self) -> None:
        self._task = None
        self._timer.stop()
