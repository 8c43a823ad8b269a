"""A box that says what stands in the way, and what to do about it."""

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from afas_assistant.errors import AssistantError
from afas_assistant.texts import Text, literal, phrase
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.frames import Card
from afas_assistant.ui.widgets.label import IconLabel, Label


class Notice(Card):
    """Title, explanation and what to do, on the colour of a problem. Hidden until something is told."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(fill="problem_soft", edge="problem", parent=parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(14), px(12), px(14), px(12))
        row.setSpacing(px(12))
        row.addWidget(IconLabel("failed", colour="problem", size=20), 0)
        words = QVBoxLayout()
        words.setSpacing(px(4))
        row.addLayout(words, 1)
        self._title = Label(role="heading", wrapped=True, selectable=True)
        self._explanation = Label(wrapped=True, selectable=True)
        self._action = Label(role="name", wrapped=True, selectable=True)
        for label in (self._title, self._explanation, self._action):
            words.addWidget(label)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    def tell(self, title: Text, explanation: Text, action: Text) -> None:
        """Show three sentences; empty ones take no room."""
        for label, text in ((self._title, title), (self._explanation, explanation), (self._action, action)):
            label.say(text)
            label.setVisible(bool(text.render()))
        self.setAccessibleName(f"{title} {explanation} {action}")
        self.show()

    def tell_error(self, error: Exception) -> None:
        """Show an error: in its own words, or as a bug of ours."""
        if isinstance(error, AssistantError):
            self.tell(error.title, error.explanation, error.action)
            return
        self.tell(
            phrase("This is a fault of AFAS Assistant"),
            literal(f"{type(error).__name__}: {error}"),
            phrase("Nothing was changed in AFAS. Please report these words to the makers of this program."),
        )
