"""An error that belongs to no page, in a box of its own that does not hold up what runs."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget

from afas_assistant.errors import WHO_NAMES, AssistantError
from afas_assistant.texts import Text, joined, literal, phrase
from afas_assistant.ui.dialogs.shell import Dialog
from afas_assistant.ui.language import describe
from afas_assistant.ui.shell import Shell
from afas_assistant.ui.typography import font, px
from afas_assistant.ui.widgets.buttons import Button, LinkButton, PrimaryButton
from afas_assistant.ui.widgets.fields import show_edge
from afas_assistant.ui.widgets.label import Label

TOLD_AT_MOST = 2_000
"""Characters of the technical detail: an answer of a proxy can be a whole page."""


class ErrorBox(Dialog):
    """Shows an error in its own words: what happened, what to do, who can, and the technical detail folded away."""

    def __init__(self, error: AssistantError, parent: QWidget) -> None:
        super().__init__(error.title, literal(""), parent)
        self.error: Exception = error
        listed = joined(*(joined(literal(f"{n}."), one) for n, one in enumerate(error.causes, 1)), separator="\n")
        who = phrase("Who can do this: {who}", who=WHO_NAMES[error.who])
        self._add(error.explanation)
        self._add(listed)
        self._add(error.action, role="name")
        self._add(who, role="small", colour="muted")
        if lines := error.technical.lines():
            self._add_detail("\n".join(lines)[:TOLD_AT_MOST])
        close = PrimaryButton(phrase("&Close"))
        close.clicked.connect(self.accept)
        self.finish(close)
        self.cancel_button.hide()
        close.setFocus()

    def on_detail_toggled(self, shown: bool) -> None:
        """Unfold the detail, or fold it."""
        self.detail.setVisible(shown)
        self.copy_button.setVisible(shown)
        self.fit()

    def _add(self, text: Text, *, role: str = "body", colour: str = "text") -> None:
        if text.render():
            self.body.addWidget(Label(text, role=role, colour=colour, wrapped=True, selectable=True))

    def _add_detail(self, words: str) -> None:
        row = QHBoxLayout()
        self.detail_button = LinkButton(phrase("Technical detail"))
        self.detail_button.setCheckable(True)
        self.detail_button.toggled.connect(self.on_detail_toggled)
        self.copy_button = LinkButton(phrase("Copy"), icon="copy")
        self.copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(words))
        row.addWidget(self.detail_button)
        row.addWidget(self.copy_button)
        row.addStretch(1)
        self.body.addLayout(row)
        self.detail = QPlainTextEdit(words)
        self.detail.setReadOnly(True)
        self.detail.setTabChangesFocus(True)
        self.detail.setFont(font("code"))
        self.detail.setFixedHeight(px(110))
        describe(self.detail, phrase("Technical detail"))
        show_edge(self.detail)
        self.body.addWidget(self.detail)
        self.detail.hide()
        self.copy_button.hide()


class FaultBox(Dialog):
    """Says that a fault is ours and that nothing is lost. Signals: `support_asked(exception)`."""

    support_asked = Signal(object)

    def __init__(self, error: Exception, parent: QWidget) -> None:
        words = phrase("Something happened that its makers did not foresee ({kind}).", kind=type(error).__name__)
        super().__init__(phrase("This is a fault of AFAS Assistant"), words, parent)
        self.error = error
        saved = phrase(
            "What was sent stands in the outbox, and what you filled in is kept. You can go on; if something looks "
            "odd, close the program and start it again."
        )
        self.body.addWidget(Label(saved, wrapped=True))
        asks = phrase("A support file tells the makers what happened, without names, amounts and tokens.")
        self.body.addWidget(Label(asks, wrapped=True))
        agree = PrimaryButton(phrase("&Save support file…"))
        agree.clicked.connect(self.on_agree_clicked)
        self.finish(agree)
        agree.setFocus()

    def new_cancel(self) -> Button:
        """Return the button that leaves it at that."""
        return Button(phrase("&Close"))

    def on_agree_clicked(self) -> None:
        """Have the support file shown."""
        self.accept()
        self.support_asked.emit(self.error)


def show_error(parent: QWidget, error: Exception) -> Dialog:
    """Show an error in its own words, or a fault of ours as one; a fault is not told on top of another."""
    if isinstance(error, AssistantError):
        box: Dialog = ErrorBox(error, parent)
        box.open()
        return box
    window = parent.window()
    shown = window.findChildren(FaultBox)
    if shown:
        return shown[0]
    fault = FaultBox(error, parent)
    if isinstance(window, Shell):
        fault.support_asked.connect(window.help_desk.ask_support)
    fault.open()
    return fault
