"""What the window remembers of each organisation, in memory at once and on the disk a little later.

Read with the desk, off the thread of the window. Written by a worker once nothing has changed for a while: a splitter
that is dragged changes at every pixel.
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from afas_assistant.organisations.views import OrganisationView, TabView, Views, save_views
from afas_assistant.ui.tasks import TaskRunner, nothing
from afas_assistant.ui.typography import factor

PAUSE = 800
"""Milliseconds without a change before the file is written."""
_log = logging.getLogger(__name__)


class Remembered(QObject):
    """How the pages of all organisations were left. Before `open` nothing is known, and nothing is written."""

    def __init__(self, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._path: Path | None = None
        self._views: dict[str, OrganisationView] = {}
        self._changed = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self.on_timer_timeout)

    def open(self, path: Path, views: Views) -> None:
        """Take over what was read from the file; what changed before that counts."""
        self._path, self._views = path, {**views, **self._views}

    def view(self, envid: str) -> OrganisationView:
        """Return how the page of an organisation was left."""
        return self._views.get(envid, OrganisationView())

    def keep(self, envid: str, view: OrganisationView) -> None:
        """Remember how a page is now."""
        if self.view(envid) != view:
            self._views[envid] = view
            self._save_soon()

    def forget(self, envid: str) -> None:
        """Remember nothing of an organisation that goes."""
        if self._views.pop(envid, None) is not None:
            self._save_soon()

    def on_timer_timeout(self) -> None:
        """Write the file."""
        work = self.unsaved()
        if work is not None:
            self._runner.start(work, done=nothing)

    def unsaved(self) -> Callable[[], None] | None:
        """Return what writes the file, for a worker or the end of the program; None where nothing has changed."""
        self._timer.stop()
        path, views = self._path, dict(self._views)
        if path is None or not self._changed:
            return None
        self._changed = False
        return lambda: _save(path, views)

    def _save_soon(self) -> None:
        self._changed = True
        self._timer.start()


class PageMemory:
    """What is remembered of one organisation."""

    def __init__(self, remembered: Remembered, envid: str) -> None:
        self._remembered, self._envid = remembered, envid

    @property
    def view(self) -> OrganisationView:
        """How its page was left."""
        return self._remembered.view(self._envid)

    def keep(self, **changes: object) -> None:
        """Remember how its page is now."""
        self._remembered.keep(self._envid, replace(self.view, **changes))  # type: ignore[arg-type]

    def tab(self, name: str) -> "TabMemory":
        """Return what is remembered of one of its tabs."""

        def kept(view: TabView) -> None:
            self.keep(tabs={**self.view.tabs, name: view})

        return TabMemory(self.view.tabs.get(name, TabView()), kept)


class TabMemory:
    """What is remembered of one tab; by itself for as long as the tab lives."""

    def __init__(self, view: TabView | None = None, kept: Callable[[TabView], object] = nothing) -> None:
        self.view = view or TabView()
        self._kept = kept

    def keep(self, **changes: object) -> None:
        """Remember how it is now."""
        changed = replace(self.view, **changes)  # type: ignore[arg-type]
        if changed != self.view:
            self.view = changed
            self._kept(changed)


def at_hundred(length: int) -> int:
    """Return a length on the screen as it would be at a font scale of 100 %."""
    return round(length / factor())


def _save(path: Path, views: Views) -> None:
    try:
        save_views(path, views)
    except OSError as error:  # a full disk: the window has its sizes, and the next change tries again
        _log.info("what the window remembers was not written: %s", error.strerror or type(error).__name__)
