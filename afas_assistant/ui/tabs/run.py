"""What a tab has done off the thread of the window: planning, sending, looking up, and putting long lists in order."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from afas_assistant.sync.apply import Bucket
from afas_assistant.sync.look_up import LookedUp
from afas_assistant.sync.plan import Outlook
from afas_assistant.sync.works import Work
from afas_assistant.ui.tabs.daily_desk import DailyDesk
from afas_assistant.ui.tabs.kinds import Kind
from afas_assistant.ui.tabs.outcome_rows import OutcomeRows
from afas_assistant.ui.tabs.plan_facts import attached, cures_of
from afas_assistant.ui.tabs.plan_rows import PlanRows, is_debtor
from afas_assistant.ui.tabs.progress import Progress, Reached
from afas_assistant.ui.tabs.rows import ALL, AT_ONCE, Arrangement, RowSource, arranged, counted
from afas_assistant.ui.tasks import Task, TaskRunner

LOOK_EVERY = 150
"""Milliseconds between two looks at how far it is."""
T = TypeVar("T")


@dataclass(frozen=True)
class Prepared:
    """A list that is ready to be shown: nothing of it is counted or sorted on the thread of the window."""

    order: list[int]
    counts: dict[str, int]
    wanted: Arrangement


@dataclass(frozen=True)
class PreparedPlan(Prepared):
    """A plan. `cures` are mappings by the reference of the record that they mend, `attached` files that go along."""

    rows: PlanRows
    cures: Mapping[str, str]
    attached: int


@dataclass(frozen=True)
class PreparedOutcome(Prepared):
    """What became of a run."""

    rows: OutcomeRows


class DailyRun(QObject):
    """One thing at a time, on the organisation's lane.

    Signals: `planned(PreparedPlan)`, `sent(PreparedOutcome)`, `looked(place, LookedUp)`, `failed(exception)`;
    `reached(Reached)` while something is under way; `arranged(list)` for a list in a new order.
    """

    planned = Signal(object)
    sent = Signal(object)
    looked = Signal(int, object)
    failed = Signal(object)
    reached = Signal(object)
    arranged = Signal(object)

    def __init__(self, desk: DailyDesk, runner: TaskRunner, lane: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._runner, self._lane = desk, runner, lane
        self._task: Task | None = None
        self._arranging: Task | None = None
        self._progress = Progress()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY)
        self._timer.timeout.connect(self.on_timer_timeout)

    @property
    def running(self) -> bool:
        """Return whether something is under way."""
        return self._task is not None

    def plan(self, work: Work, wanted: Arrangement) -> None:
        """Read both systems and plan; the list is arranged as it was, as far as there are such rows."""
        desk, progress = self._desk, self._begin()

        self._start(lambda: prepared_plan(PlanRows(desk.plan(work, progress)), wanted), self.planned.emit)

    def send(self, work: Work, rows: PlanRows, chosen: frozenset[str]) -> None:
        """Send the chosen records."""
        desk, progress = self._desk, self._begin()

        def sending() -> PreparedOutcome:
            return prepared_outcome(OutcomeRows(desk.send(work, rows.plan, chosen, progress), rows.kind))

        self._start(sending, self.sent.emit)

    def look_up(self, rows: OutcomeRows, place: int) -> None:
        """Look whether a record arrived."""
        write = rows.write(place)
        if write is None:
            return
        desk = self._desk
        self._begin()

        def tell(looked: LookedUp) -> None:
            self.looked.emit(place, looked)

        self._start(lambda: desk.look_up(write), tell)

    def how_far(self) -> Reached:
        """Return how far it is; asked when the window is to be closed, or its organisation removed."""
        return self._progress.reached()

    def ask_to_stop(self) -> None:
        """Stop between two records; what was sent by then is told."""
        self._progress.stop()

    def give_up(self) -> None:
        """Stop reading; nothing comes of it. What is read at this moment is waited for on its lane."""
        self._progress.stop()
        if self._task is not None:
            self._task.cancel()
        self._end()

    def stop(self) -> None:
        """Stop without telling; a record that is under way is finished and recorded on its lane."""
        self._progress.stop()
        self._timer.stop()
        for task in (self._task, self._arranging):
            if task is not None:
                task.cancel()
        self._task = self._arranging = None

    def arrange(self, source: RowSource, wanted: Arrangement) -> None:
        """Put rows in order: at once where they are few, else on a lane of its own."""
        if self._arranging is not None:
            self._arranging.cancel()
            self._arranging = None
        if len(source) <= AT_ONCE:
            self.arranged.emit(arranged(source, wanted))
            return
        self._arranging = self._runner.start(
            lambda: arranged(source, wanted),
            done=self._on_arranged,
            failed=self.failed.emit,
            lane=f"{self._lane} order",
        )

    def on_timer_timeout(self) -> None:
        """Tell how far it is."""
        self.reached.emit(self._progress.reached())

    def _begin(self) -> Progress:
        self._progress = Progress()
        return self._progress

    def _start(self, work: Callable[[], T], done: Callable[[T], object]) -> None:
        def finished(value: T) -> None:
            self._end()
            done(value)

        def broke(error: Exception) -> None:
            self._end()
            self.failed.emit(error)

        self._task = self._runner.start(work, done=finished, failed=broke, lane=self._lane)
        self._timer.start()

    def _end(self) -> None:
        self._task = None
        self._timer.stop()

    def _on_arranged(self, order: list[int]) -> None:
        self._arranging = None
        self.arranged.emit(order)


def prepared_plan(rows: PlanRows, wanted: Arrangement) -> PreparedPlan:
    """Return a plan that is ready to be shown. Debtors that a person did not ask for one by one start unticked."""
    if rows.kind is Kind.CUSTOMERS:
        rows.tick([place for place, one in enumerate(rows.records) if is_debtor(one)], ticked=False)
    counts = counted(rows, [one.value for one in Outlook])
    if not counts.get(wanted.choice):
        wanted = replace(wanted, choice=ALL)
    return PreparedPlan(arranged(rows, wanted), counts, wanted, rows, cures_of(rows), attached(rows))


def prepared_outcome(rows: OutcomeRows) -> PreparedOutcome:
    """Return an outcome that is ready to be shown."""
    wanted = Arrangement()
    return PreparedOutcome(arranged(rows, wanted), counted(rows, [one.value for one in Bucket]), wanted, rows)
