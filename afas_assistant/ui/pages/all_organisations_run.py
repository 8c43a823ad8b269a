"""Checks every connection that is kept, few organisations at a time: AFAS blocks those who ask too much."""

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from afas_assistant.ui.kept import Kept
from afas_assistant.ui.pages.all_organisations_rows import Failure
from afas_assistant.ui.tasks import Task

if TYPE_CHECKING:  # the worker imports them
    from afas_assistant.onboarding.desk import Desk
    from afas_assistant.onboarding.report import CheckReport
    from afas_assistant.organisations.records import Connection
    from afas_assistant.ui.snapshots import OrganisationSnapshot

AT_ONCE = 2  # organisations; each check asks four things at a time
RELOAD = 1000  # milliseconds between two readings of what is kept; hundreds of organisations take longer than that

Check = Callable[["Desk", "Connection", Callable[[], bool]], "CheckReport"]


def check_connection(desk: "Desk", connection: "Connection", cancelled: Callable[[], bool]) -> "CheckReport":
    """Check a connection as its set-up page does; the desk keeps what it finds. Blocks."""
    return desk.check(connection, cancelled=cancelled)


@dataclass(frozen=True)
class Job:
    """An organisation to be checked, with its connections."""

    organisation_id: int
    connections: tuple["Connection", ...]


@dataclass(frozen=True)
class Reached:
    """How far it is: in organisations; `left` is in seconds, None until that can be told."""

    done: int = 0
    total: int = 0
    left: float | None = None


@dataclass
class _Slot:
    """A lane and what it is busy with."""

    lane: str
    job: Job | None = None
    waiting: deque["Connection"] = field(default_factory=deque)
    stop: threading.Event = field(default_factory=threading.Event)
    task: Task | None = None


class CheckAll(QObject):
    """One run at a time. Signals: `changed` whenever another organisation is busy or done; `ended` after the last one.

    `failures` holds by connection why it could not be checked, until it is checked again. What AFAS answers is in what
    the desk keeps, as after any other check.
    """

    changed = Signal()
    ended = Signal()

    def __init__(
        self,
        kept: Kept,
        parent: QObject | None = None,
        *,
        check: Check = check_connection,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._kept, self._check, self._clock = kept, check, clock
        self._slots = [_Slot(f"check all {number}") for number in range(1, AT_ONCE + 1)]
        self._jobs: deque[Job] = deque()
        self._total = self._done = 0
        self._began = 0.0
        self._unread: set[int] = set()
        self._reading: set[int] = set()
        self.failures: dict[int, Failure] = {}
        self._reload = QTimer(self)
        self._reload.setSingleShot(True)
        self._reload.setInterval(RELOAD)
        self._reload.timeout.connect(self.on_reload_due)
        kept.failed.connect(self.on_kept_failed)

    @property
    def running(self) -> bool:
        """Return whether a run is under way."""
        return bool(self._jobs) or any(slot.job for slot in self._slots)

    @property
    def busy(self) -> frozenset[int]:
        """Return which organisations are checked right now, or were just now and are still to be read."""
        at_work = frozenset(slot.job.organisation_id for slot in self._slots if slot.job is not None)
        return at_work | self._unread | self._reading

    def reached(self) -> Reached:
        """Return how far it is."""
        left = None
        if self._done:
            left = (self._clock() - self._began) / self._done * (self._total - self._done)
        return Reached(self._done, self._total, left)

    def start(self, jobs: Sequence[Job]) -> None:
        """Check these, from the first on; nothing happens while a run is under way."""
        if self.running or not self._kept.is_open:
            return
        self._jobs = deque(job for job in jobs if job.connections)
        self._total, self._done, self._began = len(self._jobs), 0, self._clock()
        for slot in self._slots:
            self._take_next(slot)
        self._tell()

    def stop(self) -> None:
        """Stop: what is under way ends by itself after its last replies, and is not kept."""
        self._jobs.clear()
        for slot in self._slots:
            self._give_up(slot)
        self._settle()
        self._reload.stop()

    def drop(self, organisation_ids: AbstractSet[int]) -> None:
        """Leave organisations alone from now on: they are about to go, or gone."""
        left = deque(job for job in self._jobs if job.organisation_id not in organisation_ids)
        gone, self._jobs = len(self._jobs) - len(left), left
        given_up = [slot for slot in self._slots if slot.job and slot.job.organisation_id in organisation_ids]
        for slot in given_up:
            self._give_up(slot)
            self._take_next(slot)
        if gone or given_up:
            self._total -= gone + len(given_up)
            self._tell()

    def follow(self, organisations: Sequence["OrganisationSnapshot"]) -> None:
        """Take over what is kept now: drop organisations that are gone, forget failures that a check has overtaken."""
        checked = {one.connection.id: one.checked_at for each in organisations for one in each.connections}
        self.failures = {
            key: one
            for key, one in self.failures.items()
            if key in checked and ((last := checked[key]) is None or last < one.at)
        }
        self._reading.clear()
        if self._unread and not self._reload.isActive():
            self._reload.start()
        known = {one.organisation.id for one in organisations}
        self.drop((self.busy | {job.organisation_id for job in self._jobs}) - known)

    # ------------------------------------------------------------------ how it goes on

    def _take_next(self, slot: _Slot) -> None:
        slot.job = self._jobs.popleft() if self._jobs else None
        if slot.job is not None:
            slot.waiting, slot.stop = deque(slot.job.connections), threading.Event()
            self._check_next(slot)

    def _check_next(self, slot: _Slot) -> None:
        connection, stop, check = slot.waiting.popleft(), slot.stop, self._check
        slot.task = self._kept.call(
            lambda desk: check(desk, connection, stop.is_set),
            lambda _: self._on_checked(slot, connection.id, None),
            lambda error: self._on_checked(slot, connection.id, error),
            lane=slot.lane,
        )

    def _on_checked(self, slot: _Slot, connection_id: int, error: Exception | None) -> None:
        """Go on with the next connection, or the next organisation; an error is of this connection alone."""
        self.failures.pop(connection_id, None)
        if error is not None:
            self.failures[connection_id] = Failure(error, datetime.now(UTC))
        if not self._kept.is_open:
            return
        if slot.waiting:
            self._check_next(slot)
            return
        self._done += 1
        if slot.job is not None:
            self._unread.add(slot.job.organisation_id)
        self._take_next(slot)
        if not self.running:
            self.on_reload_due()
        elif not self._reload.isActive() and not self._reading:
            self._reload.start()
        self._tell()

    def on_reload_due(self) -> None:
        """Have what was found read; what is found meanwhile waits for the next time."""
        self._reload.stop()
        self._reading |= self._unread
        self._unread.clear()
        self._kept.reload()

    def on_kept_failed(self, _: object) -> None:
        """Wait no longer for what cannot be read."""
        self._settle()
        self.changed.emit()

    def _settle(self) -> None:
        self._unread.clear()
        self._reading.clear()

    def _give_up(self, slot: _Slot) -> None:
        slot.stop.set()
        slot.waiting.clear()
        slot.job = None
        if slot.task is not None:
            slot.task.cancel()
            slot.task = None

    def _tell(self) -> None:
        self.changed.emit()
        if not self.running:
            self.ended.emit()
