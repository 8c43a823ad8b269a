"""Connect: an address and a token, recognised while they are typed, and the checklists to hold them against."""

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from afas_assistant.errors import AssistantError
from afas_assistant.texts import Text, literal, phrase
from afas_assistant.ui.language import describe
from afas_assistant.ui.targets import Target
from afas_assistant.ui.tasks import Task, TaskRunner
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.buttons import Button, PrimaryButton
from afas_assistant.ui.widgets.fields import show_edge
from afas_assistant.ui.widgets.frames import Bar, Card, Scroll
from afas_assistant.ui.widgets.label import Label
from afas_assistant.ui.widgets.remark import Remark as Remark  # noqa: PLC0414 - others take it from here
from afas_assistant.ui.widgets.token_field import TokenField

if TYPE_CHECKING:  # the worker imports them
    from afas_assistant.afas.address import Address
    from afas_assistant.afas.authentication import Authentication

PAUSE = 200  # milliseconds without a key before what was typed is looked at
WIDEST = 640  # drawn pixels


_ADDRESS_HELP = phrase("Five digits, a name such as T12345AA, or any web address of the environment.")
_TOKEN_HELP = phrase("Paste it as AFAS showed it, once, when it was made. As soon as it is recognised it is hidden.")


class ConnectPage(QWidget):
    """Asks for what a check needs.

    Signals: `check_chosen(target)`, `back_chosen`.
    """

    check_chosen = Signal(object)
    back_chosen = Signal()

    def __init__(self, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._address: Address | None = None
        self._token: Authentication | None = None
        self._asked: dict[str, Task] = {}
        self._profiles: dict[str, QCheckBox] = {}
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self.on_pause_timeout)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(Scroll(self._content()), 1)
        layout.addWidget(self._footer())
        self._retranslate()
        self._update_button()
        from afas_assistant.ui.worker_calls import profiles_offered  # noqa: PLC0415 - nothing heavy yet, see there

        runner.start(profiles_offered, done=self.on_profiles_offered)

    def start_typing(self) -> None:
        """Put the keyboard where typing begins."""
        self.address_field.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        """Render again in another language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.FontChange:
            self._column.setMaximumWidth(px(WIDEST))

    # ------------------------------------------------------------------ what the person does

    def on_address_edited(self) -> None:
        """Look at the address when typing pauses; until then nothing is known of it."""
        self._address = None
        self._forget_question("address")
        self._pause.start()
        self._update_button()

    def on_pause_timeout(self) -> None:
        """Ask a worker what the address means."""
        from afas_assistant.ui.worker_calls import understand  # noqa: PLC0415 - nothing heavy yet, see there

        text = self.address_field.text()
        if not text.strip():
            self.address_remark.explain(_ADDRESS_HELP)
            return
        self._forget_question("address")
        self._asked["address"] = self._runner.start(lambda: understand(text), done=self.on_address_understood)

    def on_address_understood(self, answer: "Address | AssistantError") -> None:
        """Show what the address means, or why it means nothing."""
        if isinstance(answer, AssistantError):
            self.address_remark.refuse(answer)
        else:
            self._address = answer
            self.address_remark.accept(answer.understood)
        self._update_button()

    def on_token_entered(self, text: str) -> None:
        """Ask a worker whether there is a token in this."""
        from afas_assistant.ui.worker_calls import recognise  # noqa: PLC0415 - nothing heavy yet, see there

        self._forget_question("token")
        self._asked["token"] = self._runner.start(lambda: recognise(text), done=self.on_token_recognised)

    def on_token_emptied(self) -> None:
        """Forget the token."""
        self._forget_question("token")
        self._token = None
        self.token_remark.explain(_TOKEN_HELP)
        self._update_button()

    def on_token_recognised(self, answer: "Authentication | AssistantError") -> None:
        """Hide the token as soon as it is one; else say what was pasted instead."""
        if isinstance(answer, AssistantError):
            self._token = None
            self.token_remark.refuse(answer)
        else:
            self._token = answer
            self.token_field.hide_token()
            self.token_remark.accept(
                phrase("Token recognised. It is kept in memory until you close the program, and nowhere else.")
            )
        self._update_button()

    def on_profiles_offered(self, offered: tuple[tuple[str, str], ...]) -> None:
        """Offer the checklists, all of them chosen."""
        for name, title in offered:
            box = QCheckBox(title)
            box.setChecked(True)
            show_edge(box)
            box.toggled.connect(self._update_button)
            self._profiles[name] = box
            self._profile_column.addWidget(box)
        self._set_tab_order()
        self._update_button()

    def on_check_clicked(self) -> None:
        """Hand over what is to be checked."""
        if self._address is None or self._token is None:
            return
        address = self._address
        kind = address.environment_type.value if address.environment_type else "practice"
        self.check_chosen.emit(
            Target(
                key=address.rest_url,
                name=literal(address.envid or address.participant or address.rest_url),
                kind=kind,
                address=address,
                token=self._token,
                profiles=self._chosen(),
            )
        )

    def _chosen(self) -> tuple[str, ...]:
        return tuple(name for name, box in self._profiles.items() if box.isChecked())

    def _forget_question(self, about: str) -> None:
        """Drop the answer to an earlier question: it is about a text that is no longer there."""
        if about in self._asked:
            self._asked.pop(about).cancel()

    # ------------------------------------------------------------------ how it looks

    def _content(self) -> QWidget:
        content = QWidget()
        outer = QHBoxLayout(content)
        outer.setContentsMargins(px(24), px(24), px(24), px(24))
        column = self._column = QWidget()
        column.setMaximumWidth(px(WIDEST))
        outer.addWidget(column, 1000)
        outer.addStretch(1)
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(8))
        layout.addWidget(Label(phrase("Connect an AFAS environment"), role="title", wrapped=True))
        lead = phrase(
            "The check reads only. It tells of every line whether it holds, and what to do where it does not."
        )
        layout.addWidget(Label(lead, colour="muted", wrapped=True))
        layout.addSpacing(px(8))
        layout.addWidget(self._form())
        layout.addStretch(1)
        return content

    def _form(self) -> QWidget:
        card = Card()
        layout = QVBoxLayout(card)
        layout.setContentsMargins(px(20), px(18), px(20), px(20))
        layout.setSpacing(px(6))
        self._address_label = Label(phrase("&Participant number, environment or address"), role="strong", wrapped=True)
        self.address_field = QLineEdit()
        self.address_field.setMinimumHeight(px(32))
        show_edge(self.address_field)
        self.address_field.textEdited.connect(self.on_address_edited)
        self.address_field.textChanged.connect(self.on_address_edited)
        self.address_field.returnPressed.connect(self.on_check_clicked)
        self._address_label.setBuddy(self.address_field)
        self.address_remark = Remark()
        self.address_remark.explain(_ADDRESS_HELP)
        self._token_label = Label(phrase("&Token"), role="strong")
        self.token_field = TokenField()
        self.token_field.entered.connect(self.on_token_entered)
        self.token_field.emptied.connect(self.on_token_emptied)
        self._token_label.setBuddy(self.token_field.editor)
        self.token_remark = Remark()
        self.token_remark.explain(_TOKEN_HELP)
        layout.addWidget(self._address_label)
        layout.addWidget(self.address_field)
        layout.addWidget(self.address_remark)
        layout.addSpacing(px(12))
        layout.addWidget(self._token_label)
        layout.addWidget(self.token_field)
        layout.addWidget(self.token_remark)
        layout.addSpacing(px(12))
        layout.addWidget(Label(phrase("Checklists"), role="strong"))
        self._profile_column = QVBoxLayout()
        self._profile_column.setSpacing(px(4))
        layout.addLayout(self._profile_column)
        return card

    def _footer(self) -> QWidget:
        footer = Bar(fill="surface", side=Qt.Edge.TopEdge)
        row = QHBoxLayout(footer)
        row.setContentsMargins(px(24), px(12), px(24), px(12))
        row.setSpacing(px(8))
        self._missing = Label(role="small", colour="muted", wrapped=True)
        row.addWidget(self._missing, 1)
        self.back_button = Button(phrase("&Back"))
        self.back_button.clicked.connect(self.back_chosen)
        row.addWidget(self.back_button)
        self.check_button = PrimaryButton(phrase("&Check"))
        self.check_button.clicked.connect(self.on_check_clicked)
        row.addWidget(self.check_button)
        return footer

    def _set_tab_order(self) -> None:
        chain: list[QWidget] = [self.address_field, self.token_field.editor, self.token_field.replace_button]
        chain += [*self._profiles.values(), self.back_button, self.check_button]
        for one, other in pairwise(chain):
            QWidget.setTabOrder(one, other)

    def _retranslate(self) -> None:
        describe(self.address_field, phrase("Participant number, environment or address"))
        self.address_field.setPlaceholderText("T12345AA")
        self._update_button()

    def _update_button(self) -> None:
        missing = self._what_is_missing()
        self.check_button.setEnabled(not missing.render())
        self.check_button.setToolTip(str(missing))
        self._missing.say(missing)

    def _what_is_missing(self) -> Text:
        if self._address is None:
            return phrase("Fill in the environment first.")
        if self._token is None:
            return phrase("Paste the token first.")
        return literal("") if self._chosen() else phrase("Choose a checklist first.")
