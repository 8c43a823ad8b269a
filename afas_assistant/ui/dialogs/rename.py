"""Give an organisation another name."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from afas_assistant.texts import phrase
from afas_assistant.ui.dialogs.shell import Dialog
from afas_assistant.ui.kept import Kept
from afas_assistant.ui.widgets.buttons import PrimaryButton

if TYPE_CHECKING:  # the worker imports it
    from afas_assistant.organisations.records import Organisation


class RenameDialog(Dialog):
    """A name that another organisation has already is refused in place."""

    def __init__(self, organisation: "Organisation", kept: Kept, parent: QWidget) -> None:
        title = phrase("Rename {name}", name=organisation.name)
        super().__init__(title, phrase("The name is yours alone; nothing changes in AFAS."), parent)
        self._organisation, self._kept = organisation, kept
        self.field = self.add_field(phrase("&Name"), organisation.name)
        self.field.textChanged.connect(self._update)
        agree = PrimaryButton(phrase("&Rename"))
        agree.clicked.connect(self.on_agree_clicked)
        self.finish(agree)
        self._update()
        self.field.setFocus()
        self.field.selectAll()

    def on_agree_clicked(self) -> None:
        """Have it renamed."""
        self.agree_button.setEnabled(False)
        done, failed = self.while_open(self.on_renamed), self.while_open(self.refuse)
        self._kept.rename(self._organisation, self.field.text(), done, failed)

    def on_renamed(self, _: object) -> None:
        """Close."""
        self.accept()

    def _update(self) -> None:
        empty = not self.field.text().strip()
        self.agree_button.setEnabled(not empty)
        self.agree_button.setToolTip(str(phrase("Fill in a name first.")) if empty else "")
