"""What a face asks about the nights of an organisation: show, choose, switch off. Its calls block.

A task of the system is made before it is written down that there is one, and what it replaces is taken away first: two
tasks for the same night there are never.
"""

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from afas_assistant.errors import AssistantError, ConfigurationError
from afas_assistant.paths import Folders
from afas_assistant.schedules.book import NightBook
from afas_assistant.schedules.history import Attempt, finished
from afas_assistant.schedules.schedulers import Scheduler, of_this_computer
from afas_assistant.schedules.tasks import WAY_NAMES, Piece, Schedule, TaskState, Way, task_of
from afas_assistant.schedules.times import look
from afas_assistant.texts import Text, literal, phrase

_log = logging.getLogger(__name__)


def utc_now() -> datetime:
    """Return this moment."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Offer:
    """A scheduler of this computer: `unavailable` says why it cannot be used, `pieces` what it would make."""

    way: Way
    unavailable: Text | None
    pieces: tuple[Piece, ...] = ()
    problem: AssistantError | None = None


@dataclass(frozen=True)
class Standing:
    """How the nights of an organisation stand.

    `schedule` is None when nothing was chosen; `task` None when no scheduler of the system has to do with it; `problem`
    is why that one could not be asked. `next_run` is in UTC.
    """

    schedule: Schedule | None
    attempts: Sequence[Attempt]
    task: TaskState | None = None
    next_run: datetime | None = None
    problem: AssistantError | None = None


class Nightly:
    """The nights of all organisations that are kept in these folders."""

    def __init__(
        self,
        own: Folders,
        schedulers: Sequence[Scheduler] | None = None,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._own = own
        self._schedulers = {one.way: one for one in (of_this_computer() if schedulers is None else schedulers)}
        self._clock = clock
        self.book = NightBook(own)

    def standing(self, envid: str) -> Standing:
        """Return how it stands; raises ConfigurationError schedules_broken."""
        schedule = self.book.schedule(envid)
        attempts = self.book.history(envid).attempts()
        if schedule is None:
            return Standing(None, attempts)
        seen = look(schedule.at, self._clock(), since=schedule.since, done=finished(attempts))
        standing = Standing(schedule, attempts, next_run=seen.next_run)
        if schedule.way is Way.OPEN:
            return standing
        scheduler = self._schedulers.get(schedule.way)
        if scheduler is None:  # chosen on another computer, with which this folder is shared
            return replace(standing, task=TaskState(made=False))
        try:
            return replace(standing, task=scheduler.state(task_of(schedule, self._own)))
        except AssistantError as error:
            return replace(standing, problem=error)

    def offers(self, schedule: Schedule) -> tuple[Offer, ...]:
        """Return what each scheduler of this computer would make of a schedule; nothing is made."""
        return tuple(self._offer(one, schedule) for one in self._schedulers.values())

    def choose(self, schedule: Schedule) -> Standing:
        """Have a schedule kept, and its task made; raises ConfigurationError, and then nothing is done at night."""
        if schedule.way is Way.OPEN:
            self.switch_off(schedule.envid)
            self.book.keep(schedule)
            return self.standing(schedule.envid)
        scheduler = self._scheduler(schedule.way)
        task = task_of(schedule, self._own)
        self.switch_off(schedule.envid)
        try:
            scheduler.make(task)
            self.book.keep(schedule)
        except AssistantError:
            with suppress(AssistantError):  # half of a task would be none, or one that nobody knows of
                scheduler.remove(task.name)
            raise
        return self.standing(schedule.envid)

    def switch_off(self, envid: str) -> Standing:
        """Take away the task and what was chosen; the results stay. Raises ConfigurationError."""
        schedule = self.book.schedule(envid)
        if schedule is not None:
            if schedule.way in self._schedulers:
                self._schedulers[schedule.way].remove(task_of(schedule, self._own).name)
            self.book.forget(envid)
        return Standing(None, self.book.history(envid).attempts())

    def let_go(self, envid: str) -> None:
        """Take away all that an organisation had which is removed; never raises.

        A task that its scheduler does not give up does no harm: it finds nothing chosen.
        """
        try:
            self.switch_off(envid)
            self.book.history(envid).clear()
        except AssistantError as error:
            _log.info("what was made for the nights of %s is not all gone: %s", envid, error.sentence("en"))
            with suppress(AssistantError):
                self.book.forget(envid)

    def _scheduler(self, way: Way) -> Scheduler:
        if way in self._schedulers:
            return self._schedulers[way]
        raise ConfigurationError(
            "scheduler_not_here",
            title=phrase("This computer has no {name}.", name=WAY_NAMES[way]),
            explanation=phrase("It has: {names}.", names=literal(", ".join(self._schedulers))),
            action=phrase("Choose one of these."),
        )

    def _offer(self, scheduler: Scheduler, schedule: Schedule) -> Offer:
        try:
            unavailable = scheduler.unavailable()
            return Offer(scheduler.way, unavailable, scheduler.pieces(task_of(schedule, self._own)))
        except AssistantError as error:
            return Offer(scheduler.way, error.title, problem=error)
