"""The one way off the GUI thread: order, threads, dropped outcomes, and an end that waits for nothing."""

import gc
import threading
import time
import weakref

import pytest
from pytestqt.qtbot import QtBot

from afas_assistant.ui.tasks import TaskRunner


def test_an_outcome_arrives_on_the_thread_of_the_window(runner: TaskRunner, qtbot: QtBot) -> None:
    seen: list[tuple[int, int]] = []
    runner.start(threading.get_ident, done=lambda worker: seen.append((worker, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(seen))
    worker, receiver = seen[0]
    assert receiver == threading.get_ident() != worker


def test_a_lane_keeps_its_order(runner: TaskRunner, qtbot: QtBot) -> None:
    order: list[str] = []

    def work(name: str, seconds: float) -> str:
        time.sleep(seconds)
        order.append(name)
        return name

    done: list[str] = []
    runner.start(lambda: work("first", 0.05), done=done.append, lane="organisation")
    runner.start(lambda: work("second", 0), done=done.append, lane="organisation")
    qtbot.waitUntil(lambda: len(done) == 2)
    assert order == done == ["first", "second"]


def test_lanes_do_not_wait_for_each_other(runner: TaskRunner, qtbot: QtBot) -> None:
    go = threading.Event()
    done: list[str] = []
    runner.start(lambda: go.wait(5), done=lambda _: done.append("slow"), lane="one")
    runner.start(lambda: "quick", done=done.append, lane="other")
    qtbot.waitUntil(lambda: bool(done))
    assert done == ["quick"]
    go.set()
    qtbot.waitUntil(lambda: len(done) == 2)


def test_what_work_raises_goes_to_the_one_who_asked(runner: TaskRunner, qtbot: QtBot) -> None:
    errors: list[Exception] = []

    def work() -> None:
        raise ValueError("no")

    runner.start(work, done=lambda _: pytest.fail("there is no value"), failed=errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert isinstance(errors[0], ValueError)


def test_what_failed_work_had_read_goes_with_its_error(runner: TaskRunner, qtbot: QtBot) -> None:
    class Read:
        """Much of it."""

    seen: list[weakref.ref[Read]] = []

    def work() -> None:
        read = Read()
        seen.append(weakref.ref(read))
        raise ValueError(id(read))

    told: list[str] = []
    gc.disable()
    try:
        runner.start(work, done=lambda _: None, failed=lambda error: told.append(str(error)), lane="one")
        runner.start(lambda: None, done=lambda _: told.append("next"), lane="one")
        qtbot.waitUntil(lambda: len(told) == 2)
        assert seen[0]() is None
    finally:
        gc.enable()


def test_a_failure_that_nobody_expected_is_told_by_a_signal(runner: TaskRunner, qtbot: QtBot) -> None:
    def work() -> None:
        raise OSError("disk full")

    with qtbot.waitSignal(runner.failed_unexpectedly) as told:
        runner.start(work, done=lambda _: None)
    assert isinstance(told.args[0], OSError)


def test_the_outcome_of_a_cancelled_task_is_dropped(runner: TaskRunner, qtbot: QtBot) -> None:
    seen: list[str] = []
    task = runner.start(lambda: "stale", done=seen.append, lane="one")
    task.cancel()
    runner.start(lambda: "fresh", done=seen.append, lane="one")
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == ["fresh"]


def test_closing_waits_for_nothing_and_delivers_nothing(runner: TaskRunner, qtbot: QtBot) -> None:
    go, ended = threading.Event(), threading.Event()
    seen: list[str] = []

    def work() -> str:
        go.wait(5)
        ended.set()
        return "late"

    task = runner.start(work, done=seen.append)
    began = time.monotonic()
    runner.close()
    assert time.monotonic() - began < 0.1
    assert task.cancelled()
    go.set()
    assert ended.wait(5)
    qtbot.wait(30)
    assert seen == []
    assert runner.start(lambda: "never", done=seen.append).cancelled()


def test_every_lane_is_a_daemon(runner: TaskRunner, qtbot: QtBot) -> None:
    daemons: list[bool] = []
    runner.start(lambda: threading.current_thread().daemon, done=daemons.append)
    qtbot.waitUntil(lambda: bool(daemons))
    assert daemons == [True]
