"""What goes on while nobody looks at the window: the icon in the tray, notifications, and hiding in place of closing.

All of it is off until the person turns it on.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from afas_assistant.texts import Text, joined, literal, phrase, phrase_n
from afas_assistant.ui.closing import Leaving
from afas_assistant.ui.kept import Kept
from afas_assistant.ui.settings import Settings
from afas_assistant.ui.settings_menu import Switch
from afas_assistant.ui.tasks import TaskRunner
from afas_assistant.ui.tray import FIRST_THE_ICON, NOT_HERE, Tray

if TYPE_CHECKING:  # loaded once the desk is open
    from afas_assistant.ui.nightly_timer import NightlyOutcome, NightlyTimer
    from afas_assistant.ui.snapshots import OrganisationSnapshot, Snapshot

WARN_DAYS = 14
"""Days before its end at which a token is told of."""
KINDS: dict[str, Text] = {
    "customers": phrase("Customers"),
    "invoices": phrase("Invoicing"),
    "bookings": phrase("Sales bookings"),
}
"""The runs that are told of, by the kind of their plan; taking back is done by somebody who looks."""
TROUBLED = frozenset({"some_not", "held", "failed"})
"""How a night can end that somebody should know of."""


class Background(QObject):
    """Owns the tray, and the timer of the nights. Signals, from the menu of the tray: `check_chosen`, `quit_chosen`."""

    check_chosen = Signal()
    quit_chosen = Signal()

    def __init__(
        self,
        window: QWidget,
        settings: Settings,
        runner: TaskRunner,
        *,
        new_tray: Callable[[QWidget], Tray] = Tray,
    ) -> None:
        super().__init__(window)
        self._window, self._settings, self._runner = window, settings, runner
        self._told_tokens: set[int] = set()
        self._ended_runs: dict[int, frozenset[datetime]] = {}
        self._kept: Kept | None = None
        self.nights: NightlyTimer | None = None
        self.tray = new_tray(window)
        self.tray.open_chosen.connect(self.on_open_chosen)
        self.tray.check_chosen.connect(self.check_chosen)
        self.tray.quit_chosen.connect(self.quit_chosen)
        self.tray.show(shown=settings.preferences.tray)

    def switches(self) -> Sequence[Switch]:
        """Return what can be turned on and off in the settings menu."""
        chosen = self._settings
        return (
            Switch(phrase("Icon in the tray"), lambda: chosen.preferences.tray, self.on_tray_turned, self._no_tray),
            Switch(
                phrase("Keep running in the tray when the window is closed"),
                lambda: chosen.preferences.keep_running,
                lambda on: chosen.change(self._runner, keep_running=on),
                self._no_icon,
            ),
            Switch(
                phrase("Notifications"),
                lambda: chosen.preferences.notify,
                lambda on: chosen.change(self._runner, notify=on),
                self._no_icon,
            ),
        )

    def on_tray_turned(self, on: bool) -> None:
        """Show the icon, or take it away."""
        self._settings.change(self._runner, tray=on)
        self.tray.show(shown=on)

    def on_open_chosen(self) -> None:
        """Show the window that was hidden."""
        QApplication.setQuitOnLastWindowClosed(True)
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()

    def hides(self) -> bool:
        """Hide the window in place of closing it, where the person chose so, and return whether it was."""
        chosen = self._settings.preferences
        if not (chosen.keep_running and self.tray.is_shown and self.tray.available):
            return False
        QApplication.setQuitOnLastWindowClosed(False)  # nor when a dialog is the last window that closes
        self._window.hide()
        if not chosen.told_running:
            self._settings.change(self._runner, told_running=True)
            self.tray.tell(
                phrase("AFAS Assistant is still running"),
                phrase("Open it, or quit it, from this icon. The settings say whether closing hides the window."),
            )
        return True

    def begin(self, kept: Kept) -> None:
        """Look at the clock from now on: the desk is open."""
        from afas_assistant.ui.nightly_timer import NightlyTimer  # noqa: PLC0415 - after the first paint

        if self.nights is None:
            self._kept = kept
            self.nights = NightlyTimer(kept, self._runner, self)
            self.nights.ran.connect(self.on_night_ran)
            self.nights.start()

    def leaving(self) -> list[Leaving]:
        """Return the nights that are being done, as closing has to know them."""
        found = []
        for envid, progress in self.nights.progress().items() if self.nights is not None else ():
            one = self._organisation(envid)
            if one is not None:
                reached, number, name = progress.reached(), one.organisation.id, one.organisation.name
                begun = reached.total is not None
                what = phrase("Nightly import")
                found.append(Leaving(number, name, what, progress.stop, begun, reached.done, reached.total))
        return found

    def close(self) -> None:
        """Take the icon away; from here on the last window ends the program again."""
        if self.nights is not None:
            self.nights.stop()
        self.tray.show(shown=False)
        QApplication.setQuitOnLastWindowClosed(True)

    # ------------------------------------------------------------------ telling

    def on_kept_changed(self, snapshot: "Snapshot") -> None:
        """Tell of runs that ended since the last time, and of tokens that end soon, each once."""
        for one in snapshot.organisations:
            self._tell_tokens(one)
            self._tell_runs(one)
        self._ended_runs = {
            one.organisation.id: frozenset(run.when for run in one.daily.runs if run.ended)
            for one in snapshot.organisations
        }

    def on_night_ran(self, outcome: "NightlyOutcome") -> None:
        """Tell of a night that somebody has to look after, also where the window is in front."""
        one = self._organisation(outcome.envid)
        if one is not None and outcome.attempt.ended in TROUBLED:
            title = _title(one, phrase("Nightly import"))
            self.tell(title, outcome.attempt.words, wrong=True)

    def _tell_runs(self, one: "OrganisationSnapshot") -> None:
        before = self._ended_runs.get(one.organisation.id)
        for run in one.daily.runs:
            if before is None or not run.ended or run.when in before or run.by_timer or run.kind not in KINDS:
                continue
            troubles = run.refused + run.unknown
            words = phrase("Everything was sent.")
            if troubles:
                words = phrase_n("1 refused or unknown", "{count} refused or unknown", troubles)
            self._tell(_title(one, KINDS[run.kind]), words, wrong=troubles > 0)

    def _tell_tokens(self, organisation: "OrganisationSnapshot") -> None:
        for one in organisation.connections:
            if one.days_left > WARN_DAYS or one.connection.id in self._told_tokens:
                continue
            self._told_tokens.add(one.connection.id)
            title = phrase("The token of {name} ends", name=organisation.organisation.name)
            if one.days_left < 0:
                title = phrase("The token of {name} has ended", name=organisation.organisation.name)
            words = phrase("A new one is needed, or the work stands still: open the organisation to replace it.")
            self._tell(title, words, wrong=True)

    def _organisation(self, envid: str) -> "OrganisationSnapshot | None":
        snapshot = self._kept.snapshot if self._kept is not None else None
        found = snapshot.organisations if snapshot is not None else ()
        return next((one for one in found if one.organisation.envid == envid), None)

    def tell(self, title: Text, words: Text, *, wrong: bool) -> None:
        """Tell something, where notifications are on, also while the person looks: it was not the person's doing."""
        if self._settings.preferences.notify:
            self.tray.tell(title, words, wrong=wrong)

    def _tell(self, title: Text, words: Text, *, wrong: bool) -> None:
        if not self._window.isActiveWindow():
            self.tell(title, words, wrong=wrong)

    def _no_tray(self) -> Text | None:
        return None if self.tray.available else NOT_HERE

    def _no_icon(self) -> Text | None:
        if not self.tray.available:
            return NOT_HERE
        return None if self.tray.is_shown else FIRST_THE_ICON


def _title(one: "OrganisationSnapshot", what: Text) -> Text:
    return joined(literal(one.organisation.name), what, separator=": ")
