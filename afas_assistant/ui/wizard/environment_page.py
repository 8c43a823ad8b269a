"""Page 3: which environment, and the token for it; recognised while they are pasted, verified at once."""

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from afas_assistant.errors import AssistantError
from afas_assistant.onboarding.flow import Step
from afas_assistant.texts import Text, joined, literal, phrase, phrase_n
from afas_assistant.ui.tasks import Task
from afas_assistant.ui.wizard.environment_form import ADDRESS_HELP, TOKEN_HELP, EnvironmentForm
from afas_assistant.ui.wizard.page import Page
from afas_assistant.ui.wizard.session import Session

if TYPE_CHECKING:  # the worker imports them
    from afas_assistant.afas.address import Address
    from afas_assistant.afas.token import ClassicToken
    from afas_assistant.organisations.enrolment import Enrolled
    from afas_assistant.ui.practice_room import Opened
    from afas_assistant.ui.wizard.calls import Verified

PAUSE = 200  # milliseconds without a key before what was typed is looked at


class EnvironmentPage(Page):
    """Takes address, token and name; keeps the connection when the person goes on."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, Step.ENVIRONMENT, parent)
        self.form = EnvironmentForm(self)
        self._address: Address | None = None
        self._token: ClassicToken | None = None
        self._verified: Verified | None = None
        self._asked: dict[str, Task] = {}
        self._practising = False
        self._kept_address = ""
        self._shown_for: str | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self.on_pause_timeout)
        self._connect()

    # ------------------------------------------------------------------ facts

    @property
    def kept(self) -> bool:
        """Whether the connection stands already and nothing else was filled in since."""
        return self.session.connection is not None and self._token is None and not self._address_changed()

    @property
    def valid(self) -> bool:
        """Whether AFAS accepted the token, now or before."""
        return self.kept or (self._works() and bool(self.form.name_field.text().strip()))

    @property
    def busy(self) -> bool:
        """Whether something is being asked or kept."""
        return bool(self._asked) or self._practising or self.session.checks.running

    def doing(self) -> Text | None:
        """Return what the page is doing, where that is not a check."""
        if self._practising:
            return phrase("The practice environment is starting…")
        if "keep" in self._asked:
            return phrase("The token is being kept. If your keyring asks for its password, answer it first.")
        return phrase("AFAS is being asked…") if self._asked else None

    def title(self) -> Text:
        """Return the page's title."""
        return phrase("Environment and token")

    def subtitle(self) -> Text:
        """Return what stands below the title."""
        return phrase("Paste what you have. The form is recognised, and AFAS is asked at once.")

    def why(self) -> Text:
        """Return why the page is there."""
        return joined(
            phrase("The participant number says where your environment is; the token says who asks. Together they are "
                   "all that AFAS wants to know."),
            phrase("A token is as good as the whole administration. So it is shown nowhere, sent to afas.online only, "
                   "and kept in the keyring of your computer, never in a file of ours."),
            separator="\n\n",
        )  # fmt: skip

    def counts(self) -> Text:
        """Return how the required lines stand."""
        rows = [row for row in self.form.model.rows() if row.verdict is not None]
        required = [row for row in rows if row.line.severity == "required"]
        if not required:
            return literal("")
        good = sum(row.verdict is not None and not row.verdict.blocks for row in required)
        parts = [phrase("{ok} of {all} required lines OK", ok=good, all=len(required))]
        counts = self.form.model.counts()
        if counts["advice"]:
            parts.append(phrase_n("1 advice", "{count} advice", counts["advice"]))
        return joined(*parts, separator=" · ")

    def missing(self) -> Text | None:
        """Return what is missing."""
        if self.valid:
            return None
        if self._address is None:
            return phrase("Fill in the environment first.")
        if self._token is None and (self.session.connection is None or self._address_changed()):
            return phrase("Paste the token first.")
        if self._verified is not None and not self._works():
            return phrase("AFAS does not accept this yet. Mend it, or paste something else.")
        return phrase("Give the connection a name.")

    # ------------------------------------------------------------------ moments

    def on_ready(self) -> None:
        """Show what is known: of a kept connection its address, name, and the last check."""
        state, form = self.session.state, self.form
        if self._shown_for not in {None, state.current}:
            self._token = self._verified = None
            form.clear()
        self._shown_for = state.current
        form.show_vault(self.session.vault)
        form.practice_button.setVisible(self.session.room is not None)
        if not form.address_field.text():
            form.address_field.setText(state.address)
        if self.session.organisation is not None and self._verified is None:
            form.show_owner(self.session.organisation, second=self.session.connection is None)
        elif not form.name_field.text():
            form.name_field.setText(state.name)
        if self.session.connection is not None and self._token is None:
            self._kept_address = self._kept_address or state.address.strip()
            form.token_field.hide_token()
            form.token_remark.accept(phrase("The token of this connection is kept."))
            form.model.restore(self.session.checks.shown(), {})
            form.show_answers()
            if not self.session.checks.fresh and not self.busy:
                self.session.checks.start()
        self.updated.emit()

    def apply(self) -> None:
        """Hand over what was filled in."""
        self.session.flow.change(
            address=self.form.address_field.text().strip(), name=self.form.name_field.text().strip()
        )

    def go_on(self, proceed: Callable[[], None]) -> None:
        """Keep the connection and its token; go on when they are kept."""
        if self.kept or self._address is None or self._token is None:
            self._rename(proceed)
            return
        address, token, name = self._address, self._token, self.form.name_field.text().strip()
        desk, connection = self.session.desk, self.session.connection
        profile = self.session.state.current

        def work() -> "Enrolled":
            answer = desk.ask(address, token)
            if connection is not None:
                return desk.replace_token(connection, answer, token)
            return desk.connect(answer, token, name=name, profiles=[profile] if profile else [])

        def done(kept: "Enrolled") -> None:
            self._token = None
            self._kept_address = self.form.address_field.text().strip()
            self.session.enrolled(kept)
            self.session.told.emit(kept.kept.sentence)
            QTimer.singleShot(0, self, proceed)  # the next page is made when this one has been painted

        self.form.notice.hide()
        self._ask("keep", work, done, self.on_keep_failed)

    def initial_focus(self) -> QWidget | None:
        """Begin at the address."""
        return self.form.address_field

    # ------------------------------------------------------------------ what the person does

    def on_address_edited(self) -> None:
        """Look at the address when typing pauses; until then nothing is known of it."""
        self._address = self._verified = None
        self._forget("address")
        self._forget("verify")
        self._pause.start()
        self.updated.emit()

    def on_pause_timeout(self) -> None:
        """Ask a worker what the address means."""
        from afas_assistant.ui.worker_calls import understand  # noqa: PLC0415 - nothing heavy yet, see there

        text = self.form.address_field.text()
        if not text.strip():
            self.form.address_remark.explain(ADDRESS_HELP)
            return
        self._ask("address", lambda: understand(text), self.on_address_understood)

    def on_address_understood(self, answer: "Address | AssistantError") -> None:
        """Show what the address means, or why it means nothing."""
        if isinstance(answer, AssistantError):
            self.form.address_remark.refuse(answer)
        else:
            self._address = answer
            self.form.address_remark.accept(answer.understood)
        self._verify()

    def on_token_entered(self, text: str) -> None:
        """Ask a worker whether there is a token in this."""
        from afas_assistant.ui.worker_calls import recognise  # noqa: PLC0415 - nothing heavy yet, see there

        self._verified = None
        self._ask("token", lambda: recognise(text), self.on_token_recognised)

    def on_token_emptied(self) -> None:
        """Forget the token."""
        self._forget("token")
        self._token = self._verified = None
        self.form.token_remark.explain(TOKEN_HELP)
        self.updated.emit()

    def on_token_recognised(self, answer: "ClassicToken | AssistantError") -> None:
        """Hide the token as soon as it is one; else say what was pasted instead."""
        if isinstance(answer, AssistantError):
            self._token = None
            self.form.token_remark.refuse(answer)
        else:
            self._take_token(answer)
        self._verify()

    def on_again_clicked(self) -> None:
        """Ask AFAS again."""
        if self.kept:
            self.session.checks.start()
        else:
            self._verify()
        self.updated.emit()

    def on_practice_clicked(self) -> None:
        """Start the practice environment, or use the one that runs."""
        room = self.session.room
        if room is None:
            return
        self.form.notice.hide()
        if room.running_room is not None:
            self._use_practice(room.running_room)
            return
        self._practising = True
        self.form.practice_button.setEnabled(False)
        room.open()
        self.updated.emit()

    def on_practice_opened(self) -> None:
        """Fill in the practice environment that was asked for here."""
        room = self.session.room.running_room if self.session.room else None
        if self._practising and room is not None:
            self._practising = False
            self.form.practice_button.setEnabled(True)
            self._use_practice(room)

    def on_practice_failed(self, error: Exception) -> None:
        """Say that it did not start."""
        if self._practising:
            self._practising = False
            self.form.practice_button.setEnabled(True)
            self.form.notice.tell_error(error)
            self.updated.emit()

    # ------------------------------------------------------------------ what comes back

    def on_verified(self, found: "Verified") -> None:
        """Show what AFAS answered; an environment that is known gives its name."""
        self._verified = found
        self.form.show_report(found.report)
        if found.known is not None:
            self.form.show_owner(found.known, second=self.session.connection is None)
        else:
            self.form.show_new(found.report.environment.envid or "")
        self.updated.emit()

    def on_keep_failed(self, error: Exception) -> None:
        """Show why the connection could not be kept."""
        self._error = error if isinstance(error, AssistantError) else None
        self.form.notice.tell_error(error)

    def on_check_finished(self) -> None:
        """Show the check of a kept connection."""
        if self.kept:
            self.form.model.restore(self.session.checks.shown(), {})
            self.form.show_answers()
        self.updated.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the help beside the fields where it fits."""
        super().resizeEvent(event)
        self.form.arrange(event.size().width())

    # ------------------------------------------------------------------ inner workings

    def _works(self) -> bool:
        report = self._verified.report if self._verified else None
        return report is not None and report.stopped is None and bool(report.environment.envid)

    def _address_changed(self) -> bool:
        return self.form.address_field.text().strip() != self._kept_address

    def _take_token(self, token: "ClassicToken") -> None:
        self._token = token
        self._verified = None
        self.form.token_field.hide_token()
        self.form.token_remark.accept(phrase("Recognised: a whole token, {count} characters.", count=64))

    def _use_practice(self, room: "Opened") -> None:
        profile = self.session.profile.id if self.session.profile else ""

        def work() -> "ClassicToken":
            from afas_assistant.ui.wizard.calls import practice_token  # noqa: PLC0415 - on the worker

            return practice_token(room.process, profile)

        self.form.address_field.setText(room.target.address.rest_url)
        self._ask("token", work, self.on_token_recognised)
        if not self.form.name_field.text():
            self.form.name_field.setText(str(room.target.name))

    def _verify(self) -> None:
        """Ask AFAS as soon as there is something to ask with."""
        address, token, profile = self._address, self._token, self.session.profile
        self._forget("verify")
        self._verified = None
        if address is not None and token is not None and profile is not None:
            desk = self.session.desk

            def work() -> "Verified":
                from afas_assistant.ui.wizard.calls import verify  # noqa: PLC0415 - on the worker

                return verify(desk, address, token, profile)

            self.form.show_asking()
            self._ask("verify", work, self.on_verified)
        self.updated.emit()

    def _rename(self, proceed: Callable[[], None]) -> None:
        """Take over another name for the organisation, then go on."""
        owner, name = self.session.organisation, self.form.name_field.text().strip()
        if owner is None or not name or name == owner.name:
            proceed()
            return
        desk = self.session.desk

        def done(renamed: object) -> None:
            self.session.organisation = renamed  # type: ignore[assignment] # the desk returns an Organisation
            proceed()

        self._ask("keep", lambda: desk.rename(owner, name), done, self.on_keep_failed)

    def _ask(
        self,
        about: str,
        work: Callable[[], object],
        done: Callable[..., object],
        failed: Callable[[Exception], object] | None = None,
    ) -> None:
        def settled(value: object) -> None:
            self._asked.pop(about, None)
            done(value)

        def wrong(error: Exception) -> None:
            self._asked.pop(about, None)
            (failed or self.form.notice.tell_error)(error)
            self.updated.emit()

        self._forget(about)
        self._asked[about] = self.session.call(work, settled, wrong, lane="wizard-fields")
        self.updated.emit()

    def _forget(self, about: str) -> None:
        """Drop the answer to an earlier question: it is about something that is no longer there."""
        if about in self._asked:
            self._asked.pop(about).cancel()

    def _connect(self) -> None:
        form, checks, room = self.form, self.session.checks, self.session.room
        form.address_field.textChanged.connect(self.on_address_edited)
        form.name_field.textChanged.connect(self.updated)
        form.token_field.entered.connect(self.on_token_entered)
        form.token_field.emptied.connect(self.on_token_emptied)
        form.again_button.clicked.connect(self.on_again_clicked)
        form.practice_button.clicked.connect(self.on_practice_clicked)
        checks.finished.connect(self.on_check_finished)
        if room is not None:
            room.opened.connect(self.on_practice_opened)
            room.failed.connect(self.on_practice_failed)
        for one, other in pairwise(form.chain()):
            QWidget.setTabOrder(one, other)
