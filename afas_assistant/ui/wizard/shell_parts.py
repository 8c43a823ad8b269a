"""Head and foot of the wizard's pages: which step, what it is for, how it stands, and the way on."""

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from afas_assistant.onboarding.flow import Step
from afas_assistant.texts import Text, phrase
from afas_assistant.ui.tips import as_tip
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.buttons import Button, LinkButton, PrimaryButton
from afas_assistant.ui.widgets.flow import FlowLayout
from afas_assistant.ui.widgets.frames import Bar
from afas_assistant.ui.widgets.label import IconLabel, Label


class Head(QWidget):
    """Step, title and subtitle. Signals: `why_asked`."""

    why_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(24), px(12), px(24), px(8))
        layout.setSpacing(px(2))
        self._step = Label(role="small", colour="muted")
        layout.addWidget(self._step)
        row = QHBoxLayout()
        row.setSpacing(px(12))
        self.title = Label(role="title", wrapped=True)
        row.addWidget(self.title, 1)
        self.why_button = LinkButton(phrase("&Why?"), icon="help")
        self.why_button.clicked.connect(self.why_asked)
        row.addWidget(self.why_button, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(row)
        self.subtitle = Label(colour="muted", wrapped=True)
        layout.addWidget(self.subtitle)

    def say(self, step: Step, title: Text, subtitle: Text) -> None:
        """Show where one is."""
        self._step.say(phrase("Step {number} of {all}", number=step.number, all=len(Step)))
        self.title.say(title)
        self.subtitle.say(subtitle)


class Foot(Bar):
    """How the page stands, and the buttons of which exactly one is filled.

    Signals: `back_chosen`, `next_chosen`, `reason_chosen`, `message_chosen`.
    """

    back_chosen = Signal()
    next_chosen = Signal()
    reason_chosen = Signal()
    message_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(fill="surface", side=Qt.Edge.TopEdge, parent=parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(24), px(10), px(24), px(10))
        layout.setSpacing(px(4))
        row = QHBoxLayout()
        row.setSpacing(px(16))
        layout.addLayout(row)
        words = QVBoxLayout()
        words.setSpacing(px(1))
        row.addLayout(words, 1)
        self.counts = Label(role="small", colour="muted", wrapped=True)
        self.note = Label(role="small", wrapped=True)
        words.addStretch(1)
        words.addWidget(self.counts)
        words.addWidget(self.note)
        words.addStretch(1)
        self.back_button = Button(phrase("&Back"))
        self.reason_button = Button(phrase("Go on with a &reason…"))
        self.message_button = PrimaryButton(phrase("&Message to administrator…"), icon="mail")
        self.next_button = PrimaryButton(phrase("&Next"))
        self.finish_button = PrimaryButton(phrase("&Finish"))
        self._holder = QWidget()
        flow = FlowLayout(self._holder, gap=px(8))
        for button, signal in (
            (self.back_button, self.back_chosen),
            (self.reason_button, self.reason_chosen),
            (self.message_button, self.message_chosen),
            (self.next_button, self.next_chosen),
            (self.finish_button, self.next_chosen),
        ):
            button.clicked.connect(signal)
            flow.add(button)
        row.addWidget(self._holder)

    def show_state(
        self, *, counts: Text, why_not: Text | None, has_open: bool, first: bool, last: bool, in_afas: bool = True
    ) -> None:
        """Show the buttons that fit; the reason why one cannot go on is a text, and the button's tool tip.

        What is open `in_afas` is what the message asks the administrator for.
        """
        blocked = why_not is not None
        asks = has_open and in_afas
        self.back_button.setVisible(not first)
        self.reason_button.setVisible(has_open)
        self.message_button.setVisible(asks)
        self.next_button.setVisible(not asks and not last)
        self.finish_button.setVisible(last)
        self.next_button.setEnabled(not blocked)
        tip = as_tip(str(why_not)) if why_not else ""
        self.next_button.setToolTip(tip)
        self.finish_button.setEnabled(not blocked)
        self.finish_button.setToolTip(tip)
        self.reason_button.setToolTip(tip if has_open else "")
        said = counts if why_not is None or asks else why_not
        self.counts.say(said)
        self.counts.setVisible(bool(str(said)))
        self.fit()

    def say(self, words: Text) -> None:
        """Say a few words about what was just done; empty ones take no room."""
        self.note.say(words)
        self.note.setVisible(bool(str(words)))

    def filled(self) -> PrimaryButton:
        """Return the one filled button that is shown."""
        buttons = (self.message_button, self.next_button, self.finish_button)
        return next(button for button in buttons if button.isVisibleTo(self))

    def changeEvent(self, event: QEvent) -> None:
        """Give the buttons the room that their words need in another language or size."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.FontChange} and hasattr(self, "_holder"):
            QTimer.singleShot(0, self, self.fit)  # once the buttons have changed too

    def fit(self) -> None:
        """Keep the buttons side by side where there is room for that."""
        self._holder.setMinimumWidth(self._natural())

    def _natural(self) -> int:
        """Return the width of the buttons side by side, or less where the window is narrow."""
        shown = [one for one in self._holder.findChildren(Button) if one.isVisibleTo(self._holder)]
        wide = sum(one.sizeHint().width() for one in shown) + px(8) * max(0, len(shown) - 1)
        widest = max((one.sizeHint().width() for one in shown), default=0)
        return wide if wide < self.width() * 0.7 else widest


def production_band() -> QWidget:
    """Return the band that only production has."""
    band = Bar(fill="production")
    row = QHBoxLayout(band)
    row.setContentsMargins(px(20), px(5), px(20), px(5))
    row.setSpacing(px(10))
    row.addWidget(IconLabel("advice", colour="on_production"))
    row.addWidget(Label(phrase("Production"), role="strong", colour="on_production"))
    words = phrase("This is the real administration. A check only reads it.")
    row.addWidget(Label(words, colour="on_production", wrapped=True), 1)
    return band
