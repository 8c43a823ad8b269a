"""A tab of the daily work: ask, look at the plan, tick, send, and see what became of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from afas_assistant.errors import AssistantError
from afas_assistant.sync.apply import Bucket
from afas_assistant.sync.reading import ReadingStopped
from afas_assistant.texts import Text, phrase
from afas_assistant.ui.error_box import show_error
from afas_assistant.ui.remembered import TabMemory
from afas_assistant.ui.shortcuts import install
from afas_assistant.ui.tabs import tab_words as words
from afas_assistant.ui.tabs.daily_desk import DailyDesk
from afas_assistant.ui.tabs.detail_content import of_notes, of_outcome, of_plan
from afas_assistant.ui.tabs.filters import FilterPanel
from afas_assistant.ui.tabs.footer import STOP_READING, STOP_SENDING, reading_words
from afas_assistant.ui.tabs.kinds import WORDS, Kind
from afas_assistant.ui.tabs.layout import DailyLayout
from afas_assistant.ui.tabs.looking_up import LookingUp
from afas_assistant.ui.tabs.mapping_side import MappingSide, NewMapping
from afas_assistant.ui.tabs.outcome_rows import OPEN, RETRY, OutcomeRows
from afas_assistant.ui.tabs.plan_model import PlanModel
from afas_assistant.ui.tabs.plan_rows import PlanRows
from afas_assistant.ui.tabs.plan_table import PlanTable
from afas_assistant.ui.tabs.progress import Reached
from afas_assistant.ui.tabs.rows import NOTHING
from afas_assistant.ui.tabs.run import DailyRun, PreparedOutcome, PreparedPlan
from afas_assistant.ui.tabs.send_dialog import SendDialog
from afas_assistant.ui.tabs.sending import Sending
from afas_assistant.ui.tabs.shown_list import ShownList
from afas_assistant.ui.tasks import TaskRunner

MOST_NAMES = 1_000
"""Customers that complete what is typed: more would not be looked through."""
MAP = phrase("Map…")


@dataclass(frozen=True)
class Target:
    """For whom a tab works: the organisation's name, the kind of its environment, and its lane."""

    name: str
    environment: str
    lane: str


class DailyTab(QWidget):
    """Signals: `ran` after something was sent; `write_asked(number)` to show a write in the outbox, 0 for all of it;
    `cure_asked(place)` for a place elsewhere, see `places`.
    """

    cure_asked = Signal(str)
    write_asked = Signal(int)
    ran = Signal()

    def __init__(
        self,
        kind: Kind,
        target: Target,
        desk: DailyDesk,
        runner: TaskRunner,
        *,
        memory: TabMemory | None = None,
        new_mapping: NewMapping | None = None,
        today: Callable[[], date] = date.today,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.kind, self._target = kind, target
        self._memory = memory or TabMemory()
        self.rows: PlanRows | None = None
        self.outcome: OutcomeRows | None = None
        self._notes: tuple[Text, ...] = ()
        self._cures: Mapping[str, str] = {}
        self._stale = self._was_stale = self._sending = self._detail_waits = False
        self._only: list[str] | None = None
        self.run = DailyRun(desk, runner, target.lane, self)
        self.model = PlanModel(self)
        self.table = PlanTable(self.model, WORDS[kind].title)
        self.filters = FilterPanel(kind, today)
        self.filters.restore(self._memory.view.filters)
        self.page = DailyLayout(self.filters, self.table, target.environment, self._memory)
        self.list = ShownList(self.table, self.model, self.run, self._memory, self)
        self.asking = Sending(target.name, target.environment, self)
        self.looking = LookingUp(self.run, self)
        self.mapping = MappingSide(self.page, new_mapping, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        self._connect()
        self.measure()
        self._show_empty()

    # ------------------------------------------------------------------ what is asked

    @property
    def running(self) -> bool:
        """Return whether something is under way."""
        return self.run.running

    @property
    def sending(self) -> bool:
        """Return whether records leave right now."""
        return self._sending and self.run.running

    @property
    def dialog(self) -> SendDialog | None:
        """What asks before anything is sent, while it is open."""
        return self.asking.dialog

    def start(self) -> None:
        """Make the plan."""
        if self.run.running:
            return
        self._was_stale = self._stale
        self._stale = self._sending = self.mapping.shown = False
        self.filters.renew()
        self.run.plan(self.filters.work(), self.list.remembered)
        if self._listed:
            self.page.footer.show_busy(phrase("Reading AFAS and TimeChimp…"), STOP_READING)
            self.page.show_page(self.page.list_page)
        else:
            self.page.empty.tell(phrase("The plan is being made."), words.READING, None, STOP_READING)
            self.page.show_page(self.page.empty)
        self.page.tools.refresh_button.setEnabled(False)

    def stop(self) -> None:
        """Stop; a record that is under way is finished and recorded."""
        self.run.stop()
        self.mapping.stop()

    @property
    def _listed(self) -> bool:
        return self.rows is not None or self.outcome is not None

    # ------------------------------------------------------------------ planning

    def on_planned(self, prepared: PreparedPlan) -> None:
        """Show the plan."""
        rows = prepared.rows
        self.rows, self.outcome, self._notes = rows, None, rows.plan.remarks
        self._cures = prepared.cures
        self.mapping.show_cures(prepared.cures)
        if self._only is not None:
            rows.tick_only(self._only)
            self._only = None
        self._settle()
        if not rows.records:
            self._show_empty(planned=True)
            return
        self.filters.show_charged(words.charged(rows))
        self.filters.offer_customers([one.counterpart for one in rows.records[:MOST_NAMES]])
        self._show_rows(lambda: self.list.show(rows, prepared, words.plan_heads(self.kind), rows))
        attaching = bool(self.filters.values().get("folder"))
        self.page.note_line.say(words.made_words(rows, prepared.attached if attaching else None))
        self._show_list()

    def on_failed(self, error: Exception) -> None:
        """Say what stands in the way; a list that was shown stays, since it says what was."""
        self.looking.clear()
        self._settle()
        if isinstance(error, ReadingStopped):
            self._sending = False
            self._show_footer()
        elif self._sending or self.outcome is not None:
            self._sending = False
            self._stale = self.outcome is None  # some of it may have left: it is planned anew before it is sent
            self._show_footer()
            show_error(self, error)
            if not isinstance(error, AssistantError):
                raise error
        else:
            self.rows = None
            self.mapping.shown = False
            self.page.trouble.tell(error)
            self.page.show_page(self.page.trouble)

    def on_filters_changed(self) -> None:
        """Let the plan be made again before anything of it is sent; remember what is asked for."""
        self._memory.keep(filters=self.filters.values())
        self.on_mapping_changed()

    def on_mapping_changed(self) -> None:
        """Let the plan be made again: it would be another one by now, also the one in the making."""
        if self.outcome is None and not self._sending:
            self._stale = True
            self._show_footer()

    def on_mapping_closed(self) -> None:
        """Show what stood there before the mappings, or what became of it meanwhile."""
        self.mapping.shown = False
        if self.run.running and not self._listed:
            self.page.show_page(self.page.empty)
        elif self._listed and (self.outcome is not None or (self.rows is not None and self.rows.records)):
            self.page.show_page(self.page.list_page)
            self.table.setFocus()
        else:
            self._show_empty(planned=self.rows is not None)

    def on_second_asked(self) -> None:
        """Give up reading, where nothing is listed yet; else this is the way to the mappings."""
        if self.run.running:
            self.on_stop_clicked()
        else:
            self.mapping.open()

    # ------------------------------------------------------------------ sending

    def on_send_clicked(self) -> None:
        """Do what the filled button says now."""
        if self.outcome is not None:
            unknown = self.outcome.unknown()
            if unknown:
                self.looking.begin(self.outcome, unknown)
            else:
                self.start()
        elif self._stale:
            self.start()
        elif self.rows is not None:
            self.asking.ask(self.rows, self.rows.chosen)

    def on_first_clicked(self) -> None:
        """Send a few of what is ticked; after a run, plan again with what was not sent ticked."""
        if self.outcome is not None:
            self._only = self.outcome.retryable() or None
            self.start()
        elif self.rows is not None:
            self.asking.ask(self.rows, self.rows.first(words.STAGES[self._memory.view.stage]))

    def on_agreed(self, rows: PlanRows, chosen: frozenset[str]) -> None:
        """Send what the person agreed to."""
        if self.run.running or rows is not self.rows:
            return
        self._sending = True
        self.page.note_line.hide()  # it says that nothing was sent yet
        self.filters.setEnabled(False)
        self.page.tools.refresh_button.setEnabled(False)
        self.run.send(self.filters.work(), rows, chosen)
        first = phrase("Looking whether anything changed since the plan was made…")
        self.page.footer.show_busy(first, STOP_SENDING)

    def on_stop_clicked(self) -> None:
        """Stop between two records; reading alone is given up at once, and what was shown before is shown again."""
        if self._sending:
            self.run.ask_to_stop()
            self.page.footer.show_stopping()
            return
        self.run.give_up()
        self._stale = self._stale or self._was_stale
        self.looking.clear()
        self._settle()
        if self._listed:
            self._show_footer()
        else:
            self._show_empty()

    def on_reached(self, reached: Reached) -> None:
        """Show how far it is."""
        if self.page.middle.currentWidget() is not self.page.empty:
            self.page.footer.show_reached(reached)
        elif reached.wait >= 1:
            wait = phrase("TimeChimp allows 100 calls a minute: {count} seconds to go.", count=round(reached.wait))
            self.page.empty.words.say(wait)
        elif reached.reading is not None:
            self.page.empty.words.say(reading_words(reached))

    def on_sent(self, prepared: PreparedOutcome) -> None:
        """Show what became of each."""
        self._sending = False
        self.outcome, self.rows = prepared.rows, None
        if self.outcome.counts()[Bucket.CONFIRMED]:
            self._memory.keep(stage=min(self._memory.view.stage + 1, len(words.STAGES)))
        self._settle()
        self._show_rows(lambda: self.list.show(prepared.rows, prepared, words.outcome_heads(self.kind)))
        self.page.note_line.say(words.run_words(prepared.rows.run))
        self._show_list()
        self.ran.emit()

    # ------------------------------------------------------------------ after sending

    def on_action_asked(self, place: int) -> None:
        """Do what a row offers; else show the detail where it is hidden."""
        if place < 0 or self.run.running:
            return
        action = self._action(place)
        if not str(action):
            if self.page.detail.isHidden():
                self.page.on_pane_toggled(self.page.detail)
        elif self.rows is not None:
            self.mapping.open(self._cures[self.rows.records[place].reference])
        elif self.outcome is not None:
            self._do(action, self.outcome, place)

    def _action(self, place: int) -> Text:
        if self.outcome is not None:
            return self.outcome.action(place)
        curable = self.rows is not None and self.rows.records[place].reference in self._cures
        return MAP if curable and self.mapping.offered else NOTHING

    def _do(self, action: Text, outcome: OutcomeRows, place: int) -> None:
        write = outcome.write(place)
        if action is RETRY:
            self._only = [outcome.record(place).reference]
            self.start()
        elif action is OPEN and write is not None:
            self.write_asked.emit(write.id)
        else:
            self.looking.begin(outcome, [place])

    def on_outbox_clicked(self) -> None:
        """Show the record that is chosen in the outbox, else all of it."""
        place = self.table.current_place()
        write = self.outcome.write(place) if self.outcome is not None and place >= 0 else None
        self.write_asked.emit(0 if write is None else write.id)

    def on_looked(self) -> None:
        """Show what a look-up found."""
        self.model.refresh()
        self.on_place_chosen(self.table.current_place())
        self._show_footer()

    def on_looking_began(self) -> None:
        """Say so."""
        self.page.footer.show_busy(phrase("Looking it up…"), second=phrase("Looking changes nothing."))

    # ------------------------------------------------------------------ what is shown

    def _show_rows(self, show: Callable[[], None]) -> None:
        """Show another list, and its first row's detail a moment later: both at once hold the window up too long."""
        self._detail_waits = True
        show()
        QTimer.singleShot(0, self, self.on_list_shown)

    def on_list_shown(self) -> None:
        """Show the detail of the row that the list begins with."""
        self._detail_waits = False
        self.on_place_chosen(self.table.current_place())

    def on_place_chosen(self, place: int) -> None:
        """Show the detail of a row."""
        if self._detail_waits:
            return
        if place < 0:
            self.page.detail.show_content(None)
        elif self.outcome is not None:
            self.page.detail.show_content(of_outcome(self.outcome, place))
        elif self.rows is not None:
            self.page.detail.show_content(of_plan(self.rows, place, self._action(place)))

    def on_notes_clicked(self) -> None:
        """Show what holds for the whole plan."""
        self.page.detail.show_content(of_notes(self._notes))
        self.page.detail.show()
        self.page.detail.setFocus()

    def _settle(self) -> None:
        """Take questions again: nothing is under way."""
        self.page.note_line.show()
        self.filters.setEnabled(True)
        self.page.tools.refresh_button.setEnabled(True)

    def _show_list(self) -> None:
        outcome = self.outcome is not None
        self.page.notes_button.setVisible(bool(self._notes) and not outcome)
        self.page.outbox_button.setVisible(outcome)
        self.page.measure_filters()
        if not self.mapping.shown:
            self.page.show_page(self.page.list_page)
        self._show_footer()

    def _show_empty(self, *, planned: bool = False) -> None:
        heading, why, verb = words.empty_words(self.kind, planned=planned)
        self.page.empty.tell(heading, why, verb, phrase("Mapping") if self.mapping.offered else None)
        if not self.mapping.shown:
            self.page.show_page(self.page.empty)

    def _show_footer(self) -> None:
        if self.run.running:
            return
        if self.outcome is not None:
            self.page.footer.show_footing(words.outcome_footing(self.outcome))
        elif self._stale:
            self.page.footer.show_footing(words.STALE)
        elif self.rows is not None:
            self.page.footer.show_footing(words.plan_footing(self.rows, self._memory.view.stage))

    # ------------------------------------------------------------------ how it is put together

    def _connect(self) -> None:
        run, page = self.run, self.page
        run.planned.connect(self.on_planned)
        run.sent.connect(self.on_sent)
        self.asking.agreed.connect(self.on_agreed)
        self.looking.began.connect(self.on_looking_began)
        self.looking.looked.connect(self.on_looked)
        run.failed.connect(self.on_failed)
        run.reached.connect(self.on_reached)
        self.list.use(page.tools)
        self.filters.changed.connect(self.on_filters_changed)
        self.mapping.changed.connect(self.on_mapping_changed)
        self.mapping.closed.connect(self.on_mapping_closed)
        self.mapping.cure_asked.connect(self.cure_asked)
        self.model.ticks_changed.connect(self._show_footer)
        self.table.place_chosen.connect(self.on_place_chosen)
        self.table.action_asked.connect(self.on_action_asked)
        page.detail.action_asked.connect(lambda: self.on_action_asked(self.table.current_place()))
        page.tools.refresh_asked.connect(self.start)
        page.notes_button.clicked.connect(self.on_notes_clicked)
        page.outbox_button.clicked.connect(self.on_outbox_clicked)
        page.empty.asked.connect(self.start)
        page.empty.second_asked.connect(self.on_second_asked)
        page.trouble.again.connect(self.start)
        page.trouble.cure_asked.connect(self.cure_asked)
        page.footer.sent.connect(self.on_send_clicked)
        page.footer.first_sent.connect(self.on_first_clicked)
        page.footer.stopped.connect(self.on_stop_clicked)
        install("find", self, page.tools.search_field.setFocus, inside=True)

    def measure(self) -> None:
        """Set widths by the words of now."""
        self.list.measure()
        self.page.measure_filters()

    def changeEvent(self, event: QEvent) -> None:
        """Render again in another language or size."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.FontChange} and hasattr(self, "page"):
            QTimer.singleShot(0, self, self.render_again)  # whoever sends the event goes through all widgets

    def render_again(self) -> None:
        """Measure, paint and show again in another language or size."""
        self.measure()
        self.model.refresh()
        self.on_place_chosen(self.table.current_place() if self._listed else -1)
        self.page.collapse()
