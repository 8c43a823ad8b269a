"""The window itself, whatever is in it: its size, its first paint, its language, colours and letters, and its end."""

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QCoreApplication, QEvent, QSize, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow

from afas_assistant.texts import Language
from afas_assistant.ui.language import switch_language
from afas_assistant.ui.settings import Settings
from afas_assistant.ui.tasks import TaskRunner
from afas_assistant.ui.theme import Scheme, Theme

if TYPE_CHECKING:  # loaded after the first paint
    from collections.abc import Sequence

    from PySide6.QtGui import QShortcut
    from PySide6.QtWidgets import QWidget

    from afas_assistant.paths import Folders
    from afas_assistant.ui.background import Background
    from afas_assistant.ui.closing import Closing, Leaving
    from afas_assistant.ui.help_desk import HelpDesk
    from afas_assistant.ui.settings_menu import SettingsMenu
    from afas_assistant.ui.snapshots import Snapshot

SIZE = QSize(1280, 800)
LEAST = QSize(480, 360)
SESSION_ENDS = 60_000
"""Milliseconds in which a session that ends has ended; after that it was kept from ending."""
REMARKS_SHOWN = 5


class Shell(QMainWindow):
    """Signals: `first_painted`, once, when the window is on the screen."""

    first_painted = Signal()

    def __init__(self, theme: Theme, settings: Settings, runner: TaskRunner, places: "Folders | None" = None) -> None:
        super().__init__()
        self._theme, self._settings = theme, settings
        self._places = places
        self._painted = False
        self._may_close = False
        self.is_closing = False
        self._help_keys: list[QShortcut] = []
        self.setWindowTitle("AFAS Assistant")
        self.setMinimumSize(LEAST)
        self.resize(SIZE)
        if geometry := settings.preferences.window_geometry:
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode()))
        runner.failed_unexpectedly.connect(self.on_task_failed)
        self._runner = runner

    # ------------------------------------------------------------------ what the window in use adds

    def collapse(self) -> None:
        """Fit what is in the window to its width; there is nothing to fit in an empty one."""

    def under_way(self) -> "Sequence[Leaving]":
        """Return what closing has to ask about; nothing goes on in an empty window."""
        return ()

    def stop_all(self) -> None:
        """Stop whatever runs, and wait for nothing."""
        self._runner.close()

    def last_shown(self) -> str:
        """Return what to show first the next time."""
        return ""

    def on_check_chosen(self) -> None:
        """Check everything that is kept; nothing is in an empty window."""

    def known(self) -> "Snapshot | None":
        """Return what is kept, as far as it was read; its names are left out of a support file."""
        return None

    # ------------------------------------------------------------------ help, and what failed

    @cached_property
    def help_desk(self) -> "HelpDesk":
        """The guide, the keys, the support file, and what this program is made of."""
        from afas_assistant.ui.help_desk import HelpDesk  # noqa: PLC0415 - once it is asked for

        return HelpDesk(self, self._settings, self._runner, self.known, self._places)

    def on_task_failed(self, error: Exception) -> None:
        """Show what failed on a worker; a fault of ours is written into the log as well."""
        from afas_assistant.ui.support_faults import note  # noqa: PLC0415 - seldom needed

        note(error)
        self.on_work_failed(error)

    def on_work_failed(self, error: Exception) -> None:
        """Show what failed where nobody else says so, such as a setting that could not be saved."""
        from afas_assistant.ui.error_box import show_error  # noqa: PLC0415 - seldom needed

        show_error(self, error)

    def tell_remarks(self) -> None:
        """Say what was wrong with the file of preferences, if anything was."""
        if self._settings.remarks:
            from afas_assistant.errors import ConfigurationError  # noqa: PLC0415 - seldom needed
            from afas_assistant.texts import joined, phrase  # noqa: PLC0415 - as above

            self.on_work_failed(
                ConfigurationError(
                    "preferences_odd",
                    title=phrase("Not all preferences could be used."),
                    explanation=joined(*self._settings.remarks[:REMARKS_SHOWN], separator="\n"),
                    action=phrase("Choose anew in the settings what is not as you had it."),
                )
            )

    # ------------------------------------------------------------------ settings

    def new_settings_menu(self, parent: "QWidget") -> "SettingsMenu":
        """Return the menu of settings and help."""
        from afas_assistant.texts import phrase  # noqa: PLC0415 - after the first paint
        from afas_assistant.ui.settings_menu import SettingsMenu  # noqa: PLC0415 - as above

        menu = SettingsMenu(
            self._theme,
            on_language=self.on_language_chosen,
            on_scheme=self.on_scheme_chosen,
            on_scale=self.on_scale_chosen,
            parent=parent,
        )
        menu.add_switches(phrase("Tray"), self.background.switches())
        menu.add_actions(phrase("Help"), self.help_desk.actions())
        return menu

    def on_language_chosen(self, language: Language) -> None:
        """Switch the language of everything, and remember it."""
        switch_language(_application(), language)
        self._settings.change(self._runner, language=language)

    def on_scheme_chosen(self, scheme: Scheme) -> None:
        """Switch between light and dark, and remember it."""
        self._theme.set_scheme(scheme)
        self._settings.change(self._runner, theme=scheme.value)

    def on_scale_chosen(self, scale: int) -> None:
        """Set the size of letters, and remember it."""
        self._theme.set_scale(scale)
        self._settings.change(self._runner, font_scale=self._theme.scale)
        self.collapse()

    def on_larger_pressed(self) -> None:
        """Go one size up."""
        self._theme.step_scale(1)
        self.on_scale_chosen(self._theme.scale)

    def on_smaller_pressed(self) -> None:
        """Go one size down."""
        self._theme.step_scale(-1)
        self.on_scale_chosen(self._theme.scale)

    def install_shortcuts(self) -> None:
        """Let the keyboard do what every window has in common."""
        from afas_assistant.ui.shortcuts import install  # noqa: PLC0415 - a first paint takes no keys

        self._help_keys = install("help", self, self.help_desk.show_shortcuts)
        install("larger", self, self.on_larger_pressed)
        install("smaller", self, self.on_smaller_pressed)
        install("usual_size", self, lambda: self.on_scale_chosen(100))

    def allow_help_key(self, *, allowed: bool) -> None:
        """Leave F1 to a page that explains itself by it, or take it back."""
        for one in self._help_keys:
            one.setEnabled(allowed)

    # ------------------------------------------------------------------ the end

    @cached_property
    def closing(self) -> "Closing":
        """Asks before the window closes while records leave."""
        from afas_assistant.ui.closing import Closing  # noqa: PLC0415 - after the first paint

        closing = Closing(self.under_way, self)
        closing.allowed.connect(self.leave)
        return closing

    @cached_property
    def background(self) -> "Background":
        """The tray, and what goes on while the window is hidden."""
        from afas_assistant.ui.background import Background  # noqa: PLC0415 - after the first paint

        background = Background(self, self._settings, self._runner)
        background.check_chosen.connect(self.on_check_chosen)
        background.quit_chosen.connect(self.on_quit_chosen)
        return background

    def come_forward(self) -> None:
        """Bring the window to the front, wherever it is."""
        from PySide6.QtCore import Qt  # noqa: PLC0415 - seldom needed

        self.setWindowState((self.windowState() & ~Qt.WindowState.WindowMinimized) | Qt.WindowState.WindowActive)
        self.show()
        self.raise_()
        self.activateWindow()
        QApplication.alert(self)

    def on_quit_chosen(self) -> None:
        """Close, and do not hide in the tray; the question about records that leave is still asked."""
        if self.under_way():
            self.come_forward()
            self.closing.ask()
        else:
            self.leave()

    def leave(self) -> None:
        """Close without a question."""
        self._may_close = True
        hidden = self.isHidden()
        self.close()
        if hidden:  # no last window closes that would end the program
            QCoreApplication.quit()

    def stop_for_session(self) -> bool:
        """Stop everything since the session ends, and return whether a record is under way; nobody is asked."""
        self._may_close = True
        QTimer.singleShot(SESSION_ENDS, self, self.on_session_went_on)
        return self.closing.stop_all()

    def on_session_went_on(self) -> None:
        """Ask again from now on: somebody else kept the session from ending."""
        self._may_close = False

    def closeEvent(self, event: QCloseEvent) -> None:
        """Hide in the tray where that is wanted; ask while records leave; else stop everything and wait for nothing."""
        if not self._may_close and self._has_to_stay():
            event.ignore()
            return
        self.is_closing = True
        geometry = bytes(self.saveGeometry().toBase64().data()).decode()
        self._settings.remember(window_geometry=geometry, last_organisation=self.last_shown())
        self.stop_all()
        if "background" in vars(self):
            self.background.close()
        super().closeEvent(event)

    def _has_to_stay(self) -> bool:
        """Hide, or ask, where that is called for, and return whether the window is not to be closed."""
        if "background" in vars(self) and self.background.hides():
            return True
        return bool(self.under_way()) and self.closing.ask()

    # ------------------------------------------------------------------ Qt's own

    def paintEvent(self, event: QPaintEvent) -> None:
        """Notice the first paint; what follows waits until it is on the screen."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.first_painted.emit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep to the width there is."""
        super().resizeEvent(event)
        self.collapse()

    def changeEvent(self, event: QEvent) -> None:
        """Keep to the width that fits the size of letters."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_runner"):
            self.collapse()


def _application() -> QApplication:
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        raise TypeError("there is no application, so there can be no window")
    return application
