"""The footer of a tab: what is ticked and the button that sends it; then how far it is; then what became of it."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from afas_assistant.texts import Text, joined, literal, phrase, phrase_n
from afas_assistant.ui.language import describe
from afas_assistant.ui.tabs.progress import Reached
from afas_assistant.ui.tabs.tab_words import Footing
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.buttons import Button, PrimaryButton
from afas_assistant.ui.widgets.flow import FlowLayout
from afas_assistant.ui.widgets.frames import Badge, Bar
from afas_assistant.ui.widgets.label import Label

STOP_SENDING, STOP_READING = phrase("Stop after this record"), phrase("Cancel")
"""What the button says while something is under way."""
NOTHING_SENT = phrase("Nothing was sent yet.")


class Footer(Bar):
    """Signals: `sent` for the filled button, `first_sent` for the careful one beside it, `stopped`."""

    sent = Signal()
    first_sent = Signal()
    stopped = Signal()

    def __init__(self, environment: str, parent: QWidget | None = None) -> None:
        super().__init__(fill="surface", side=Qt.Edge.TopEdge, parent=parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(20), px(8), px(16), px(8))
        row.setSpacing(px(12))
        self.badge = Badge(environment)
        row.addWidget(self.badge, 0)
        words = QVBoxLayout()
        words.setSpacing(0)
        self.first_line = Label(role="strong", wrapped=True)
        self.second_line = Label(role="small", colour="muted", wrapped=True)
        words.addWidget(self.first_line)
        words.addWidget(self.second_line)
        row.addLayout(words, 2)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setMinimumWidth(px(80))
        row.addWidget(self.bar, 1)
        holder = QWidget()
        flow = FlowLayout(holder, gap=px(8))
        self.first_button = Button(phrase("Send one first"))
        self.first_button.clicked.connect(self.first_sent)
        self.stop_button = Button(STOP_SENDING)
        self.stop_button.clicked.connect(self.stopped)
        self.send_button = PrimaryButton(literal(""))
        self.send_button.clicked.connect(self.sent)
        for button in (self.first_button, self.stop_button, self.send_button):
            flow.add(button)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        holder.setSizePolicy(policy)
        row.addWidget(holder, 0)
        self._measure()
        self._arrange(busy=False)

    def show_footing(self, footing: Footing) -> None:
        """Show what is ticked, or what became of it."""
        self._arrange(busy=False)
        self.first_line.say(footing.first)
        self.second_line.say(footing.second)
        self.send_button.say(footing.send)
        self.send_button.setEnabled(footing.able)
        self.first_button.setVisible(footing.careful is not None)
        if footing.careful is not None:
            self.first_button.say(footing.careful)

    def show_busy(self, first: Text, stop: Text | None = None, *, second: Text = NOTHING_SENT) -> None:
        """Show that something is under way, without knowing how far it is; `stop` is what the button says."""
        self._arrange(busy=True)
        self.first_line.say(first)
        self.second_line.say(second)
        self.bar.setRange(0, 0)
        self.stop_button.setVisible(stop is not None)
        self.stop_button.setEnabled(True)
        if stop is not None:
            self.stop_button.say(stop)
        describe(self.bar, first)

    def show_reached(self, reached: Reached) -> None:
        """Show how far sending is."""
        if reached.wait >= 1:
            self.second_line.say(
                phrase_n(
                    "The other system asked to wait: 1 second to go.",
                    "The other system asked to wait: {count} seconds to go.",
                    round(reached.wait),
                )
            )
        if reached.total is None:
            if reached.reading is not None and reached.wait < 1:
                self.second_line.say(reading_words(reached))
            return
        self.stop_button.say(STOP_SENDING)
        self.bar.setRange(0, max(reached.total, 1))
        self.bar.setValue(reached.done)
        self.first_line.say(phrase("{done} of {all} sent", done=reached.done, all=reached.total))
        if reached.wait < 1:
            self.second_line.say(_left(reached))

    def show_stopping(self) -> None:
        """Say that it stops soon."""
        self.stop_button.setEnabled(False)
        self.second_line.say(phrase("Stopping after this record; the rest stays as it is."))

    def changeEvent(self, event: QEvent) -> None:
        """Measure again with letters of another size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "send_button"):
            self._measure()

    def _measure(self) -> None:
        self.first_line.setMinimumWidth(px(170))  # rather the buttons below each other than a tower of words

    def _arrange(self, *, busy: bool) -> None:
        self.bar.setVisible(busy)
        self.stop_button.setVisible(busy)
        self.first_button.setVisible(not busy)
        self.send_button.setVisible(not busy)


def reading_words(reached: Reached) -> Text:
    """Return what is read now, how much of it there is, and for how long it has been going on."""
    minutes, seconds = divmod(round(reached.seconds), 60)
    time = literal(f"{minutes}:{seconds:02d}")
    what = reached.reading or literal("")
    if not reached.read:
        return phrase("{what} · {time}", what=what, time=time)
    return phrase("{what}: {count} · {time}", what=what, count=reached.read, time=time)


def _left(reached: Reached) -> Text:
    """Return how long it will take, and how many records went wrong; nobody knows before the first one."""
    if reached.left is None:
        return phrase("Each record is written down before it leaves.")
    if reached.left < 60:
        time = phrase_n("about 1 second left", "about {count} seconds left", max(1, round(reached.left)))
    else:
        time = phrase_n("about 1 minute left", "about {count} minutes left", round(reached.left / 60))
    return joined(time, _troubles(reached.troubles), separator=" · ")


def _troubles(count: int) -> Text:
    if not count:
        return phrase("none refused")
    return phrase_n("1 refused or unknown", "{count} refused or unknown", count)
