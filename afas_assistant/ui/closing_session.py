"""The end of a session by the system: stops between two records where there is time, and never holds it up."""

import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

from PySide6.QtCore import QEventLoop, QObject, QSocketNotifier, QTimer
from PySide6.QtGui import QGuiApplication, QSessionManager

from afas_assistant.ui.closing import SESSION_PATIENCE
from afas_assistant.ui.shell import Shell

SIGNALS = ("SIGTERM", "SIGINT", "SIGHUP")


class SessionEnd(QObject):
    """Hears of the end of a session, and of the signals by which a system or a terminal ends a program.

    Python looks at a signal only when it has the turn, which in an idle event loop it never has: so the signal also
    writes a byte to a socket that Qt watches. Windows tells a window of the end in Qt's way alone.
    """

    def __init__(self, application: QGuiApplication, window: Shell) -> None:
        super().__init__(application)
        self._window = window
        self._before: dict[int, Callable[[int, FrameType | None], object] | int | None] = {}
        application.commitDataRequest.connect(self.on_commit_data_requested)
        if sys.platform != "win32":
            self._watch_signals()

    def on_commit_data_requested(self, manager: QSessionManager) -> None:  # noqa: ARG002 - nothing is asked
        """Stop, and give a record that is under way a moment; the session ends when this returns."""
        if self._window.stop_for_session():
            loop = QEventLoop()
            self._window.closing.allowed.connect(loop.quit)
            QTimer.singleShot(SESSION_PATIENCE, loop, loop.quit)
            self._window.closing.end(SESSION_PATIENCE)
            loop.exec()

    def on_signal(self) -> None:
        """Close the window as soon as no record is under way, or when the time is up."""
        with suppress(BlockingIOError):
            self._reading.recv(64)
        self._window.stop_for_session()
        self._window.closing.end(SESSION_PATIENCE)

    def close(self) -> None:
        """Let the signals do what they did before."""
        for number, handler in self._before.items():
            signal.signal(number, handler)
        if self._before:
            signal.set_wakeup_fd(-1)
            self._notifier.setEnabled(False)
            self._reading.close()
            self._writing.close()
            self._before.clear()

    def _watch_signals(self) -> None:
        self._reading, self._writing = socket.socketpair()
        for one in (self._reading, self._writing):
            one.settimeout(0)
        self._notifier = QSocketNotifier(self._reading.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self.on_signal)
        signal.set_wakeup_fd(self._writing.fileno(), warn_on_full_buffer=False)
        for name in SIGNALS:
            number = getattr(signal, name)
            self._before[number] = signal.signal(number, _leave_it_to_qt)


def _leave_it_to_qt(number: int, frame: FrameType | None) -> None:
    """Do nothing here: the byte on the socket is what counts."""
