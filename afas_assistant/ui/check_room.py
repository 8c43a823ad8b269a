"""The environments of this run that nobody kept: the practice environment, and what was checked once."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget

from afas_assistant.ui.pages.starting import StartingPage
from afas_assistant.ui.practice_room import PracticeRoom
from afas_assistant.ui.tasks import TaskRunner, nothing
from afas_assistant.ui.worker_calls import warm_up_check

if TYPE_CHECKING:  # loaded while the practice environment starts
    from afas_assistant.ui.live_check import LiveCheck
    from afas_assistant.ui.pages.check import CheckPage
    from afas_assistant.ui.targets import ScenarioChoice, Target

PRACTICE_KEY = "practice"
NewCheck = Callable[[TaskRunner], "LiveCheck"]


class CheckRoom(QObject):
    """Makes the pages of checks, and the page that stands in for one while the practice environment starts.

    Signals: `added(key, Text, kind)` for an environment in the sidebar, `state_changed(key, State, Text)` for how it
    stands there; `ready(key)` for a page to be shown, `waiting(QWidget)` for the page that
    stands in for it.
    """

    added = Signal(str, object, str)
    state_changed = Signal(str, object, object)
    ready = Signal(str)
    waiting = Signal(object)

    def __init__(
        self, room: PracticeRoom, runner: TaskRunner, stack: QStackedWidget, new_check: NewCheck, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._room, self._runner, self._stack, self._new_check = room, runner, stack, new_check
        self.pages: dict[str, CheckPage] = {}
        self.starting_page: StartingPage | None = None
        room.switched.connect(self.on_practice_switched)
        room.failed.connect(self.on_practice_failed)

    def open_practice(self) -> None:
        """Show the practice environment; start it when it does not run yet."""
        if PRACTICE_KEY in self.pages:
            self.ready.emit(PRACTICE_KEY)
            return
        if (running := self._room.running_room) is not None:  # the wizard has started it
            self.open(running.target, running.scenarios)
            return
        if self.starting_page is None:
            self.starting_page = StartingPage()
            self.starting_page.again_chosen.connect(self.open_practice)
            self._stack.addWidget(self.starting_page)
        self.starting_page.show_waiting()
        self.waiting.emit(self.starting_page)
        self._room.open()
        self._runner.start(warm_up_check, done=nothing)  # it need not be done while the check runs

    def open(self, target: "Target", scenarios: "Sequence[ScenarioChoice]" = ()) -> None:
        """Check a target and show it; a page for the same environment is replaced."""
        from afas_assistant.ui.pages.check import CheckPage  # noqa: PLC0415 - after the first paint

        self._drop(target.key)
        self.added.emit(target.key, target.name, target.kind)
        page = CheckPage(target, self._new_check(self._runner), scenarios)
        page.state_changed.connect(lambda state, words: self.state_changed.emit(target.key, state, words))
        page.scenario_chosen.connect(self._room.switch)
        self.pages[target.key] = page
        self._stack.addWidget(page)
        self.ready.emit(target.key)
        page.start()

    def stop(self) -> None:
        """Stop every check."""
        for page in self.pages.values():
            page.stop()

    def on_practice_switched(self, scenario: str) -> None:  # noqa: ARG002 - the page has the name already
        """Check again under the new scenario."""
        if page := self.pages.get(PRACTICE_KEY):
            page.start()

    def on_practice_failed(self, error: Exception) -> None:
        """Say that the practice environment did not start, or went away."""
        if page := self.pages.get(PRACTICE_KEY):
            page.on_practice_failed(error)
        elif self.starting_page is not None:
            self.starting_page.show_failure(error)

    def _drop(self, key: str) -> None:
        old = self.pages.pop(key, None)
        if old is not None:
            old.stop()
            self._stack.removeWidget(old)
            old.deleteLater()


def live_check(runner: TaskRunner) -> "LiveCheck":
    """Return the check that asks AFAS."""
    from afas_assistant.ui.live_check import LiveCheck  # noqa: PLC0415 - after the first paint

    return LiveCheck(runner)
