"""When Python searches for reference cycles: on the thread of the window, seldom, and never through long lists.

By itself it searches on whatever thread makes an object, and holds all threads meanwhile. A plan of 100,000 records is
more than a million objects: one search through them took 215 ms, a full one 600 ms (measured). Here it searches only
among what is young. What has become too much to be searched in a few milliseconds is set aside (`gc.freeze`, which
costs nothing however much it is): reference counts still free it, as they free nearly everything, only a cycle among it
stays for good. It also keeps Qt's objects from being freed on a thread that is not theirs.
"""

import gc
import threading
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QObject, QTimer

INTERVAL = 250
"""Milliseconds between two looks at how much was made."""
FEW = 2_000
"""New objects that are worth a search."""
MANY = 20_000
"""Objects that are searched at most: a microsecond each, on the machine that this was measured on."""


class ShortCollections(QObject):
    """Searches in place of Python as long as it lives; afterwards Python does so itself again."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._survivors = 0
        gc.disable()
        gc.freeze()
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL)
        self._timer.timeout.connect(self.on_timer_timeout)
        self._timer.start()
        self.destroyed.connect(gc.enable)

    def on_timer_timeout(self) -> None:
        """Search, or set aside what would take too long.

        How much there is, is reckoned: `gc.get_objects` would count it, but holds for a moment the tuples that other
        threads are making, and Python fails there with *SystemError: bad argument to internal function*.
        """
        made = gc.get_count()[0]
        if made < FEW:
            return
        if self._survivors + made > MANY:
            gc.freeze()
            self._survivors = 0
        else:
            self._survivors += made - gc.collect()


def keep_collections_short(owner: QObject) -> ShortCollections:
    """Search for cycles in a way that no window waits for, as long as `owner` lives."""
    return ShortCollections(owner)


def free_aside(rows: list[Any]) -> None:
    """Empty a list that nobody needs any more, on another thread and in small steps.

    What a plan of 100,000 records is made of takes 140 ms to free (measured), and as one step it holds every thread.
    """
    with suppress(RuntimeError):  # no thread begins any more once Python ends, and nothing needs to be freed then
        threading.Thread(target=_empty, args=(rows,), name="free", daemon=True).start()


def _empty(rows: list[Any]) -> None:
    while rows:
        rows.pop()
