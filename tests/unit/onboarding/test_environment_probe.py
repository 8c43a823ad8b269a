"""Verdicts on the way in, and advice."""

from datetime import date

import pytest

from afas_assistant.afas.address import understand_address
from afas_assistant.afas.metainfo import Info
from afas_assistant.onboarding.probes import advice
from afas_assistant.onboarding.probes.environment import (
    environment_lines,
    judge_entry,
    judge_expiry,
    judge_info,
    judge_version,
    parse_expiry,
)
from afas_assistant.onboarding.verdicts import Line, Reason, Status, Verdict
from tests.helpers.pretend_reader import afas_error, line_error, metainfo

LINES = environment_lines(expected=True)
TODAY = date(2026, 11, 21)
ADDRESS = understand_address("T12345AA")
OK, FAILED, NOT_TESTED, BY_HAND = Status.OK, Status.FAILED, Status.NOT_TESTED, Status.BY_HAND


def line(name: str) -> Line:
    return next(one for one in [*LINES, *advice.advice_lines()] if one.name == name)


def by_name(verdicts: list[Verdict]) -> dict[str, tuple[Status, Reason | None]]:
    return {one.line.name: (one.status, one.reason) for one in verdicts}


EARLIER = (NOT_TESTED, Reason.EARLIER_FAILED)
FINE = (OK, None)


@pytest.mark.parametrize(
    ("error", "host", "tls", "token"),
    [
        (None, FINE, FINE, FINE),
        (line_error("dns_failed"), (FAILED, Reason.HOST_NOT_FOUND), EARLIER, EARLIER),
        (line_error("host_unreachable"), (FAILED, Reason.HOST_UNREACHABLE), EARLIER, EARLIER),
        (line_error("timed_out"), (FAILED, Reason.TIMED_OUT), EARLIER, EARLIER),
        (line_error("not_json"), (FAILED, Reason.NOT_AFAS), EARLIER, EARLIER),
        (line_error("unexpected_shape"), (FAILED, Reason.NOT_AFAS), EARLIER, EARLIER),
        (afas_error(503), (FAILED, Reason.MAINTENANCE), EARLIER, EARLIER),
        (afas_error(403), (FAILED, Reason.IP_REFUSED), EARLIER, EARLIER),
        (line_error("tls_refused"), FINE, (FAILED, Reason.TLS_REFUSED), EARLIER),
        (afas_error(401), FINE, FINE, (FAILED, Reason.TOKEN_REFUSED)),
        (line_error("wrong_host"), FINE, FINE, (FAILED, Reason.WRONG_HOST)),
        (afas_error(502), (FAILED, Reason.SERVER_ERROR), EARLIER, EARLIER),
        (afas_error(500, "Er is een onverwachte fout opgetreden."), (FAILED, Reason.SERVER_ERROR), EARLIER, EARLIER),
    ],
)
def test_the_way_in(error: object, host: object, tls: object, token: object) -> None:
    found = by_name(judge_entry(LINES, ADDRESS, error))  # type: ignore[arg-type]
    assert found == {"host": host, "tls": tls, "token": token}


def test_an_empty_401_lists_its_causes_likeliest_first_each_with_a_check() -> None:
    verdict = judge_entry(LINES, understand_address("http://127.0.0.1:1/ProfitRestServices"), afas_error(401))[-1]
    assert len(verdict.causes) >= 4
    assert all(cause.cause.render("nl") and cause.check.render("en") for cause in verdict.causes)


def test_once_all_hosts_were_tried_a_wrong_host_is_no_cause_any_more() -> None:
    plain = judge_entry(LINES, understand_address("http://127.0.0.1:1/ProfitRestServices"), afas_error(401))[-1]
    tried = judge_entry(LINES, ADDRESS, afas_error(401))[-1]
    assert len(tried.causes) == len(plain.causes) - 1


def judged(info: Info | None, expected: str | None = None) -> dict[str, tuple[Status, Reason | None]]:
    return by_name(judge_info(LINES, ADDRESS, info, expected_envid=expected, today=TODAY))


def test_what_the_environment_tells() -> None:
    told = metainfo([], envid="T12345AA").info
    assert judged(told) == {"environment": FINE, "app_connector": FINE, "token_expiry": FINE}
    assert judged(told, "t12345aa")["environment"] == FINE
    assert judged(told, "O12345AA")["environment"] == (FAILED, Reason.OTHER_ENVIRONMENT)
    assert judged(metainfo([], envid="T12345AB").info)["environment"] == (FAILED, Reason.OTHER_ENVIRONMENT)


def test_an_old_profit_that_tells_nothing_about_itself() -> None:
    silent = (NOT_TESTED, Reason.NO_ENVIRONMENT_TOLD)
    assert judged(None) == {"environment": silent, "app_connector": silent, "token_expiry": FINE}


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("2027-02-03", date(2027, 2, 3)),
        ("2027-02-03T10:00:00Z", date(2027, 2, 3)),
        ("20270203", date(2027, 2, 3)),
        ("03-02-2027", date(2027, 2, 3)),
        ("3/2/2027", date(2027, 2, 3)),
        ("0", None),
        ("", None),
        (None, None),
        ("31-02-2027", None),
        ("soon", None),
    ],
)
def test_parse_expiry(told: str | None, expected: date | None) -> None:
    assert parse_expiry(told) == expected


@pytest.mark.parametrize(
    ("told", "today", "status", "words"),
    [
        ("0", TODAY, OK, "it ends all classic tokens on 1 May 2027, in 161 days"),
        ("2027-05-01", TODAY, OK, "Valid until 1 May 2027, 161 days"),
        ("2030-01-01", TODAY, OK, "ends all classic tokens on 1 May 2027"),
        ("2026-12-11", TODAY, FAILED, "in 20 days"),
        ("2026-11-22", TODAY, FAILED, "in 1 day"),
        ("2026-11-20", TODAY, FAILED, "Ended on 20 November 2026"),
        ("2027-02-19", TODAY, FAILED, "in 90 days"),
        ("2027-02-20", TODAY, OK, "91 days"),
        ("0", date(2027, 2, 1), FAILED, "in 89 days"),
        ("whenever", TODAY, NOT_TESTED, "“whenever” is not understood"),
    ],
)
def test_expiry(told: str, today: date, status: Status, words: str) -> None:
    verdict = judge_expiry(line("token_expiry"), told, today)
    assert verdict.status is status
    assert words in verdict.title.render("en")
    assert not verdict.blocks


def test_version() -> None:
    assert judge_version(line("profit_version"), "26.2.1").found == "26.2.1"
    assert judge_version(line("profit_version"), afas_error(401)).status is NOT_TESTED


@pytest.mark.parametrize(
    ("group", "group_reason", "user_reason"),
    [
        ("AuthorizationGroup 101 (12345.APPCONNECTOR)", None, None),
        ("AuthorizationGroup 7 (12345.timechimp)", None, None),
        ("Alle Profit-gebruikers (12345.api)", Reason.ALL_USERS_GROUP, None),
        ("Iedereen (12345.koppeling)", Reason.ALL_USERS_GROUP, None),
        ("AuthorizationGroup 101 (12345.jansen)", None, Reason.PERSON_TOKEN),
        ("AuthorizationGroup 101 (80462.admin)", None, Reason.PERSON_TOKEN),
        ("AuthorizationGroup 101 (80462.appadmin)", None, Reason.PERSON_TOKEN),
    ],
)
def test_group_and_user(group: str, group_reason: Reason | None, user_reason: Reason | None) -> None:
    info = metainfo([], group=group).info
    assert advice.judge_group(line("all_users_group"), info).reason is group_reason
    assert advice.judge_user(line("person_token"), info).reason is user_reason


def test_group_and_user_that_are_not_told() -> None:
    for info in (None, metainfo([], group="").info):
        assert advice.judge_group(line("all_users_group"), info).status is NOT_TESTED
        assert advice.judge_user(line("person_token"), info).status is NOT_TESTED


def test_extra_connectors_are_counted_and_listed() -> None:
    assert advice.judge_extra(line("extra_connectors"), ["A"], ["A", "B"]).status is OK
    verdict = advice.judge_extra(line("extra_connectors"), ["A", *"CDEFGH"], ["A"])
    assert (verdict.status, verdict.reason) == (FAILED, Reason.EXTRA_CONNECTORS)
    assert verdict.title.render("en") == "6 connectors more than needed: C, D, E, F, G …"
    assert list(verdict.detail) == list("CDEFGH")
    assert not verdict.blocks


def test_the_ip_rule_is_a_person_s_look_and_never_blocks() -> None:
    verdict = advice.judge_ip_rule(line("ip_rule"))
    assert verdict.status is BY_HAND
    assert not verdict.blocks
