"""Nights that this program does itself while it is open: one timer for all organisations, which looks at the clock.

It asks every minute what time it is instead of counting hours: so it survives a computer that sleeps and a clock that
is set. What is due runs on the lane of its organisation, behind whatever the person does there; the lease of the outbox
keeps other programs from writing meanwhile. With each new day what is kept is read again, since the days that a token
has left are counted then.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from afas_assistant.errors import AssistantError
from afas_assistant.ui.kept import Kept, organisation_lane
from afas_assistant.ui.tasks import Task, TaskRunner

if TYPE_CHECKING:  # the worker imports them
    from afas_assistant.onboarding.desk import Desk
    from afas_assistant.schedules.history import Attempt
    from afas_assistant.timechimp.pace import Pace
    from afas_assistant.ui.tabs.progress import Progress

EVERY = 60_000
FIRST = 15_000
"""Milliseconds: the first look comes soon after the window, and not with it."""
LANE = "nightly"


@dataclass(frozen=True)
class NightlyOutcome:
    """What became of the night of an organisation."""

    organisation_id: int
    envid: str
    attempt: "Attempt"


class NightlyTimer(QObject):
    """Signals: `ran(NightlyOutcome)` when a night was done, or was tried in vain.

    `pace` and `today` are for tests: otherwise all clients of one TimeChimp company share their pace.
    """

    ran = Signal(object)

    def __init__(
        self,
        kept: Kept,
        runner: TaskRunner,
        parent: QObject | None = None,
        *,
        pace: "Pace | None" = None,
        today: Callable[[], date] = date.today,
    ) -> None:
        super().__init__(parent)
        self._kept, self._runner, self._pace = kept, runner, pace
        self._today, self._day = today, today()
        self._looking: Task | None = None
        self._running: dict[str, Progress] = {}
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._timer.timeout.connect(self.on_timer_timeout)

    @property
    def running(self) -> bool:
        """Return whether a night is being done, or waits for its turn."""
        return bool(self._running)

    def progress(self) -> "dict[str, Progress]":
        """Return how far the nights are that are being done, by the envid of their organisation."""
        return dict(self._running)

    def start(self) -> None:
        """Begin to look at the clock."""
        self._timer.start(FIRST)

    def stop(self) -> None:
        """Look no more, and let what is under way end between two records."""
        self._timer.stop()
        for progress in self._running.values():
            progress.stop()

    def on_timer_timeout(self) -> None:
        """Look at the clock, on a worker; have what is kept read again on a new day."""
        self._timer.setInterval(EVERY)
        today = self._today()
        if today != self._day:
            self._day = today
            self._kept.reload()
        self.look()

    def look(self) -> None:
        """Find out which nights are due; nothing happens while nothing is kept, or a look is under way."""
        snapshot = self._kept.snapshot
        if not self._kept.is_open or snapshot is None or self._looking is not None:
            return
        envids = frozenset(one.organisation.envid for one in snapshot.organisations) - self._running.keys()

        def work(desk: "Desk") -> tuple[str, ...]:
            from afas_assistant.ui.nightly_calls import due_here  # noqa: PLC0415 - on the worker

            return due_here(desk, envids)

        self._looking = self._kept.call(work, self.on_looked, self.on_look_failed, lane=LANE)

    def on_looked(self, envids: tuple[str, ...]) -> None:
        """Have the nights done that are due."""
        self._looking = None
        snapshot = self._kept.snapshot
        for one in snapshot.organisations if snapshot is not None else ():
            if one.organisation.envid in envids:
                self._begin(one.organisation.id, one.organisation.envid)

    def on_look_failed(self, error: Exception) -> None:
        """Try again with the next look; what cannot be read is told where the nights are shown."""
        self._looking = None
        if not isinstance(error, AssistantError):
            self._timer.stop()
            self._runner.failed_unexpectedly.emit(error)

    def _begin(self, organisation_id: int, envid: str) -> None:
        from afas_assistant.ui.tabs.progress import Progress  # noqa: PLC0415 - long after the first paint

        progress, pace = Progress(), self._pace
        self._running[envid] = progress

        def work(desk: "Desk") -> "Attempt | None":
            from afas_assistant.ui.nightly_calls import do_night  # noqa: PLC0415 - on the worker

            return do_night(desk, organisation_id, envid, progress, pace)

        done, failed = partial(self._on_done, organisation_id, envid), partial(self._on_failed, envid)
        self._kept.call(work, done, failed, lane=organisation_lane(organisation_id))

    def _on_done(self, organisation_id: int, envid: str, attempt: "Attempt | None") -> None:
        del self._running[envid]
        if attempt is not None:
            self._kept.reload()
            self.ran.emit(NightlyOutcome(organisation_id, envid, attempt))

    def _on_failed(self, envid: str, error: Exception) -> None:
        del self._running[envid]
        self._runner.failed_unexpectedly.emit(error)
