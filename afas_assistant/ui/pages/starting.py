"""What stands in the window while the practice environment starts, or when it does not."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from afas_assistant.texts import phrase
from afas_assistant.ui.help.why import WhyButton
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.buttons import PrimaryButton
from afas_assistant.ui.widgets.label import Label
from afas_assistant.ui.widgets.notice import Notice


class StartingPage(QWidget):
    """Says that something is being started. Signals: `again_chosen` when the person wants to try once more."""

    again_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(24), px(24), px(24), px(24))
        layout.setSpacing(px(8))
        self.why_button = WhyButton("practice")
        layout.addWidget(self.why_button, 0, Qt.AlignmentFlag.AlignRight)
        self.notice = Notice()
        layout.addWidget(self.notice)
        self.again_button = PrimaryButton(phrase("Try again"), icon="refresh")
        self.again_button.clicked.connect(self.again_chosen)
        self.again_button.hide()
        layout.addWidget(self.again_button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(1)
        self._title = Label(phrase("The practice environment is starting"), role="heading")
        self._words = Label(phrase("A pretend AFAS on this computer. Nothing leaves it."), colour="muted")
        layout.addWidget(self._title, 0, Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(self._words, 0, Qt.AlignmentFlag.AlignCenter)
        layout.addStretch(1)

    def show_waiting(self) -> None:
        """Say that it is starting."""
        self._set_failed(failed=False)

    def show_failure(self, error: Exception) -> None:
        """Say why it did not start."""
        self.notice.tell(
            phrase("The practice environment did not start"),
            phrase(
                "It is a second program on this computer, and it ended or did not answer: {reason}", reason=str(error)
            ),
            phrase("Try again. If it stays away, a virus scanner or a full disk may be in its way."),
        )
        self._set_failed(failed=True)

    def _set_failed(self, *, failed: bool) -> None:
        self.notice.setVisible(failed)
        self.again_button.setVisible(failed)
        self._title.setVisible(not failed)
        self._words.setVisible(not failed)
