"""Reads the outbox for the tab on a lane of its own: one list at a time, and first the rows looked at last."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar
from weakref import WeakSet

from PySide6.QtCore import QObject, Signal

from afas_assistant.outbox.listing import Line, OutboxList, Wanted
from afas_assistant.ui.kept import Kept
from afas_assistant.ui.tabs import outbox_bench as bench
from afas_assistant.ui.tabs.outbox_model import OutboxModel
from afas_assistant.ui.tasks import Task

if TYPE_CHECKING:  # the worker imports it
    from afas_assistant.onboarding.desk import Desk

MOST_WAITING = 3  # pages; who drags the scroll bar passes by the others

T = TypeVar("T")


class OutboxReader(QObject):
    """Opens the file when it is first asked. Signals: `listed(Listed)`; `failed(exception)`."""

    listed = Signal(object)
    failed = Signal(object)

    def __init__(self, envid: str, kept: Kept, model: OutboxModel, parent: QObject) -> None:
        super().__init__(parent)
        self._envid, self._kept, self._model = envid, kept, model
        self._lane = f"outbox {envid}"
        self._outbox: OutboxList | None = None
        self._listing: Task | None = None
        self._reading: Task | None = None
        self._waiting: list[int] = []
        self._tasks: WeakSet[Task] = WeakSet()
        model.page_wanted.connect(self.on_page_wanted)

    def list(self, wanted: Wanted) -> None:
        """Read which writes are wanted; an older question that still waits is dropped."""
        if not self._kept.is_open:
            return
        for task in (self._listing, self._reading):
            if task is not None:
                task.cancel()
        self._reading = None
        self._waiting.clear()
        self._listing = self.ask(lambda outbox: bench.listed(outbox, self._envid, wanted), self._on_listed)

    def ask(
        self,
        work: Callable[[OutboxList], T],
        done: Callable[[T], object],
        failed: Callable[[Exception], object] | None = None,
    ) -> Task:
        """Ask the outbox something; nothing but the file is needed."""
        told = failed or self.failed.emit
        task = self._kept.call(lambda desk: work(self._opened(desk)), done, told, lane=self._lane)
        self._tasks.add(task)
        return task

    def stop(self) -> None:
        """Wait for nothing any more."""
        for task in self._tasks:
            task.cancel()
        self._waiting.clear()

    def on_page_wanted(self, page: int) -> None:
        """Read a page, after the one that is being read."""
        self._waiting.append(page)
        while len(self._waiting) > MOST_WAITING:
            self._model.drop_page(self._waiting.pop(0))
        self._read_next()

    def _read_next(self) -> None:
        if self._reading is not None or not self._waiting or not self._kept.is_open:
            return
        page = self._waiting.pop()
        numbers = self._model.numbers_of(page)

        def done(lines: Mapping[int, Line]) -> None:
            self._reading = None
            self._model.show_lines(page, lines)
            self._read_next()

        def failed(error: Exception) -> None:
            self._reading = None
            self._model.drop_page(page)
            self.failed.emit(error)

        self._reading = self.ask(lambda outbox: outbox.lines(numbers), done, failed)

    def _on_listed(self, found: bench.Listed) -> None:
        self._listing = None
        self.listed.emit(found)

    def _opened(self, desk: "Desk") -> OutboxList:
        """Return the outbox in the file that the desk has open. Called on the lane."""
        if self._outbox is None:
            self._outbox = OutboxList.beside(desk.store)
        return self._outbox
