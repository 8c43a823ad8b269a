"""Somebody's word that a line holds which no call can prove."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from afas_assistant.texts import Text, phrase
from afas_assistant.ui.dialogs.shell import Dialog
from afas_assistant.ui.widgets.buttons import PrimaryButton


class ConfirmDialog(Dialog):
    """Asks for a name. Signals: `confirmed(who, note)`."""

    confirmed = Signal(str, str)

    def __init__(self, line: Text, who: str, parent: QWidget) -> None:
        words = phrase("No answer of AFAS can prove this line. Your name and today’s date stand beside it from now on.")
        super().__init__(phrase("Confirm: {line}", line=line), words, parent)
        self.who_field = self.add_field(phrase("&Who says so"), who)
        self.note_field = self.add_field(phrase("N&ote, if you like"))
        self.who_field.textChanged.connect(self._update)
        agree = PrimaryButton(phrase("&Confirm"))
        agree.clicked.connect(self.on_agree_clicked)
        self.finish(agree)
        self._update()
        (self.note_field if who else self.who_field).setFocus()

    def on_agree_clicked(self) -> None:
        """Tell, and close."""
        self.confirmed.emit(self.who_field.text().strip(), self.note_field.text().strip())
        self.accept()

    def _update(self) -> None:
        empty = not self.who_field.text().strip()
        self.agree_button.setEnabled(not empty)
        self.agree_button.setToolTip(str(phrase("Fill in a name first.")) if empty else "")
