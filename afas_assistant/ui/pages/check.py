"""The live checklist of one environment: it fills while the check runs, and says what to do about each open line."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from afas_assistant.texts import Text, joined, literal, money, phrase, phrase_n
from afas_assistant.ui.checklist_model import ChecklistModel, Choice
from afas_assistant.ui.checklist_view import ChecklistView
from afas_assistant.ui.live_check import Keyed, LiveCheck
from afas_assistant.ui.pages.check_header import CheckHeader
from afas_assistant.ui.pages.scenario_picker import ScenarioPicker
from afas_assistant.ui.states import State
from afas_assistant.ui.targets import ScenarioChoice
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.buttons import Segment
from afas_assistant.ui.widgets.flow import FlowLayout
from afas_assistant.ui.widgets.frames import Bar, Card
from afas_assistant.ui.widgets.label import Label
from afas_assistant.ui.widgets.notice import Notice

if TYPE_CHECKING:  # the worker imports it
    from afas_assistant.onboarding.report import CheckReport
    from afas_assistant.onboarding.verdicts import Line, Verdict

CHOICES: dict[str, Text] = {
    Choice.ALL.value: phrase("All"),
    Choice.OPEN.value: phrase("Open"),
    Choice.ADVICE.value: phrase("Advice"),
    Choice.OK.value: phrase("OK"),
    Choice.BY_HAND.value: phrase("By hand"),
}

AFTER_TOTALS = 30
"""Milliseconds in which the totals are painted before a line is opened: both in one go hold the window up."""


class Shown(Keyed, Protocol):
    """What a page shows of its target."""

    @property
    def name(self) -> Text:
        """What a person calls it."""
        ...

    @property
    def kind(self) -> str:
        """The kind of environment, as its badge shows it."""
        ...


class CheckPage(QWidget):
    """Runs the check of one target and shows it.

    Signals: `scenario_chosen(name)` in practice; `state_changed(State, Text)` with a few words, for the sidebar.
    """

    scenario_chosen = Signal(str)
    state_changed = Signal(object, object)

    def __init__(
        self,
        target: Shown,
        check: LiveCheck,
        scenarios: Sequence[ScenarioChoice] = (),
        parent: QWidget | None = None,
        *,
        header: CheckHeader | None = None,
    ) -> None:
        super().__init__(parent)
        self._target: Keyed = target
        self._check = check
        check.setParent(self)
        self.model = ChecklistModel(self)
        self.header = header or CheckHeader(target.name, target.kind)
        self.notice = Notice()
        self.picker = ScenarioPicker(scenarios) if scenarios else None
        self._build()
        self._connect()

    def start(self) -> None:
        """Test everything, from the start."""
        self.notice.hide()
        if self.header.again_button.hasFocus():
            self.view.setFocus()  # a disabled button would pass the keyboard on to whatever comes next
        self.header.again_button.setEnabled(False)
        self.header.again_button.setToolTip(str(phrase("A check is under way.")))
        self._footer_words.say(phrase("A check only reads."))
        self._tell(State.BUSY, phrase("Connecting…"))
        self._check.start(self._target)

    def stop(self) -> None:
        """Stop the check, if one runs."""
        self._check.stop()

    @property
    def running(self) -> bool:
        """Return whether a check is under way."""
        return self._check.running

    # ------------------------------------------------------------------ what the check tells

    def on_planned(self, lines: "Sequence[Line]", names: Mapping[str, str]) -> None:
        """Show the lines that will be tested."""
        self.model.planned(lines, names if len(names) > 1 else {})
        self._show_progress()

    def on_judged(self, verdicts: "Sequence[Verdict]") -> None:
        """Show verdicts in their rows."""
        self.model.judged(verdicts)
        self._show_progress()

    def on_finished(self, report: "CheckReport") -> None:
        """Show the outcome: the totals, or what kept the check from being made."""
        self._may_test_again()
        self.header.show_environment(report.environment)
        self.view.arrange()
        counts = self.model.counts()
        self.segment.show_counts(counts)
        seconds = money(Decimal(f"{report.seconds:.2f}"), "")  # with the signs of the language
        took = phrase("Tested at {time} in {seconds} s.", time=f"{report.at:%H:%M:%S}", seconds=seconds)
        self._footer_words.say(joined(phrase("Nothing was changed in AFAS."), took))
        if report.stopped is not None:
            self.notice.tell(report.stopped.title, report.stopped.explanation, report.stopped.action)
            QTimer.singleShot(AFTER_TOTALS, self, self._open_first_failure)
            self._tell(State.FAILED, phrase("The check could not be made."), short=phrase("not checked"))
        else:
            self._show_totals(counts)

    def on_failed(self, error: Exception) -> None:
        """Show a bug of ours, and the rows as they were."""
        self._may_test_again()
        self.model.interrupted()
        self.notice.tell_error(error)
        self._tell(State.FAILED, phrase("The check could not be made."), short=phrase("not checked"))

    def on_practice_failed(self, error: Exception) -> None:
        """Show that the practice environment does not answer."""
        self.on_failed(error)

    def on_copied(self, words: Text) -> None:
        """Say what is on the clipboard."""
        self._footer_note.say(words)

    def on_choice_chosen(self, key: str) -> None:
        """Show the rows of a choice."""
        self.view.choose(Choice(key))
        self._show_emptiness()

    def _open_first_failure(self) -> None:
        """Open the line at which the check stopped: there stand the causes, each with the way to check it."""
        failed = next((row for row in self.model.rows() if row.state is State.FAILED), None)
        if failed is not None:
            self.view.open_key(failed.line.key)

    def _may_test_again(self) -> None:
        self.header.again_button.setEnabled(True)
        self.header.again_button.setToolTip("")

    def _show_progress(self) -> None:
        rows = self.model.rows()
        done = sum(not row.busy for row in rows)
        self.segment.show_counts(self.model.counts())
        self._tell(
            State.BUSY,
            phrase("{done} of {all} lines tested…", done=done, all=len(rows)),
            short=phrase("{done} of {all}", done=done, all=len(rows)),
        )
        self._show_emptiness()

    def _show_totals(self, counts: Mapping[str, int]) -> None:
        rows = len(self.model.rows())
        opened = counts[Choice.OPEN.value]
        parts = (
            phrase("{ok} of {all} lines OK", ok=counts[Choice.OK.value], all=rows),
            phrase_n("1 open", "{count} open", opened),
            phrase_n("1 advice", "{count} advice", counts[Choice.ADVICE.value]),
            phrase("{count} by hand", count=counts[Choice.BY_HAND.value]),
        )
        short = phrase_n("1 open", "{count} open", opened) if opened else phrase("ready")
        self._tell(State.FAILED if opened else State.OK, joined(*parts, separator=" · "), short=short)
        self._show_emptiness()

    def _show_emptiness(self) -> None:
        """Say so when no line fits the choice; the list itself is there from the start, being slow to appear."""
        shown = self.view.model().rowCount() > 0 or not self.model.rows()
        self.view.setVisible(shown)
        self._empty.setVisible(not shown)

    def _tell(self, state: State, words: Text, *, short: Text | None = None) -> None:
        self.header.totals.say(words)
        self.state_changed.emit(state, short or words)

    # ------------------------------------------------------------------ how it is put together

    def _connect(self) -> None:
        self._check.planned.connect(self.on_planned)
        self._check.judged.connect(self.on_judged)
        self._check.finished.connect(self.on_finished)
        self._check.failed.connect(self.on_failed)
        self.header.again_button.clicked.connect(self.start)
        self.view.test_again_requested.connect(self.start)
        self.view.copied.connect(self.on_copied)
        self.segment.chosen.connect(self.on_choice_chosen)
        if self.picker is not None:
            self.picker.chosen.connect(self.scenario_chosen)

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        inside = QVBoxLayout()
        inside.setContentsMargins(px(24), px(14), px(24), px(14))
        inside.setSpacing(px(10))
        layout.addLayout(inside, 1)
        if self.picker is not None:
            inside.addWidget(self.picker)
        inside.addWidget(self.notice)
        inside.addWidget(self._tools())
        inside.addWidget(self._list(), 1)
        layout.addWidget(self._footer())

    def new_view(self) -> ChecklistView:
        """Return the list; a page that offers more in it makes its own."""
        return ChecklistView(self.model)

    def _tools(self) -> QWidget:
        holder = QWidget()
        self.tools = FlowLayout(holder, gap=px(8))
        self.segment = Segment(CHOICES)
        self.tools.add(self.segment)
        return holder

    def _list(self) -> QWidget:
        card = Card()
        layout = QVBoxLayout(card)
        layout.setContentsMargins(1, px(4), 1, px(4))
        self.view = self.new_view()
        layout.addWidget(self.view, 1)
        self._empty = QWidget()
        middle = QVBoxLayout(self._empty)
        self._empty_words = Label(phrase("No line fits this choice"), role="heading", colour="muted")
        middle.addWidget(self._empty_words, 0, Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(self._empty, 1)
        self._empty.hide()
        return card

    def _footer(self) -> QWidget:
        footer = Bar(fill="surface", side=Qt.Edge.TopEdge)
        row = QHBoxLayout(footer)
        row.setContentsMargins(px(24), px(10), px(24), px(10))
        row.setSpacing(px(16))
        self._footer_words = Label(role="small", colour="muted", wrapped=True)
        self._footer_note = Label(literal(""), role="small", colour="text")
        row.addWidget(self._footer_words, 1)
        row.addWidget(self._footer_note)
        return footer

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the counts of the choices out where there is no room for them."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.segment.fit(self.width() - 2 * px(24))

    def changeEvent(self, event: QEvent) -> None:
        """Render again in another language or size."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.FontChange} and hasattr(self, "segment"):
            QTimer.singleShot(0, self, self._fit)  # once its buttons have changed too
        if event.type() == QEvent.Type.LanguageChange and self._check.running:
            self.header.again_button.setToolTip(str(phrase("A check is under way.")))
