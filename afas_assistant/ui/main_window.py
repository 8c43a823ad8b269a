"""The main window: a sidebar with the environments, and beside it the page of the one that was picked."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QSize, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QMainWindow, QStackedWidget, QWidget

from afas_assistant.texts import Language
from afas_assistant.ui.language import switch_language
from afas_assistant.ui.settings import Settings
from afas_assistant.ui.tasks import TaskRunner
from afas_assistant.ui.theme import Scheme, Theme
from afas_assistant.ui.typography import px
from afas_assistant.ui.worker_calls import vault_state, warm_up

if TYPE_CHECKING:  # loaded after the first paint
    from afas_assistant.ui.live_check import LiveCheck
    from afas_assistant.ui.pages.check import CheckPage
    from afas_assistant.ui.pages.connect import ConnectPage
    from afas_assistant.ui.pages.first_start import FirstStartPage
    from afas_assistant.ui.pages.starting import StartingPage
    from afas_assistant.ui.practice_room import PracticeRoom
    from afas_assistant.ui.sidebar import Sidebar
    from afas_assistant.ui.targets import ScenarioChoice, Target

SIZE = QSize(1280, 800)
LEAST = QSize(480, 360)
COLLAPSES = 900  # drawn pixels; a narrower window leaves the words out of the sidebar
PRACTICE_KEY = "practice"


class MainWindow(QMainWindow):
    """The shell. Signals: `first_painted`, once, when the window is on the screen."""

    first_painted = Signal()

    def __init__(
        self,
        theme: Theme,
        settings: Settings,
        runner: TaskRunner,
        *,
        new_check: "Callable[[TaskRunner], LiveCheck] | None" = None,
    ) -> None:
        super().__init__()
        self._theme, self._settings, self._runner = theme, settings, runner
        self._new_check = new_check or _live_check
        self.pages: dict[str, CheckPage] = {}
        self.sidebar: Sidebar | None = None
        self.connect_page: ConnectPage | None = None
        self.starting_page: StartingPage | None = None
        self._painted = False
        self._closing = False
        self.setWindowTitle("AFAS Assistant")
        self.setMinimumSize(LEAST)
        self.stack = QStackedWidget()
        middle = QWidget()
        self._columns = QHBoxLayout(middle)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(0)
        self._columns.addWidget(self.stack, 1)
        self.setCentralWidget(middle)
        opening = QLabel("AFAS Assistant")  # for the few milliseconds in which the first page is loaded
        opening.setMargin(24)
        self.stack.addWidget(opening)
        runner.failed_unexpectedly.connect(self.on_work_failed)
        self._restore_size()

    # ------------------------------------------------------------------ pages

    @cached_property
    def first_page(self) -> "FirstStartPage":
        """The page of the first start."""
        from afas_assistant.ui.pages.first_start import FirstStartPage  # noqa: PLC0415 - after the first paint

        page = FirstStartPage()
        page.connect_chosen.connect(self.show_connect)
        page.practice_chosen.connect(self.show_practice)
        page.language_chosen.connect(self.on_language_chosen)
        self.stack.addWidget(page)
        self._runner.start(vault_state, done=page.show_vault)
        return page

    @cached_property
    def room(self) -> "PracticeRoom":
        """The practice environment, which runs once somebody practises."""
        from afas_assistant.ui.practice_room import PracticeRoom  # noqa: PLC0415 - after the first paint

        room = PracticeRoom(self._runner, self)
        room.opened.connect(self.on_practice_opened)
        room.switched.connect(self.on_practice_switched)
        room.failed.connect(self.on_practice_failed)
        return room

    def show_first_start(self) -> None:
        """Offer the two ways to begin."""
        self.stack.setCurrentWidget(self.first_page)
        self.first_page.connect_button.setFocus()

    def show_connect(self) -> None:
        """Ask for an environment and a token."""
        from afas_assistant.ui.pages.connect import ConnectPage  # noqa: PLC0415 - after the first paint

        if self.connect_page is None:
            self.connect_page = ConnectPage(self._runner)
            self.connect_page.check_chosen.connect(self.show_check)
            self.connect_page.back_chosen.connect(self.on_back_chosen)
            self.stack.addWidget(self.connect_page)
        self.stack.setCurrentWidget(self.connect_page)
        self.connect_page.start_typing()

    def show_practice(self) -> None:
        """Show the practice environment; start it when it does not run yet."""
        if PRACTICE_KEY in self.pages:
            self.show_page(PRACTICE_KEY)
            return
        from afas_assistant.ui.pages.starting import StartingPage  # noqa: PLC0415 - after the first paint

        if self.starting_page is None:
            self.starting_page = StartingPage()
            self.starting_page.again_chosen.connect(self.show_practice)
            self.stack.addWidget(self.starting_page)
        self.starting_page.show_waiting()
        self.stack.setCurrentWidget(self.starting_page)
        self.room.open()

    def show_check(self, target: "Target", scenarios: "Sequence[ScenarioChoice]" = ()) -> None:
        """Check a target and show it; a page for the same environment is replaced."""
        from afas_assistant.ui.pages.check import CheckPage  # noqa: PLC0415 - after the first paint

        sidebar = self._shown_sidebar()
        self._drop_page(target.key)
        page = CheckPage(target, self._new_check(self._runner), scenarios)
        page.state_changed.connect(lambda state, words: sidebar.show_state(target.key, state, words))
        page.scenario_chosen.connect(self.room.switch)
        self.pages[target.key] = page
        self.stack.addWidget(page)
        sidebar.add(target.key, target.name, target.kind)
        self.show_page(target.key)
        page.start()

    def show_page(self, key: str) -> None:
        """Show the page of an environment."""
        self.stack.setCurrentWidget(self.pages[key])
        if self.sidebar is not None:
            self.sidebar.mark(key)

    def _drop_page(self, key: str) -> None:
        old = self.pages.pop(key, None)
        if old is not None:
            old.stop()
            self.stack.removeWidget(old)
            old.deleteLater()

    def _shown_sidebar(self) -> "Sidebar":
        """Return the sidebar; it comes with the first environment."""
        if self.sidebar is None:
            from afas_assistant.ui.settings_menu import SettingsMenu  # noqa: PLC0415 - after the first paint
            from afas_assistant.ui.sidebar import Sidebar  # noqa: PLC0415 - as above

            self.sidebar = Sidebar()
            self.sidebar.picked.connect(self.show_page)
            self.sidebar.connect_chosen.connect(self.show_connect)
            self.sidebar.settings_button.setMenu(
                SettingsMenu(
                    self._theme,
                    on_language=self.on_language_chosen,
                    on_scheme=self.on_scheme_chosen,
                    on_scale=self.on_scale_chosen,
                    parent=self.sidebar,
                )
            )
            self._columns.insertWidget(0, self.sidebar)
            self._collapse()
        return self.sidebar

    # ------------------------------------------------------------------ what happens

    def on_back_chosen(self) -> None:
        """Go back to the environment that was shown, or to the start."""
        if self.pages:
            self.show_page(next(reversed(self.pages)))
        else:
            self.show_first_start()

    def on_practice_opened(self, target: "Target", scenarios: "Sequence[ScenarioChoice]") -> None:
        """Check the practice environment as soon as it runs."""
        if not self._closing:
            self.show_check(target, scenarios)

    def on_practice_switched(self, scenario: str) -> None:  # noqa: ARG002 - the page has the name already
        """Check again under the new scenario."""
        if page := self.pages.get(PRACTICE_KEY):
            page.start()

    def on_practice_failed(self, error: Exception) -> None:
        """Say that the practice environment did not start, or went away."""
        if page := self.pages.get(PRACTICE_KEY):
            page.on_practice_failed(error)
        elif self.starting_page is not None:
            self.starting_page.show_failure(error)

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
        self._collapse()

    def on_larger_pressed(self) -> None:
        """Go one size up."""
        self._theme.step_scale(1)
        self.on_scale_chosen(self._theme.scale)

    def on_smaller_pressed(self) -> None:
        """Go one size down."""
        self._theme.step_scale(-1)
        self.on_scale_chosen(self._theme.scale)

    def on_first_painted(self) -> None:
        """Load what the first paint did without."""
        self._theme.mend_style()
        self._add_shortcuts()
        self._runner.start(warm_up, done=_nothing)

    # ------------------------------------------------------------------ the window itself

    def paintEvent(self, event: QPaintEvent) -> None:
        """Notice the first paint; what follows waits until it is on the screen."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.first_painted.emit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the words out of the sidebar where the window is narrow."""
        super().resizeEvent(event)
        self._collapse()

    def changeEvent(self, event: QEvent) -> None:
        """Keep to the width that fits the size of letters."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "sidebar"):
            self._collapse()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop everything that runs; nothing is waited for."""
        self._closing = True
        geometry = bytes(self.saveGeometry().toBase64().data()).decode()
        self._settings.remember(window_geometry=geometry)
        for page in self.pages.values():
            page.stop()
        if "room" in vars(self):
            self.room.close()
        self._runner.close()
        super().closeEvent(event)

    def _collapse(self) -> None:
        if self.sidebar is not None:
            self.sidebar.set_narrow(narrow=self.width() < px(COLLAPSES))

    def _restore_size(self) -> None:
        self.resize(SIZE)
        if geometry := self._settings.preferences.window_geometry:
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode()))

    def _add_shortcuts(self) -> None:
        from PySide6.QtGui import QKeySequence, QShortcut  # noqa: PLC0415 - a first paint takes no keys

        for key, slot in (
            (QKeySequence.StandardKey.ZoomIn, self.on_larger_pressed),
            ("Ctrl+=", self.on_larger_pressed),
            (QKeySequence.StandardKey.ZoomOut, self.on_smaller_pressed),
            ("Ctrl+0", lambda: self.on_scale_chosen(100)),
            (QKeySequence.StandardKey.Refresh, self._test_again),
        ):
            QShortcut(QKeySequence(key), self, slot)

    def _test_again(self) -> None:
        page = next((page for page in self.pages.values() if page is self.stack.currentWidget()), None)
        if page is not None and not page.running:
            page.start()


def _live_check(runner: TaskRunner) -> "LiveCheck":
    from afas_assistant.ui.live_check import LiveCheck  # noqa: PLC0415 - after the first paint

    return LiveCheck(runner)


def _application() -> QApplication:
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        raise TypeError("there is no application, so there can be no window")
    return application


def _nothing(_: object) -> None:
    """Loaded, as was to be expected."""
