"""Sending from a tab: name what and where, ask who sits there, send."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from afas_assistant.ui.tabs.plan_rows import PlanRows
from afas_assistant.ui.tabs.send_dialog import SendDialog


class Sending(QObject):
    """Opens the dialog. Signals: `agreed(PlanRows, frozenset)` with the references that the person wants sent."""

    agreed = Signal(object, object)

    def __init__(self, organisation: str, environment: str, page: QWidget) -> None:
        super().__init__(page)
        self._organisation, self._environment, self._page = organisation, environment, page
        self.dialog: SendDialog | None = None

    def ask(self, rows: PlanRows, chosen: frozenset[str]) -> None:
        """Ask whether these are to be sent; nothing is asked where nothing is ticked."""
        if not chosen:
            return
        self.dialog = SendDialog(rows, chosen, self._organisation, self._environment, self._page)
        self.dialog.agreed.connect(lambda: self.agreed.emit(rows, chosen))
        self.dialog.destroyed.connect(self.on_dialog_gone)
        self.dialog.open()

    def on_dialog_gone(self) -> None:
        """Forget the dialog."""
        self.dialog = None
