"""Keeps PySide6 from reading the source of every module that the program loads."""

import importlib
from contextlib import suppress

import PySide6.QtCore  # noqa: F401 - brings what is looked up below

READS_SOURCES = "_mod_uses_pyside"


def leave_sources_unread() -> None:
    """Have PySide6 take it that no module of ours asks for its other spellings (`snake_case`, `true_property`).

    WORKAROUND: https://doc.qt.io/qtforpython-6/considerations.html#feature-import - after each import in the whole
    program it reads that module's source and looks for the word PySide6, to know whether those spellings are to be
    switched there. Nothing here uses them. Measured: a fifth of the time of all imports, 10 ms of the start, and the
    sources stay in memory. Where a later PySide6 has no such function, it reads again, and all else is the same.
    """
    with suppress(ImportError):
        feature = importlib.import_module("shibokensupport.feature")
        if READS_SOURCES in vars(feature):
            vars(feature)[READS_SOURCES] = lambda _: False
