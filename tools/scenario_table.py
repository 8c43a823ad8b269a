"""Print what a check finds in each scenario of the practice environment, as a Markdown table.

The same run is a test (`tests/end_to_end/test_scenarios.py`) with the expected table written by hand; this prints what
was found. Run: `python tools/scenario_table.py [SCENARIO …]`.
"""

import sys
from collections.abc import Sequence

from afas_assistant.afas.address import understand_address
from afas_assistant.afas.client import AfasClient
from afas_assistant.afas.token import parse_token
from afas_assistant.onboarding.checker import CheckRequest, run_check
from afas_assistant.onboarding.profiles import assistant_profile, built_in_profiles
from afas_assistant.onboarding.report import CheckReport
from afas_assistant.onboarding.verdicts import Reason, Status, Verdict
from afas_assistant.practice.process import PracticeProcess
from afas_assistant.practice.scenarios import SCENARIOS


def main(names: Sequence[str]) -> int:
    """Print the table."""
    print("| scenario | exit | lines that fail | other lines that differ from healthy | seconds |")
    print("|---|---|---|---|---|")
    with PracticeProcess() as practice:
        healthy = {one.line.key: (one.status, one.reason) for one in _check(practice, "healthy").verdicts}
        for name in names or SCENARIOS:
            report = _check(practice, name)
            failed = [one for one in report.verdicts if one.status is Status.FAILED]
            other = [
                one
                for one in report.verdicts
                if one.status is not Status.FAILED
                and (one.status, one.reason) != healthy[one.line.key]
                and one.reason is not Reason.EARLIER_FAILED
            ]
            cells = (name, report.exit_code, _cell(failed), _cell(other), f"{report.seconds:.1f}")
            print("| " + " | ".join(map(str, cells)) + " |")
    return 0


def _check(practice: PracticeProcess, scenario: str) -> CheckReport:
    practice.switch(scenario)
    token = parse_token(practice.token("all"))
    profiles = (*built_in_profiles(), assistant_profile())
    request = CheckRequest(understand_address(practice.addresses["test"]), profiles)
    return run_check(request, lambda where: AfasClient(where, token, language="en"))


def _cell(verdicts: Sequence[Verdict]) -> str:
    shown = dict.fromkeys(f"`{one.line.id}` {one.reason.value if one.reason else one.status.value}" for one in verdicts)
    return ", ".join(shown) or "–"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
