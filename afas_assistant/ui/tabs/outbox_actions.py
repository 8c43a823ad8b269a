"""What can be done in the tab Outbox: look up, say what was seen, take back, export."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from weakref import WeakSet

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from afas_assistant.outbox.listing import OutboxList, Wanted
from afas_assistant.outbox.records import State, Write
from afas_assistant.texts import joined, literal, phrase, phrase_n
from afas_assistant.ui.file_names import with_ending
from afas_assistant.ui.kept import Kept, organisation_lane
from afas_assistant.ui.sheets import SUFFIX
from afas_assistant.ui.tabs import outbox_bench as bench
from afas_assistant.ui.tabs.outbox_detail import OutboxDetail
from afas_assistant.ui.tabs.outbox_dialogs import SayDialog, TakeBackDialog
from afas_assistant.ui.tabs.outbox_export import OutboxExport
from afas_assistant.ui.tabs.outbox_reader import OutboxReader
from afas_assistant.ui.tasks import Task

if TYPE_CHECKING:  # the worker makes them
    from afas_assistant.onboarding.desk import Desk
    from afas_assistant.organisations.records import Connection
    from afas_assistant.sync.apply import RunOutcome
    from afas_assistant.sync.look_up import LookedUp
    from afas_assistant.sync.plan import Plan
    from afas_assistant.ui.snapshots import OrganisationSnapshot

FILES = {"Excel (*.xlsx)": SUFFIX, "CSV (*.csv)": ".csv"}
"""What the outbox can be written as: what the person sees, and the ending of the file."""
T = TypeVar("T")


class OutboxActions(QObject):
    """Asks on lanes and tells what came of it.

    Signals: `settled` when a write may stand otherwise; `told(Text)`; `failed(exception)`; `busy_changed`.
    """

    settled = Signal()
    told = Signal(object)
    failed = Signal(object)
    busy_changed = Signal()

    def __init__(
        self,
        snapshot: "OrganisationSnapshot",
        kept: Kept,
        reader: OutboxReader,
        detail: OutboxDetail,
        parent: QWidget,
        *,
        new_bench: bench.NewBench,
    ) -> None:
        super().__init__(parent)
        self.snapshot = snapshot
        self._kept, self._reader, self._detail, self._page = kept, reader, detail, parent
        self._new_bench = new_bench
        self._who = ""
        self._asking = 0
        self.taking_back = False
        self._tasks: WeakSet[Task] = WeakSet()
        self.dialog: SayDialog | TakeBackDialog | None = None
        self.file = OutboxExport(reader, self)
        self.file.reached.connect(self.on_file_reached)
        self.file.written.connect(self.on_file_written)
        self.file.stopped.connect(self.on_file_stopped)
        self.file.failed.connect(self.on_file_failed)
        detail.look_up_asked.connect(self.on_look_up_asked)
        detail.say_asked.connect(self.on_say_asked)
        detail.take_back_asked.connect(self.on_take_back_asked)

    @property
    def busy(self) -> bool:
        """Return whether writes are being looked up."""
        return self._asking > 0

    def connection_of(self, write: Write) -> "Connection | None":
        """Return the connection that sent a write; None when it is not kept any more."""
        envid = self.snapshot.organisation.envid
        found = (one.connection for one in self.snapshot.connections)
        return next((one for one in found if f"{envid}/{one.app_connector}" == write.scope), None)

    def stop(self) -> None:
        """Wait for nothing any more; whoever stays, since removing failed, can look up again."""
        self.file.stop()
        for task in self._tasks:
            task.cancel()
        if self.busy:
            self._asking = 0
            self.busy_changed.emit()

    # ------------------------------------------------------------------ looking up

    def on_look_up_asked(self) -> None:
        """Look the write that is shown up in the system that it went to."""
        if self._detail.opened is not None:
            self.look_up([self._detail.opened.write])

    def look_up_all(self) -> None:
        """Look every unknown write up."""
        envid = self.snapshot.organisation.envid

        def unknown(outbox: OutboxList) -> list[Write]:
            scopes = outbox.scopes_of(envid)
            return list(outbox.each(outbox.numbers(scopes, Wanted(states=frozenset({State.UNKNOWN})))))

        self._reader.ask(unknown, self.look_up)

    def look_up(self, writes: Sequence[Write]) -> None:
        """Look writes up, those of each connection with its own token."""
        wanted: dict[int, tuple[Connection, list[Write]]] = {}
        for one in writes:
            connection = self.connection_of(one)
            if connection is not None:
                wanted.setdefault(connection.id, (connection, []))[1].append(one)
        if not wanted:
            self._detail.tell(phrase("The connection that sent this is not kept here any more."))
        self._asking += len(wanted)
        for connection, its in wanted.values():
            work = partial(bench.looked_up, writes=its)
            self._with_bench(connection, work, self._on_looked_up, self._on_look_up_failed)
        self.busy_changed.emit()

    def _on_looked_up(self, found: list["LookedUp"]) -> None:
        self._asking -= 1
        self.busy_changed.emit()
        shown = self._detail.opened.write.id if self._detail.opened else None
        mine = next((one for one in found if one.write.id == shown), None)
        if mine is not None:
            self._detail.tell(mine.problem or mine.text)
        left = sum(one.write.state is State.UNKNOWN for one in found)
        looked = phrase_n("1 write was looked up.", "{count} writes were looked up.", len(found))
        still = phrase_n("1 is still unknown.", "{count} are still unknown.", left)
        self.told.emit(joined(looked, still) if left else looked)
        self.settled.emit()

    def _on_look_up_failed(self, error: Exception) -> None:
        self._asking -= 1
        self.busy_changed.emit()
        self.failed.emit(error)

    # ------------------------------------------------------------------ saying what was seen

    def on_say_asked(self) -> None:
        """Ask what somebody saw."""
        opened = self._detail.opened
        if opened is None:
            return
        number = opened.write.id
        dialog = SayDialog(opened.write, opened.not_there_from, self._who, self._page)

        def kept(_: object) -> None:
            dialog.accept()
            self.settled.emit()

        def said(arrived: bool, who: str, note: str, keys: dict[str, str]) -> None:
            self._who = who
            work = partial(bench.said, number=number, arrived=arrived, who=who, note=note, keys=keys)
            self._reader.ask(work, dialog.while_open(kept), dialog.while_open(dialog.refuse))

        dialog.said.connect(said)
        self._show_dialog(dialog)

    # ------------------------------------------------------------------ taking back

    def on_take_back_asked(self) -> None:
        """Show what taking back would do, and do it when somebody says so."""
        opened = self._detail.opened
        connection = self.connection_of(opened.write) if opened is not None else None
        if opened is None or connection is None:
            return
        write = opened.write
        dialog = TakeBackDialog(write, self._page)
        refuse = dialog.while_open(dialog.refuse)

        def read(plan: "Plan") -> None:
            dialog.show_plan(plan, bench.offered(plan))
            dialog.agreed.connect(lambda: agreed(plan))

        def agreed(plan: "Plan") -> None:
            self.taking_back = True
            self._with_bench(connection, partial(take, plan), done, failed)

        def take(plan: "Plan", opened_bench: bench.Bench) -> "RunOutcome":
            return bench.taken_back(opened_bench, plan, write)

        def done(outcome: "RunOutcome") -> None:
            self.taking_back = False
            dialog.while_open(dialog.show_outcome)(outcome)
            self.settled.emit()

        def failed(error: Exception) -> None:
            self.taking_back = False
            refuse(error)
            self.settled.emit()

        self._with_bench(connection, lambda one: one.plan_take_back(write), dialog.while_open(read), refuse)
        self._show_dialog(dialog)

    # ------------------------------------------------------------------ exporting

    def ask_file(self, numbers: Sequence[int]) -> None:
        """Ask where to write these writes, and as what: Excel, or CSV for another program."""
        day = f"{datetime.now().astimezone():%Y-%m-%d}"
        name = f"outbox {self.snapshot.organisation.envid} {day}.xlsx"
        path, kind = QFileDialog.getSaveFileName(self._page, str(phrase("Save the outbox")), name, ";;".join(FILES))
        if path:
            self.export(numbers, file_of(path, kind))

    def export(self, numbers: Sequence[int], path: Path) -> None:
        """Write these writes to a file."""
        self.file.start(numbers, path)

    def on_file_reached(self, done: int, total: int) -> None:
        """Say how far the file is."""
        self.told.emit(phrase("The file is being written: {done} of {all}", done=done, all=total))
        self.busy_changed.emit()

    def on_file_written(self, path: Path) -> None:
        """Say where it is."""
        self.told.emit(phrase("Written: {path}", path=literal(str(path))))
        self.busy_changed.emit()

    def on_file_stopped(self) -> None:
        """Say that there is none."""
        self.told.emit(phrase("Nothing was written."))
        self.busy_changed.emit()

    def on_file_failed(self, error: Exception) -> None:
        """Say why there is none."""
        self.on_file_stopped()
        self.failed.emit(error)

    # ------------------------------------------------------------------ asking

    def _with_bench(
        self,
        connection: "Connection",
        work: Callable[[bench.Bench], T],
        done: Callable[[T], object],
        failed: Callable[[Exception], object],
    ) -> None:
        """Ask AFAS and TimeChimp something, in turn with the organisation's checks."""
        new_bench = self._new_bench

        def ask(desk: "Desk") -> T:
            with new_bench(desk, connection) as opened:
                return work(opened)

        lane = organisation_lane(self.snapshot.organisation.id)
        self._tasks.add(self._kept.call(ask, done, failed, lane=lane))

    def _show_dialog(self, dialog: SayDialog | TakeBackDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(self._on_dialog_finished)
        dialog.open()

    def _on_dialog_finished(self) -> None:
        self.dialog = None


def file_of(path: str, kind: str) -> Path:
    """Return the file that was chosen, with an ending that tells what it is."""
    chosen = Path(path)
    ending = FILES.get(kind, SUFFIX)
    return chosen if chosen.suffix.casefold() in FILES.values() else with_ending(chosen, ending)
