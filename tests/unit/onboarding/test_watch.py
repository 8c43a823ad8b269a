"""Watch mode: what is tested at each look, when it ends, and that AFAS is spared."""

from afas_assistant.onboarding.evidence import Listed
from afas_assistant.onboarding.requirements import Severity
from afas_assistant.onboarding.verdicts import Line, Reason, Section, Status, Verdict
from afas_assistant.onboarding.watch import IN_TURN, STOPS_AFTER_SECONDS, Watch, is_open
from afas_assistant.texts import literal

HOST = Line(Section.ENVIRONMENT, "host")
STEP = Line(Section.BY_HAND, "unblock")
GETS = [Line(Section.GET, f"SBQ_{number}") for number in range(5)]
UPDATE = Line(Section.UPDATE, "FiInvoice")
DATA = Line(Section.DATA, "SubjectConnector", severity=Severity.ADVISED)


def verdict(line: Line, status: Status) -> Verdict:
    return Verdict(line, status, literal(""), reason=None if status is Status.OK else Reason.MISSING)


def failed(*lines: Line) -> list[Verdict]:
    return [verdict(line, Status.FAILED) for line in lines]


def seen(watch: Watch, *names: str) -> set[str]:
    wanted = watch.choose(Listed(get=names, update=()))
    return {line.name for line in (HOST, *GETS, UPDATE, DATA) if wanted(line)}


def test_without_news_the_open_lines_take_turns() -> None:
    watch = Watch(failed(*GETS), 0)
    looks = [seen(watch, "A") for _ in range(5)]
    assert all(len(look) == IN_TURN for look in looks)
    assert looks[0] == {"SBQ_0", "SBQ_1", "SBQ_2"}
    assert looks[1] == {"SBQ_3", "SBQ_4", "SBQ_0"}
    assert set.union(*looks[:2]) == {line.name for line in GETS}


def test_a_new_name_has_all_named_lines_tested_at_once() -> None:
    watch = Watch(failed(*GETS, UPDATE, DATA), 0)
    seen(watch, "A")
    assert seen(watch, "A", "B") >= {*(line.name for line in GETS), "FiInvoice"}


def test_the_first_look_compares_with_nothing() -> None:
    assert len(seen(Watch(failed(*GETS, UPDATE), 0), "A", "B")) == IN_TURN


def test_what_holds_is_not_tested_again_and_only_what_afas_can_show_is_watched() -> None:
    watch = Watch([*failed(GETS[0], HOST), verdict(GETS[1], Status.OK), verdict(STEP, Status.BY_HAND)], 0)
    assert seen(watch, "A") == {"SBQ_0"}
    watch.heard([verdict(GETS[0], Status.OK)])
    assert not watch.has_open
    assert seen(watch, "A") == set()
    assert watch.seconds_left(1) == 0


def test_manual_steps_go_along_since_they_cost_no_call() -> None:
    assert Watch(failed(GETS[0]), 0).choose(Listed(get=(), update=()))(STEP)


def test_a_line_that_fails_again_is_watched_on() -> None:
    watch = Watch(failed(GETS[0]), 0)
    watch.heard(failed(GETS[0]))
    assert watch.has_open


def test_it_ends_after_a_quarter_of_an_hour() -> None:
    watch = Watch(failed(GETS[0]), 100.0)
    assert watch.seconds_left(100.0) == STOPS_AFTER_SECONDS == 900
    assert watch.seconds_left(100.0 + 899) == 1
    assert watch.seconds_left(100.0 + 901) == 0


def test_not_tested_lines_can_turn_green_too() -> None:
    assert is_open(verdict(GETS[0], Status.NOT_TESTED))
    assert not is_open(verdict(GETS[0], Status.OK))
    assert not is_open(verdict(HOST, Status.FAILED))
