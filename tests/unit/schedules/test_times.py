"""When a night is due: once each, whatever the clock does."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afas_assistant.schedules.times import DAY, GRACE, Look, Turn, begins, last_night, look

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
TWO = time(2, 0)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM).astimezone(UTC)


def seen(now: datetime, *done: date, since: datetime = LONG_AGO, when: time = TWO) -> Look:
    return look(when, now, since=since, done=frozenset(done), zone=AMSTERDAM)


@pytest.mark.parametrize(
    ("now", "turn", "night"),
    [
        ("2026-11-22T01:59:59", Turn.MISSED, "2026-11-21"),
        ("2026-11-22T02:00:00", Turn.RUN, "2026-11-22"),
        ("2026-11-22T08:30:00", Turn.RUN, "2026-11-22"),
        ("2026-11-22T14:00:00", Turn.RUN, "2026-11-22"),
        ("2026-11-22T14:00:01", Turn.MISSED, "2026-11-22"),
    ],
)
def test_a_night_is_done_from_its_time_on_and_until_half_a_day_later(now: str, turn: Turn, night: str) -> None:
    found = seen(at(now))
    assert (found.turn, found.night) == (turn, date.fromisoformat(night))
    assert found.next_run == begins(found.night + DAY, TWO, AMSTERDAM)


def test_what_was_done_is_not_done_again_and_the_next_night_is_known() -> None:
    found = seen(at("2026-11-22T02:01:00"), date(2026, 11, 22))
    assert found == Look(Turn.WAIT, date(2026, 11, 22), at("2026-11-23T02:00:00"))


def test_a_night_before_it_was_chosen_is_not_made_up_for() -> None:
    chosen = at("2026-11-22T09:00:00")
    assert seen(at("2026-11-22T09:00:30"), since=chosen).turn is Turn.WAIT
    assert seen(at("2026-11-22T20:00:00"), since=chosen).turn is Turn.WAIT
    assert seen(at("2026-11-23T02:00:00"), since=chosen).turn is Turn.RUN


def test_a_clock_that_was_years_ahead_when_it_was_chosen_does_not_stop_every_night() -> None:
    assert seen(at("2026-11-22T02:00:00"), since=at("2031-01-01T00:00:00")).turn is Turn.RUN


def test_summer_time_leaves_the_time_out_and_the_night_begins_an_hour_later() -> None:
    half_past = time(2, 30)
    assert begins(date(2026, 3, 29), half_past, AMSTERDAM) == at("2026-03-29T03:30:00")
    assert seen(at("2026-03-29T01:59:00"), date(2026, 3, 28), when=half_past).turn is Turn.WAIT
    assert seen(at("2026-03-29T03:30:00"), date(2026, 3, 28), when=half_past).turn is Turn.RUN


def test_winter_time_brings_the_time_twice_and_the_night_once() -> None:
    half_past, night = time(2, 30), date(2026, 10, 25)
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert begins(night, half_past, AMSTERDAM) == first
    assert seen(first, when=half_past).turn is Turn.RUN
    assert seen(first + timedelta(hours=1), night, when=half_past).turn is Turn.WAIT
    assert seen(first + timedelta(minutes=40), night, when=half_past).turn is Turn.WAIT


JUMPS = st.one_of(
    st.timedeltas(timedelta(seconds=1), timedelta(minutes=2)),  # the next look
    st.timedeltas(timedelta(minutes=2), timedelta(days=4)),  # asleep, or set forward
    st.timedeltas(timedelta(days=-3), timedelta(0)),  # set back
)
STARTS = st.integers(0, 2 * 365 * 24 * 3600).map(lambda seconds: at("2026-01-01T00:00:00") + timedelta(seconds=seconds))


@given(start=STARTS, jumps=st.lists(JUMPS, max_size=60), when=st.times())
def test_whatever_the_clock_does_no_night_comes_twice(start: datetime, jumps: list[timedelta], when: time) -> None:
    now, done = start, list[date]()
    for jump in jumps:
        now += jump
        found = seen(now, *done, when=when)
        assert found.next_run > now
        assert begins(found.night, when, AMSTERDAM) <= now
        if found.turn is Turn.RUN:
            assert found.night not in done
            assert now - begins(found.night, when, AMSTERDAM) <= GRACE
        if found.turn is not Turn.WAIT:
            done.append(found.night)
    assert len(done) == len(set(done))


@given(start=STARTS, when=st.times(), step=st.timedeltas(timedelta(minutes=1), timedelta(hours=6)))
def test_a_clock_that_simply_goes_on_does_every_night_once(start: datetime, when: time, step: timedelta) -> None:
    first = last_night(when, start, AMSTERDAM)
    done = [first]
    now = start
    while now < start + timedelta(days=5):
        now += step
        found = seen(now, *done, when=when)
        assert found.turn is not Turn.MISSED
        if found.turn is Turn.RUN:
            done.append(found.night)
    assert done == [first + DAY * number for number in range(len(done))]
    assert done[-1] == last_night(when, now, AMSTERDAM)


def test_without_a_zone_it_is_the_time_of_this_computer() -> None:
    night = date(2026, 11, 22)
    assert begins(night, TWO).astimezone().time() == TWO
    assert last_night(TWO, begins(night, TWO)) == night
