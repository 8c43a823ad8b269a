"""The overview: what is to be done first, plots that a screen reader can read, and nothing that jumps."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from afas_assistant.errors import AssistantError, ConfigurationError
from afas_assistant.onboarding.flow import Step
from afas_assistant.organisations.trouble_store import Trouble
from afas_assistant.texts import literal, phrase
from afas_assistant.ui.daily_standing import BOOKINGS, DailyStanding, WeekSent
from afas_assistant.ui.pages.overview import OverviewTab
from afas_assistant.ui.pages.todo_card import (
    CHECK,
    OUTBOX_ALL,
    OUTBOX_REFUSED,
    OUTBOX_UNKNOWN,
    PLAN_INVOICES,
    REPLACE,
    Todo,
    todos_of,
)
from afas_assistant.ui.pages.unbilled_look import UnbilledLook
from afas_assistant.ui.snapshots import Snapshot
from afas_assistant.ui.standing import NOT_AUTHORISED, connection_standing, entries, organisation_standing
from afas_assistant.ui.states import State
from afas_assistant.ui.tabs.daily_desk import key_not_kept
from afas_assistant.ui.tasks import TaskRunner
from afas_assistant.ui.theme import Theme
from afas_assistant.ui.widgets.buttons import PrimaryButton
from afas_assistant.ui.widgets.plots import Plot
from afas_assistant.ui.widgets.token_line import TokenLine
from tests.ui.overview_samples import DAILY, NOW, RUNS, UNBILLED, WEEKS, connection, organisation
from tests.ui.samples import words_of

pytestmark = pytest.mark.usefixtures("english")
UNREACHED = Trouble("host_unreachable", phrase("AFAS cannot be reached."), NOW)
REFUSED = Trouble(NOT_AUTHORISED, phrase("AFAS refuses the token."), NOW)


@pytest.fixture
def overview(qtbot: QtBot, theme: Theme) -> OverviewTab:
    made = OverviewTab()
    qtbot.addWidget(made)
    made.resize(1040, 760)
    made.show_kept(organisation())
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    return made


def description(plot: Plot) -> str:
    """Return what a screen reader adds to the name of a plot."""
    interface = QAccessible.queryAccessibleInterface(plot)
    assert interface is not None
    assert interface.text(QAccessible.Text.Name)
    return interface.text(QAccessible.Text.Description)


# ---------------------------------------------------------------------- what is to be done


def actions(todos: list[Todo]) -> list[str]:
    return [one.action for one in todos]


def test_unknown_comes_before_refused_and_work_comes_last() -> None:
    todos = todos_of(organisation([connection(days_left=30)]))
    assert actions(todos) == [OUTBOX_UNKNOWN, OUTBOX_REFUSED, PLAN_INVOICES, REPLACE]
    assert [one.words.render("en") for one in todos[:3]] == [
        "The answer to 2 records was lost. Look them up first.",
        "3 records, each with the reason and what you can do",
        "136 registrations, €\xa040,107.10 excluding VAT",
    ]


def test_a_token_that_ended_comes_first_since_nothing_can_be_looked_up_without_it() -> None:
    assert actions(todos_of(organisation([connection(days_left=-3)])))[:2] == [REPLACE, OUTBOX_UNKNOWN]


@pytest.mark.parametrize(
    "unbilled", [None, replace(UNBILLED, outdated=True), replace(UNBILLED, ages=(), total=Decimal(0))]
)
def test_no_plan_is_offered_for_work_that_is_not_there_or_was_sent_meanwhile(unbilled: object) -> None:
    daily = replace(DAILY, unbilled=unbilled, unknown=0, refused=0)  # type: ignore[arg-type]
    assert todos_of(organisation(daily=daily)) == []


def test_a_check_that_got_nowhere_says_so_with_its_verb() -> None:
    (away,) = todos_of(organisation([connection(trouble=UNREACHED)], DailyStanding()))
    assert (away.state, away.action, away.connection_id) == (State.NOT_TESTED, CHECK, 1)
    assert "AFAS cannot be reached." in away.words.render("en")
    (refused,) = todos_of(organisation([connection(trouble=REFUSED)], DailyStanding()))
    assert (refused.state, refused.action) == (State.FAILED, REPLACE)


def test_the_first_verb_is_the_only_filled_button_and_each_tells_what_it_means(
    overview: OverviewTab, qtbot: QtBot
) -> None:
    assert overview.findChildren(PrimaryButton) == [overview.todo.buttons[0]]
    for place, action in enumerate([OUTBOX_UNKNOWN, OUTBOX_REFUSED, PLAN_INVOICES]):
        with qtbot.waitSignal(overview.todo_chosen) as told:
            overview.todo.buttons[place].click()
        assert told.args[0].action == action


# ---------------------------------------------------------------------- plots


def test_what_was_sent_is_a_sentence_for_who_cannot_see_it(overview: OverviewTab) -> None:
    assert description(overview.sent.plot) == (
        "From week 36 to week 47 89 records were sent. Most in week 41: 18. Week 47: Invoices 0, Customers 17."
    )


def test_the_age_of_unbilled_work_is_a_sentence_too(overview: OverviewTab) -> None:
    assert description(overview.ages.plot) == (
        "Unbilled work: 0–14 days €\xa08,415.00; 15–30 days €\xa012,906.50; 31–60 days €\xa015,995.60; "
        "61–90 days €\xa02,150.00; older than 90 €\xa0640.00. Together €\xa040,107.10, excluding VAT."
    )


def test_the_keyboard_walks_along_the_marks_and_each_says_its_value(overview: OverviewTab) -> None:
    plot = overview.sent.plot
    plot.setFocus()
    whole = description(plot)
    QTest.keyClick(plot, Qt.Key.Key_Right)
    assert description(plot) == "Week 36: Invoices 12, Customers 4."
    QTest.keyClick(plot, Qt.Key.Key_Left)
    assert plot.at == 0
    QTest.keyClick(plot, Qt.Key.Key_End)
    QTest.keyClick(plot, Qt.Key.Key_Right)
    assert description(plot) == "Week 47: Invoices 0, Customers 17."
    plot.clearFocus()
    assert description(plot) == whole


def test_the_keyboard_walks_along_ages_up_and_down(overview: OverviewTab) -> None:
    plot = overview.ages.plot
    plot.setFocus()
    QTest.keyClick(plot, Qt.Key.Key_Up)
    assert description(plot) == "older than 90: €\xa0640.00, 2 registrations."
    QTest.keyClick(plot, Qt.Key.Key_Home)
    assert description(plot) == "0–14 days: €\xa08,415.00, 30 registrations."


@pytest.mark.qt_log_ignore("does not support raise")  # the screen of tests lays no window over another
def test_the_mouse_is_told_the_value_of_what_it_hovers_over(overview: OverviewTab, qtbot: QtBot) -> None:
    plot = overview.sent.plot
    place = plot.areas()[5].center().toPoint()
    QApplication.sendEvent(plot, QHelpEvent(QEvent.Type.ToolTip, place, plot.mapToGlobal(place)))
    assert QToolTip.text() == "Week 41: Invoices 13, Customers 5."
    outside = QHelpEvent(QEvent.Type.ToolTip, QPoint(1, 1), plot.mapToGlobal(QPoint(1, 1)))
    QApplication.sendEvent(plot, outside)
    qtbot.waitUntil(lambda: not QToolTip.isVisible())


def test_series_differ_by_more_than_their_colour(overview: OverviewTab) -> None:
    weeks = [replace(one, counts={**one.counts, BOOKINGS: 3}) for one in WEEKS]
    overview.sent.show_weeks(weeks)
    fills = [fill for fill, _ in overview.sent.legend._entries]
    assert len(fills) == 3
    assert len({one.hatch for one in fills}) == 3


def test_the_columns_reach_the_uppermost_line_but_never_pass_it(overview: OverviewTab, qtbot: QtBot) -> None:
    for highest in (1, 18, 21, 99, 12_345):
        overview.sent.show_weeks([WeekSent(2026, 47, {"invoices": highest})])
        assert overview.sent.plot.grab().isNull() is False
        (area,) = overview.sent.plot.areas()
        assert area.left() > overview.sent.plot.fontMetrics().horizontalAdvance(str(highest)) * 0.5


def test_both_plots_follow_another_language(overview: OverviewTab) -> None:
    from afas_assistant.texts import use_language  # noqa: PLC0415 - as the window does it

    use_language("nl")
    QApplication.sendEvent(overview.sent.plot, QEvent(QEvent.Type.LanguageChange))
    assert overview.sent.plot.accessibleDescription().endswith("Week 47: Facturen 0, Klanten 17.")


# ---------------------------------------------------------------------- runs, ages, token


def test_a_run_says_when_what_and_how_it_ended(overview: OverviewTab, qtbot: QtBot) -> None:
    words = words_of(overview.runs)
    for part in (
        "Customers, at night",
        "Nothing to do",
        "13 sent, 3 refused, 2 unknown",
        "4 sent, 1 refused",
        "0 sent",
    ):
        assert part in words
    assert words.count("Unknown") == words.count("Refused") == words.count("Nothing to do") == 1
    with qtbot.waitSignal(overview.todo_chosen) as told:
        overview.runs.outbox.click()
    assert told.args[0].action == OUTBOX_ALL


def test_the_card_says_when_it_was_read_and_what_is_not_in_it(overview: OverviewTab) -> None:
    read = f"{NOW.astimezone():%d-%m %H:%M}"
    words = words_of(overview.ages)
    assert f"Read on {read}, over the last year. Not in it: subscriptions, 3 without a price, 12 not approved." in words
    assert "€\xa040,107.10" in words
    overview.ages.show_unbilled(replace(UNBILLED, outdated=True), able=True)
    assert "Invoices were sent since then: look again." in words_of(overview.ages)


def test_a_token_that_ended_says_for_how_long(overview: OverviewTab) -> None:
    overview.show_kept(organisation([connection(days_left=-12)]))
    assert "ended 12 days ago" in words_of(overview)
    assert "0 days" not in words_of(overview)
    overview.show_kept(organisation([connection(days_left=0)]))
    assert "ago" not in words_of(overview)


def test_the_token_line_says_its_three_days(overview: OverviewTab) -> None:
    line = overview.findChild(TokenLine)
    assert line is not None
    assert "The token ends on 1 May 2027. App connectors on them stop on 31 August 2027." in line.accessibleName()


# ---------------------------------------------------------------------- a new organisation, and changes


def test_each_empty_card_says_why(overview: OverviewTab) -> None:
    overview.show_kept(organisation([connection(checked_at=None)], DailyStanding()))
    words = words_of(overview)
    for sentence in (
        "Nothing was sent in the last twelve weeks.",
        "No run yet: nothing was ever sent from here.",
        "Nobody looked yet at what is not invoiced.",
        "Nothing was checked yet.",
    ):
        assert sentence in words
    assert overview.sent.plot.isHidden()
    assert overview.ages.plot.isHidden()
    assert not overview.ages.look.isHidden()


def test_without_timechimp_there_is_nothing_to_look_at(overview: OverviewTab) -> None:
    overview.show_kept(organisation([connection(profiles=("smartbooqing",))], DailyStanding()))
    assert overview.ages.look.isHidden()
    assert "No connection of this organisation reads TimeChimp" in words_of(overview.ages)


def test_the_same_again_leaves_every_card_where_it_is(overview: OverviewTab) -> None:
    before = [*overview.todo.buttons, *overview.again_buttons, overview.runs._rows]
    overview.show_kept(organisation())
    assert [*overview.todo.buttons, *overview.again_buttons, overview.runs._rows] == before


def test_a_change_of_one_connection_leaves_the_card_of_the_other(overview: OverviewTab) -> None:
    one, other = connection(), connection(2, "SmartBooqing")
    overview.show_kept(organisation([one, other]))
    before = overview.again_buttons
    overview.show_kept(organisation([one, replace(other, days_left=5)]))
    assert overview.again_buttons[0] is before[0]
    assert overview.again_buttons[1] is not before[1]


def test_the_keyboard_stays_on_what_it_was_on(overview: OverviewTab, qtbot: QtBot) -> None:
    overview.todo.buttons[1].setFocus()
    qtbot.waitUntil(overview.todo.buttons[1].hasFocus)
    overview.show_kept(organisation(daily=replace(DAILY, unknown=0)))
    assert overview.todo.buttons[0].hasFocus()
    assert overview.todo.buttons[0].text() == "Show"
    overview.again_buttons[0].setFocus()
    overview.show_kept(organisation([connection(days_left=100)]))
    assert overview.again_buttons[0].hasFocus()
    overview.sent.plot.setFocus()
    overview.sent.plot.go(3)
    overview.show_kept(organisation([connection(days_left=100)], replace(DAILY, runs=RUNS[1:])))
    assert overview.sent.plot.hasFocus()
    assert overview.sent.plot.at == 3


def test_the_keyboard_goes_through_the_cards_as_they_are_read(overview: OverviewTab) -> None:
    wanted = [
        *overview.todo.buttons,
        overview.sent.plot,
        overview.ages.look,
        overview.ages.plot,
        overview.runs.outbox,
        *overview.again_buttons,
    ]
    wanted[0].setFocus()
    for one in wanted:
        assert one.hasFocus()
        QTest.keyClick(one, Qt.Key.Key_Tab)


def test_the_cards_stand_in_pairs_where_they_fit(overview: OverviewTab, qtbot: QtBot) -> None:
    assert overview.sent.y() == overview.ages.y()
    overview.resize(600, 760)
    qtbot.waitUntil(lambda: overview.ages.y() > overview.sent.y())
    assert overview.ages.x() == overview.sent.x()


@pytest.mark.parametrize("width", range(420, 1100, 40))
def test_nothing_ever_lies_beyond_the_right_edge(overview: OverviewTab, qtbot: QtBot, width: int) -> None:
    overview.resize(width, 500)
    bar = overview._scroll.horizontalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() == 0)


def test_what_fits_does_not_scroll_and_what_does_not_can_be_reached(overview: OverviewTab, qtbot: QtBot) -> None:
    content, bar = overview._scroll.widget(), overview._scroll.verticalScrollBar()
    assert content is not None
    overview.resize(1040, content.heightForWidth(1040))
    qtbot.waitUntil(lambda: bar.maximum() == 0)
    overview.resize(600, 400)
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    lowest = overview.again_buttons[0]
    assert lowest.mapTo(content, lowest.rect().bottomLeft()).y() < content.height()
    assert content.height() == bar.maximum() + overview._scroll.viewport().height()


# ---------------------------------------------------------------------- looking


class PretendKept:
    """Runs the work of one look when the test says so."""

    is_open = True

    def __init__(self) -> None:
        self.lanes: list[str] = []
        self.done: Callable[[object], object] = lambda _: None
        self.failed: Callable[[Exception], object] = lambda _: None

    def change(self, work: object, done: object, failed: object, *, lane: str) -> object:
        self.lanes.append(lane)
        self.done, self.failed = done, failed  # type: ignore[assignment]
        return object()


def test_looking_goes_once_on_the_lane_of_the_organisation(overview: OverviewTab, runner: TaskRunner) -> None:
    kept = PretendKept()
    look = UnbilledLook(kept, runner, 1, overview)  # type: ignore[arg-type]
    overview.ages.look.setFocus()
    overview.ages.look.click()
    overview.ages.look.click()
    assert kept.lanes == ["organisation 1"]
    assert look.running
    assert overview.ages.look.text() == "Looking…"
    kept.done(None)
    assert overview.ages.look.text() == "Look now"
    assert overview.ages.look.hasFocus()
    assert not look.running


def test_a_key_that_is_not_kept_is_a_calm_sentence_with_its_cure(
    overview: OverviewTab, runner: TaskRunner, qtbot: QtBot
) -> None:
    kept = PretendKept()
    look = UnbilledLook(kept, runner, 1, overview)  # type: ignore[arg-type]
    overview.ages.look.click()
    error: AssistantError = key_not_kept(connection().connection)
    kept.failed(error)
    assert not look.running
    assert "The TimeChimp key of TimeChimp is not in the keyring." in words_of(overview.ages)
    assert "40,107.10" in words_of(overview.ages), "what was read before stays"
    with qtbot.waitSignal(overview.todo_chosen) as told:
        overview.ages.cure.click()
    assert (told.args[0].action, told.args[0].connection_id) == (Step.TIME_TRACKING, 1)


def test_an_error_without_a_cure_offers_no_button(overview: OverviewTab, runner: TaskRunner) -> None:
    kept = PretendKept()
    UnbilledLook(kept, runner, 1, overview)  # type: ignore[arg-type]
    overview.ages.look.click()
    kept.failed(
        ConfigurationError("odd", title=literal("Odd."), explanation=literal("Very odd."), action=literal("Wait."))
    )
    assert overview.ages.cure.isHidden()
    assert "Odd. Very odd. Wait." in words_of(overview.ages)


# ---------------------------------------------------------------------- in the sidebar


@pytest.mark.parametrize(
    ("changes", "daily", "state", "words"),
    [
        ({}, DailyStanding(), State.OK, "ready"),
        ({}, DailyStanding(unknown=2, refused=3), State.UNKNOWN, "2 unknown"),
        ({}, DailyStanding(refused=3), State.FAILED, "3 refused"),
        ({"days_left": 30}, DailyStanding(refused=3), State.FAILED, "3 refused"),
        ({"days_left": -1}, DailyStanding(unknown=2), State.FAILED, "token ended"),
        ({"days_left": 30}, DailyStanding(unknown=2), State.UNKNOWN, "2 unknown"),
        ({"trouble": UNREACHED}, DailyStanding(), State.NOT_TESTED, "not reachable"),
        ({"trouble": REFUSED}, DailyStanding(unknown=1), State.FAILED, "token refused"),
        ({"trouble": UNREACHED}, DailyStanding(unknown=1), State.UNKNOWN, "1 unknown"),
    ],
)
def test_the_sidebar_reckons_with_what_was_sent_and_with_what_stopped_a_check(
    changes: dict[str, Any], daily: DailyStanding, state: State, words: str
) -> None:
    found = organisation_standing(organisation([connection(**changes)], daily))
    assert (found[0], found[1].render("en")) == (state, words)


def test_a_token_that_ended_has_no_days_left_in_the_sidebar() -> None:
    ended, valid = organisation([connection(days_left=-3)]), organisation([connection(days_left=0)])
    assert [str(one.days) for one in entries(Snapshot([ended, valid]))] == ["", "0 d"]


def test_a_connection_by_itself_knows_nothing_of_what_was_sent() -> None:
    assert connection_standing(connection())[0] is State.OK
