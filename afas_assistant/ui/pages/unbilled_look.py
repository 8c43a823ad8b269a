"""Looking at unbilled work from the overview: asked on the organisation's lane, told by what is kept afterwards."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from afas_assistant.errors import AssistantError
from afas_assistant.texts import joined
from afas_assistant.ui.kept import Kept, organisation_lane
from afas_assistant.ui.pages.overview import OverviewTab
from afas_assistant.ui.tabs.places import cure_of
from afas_assistant.ui.tasks import Task, TaskRunner

if TYPE_CHECKING:  # on the worker
    from afas_assistant.onboarding.desk import Desk


class UnbilledLook(QObject):
    """Belongs to an overview, and goes with it; one look at a time."""

    def __init__(self, kept: Kept, runner: TaskRunner, organisation_id: int, overview: OverviewTab) -> None:
        super().__init__(overview)
        self._kept, self._runner, self._overview = kept, runner, overview
        self._lane = organisation_lane(organisation_id)
        self._task: Task | None = None
        overview.look_asked.connect(self.on_look_asked)

    @property
    def running(self) -> bool:
        """Return whether TimeChimp is being read."""
        return self._task is not None

    def on_look_asked(self, connection_id: int) -> None:
        """Read it."""
        if self._task is not None or not self._kept.is_open:
            return

        def work(desk: "Desk") -> None:
            from afas_assistant.ui.tabs.daily_desk import KeptDailyDesk  # noqa: PLC0415 - brings the clients along

            KeptDailyDesk(desk, desk.store.connection(connection_id)).look_at_unbilled()

        self._overview.ages.show_busy(busy=True)
        self._task = self._kept.change(work, self.on_looked, self.on_failed, lane=self._lane)

    def on_looked(self, _: object) -> None:
        """Say so; the figures come with what is kept."""
        self._task = None
        self._overview.ages.show_busy(busy=False)

    def on_failed(self, error: Exception) -> None:
        """Say what stood in the way, and what mends it; a bug of ours goes where all of those go."""
        self._task = None
        self._overview.ages.show_busy(busy=False)
        if not isinstance(error, AssistantError):
            self._runner.failed_unexpectedly.emit(error)
            return
        cure = cure_of(error)
        told = (error.title, error.explanation) if cure else (error.title, error.explanation, error.action)
        self._overview.ages.tell_error(joined(*told), cure.verb if cure else None, cure.place if cure else "")

    def stop(self) -> None:
        """Stop without telling; what is under way ends by itself."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
            self._overview.ages.show_busy(busy=False)
