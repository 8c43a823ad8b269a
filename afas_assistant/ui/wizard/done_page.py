"""Page 9: what was reached, the hand-over book, the message, and the connection that comes next."""

import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from afas_assistant.onboarding.flow import Step
from afas_assistant.texts import Text, current_language, joined, literal, phrase, phrase_n
from afas_assistant.ui.file_names import file_name
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.buttons import Button, LinkButton
from afas_assistant.ui.widgets.flow import FlowLayout
from afas_assistant.ui.widgets.frames import Card
from afas_assistant.ui.widgets.label import IconLabel, Label
from afas_assistant.ui.widgets.notice import Notice
from afas_assistant.ui.wizard.message_panel import MessagePanel, open_address, save_text
from afas_assistant.ui.wizard.page import Page
from afas_assistant.ui.wizard.session import Session
from afas_assistant.ui.wizard.summary import SummaryCard, totals
from afas_assistant.ui.wizard.surfaces import ClearScroll, Content

if TYPE_CHECKING:  # the worker imports it
    from afas_assistant.onboarding.handover_facts import HandoverFacts

TWO_COLUMNS = 820  # drawn pixels; below this everything stands in one column


class DonePage(Page):
    """Shows the outcome."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, Step.DONE, parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        content = Content()
        outer = QVBoxLayout(content)
        outer.setContentsMargins(px(24), px(6), px(24), px(16))
        outer.setSpacing(px(12))
        self.notice = Notice()
        outer.addWidget(self.notice)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(px(16))
        outer.addLayout(self._columns, 1)
        self._columns.addWidget(self._left(), 1)
        self._columns.addWidget(self._right(), 1)
        layout.addWidget(ClearScroll(content))
        session.changed.connect(self.on_session_changed)
        session.checks.failed.connect(self.on_check_failed)

    @property
    def busy(self) -> bool:
        """Whether a check runs."""
        return self.session.checks.running

    def title(self) -> Text:
        """Return the outcome in one line."""
        good, required = totals(self.session)
        if not required:
            return phrase("Not tested yet")
        return phrase("{ok} of {all} required lines OK", ok=good, all=required)

    def subtitle(self) -> Text:
        """Return what was skipped and advised."""
        passed = len(self.session.state.passed)
        advised = self._advised()
        opened = sum(len(self.session.flow.open_lines(step)) for step in Step)
        parts = [
            phrase_n("One line is still open.", "{count} lines are still open.", opened) if opened else literal(""),
            phrase_n("One line was skipped with a reason.", "{count} lines were skipped with a reason.", passed)
            if passed
            else phrase("No line was skipped."),
            phrase_n("There is one piece of advice.", "There are {count} pieces of advice.", advised)
            if advised
            else literal(""),
            phrase("The check changed nothing in AFAS."),
        ]
        return joined(*(part for part in parts if str(part)))

    def why(self) -> Text:
        """Return why the page is there."""
        return joined(
            phrase("The hand-over book is the proof of this set-up: what was set, what AFAS answered on each line, "
                   "what was skipped and why, and how access is taken back."),
            phrase("The message asks the administrator for what is still open. It is written anew whenever a line "
                   "closes."),
            separator="\n\n",
        )  # fmt: skip

    def counts(self) -> Text:
        """Return what comes next."""
        following = self._following()
        if following is None:
            return literal("")
        return phrase("After this: {program}.", program=following)

    def on_ready(self) -> None:
        """Show the outcome; the book needs a check of this run."""
        if not self.session.checks.fresh and not self.session.checks.running:
            self.session.checks.start()
        self.on_session_changed()

    def initial_focus(self) -> QWidget | None:
        """Begin at the book."""
        return self.save_button

    def on_session_changed(self) -> None:
        """Show what the steps came to by now."""
        if self.session.state.step is not Step.DONE:
            return
        self.summary.show_session(self.session)
        self.message.refresh()
        self._advice.setVisible(self.session.kind == "test")
        ready = self.session.checks.report is not None
        reason = literal("") if ready else phrase("The book is made from a check, which is still running.")
        for button in (self.save_button, self.view_button):
            button.setEnabled(ready)
            button.setToolTip(str(reason))
        self.updated.emit()

    def on_check_failed(self, error: Exception) -> None:
        """Say why there is no new check; the last one is shown."""
        if self.isVisible():
            self.notice.tell_error(error)
            self.updated.emit()

    def on_save_clicked(self) -> None:
        """Ask where to save the book, and write it."""
        book = phrase("Hand-over book")
        name = file_name(f"{book} {self.session.envid} {self.session.program}", ".html")
        path, _ = QFileDialog.getSaveFileName(self, str(phrase("Save the hand-over book")), name, "*.html")
        if path:
            self.save_book(Path(path))

    def save_book(self, path: Path) -> None:
        """Write the book to a file."""
        self._make(lambda book: save_text(self.session, path, book, self._note.say))

    def on_view_clicked(self) -> None:
        """Open the book in the browser; where there is none, say where it is."""
        self._make(self._show_book)

    def _show_book(self, book: str) -> None:
        def work() -> Path:
            folder = Path(tempfile.mkdtemp(prefix="afas-assistant-"))
            path = folder / f"{self.session.envid or 'book'}.html"
            path.write_bytes(book.encode())
            return path

        def written(path: Path) -> None:
            if open_address(QUrl.fromLocalFile(str(path)).toString()):
                self._note.say(phrase("Your browser was asked to show the book."))
            else:
                self._note.say(phrase("This computer has no browser that opens it. The book is here: {path}",
                                      path=str(path)))  # fmt: skip

        self.session.call(work, written, self.notice.tell_error)

    def _make(self, then: Callable[[str], object]) -> None:
        """Make the book on a lane: confirmations and records are read from the database."""
        facts = self._facts()
        if facts is None:
            return
        language = current_language()

        def work() -> str:
            from afas_assistant.onboarding.handover_book import handover_book  # noqa: PLC0415 - on the worker

            return handover_book(facts(), language)

        self.session.call(work, then, self.notice.tell_error)

    def _facts(self) -> "Callable[[], HandoverFacts] | None":
        session = self.session
        report, connection, organisation = session.checks.report, session.connection, session.organisation
        if report is None or connection is None or organisation is None:
            return None
        desk, passed, who = session.desk, dict(session.state.passed), session.state.who
        picked = " · ".join(filter(None, (session.state.administration, session.state.administration_name)))
        time_tracking = session.state.time_tracking if session.flow.is_needed(Step.TIME_TRACKING) else None

        def read() -> "HandoverFacts":
            from afas_assistant.onboarding.handover_facts import HandoverFacts  # noqa: PLC0415 - on the worker

            runs = desk.store.checks(connection.id, limit=2)
            return HandoverFacts(
                report=report,
                profiles=desk.profiles_of(connection),
                organisation=organisation.name,
                connection=connection.label,
                made_by=who,
                made_at=datetime.now(UTC).astimezone(),
                confirmations=desk.confirmations(connection),
                passed=passed,
                user=connection.user,
                previous=runs[1].report if len(runs) > 1 else None,
                definitions=desk.definitions(connection),
                administration=picked,
                time_tracking=time_tracking,
            )

        return read

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the cards beside the summary where they fit."""
        super().resizeEvent(event)
        wide = event.size().width() >= px(TWO_COLUMNS)
        self._columns.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)

    def _advised(self) -> int:
        return sum(one.line.severity != "required" and one.status == "failed" for one in self.session.verdicts or ())

    def _following(self) -> Text | None:
        state = self.session.state
        rest = [name for name in state.profiles if name not in (*state.finished, state.current)]
        profile = self.session.profiles.get(rest[0]) if rest else None
        return literal(profile.name) if profile else None

    def _left(self) -> QWidget:
        holder = QWidget()
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(10))
        self.summary = SummaryCard()
        layout.addWidget(self.summary)
        self._advice = QWidget()
        row = QHBoxLayout(self._advice)
        row.setContentsMargins(px(4), 0, px(4), 0)
        row.setSpacing(px(8))
        row.addWidget(IconLabel("shield", colour="muted"), 0, Qt.AlignmentFlag.AlignTop)
        words = phrase(
            "This was the test environment. A token is for one environment: for production you go through the same "
            "list with a token of its own."
        )
        row.addWidget(Label(words, role="small", colour="muted", wrapped=True), 1)
        layout.addWidget(self._advice)
        layout.addStretch(1)
        return holder

    def _right(self) -> QWidget:
        holder = QWidget()
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(14))
        layout.addWidget(self._book())
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(px(16), px(14), px(16), px(14))
        self.message = MessagePanel(self.session)
        self.message.text.setMinimumHeight(px(220))
        inside.addWidget(self.message)
        layout.addWidget(card, 1)
        return holder

    def _book(self) -> QWidget:
        card = Card()
        row = QHBoxLayout(card)
        row.setContentsMargins(px(16), px(14), px(16), px(14))
        row.setSpacing(px(12))
        row.addWidget(IconLabel("book", colour="accent", size=20), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(px(4))
        row.addLayout(words, 1)
        words.addWidget(Label(phrase("Hand-over book"), role="heading", wrapped=True))
        what = phrase("What was set, the proof of each line, reasons, end dates and how to take access back. One HTML "
                      "file, without the token.")  # fmt: skip
        words.addWidget(Label(what, colour="muted", wrapped=True))
        buttons = QWidget()
        flow = FlowLayout(buttons, gap=px(8))
        self.save_button = Button(phrase("&Save as…"))
        self.save_button.clicked.connect(self.on_save_clicked)
        self.view_button = LinkButton(phrase("V&iew"))
        self.view_button.clicked.connect(self.on_view_clicked)
        flow.add(self.save_button)
        flow.add(self.view_button)
        words.addWidget(buttons)
        self._note = Label(role="small", colour="muted", wrapped=True, selectable=True)
        words.addWidget(self._note)
        return card
