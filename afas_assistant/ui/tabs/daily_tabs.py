"""The tabs of the daily work of one organisation: made when they are first looked at, gone with their connection."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from afas_assistant.texts import Text, phrase
from afas_assistant.ui.kept import Kept, organisation_lane
from afas_assistant.ui.pages.todo_card import REPLACE, Todo
from afas_assistant.ui.remembered import PageMemory
from afas_assistant.ui.states import State
from afas_assistant.ui.tabs.daily_desk import DailyDesk, KeptDailyDesk
from afas_assistant.ui.tabs.daily_tab import DailyTab, Target
from afas_assistant.ui.tabs.kinds import WORDS, Kind
from afas_assistant.ui.tabs.places import ADMINISTRATION, SETUP, TIME_TRACKING, TOKEN, EmptyPage
from afas_assistant.ui.tasks import TaskRunner

if TYPE_CHECKING:  # the worker makes them
    from afas_assistant.organisations.records import Connection
    from afas_assistant.ui.snapshots import OrganisationSnapshot
    from afas_assistant.ui.tabs.mapping_page import MappingPage

TIMECHIMP = "timechimp"
"""The profile whose connection does the daily work."""
NewDaily = Callable[[Kept, "Connection"], DailyDesk]


class DailyTabs(QWidget):
    """Shows the tab of one kind at a time.

    Signals: `todo_chosen(Todo)` for what the window does itself; `setup_asked(connection_id)`; `ran` after a run;
    `write_asked(number)` to show a write in the outbox, 0 for all of it.
    """

    todo_chosen = Signal(object)
    setup_asked = Signal(int)
    write_asked = Signal(int)
    ran = Signal()

    def __init__(
        self,
        kept: Kept,
        runner: TaskRunner,
        new_daily: NewDaily,
        memory: PageMemory | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._memory = memory or PageMemory(kept.remembered, "")
        self._kept, self._runner, self._new_daily = kept, runner, new_daily
        self._tabs: dict[tuple[int, Kind], DailyTab] = {}
        self._stack = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.nothing = EmptyPage()
        self._stack.addWidget(self.nothing)

    @property
    def running(self) -> bool:
        """Return whether a tab is at work."""
        return any(one.running for one in self._tabs.values())

    @property
    def sending(self) -> bool:
        """Return whether records leave right now."""
        return any(one.sending for one in self._tabs.values())

    @property
    def leaving(self) -> list[DailyTab]:
        """The tabs from which records leave right now."""
        return [one for one in self._tabs.values() if one.sending]

    @property
    def current(self) -> DailyTab | None:
        """The tab that is shown."""
        shown = self._stack.currentWidget()
        return shown if isinstance(shown, DailyTab) else None

    def show_kind(self, kind: Kind, snapshot: "OrganisationSnapshot", preferred: int | None) -> None:
        """Show a tab for the connection that does the daily work; a calm sentence where none does."""
        able = [one.connection for one in snapshot.connections if TIMECHIMP in one.connection.profiles]
        chosen = next((one for one in able if one.id == preferred), next(iter(able), None))
        if chosen is None:
            title = WORDS[kind].title
            self.nothing.tell(
                phrase("{title} needs a connection with TimeChimp.", title=title),
                phrase("This organisation has none. Connect TimeChimp, and this tab is filled."),
                None,
            )
            self._stack.setCurrentWidget(self.nothing)
            return
        key = (chosen.id, kind)
        if key not in self._tabs:
            self._tabs[key] = self._made(kind, snapshot, chosen)
        self._stack.setCurrentWidget(self._tabs[key])

    def show_kept(self, snapshot: "OrganisationSnapshot") -> None:
        """Take away the tabs of connections that are gone."""
        known = {one.connection.id for one in snapshot.connections}
        for key in [one for one in self._tabs if one[0] not in known]:
            tab = self._tabs.pop(key)
            tab.stop()
            self._stack.removeWidget(tab)
            tab.deleteLater()

    def stop(self) -> None:
        """Stop what is at work; a record under way is finished and recorded."""
        for tab in self._tabs.values():
            tab.stop()

    def _made(self, kind: Kind, snapshot: "OrganisationSnapshot", connection: "Connection") -> DailyTab:
        organisation = snapshot.organisation
        target = Target(organisation.name, organisation.environment_type, organisation_lane(organisation.id))
        daily = self._new_daily(self._kept, connection)
        memory = self._memory.tab(kind.value)
        new_mapping = partial(self._new_mapping, kind, connection, target.lane)
        tab = DailyTab(kind, target, daily, self._runner, memory=memory, new_mapping=new_mapping)
        tab.cure_asked.connect(lambda place: self._mend(place, connection))
        tab.write_asked.connect(self.write_asked)
        tab.ran.connect(self.ran)
        self._stack.addWidget(tab)
        return tab

    def _new_mapping(self, kind: Kind, connection: "Connection", lane: str) -> "MappingPage":
        from afas_assistant.ui.tabs import mapping_desk, mapping_page  # noqa: PLC0415 - once it is looked at

        desk = mapping_desk.KeptMappingDesk(self._kept.desk, connection)
        return mapping_page.MappingPage(kind, desk, self._runner, lane)

    def _mend(self, place: str, connection: "Connection") -> None:
        if place == SETUP:
            self.setup_asked.emit(connection.id)
            return
        action = REPLACE if place == TOKEN else place
        self.todo_chosen.emit(Todo(State.PENDING, _VERBS[place], _VERBS[place], _VERBS[place], action, connection.id))


_VERBS: dict[str, Text] = {
    TOKEN: phrase("Replace token…"),
    ADMINISTRATION: phrase("Fill it in…"),
    TIME_TRACKING: phrase("Give the key…"),
}


def kept_daily(kept: Kept, connection: "Connection") -> DailyDesk:
    """Return the daily work of a kept connection."""
    return KeptDailyDesk(kept.desk, connection)
