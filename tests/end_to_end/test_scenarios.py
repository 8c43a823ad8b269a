"""Every scenario of the practice environment, over real HTTP: exactly the intended lines fail, and for that reason."""

from collections.abc import Iterator

import pytest

from afas_assistant.afas.address import understand_address
from afas_assistant.afas.client import AfasClient
from afas_assistant.afas.token import parse_token
from afas_assistant.onboarding.checker import CheckRequest, run_check
from afas_assistant.onboarding.profiles import assistant_profile, built_in_profiles
from afas_assistant.onboarding.report import CheckReport
from afas_assistant.onboarding.verdicts import Reason, Section, Status
from afas_assistant.practice.process import PracticeProcess
from afas_assistant.practice.scenarios import SCENARIOS as OFFERED
from tests.end_to_end.scenario_table import SCENARIOS, Found

PROFILES = (*built_in_profiles(), assistant_profile())
CONNECTOR_SECTIONS = {Section.GET, Section.UPDATE, Section.DATA, Section.DESTINATION}


@pytest.fixture(scope="module")
def practice() -> Iterator[PracticeProcess]:
    with PracticeProcess() as process:
        yield process


def check(practice: PracticeProcess, scenario: str) -> CheckReport:
    practice.switch(scenario)
    token = parse_token(practice.token("all"))
    request = CheckRequest(understand_address(practice.addresses["test"]), PROFILES)
    return run_check(request, lambda address: AfasClient(address, token, language="en"))


@pytest.fixture(scope="module")
def healthy(practice: PracticeProcess) -> CheckReport:
    return check(practice, "healthy")


def states(report: CheckReport) -> dict[str, tuple[str, str | None]]:
    """Return status and reason by line; of two profiles with the same line the worse one counts."""
    found: Found = {}
    for verdict in sorted(report.verdicts, key=lambda one: one.rank, reverse=True):
        found[verdict.line.id] = (verdict.status.value, verdict.reason.value if verdict.reason else None)
    return found


def test_the_table_names_every_scenario_there_is() -> None:
    assert set(SCENARIOS) == set(OFFERED)
    assert len(SCENARIOS) >= 25


def test_in_the_healthy_environment_every_connector_line_holds(healthy: CheckReport) -> None:
    lines = [one for one in healthy.verdicts if one.line.section in CONNECTOR_SECTIONS]
    assert len(lines) == 45
    assert {one.status for one in lines} == {Status.OK}
    assert healthy.exit_code == 0
    assert healthy.counts()["failed"] == 0
    assert healthy.counts()["not_tested"] == 0


@pytest.mark.parametrize("scenario", [name for name in SCENARIOS if name != "healthy"])
def test_exactly_the_intended_lines_fail(practice: PracticeProcess, healthy: CheckReport, scenario: str) -> None:
    expected = SCENARIOS[scenario]
    report = check(practice, scenario)
    found, usual = states(report), states(healthy)
    changed = {line: state for line, state in found.items() if state != usual[line]}
    if expected.exit_code == 2:
        changed = {line: state for line, state in changed.items() if state[1] != Reason.EARLIER_FAILED}
    wanted: Found = {line: ("failed", reason) for line, reason in expected.failed.items()}
    assert changed == {**wanted, **expected.other}
    assert report.exit_code == expected.exit_code


def test_a_check_changes_nothing_in_the_practice_books(practice: PracticeProcess) -> None:
    practice.switch("healthy")
    practice.reset()
    check(practice, "healthy")
    methods = {(call["method"], call["path"].rpartition("/")[2]) for call in practice.log()}
    assert {method for method, _ in methods} <= {"GET", "POST"}
    assert {last for method, last in methods if method == "POST"} <= {"appconnectordata.asmx"}
