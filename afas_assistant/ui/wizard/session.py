"""What the pages of the wizard share: the flow, the checks, what is kept, and the way to the desk.

Every answer goes through the flow; every call that blocks goes to a lane. Pages listen to `changed`.
"""

import itertools
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from afas_assistant.errors import AssistantError
from afas_assistant.onboarding.flow import Flow, PageFacts, Step, WizardState
from afas_assistant.onboarding.kept_report import line_states
from afas_assistant.texts import Text, literal, phrase
from afas_assistant.ui.tasks import Task, TaskRunner, nothing
from afas_assistant.ui.wizard.checks import Checks

if TYPE_CHECKING:  # the workers import them
    from afas_assistant.onboarding.desk import Desk
    from afas_assistant.onboarding.requirements import Profile
    from afas_assistant.onboarding.verdicts import Verdict
    from afas_assistant.organisations.enrolment import Enrolled
    from afas_assistant.organisations.records import Connection, Organisation
    from afas_assistant.organisations.vault import VaultState
    from afas_assistant.ui.practice_room import PracticeRoom
    from afas_assistant.ui.wizard.calls import Opening

LANE = "wizard"
NEW = "new"
"""The key of a wizard's state until its organisation exists."""

T = TypeVar("T")


class Session(QObject):
    """One run of the wizard.

    Signals: `opened` once what is kept was read; `changed` when the flow, the lines or the records are otherwise than
    before; `told(Text)` for a few words about what was done; `failed(exception)` for what belongs to no page.
    """

    opened = Signal()
    changed = Signal()
    told = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        desk: "Desk",
        runner: TaskRunner,
        room: "PracticeRoom | None",
        state: WizardState | None,
        parent: QObject | None = None,
        *,
        watch_every: float | None = None,
    ) -> None:
        super().__init__(parent)
        self.desk, self.runner, self.room = desk, runner, room
        self.flow = Flow(state or WizardState(), {})
        self.profiles: Mapping[str, Profile] = {}
        self.vault: VaultState | None = None
        self.organisation: Organisation | None = None
        self.connection: Connection | None = None
        self.administration_names: dict[str, str] = {}
        self.checks = Checks(desk, runner, self, watch_every=watch_every)
        self.checks.finished.connect(self.on_check_finished)
        self._tasks: set[Task] = set()
        self._saved_key: str | None = NEW
        self._saver = _Saver()
        self._closed = False

    # ------------------------------------------------------------------ how things stand

    @property
    def state(self) -> WizardState:
        """The answers so far."""
        return self.flow.state

    @property
    def profile(self) -> "Profile | None":
        """The checklist whose connection is in work."""
        return self.flow.profile

    @property
    def program(self) -> Text:
        """The name of what is being connected."""
        return literal(self.profile.name) if self.profile else phrase("The integration")

    @property
    def envid(self) -> str:
        """AFAS's name for the environment, or nothing yet."""
        return self.organisation.envid if self.organisation else ""

    @property
    def kind(self) -> str:
        """The kind of environment, or nothing yet."""
        return self.organisation.environment_type if self.organisation else ""

    @property
    def verdicts(self) -> "Sequence[Verdict] | None":
        """What the last check found, or None before the first."""
        return list(self.checks.verdicts.values()) or None

    # ------------------------------------------------------------------ opening and closing

    def open(self) -> None:
        """Read what is kept, off the GUI thread."""
        state = self.state

        def work() -> "Opening":
            from afas_assistant.ui.wizard.calls import open_wizard  # noqa: PLC0415 - on the worker

            return open_wizard(self.desk, state)

        self.call(work, self.on_opened)

    def close(self) -> None:
        """Drop everything that is under way; what was answered is kept already."""
        self._closed = True
        self.checks.stop()
        for task in self._tasks:
            task.cancel()
        self._tasks.clear()

    def on_opened(self, found: "Opening") -> None:
        """Take up the work at the first open step."""
        self.profiles, self.vault = found.profiles, found.vault
        self.organisation = found.organisation
        self.flow = Flow(self.state, found.profiles, line_states(found.verdicts))
        self.use(found.connection)
        if found.run is not None:
            self.checks.remember(found.verdicts, found.run.at)
        if found.organisation is not None:  # practice has another address at every start
            self.flow.change(address=found.organisation.address, name=found.organisation.name)
        if found.connection is None and self.state.connection_id is not None:
            self.flow.change(connection_id=None)
        self.flow.learn(line_states(found.verdicts))
        self.flow.go(self.flow.first_open())
        self.opened.emit()
        self.changed.emit()

    # ------------------------------------------------------------------ the way to the desk

    def call(
        self,
        work: Callable[[], T],
        done: Callable[[T], object],
        failed: Callable[[Exception], object] | None = None,
        *,
        lane: str = LANE,
    ) -> Task:
        """Run work on a lane; its outcome is dropped once the wizard is closed."""

        def finished(value: T) -> None:
            self._tasks.discard(task)
            done(value)

        def wrong(error: Exception) -> None:
            self._tasks.discard(task)
            (failed or self.failed.emit)(error)

        task = self.runner.start(work, done=finished, failed=wrong, lane=lane)
        self._tasks.add(task)
        return task

    def save(self) -> None:
        """Keep the state, under the organisation's key as soon as there is one; runs to its end whatever happens."""
        if self._closed:
            return
        self.runner.start(self._saving(), done=nothing, failed=self.failed.emit, lane=LANE)

    def save_and_close(self) -> None:
        """Keep the state even if the program ends now, and drop everything else that is under way."""
        if not self._closed and self.flow.state != WizardState():
            threading.Thread(target=self._last_save(self._saving()), name="wizard-save").start()
        self.close()

    def _saving(self) -> Callable[[], None]:
        """Return the work that keeps the state as it is now; an older one never replaces a newer."""
        key, old, data, desk, saver = self._key(), self._saved_key, self.state.to_data(), self.desk, self._saver
        number = saver.next()
        self._saved_key = key

        def work() -> None:
            with saver.turn(number) as mine:
                if not mine:
                    return
                desk.store.save_wizard_state(key, data)
                if old is not None and old != key:
                    desk.store.drop_wizard_state(old)

        return work

    def _last_save(self, work: Callable[[], None]) -> Callable[[], None]:
        def quietly() -> None:
            with suppress(AssistantError):  # the window is gone, nobody could read why
                work()

        return quietly

    def drop(self) -> None:
        """Forget the state: the wizard is done."""
        key, desk, saver = self._key(), self.desk, self._saver
        number = saver.next()

        def work() -> None:
            with saver.turn(number):
                desk.store.drop_wizard_state(NEW)
                desk.store.drop_wizard_state(key)

        self.runner.start(work, done=nothing, failed=self.failed.emit, lane=LANE)

    def _key(self) -> str:
        if self.organisation is None:
            return NEW
        return f"organisation/{self.organisation.envid}"

    def add_profile(self, name: str, profile: "Profile") -> None:
        """Offer a checklist of the consultant's own, known by its path."""
        self.profiles = {**self.profiles, name: profile}
        self.flow = Flow(self.state, self.profiles, line_states(self.checks.verdicts.values()))

    # ------------------------------------------------------------------ the connection

    def use(self, connection: "Connection | None") -> None:
        """Work on a connection."""
        self.connection = connection
        self.checks.use(connection)

    def enrolled(self, kept: "Enrolled") -> None:
        """Work on the connection that was just kept, and hand it the manual steps that were ticked before."""
        self.organisation = kept.organisation
        self.use(kept.connection)
        self.flow.change(
            organisation_id=kept.organisation.id,
            connection_id=kept.connection.id,
            name=kept.organisation.name,
        )
        connection, ticked, desk = kept.connection, dict(self.state.ticked), self.desk
        self.call(lambda: desk.take_over(connection, ticked), nothing)
        self.save()
        self.changed.emit()

    def updated(self, connection: "Connection") -> None:
        """Go on with a changed record of the connection."""
        self.connection = connection
        self.checks.update(connection)
        self.changed.emit()

    # ------------------------------------------------------------------ people's words

    def tick(self, line_id: str, who: str, *, done: bool) -> None:
        """Note a manual step, and keep it with the connection when there is one."""
        self.flow.tick(line_id, who, datetime.now(UTC), done=done)
        self.flow.change(who=who)
        if (connection := self.connection) is not None:
            desk = self.desk
            work = (
                (lambda: desk.confirm(connection, line_id, who))
                if done
                else (lambda: desk.withdraw(connection, line_id))
            )
            self.call(work, nothing)
        self.save()
        self.changed.emit()

    def confirm(self, key: tuple[str | None, str], who: str, note: str) -> None:
        """Keep somebody's word about a line that no call can prove, then judge the line again."""
        connection, desk = self.connection, self.desk
        if connection is None:
            return
        self.flow.change(who=who)
        self.call(lambda: desk.confirm(connection, key[1], who, note), lambda _: self.checks.test([key]))

    def pass_open(self, step: Step, who: str, reason: str) -> None:
        """Skip the open lines of a step, with a reason."""
        self.flow.pass_lines(step, who, reason, datetime.now(UTC))
        self.flow.change(who=who)

    # ------------------------------------------------------------------ what the checks tell

    def on_check_finished(self, _: object) -> None:
        """Tell the flow how the lines stand now."""
        self.flow.learn(line_states(self.checks.verdicts.values()))
        self.changed.emit()

    def why_not_next(self, facts: PageFacts) -> Text | None:
        """Return why one cannot go on yet."""
        return self.flow.why_not_next(facts)


class _Saver:
    """Sees to it that of several saves, on whichever threads, the latest one stays."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._given = itertools.count(1)
        self._done = 0

    def next(self) -> int:
        """Return the number of a save that is asked for now."""
        return next(self._given)

    @contextmanager
    def turn(self, number: int) -> Iterator[bool]:
        """Hold off other saves; tells whether this one is still the latest."""
        with self._lock:
            latest = number > self._done
            self._done = max(self._done, number)
            yield latest
