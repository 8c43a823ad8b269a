"""What stands in the way of planning or sending, and the place in this program where that is mended."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from afas_assistant.errors import AssistantError
from afas_assistant.texts import Text, literal, phrase
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.buttons import Button, PrimaryButton
from afas_assistant.ui.widgets.flow import FlowLayout
from afas_assistant.ui.widgets.label import Label
from afas_assistant.ui.widgets.notice import Notice

SETUP, TOKEN, ADMINISTRATION, TIME_TRACKING = "setup", "token", "administration", "time_tracking"


@dataclass(frozen=True)
class Cure:
    """Where an error is mended, and what its button says."""

    place: str
    verb: Text


_SETUP = Cure(SETUP, phrase("To the set-up"))
_TOKEN = Cure(TOKEN, phrase("Replace token…"))
CURES: dict[str, Cure] = {
    "connector_missing": _SETUP,
    "debtors_unread": _SETUP,
    "roles_unconfirmed": _SETUP,
    "token_not_kept": _TOKEN,
    "token_refused": _TOKEN,
    "setting_missing": Cure(ADMINISTRATION, phrase("Fill it in…")),
    "timechimp_key_not_kept": Cure(TIME_TRACKING, phrase("Give the key…")),
}


def cure_of(error: Exception) -> Cure | None:
    """Return where an error is mended; None where nowhere in this program."""
    if not isinstance(error, AssistantError):
        return None
    if getattr(error, "status", None) == 401:
        return _TOKEN
    return CURES.get(error.code)


class TroublePage(QWidget):
    """Says what stands in the way. Signals: `again`, `mapping_asked`, and `cure_asked(place)`."""

    again = Signal()
    mapping_asked = Signal()
    cure_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(20), px(20), px(20))
        column.setSpacing(px(12))
        self.notice = Notice()
        column.addWidget(self.notice)
        holder = QWidget()
        flow = FlowLayout(holder, gap=px(8))
        self.cure_button = PrimaryButton(phrase("To the set-up"))
        self.cure_button.clicked.connect(self.on_cure_clicked)
        self.again_button = Button(phrase("Try again"), icon="refresh")
        self.again_button.clicked.connect(self.again)
        flow.add(self.cure_button)
        flow.add(self.again_button)
        self.mapping_button = Button(phrase("Mapping"))
        self.mapping_button.clicked.connect(self.mapping_asked)
        self.mapping_button.hide()
        flow.add(self.mapping_button)
        column.addWidget(holder)
        column.addStretch(1)
        self._place = ""

    def tell(self, error: Exception) -> None:
        """Show an error, and where it is mended."""
        self.notice.tell_error(error)
        cure = cure_of(error)
        self.cure_button.setVisible(cure is not None)
        if cure is not None:
            self._place = cure.place
            self.cure_button.say(cure.verb)

    def on_cure_clicked(self) -> None:
        """Go there."""
        self.cure_asked.emit(self._place)


class EmptyPage(QWidget):
    """One sentence that says why there is nothing, one muted line, one button, perhaps a plain one beside it.

    Signals: `asked`, and `second_asked` for the plain one.
    """

    asked = Signal()
    second_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(24), px(24), px(24))
        column.setSpacing(px(8))
        column.addStretch(2)
        self.heading = Label(role="heading", wrapped=True)
        self.words = Label(colour="muted", wrapped=True)
        self.button = PrimaryButton(phrase("Make the plan"), icon="refresh")
        self.button.clicked.connect(self.asked)
        column.addWidget(self.heading)
        column.addWidget(self.words)
        holder = QWidget()
        self.second_button = Button(literal(""))
        self.second_button.clicked.connect(self.second_asked)
        self.second_button.hide()
        flow = FlowLayout(holder)
        flow.add(self.button)
        flow.add(self.second_button)
        column.addSpacing(px(4))
        column.addWidget(holder)
        column.addStretch(3)

    def tell(self, heading: Text, words: Text, verb: Text | None, second: Text | None = None) -> None:
        """Show sentences; without a verb there is no button, without a second one no plain button."""
        self.heading.say(heading)
        self.words.say(words)
        self.button.setVisible(verb is not None)
        if verb is not None:
            self.button.say(verb)
        self.second_button.setVisible(second is not None)
        if second is not None:
            self.second_button.say(second)
