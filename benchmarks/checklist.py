"""How long a whole SmartBooqing check takes when every reply takes 150 ms, against what the calls themselves demand.

Baselines in the same run: the lower limit set by the number of calls at four at a time (after the first, on which all
others wait), and the same check with one call after the other. Run: `python benchmarks/checklist.py`.
"""

import math
import statistics
import sys
import time

from afas_assistant.afas.address import understand_address
from afas_assistant.afas.client import AfasClient
from afas_assistant.afas.token import parse_token
from afas_assistant.onboarding import checker
from afas_assistant.onboarding.checker import CheckRequest, run_check
from afas_assistant.onboarding.profiles import assistant_profile, load_profile
from afas_assistant.practice.process import PracticeProcess

REPLY_SECONDS = 0.150
RUNS = 5
MOST_OVER_LIMIT = 1.3
LEAST_FASTER = 3.0


def timed(practice: PracticeProcess, at_once: int) -> tuple[float, int]:
    """Return the seconds that one check takes, and the number of calls that reached the server."""
    token = parse_token(practice.token("smartbooqing"))
    profiles = (load_profile("smartbooqing"), assistant_profile())
    before = len(practice.log())
    checker.AT_ONCE = at_once
    started = time.perf_counter()
    report = run_check(
        CheckRequest(understand_address(practice.rest), profiles), lambda where: AfasClient(where, token)
    )
    seconds = time.perf_counter() - started
    if report.exit_code != 0:
        raise SystemExit("the healthy environment does not hold; the figures would mean nothing")
    return seconds, len(practice.log()) - before


def main() -> int:
    """Print medians and ratios; return 1 when a target is missed."""
    with PracticeProcess() as practice:
        timed(practice, 4)
        practice.delay(REPLY_SECONDS)
        parallel = [timed(practice, 4) for _ in range(RUNS)]
        serial = [timed(practice, 1) for _ in range(3)]
    calls = parallel[0][1]
    limit = REPLY_SECONDS * (1 + math.ceil((calls - 1) / 4))
    median = statistics.median(seconds for seconds, _ in parallel)
    slow = statistics.median(seconds for seconds, _ in serial)
    print(f"calls                          {calls}")
    print(f"limit at 4 at a time           {limit:.2f} s")
    over, slower = median / limit, slow / median
    print(f"check, median of {RUNS}             {median:.2f} s   {over:.2f} x the limit (target <= {MOST_OVER_LIMIT})")
    print(f"one after the other, median    {slow:.2f} s   {slower:.2f} x slower (target >= {LEAST_FASTER})")
    return 0 if over <= MOST_OVER_LIMIT and slower >= LEAST_FASTER else 1


if __name__ == "__main__":
    sys.exit(main())
