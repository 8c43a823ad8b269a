"""Many calls, a few at a time, on threads that hold nobody up."""

import threading
import time

from afas_assistant.onboarding.workers import run_all


def test_all_outcomes_come_and_never_more_than_four_run() -> None:
    running, most = 0, 0
    lock = threading.Lock()

    def task() -> int:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.01)
        with lock:
            running -= 1
        return 7

    done = list(run_all([task] * 20, workers=4, cancelled=bool))
    assert sorted(one.index for one in done) == list(range(20))
    assert {one.value for one in done} == {7}
    assert most == 4


def test_an_exception_is_carried_over() -> None:
    def task() -> int:
        raise ZeroDivisionError

    (done,) = run_all([task], workers=4, cancelled=bool)
    assert isinstance(done.exception, ZeroDivisionError)


def test_a_cancelled_run_ends_while_a_task_hangs() -> None:
    release = threading.Event()
    started = time.monotonic()
    outcome = list(run_all([release.wait] * 6, workers=4, cancelled=lambda: time.monotonic() - started > 0.05))
    assert outcome == []
    assert time.monotonic() - started < 2
    release.set()


def test_no_tasks_no_threads() -> None:
    assert list(run_all([], workers=4, cancelled=bool)) == []
