"""A tab of the daily work: ask, look at the plan, tick, send, and see what became of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from afas_assistant.errors import AssistantError
from afas_assistant.sync.apply import Bucket
from afas_assistant.sync.look_up import LookedUp
from afas_assistant.texts import Text, joined, literal, money, phrase, phrase_n
from afas_assistant.ui.error_box import show_error
from afas_assistant.ui.tabs.daily_desk import DailyDesk
from afas_assistant.ui.tabs.detail_content import of_notes, of_outcome, of_plan
from afas_assistant.ui.tabs.filters import FilterPanel
from afas_assistant.ui.tabs.kinds import WORDS, Kind, send_words
from afas_assistant.ui.tabs.layout import DailyLayout
from afas_assistant.ui.tabs.outcome_rows import RETRY, OutcomeRows
from afas_assistant.ui.tabs.outlooks import BUCKETS, OUTLOOKS
from afas_assistant.ui.tabs.plan_model import Column, PlanModel
from afas_assistant.ui.tabs.plan_rows import PlanRows
from afas_assistant.ui.tabs.plan_table import PlanTable
from afas_assistant.ui.tabs.progress import Reached
from afas_assistant.ui.tabs.rows import Arrangement
from afas_assistant.ui.tabs.run import DailyRun, PreparedOutcome, PreparedPlan
from afas_assistant.ui.tabs.send_dialog import SendDialog
from afas_assistant.ui.tasks import TaskRunner

STAGES = (1, 10)
"""So many are offered the first time: one, to look at in AFAS; then ten; then all."""

MOST_NAMES = 1_000
"""Customers that complete what is typed: more would not be looked through."""


@dataclass(frozen=True)
class Target:
    """For whom a tab works: the organisation's name, the kind of its environment, and its lane."""

    name: str
    environment: str
    lane: str


class DailyTab(QWidget):
    """Signals: `cure_asked(place)` for a place elsewhere, see `places`; `ran` after something was sent."""

    cure_asked = Signal(str)
    ran = Signal()

    def __init__(
        self,
        kind: Kind,
        target: Target,
        desk: DailyDesk,
        runner: TaskRunner,
        *,
        today: Callable[[], date] = date.today,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.kind, self._target = kind, target
        self.rows: PlanRows | None = None
        self.outcome: OutcomeRows | None = None
        self._notes: tuple[Text, ...] = ()
        self._stale = False
        self._sending = False
        self._stage = 0
        self._wanted = Arrangement()
        self._only: list[str] | None = None
        self._looking: list[int] = []
        self.dialog: SendDialog | None = None
        self.run = DailyRun(desk, runner, target.lane, self)
        self.model = PlanModel(self)
        self.table = PlanTable(self.model, WORDS[kind].title)
        self.filters = FilterPanel(kind, today)
        self.page = DailyLayout(self.filters, self.table, target.environment)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        self._connect()
        self._measure()
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

    def start(self) -> None:
        """Make the plan."""
        if self.run.running:
            return
        self._stale = self._sending = False
        self.run.plan(self.filters.work())
        if self.rows is None and self.outcome is None:
            reading = phrase("AFAS and TimeChimp are read. Nothing is changed.")
            self.page.empty.tell(phrase("The plan is being made."), reading, None)
            self.page.show_page(self.page.empty)
        else:
            self.page.footer.show_busy(phrase("Reading AFAS and TimeChimp…"), stoppable=False)
        self.page.tools.refresh_button.setEnabled(False)

    def stop(self) -> None:
        """Stop; a record that is under way is finished and recorded."""
        self.run.stop()

    # ------------------------------------------------------------------ planning

    def on_planned(self, prepared: PreparedPlan) -> None:
        """Show the plan."""
        rows = prepared.rows
        self.rows, self.outcome, self._notes = rows, None, rows.plan.remarks
        if self._only is not None:
            rows.tick_only(self._only)
            self._only = None
        self.page.tools.refresh_button.setEnabled(True)
        if not rows.records:
            self._show_empty(planned=True)
            return
        self.filters.offer_customers([one.counterpart for one in rows.records[:MOST_NAMES]])
        words = WORDS[self.kind]
        self.model.headers = {
            Column.STATE: phrase("Verdict"),
            Column.NUMBER: words.number,
            Column.NAME: words.name,
            **({Column.RIGHT: words.amount} if words.amount is not None else {}),
        }
        self._show_list(prepared.counts, outcome=False)
        self.model.show(rows, prepared.order, rows)
        self._say_made(rows)
        self._show_ticks()

    def on_failed(self, error: Exception) -> None:
        """Say what stands in the way; a list that was shown stays, since it says what was."""
        self._looking.clear()
        self.page.tools.refresh_button.setEnabled(True)
        if self._sending or self.outcome is not None:
            self._sending = False
            self._show_footer()
            show_error(self, error)
            if not isinstance(error, AssistantError):
                raise error
            return
        self.rows = None
        self.page.trouble.tell(error)
        self.page.show_page(self.page.trouble)

    def on_filters_changed(self) -> None:
        """Let the plan be made again before anything of it is sent."""
        if self.rows is not None and self.outcome is None and not self.run.running:
            self._stale = True
            self._show_ticks()

    # ------------------------------------------------------------------ sending

    def on_send_clicked(self) -> None:
        """Do what the filled button says now."""
        if self.outcome is not None:
            unknown = self.outcome.unknown()
            if unknown:
                self._looking = unknown
                self._look_next()
            else:
                self.start()
        elif self._stale:
            self.start()
        elif self.rows is not None:
            self._ask(self.rows.chosen)

    def on_first_clicked(self) -> None:
        """Send a few of what is ticked; after a run, plan again with what was not sent ticked."""
        if self.outcome is not None:
            self._only = self.outcome.retryable() or None
            self.start()
        elif self.rows is not None:
            self._ask(self.rows.first(STAGES[self._stage]))

    def _ask(self, chosen: frozenset[str]) -> None:
        rows = self.rows
        if rows is None or not chosen or self.run.running:
            return
        self.dialog = SendDialog(rows, chosen, self._target.name, self._target.environment, self)
        self.dialog.agreed.connect(lambda: self._send(rows, chosen))
        self.dialog.destroyed.connect(self.on_dialog_gone)
        self.dialog.open()

    def on_dialog_gone(self) -> None:
        """Forget the dialog."""
        self.dialog = None

    def _send(self, rows: PlanRows, chosen: frozenset[str]) -> None:
        if self.run.running or rows is not self.rows:
            return
        self._sending = True
        self.filters.setEnabled(False)
        self.page.tools.refresh_button.setEnabled(False)
        self.run.send(self.filters.work(), rows, chosen)
        first = phrase("Looking whether anything changed since the plan was made…")
        self.page.footer.show_busy(first, stoppable=True)

    def on_stop_clicked(self) -> None:
        """Stop between two records."""
        self.run.ask_to_stop()
        self.page.footer.show_stopping()

    def on_reached(self, reached: Reached) -> None:
        """Show how far it is."""
        if self.page.middle.currentWidget() is self.page.list_page:
            self.page.footer.show_reached(reached)
        elif reached.wait >= 1:
            words = phrase("TimeChimp allows 100 calls a minute: {count} seconds to go.", count=round(reached.wait))
            self.page.empty.words.say(words)

    def on_sent(self, prepared: PreparedOutcome) -> None:
        """Show what became of each."""
        self._sending = False
        self.outcome, self.rows = prepared.rows, None
        self._stage = min(self._stage + 1, len(STAGES))
        self.page.tools.refresh_button.setEnabled(True)
        self.model.headers = {
            Column.STATE: phrase("Outcome"),
            Column.NUMBER: WORDS[self.kind].number,
            Column.NAME: WORDS[self.kind].name,
            Column.RIGHT: phrase("Action or time"),
        }
        self._show_list(prepared.counts, outcome=True)
        self.model.show(prepared.rows, prepared.order)
        run = prepared.rows.run
        self.page.note_line.say(
            phrase("Run {number}. All of it is in the outbox.", number=run.id) if run else literal("")
        )
        self._show_footer()
        self.ran.emit()

    # ------------------------------------------------------------------ after sending

    def on_action_asked(self, place: int) -> None:
        """Look an unknown record up, or plan a refused one again; else show the detail where it is hidden."""
        if place < 0 or self.run.running:
            return
        if self.outcome is None or not str(self.outcome.action(place)):
            if self.page.detail.isHidden():
                self.page.on_pane_toggled(self.page.detail)
            return
        action = self.outcome.action(place)
        if action is RETRY:
            self._only = [self.outcome.record(place).reference]
            self.start()
        else:
            self._looking = [place]
            self._look_next()

    def on_looked(self, place: int, looked: LookedUp) -> None:
        """Show what a look-up found, and go on to the next."""
        if self.outcome is None:
            return
        self.outcome.take(place, looked)
        self.model.refresh()
        self.on_place_chosen(self.table.current_place())
        self._show_footer()
        self._look_next()

    def _look_next(self) -> None:
        if self._looking and self.outcome is not None and not self.run.running:
            self.page.footer.show_busy(phrase("Looking it up…"), stoppable=False)
            self.run.look_up(self.outcome, self._looking.pop(0))

    # ------------------------------------------------------------------ what is shown

    def on_place_chosen(self, place: int) -> None:
        """Show the detail of a row."""
        if place < 0:
            self.page.detail.show_content(None)
        elif self.outcome is not None:
            self.page.detail.show_content(of_outcome(self.outcome, place))
        elif self.rows is not None:
            self.page.detail.show_content(of_plan(self.rows, place))

    def on_notes_clicked(self) -> None:
        """Show what holds for the whole plan."""
        self.page.detail.show_content(of_notes(self._notes))
        self.page.detail.show()
        self.page.detail.setFocus()

    def on_arranged(self, order: list[int]) -> None:
        """Show the rows in their new order."""
        self.model.arrange(order)

    def arrange(self, **changes: object) -> None:
        """Show other rows, or in another order."""
        self._wanted = replace(self._wanted, **changes)  # type: ignore[arg-type]
        source = self.outcome or self.rows
        if source is not None:
            self.run.arrange(source, self._wanted)

    def on_sort_asked(self, column: int, descending: bool) -> None:
        """Sort by a column; -1 for the worst first."""
        chosen = None if column < 0 else column
        self.table.sorted_by(chosen, descending=descending)
        self.arrange(column=chosen, descending=descending)

    def _show_list(self, counts: dict[str, int], *, outcome: bool) -> None:
        self.filters.setEnabled(True)
        self._wanted = Arrangement()
        self.page.tools.show_outcome(outcome=outcome)
        self.page.tools.show_counts(counts, outcome=outcome)
        self.page.notes_button.setVisible(bool(self._notes) and not outcome)
        self.table.sorted_by(None, descending=False)
        self._measure()
        self.page.show_page(self.page.list_page)

    def _say_made(self, rows: PlanRows) -> None:
        at = rows.plan.made_at.astimezone()
        words = phrase("Plan of {time}. Nothing was sent yet.", time=f"{at:%H:%M}")
        self.page.note_line.say(words)

    def _show_empty(self, *, planned: bool = False) -> None:
        self.filters.setEnabled(True)
        words = WORDS[self.kind]
        if planned:
            self.page.empty.tell(
                phrase("There is nothing to send."),
                phrase("Nothing in this choice is left to send. Choose another period, or come back later."),
                phrase("Make the plan again"),
            )
        else:
            self.page.empty.tell(phrase("No plan was made yet."), _and_first(words.goes), phrase("Make the plan"))
        self.page.show_page(self.page.empty)

    def _show_footer(self) -> None:
        if self.outcome is None:
            self._show_ticks()
            return
        counts = self.outcome.counts()
        unknown = counts[Bucket.UNKNOWN]
        send = phrase("New plan")
        if unknown:
            send = phrase_n("Look 1 record up", "Look {count} records up", unknown)
        careful = phrase("Plan the rest again") if self.outcome.retryable() else None
        if unknown and careful is None:
            careful = phrase("New plan")
        self.page.footer.show_plan(
            phrase(
                "{confirmed} sent · {refused} refused · {unknown} unknown · {skipped} not sent",
                **{bucket.value: count for bucket, count in counts.items()},
            ),
            phrase("All of it is in the outbox. Nothing is repeated by itself."),
            send,
            able=True,
            careful=careful,
        )

    def _show_ticks(self) -> None:
        rows = self.rows
        if rows is None or self.run.running:
            return
        count = rows.counted()
        if self._stale:
            first = phrase("The filters changed.")
            second = phrase("The list below them is of before, so nothing of it is sent.")
            self.page.footer.show_plan(first, second, phrase("Refresh plan"), able=True, careful=None)
            return
        words = [phrase("{count} of {all} ticked", count=count, all=rows.counted_all())]
        if WORDS[self.kind].amount is not None:
            basis = WORDS[self.kind].basis
            words.append(phrase("{total} {basis}", total=money(rows.total()), basis=basis))
        careful = _careful(self._stage, count)
        self.page.footer.show_plan(
            joined(*words, separator=" · "), _rest(rows), send_words(self.kind, count), able=count > 0, careful=careful
        )

    # ------------------------------------------------------------------ how it is put together

    def _connect(self) -> None:
        run, page = self.run, self.page
        run.planned.connect(self.on_planned)
        run.sent.connect(self.on_sent)
        run.looked.connect(self.on_looked)
        run.failed.connect(self.on_failed)
        run.reached.connect(self.on_reached)
        run.arranged.connect(self.on_arranged)
        self.filters.changed.connect(self.on_filters_changed)
        self.model.ticks_changed.connect(self._show_ticks)
        self.table.place_chosen.connect(self.on_place_chosen)
        self.table.action_asked.connect(self.on_action_asked)
        self.table.sort_asked.connect(self.on_sort_asked)
        page.detail.action_asked.connect(lambda: self.on_action_asked(self.table.current_place()))
        page.tools.chosen.connect(lambda choice: self.arrange(choice=choice))
        page.tools.searched.connect(lambda words: self.arrange(search=words))
        page.tools.refresh_asked.connect(self.start)
        page.notes_button.clicked.connect(self.on_notes_clicked)
        page.empty.asked.connect(self.start)
        page.trouble.again.connect(self.start)
        page.trouble.cure_asked.connect(self.cure_asked)
        page.footer.sent.connect(self.on_send_clicked)
        page.footer.first_sent.connect(self.on_first_clicked)
        page.footer.stopped.connect(self.on_stop_clicked)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, page.tools.search_field.setFocus)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _measure(self) -> None:
        looks = list((BUCKETS if self.outcome is not None else OUTLOOKS).values())
        self.table.measure(looks, ticks=self.outcome is None)
        self.page.measure_filters()

    def changeEvent(self, event: QEvent) -> None:
        """Render again in another language or size."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.FontChange} and hasattr(self, "page"):
            QTimer.singleShot(0, self, self.render_again)  # whoever sends the event goes through all widgets

    def render_again(self) -> None:
        """Measure, paint and show again in another language or size."""
        self._measure()
        self.model.refresh()
        if self.rows is not None or self.outcome is not None:
            self.on_place_chosen(self.table.current_place())
        else:
            self.page.detail.show_content(None)
        self.page.collapse()


def _careful(stage: int, count: int) -> Text | None:
    """Return what the careful button says: one the first time, then ten, then nothing."""
    if stage >= len(STAGES) or count <= STAGES[stage]:
        return None
    return phrase_n("Send one first", "Send {count} first", STAGES[stage])


def _rest(rows: PlanRows) -> Text:
    """Return what is not sent, and what goes along."""
    parts = []
    debtors = len(rows.ticked) - rows.counted()
    if debtors:
        parts.append(phrase_n("1 new debtor goes first", "{count} new debtors go first", debtors))
    if failing := rows.failing:
        parts.append(phrase_n("1 cannot go along", "{count} cannot go along", failing))
    if uncertain := rows.uncertain():
        parts.append(phrase_n("1 uncertain is not ticked", "{count} uncertain are not ticked", uncertain))
    return joined(*parts, separator=" · ") if parts else phrase("Nothing was sent yet.")


def _and_first(goes: Text) -> Text:
    return joined(goes, phrase("First you see what would be sent; nothing leaves before you say so."))
