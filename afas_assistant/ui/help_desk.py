"""Help: the guide, the keys, a support file, and what this program is made of."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from afas_assistant.texts import Text, phrase
from afas_assistant.ui.settings import Settings
from afas_assistant.ui.shortcuts import Shortcut, shortcut
from afas_assistant.ui.tasks import TaskRunner

if TYPE_CHECKING:  # the first paint does without
    from afas_assistant.paths import Folders
    from afas_assistant.ui.snapshots import Snapshot


class HelpDesk(QObject):
    """Opens what helps; one thing at a time, above the window."""

    def __init__(
        self,
        window: QWidget,
        settings: Settings,
        runner: TaskRunner,
        known: "Callable[[], Snapshot | None]",
        places: "Folders | None",
    ) -> None:
        super().__init__(window)
        self._window, self._settings, self._runner = window, settings, runner
        self._known, self._places = known, places
        self.dialog: QDialog | None = None

    def actions(self) -> list[tuple[Text, Callable[[], object], Shortcut | None]]:
        """Return what the menu offers, with the keys that do the same."""
        return [
            (phrase("User guide"), self.show_guide, None),
            (phrase("Shortcuts"), self.show_shortcuts, shortcut("help")),
            (phrase("Save support file…"), self.ask_support, None),
            (phrase("About AFAS Assistant…"), self.show_about, None),
        ]

    def show_guide(self) -> None:
        """Open the guide at its beginning."""
        from afas_assistant.ui.help.guide import open_guide  # noqa: PLC0415 - once it is asked for

        open_guide(self._window, "start")

    def show_shortcuts(self) -> None:
        """List all keys."""
        from afas_assistant.ui.dialogs.shortcuts import ShortcutsDialog  # noqa: PLC0415 - once it is asked for

        self._open(ShortcutsDialog(self._window))

    def ask_support(self, fault: BaseException | None = None) -> None:
        """Gather a support file and show it."""
        from afas_assistant.ui.dialogs.support import SupportDialog  # noqa: PLC0415 - seldom needed
        from afas_assistant.ui.support import Situation  # noqa: PLC0415 - as above

        situation = Situation(self._folders(), self._settings.preferences, names_in(self._known()), fault)
        self._open(SupportDialog(situation, self._runner, self._window))

    def show_about(self) -> None:
        """Tell what this program is made of."""
        from afas_assistant.ui.dialogs.about import AboutDialog  # noqa: PLC0415 - seldom needed

        self._open(AboutDialog(self._folders, self._runner, self._window))

    def _folders(self) -> "Folders":
        from afas_assistant.paths import folders  # noqa: PLC0415 - the system's own ones need a library

        return self._places or folders()

    def _open(self, dialog: QDialog) -> None:
        if self.dialog is not None:
            self.dialog.reject()
        self.dialog = dialog
        dialog.finished.connect(lambda: self._forget(dialog))
        dialog.open()

    def _forget(self, dialog: QDialog) -> None:
        if self.dialog is dialog:
            self.dialog = None


def names_in(snapshot: "Snapshot | None") -> tuple[str, ...]:
    """Return the names that a support file must not hold: of organisations, environments and connections."""
    names: list[str] = []
    for one in snapshot.organisations if snapshot is not None else ():
        names += [one.organisation.name, one.organisation.envid]
        for each in one.connections:
            names += [each.connection.label, each.connection.app_connector]
    return tuple(names)
