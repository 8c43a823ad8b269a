"""Pages 4 to 7: the live checklist of one section, with watch mode, and each line tested by itself."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from afas_assistant.errors import AssistantError
from afas_assistant.onboarding.flow import SECTION_OF, Step
from afas_assistant.onboarding.verdicts import Section
from afas_assistant.texts import Text, day, joined, literal, phrase, phrase_n
from afas_assistant.ui.checklist_model import Choice, Row
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.buttons import Button, Segment
from afas_assistant.ui.widgets.flow import FlowLayout
from afas_assistant.ui.widgets.frames import Card
from afas_assistant.ui.widgets.label import Label
from afas_assistant.ui.widgets.notice import Notice
from afas_assistant.ui.widgets.painting import box, focus_ring, painter_of
from afas_assistant.ui.wizard.dialogs import ask_name
from afas_assistant.ui.wizard.page import Page
from afas_assistant.ui.wizard.section_list import SectionModel, SectionView
from afas_assistant.ui.wizard.session import Session
from afas_assistant.ui.wizard.surfaces import ClearScroll, Content, Ends

if TYPE_CHECKING:  # the worker imports it
    from afas_assistant.onboarding.report import CheckReport

CHOICES: dict[str, Text] = {
    Choice.ALL.value: phrase("All"),
    Choice.OPEN.value: phrase("Open"),
    Choice.ADVICE.value: phrase("Advice"),
    Choice.OK.value: phrase("OK"),
}

TITLES: dict[Step, Text] = {
    Step.GET: phrase("GetConnectors"),
    Step.UPDATE: phrase("UpdateConnectors"),
    Step.DATA: phrase("Data connectors"),
    Step.DESTINATIONS: phrase("Dossier-item destinations"),
}

WHY: dict[Step, Text] = {
    Step.GET: phrase(
        "A GetConnector is a list that AFAS gives: debtors, ledger accounts. A token sees only those that the app "
        "connector allows, and of those only the rows that its user may see. AFAS answers a slip in a name, a missing "
        "tick and a missing right with the same words; that is why each line is read once, and the names are compared."
    ),
    Step.UPDATE: phrase(
        "An UpdateConnector takes what is sent to AFAS: an invoice, a booking. Whether it is allowed, and whether all "
        "fields that will be sent exist, is read from its description. Nothing is sent to find out."
    ),
    Step.DATA: phrase(
        "Data connectors stand in no list that AFAS gives, so each is asked for something that does not exist: the "
        "way in which AFAS refuses shows whether the connector is allowed."
    ),
    Step.DESTINATIONS: phrase(
        "An attachment hangs on an invoice by a dossier item, and its type decides on what it may hang. AFAS shows "
        "that setting nowhere to programs, so it is proven by items that exist, or by a person who looked."
    ),
}


class WatchButton(Button):
    """Switches watch mode on and off; while it is on, it says for how long."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(phrase("Watc&h"), icon="eye", parent=parent)
        self.setCheckable(True)

    def show_left(self, minutes: int | None) -> None:
        """Show the minutes left, or that it is off."""
        self.setChecked(minutes is not None)
        self.say(phrase("Watc&h") if minutes is None else phrase("Watching: {minutes} min left", minutes=minutes))
        self.setAccessibleName(self.text().replace("&", ""))
        self._render()
        self.update()

    def _icon_colour(self) -> str:
        return "accent" if self.isChecked() else "text"

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it in the colour of a choice while it is on."""
        if not self.isChecked():
            super().paintEvent(event)
            return
        painter = painter_of(self)
        area = QRectF(self.rect())
        box(painter, area, fill="selection", edge="accent")
        if self.hasFocus():
            focus_ring(painter, area)
        side = self.iconSize().width()
        words = self.fontMetrics().horizontalAdvance(self.text())
        left = (self.width() - side - px(8) - words) // 2
        self.icon().paint(painter, left, (self.height() - side) // 2, side, side)
        painter.setPen(self.palette().link().color())
        place = self.rect().adjusted(left + side + px(8), 0, 0, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.end()


class ChecklistPage(Page):
    """Shows the lines of one section as they stand."""

    def __init__(self, session: Session, step: Step, parent: QWidget | None = None) -> None:
        super().__init__(session, step, parent)
        self.section: Section = SECTION_OF[step]
        self.model = SectionModel(self.section, parent=self)
        self.notice = Notice()
        self._build()
        self._connect()

    # ------------------------------------------------------------------ facts and words

    @property
    def busy(self) -> bool:
        """Whether a whole check runs, or none has been made yet; single lines hold nobody up."""
        return self.session.checks.running

    @property
    def valid(self) -> bool:
        """Whether the lines of the page were ever tested."""
        return any(row.verdict is not None for row in self.model.rows()) or not self.session.flow.is_needed(self.step)

    def missing(self) -> Text | None:
        """Return what is missing."""
        return None if self.valid else phrase("The lines have not been tested yet.")

    def title(self) -> Text:
        """Return the page's title."""
        return TITLES[self.step]

    def subtitle(self) -> Text:
        """Return what the lines are for, and against what they were tested."""
        return joined(self.purpose(), self._tested())

    def purpose(self) -> Text:
        """Return what the lines are for."""
        count, program = len(self._required()), self.session.program
        return {
            Step.GET: phrase_n(
                "{program} reads AFAS through this GetConnector.",
                "{program} reads AFAS through these {count} GetConnectors.",
                count,
                program=program,
            ),
            Step.UPDATE: phrase_n(
                "{program} writes to AFAS through this UpdateConnector.",
                "{program} writes to AFAS through these {count} UpdateConnectors.",
                count,
                program=program,
            ),
            Step.DATA: phrase("{program} fetches files and facts through these data connectors.", program=program),
            Step.DESTINATIONS: phrase("{program} hangs its attachments on these destinations.", program=program),
        }[self.step]

    def why(self) -> Text:
        """Return why the page is there."""
        return WHY[self.step]

    def counts(self) -> Text:
        """Return how the lines of the page stand."""
        counts = self.model.counts()
        required = self._required()
        good = sum(row.verdict is not None and not row.verdict.blocks for row in required)
        passed = sum(row.line.id in self.session.state.passed for row in required if row.verdict and row.verdict.blocks)
        opened = len(self.session.flow.open_lines(self.step))
        parts = [phrase("{ok} of {all} OK", ok=good, all=len(required))]
        if opened:
            parts.append(phrase("{count} open", count=opened))
        if passed:
            parts.append(phrase_n("1 skipped with a reason", "{count} skipped with a reason", passed))
        if counts["advice"]:
            parts.append(phrase_n("1 advice", "{count} advice", counts["advice"]))
        return joined(*parts, separator=" · ")

    # ------------------------------------------------------------------ moments

    def on_ready(self) -> None:
        """Show what is known, and test everything when that is not fresh."""
        self._restore()
        self.notice.hide()
        if not self.session.checks.fresh and not self.session.checks.running:
            self.session.checks.start()
            self._show_running()
        self._refresh()

    def leave(self) -> None:
        """Stop watching: another page watches other lines."""
        self.session.checks.stop_watch()

    def initial_focus(self) -> QWidget | None:
        """Begin in the list."""
        return self.view

    # ------------------------------------------------------------------ what the person does

    def on_again_clicked(self) -> None:
        """Test everything."""
        self.notice.hide()
        self.session.checks.start()
        self._show_running()
        self._refresh()

    def on_watch_clicked(self, checked: bool) -> None:
        """Begin or end to watch."""
        if not checked:
            self.session.checks.stop_watch()
        elif self.session.flow.open_lines(self.step) or self._something_open():
            self.session.checks.start_watch(self.section)
        else:
            self.session.told.emit(phrase("Nothing is open on this page; there is nothing to watch."))
        self._show_watch()

    def on_line_test_requested(self, key: tuple[str | None, str]) -> None:
        """Test one line."""
        self.session.checks.test([key])

    def on_confirm_requested(self, key: tuple[str | None, str]) -> None:
        """Ask who says that a line holds."""
        row = next((row for row in self.model.rows() if row.line.key == key), None)
        if row is None:
            return
        words = phrase("You say that this holds: {line}. The hand-over book shows your name and the date.",
                       line=row.line.shown_name)  # fmt: skip
        title = phrase("Confirm by hand")
        dialog = ask_name(self, self.session.state.who, title, words, phrase("Confirm"))
        dialog.answered.connect(lambda answers: self.session.confirm(key, answers[0], answers[1]))

    def on_accept_requested(self, key: tuple[str | None, str]) -> None:
        """Hold a connector against its columns of now from here on, and test the line again."""
        row = next((row for row in self.model.rows() if row.line.key == key), None)
        found = row.verdict.found if row is not None and row.verdict is not None else None
        connection, session = self.session.connection, self.session
        if found and connection is not None:
            session.call(
                lambda: session.desk.accept_columns(connection, found),
                lambda _: session.checks.test([key]),
                self.notice.tell_error,
            )

    def on_choice_chosen(self, key: str) -> None:
        """Show the rows of a choice."""
        self.view.choose(Choice(key))
        self._show_emptiness()

    # ------------------------------------------------------------------ what the checks tell

    def on_planned(self, lines: object, names: object) -> None:
        """Show the lines that will be tested."""
        if self._entered:
            self.model.planned(lines, names)  # type: ignore[arg-type] # through a Qt signal
            self._refresh()

    def on_testing(self, keys: object) -> None:
        """Show that single lines are being tested."""
        if self._entered:
            self.model.testing(keys)  # type: ignore[arg-type] # through a Qt signal

    def on_judged(self, verdicts: object) -> None:
        """Show verdicts in their rows."""
        if self._entered:
            self.model.judged(verdicts)  # type: ignore[arg-type] # as above
            self._refresh()

    def on_finished(self, report: "CheckReport") -> None:
        """Show the outcome, or why there is none; what was known before stays then."""
        if not self._entered:
            return
        if report.stopped is not None:
            self._restore()
            self._tell_stopped(report.stopped)
        else:
            self.notice.hide()
            self.model.interrupted()
        if not self.session.checks.watch.running:
            self.view.arrange()
        self._show_running()
        self._refresh()

    def on_failed(self, error: Exception) -> None:
        """Show that the check could not be made: no token, the connection is gone, a fault of ours."""
        if not self._entered:
            return
        self.model.interrupted()
        self.notice.tell_error(error)
        self._show_running()
        self._refresh()

    def on_watch_ended(self, why: Text) -> None:
        """Say why watch mode ended."""
        if self._entered:
            self.session.told.emit(why)
            self._show_watch()

    def _tell_stopped(self, error: AssistantError) -> None:
        at = self.session.checks.at
        shown = literal("")
        if at is not None and self.model.rows():
            here = at.astimezone()
            shown = phrase("Below stands what the check of {date}, {time} found.", date=day(here), time=f"{here:%H:%M}")
        self.notice.tell(error.title, joined(error.explanation, shown), error.action)

    # ------------------------------------------------------------------ how it looks

    def _restore(self) -> None:
        checks = self.session.checks
        self.model.restore(checks.shown(), checks.profile_names)
        if checks.running and checks.lines:
            self.model.planned(checks.lines, checks.profile_names)
            self.model.judged(checks.so_far.values())

    @property
    def _entered(self) -> bool:
        """Whether this is the page that is shown; others take over what is known when they are entered."""
        return self.session.state.step is self.step

    def _required(self) -> list[Row]:
        return [row for row in self.model.rows() if row.line.severity == "required"]

    def _something_open(self) -> bool:
        return any(row.verdict is not None and row.verdict.status in {"failed", "not_tested"} for row in
                   self.model.rows())  # fmt: skip

    def _tested(self) -> Text:
        checks = self.session.checks
        if checks.running:
            rows = self.model.rows()
            done = sum(not row.busy for row in rows)
            return phrase("{done} of {all} lines tested…", done=done, all=len(rows))
        if checks.report is None or checks.at is None:
            return literal("")
        return phrase("Tested against {envid} at {time}; nothing was changed in AFAS.",
                      envid=self.session.envid, time=f"{checks.at.astimezone():%H:%M:%S}")  # fmt: skip

    def _refresh(self) -> None:
        counts = self.model.counts()
        self.segment.show_counts({key: counts[key] for key in CHOICES})
        self._show_emptiness()
        self._show_watch()
        self.updated.emit()

    def _show_running(self) -> None:
        running = self.session.checks.running
        self.again_button.setEnabled(not running)
        self.again_button.setToolTip(str(phrase("A check is under way.")) if running else "")

    def _show_watch(self) -> None:
        watch = self.session.checks.watch
        self.watch_button.show_left(watch.minutes_left if watch.running else None)

    def _show_emptiness(self) -> None:
        shown = self.view.row_count > 0
        self.view.setVisible(shown)
        self._empty.setVisible(not shown)
        known = phrase("No line fits this choice") if self.model.rows() else phrase("The checklist is being made")
        self._empty.say(known)

    def retranslate(self) -> None:
        """Render again what is not a `Label` or a `Button`."""
        self._show_running()
        self._show_watch()

    def _build(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        content = Content()
        whole.addWidget(ClearScroll(content))
        layout = QVBoxLayout(content)
        layout.setContentsMargins(px(24), px(6), px(24), px(10))
        layout.setSpacing(px(10))
        layout.addWidget(self.notice)
        top = self.above()
        if top is not None:
            layout.addWidget(top)
        layout.addWidget(self._tools())
        layout.addWidget(self._list(), 1)

    def above(self) -> QWidget | None:
        """Return what stands above the list, for a page that has more to ask or to say."""
        return None

    def _tools(self) -> QWidget:
        right = QWidget()
        tools = FlowLayout(right, gap=px(8))
        self.segment = Segment(CHOICES)
        self.watch_button = WatchButton()
        self.again_button = Button(phrase("Test everything a&gain"), icon="refresh")
        tools.add(self.watch_button)
        tools.add(self.again_button)
        return Ends(self.segment, right)

    def _list(self) -> QWidget:
        card = Card()
        layout = QVBoxLayout(card)
        layout.setContentsMargins(1, 1, 1, px(4))
        self.view = SectionView(self.model)
        self.view.setMinimumHeight(px(120))
        layout.addWidget(self.view, 1)
        self._empty = Label(phrase("The checklist is being made"), role="heading", colour="muted", wrapped=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(self._empty, 1)
        self.view.hide()
        return card

    def _connect(self) -> None:
        checks = self.session.checks
        pairs: tuple[tuple[Any, Any], ...] = (
            (checks.planned, self.on_planned),
            (checks.testing, self.on_testing),
            (checks.judged, self.on_judged),
            (checks.finished, self.on_finished),
            (checks.failed, self.on_failed),
            (checks.watch_changed, self._show_watch),
            (checks.watch_ended, self.on_watch_ended),
            (self.segment.chosen, self.on_choice_chosen),
            (self.watch_button.clicked, self.on_watch_clicked),
            (self.again_button.clicked, self.on_again_clicked),
            (self.view.line_test_requested, self.on_line_test_requested),
            (self.view.confirm_requested, self.on_confirm_requested),
            (self.view.accept_requested, self.on_accept_requested),
            (self.view.copied, self.session.told),
        )
        for signal, slot in pairs:
            signal.connect(slot)
