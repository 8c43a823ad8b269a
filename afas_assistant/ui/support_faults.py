"""Faults of ours, wherever they happen: written into the log with their traceback, and told to the window once."""

import logging
import sys
import threading
from types import TracebackType

from PySide6.QtCore import QObject, Signal

from afas_assistant.errors import AssistantError

_log = logging.getLogger(__name__)


class Faults(QObject):
    """Hears of every exception that nobody caught: of a slot, of a thread.

    Signals: `met(exception)`, on the thread of the window.
    """

    met = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._before = (sys.excepthook, threading.excepthook)

    def listen(self) -> None:
        """Take the place of Python's own hooks, which write a traceback to a terminal that nobody sees."""
        sys.excepthook = self.on_slot_failed
        threading.excepthook = self.on_thread_failed

    def close(self) -> None:
        """Let Python's own hooks have it again."""
        sys.excepthook, threading.excepthook = self._before

    def on_slot_failed(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Take an exception of the window's thread."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self._take(error)

    def on_thread_failed(self, told: threading.ExceptHookArgs) -> None:
        """Take an exception of another thread; a lane catches its own."""
        if told.exc_value is not None:
            self._take(told.exc_value)

    def _take(self, error: BaseException) -> None:
        note(error)
        self.met.emit(error)


def note(error: BaseException) -> None:
    """Write a fault of ours into the log; what a person can read about is none."""
    if not isinstance(error, AssistantError):
        _log.error("a fault of ours", exc_info=error)
