"""A check that is watched: told in batches, stopped at once, and silent after that."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from afas_assistant.onboarding.verdicts import Section
from afas_assistant.ui.live_check import AT_A_TIME, LiveCheck
from afas_assistant.ui.tasks import TaskRunner
from tests.ui.samples import EVERY_STATE, LINES, PretendCheck, good, line, target


class Ears:
    """Keeps what a check told, in its order."""

    def __init__(self, check: LiveCheck) -> None:
        self.told: list[tuple[str, Any]] = []
        check.planned.connect(lambda lines, names: self.told.append(("planned", (lines, names))))
        check.judged.connect(lambda verdicts: self.told.append(("judged", verdicts)))
        check.finished.connect(lambda report: self.told.append(("finished", report)))
        check.failed.connect(lambda error: self.told.append(("failed", error)))

    def kinds(self) -> list[str]:
        return [kind for kind, _ in self.told]


@pytest.fixture
def check(runner: TaskRunner, pretend: PretendCheck) -> Iterator[LiveCheck]:
    made = LiveCheck(runner, work=pretend)
    yield made
    made.stop()


def test_everything_is_told_in_order_and_the_report_last(check: LiveCheck, qtbot: QtBot) -> None:
    ears = Ears(check)
    with qtbot.waitSignal(check.finished):
        check.start(target())
    assert ears.kinds()[0] == "planned"
    assert ears.kinds()[-1] == "finished"
    assert ears.told[0][1] == (LINES, {"smartbooqing": "SmartBooqing", "timechimp": "TimeChimp"})
    judged = [verdict for kind, verdicts in ears.told if kind == "judged" for verdict in verdicts]
    assert judged == list(EVERY_STATE)
    assert not check.running


def test_a_flood_of_verdicts_comes_in_small_portions(check: LiveCheck, pretend: PretendCheck, qtbot: QtBot) -> None:
    lines = [line(Section.GET, f"C{number}") for number in range(5 * AT_A_TIME)]
    pretend.lines, pretend.verdicts = lines, [good(one) for one in lines]
    ears = Ears(check)
    with qtbot.waitSignal(check.finished):
        check.start(target())
    portions = [len(verdicts) for kind, verdicts in ears.told if kind == "judged"]
    assert max(portions) <= AT_A_TIME
    assert sum(portions) == len(lines)


def test_the_work_is_done_elsewhere(check: LiveCheck, pretend: PretendCheck, qtbot: QtBot) -> None:
    with qtbot.waitSignal(check.finished):
        check.start(target())
    assert pretend.threads
    assert threading.get_ident() not in pretend.threads


def test_a_stopped_check_tells_its_worker_and_says_no_more(
    check: LiveCheck, pretend: PretendCheck, qtbot: QtBot
) -> None:
    pretend.go.clear()
    ears = Ears(check)
    check.start(target())
    qtbot.waitUntil(lambda: "planned" in ears.kinds())
    check.stop()
    assert pretend.stopped.wait(2)
    qtbot.wait(80)
    assert ears.kinds() == ["planned"]
    assert not check.running


def test_a_new_check_drops_what_the_old_one_still_says(check: LiveCheck, pretend: PretendCheck, qtbot: QtBot) -> None:
    pretend.go.clear()
    ears = Ears(check)
    check.start(target())
    qtbot.waitUntil(lambda: "planned" in ears.kinds())
    pretend.go.set()
    with qtbot.waitSignal(check.finished):
        check.start(target())
    assert ears.kinds().count("finished") == 1


def test_a_fault_of_ours_is_told_as_one(check: LiveCheck, pretend: PretendCheck, qtbot: QtBot) -> None:
    pretend.error = ZeroDivisionError("bug")
    with qtbot.waitSignal(check.failed) as told:
        check.start(target())
    assert isinstance(told.args[0], ZeroDivisionError)
    assert not check.running
