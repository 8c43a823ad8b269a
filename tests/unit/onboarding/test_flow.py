"""The wizard's flow without a screen: which step, what is open, when one may go on, and what survives a restart."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from afas_assistant.errors import ConfigurationError
from afas_assistant.onboarding.flow import Flow, LineState, Mark, PageFacts, Step, WizardState
from afas_assistant.onboarding.profiles import built_in_profiles
from afas_assistant.onboarding.time_tracking import ITEM, KEY, WRITING, DefaultItem, TimeTracking
from afas_assistant.onboarding.verdicts import Section
from afas_assistant.texts import literal

PROFILES = {profile.id: profile for profile in built_in_profiles()}
EVERYTHING = replace(PROFILES["smartbooqing"], id="all", update=PROFILES["timechimp"].update)
"""A checklist that has something to do at every step."""
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
READY = PageFacts()
WRONG = ConfigurationError("x", title=literal("t"), explanation=literal("e"), action=literal("a"))


def line(section: Section, name: str, *, blocks: bool = False) -> LineState:
    return LineState(f"{section}/{name}", section, "smartbooqing", blocks)


GOOD = [
    line(Section.ENVIRONMENT, "host"),
    line(Section.BY_HAND, "unblock"),
    line(Section.GET, "SBQ_BTW"),
    line(Section.UPDATE, "FiInvoice"),
    line(Section.DATA, "SubjectConnector"),
    line(Section.DESTINATION, "12"),
]
BROKEN = [*GOOD, line(Section.GET, "SBQ_Debiteuren", blocks=True), line(Section.GET, "SBQ_Transactie", blocks=True)]


def flow(lines: list[LineState] | None = None, **state: object) -> Flow:
    values: dict[str, object] = {"profiles": ("smartbooqing",), "connection_id": 1, "step": Step.GET}
    return Flow(WizardState(**{**values, **state}), PROFILES, lines if lines is not None else GOOD)  # type: ignore[arg-type]


def mark(of: Flow, step: Step) -> Mark:
    return next(state.mark for state in of.steps() if state.step is step)


def test_next_goes_through_all_ten_steps_and_back_through_the_same() -> None:
    walk = Flow(WizardState(profiles=(EVERYTHING.id,)), {EVERYTHING.id: EVERYTHING})
    there = [walk.state.step, *(walk.next() for _ in range(9))]
    assert there == list(Step)
    assert walk.next() is Step.DONE
    assert [walk.back() for _ in range(9)] == list(reversed(list(Step)))[1:]
    assert walk.back() is Step.WHAT


def test_steps_without_lines_are_passed_over_both_ways() -> None:
    walk = flow(profiles=("timechimp",), step=Step.UPDATE)
    assert [state.step for state in walk.steps() if state.mark is Mark.NOT_NEEDED] == [Step.DATA, Step.DESTINATIONS]
    assert walk.next() is Step.ADMINISTRATION
    assert walk.back() is Step.UPDATE


def test_back_loses_nothing() -> None:
    walk = flow(step=Step.ENVIRONMENT, connection_id=None)
    walk.change(address="T12345AA", name="Trial")
    walk.back()
    walk.next()
    assert (walk.state.address, walk.state.name) == ("T12345AA", "Trial")


@pytest.mark.parametrize(
    ("facts", "word"),
    [
        (PageFacts(busy=True), "controle"),
        (PageFacts(valid=False), "ontbreekt"),
        (PageFacts(valid=False, busy=True), "controle"),
        (PageFacts(error=WRONG), ""),
        (READY, ""),
    ],
)  # fmt: skip
def test_next_is_off_while_busy_or_incomplete_and_says_why(facts: PageFacts, word: str) -> None:
    why = flow().why_not_next(facts)
    assert (why is None) == (word == "")
    assert word in str(why)


def test_open_lines_hold_one_up_at_their_own_step_only() -> None:
    walk = flow(BROKEN)
    assert [one.id for one in walk.open_lines(Step.GET)] == ["get/SBQ_Debiteuren", "get/SBQ_Transactie"]
    assert walk.why_not_next(READY) is not None
    walk.next()
    assert walk.why_not_next(READY) is None
    assert mark(walk, Step.GET) is Mark.OPEN
    assert walk.first_open() is Step.GET


def test_a_reason_lets_one_pass_and_can_be_taken_back() -> None:
    walk = flow(BROKEN)
    walk.pass_lines(Step.GET, " M. de Boer ", " Helpdesk levert na. ", NOON)
    assert walk.why_not_next(READY) is None
    said = walk.state.passed["get/SBQ_Transactie"]
    assert (said.who, said.reason, said.at) == ("M. de Boer", "Helpdesk levert na.", NOON)
    assert "get/SBQ_BTW" not in walk.state.passed
    walk.unpass("get/SBQ_Transactie")
    assert [one.id for one in walk.open_lines(Step.GET)] == ["get/SBQ_Transactie"]


@pytest.mark.parametrize(("who", "reason"), [("", "why"), ("who", ""), ("  ", "why"), ("who", "\n")])
def test_nothing_passes_without_a_name_and_a_reason(who: str, reason: str) -> None:
    walk = flow(BROKEN)
    with pytest.raises(ValueError, match="somebody"):
        walk.pass_lines(Step.GET, who, reason, NOON)
    assert walk.state.passed == {}


def test_a_tick_settles_a_manual_step_and_taking_it_back_opens_it() -> None:
    walk = flow([*GOOD, line(Section.BY_HAND, "user_rights", blocks=True)])
    assert len(walk.open_lines(Step.PREPARE)) == 1
    walk.tick("by_hand/user_rights", "M. de Boer", NOON)
    assert walk.open_lines(Step.PREPARE) == []
    walk.tick("by_hand/user_rights", "M. de Boer", NOON, done=False)
    assert len(walk.open_lines(Step.PREPARE)) == 1


def test_only_reached_steps_can_be_picked() -> None:
    walk = flow(BROKEN)
    assert walk.go(Step.DESTINATIONS) is Step.GET
    assert walk.go(Step.ENVIRONMENT) is Step.ENVIRONMENT
    assert walk.go(Step.GET) is Step.GET


@pytest.mark.parametrize(
    ("state", "lines", "first"),
    [
        ({"profiles": (), "connection_id": None, "step": Step.WHAT}, [], Step.WHAT),
        ({"connection_id": None, "step": Step.PREPARE}, [], Step.PREPARE),
        ({"connection_id": None, "step": Step.ENVIRONMENT}, [], Step.ENVIRONMENT),
        ({"step": Step.UPDATE}, [], Step.GET),
        ({"step": Step.DATA}, BROKEN, Step.GET),
        ({"step": Step.GET}, GOOD, Step.ADMINISTRATION),
        ({"step": Step.GET, "administration": "1"}, GOOD, Step.DONE),
    ],
)
def test_the_work_is_taken_up_at_the_first_open_step(
    state: dict[str, object], lines: list[LineState], first: Step
) -> None:
    assert flow(lines, **state).first_open() is first


CONSULTANCY = DefaultItem("1", "300", "UUR", "Consultancy")
USABLE = TimeTracking(("v1",), "allowed", CONSULTANCY)


@pytest.mark.parametrize(
    ("found", "opened"),
    [
        (TimeTracking(), [KEY, ITEM]),
        (TimeTracking(("v1",), "not_tested"), [ITEM]),
        (TimeTracking(("v1",), "refused", CONSULTANCY), [WRITING]),
        (USABLE, []),
    ],
)
def test_time_tracking_is_open_until_key_and_item_are_there(found: TimeTracking, opened: list[str]) -> None:
    walk = flow(profiles=("timechimp",), step=Step.TIME_TRACKING, administration="1", time_tracking=found)
    assert [one.id for one in walk.open_lines(Step.TIME_TRACKING)] == opened
    assert (walk.why_not_next(READY) is None) is (opened == [])
    assert walk.first_open() is (Step.TIME_TRACKING if opened else Step.DONE)
    walk.pass_lines(Step.TIME_TRACKING, "M. de Boer", "The key comes on Monday.", NOON)
    assert walk.why_not_next(READY) is None
    assert walk.first_open() is Step.DONE


def test_time_tracking_that_lies_ahead_is_not_open_yet_and_needs_a_checklist_that_bills_hours() -> None:
    ahead = flow(profiles=("timechimp",), step=Step.GET)
    assert ahead.open_lines(Step.TIME_TRACKING) == []
    assert mark(ahead, Step.TIME_TRACKING) is Mark.AHEAD
    assert mark(flow(), Step.TIME_TRACKING) is Mark.NOT_NEEDED
    assert flow(step=Step.DONE).open_lines(Step.TIME_TRACKING) == []


@pytest.mark.parametrize("found", [TimeTracking(), TimeTracking(("v1", "v2"), "not_tested"), USABLE])
def test_time_tracking_survives_being_kept(found: TimeTracking) -> None:
    state = WizardState(time_tracking=found, administration="1", administration_name="Trial")
    assert WizardState.from_data(json.loads(json.dumps(state.to_data()))) == state


def test_another_connection_begins_without_the_choices_of_the_one_before() -> None:
    walk = flow(
        profiles=("timechimp", "smartbooqing"), administration="1", administration_name="x", time_tracking=USABLE
    )
    walk.finish()
    state = walk.state
    assert (state.administration, state.administration_name, state.time_tracking) == (None, "", TimeTracking())


def test_several_choices_become_connections_one_after_the_other() -> None:
    walk = flow(profiles=("timechimp", "smartbooqing"), administration="1", address="T12345AA", who="M. de Boer")
    walk.tick("by_hand/unblock", "M. de Boer", NOON)
    assert walk.finish() == "smartbooqing"
    assert walk.state.step is Step.PREPARE
    assert walk.state.connection_id is None
    assert (walk.state.ticked, walk.state.administration) == ({}, None)
    assert (walk.state.address, walk.state.who) == ("T12345AA", "M. de Boer")
    assert mark(walk, Step.GET) is Mark.AHEAD
    assert walk.finish() is None
    assert walk.state.finished == ("timechimp", "smartbooqing")


def test_a_state_survives_being_kept_as_json() -> None:
    walk = flow(BROKEN, address="T12345AA", name="Trial", item_type=100, administration="1", who="M. de Boer")
    walk.pass_lines(Step.GET, "M. de Boer", "later", NOON)
    walk.tick("by_hand/unblock", "J. Bakker", NOON)
    assert WizardState.from_data(json.loads(json.dumps(walk.state.to_data()))) == walk.state


def test_a_state_of_another_version_starts_over_without_losing_answers() -> None:
    data = {"profiles": ["timechimp"], "step": "holiday", "address": "T12345AA", "unknown": 1}
    state = WizardState.from_data(data)
    assert (state.step, state.address, state.who) == (Step.WHAT, "T12345AA", "")


def test_no_part_of_a_state_can_hold_a_token() -> None:
    assert not [name for name in WizardState().to_data() if "token" in name]
