"""The window itself, whatever is in it: its size, its first paint, its language, colours and letters."""

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QEvent, QSize, QTimer, Signal
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow

from afas_assistant.texts import Language
from afas_assistant.ui.language import switch_language
from afas_assistant.ui.settings import Settings
from afas_assistant.ui.tasks import TaskRunner
from afas_assistant.ui.theme import Scheme, Theme

SIZE = QSize(1280, 800)
LEAST = QSize(480, 360)


class Shell(QMainWindow):
    """Signals: `first_painted`, once, when the window is on the screen."""

    first_painted = Signal()

    def __init__(self, theme: Theme, settings: Settings, runner: TaskRunner) -> None:
        super().__init__()
        self._theme, self._settings = theme, settings
        self._painted = False
        self.setWindowTitle("AFAS Assistant")
        self.setMinimumSize(LEAST)
        self.resize(SIZE)
        if geometry := settings.preferences.window_geometry:
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode()))
        runner.failed_unexpectedly.connect(self.on_work_failed)
        self._runner = runner

    def collapse(self) -> None:
        """Fit what is in the window to its width; there is nothing to fit in an empty one."""

    def on_work_failed(self, error: Exception) -> None:
        """Show what failed where nobody else says so, such as a setting that could not be saved."""
        from afas_assistant.ui.error_box import show_error  # noqa: PLC0415 - seldom needed

        show_error(self, error)

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

    def add_shortcuts(self, test_again: Callable[[], object], search: Callable[[], object]) -> None:
        """Let the keyboard do what every page has in common."""
        from PySide6.QtGui import QKeySequence, QShortcut  # noqa: PLC0415 - a first paint takes no keys

        for key, slot in (
            (QKeySequence.StandardKey.ZoomIn, self.on_larger_pressed),
            ("Ctrl+=", self.on_larger_pressed),
            (QKeySequence.StandardKey.ZoomOut, self.on_smaller_pressed),
            ("Ctrl+0", lambda: self.on_scale_chosen(100)),
            (QKeySequence.StandardKey.Refresh, test_again),
            ("Ctrl+K", search),
        ):
            QShortcut(QKeySequence(key), self, slot)


def _application() -> QApplication:
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        raise TypeError("there is no application, so there can be no window")
    return application
