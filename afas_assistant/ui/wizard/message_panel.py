"""The message to the administrator: read it, copy it, send it, save it; in Dutch or in English."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from afas_assistant.onboarding.administrator_message import (
    AdministratorMessage,
    Names,
    administrator_message,
    text_to_save,
)
from afas_assistant.onboarding.mailto import is_cut, mailto_link
from afas_assistant.texts import Language, Text, joined, literal, phrase
from afas_assistant.ui.file_names import file_name
from afas_assistant.ui.language import OWN_NAMES, describe
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.buttons import Button, PrimaryButton, Segment
from afas_assistant.ui.widgets.flow import FlowLayout
from afas_assistant.ui.widgets.frames import Scroll
from afas_assistant.ui.widgets.label import IconLabel, Label
from afas_assistant.ui.wizard.session import Session

NL: Language = "nl"

Write = Callable[[Path, str], None]


def open_address(link: str) -> bool:
    """Hand a link to the system; return whether it had a program for it."""
    return bool(QDesktopServices.openUrl(QUrl(link)))


class MessagePanel(QWidget):
    """Shows the message as it is now; `refresh` writes it anew."""

    def __init__(self, session: Session, parent: QWidget | None = None, *, heading: bool = True) -> None:
        super().__init__(parent)
        self._session = session
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(8))
        self.segment = Segment({name: literal(OWN_NAMES[name]) for name in (NL, "en")})
        self.segment.chosen.connect(self.refresh)
        layout.addWidget(self._head(heading=heading))
        self._subject = Label(role="small", wrapped=True, selectable=True)
        layout.addWidget(self._subject)
        self._attach = Label(role="small", colour="muted", wrapped=True, selectable=True)
        layout.addWidget(self._attach)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(px(160))
        layout.addWidget(self.text, 1)
        layout.addWidget(self._buttons())
        self.note = Label(phrase("Only what is still open."), role="small", colour="muted", wrapped=True)
        layout.addWidget(self.note)
        self._retranslate()

    @property
    def language(self) -> Language:
        """The language the message is written in; the window's may be another."""
        return NL if self.segment.chosen_key() == NL else "en"

    def message(self) -> AdministratorMessage:
        """Write the message."""
        session = self._session
        profiles = [session.profile] if session.profile else []
        told = session.checks.environment
        names = Names(
            environment=session.envid,
            sender=session.state.who,
            app_connector=(told.app_connector if told else None)
            or (session.connection.app_connector if session.connection else ""),
        )
        return administrator_message(profiles, session.verdicts, names, self.language)

    def refresh(self) -> None:
        """Write the message anew, with what is open now."""
        message = self.message()
        self._subject.say(phrase("Subject: {subject}", subject=message.subject))
        self._attach.say(phrase("Attach: {files}", files=", ".join(message.attachments)))
        self._attach.setVisible(bool(message.attachments))
        if self.text.toPlainText() != message.body:
            self.text.setPlainText(message.body)

    def on_copy_clicked(self) -> None:
        """Put subject and body on the clipboard."""
        message = self.message()
        QGuiApplication.clipboard().setText(f"{message.subject}\n\n{message.body}")
        self._say(phrase("The message is on the clipboard."))

    def on_mail_clicked(self) -> None:
        """Open the mail program; where there is none, copy and say so."""
        message = self.message()
        if not open_address(mailto_link(message)):
            self.on_copy_clicked()
            no_program = phrase("This computer has no mail program that opens such links.")
            self._say(joined(no_program, phrase("The message is on the clipboard instead; paste it in your webmail.")))
        elif is_cut(message):
            self.on_copy_clicked()
            self._say(phrase("A link holds only the beginning of it; the whole message is on the clipboard."))
        else:
            self._say(phrase("Your mail program was asked to open the message."))

    def on_save_clicked(self) -> None:
        """Ask where to save the message."""
        message = self.message()
        name = file_name(message.subject, ".txt")
        path, _ = QFileDialog.getSaveFileName(self, str(phrase("Save the message")), name, "*.txt")
        if path:
            save_text(self._session, Path(path), text_to_save(message), self._say)

    def changeEvent(self, event: QEvent) -> None:
        """Name the fields in the new language; the message keeps its own."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _say(self, words: Text) -> None:
        self.note.say(words)

    def _head(self, *, heading: bool) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(10))
        if heading:
            row.addWidget(IconLabel("mail", colour="accent", size=20))
            row.addWidget(Label(phrase("Message to the administrator"), role="heading", wrapped=True), 1)
        else:
            row.addStretch(1)
        row.addWidget(self.segment)
        return holder

    def _buttons(self) -> QWidget:
        holder = QWidget()
        row = FlowLayout(holder, gap=px(8))
        self.copy_button = Button(phrase("Co&py"), icon="copy")
        self.copy_button.clicked.connect(self.on_copy_clicked)
        self.mail_button = Button(phrase("Open in &mail program"))
        self.mail_button.clicked.connect(self.on_mail_clicked)
        self.save_button = Button(phrase("Sa&ve as…"))
        self.save_button.clicked.connect(self.on_save_clicked)
        for button in (self.copy_button, self.mail_button, self.save_button):
            row.add(button)
        return holder

    def _retranslate(self) -> None:
        describe(self.text, phrase("Message to the administrator"))


class MessageDialog(QDialog):
    """The message in a window of its own, for a page that has no room for it."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(str(phrase("Message to the administrator")))
        window = parent.window()
        self.resize(min(px(680), window.width() - px(40)), min(px(620), window.height() - px(40)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(20), px(18), px(20), px(16))
        self.panel = MessagePanel(session)
        layout.addWidget(Scroll(self.panel), 1)
        row = QHBoxLayout()
        row.addStretch(1)
        close = PrimaryButton(phrase("&Close"))
        close.clicked.connect(self.accept)
        row.addWidget(close)
        layout.addLayout(row)
        session.changed.connect(self.panel.refresh)
        self.panel.refresh()
        self.panel.copy_button.setFocus()


def save_text(session: Session, path: Path, words: str, say: Callable[[Text], None]) -> None:
    """Write a text file on a lane, and say where it is or why it could not be written."""

    def work() -> None:
        path.write_bytes(words.encode())

    def failed(error: Exception) -> None:
        reason = getattr(error, "strerror", None) or str(error)
        say(phrase("{path} could not be written: {reason}. Choose another folder.", path=str(path), reason=reason))

    session.call(work, lambda _: say(phrase("Saved: {path}", path=str(path))), failed)
