"""Looking up what a run left unknown: one record after the other, each by its own call."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from afas_assistant.sync.look_up import LookedUp
from afas_assistant.ui.tabs.outcome_rows import OutcomeRows
from afas_assistant.ui.tabs.run import DailyRun


class LookingUp(QObject):
    """Signals: `began` before each record, `looked` after each."""

    began = Signal()
    looked = Signal()

    def __init__(self, run: DailyRun, parent: QObject) -> None:
        super().__init__(parent)
        self._run = run
        self._outcome: OutcomeRows | None = None
        self._places: list[int] = []
        run.looked.connect(self.on_looked)

    def begin(self, outcome: OutcomeRows, places: Sequence[int]) -> None:
        """Look these records up."""
        self._outcome, self._places = outcome, list(places)
        self._next()

    def clear(self) -> None:
        """Leave the rest as it is."""
        self._places.clear()

    def on_looked(self, place: int, looked: LookedUp) -> None:
        """Keep what was found, and go on."""
        if self._outcome is not None:
            self._outcome.take(place, looked)
            self.looked.emit()
            self._next()

    def _next(self) -> None:
        if self._places and self._outcome is not None and not self._run.running:
            self.began.emit()
            self._run.look_up(self._outcome, self._places.pop(0))
