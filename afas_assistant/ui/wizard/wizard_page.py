"""The wizard's shell: the steps at the left, the page, the foot that leads on; all of it derived from the flow."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from afas_assistant.onboarding.flow import Step, WizardState
from afas_assistant.onboarding.time_tracking import LINE_NAMES
from afas_assistant.texts import Text, literal, phrase
from afas_assistant.ui.practice_room import PracticeRoom
from afas_assistant.ui.shortcuts import install
from afas_assistant.ui.tasks import TaskRunner
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.notice import Notice
from afas_assistant.ui.wizard.administration_page import AdministrationPage
from afas_assistant.ui.wizard.checklist_page import ChecklistPage
from afas_assistant.ui.wizard.connector_pages import DestinationsPage, GetPage
from afas_assistant.ui.wizard.dialogs import WhyDialog, ask_reason
from afas_assistant.ui.wizard.done_page import DonePage
from afas_assistant.ui.wizard.environment_page import EnvironmentPage
from afas_assistant.ui.wizard.message_panel import MessageDialog
from afas_assistant.ui.wizard.page import Page
from afas_assistant.ui.wizard.practice_bar import PracticeBar
from afas_assistant.ui.wizard.prepare_page import PreparePage
from afas_assistant.ui.wizard.session import Session
from afas_assistant.ui.wizard.shell_parts import Foot, Head, production_band
from afas_assistant.ui.wizard.steps import StepColumn
from afas_assistant.ui.wizard.time_tracking_page import TimeTrackingPage
from afas_assistant.ui.wizard.what_page import WhatPage

if TYPE_CHECKING:  # brings the client's libraries along
    from afas_assistant.onboarding.desk import Desk

WHILE_TESTING = 100  # milliseconds between two renderings of the shell while verdicts pour in
LEAST = 320, 240
COLLAPSES = 900  # drawn pixels; a narrower window leaves the words out of the list of steps


class WizardPage(QWidget):
    """The whole wizard as one widget.

    Signals: `finished(connection_id)` when a connection stands and no other follows; `closed` when the person stops
    for now. `watch_every` are the seconds between two looks of watch mode, by default AFAS's ten.
    """

    finished = Signal(int)
    closed = Signal()

    def __init__(
        self,
        desk: "Desk",
        runner: TaskRunner,
        room: PracticeRoom | None = None,
        state: WizardState | None = None,
        parent: QWidget | None = None,
        *,
        watch_every: float | None = None,
    ) -> None:
        super().__init__(parent)
        self.session = Session(desk, runner, room, state, self, watch_every=watch_every)
        self.column, self.head, self.foot, self.notice = StepColumn(), Head(), Foot(), Notice()
        self.stack = QStackedWidget()
        self.practice = PracticeBar(self.session)
        self.pages: dict[Step, Page] = {}
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(WHILE_TESTING)
        self._soon.timeout.connect(self.refresh)
        self._build()
        self._connect()
        self.setMinimumSize(*LEAST)  # else the words at the left would keep the window from becoming narrow

    # ------------------------------------------------------------------ for the main window

    def start(self) -> None:
        """Read what is kept, then show the first open step."""
        self.session.open()

    def stop(self) -> None:
        """Stop everything that runs; nothing is waited for, and what was answered is kept."""
        page = self.page
        if page is not None:
            page.apply()
            page.leave()
        self._soon.stop()
        self.session.save_and_close()

    @property
    def page(self) -> Page | None:
        """Return the page that is shown."""
        shown = self.stack.currentWidget()
        return shown if isinstance(shown, Page) else None

    # ------------------------------------------------------------------ what the person does

    def on_next_chosen(self) -> None:
        """Go on, when the flow lets one."""
        page = self.page
        if page is None or self.session.why_not_next(page.facts) is not None:
            return
        page.apply()
        if page.step is Step.DONE:
            self._finish()
        else:
            page.go_on(self._next)

    def on_back_chosen(self) -> None:
        """Go back; what was filled in stays."""
        page = self.page
        if page is not None:
            page.apply()
            page.leave()
            self.session.flow.back()
            self._arrive()

    def on_step_picked(self, step: Step) -> None:
        """Go to a step of the list, when it can be reached."""
        page = self.page
        if page is None or page.step is step:
            return
        page.apply()
        if self.session.flow.go(step) is step:
            page.leave()
            self._arrive()
        else:
            self.foot.say(phrase("This step comes after the open ones."))

    def on_reason_chosen(self) -> None:
        """Ask for name and reason, then go on."""
        page = self.page
        if page is None:
            return
        opened = self.session.flow.open_lines(page.step)
        dialog = ask_reason(self, self.session.state.who, [self._name_of(line.id) for line in opened])
        dialog.answered.connect(lambda answers: self._pass(page.step, *answers))

    def on_message_chosen(self) -> None:
        """Show the message in a window of its own."""
        MessageDialog(self.session, self).open()

    def on_why_asked(self) -> None:
        """Explain the page."""
        if self.page is not None:
            section = f"connecting#{self.page.step.value}"
            WhyDialog(self.page.title(), self.page.why(), section, self).open()

    def on_left(self) -> None:
        """Stop for now."""
        self.stop()
        self.closed.emit()

    # ------------------------------------------------------------------ what happens

    def on_opened(self) -> None:
        """Show the first open step."""
        self._arrive(save=False)

    def on_failed(self, error: Exception) -> None:
        """Show what went wrong outside of any page."""
        self.notice.tell_error(error)

    def on_told(self, words: Text) -> None:
        """Say a few words about what was done."""
        self.foot.say(words)

    def refresh(self) -> None:
        """Show how everything stands now."""
        page = self.page
        if page is None:
            return
        session = self.session
        self.column.show_session(session)
        self.band.setVisible(session.kind == "production")
        self.head.say(page.step, page.title(), page.subtitle())
        self.practice.show_for(page.step)
        facts = page.facts
        why_not = session.why_not_next(facts)
        if why_not is not None:
            why_not = (page.doing() if facts.busy else page.missing()) or why_not
        has_open = bool(session.flow.open_lines(page.step)) and not facts.busy and facts.valid
        self.foot.show_state(
            counts=page.counts(),
            why_not=why_not,
            has_open=has_open,
            first=page.step is Step.WHAT,
            last=page.step is Step.DONE,
            in_afas=page.step is not Step.TIME_TRACKING,
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the words out of the list of steps where the window is narrow."""
        super().resizeEvent(event)
        self.column.set_narrow(narrow=self.width() < px(COLLAPSES))
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        """Render again in another language or size."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.FontChange} and hasattr(self, "band"):
            self.column.set_narrow(narrow=self.width() < px(COLLAPSES))
            self.refresh()

    # ------------------------------------------------------------------ inner workings

    def _next(self) -> None:
        page = self.page
        if page is not None:
            page.leave()
        self.session.flow.next()
        self._arrive()

    def _pass(self, step: Step, who: str, reason: str) -> None:
        self.session.pass_open(step, who, reason)
        if self.page is not None:
            self.page.go_on(self._next)

    def _finish(self) -> None:
        """Close the connection; go on with the next one, or end."""
        connection = self.session.connection
        if self.session.flow.finish() is not None:
            self.session.use(None)
            self._arrive()
            return
        self.session.drop()
        self.session.close()
        self.finished.emit(connection.id if connection else 0)

    def _arrive(self, *, save: bool = True) -> None:
        """Show the page of the flow's step."""
        step = self.session.state.step
        page = self._page_of(step)
        self.notice.hide()
        self.foot.say(literal(""))
        self.stack.setCurrentWidget(page)
        page.on_ready()
        if save:
            self.session.save()
        self.refresh()
        focus = page.initial_focus()
        if focus is not None:
            focus.setFocus()

    def _page_of(self, step: Step) -> Page:
        if step not in self.pages:
            page = self._new_page(step)
            page.updated.connect(self.on_page_updated)
            self.pages[step] = page
            self.stack.addWidget(page)
        return self.pages[step]

    def on_page_updated(self) -> None:
        """Show the news of the page that is shown; others have their turn when they are entered."""
        if self.sender() is not self.page:
            return
        if not self.session.checks.running:
            self.refresh()
        elif not self._soon.isActive():
            self._soon.start()

    def _new_page(self, step: Step) -> Page:
        made = {
            Step.WHAT: WhatPage,
            Step.PREPARE: PreparePage,
            Step.ENVIRONMENT: EnvironmentPage,
            Step.GET: GetPage,
            Step.DESTINATIONS: DestinationsPage,
            Step.ADMINISTRATION: AdministrationPage,
            Step.TIME_TRACKING: TimeTrackingPage,
            Step.DONE: DonePage,
        }.get(step)
        return made(self.session) if made else ChecklistPage(self.session, step)

    def _name_of(self, line_id: str) -> str:
        if line_id in LINE_NAMES:
            return str(LINE_NAMES[line_id])
        found = next((one for one in self.session.verdicts or () if one.line.id == line_id), None)
        return str(found.line.shown_name) if found else line_id

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.column)
        right = QVBoxLayout()
        right.setSpacing(0)
        row.addLayout(right, 1)
        self.band = production_band()
        self.band.hide()
        right.addWidget(self.band)
        right.addWidget(self.head)
        holder = QVBoxLayout()
        holder.setContentsMargins(px(24), 0, px(24), 0)
        holder.addWidget(self.notice)
        right.addLayout(holder)
        right.addWidget(self.practice)
        right.addWidget(self.stack, 1)
        right.addWidget(self.foot)

    def _connect(self) -> None:
        session = self.session
        session.opened.connect(self.on_opened)
        session.changed.connect(self.refresh)
        session.told.connect(self.on_told)
        session.failed.connect(self.on_failed)
        self.column.picked.connect(self.on_step_picked)
        self.column.left.connect(self.on_left)
        self.head.why_asked.connect(self.on_why_asked)
        self.foot.back_chosen.connect(self.on_back_chosen)
        self.foot.next_chosen.connect(self.on_next_chosen)
        self.foot.reason_chosen.connect(self.on_reason_chosen)
        self.foot.message_chosen.connect(self.on_message_chosen)
        install("why", self, self.on_why_asked)
        install("back", self, self.on_back_chosen)
