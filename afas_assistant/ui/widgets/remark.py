"""What was made of a field, under that field: recognised, or why not."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from afas_assistant.errors import AssistantError
from afas_assistant.texts import Text, joined
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.label import IconLabel, Label


class Remark(QWidget):
    """What was made of a field: recognised, or why not; says nothing about an empty one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        self._icon = IconLabel("ok", colour="ok")
        self._words = Label(role="small", colour="muted", wrapped=True, selectable=True)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        self._icon.hide()

    def explain(self, text: Text) -> None:
        """Say what belongs in the field."""
        self._icon.hide()
        self._words.set_colour("muted")
        self._words.say(text)

    def accept(self, text: Text) -> None:
        """Say what was recognised."""
        self._show("ok", "ok", "text", text)

    def refuse(self, error: AssistantError) -> None:
        """Say why it was not, and what to fill in."""
        self._show("failed", "problem", "problem", joined(error.title, error.explanation, error.action))

    def object_to(self, text: Text) -> None:
        """Say what is wrong with it, in words of its own."""
        self._show("failed", "problem", "problem", text)

    def words(self) -> str:
        """Return what is said now."""
        return self._words.text()

    def _show(self, icon: str, colour: str, words_colour: str, text: Text) -> None:
        self._icon.show_icon(icon, colour)
        self._icon.show()
        self._words.set_colour(words_colour)
        self._words.say(text)
