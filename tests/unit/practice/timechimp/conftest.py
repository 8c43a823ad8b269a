"""A practice environment for the tests of one file, begun anew for each test, and both generations of its TimeChimp."""

from collections.abc import Iterator

import pytest

from afas_assistant.practice.process import PracticeProcess
from tests.helpers.timechimp_calls import TimeChimpCalls

DAY = "2026-05-25"


@pytest.fixture(scope="module")
def running() -> Iterator[PracticeProcess]:
    with PracticeProcess() as process:
        yield process


@pytest.fixture
def practice(running: PracticeProcess) -> PracticeProcess:
    running.switch("healthy", reset=True)
    running.clock_today(DAY)
    return running


@pytest.fixture
def v1(practice: PracticeProcess) -> Iterator[TimeChimpCalls]:
    calls = TimeChimpCalls(practice, "v1")
    yield calls
    calls.close()


@pytest.fixture
def v2(practice: PracticeProcess) -> Iterator[TimeChimpCalls]:
    calls = TimeChimpCalls(practice, "v2")
    yield calls
    calls.close()
