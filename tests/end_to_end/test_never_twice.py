"""Whatever goes wrong over real HTTP, no record stands twice in the books.

This is a sample of the trials of `tools/never_twice.py`.
`NEVER_TWICE_EVERY=N` adds each N-th of all trials (1: all, some forty minutes).
"""

import os
from collections.abc import Iterator

import pytest

from afas_assistant.errors import RetryableError
from afas_assistant.practice.process import PracticeProcess
from tests.helpers.mortal_run import MortalRuns
from tests.helpers.never_twice import AFAS_KINDS, Proving, Trial, intentions, kill_trials, line_trials
from tests.helpers.practised_work import SIZE, MovedClock, work_named, workbench
from tests.helpers.promise import broken, unfinished

LINE = [
    *(Trial("invoices", "afas", kind, 2, "POST") for kind in AFAS_KINDS),
    Trial("bookings", "afas", "cut_late", 5, "POST"),
    Trial("customers", "timechimp", "500_after", 3, "PUT"),
    Trial("invoices", "timechimp", "half", 1, "POST"),
    Trial("take_back", "afas", "cut_after", 8, "DELETE"),
]
STEPS = {
    "customers": (20, 75, 118),
    "invoices": (24, 90, 151, 222, 287),
    "bookings": (31, 122, 200),
    "take_back": (160,),
}
KILLS = [Trial(work, "kill", "kill -9", step) for work, steps in STEPS.items() for step in steps]
posix = pytest.mark.skipif(not hasattr(os, "fork"), reason="a run is killed in a child that is forked")


@pytest.fixture(scope="module")
def proving() -> Iterator[Proving]:
    with PracticeProcess(size=SIZE) as practice, Proving(practice) as made:
        yield made


@posix
@pytest.mark.parametrize("trial", LINE + KILLS, ids=str)
def test_no_record_is_booked_twice_and_none_is_lost(proving: Proving, trial: Trial) -> None:
    result = proving.attempt(trial)
    assert result.hit
    assert result.wrong == ()
    assert result.late is (trial.kind == "cut_late")


@posix
@pytest.mark.skipif("NEVER_TWICE_EVERY" not in os.environ, reason="asked for by NEVER_TWICE_EVERY")
def test_every_trial(proving: Proving) -> None:
    trials = [*line_trials(proving.count_writes()), *kill_trials(proving.count_steps())]
    results = [proving.attempt(one) for one in trials[:: int(os.environ["NEVER_TWICE_EVERY"])]]
    assert [str(one.trial) for one in results if not one.hit] == []
    assert {str(one.trial): one.wrong for one in results if one.wrong} == {}


@posix
def test_a_second_process_is_refused_while_the_first_one_writes(proving: Proving) -> None:
    runs, work = MortalRuns(), work_named("customers")
    with proving.fresh() as database, workbench(proving.doors, database, MovedClock()) as bench:
        planned = intentions(work, bench)
        proving.practice.faults([{"kind": "slow", "path": "/timechimp/", "method": "PUT", "seconds": 3.0}])
        runs.order(proving.doors, "customers", database)
        while not proving.practice.faults_hit()["hits"]:  # the first write of the other process is under way
            pass
        with pytest.raises(RetryableError) as caught:
            work.send(bench)
        assert caught.value.code == "writer_busy"
        assert runs.ended().status == 0
        assert broken(bench, proving.practice) + unfinished(bench, proving.practice, planned) == []
    runs.close()


@posix
@pytest.mark.parametrize("name", ["customers", "invoices"])
def test_two_processes_that_start_together_book_everything_once(proving: Proving, name: str) -> None:
    both, work = (MortalRuns(), MortalRuns()), work_named(name)
    with proving.fresh() as database, workbench(proving.doors, database, MovedClock()) as bench:
        planned = intentions(work, bench)
        for runs in both:
            runs.order(proving.doors, name, database)
        ended = [runs.ended() for runs in both]
        assert {one.error for one in ended} <= {"", "writer_busy"}
        assert broken(bench, proving.practice) == []
        work.send(bench)
        assert broken(bench, proving.practice) + unfinished(bench, proving.practice, planned) == []
    for runs in both:
        runs.close()
