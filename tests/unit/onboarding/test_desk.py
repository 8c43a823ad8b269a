"""The desk without AFAS: what it keeps, what it counts as open, and what it forgets."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from afas_assistant.afas.address import understand_address
from afas_assistant.afas.metainfo import Info
from afas_assistant.afas.token import ClassicToken
from afas_assistant.errors import ConfigurationError
from afas_assistant.logs import SECRETS
from afas_assistant.onboarding.desk import ConnectionView, Desk, blocking_ids, merged
from afas_assistant.onboarding.passed import Passed
from afas_assistant.onboarding.report import CheckReport, Environment
from afas_assistant.onboarding.verdicts import Line, Reason, Section, Status, Verdict
from afas_assistant.organisations.enrolment import Answer, Enrolled
from afas_assistant.paths import folders
from afas_assistant.texts import literal
from afas_assistant.timechimp.key import TimeChimpKey
from tests.helpers.connections import make_connection
from tests.helpers.memory_keyring import MemoryKeyring

TOKEN, OTHER = ClassicToken("5EC3" * 16), ClassicToken("AB12" * 16)
BTW, DEBTORS = (Line(Section.GET, name, profile="smartbooqing") for name in ("SBQ_BTW", "SBQ_Debiteuren"))
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(folders(tmp_path))
    yield made
    made.close()


def answer(envid: str = "T12345AA", app: str = "SmartBooqing", expiry: str = "0") -> Answer:
    info = Info(envid=envid, appName=app, group="Group 101 (12345.USER)", tokenExpiry=expiry)
    return Answer(understand_address(envid), info)


def connect(desk: Desk) -> Enrolled:
    return desk.connect(answer(), TOKEN, name="Trial", profiles=("smartbooqing",))


def report(*verdicts: Verdict, at: datetime = NOON) -> CheckReport:
    return CheckReport(Environment("https://12345.resttest.afas.online", "T12345AA"), verdicts, at, 0.1)


def failed(line: Line) -> Verdict:
    return Verdict(line, Status.FAILED, literal("gone"), reason=Reason.MISSING)


def good(line: Line) -> Verdict:
    return Verdict(line, Status.OK, literal("there"))


def test_a_connection_is_kept_with_its_token_and_given_back(desk: Desk, memory_keyring: MemoryKeyring) -> None:
    kept = connect(desk)
    assert desk.token_of(kept.connection) == TOKEN
    assert [view.organisation.name for view in desk.organisations()] == ["Trial"]
    assert [profile.id for profile in desk.profiles_of(kept.connection)] == ["smartbooqing", "assistant"]
    assert len(memory_keyring.entries) == 1


def test_a_token_that_nothing_has_is_told_in_words(desk: Desk, memory_keyring: MemoryKeyring) -> None:
    kept = connect(desk)
    memory_keyring.entries.clear()
    with pytest.raises(ConfigurationError) as raised:
        desk.token_of(kept.connection)
    assert raised.value.code == "token_not_kept"


def test_removing_an_organisation_takes_its_tokens_along(desk: Desk, memory_keyring: MemoryKeyring) -> None:
    kept = connect(desk)
    assert desk.remove(kept.organisation) == []
    assert memory_keyring.entries == {}
    assert desk.organisations() == ()


def test_another_token_replaces_the_first_in_place(desk: Desk) -> None:
    kept = connect(desk)
    desk.keep(kept.connection, report(good(BTW)))
    changed = desk.replace_token(kept.connection, answer(), OTHER)
    assert changed.connection.id == kept.connection.id
    assert desk.token_of(changed.connection) == OTHER
    assert desk.view(changed.connection).report is not None


def test_what_is_open_and_what_changed_follow_from_the_last_two_checks(desk: Desk) -> None:
    connection = connect(desk).connection
    assert desk.view(connection).open_lines == 0
    desk.keep(connection, report(failed(BTW), failed(DEBTORS)))
    desk.keep(connection, report(good(BTW), failed(DEBTORS), at=NOON.replace(hour=13)))
    view = desk.view(connection)
    assert view.open_lines == 1
    assert [key[1] for key in view.changed] == ["get/SBQ_BTW"]


def test_a_check_of_a_connection_that_is_gone_is_dropped_quietly(desk: Desk) -> None:
    kept = connect(desk)
    desk.remove(kept.organisation)
    desk.keep(kept.connection, report(good(BTW)))
    assert desk.store.checks(kept.connection.id) == ()


def test_ticks_from_before_the_connection_become_confirmations(desk: Desk) -> None:
    connection = connect(desk).connection
    desk.take_over(connection, {"by_hand/unblock": Passed("M. de Boer", NOON, "")})
    assert desk.confirmations(connection)["by_hand/unblock"].who == "M. de Boer"
    desk.withdraw(connection, "by_hand/unblock")
    assert desk.confirmations(connection) == {}


def test_the_item_type_stays_with_the_connection(desk: Desk) -> None:
    connection = connect(desk).connection
    assert desk.pick_item_type(connection, 100).item_type == 100
    assert desk.pick_item_type(connection, None).item_type is None


def test_the_key_of_timechimp_is_kept_given_back_and_forgotten(desk: Desk, memory_keyring: MemoryKeyring) -> None:
    connection, key = connect(desk).connection, TimeChimpKey("abcdef0123456789")
    assert desk.timechimp_key(connection) is None
    assert desk.keep_timechimp_key(connection, key).error is None
    assert desk.timechimp_key(connection) == key
    assert "abcdef0123456789" not in SECRETS.clean("the key abcdef0123456789 was sent")
    desk.forget_timechimp_key(connection)
    assert desk.timechimp_key(connection) is None
    assert desk.token_of(connection) == TOKEN


def test_practice_moves_with_its_port_and_nothing_else_moves(desk: Desk) -> None:
    practice = Answer(understand_address("http://127.0.0.1:4001/ProfitRestServices"), answer("T99001AA").info)
    desk.connect(practice, OTHER, name="Practice", profiles=())
    connect(desk)
    desk.move_practice("http://127.0.0.1:4002/ProfitRestServices")
    addresses = {view.organisation.name: view.organisation.address for view in desk.organisations()}
    assert addresses["Practice"] == "http://127.0.0.1:4002/ProfitRestServices"
    assert addresses["Trial"].startswith("https://12345.resttest")


@pytest.mark.parametrize(
    ("line", "blocks"),
    [
        ({"severity": "required", "status": "failed", "reason": "missing"}, True),
        ({"severity": "required", "status": "not_tested", "reason": "stopped"}, True),
        ({"severity": "required", "status": "by_hand", "reason": "not_confirmed"}, True),
        ({"severity": "required", "status": "by_hand", "reason": None}, False),
        ({"severity": "required", "status": "ok", "reason": None}, False),
        ({"severity": "advised", "status": "failed", "reason": "missing"}, False),
    ],
)
def test_what_blocks_in_a_kept_report(line: dict[str, Any], blocks: bool) -> None:
    assert blocking_ids({"checks": [{"id": "get/A", **line}]}) == (["get/A"] if blocks else [])


def test_days_left_never_pass_the_end_of_all_classic_tokens() -> None:
    view = ConnectionView(make_connection(), None, {})
    assert view.days_left(date(2026, 11, 20)) == 162


def test_news_replace_their_lines_and_leave_the_others() -> None:
    whole = merged(report(failed(BTW), failed(DEBTORS)), report(good(DEBTORS), at=NOON.replace(hour=13)))
    assert [(one.line.name, one.status) for one in whole.verdicts] == [
        ("SBQ_BTW", Status.FAILED),
        ("SBQ_Debiteuren", Status.OK),
    ]
    assert whole.at.hour == 13
