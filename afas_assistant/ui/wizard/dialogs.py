"""The small windows of the wizard: why a page is there, and what a person is asked: a name, a reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from afas_assistant.texts import Text, literal, phrase
from afas_assistant.ui.language import describe
from afas_assistant.ui.typography import metrics, px
from afas_assistant.ui.widgets.buttons import Button, PrimaryButton
from afas_assistant.ui.widgets.label import Label
from afas_assistant.ui.wizard.surfaces import Field


@dataclass(frozen=True)
class Question:
    """One field of a question. `label` may hold a mnemonic; `long` asks for more than a line."""

    label: Text
    value: str = ""
    compulsory: bool = True
    long: bool = False


class _Dialog(QDialog):
    """A window over the wizard that holds it up until it is closed, and goes when it is."""

    def __init__(self, title: Text, parent: QWidget) -> None:
        super().__init__(parent)
        self._below = parent
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(str(title))
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(px(20), px(18), px(20), px(16))
        self.body.setSpacing(px(8))
        self.body.addWidget(Label(title, role="heading", wrapped=True))
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(px(8))
        self.buttons.addStretch(1)

    def finish_layout(self) -> None:
        """Put the buttons at the bottom, and make the window as high as its words need."""
        self.body.addSpacing(px(6))
        self.body.addLayout(self.buttons)
        for label in self.findChildren(Label):
            policy = label.sizePolicy()
            policy.setVerticalPolicy(QSizePolicy.Policy.Preferred)
            label.setSizePolicy(policy)
        self.fit()

    def fit(self) -> None:
        """Take the room that the words need."""
        self.setMinimumWidth(min(px(480), max(px(320), self._below.window().width() - px(80))))
        self.body.invalidate()
        width = max(self.minimumWidth(), self.sizeHint().width())
        self.resize(width, self.body.totalHeightForWidth(width))

    def changeEvent(self, event: QEvent) -> None:
        """Fit again in another language or with letters of another size."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.FontChange} and hasattr(self, "buttons"):
            QTimer.singleShot(0, self, self.fit)  # once everything in it has changed


class WhyDialog(_Dialog):
    """Explains a page, in plain words, and leads to the `section` of the guide that says more."""

    def __init__(self, title: Text, words: Text, section: str, parent: QWidget) -> None:
        super().__init__(title, parent)
        self._section = section
        for paragraph in str(words).split("\n\n"):
            self.body.addWidget(Label(literal(paragraph), wrapped=True, selectable=True))
        self.more_button = Button(phrase("&More in the user guide"), icon="book")
        self.more_button.clicked.connect(self.on_more_asked)
        self.buttons.addWidget(self.more_button)
        close = PrimaryButton(phrase("&Close"))
        close.clicked.connect(self.accept)
        self.buttons.addWidget(close)
        self.finish_layout()
        close.setFocus()

    def on_more_asked(self) -> None:
        """Open the guide in place of this window."""
        from afas_assistant.ui.help.guide import open_guide  # noqa: PLC0415 - once it is asked for

        open_guide(self, self._section)
        self.accept()


class AskDialog(_Dialog):
    """Asks a few words. Signals: `answered(list)` with the answers in their order, stripped."""

    answered = Signal(object)

    def __init__(self, title: Text, words: Text, questions: Sequence[Question], agree: Text, parent: QWidget) -> None:
        super().__init__(title, parent)
        self.body.addWidget(Label(words, colour="muted", wrapped=True))
        self._questions = questions
        self.fields = [self._field(one) for one in questions]
        self.reason = Label(role="small", colour="muted", wrapped=True)
        self.body.addWidget(self.reason)
        cancel = Button(phrase("C&ancel"))
        cancel.clicked.connect(self.reject)
        self.buttons.addWidget(cancel)
        self.agree_button = PrimaryButton(agree)
        self.agree_button.setDefault(True)
        self.agree_button.clicked.connect(self.on_agree_clicked)
        self.buttons.addWidget(self.agree_button)
        self.finish_layout()
        self._update()
        first = next((field for field, one in zip(self.fields, questions, strict=True) if not one.value), None)
        (first or self.fields[0]).setFocus()

    def on_agree_clicked(self) -> None:
        """Tell the answers; keep the window open while a compulsory one is missing."""
        if self.missing() is None:
            self.answered.emit(self._answers())
            self.accept()

    def missing(self) -> Question | None:
        """Return the first compulsory question without an answer."""
        pairs = zip(self._questions, self._answers(), strict=True)
        return next((one for one, words in pairs if one.compulsory and not words), None)

    def _answers(self) -> list[str]:
        return [_words(field) for field in self.fields]

    def _field(self, one: Question) -> QLineEdit | QPlainTextEdit:
        label = Label(one.label, role="strong")
        field: QLineEdit | QPlainTextEdit
        if one.long:
            field = QPlainTextEdit(one.value)
            field.setTabChangesFocus(True)
            field.setFixedHeight(metrics().height() * 3 + px(16))
        else:
            field = Field(one.value)
        field.textChanged.connect(self._update)
        label.setBuddy(field)
        describe(field, literal(str(one.label).replace("&", "")))
        self.body.addWidget(label)
        self.body.addWidget(field)
        return field

    def _update(self) -> None:
        missing = self.missing()
        self.agree_button.setEnabled(missing is None)
        words = literal("")
        if missing is not None:
            words = phrase("Still missing: {field}.", field=str(missing.label).replace("&", ""))
        self.reason.say(words)
        self.agree_button.setToolTip(str(words))


def _words(field: QLineEdit | QPlainTextEdit) -> str:
    return (field.text() if isinstance(field, QLineEdit) else field.toPlainText()).strip()


def ask_name(parent: QWidget, who: str, title: Text, words: Text, agree: Text) -> AskDialog:
    """Ask who says so, with room for a note; `answered([who, note])`."""
    questions = (Question(phrase("Your &name"), who), Question(phrase("&Note"), compulsory=False))
    dialog = AskDialog(title, words, questions, agree, parent)
    dialog.open()
    return dialog


def ask_reason(parent: QWidget, who: str, lines: Sequence[str]) -> AskDialog:
    """Ask why lines are skipped, and who says so; `answered([who, reason])`."""
    words = phrase(
        "These lines are skipped: {lines}. The reason and your name stand in the hand-over book.",
        lines=", ".join(lines),
    )
    questions = (Question(phrase("Your &name"), who), Question(phrase("&Reason"), long=True))
    agree = phrase("Go on with this reason")
    dialog = AskDialog(phrase("Go on with a reason"), words, questions, agree, parent)
    dialog.open()
    return dialog
