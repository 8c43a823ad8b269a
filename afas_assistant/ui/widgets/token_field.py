"""The field for a token: what was pasted becomes dots as soon as it is recognised, and is never shown again."""

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from afas_assistant.texts import Text, phrase
from afas_assistant.ui.language import describe
from afas_assistant.ui.typography import font, px
from afas_assistant.ui.widgets.buttons import LinkButton
from afas_assistant.ui.widgets.fields import show_edge

TOKEN, ANOTHER = phrase("Token"), phrase("Paste another token")
DOTS = "•" * 32
PAUSE = 120  # milliseconds without a change before what was entered is looked at


class TokenField(QWidget):
    """Takes a token, or another secret by its `name`, with its line breaks and blanks.

    Signals: `entered(text)` when something was entered, `emptied` when nothing is left. The owner calls `hide_token`
    once it is recognised; there is no way to have it shown.
    """

    entered = Signal(str)
    emptied = Signal()

    def __init__(self, name: Text = TOKEN, another: Text = ANOTHER, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(2))
        self.editor = QPlainTextEdit()
        self.editor.setTabChangesFocus(True)
        self.editor.setFixedHeight(px(76))
        self.editor.setFont(font("code"))
        show_edge(self.editor)
        layout.addWidget(self.editor)
        self.replace_button = LinkButton(another)
        self.replace_button.hide()
        self.replace_button.clicked.connect(self.on_replace_clicked)
        layout.addWidget(self.replace_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self.on_pause_timeout)
        self.editor.textChanged.connect(self.on_text_changed)
        self._retranslate()

    def hide_token(self) -> None:
        """Replace what was entered by dots; its history goes too, so that undoing does not bring it back."""
        self._fill(DOTS)
        self.editor.setReadOnly(True)
        self.replace_button.show()

    def on_text_changed(self) -> None:
        """Wait for a pause in typing; a pasted token is looked at almost at once."""
        self._pause.start()

    def on_pause_timeout(self) -> None:
        """Tell what was entered."""
        text = self.editor.toPlainText()
        if text.strip():
            self.entered.emit(text)
        else:
            self.emptied.emit()

    def on_replace_clicked(self) -> None:
        """Make room for another token, and lead there."""
        self.make_room()
        self.editor.setFocus()
        self.emptied.emit()

    def make_room(self) -> None:
        """Take away what stands there; nobody is told, since it is the owner who wants that."""
        self.editor.setReadOnly(False)
        self.replace_button.hide()
        self._fill("")

    def _fill(self, words: str) -> None:
        self._pause.stop()
        self.editor.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.editor.setPlainText(words)
        self.editor.blockSignals(False)  # noqa: FBT003 - as above

    def changeEvent(self, event: QEvent) -> None:
        """Render again in another language or size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.FontChange:
            self.editor.setFont(font("code"))
            self.editor.setFixedHeight(px(76))

    def _retranslate(self) -> None:
        describe(self.editor, self._name)
