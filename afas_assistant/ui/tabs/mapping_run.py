"""What the page of mappings has done off the thread of the window: reading, proposing, keeping, and making its rows."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance

from afas_assistant.sync.mapping.mappings import MappingEntry, Mappings
from afas_assistant.sync.mapping.seen import Offer
from afas_assistant.ui.tabs.kinds import Kind
from afas_assistant.ui.tabs.mapping_desk import Changed, Key, MappingDesk
from afas_assistant.ui.tabs.mapping_rows import MappingRows
from afas_assistant.ui.tabs.mapping_words import MappingState
from afas_assistant.ui.tabs.progress import Progress
from afas_assistant.ui.tabs.rows import Arrangement, arranged, counted
from afas_assistant.ui.tasks import Task, TaskRunner

LOOK_EVERY = 150
"""Milliseconds between two looks at how far it is."""


@dataclass(frozen=True)
class PreparedMappings:
    """Rows that are ready to be shown: nothing of them is counted or sorted on the thread of the window.

    `changed` is what a person changed just now, which can be undone; None after plain reading.
    """

    rows: MappingRows
    order: list[int]
    counts: dict[str, int]
    changed: Changed | None = None


class MappingRun(QObject):
    """One thing at a time, on the organisation's lane.

    Signals: `prepared(PreparedMappings)`, `written(Path)` for a file; `unread(exception)` when reading failed and
    `failed(exception)` when a change or a file did; `reached(Reached)` while both systems are read. `offer` is what was
    read last, kept for the page; `wanted` are keys that a plan asked for.
    """

    prepared = Signal(object)
    written = Signal(object)
    unread = Signal(object)
    failed = Signal(object)
    reached = Signal(object)

    def __init__(
        self, kind: Kind, desk: MappingDesk, runner: TaskRunner, lane: str, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._kind, self._desk, self._runner, self._lane = kind, desk, runner, lane
        self.offer: Offer | None = None
        self.wanted: tuple[Key, ...] = ()
        self._task: Task | None = None
        self.reading = False
        self._progress = Progress()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY)
        self._timer.timeout.connect(self.on_timer_timeout)

    @property
    def running(self) -> bool:
        """Return whether something is under way."""
        return self._task is not None

    def look(self, wanted: Arrangement) -> None:
        """Read what is kept; asks neither AFAS nor TimeChimp."""
        desk = self._desk
        self._start(lambda: (desk.kept(), None), wanted, self.unread)

    def propose(self, wanted: Arrangement) -> None:
        """Read both systems and make proposals."""
        desk, area = self._desk, self._kind.value
        progress = self._progress = Progress()

        def read() -> tuple[Mappings, Changed | None]:
            offer = desk.offer(area, progress)
            self.offer = offer
            return desk.kept(), None

        self.reading = True
        self._timer.start()
        self._start(read, wanted, self.unread)

    def accept(self, entries: Collection[MappingEntry], wanted: Arrangement) -> None:
        """Keep mappings that a person accepted."""
        self._change(lambda desk: desk.accept(entries), wanted)

    def forget(self, keys: Collection[Key], wanted: Arrangement) -> None:
        """Take mappings out."""
        self._change(lambda desk: desk.forget(keys), wanted)

    def undo(self, changed: Changed, wanted: Arrangement) -> None:
        """Put back what a change touched."""
        self._change(lambda desk: desk.undo(changed), wanted)

    def import_file(self, path: Path, wanted: Arrangement) -> None:
        """Accept the mappings of a file."""
        self._change(lambda desk: desk.import_file(path), wanted)

    def export_file(self, path: Path) -> None:
        """Write the mappings to a file."""
        desk = self._desk
        self._run(lambda: desk.export_file(path), self.written, self.failed)

    def give_up(self) -> None:
        """Stop reading; what is read at this moment is waited for on its lane."""
        self.stop()

    def stop(self) -> None:
        """Stop without telling; a change that is under way is kept."""
        self._progress.stop()
        if self._task is not None:
            self._task.cancel()
        self._end()

    def on_timer_timeout(self) -> None:
        """Tell how far it is."""
        self.reached.emit(self._progress.reached())

    def _change(self, change: Callable[[MappingDesk], Changed], wanted: Arrangement) -> None:
        desk = self._desk

        def changing() -> tuple[Mappings, Changed | None]:
            changed = change(desk)
            return changed.mappings, changed

        self._start(changing, wanted, self.failed)

    def _start(
        self, work: Callable[[], tuple[Mappings, Changed | None]], wanted: Arrangement, failed: SignalInstance
    ) -> None:
        kind, keys = self._kind, self.wanted

        def prepare() -> PreparedMappings:
            mappings, changed = work()
            rows = MappingRows(kind, mappings, self.offer, keys)
            states = [one.value for one in MappingState]
            return PreparedMappings(rows, arranged(rows, wanted), counted(rows, states), changed)

        self._run(prepare, self.prepared, failed)

    def _run(self, work: Callable[[], object], done: SignalInstance, failed: SignalInstance) -> None:
        def finished(value: object) -> None:
            self._end()
            done.emit(value)

        def broke(error: Exception) -> None:
            self._end()
            failed.emit(error)

        self._task = self._runner.start(work, done=finished, failed=broke, lane=self._lane)

    def _end(self) -> None:
        self._task = None
        self.reading = False
        self._timer.stop()
