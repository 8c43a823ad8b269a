"""When Python searches for cycles: never by itself beside the window, never through much, and again as always after."""

import gc
import threading
import time
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from afas_assistant.ui.garbage import BUSY, FEW, LONG, MANY, ShortCollections, free_aside, keep_collections_short


class Knot:
    """Something that points at itself, as reference counts cannot free it."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def collections(qtbot: QtBot) -> Iterator[ShortCollections]:
    owner = QObject()
    yield keep_collections_short(owner)
    delete(owner)
    gc.unfreeze()


def test_python_searches_by_itself_again_once_the_owner_is_gone(qtbot: QtBot) -> None:
    owner = QObject()
    keep_collections_short(owner)
    assert not gc.isenabled()
    delete(owner)
    assert gc.isenabled()
    gc.unfreeze()


def test_cycles_among_what_is_new_are_found(collections: ShortCollections, qtbot: QtBot) -> None:
    knots = [Knot() for _ in range(FEW)]
    gone = [weakref.ref(one) for one in knots]
    del knots
    qtbot.waitUntil(lambda: all(one() is None for one in gone))


def test_a_long_list_is_set_aside_unsearched_and_freed_by_its_counts(
    collections: ShortCollections, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched: list[int] = []
    monkeypatch.setattr(gc, "collect", lambda: searched.append(1))
    rows = [[Knot] for _ in range(MANY + 1)]
    before = gc.get_freeze_count()
    collections.on_timer_timeout()
    assert searched == []
    assert gc.get_freeze_count() >= before + MANY
    del rows
    assert gc.get_freeze_count() < before + MANY


def test_what_is_made_while_others_work_is_set_aside(
    collections: ShortCollections, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gc, "collect", lambda: pytest.fail("nobody knows how long that takes"))
    collections.on_timer_timeout()
    other = threading.Thread(target=make_and_work)
    other.start()
    other.join()
    before = gc.get_freeze_count()
    collections.on_timer_timeout()
    assert gc.get_freeze_count() > before + FEW


@pytest.mark.parametrize("in_use", [True, False])
def test_a_cycle_that_was_set_aside_is_freed_once_nobody_looks(
    collections: ShortCollections, monkeypatch: pytest.MonkeyPatch, in_use: bool
) -> None:
    states = Qt.ApplicationState
    state = states.ApplicationActive if in_use else states.ApplicationInactive
    monkeypatch.setattr(QGuiApplication, "applicationState", lambda: state)
    knot = Knot()
    seen = weakref.ref(knot)
    gc.freeze()
    del knot
    collections.on_seldom_timeout()
    assert (seen() is not None) is in_use
    assert gc.get_freeze_count() > 0


def make_and_work() -> None:
    """Make as much as is worth a search, and use the processor for a while."""
    made = [Knot() for _ in range(FEW)]
    while time.thread_time() < 2 * BUSY:
        made[-1].itself = made[0]


def test_little_is_not_worth_a_search(collections: ShortCollections, monkeypatch: pytest.MonkeyPatch) -> None:
    gc.collect()
    collections._others_worked()
    monkeypatch.setattr(gc, "collect", lambda: pytest.fail("that was for nothing"))
    collections.on_timer_timeout()


def test_a_short_list_is_left_to_free_itself() -> None:
    rows = [Knot() for _ in range(LONG - 1)]
    free_aside(rows)
    assert len(rows) == LONG - 1


def test_a_long_list_is_emptied_on_another_thread(qtbot: QtBot) -> None:
    rows = [Knot() for _ in range(LONG)]
    last = weakref.ref(rows[-1])
    free_aside(rows)
    qtbot.waitUntil(lambda: rows == [])
    gc.collect()
    assert last() is None
