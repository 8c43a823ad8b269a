"""Replace a token in place: pasted, recognised, and asked of AFAS before anything is kept."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from afas_assistant.errors import AssistantError
from afas_assistant.texts import Text, joined, phrase
from afas_assistant.ui.dialogs.shell import Dialog
from afas_assistant.ui.kept import Kept
from afas_assistant.ui.tasks import Task, TaskRunner
from afas_assistant.ui.widgets.buttons import PrimaryButton
from afas_assistant.ui.widgets.label import Label
from afas_assistant.ui.widgets.remark import Remark
from afas_assistant.ui.widgets.token_field import TokenField
from afas_assistant.ui.worker_calls import recognise

if TYPE_CHECKING:  # the worker imports them
    from afas_assistant.afas.token import ClassicToken
    from afas_assistant.organisations.enrolment import Answer, Enrolled
    from afas_assistant.organisations.records import Connection

_HELP = phrase("Paste it as AFAS showed it, once, when it was made. As soon as it is recognised it is hidden.")


class ReplaceTokenDialog(Dialog):
    """Nothing is kept before AFAS has said that the token belongs to this very environment."""

    def __init__(self, connection: "Connection", kept: Kept, runner: TaskRunner, parent: QWidget) -> None:
        words = phrase("Checks, confirmations and checklists stay. Withdraw the old token in AFAS yourself.")
        super().__init__(phrase("Replace the token of {label}", label=connection.label), words, parent)
        self._connection, self._kept, self._runner = connection, kept, runner
        self._token: ClassicToken | None = None
        self._answer: Answer | None = None
        self._asked: Task | None = None
        self.token_field = TokenField()
        self.token_field.entered.connect(self.on_token_entered)
        self.token_field.emptied.connect(self.on_token_emptied)
        label = Label(phrase("&Token"), role="strong")
        label.setBuddy(self.token_field.editor)
        self.remark = Remark()
        self.remark.explain(_HELP)
        for widget in (label, self.token_field, self.remark):
            self.body.addWidget(widget)
        agree = PrimaryButton(phrase("&Replace"))
        agree.clicked.connect(self.on_agree_clicked)
        self.finish(agree)
        self.finished.connect(self._drop_question)
        self._update()
        self.token_field.editor.setFocus()

    def on_token_entered(self, text: str) -> None:
        """Ask a worker whether there is a token in this."""
        self._forget()
        self._asked = self._runner.start(lambda: recognise(text), done=self.on_token_recognised)

    def on_token_emptied(self) -> None:
        """Forget the token."""
        self._forget()
        self.remark.explain(_HELP)

    def on_token_recognised(self, answer: "ClassicToken | AssistantError") -> None:
        """Hide the token, and ask AFAS where it belongs."""
        if isinstance(answer, AssistantError):
            self.remark.refuse(answer)
            return
        self._token = answer
        self.token_field.hide_token()
        self.remark.explain(phrase("AFAS is being asked where this token belongs…"))
        self._asked = self._kept.verify(self._connection, answer, self.on_verified, self.on_refused)

    def on_verified(self, answer: "Answer") -> None:
        """Say where it belongs."""
        self._answer = answer
        self.remark.accept(_belongs(answer, self._connection))
        self._update()
        self.fit()
        self.agree_button.setFocus()

    def on_refused(self, error: Exception) -> None:
        """Say why it is not this connection's."""
        self._token = None
        if isinstance(error, AssistantError):
            self.remark.refuse(error)
        else:
            self.refuse(error)
        self._update()
        self.fit()

    def on_agree_clicked(self) -> None:
        """Have the token kept."""
        if self._token is None or self._answer is None:
            return
        self.agree_button.setEnabled(False)
        done, failed = self.while_open(self.on_replaced), self.while_open(self.refuse)
        self._kept.replace_token(self._connection, self._answer, self._token, done, failed)

    def on_replaced(self, kept: "Enrolled") -> None:
        """Close; or say first that no keyring has it."""
        if kept.kept.error is None:
            self.accept()
            return
        self.remark.explain(kept.kept.sentence)
        self.agree_button.hide()
        self.cancel_button.say(phrase("&Close"))
        self.fit()

    def _forget(self) -> None:
        self._drop_question()
        self._token = self._answer = None
        self._update()

    def _drop_question(self) -> None:
        if self._asked is not None:
            self._asked.cancel()
            self._asked = None

    def _update(self) -> None:
        ready = self._answer is not None
        self.agree_button.setEnabled(ready)
        self.agree_button.setToolTip("" if ready else str(phrase("Paste the token first.")))


def _belongs(answer: "Answer", connection: "Connection") -> Text:
    said = phrase(
        "This token belongs to {envid}, app connector {name}.", envid=answer.info.envid, name=answer.info.app_name
    )
    if answer.info.app_name.casefold() == connection.app_connector.casefold():
        return said
    return joined(said, phrase("That is another app connector than before: {name}.", name=connection.app_connector))
