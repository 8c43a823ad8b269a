"""The pace: a hundred calls in a minute, one wait for all, and a word about it."""

import threading

import pytest

from afas_assistant.timechimp.pace import Pace, shared_pace
from tests.helpers.timechimp_line import Time


def test_a_hundred_calls_go_at_once_and_the_next_waits_for_the_first_to_be_a_minute_old() -> None:
    time = Time()
    pace = time.pace()
    told: list[float] = []
    for _ in range(100):
        with pace.call(told.append):
            time.now += 0.1
    assert (time.slept, told) == ([], [])
    with pace.call(told.append):
        began = time.now
    assert began == pytest.approx(1000.1 + 60)  # the first call ended at 1000.1
    assert told[0] == pytest.approx(50.1)
    assert told == sorted(told, reverse=True)
    assert max(time.slept) <= 1.0


def test_no_minute_of_the_server_ever_holds_more_than_a_hundred() -> None:
    time = Time()
    pace = time.pace(calls=10)
    arrived = []
    for number in range(60):
        with pace.call():
            slow = 3.0 if number % 7 == 0 else 0.05  # some calls are long under way before they arrive
            time.now += slow
            arrived.append(time.now)
            time.now += 0.2
    for first, later in zip(arrived, arrived[10:], strict=False):
        assert later - first >= 60.0


def test_a_call_that_fails_counts_as_well() -> None:
    time = Time()
    pace = time.pace(calls=1)
    with pytest.raises(OSError, match="broken"), pace.call():
        raise OSError("broken")
    with pace.call():
        assert sum(time.slept) == pytest.approx(60.0)


def test_who_is_told_of_a_wait_may_give_up() -> None:
    time = Time()
    pace = time.pace(calls=1)
    with pace.call():
        pass

    def give_up(seconds: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), pace.call(give_up):
        pytest.fail("the call was made")
    assert time.slept == []


def test_hold_closes_for_all() -> None:
    time = Time()
    pace = time.pace()
    pace.hold(17)
    pace.hold(3)
    with pace.call():
        assert sum(time.slept) == pytest.approx(17.0)


def test_the_next_minute() -> None:
    assert Time(wall=1_700_000_045).pace().until_next_minute() == pytest.approx(60 - 1_700_000_045 % 60)
    assert Time(wall=600).pace().until_next_minute() == 60.0


def test_calls_under_way_count() -> None:
    pace = Pace(calls=2)
    inside, done = threading.Barrier(3), threading.Event()
    slept: list[float] = []

    def wait(seconds: float) -> None:
        slept.append(seconds)
        done.set()
        raise KeyboardInterrupt

    def hold() -> None:
        with pace.call():
            inside.wait(5)
            done.wait(5)

    threads = [threading.Thread(target=hold) for _ in range(2)]
    for thread in threads:
        thread.start()
    inside.wait(5)
    with pytest.raises(KeyboardInterrupt), pace.call(wait):
        pytest.fail("a third call was let in")
    for thread in threads:
        thread.join(5)
    assert len(slept) == 1


def test_clients_of_one_company_share_their_pace() -> None:
    assert shared_pace("a") is shared_pace("a")
    assert shared_pace("a") is not shared_pace("b")
