"""A box that says what stands in the way, and what to do about it."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from afas_assistant.errors import AssistantError
from afas_assistant.texts import Text, joined, literal, phrase
from afas_assistant.ui.support_faults import note
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.frames import Card
from afas_assistant.ui.widgets.label import IconLabel, Label


class Notice(Card):
    """Title, explanation, causes and what to do, on the colour of a problem. Hidden until something is told."""

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
        self._causes = Label(wrapped=True, selectable=True)
        self._action = Label(role="name", wrapped=True, selectable=True)
        for label in (self._title, self._explanation, self._causes, self._action):
            words.addWidget(label)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    def tell(self, title: Text, explanation: Text, action: Text, causes: Sequence[Text] = ()) -> None:
        """Show the sentences; empty ones take no room."""
        listed = joined(*(joined(literal(f"{n}."), one) for n, one in enumerate(causes, 1)), separator="\n")
        shown = ((self._title, title), (self._explanation, explanation), (self._causes, listed), (self._action, action))
        for label, text in shown:
            label.say(text)
            label.setVisible(bool(text.render()))
        self.setAccessibleName(" ".join(filter(None, (str(text) for _, text in shown))))
        self.show()

    def tell_error(self, error: Exception) -> None:
        """Show an error: in its own words, or as a fault of ours, which is written into the log too."""
        if isinstance(error, AssistantError):
            self.tell(error.title, error.explanation, error.action, error.causes)
            return
        note(error)
        self.tell(
            phrase("This is a fault of AFAS Assistant"),
            phrase("Something happened that its makers did not foresee ({kind}).", kind=type(error).__name__),
            phrase("What was sent stands in the outbox. *Save support file…* in the settings menu tells the makers."),
        )
