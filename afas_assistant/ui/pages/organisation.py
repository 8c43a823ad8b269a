"""The page of one organisation: its head, and below it the tabs."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from afas_assistant.texts import Text, literal, phrase
from afas_assistant.ui.checklist_model import Choice, Key
from afas_assistant.ui.dialogs.confirm import ConfirmDialog
from afas_assistant.ui.kept import Kept
from afas_assistant.ui.pages.connection_row import ConnectionRow
from afas_assistant.ui.pages.organisation_header import OrganisationHeader
from afas_assistant.ui.pages.overview import OverviewTab
from afas_assistant.ui.pages.setup import KeptTarget, SetupPage
from afas_assistant.ui.pages.todo_card import (
    CHECK,
    OUTBOX_ALL,
    OUTBOX_REFUSED,
    OUTBOX_UNKNOWN,
    PLAN_INVOICES,
    SHOW_BY_HAND,
    SHOW_OPEN,
    Todo,
)
from afas_assistant.ui.pages.unbilled_look import UnbilledLook
from afas_assistant.ui.remembered import PageMemory
from afas_assistant.ui.states import State
from afas_assistant.ui.tasks import Task, TaskRunner
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.frames import Bar
from afas_assistant.ui.widgets.label import Label
from afas_assistant.ui.widgets.tabs import Tabs
from afas_assistant.ui.worker_calls import warm_up_tabs

if TYPE_CHECKING:  # the worker makes them
    from afas_assistant.onboarding.report import CheckReport
    from afas_assistant.outbox.records import State as WriteState
    from afas_assistant.ui.snapshots import ConnectionSnapshot, OrganisationSnapshot
    from afas_assistant.ui.tabs.daily_tabs import DailyTabs
    from afas_assistant.ui.tabs.outbox_tab import OutboxTab

OVERVIEW, SETUP, OUTBOX = "overview", "setup", "outbox"
CUSTOMERS, INVOICES, BOOKINGS = "customers", "invoices", "bookings"
DAILY = frozenset({CUSTOMERS, INVOICES, BOOKINGS})
"""The tabs of the daily work, by the names of their plans."""
TABS: dict[str, Text] = {
    OVERVIEW: phrase("Overview"),
    SETUP: phrase("Set-up"),
    CUSTOMERS: phrase("Customers"),
    INVOICES: phrase("Invoicing"),
    BOOKINGS: phrase("Sales bookings"),
    OUTBOX: phrase("Outbox"),
}


_OUTBOX = frozenset({OUTBOX_UNKNOWN, OUTBOX_REFUSED, OUTBOX_ALL})


class OrganisationPage(QWidget):
    """Shows an organisation at once from what is kept, and again whenever that changes.

    Signals: `state_changed(connection_id, State, Text)` while a check runs; `todo_chosen(Todo)` for what the window
    does itself; `menu_asked(QPoint)`.
    """

    state_changed = Signal(int, object, object)
    todo_chosen = Signal(object)
    menu_asked = Signal(QPoint)

    def __init__(
        self, snapshot: "OrganisationSnapshot", kept: Kept, runner: TaskRunner, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._kept, self._runner = kept, runner
        self.snapshot = snapshot
        self.setups: dict[int, SetupPage] = {}
        self.outbox: OutboxTab | None = None
        self._who = ""
        self.memory = PageMemory(kept.remembered, snapshot.organisation.envid)
        self._chosen: int | None = self.memory.view.connection or None
        self._warming: Task | None = None
        self.daily: DailyTabs | None = None
        self._build()
        self.show_kept(snapshot)
        self._restore(self.memory.view.tab)

    # ------------------------------------------------------------------ what is shown

    @property
    def connection_id(self) -> int | None:
        """The connection that Set-up shows."""
        known = [one.connection.id for one in self.snapshot.connections]
        return self._chosen if self._chosen in known else next(iter(known), None)

    @property
    def running(self) -> bool:
        """Return whether a check is under way."""
        return any(page.running for page in self.setups.values())

    def show_kept(self, snapshot: "OrganisationSnapshot") -> None:
        """Show what is kept now."""
        self.snapshot = snapshot
        known = {one.connection.id: one for one in snapshot.connections}
        for key in [key for key in self.setups if key not in known]:
            self._drop(key)
        for key, page in self.setups.items():
            page.show_kept(known[key])
        if self.outbox is not None:
            self.outbox.show_kept(snapshot)
        if self.daily is not None:
            self.daily.show_kept(snapshot)
        self.tabs.show_count(OUTBOX, snapshot.daily.unknown + snapshot.daily.refused)
        self.overview.show_kept(snapshot, self._kept.keyring)
        self.overview.show_busy(busy=self.running)
        self._show_picker()
        self._show_head()

    def show_overview(self) -> None:
        """Show the overview."""
        self._drop_warming()
        self.tabs.choose(OVERVIEW)

    def choose_tab(self, index: int) -> None:
        """Show a tab by its place, from 0, and give it the keyboard."""
        if 0 <= index < self.tabs.count():
            self._drop_warming()
            self.tabs.setCurrentIndex(index)
            self.tabs.setFocus()

    def show_outbox(self, state: "WriteState | None" = None) -> None:
        """Show the writes of one state in the outbox, or all."""
        self.tabs.choose(OUTBOX)
        self._outbox_tab().show_state(state)

    def show_write(self, number: int) -> None:
        """Show a write in the outbox; 0 for all of them."""
        self.show_outbox()
        if number:
            self._outbox_tab().look_at(number)

    def show_connection(self, connection_id: int) -> None:
        """Show the set-up of a connection."""
        self._drop_warming()
        self._chosen = connection_id
        self.memory.keep(connection=connection_id)
        self._show_picker()
        self._show_head()
        self.tabs.choose(SETUP)
        self.on_tab_changed()

    def check(self, connection_id: int) -> None:
        """Check a connection, and show it."""
        self.show_connection(connection_id)
        page = self.setups.get(connection_id)
        if page is not None and not page.running:
            page.start()

    def start(self) -> None:
        """Make the plan that is shown anew, or check the connection."""
        if self.daily is not None and self.stack.currentWidget() is self.daily and self.daily.current is not None:
            self.daily.current.start()
        elif self.connection_id is not None:
            self.check(self.connection_id)

    def stop(self) -> None:
        """Stop every check and watch, and wait for nothing; a record that leaves now is finished and recorded."""
        self._drop_warming()
        self.looking.stop()
        for page in self.setups.values():
            page.stop()
        if self.outbox is not None:
            self.outbox.stop()
        if self.daily is not None:
            self.daily.stop()

    # ------------------------------------------------------------------ what happens

    def on_tab_changed(self) -> None:
        """Show what belongs to the tab; the checklist is made when it is first looked at."""
        wanted: QWidget = self.overview
        if self.tabs.chosen() == SETUP:
            wanted = self._nothing if self.connection_id is None else self._setup(self.connection_id)
        elif self.tabs.chosen() in DAILY:
            wanted = self._daily(self.tabs.chosen())
        elif self.tabs.chosen() == OUTBOX:
            wanted = self._outbox_tab()
        self.stack.setCurrentWidget(wanted)
        self.header.show_section(self.tabs.chosen())
        self._picker_row.setVisible(self.tabs.chosen() == SETUP and self.picker.count() > 1)

    def on_tab_picked(self) -> None:
        """Remember which tab it is."""
        self.on_tab_changed()
        self.memory.keep(tab=self.tabs.chosen())

    def on_ran(self) -> None:
        """Show what a run left in the outbox, here and in what is kept."""
        if self.outbox is not None:
            self.outbox.refresh()
        self._kept.reload()

    def on_picked(self, index: int) -> None:
        """Show the set-up of another connection."""
        self.show_connection(self.picker.itemData(index))

    def on_todo_chosen(self, todo: Todo) -> None:
        """Do it here where that is possible; else the window does."""
        if todo.action in _OUTBOX:
            self.show_outbox(_open_state(todo.action))
        elif todo.action == PLAN_INVOICES:
            self.tabs.choose(INVOICES)
            self.start()
        elif todo.connection_id is None or todo.action not in {CHECK, SHOW_OPEN, SHOW_BY_HAND}:
            self.todo_chosen.emit(todo)
        elif todo.action == CHECK:
            self.check(todo.connection_id)
        else:
            self.show_connection(todo.connection_id)
            page = self.setups[todo.connection_id]
            page.choose(Choice.OPEN if todo.action == SHOW_OPEN else Choice.BY_HAND)
            page.view.setFocus()

    def on_confirm_asked(self, key: Key) -> None:
        """Ask who says so."""
        page = self.setups[self.connection_id or 0]
        connection = self._connection_of(page)
        line = page.line_of(key)

        def said(who: str, note: str) -> None:
            self._who = who
            if self._kept.is_open:
                self._kept.confirm(connection.connection, line.id, who, note)

        dialog = ConfirmDialog(line.shown_name, self._who, self)
        dialog.confirmed.connect(said)
        dialog.open()

    def on_withdraw_asked(self, key: Key) -> None:
        """Take a word back."""
        page = self.setups[self.connection_id or 0]
        self._kept.withdraw(self._connection_of(page).connection, page.line_of(key).id)

    def on_checked(self, report: "CheckReport") -> None:
        """Read again what is kept, after a check that was not cancelled; of one that got nowhere, what stopped it."""
        self.overview.show_busy(busy=self.running)
        if not report.cancelled:
            self._kept.reload()

    # ------------------------------------------------------------------ how it is put together

    def _connection_of(self, page: SetupPage) -> "ConnectionSnapshot":
        key = next(key for key, one in self.setups.items() if one is page)
        return next(one for one in self.snapshot.connections if one.connection.id == key)

    def _setup(self, connection_id: int) -> SetupPage:
        if connection_id not in self.setups:
            one = next(one for one in self.snapshot.connections if one.connection.id == connection_id)
            target = KeptTarget(
                literal(self.snapshot.organisation.name), self.snapshot.organisation.environment_type, one.connection
            )
            page = SetupPage(target, self._kept, self._runner)
            page.state_changed.connect(lambda state, words: self._on_state_changed(connection_id, state, words))
            page.confirm_asked.connect(self.on_confirm_asked)
            page.withdraw_asked.connect(self.on_withdraw_asked)
            page.checked.connect(self.on_checked)
            self.setups[connection_id] = page
            self.stack.addWidget(page)
            page.show_kept(one)
        return self.setups[connection_id]

    def _outbox_tab(self) -> "OutboxTab":
        if self.outbox is None:
            from afas_assistant.ui.tabs.outbox_tab import OutboxTab  # noqa: PLC0415 - once it is looked at

            self.outbox = OutboxTab(self.snapshot, self._kept, memory=self.memory.tab(OUTBOX))
            self.stack.addWidget(self.outbox)
        return self.outbox

    def _daily(self, kind: str) -> "DailyTabs":
        from afas_assistant.ui.tabs.daily_tabs import DailyTabs, kept_daily  # noqa: PLC0415 - once it is looked at
        from afas_assistant.ui.tabs.kinds import Kind  # noqa: PLC0415 - as above

        if self.daily is None:
            self.daily = DailyTabs(self._kept, self._runner, kept_daily, self.memory)
            self.daily.write_asked.connect(self.show_write)
            self.daily.ran.connect(self.on_ran)
            self.daily.todo_chosen.connect(self.todo_chosen)
            self.daily.setup_asked.connect(self.show_connection)
            self.stack.addWidget(self.daily)
        self.daily.show_kind(Kind(kind), self.snapshot, self.connection_id)
        return self.daily

    def _restore(self, tab: str) -> None:
        """Show the tab of the last time; one that must be loaded first is shown once a worker has done that."""
        if tab == SETUP:
            self.tabs.choose(tab)
        elif tab in TABS and tab != OVERVIEW:
            self._warming = self._runner.start(warm_up_tabs, done=lambda _: self.tabs.choose(tab))

    def _drop_warming(self) -> None:
        """Stay at the tab that somebody chose meanwhile."""
        if self._warming is not None:
            self._warming.cancel()
            self._warming = None

    def _on_state_changed(self, connection_id: int, state: State, words: Text) -> None:
        self.overview.show_busy(busy=state is State.BUSY)
        if state is State.BUSY or not self.setups[connection_id].notice.isHidden():
            self.state_changed.emit(connection_id, state, words)  # all else is told by what is kept

    def _drop(self, connection_id: int) -> None:
        page = self.setups.pop(connection_id)
        page.stop()
        self.stack.removeWidget(page)
        page.deleteLater()

    def _show_head(self) -> None:
        one = next((one for one in self.snapshot.connections if one.connection.id == self.connection_id), None)
        self.header.show_kept(self.snapshot, one)

    def _show_picker(self) -> None:
        labels = [(one.connection.label, one.connection.id) for one in self.snapshot.connections]
        self._picker_row.show_connections(labels, self.connection_id)
        self.on_tab_changed()

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.header = OrganisationHeader()
        self.header.menu_asked.connect(self.menu_asked)
        layout.addWidget(self.header)
        bar = Bar(fill="surface", side=Qt.Edge.BottomEdge)
        row = QHBoxLayout(bar)
        row.setContentsMargins(px(12), 0, px(16), 1)
        self.tabs = Tabs(TABS)
        self.tabs.setAccessibleName(str(phrase("Parts of this organisation")))
        row.addWidget(self.tabs, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        self._picker_row = ConnectionRow()
        self.picker = self._picker_row.box
        self.picker.activated.connect(self.on_picked)
        row.addWidget(self._picker_row)
        layout.addWidget(bar)
        self.stack = QStackedWidget()
        self.overview = OverviewTab()
        self.overview.todo_chosen.connect(self.on_todo_chosen)
        self.overview.check_asked.connect(self.check)
        self.looking = UnbilledLook(self._kept, self._runner, self.snapshot.organisation.id, self.overview)
        self.stack.addWidget(self.overview)
        self._nothing = Label(phrase("This organisation has no connection yet."), role="heading", colour="muted")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stack.addWidget(self._nothing)
        layout.addWidget(self.stack, 1)
        self.tabs.currentChanged.connect(self.on_tab_picked)


def _open_state(action: str) -> "WriteState | None":
    """Return of which state the writes are that a thing to do is about; None for all."""
    from afas_assistant.outbox.records import State as WriteState  # noqa: PLC0415 - once it is looked at

    return {OUTBOX_UNKNOWN: WriteState.UNKNOWN, OUTBOX_REFUSED: WriteState.REFUSED}.get(action)
