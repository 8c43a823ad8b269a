"""The practice environment as the window uses it: started, switched and stopped off the GUI thread."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from afas_assistant.texts import Bilingual, phrase
from afas_assistant.ui.targets import ScenarioChoice, Target
from afas_assistant.ui.tasks import PRACTICE, TaskRunner

if TYPE_CHECKING:  # the worker imports it
    from afas_assistant.practice.process import PracticeProcess

HEALTHY = "healthy"


@dataclass(frozen=True)
class Opened:
    """A practice environment that runs."""

    process: "PracticeProcess"
    target: Target
    scenarios: Sequence[ScenarioChoice]


class PracticeRoom(QObject):
    """Owns the child process.

    Signals: `opened(target, scenarios)`, `switched(scenario)`, `failed(exception)`.
    """

    opened = Signal(object, object)
    switched = Signal(str)
    failed = Signal(object)

    def __init__(self, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._room: Opened | None = None
        self._starting = False
        self._closed = threading.Event()

    @property
    def running_room(self) -> Opened | None:
        """Return what runs, or None; `opened` is not told again for it."""
        return self._room

    def open(self) -> None:
        """Start the practice environment, once."""
        if self._room is not None or self._starting:
            return
        self._starting = True
        self._runner.start(self._start, done=self.on_started, failed=self.on_failed, lane=PRACTICE)

    def switch(self, scenario: str) -> None:
        """Switch a failure on while it runs."""
        room = self._room
        if room is None:
            return

        def work() -> str:
            room.process.switch(scenario)
            return scenario

        self._runner.start(work, done=self.switched.emit, failed=self.on_failed, lane=PRACTICE)

    def close(self) -> threading.Thread | None:
        """End the child without waiting; returns the thread that does wait for it, if there is a child."""
        self._closed.set()
        if self._room is None:
            return None
        thread = threading.Thread(target=self._room.process.stop, name="practice-stop", daemon=True)
        self._room = None
        thread.start()
        return thread

    def on_started(self, room: Opened) -> None:
        """Keep what was started."""
        self._starting = False
        self._room = room
        self.opened.emit(room.target, room.scenarios)

    def on_failed(self, error: Exception) -> None:
        """Pass on that it did not start, or does not answer."""
        self._starting = False
        self.failed.emit(error)

    def _start(self) -> Opened:
        """Start the child; on the worker."""
        from afas_assistant.practice.process import PracticeProcess  # noqa: PLC0415 - only who practises needs it

        process = PracticeProcess()
        if self._closed.is_set():
            process.stop()
        return Opened(process, _target(process), _scenarios())


def _target(process: "PracticeProcess") -> Target:
    from afas_assistant.afas.address import understand_address  # noqa: PLC0415 - as above
    from afas_assistant.afas.token import parse_token  # noqa: PLC0415 - as above
    from afas_assistant.ui.checking import offered_profiles  # noqa: PLC0415 - as above

    return Target(
        key="practice",
        name=phrase("Practice environment"),
        kind="practice",
        address=understand_address(process.addresses["test"]),
        token=parse_token(process.token()),
        profiles=tuple(name for name, _ in offered_profiles()),
    )


def _scenarios() -> tuple[ScenarioChoice, ...]:
    from afas_assistant.practice.scenarios import SCENARIOS  # noqa: PLC0415 - as above

    return tuple(
        ScenarioChoice(one.name, Bilingual(one.title_nl, one.title_en), Bilingual(one.what_nl, one.what_en))
        for one in SCENARIOS.values()
    )
