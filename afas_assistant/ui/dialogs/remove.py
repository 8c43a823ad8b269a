"""Remove an organisation: asks first, and names what goes with it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from afas_assistant.errors import AssistantError
from afas_assistant.texts import Text, joined, literal, phrase, phrase_n
from afas_assistant.ui.closing import LOOK_EVERY, Work
from afas_assistant.ui.dialogs.shell import Dialog
from afas_assistant.ui.kept import Kept
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.buttons import Button, PrimaryButton
from afas_assistant.ui.widgets.label import IconLabel, Label

if TYPE_CHECKING:  # the worker makes it
    from afas_assistant.ui.snapshots import OrganisationSnapshot

SAID_AFTER = 500
"""Milliseconds after which a removal that takes long says why."""
_WAITS = phrase("It goes as soon as what is being read now has ended, also when you close this.")


class RemoveDialog(Dialog):
    """Cancel is the filled button and the default; `stop` ends what still runs for the organisation.

    While records are `leaving` for it, it can only be stopped: removing is offered once they have. A keyring entry that
    could not be removed keeps the dialog open, and is told.
    """

    def __init__(
        self,
        snapshot: "OrganisationSnapshot",
        kept: Kept,
        stop: Callable[[], None],
        parent: QWidget,
        *,
        leaving: Work = tuple,
    ) -> None:
        organisation = snapshot.organisation
        title = phrase("Remove {name}?", name=organisation.name)
        super().__init__(title, phrase("From this computer only: in AFAS nothing changes. This goes:"), parent)
        self._organisation, self._kept, self._stop, self._leaving = organisation, kept, stop, leaving
        for icon, text in _what_goes(snapshot):
            row = QHBoxLayout()
            row.setSpacing(px(10))
            row.addWidget(IconLabel(icon, colour="muted"), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(Label(text, wrapped=True), 1)
            self.body.addLayout(row)
        stays = phrase("The token itself stays valid in AFAS until the administrator withdraws it there.")
        self.body.addWidget(Label(stays, role="small", colour="muted", wrapped=True))
        agree = Button(phrase("&Remove"))
        agree.clicked.connect(self.on_agree_clicked)
        self.finish(agree, cancel_first=True)
        self.cancel_button.setFocus()
        self.stop_button = Button(phrase("&Stop after this record"))
        self.stop_button.clicked.connect(self.on_stop_clicked)
        self.button_row.insertWidget(1, self.stop_button)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.on_timer_timeout)
        self.stop_button.hide()
        self.waits = Label(_WAITS, role="small", colour="muted", wrapped=True)
        self.waits.hide()
        self.body.insertWidget(self.body.indexOf(self.notice), self.waits)
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.timeout.connect(self.on_waiting_timeout)
        if leaving():
            self._timer.start(LOOK_EVERY)
            self.stop_button.show()
            self.on_timer_timeout()

    def new_cancel(self) -> Button:
        """Return the filled button: what is safe comes first."""
        return PrimaryButton(phrase("C&ancel"))

    def on_timer_timeout(self) -> None:
        """Say how far the run is, and offer to remove once it has ended."""
        work = self._leaving()
        self.agree_button.setVisible(not work)
        if work:
            far = joined(*(one.words for one in work), separator="\n")
            first = phrase("First stop the run, or wait until it is done. What was sent stays in the outbox.")
            self.notice.tell(phrase("Records are leaving for {name}.", name=self._organisation.name), far, first)
        else:
            self._timer.stop()
            self.stop_button.hide()
            self.notice.hide()
        self.fit()

    def on_stop_clicked(self) -> None:
        """Stop between two records."""
        self.stop_button.setEnabled(False)
        self.stop_button.say(phrase("Stopping after this record…"))
        for one in self._leaving():
            one.stop()

    def done(self, result: int) -> None:
        """Close; nobody looks any more."""
        self._timer.stop()
        self._waiting.stop()
        super().done(result)

    def refuse(self, error: Exception) -> None:
        """Say why it is still there."""
        self._waiting.stop()
        self.waits.hide()
        super().refuse(error)

    def on_waiting_timeout(self) -> None:
        """Say what it waits for: an answer of AFAS or TimeChimp, or the time limit of the question."""
        self.waits.show()
        self.fit()

    def on_agree_clicked(self) -> None:
        """Stop what runs, and have it removed."""
        self.agree_button.setEnabled(False)
        self.cancel_button.say(phrase("&Close"))  # it cannot be cancelled from here on
        self._waiting.start(SAID_AFTER)
        self._stop()
        self._kept.remove(self._organisation, self.while_open(self.on_removed), self.while_open(self.refuse))

    def on_removed(self, problems: list[AssistantError]) -> None:
        """Close; or say which keyring entry is still there."""
        if not problems:
            self.accept()
            return
        self._waiting.stop()
        self.waits.hide()
        self.agree_button.hide()
        self.cancel_button.say(phrase("&Close"))
        self.notice.tell(
            phrase("{name} was removed, but its token is still in the keyring.", name=self._organisation.name),
            joined(*(_words(error) for error in problems)),
            phrase(
                "Remove the entry “{service}” with the keyring’s own program, or have the token withdrawn in AFAS.",
                service="AFAS Assistant",
            ),
        )
        self.fit()


def _what_goes(snapshot: "OrganisationSnapshot") -> list[tuple[str, Text]]:
    labels = literal(", ".join(one.connection.label for one in snapshot.connections))
    count = len(snapshot.connections)
    confirmed = sum(len(one.confirmed) for one in snapshot.connections)
    goes = [("check", phrase("All its checks, and what they found"))]
    if count:
        its = phrase_n("Its connection: {labels}", "Its {count} connections: {labels}", count, labels=labels)
        goes.insert(0, ("plug", its))
        goes.append(("key", phrase_n("Its token in the keyring", "Its {count} tokens in the keyring", count)))
    if confirmed:
        goes.append(("by-hand", phrase_n("1 confirmation by hand", "{count} confirmations by hand", confirmed)))
    if snapshot.wizard is not None:
        goes.append(("clock", phrase("Where connecting it was left")))
    return goes


def _words(error: AssistantError) -> Text:
    return joined(error.title, error.explanation)
