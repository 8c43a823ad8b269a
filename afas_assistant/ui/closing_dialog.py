"""The question whether to close the window while records leave, and the wait for the one that is under way."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from afas_assistant.afas.client import WRITE_SECONDS
from afas_assistant.texts import Text, joined, phrase
from afas_assistant.ui.closing import LOOK_EVERY, Work
from afas_assistant.ui.dialogs.shell import Dialog
from afas_assistant.ui.language import describe
from afas_assistant.ui.widgets.buttons import Button, PrimaryButton
from afas_assistant.ui.widgets.label import Label

CLOSE_NOW_AFTER = 10_000  # milliseconds of waiting
LONGEST = (WRITE_SECONDS + 5) * 1000
"""Milliseconds after which any write has been answered or given up, and recorded."""


class ClosingDialog(Dialog):
    """Keep working is the filled button and the default.

    Signals: `stopped` when everything has to stop; accepted when the window is to be closed, whatever goes on.
    """

    stopped = Signal()

    def __init__(self, work: Work, parent: QWidget) -> None:
        words = phrase("What was sent is kept in the outbox. What was not sent stays as it is, for the next plan.")
        super().__init__(phrase("Close while records are leaving?"), words, parent)
        self._work, self._stopping = work, False
        self.under_way = Label(role="strong", wrapped=True)
        self.body.addWidget(self.under_way)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.body.addWidget(self.bar)
        self.state = Label(wrapped=True)
        self.state.hide()
        self.body.addWidget(self.state)
        agree = Button(phrase("&Stop after this record and close"))
        agree.clicked.connect(self.on_agree_clicked)
        self.finish(agree, cancel_first=True)
        self.now_button = Button(phrase("Close &now"))
        self.now_button.clicked.connect(self.accept)
        self.now_button.hide()
        self.button_row.insertWidget(1, self.now_button)
        self.cancel_button.setFocus()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.on_timer_timeout)
        self._timer.start(LOOK_EVERY)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.timeout.connect(self.on_late_timeout)
        self._last = QTimer(self)
        self._last.setSingleShot(True)
        self._last.timeout.connect(self.accept)
        self.on_timer_timeout()

    def new_cancel(self) -> Button:
        """Return the filled button: what is safe comes first."""
        return PrimaryButton(phrase("&Keep working"))

    def on_agree_clicked(self) -> None:
        """Stop between two records, and wait."""
        self._stopping = True
        self.agree_button.hide()
        self.cancel_button.say(phrase("&Leave the window open"))
        self.state.say(phrase("Stopping after this record…"))
        self.state.show()
        self._late.start(CLOSE_NOW_AFTER)
        self._last.start(int(LONGEST))
        self.fit()
        self.stopped.emit()

    def on_late_timeout(self) -> None:
        """Offer to close without waiting any longer."""
        waits = phrase(
            "Stopping after this record… The other system takes its time. Close now, and this record is recorded as "
            "unknown: look it up in the outbox later."
        )
        self.state.say(waits)
        self.now_button.show()
        self.fit()

    def on_timer_timeout(self) -> None:
        """Say what is under way now; where nothing is any more, closing needs no question."""
        work = self._work()
        if work:
            self._say(joined(*(one.words for one in work), separator="\n"))
        elif not self._stopping and self.isVisible():
            self._say(phrase("Everything has been sent."))
            self.bar.hide()
            self.agree_button.hide()
            self.now_button.say(phrase("Close the &window"))
            self.now_button.show()
            self.fit()

    def done(self, result: int) -> None:
        """Close; nobody looks any more."""
        for timer in (self._timer, self._late, self._last):
            timer.stop()
        super().done(result)

    def _say(self, words: Text) -> None:
        self.under_way.say(words)
        describe(self.bar, words)
