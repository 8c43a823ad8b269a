"""Watch mode on the screen: rows turn green by themselves, it ends by itself, and it never outlives its page."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from afas_assistant.errors import RetryableError
from afas_assistant.onboarding import watch as watch_module
from afas_assistant.onboarding.flow import Step
from afas_assistant.onboarding.report import CheckReport
from afas_assistant.onboarding.verdicts import Section
from afas_assistant.texts import literal
from afas_assistant.ui.live_watch import LiveWatch
from afas_assistant.ui.states import State
from afas_assistant.ui.tasks import TaskRunner
from afas_assistant.ui.wizard.checklist_page import ChecklistPage
from afas_assistant.ui.wizard.wizard_page import WizardPage
from tests.ui.samples import BTW, DEBTORS, JOURNALS, good, missing, report
from tests.ui.wizard.conftest import PATIENCE, Opener
from tests.ui.wizard.pretend_desk import PretendDesk, state_at

EVERY = 0.05  # seconds
ONE, OTHER = "get/SBQ_BTW", "get/SBQ_Debiteuren"


class Looks:
    """A look that finds what `answers` says next; the last answer is repeated."""

    def __init__(self, *answers: CheckReport) -> None:
        self.answers = list(answers)
        self.made = 0

    def __call__(self, choose: Callable[..., Any], cancelled: Callable[[], bool]) -> CheckReport:
        self.made += 1
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@pytest.fixture
def new_watch(runner: TaskRunner) -> Iterator[Callable[[Looks], LiveWatch]]:
    made: list[LiveWatch] = []

    def new(looks: Looks) -> LiveWatch:
        made.append(LiveWatch(runner, looks, every=EVERY))
        return made[-1]

    yield new
    for one in made:
        one.stop()


NewWatch = Callable[[Looks], LiveWatch]


def test_it_looks_at_once_then_again_and_ends_when_nothing_is_open(new_watch: NewWatch, qtbot: QtBot) -> None:
    looks = Looks(report([missing(BTW), missing(DEBTORS)]), report([good(BTW)]), report([good(DEBTORS)]))
    watch = new_watch(looks)
    with qtbot.waitSignal(watch.ended, timeout=PATIENCE) as ended:
        watch.start([missing(BTW), missing(DEBTORS), good(JOURNALS)], "check 1")
    assert looks.made == 3
    assert not watch.running
    assert "niets meer open" in str(ended.args[0])


def test_with_nothing_open_it_does_not_begin(new_watch: NewWatch, qtbot: QtBot) -> None:
    looks = Looks(report([]))
    watch = new_watch(looks)
    with qtbot.waitSignal(watch.ended):
        watch.start([good(BTW)], "check 1")
    assert looks.made == 0


def test_it_ends_when_its_time_is_over(new_watch: NewWatch, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch_module, "STOPS_AFTER_SECONDS", 0.2)
    looks = Looks(report([missing(BTW)]))
    watch = new_watch(looks)
    with qtbot.waitSignal(watch.ended, timeout=PATIENCE) as ended:
        watch.start([missing(BTW)], "check 1")
    assert "kwartier" in str(ended.args[0])


def test_a_stopped_watch_tells_nothing_any_more(new_watch: NewWatch, qtbot: QtBot) -> None:
    watch = new_watch(Looks(report([missing(BTW)])))
    told: list[object] = []
    watch.start([missing(BTW)], "check 1")
    watch.looked.connect(told.append)
    watch.stop()
    qtbot.wait(200)
    assert told == []
    assert watch.minutes_left == 0


def test_afas_being_away_for_a_moment_does_not_end_it(new_watch: NewWatch, qtbot: QtBot) -> None:
    away = RetryableError("timed_out", title=literal("t"), explanation=literal("e"), action=literal("a"))
    watch = new_watch(Looks(report([], stopped=away), report([], stopped=away), report([good(BTW)])))
    with qtbot.waitSignal(watch.ended, timeout=PATIENCE):
        watch.start([missing(BTW)], "check 1")


def opened(open_wizard: Opener, desk: PretendDesk, qtbot: QtBot) -> tuple[WizardPage, ChecklistPage]:
    desk.failing = {ONE, OTHER}
    wizard = open_wizard(state_at(Step.GET, desk.ready_connection()), watch_every=EVERY)
    qtbot.waitUntil(lambda: wizard.session.checks.report is not None, timeout=PATIENCE)
    page = wizard.page
    assert isinstance(page, ChecklistPage)
    return wizard, page


def shown_names(page: ChecklistPage) -> list[str]:
    model, root = page.view.model(), page.view.rootIndex()
    return [str(model.index(row, 1, root).data()) for row in range(model.rowCount(root))]


def test_a_row_that_turns_green_keeps_its_place(open_wizard: Opener, desk: PretendDesk, qtbot: QtBot) -> None:
    wizard, page = opened(open_wizard, desk, qtbot)
    before = shown_names(page)
    assert set(before[:2]) == {"SBQ_BTW", "SBQ_Debiteuren"}
    page.watch_button.click()
    assert "15 min left" in page.watch_button.text()
    desk.failing = {OTHER}
    rows = {row.line.id: row for row in page.model.rows()}
    qtbot.waitUntil(lambda: rows[ONE].state is State.OK, timeout=PATIENCE)
    qtbot.wait(3 * int(EVERY * 1000))
    assert shown_names(page) == before
    assert rows[ONE].turned_green is not None
    assert wizard.foot.counts.text().startswith("13 of 14 OK · 1 open")
    desk.failing = set()
    qtbot.waitUntil(lambda: not wizard.session.checks.watch.running, timeout=PATIENCE)
    assert "Nothing is open any more" in wizard.foot.note.text()
    assert not page.watch_button.isChecked()
    assert wizard.foot.next_button.isVisible()


def test_only_the_lines_of_the_page_are_looked_at(open_wizard: Opener, desk: PretendDesk, qtbot: QtBot) -> None:
    _wizard, page = opened(open_wizard, desk, qtbot)
    desk.failing.add("update/FiInvoice")
    page.watch_button.click()
    qtbot.waitUntil(lambda: len(desk.checks) > 3, timeout=PATIENCE)
    looked = {one for tested in desk.checks[1:] for one in tested or ()}
    assert {one for one in looked if not one.startswith(Section.BY_HAND)} == {ONE, OTHER}


def test_leaving_the_page_ends_it(open_wizard: Opener, desk: PretendDesk, qtbot: QtBot) -> None:
    wizard, page = opened(open_wizard, desk, qtbot)
    page.watch_button.click()
    assert wizard.session.checks.watch.running
    wizard.foot.back_button.click()
    assert not wizard.session.checks.watch.running
    made = len(desk.checks)
    qtbot.wait(4 * int(EVERY * 1000))
    assert len(desk.checks) <= made + 1  # a look that was under way


def test_it_can_be_switched_off(open_wizard: Opener, desk: PretendDesk, qtbot: QtBot) -> None:
    wizard, page = opened(open_wizard, desk, qtbot)
    page.watch_button.click()
    page.watch_button.click()
    assert not wizard.session.checks.watch.running
    assert page.watch_button.text() == "Watc&h"


def test_what_it_found_is_kept_for_the_next_time(open_wizard: Opener, desk: PretendDesk, qtbot: QtBot) -> None:
    wizard, page = opened(open_wizard, desk, qtbot)
    page.watch_button.click()
    desk.failing = set()
    qtbot.waitUntil(lambda: not wizard.session.checks.watch.running, timeout=PATIENCE)
    connection = wizard.session.connection
    assert connection is not None
    qtbot.waitUntil(lambda: desk.view(connection).open_lines == 0, timeout=PATIENCE)


def test_a_connection_that_is_gone_ends_it_in_words(open_wizard: Opener, desk: PretendDesk, qtbot: QtBot) -> None:
    wizard, page = opened(open_wizard, desk, qtbot)
    assert wizard.session.organisation is not None
    desk.remove(wizard.session.organisation)
    page.watch_button.click()
    qtbot.waitUntil(lambda: not wizard.session.checks.watch.running, timeout=PATIENCE)
    assert wizard.foot.note.text()


def test_differences_since_the_last_check_are_marked(open_wizard: Opener, desk: PretendDesk, qtbot: QtBot) -> None:
    _wizard, page = opened(open_wizard, desk, qtbot)
    desk.failing = {OTHER}
    page.again_button.click()
    rows = {row.line.id: row for row in page.model.rows()}
    qtbot.waitUntil(lambda: "mended since" in str(rows[ONE].answer), timeout=PATIENCE)
    assert "since" not in str(rows[OTHER].answer)


def test_marks_stay_in_the_list_and_out_of_the_message(open_wizard: Opener, desk: PretendDesk, qtbot: QtBot) -> None:
    wizard, page = opened(open_wizard, desk, qtbot)
    desk.failing = {OTHER, "get/SBQ_Crediteuren"}
    page.again_button.click()
    rows = {row.line.id: row for row in page.model.rows()}
    qtbot.waitUntil(lambda: "changed since" in str(rows["get/SBQ_Crediteuren"].answer), timeout=PATIENCE)
    assert not [one for one in wizard.session.verdicts or () if "since" in str(one.title)]
    wizard.foot.back_button.click()
    wizard.foot.next_button.click()
    qtbot.waitUntil(lambda: wizard.page is page)
    rows = {row.line.id: row for row in page.model.rows()}
    assert "changed since" in str(rows["get/SBQ_Crediteuren"].answer)
