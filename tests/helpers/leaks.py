"""Finds what a test leaves running: threads, Qt timers, windows on the screen.

A leftover does its harm later, as a crash in some other test, where nobody looks for it.
"""

import threading
import time
import weakref
from typing import Any

import pytest

PATIENCE = 2.0  # seconds that a thread gets to end by itself


class ThreadLeaks:
    """Compares the threads that hold up the end of the program before and after a test."""

    def __init__(self) -> None:
        self._before = set(threading.enumerate())

    def complaints(self) -> list[str]:
        """Return the threads that outlive the test, after a moment in which they may end."""
        deadline = time.monotonic() + PATIENCE
        for thread in self._extra():
            thread.join(max(0.0, deadline - time.monotonic()))
        return [f"thread still runs after the test: {thread.name}" for thread in self._extra()]

    def _extra(self) -> list[threading.Thread]:
        return [thread for thread in threading.enumerate() if thread not in self._before and not thread.daemon]


class QtLeaks:
    """Watches the Qt timers that a test starts, and looks for windows when it ends.

    pytest-qt has closed the widgets given to `qtbot.addWidget` by then; what is still visible, nobody owns.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from PySide6.QtCore import QTimer  # noqa: PLC0415 - tests without Qt do not load it for this

        self._timers: weakref.WeakSet[QTimer] = weakref.WeakSet()
        original, timers = QTimer.start, self._timers

        def start(timer: QTimer, *arguments: Any) -> None:
            timers.add(timer)
            original(timer, *arguments)

        monkeypatch.setattr(QTimer, "start", start)

    def complaints(self) -> list[str]:
        """Return the running timers and visible windows, and stop and close them for the next test's sake."""
        from PySide6.QtCore import QCoreApplication, QEvent  # noqa: PLC0415 - as above
        from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - as above
        from shiboken6 import isValid  # noqa: PLC0415 - as above

        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QCoreApplication.processEvents()
        timers = [timer for timer in self._timers if isValid(timer) and timer.isActive()]
        windows = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
        found = [f"timer still runs after the test: {timer!r} every {timer.interval()} ms" for timer in timers]
        found += [f"window still open after the test: {widget!r}" for widget in windows]
        for timer in timers:
            timer.stop()
        for widget in windows:
            widget.hide()
            widget.deleteLater()
        return found
