"""The application: makes the window, and takes everything down again when it is closed."""

import argparse
import json
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QApplication

from afas_assistant import __version__
from afas_assistant.paths import Folders, folders
from afas_assistant.texts import Language, use_language
from afas_assistant.ui import STARTED
from afas_assistant.ui.main_window import MainWindow
from afas_assistant.ui.settings import Settings
from afas_assistant.ui.single_instance import Instance
from afas_assistant.ui.tasks import TaskRunner
from afas_assistant.ui.theme import Scheme, Theme
from afas_assistant.ui.typography import TYPES, metrics

if TYPE_CHECKING:  # a worker imports it
    from afas_assistant.onboarding.desk import Desk

NAME = "AFAS Assistant"
DESKTOP_FILE = "afas-assistant"
"""The name of the desktop entry in `packaging/linux`, by which a desktop finds name and icon of the window."""
SWITCH_INTERVAL = 0.00005
"""Seconds after which a worker hands the interpreter over: with Python's own 5 ms, busy workers hold up a paint."""


def run(arguments: argparse.Namespace) -> int:
    """Open the window and return the exit code once it is closed.

    `demo` opens the practice environment; `data_dir` and `language` may be absent.
    """
    sys.setswitchinterval(SWITCH_INTERVAL)
    data_dir: Path | None = getattr(arguments, "data_dir", None)
    places = folders(data_dir)
    application = make_application()
    instance = Instance(places.data)
    if not instance.is_first and instance.wake_first(demo=arguments.demo):
        return 0
    window = make_window(application, places, getattr(arguments, "language", None))
    with ExitStack() as at_the_end:
        at_the_end.callback(instance.close)
        if arguments.report_first_paint:
            window.first_painted.connect(report_first_paint)
        else:
            window.first_painted.connect(lambda: keep_watch(application, window, places, at_the_end))
            window.first_painted.connect(lambda: start_work(window, places, instance, demo=arguments.demo))
        window.show()
        return application.exec()


def make_application() -> QApplication:
    """Return Qt's application; there is one in a program."""
    QCoreApplication.setApplicationName(NAME)
    QCoreApplication.setOrganizationName(NAME)
    QCoreApplication.setApplicationVersion(__version__)
    application = QApplication(sys.argv[:1])
    application.setApplicationDisplayName(NAME)
    application.setDesktopFileName(DESKTOP_FILE)
    return application


def make_window(application: QApplication, places: Folders, language: Language | None = None) -> MainWindow:
    """Return the window with theme, language and lanes; everything it keeps lies in `places`."""
    settings = Settings(places.preferences)
    preferences = settings.preferences
    use_language(language or preferences.language)
    theme = Theme(application, Scheme(preferences.theme), preferences.font_scale)
    window = MainWindow(theme, settings, TaskRunner(application), new_desk=lambda: new_desk(places), places=places)
    window.destroyed.connect(theme.deleteLater)
    return window


def new_desk(places: Folders) -> "Desk":
    """Return the program's one desk; on a worker, since it brings the client's libraries along."""
    from afas_assistant.ui.kept import desk_of  # noqa: PLC0415 - after the first paint

    return desk_of(places)()


def keep_watch(application: QApplication, window: MainWindow, places: Folders, at_the_end: ExitStack) -> None:
    """Write the log, tell faults of ours, and hear of the end of the session, until the program ends."""
    from afas_assistant.logs import start_log, stop_log  # noqa: PLC0415 - the first paint does without
    from afas_assistant.ui.closing_session import SessionEnd  # noqa: PLC0415 - as above
    from afas_assistant.ui.support_faults import Faults  # noqa: PLC0415 - as above

    at_the_end.callback(stop_log, start_log(places.logs))
    faults = Faults(window)
    faults.met.connect(window.on_work_failed)
    faults.listen()
    at_the_end.callback(faults.close)
    at_the_end.callback(SessionEnd(application, window).close)


def start_work(window: MainWindow, places: Folders, instance: Instance | None = None, *, demo: bool) -> None:
    """Do what waited for the first paint."""
    from PySide6.QtGui import QIcon  # noqa: PLC0415 - a taskbar can wait for it

    from afas_assistant.ui.garbage import keep_collections_short  # noqa: PLC0415 - as above
    from afas_assistant.ui.icons import brand  # noqa: PLC0415 - as above

    window.setWindowIcon(QIcon(brand(64)))
    keep_collections_short(window)
    window.on_first_painted()
    window.tell_remarks()
    measure_letters()
    if instance is not None and instance.is_first:
        instance.listen(lambda demo: come_forward(window, demo=demo))
    kept = is_kept(places)
    if not demo:
        window.open_kept(expected=kept)
        return
    if kept:  # read while the practice environment starts; where there is nothing yet, the wizard opens the desk
        window.kept.open()
    window.show_practice()


def is_kept(places: Folders) -> bool:
    """Return whether there is a database, or something in the way of looking, which opening it then tells."""
    try:
        return places.database.exists()
    except OSError:
        return True


def come_forward(window: MainWindow, *, demo: bool) -> None:
    """Raise the window: somebody started the program once more."""
    window.come_forward()
    if demo:
        window.show_practice()


def measure_letters() -> None:
    """Have Qt load the fonts that a checklist needs: the first measure of each takes longer than a paint may."""
    for role in TYPES:
        metrics(role).horizontalAdvance("AfasŒ’·›…•")


def report_first_paint() -> None:
    """Print when the window was on the screen and what was loaded by then, and end: the start-up test reads it."""
    modules = sorted({name.partition(".")[0] for name in sys.modules})
    print(json.dumps({"milliseconds": _since_start(), "modules": modules}), flush=True)
    QTimer.singleShot(0, lambda: QCoreApplication.exit(0))  # nothing was begun that has to be closed first


def _since_start() -> float:
    """Return the milliseconds since the window's code began to load."""
    return (time.perf_counter() - STARTED) * 1000
