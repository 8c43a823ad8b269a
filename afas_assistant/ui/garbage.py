"""When Python searches for reference cycles: on the thread of the window, seldom, and never through long lists.

By itself it searches on whatever thread makes an object, and holds all threads meanwhile. A plan of 100,000 records is
more than a million objects: one search through them took 215 ms, a full one 600 ms (measured). Here it searches only
among what is young. What has become too much to be searched in a few milliseconds is set aside (`gc.freeze`, which
costs nothing however much it is): reference counts still free it, as they free nearly everything. A cycle among it is
found once nobody looks at the window: each plan leaves some thousand objects in cycles, half a megabyte (measured). It
also keeps Qt's objects from being freed on a thread that is not theirs.
"""

import gc
import threading
import time
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

INTERVAL = 250
"""Milliseconds between two looks at how much was made."""
FEW = 2_000
"""New objects that are worth a search."""
BUSY = 0.025
"""Seconds of work of other threads between two looks, in which they can have made tens of thousands of objects."""
MANY = 20_000
"""Objects that are searched at most: a microsecond each, on the machine that this was measured on."""
SELDOM = 600_000
"""Milliseconds between two moments at which everything may be searched."""
LONG = 5_000
"""Records that take longer to free than a frame."""
STEP, REST = 100, 0.001
"""Records that are freed at once, and the seconds after them in which the window has the interpreter for itself."""


class ShortCollections(QObject):
    """Searches in place of Python as long as it lives; afterwards Python does so itself again."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._survivors, self._worked = 0, 0.0
        self._others_worked()
        gc.disable()
        gc.freeze()
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL)
        self._timer.timeout.connect(self.on_timer_timeout)
        self._timer.start()
        self._seldom = QTimer(self)
        self._seldom.setInterval(SELDOM)
        self._seldom.timeout.connect(self.on_seldom_timeout)
        self._seldom.start()
        self.destroyed.connect(gc.enable)

    def on_timer_timeout(self) -> None:
        """Search, or set aside what would take too long.

        How much there is, is reckoned, since nothing tells: Python takes off what was freed of what is old, and
        `gc.get_objects` holds for a moment the tuples that other threads are making, at which Python fails with
        *SystemError: bad argument to internal function*. So what was made while other threads worked counts as much.
        """
        made = gc.get_count()[0]
        if self._others_worked() > BUSY or self._survivors + made > MANY:
            gc.freeze()
            self._survivors = 0
        elif made >= FEW:
            self._survivors += made - gc.collect()

    def on_seldom_timeout(self) -> None:
        """Search everything, however long that takes, where no window of the program is in use."""
        if QGuiApplication.applicationState() is not Qt.ApplicationState.ApplicationActive:
            gc.unfreeze()
            gc.collect()
            gc.freeze()
            self._survivors = 0

    def _others_worked(self) -> float:
        """Return the seconds of the processor that all threads but this one took since the last look."""
        before, self._worked = self._worked, time.process_time() - time.thread_time()
        return self._worked - before


def keep_collections_short(owner: QObject) -> ShortCollections:
    """Search for cycles in a way that no window waits for, as long as `owner` lives."""
    return ShortCollections(owner)


def free_aside(rows: list[Any]) -> None:
    """Empty a long list that nobody needs any more, on another thread and in small steps; a short one frees itself.

    What a plan of 100,000 records is made of takes 140 ms to free (measured), and as one step it holds every thread.
    """
    if len(rows) < LONG:
        return
    with suppress(RuntimeError):  # no thread begins any more once Python ends, and nothing needs to be freed then
        threading.Thread(target=_empty, args=(rows,), name="free", daemon=True).start()


def _empty(rows: list[Any]) -> None:
    while rows:
        del rows[-STEP:]
        time.sleep(REST)
