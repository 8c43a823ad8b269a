"""When Python searches for cycles: never by itself beside the window, never through much, and again as always after."""

import gc
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from afas_assistant.ui.garbage import FEW, MANY, ShortCollections, free_aside, keep_collections_short


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


def test_little_is_not_worth_a_search(collections: ShortCollections, monkeypatch: pytest.MonkeyPatch) -> None:
    gc.collect()
    monkeypatch.setattr(gc, "collect", lambda: pytest.fail("that was for nothing"))
    collections.on_timer_timeout()


def test_a_list_is_emptied_on_another_thread(qtbot: QtBot) -> None:
    rows = [Knot() for _ in range(10)]
    last = weakref.ref(rows[-1])
    free_aside(rows)
    qtbot.waitUntil(lambda: rows == [])
    gc.collect()
    assert last() is None
