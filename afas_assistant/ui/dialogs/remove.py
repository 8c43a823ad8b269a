"""Remove an organisation: asks first, and names what goes with it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from afas_assistant.errors import AssistantError
from afas_assistant.texts import Text, joined, literal, phrase, phrase_n
from afas_assistant.ui.dialogs.shell import Dialog
from afas_assistant.ui.kept import Kept
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.buttons import Button, PrimaryButton
from afas_assistant.ui.widgets.label import IconLabel, Label

if TYPE_CHECKING:  # the worker makes it
    from afas_assistant.ui.snapshots import OrganisationSnapshot


class RemoveDialog(Dialog):
    """Cancel is the filled button and the default; `stop` ends what still runs for the organisation.

    A keyring entry that could not be removed keeps the dialog open, and is told.
    """

    def __init__(self, snapshot: "OrganisationSnapshot", kept: Kept, stop: Callable[[], None], parent: QWidget) -> None:
        organisation = snapshot.organisation
        title = phrase("Remove {name}?", name=organisation.name)
        super().__init__(title, phrase("From this computer only: in AFAS nothing changes. This goes:"), parent)
        self._organisation, self._kept, self._stop = organisation, kept, stop
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

    def new_cancel(self) -> Button:
        """Return the filled button: what is safe comes first."""
        return PrimaryButton(phrase("C&ancel"))

    def on_agree_clicked(self) -> None:
        """Stop what runs, and have it removed."""
        self.agree_button.setEnabled(False)
        self._stop()
        self._kept.remove(self._organisation, self.while_open(self.on_removed), self.while_open(self.refuse))

    def on_removed(self, problems: list[AssistantError]) -> None:
        """Close; or say which keyring entry is still there."""
        if not problems:
            self.accept()
            return
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
