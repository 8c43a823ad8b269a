"""Try the promise of the daily work against every fault of the line at every write, and death at every step.

Run: `python tools/never_twice.py` (all, some fifteen minutes), `--kills` or `--faults` for one half, `--every N` for
each N-th trial only. Prints how many trials met their fault, how many writes were unknown, and every broken promise.
"""

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from afas_assistant.practice.process import PracticeProcess
from tests.helpers.daily_work import SIZE
from tests.helpers.never_twice import Result, Trial, attempt, count_steps, count_writes, kill_trials, line_trials


def chosen_trials(practice: PracticeProcess, arguments: argparse.Namespace) -> list[Trial]:
    """Return the trials that were asked for."""
    trials: list[Trial] = []
    if not arguments.kills:
        trials += line_trials(count_writes(practice))
    if not arguments.faults:
        trials += kill_trials(count_steps(practice))
    return trials[:: arguments.every]


def main() -> int:
    """Run the trials and print what they showed; returns 1 when a promise was broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", action="store_true")
    parser.add_argument("--faults", action="store_true")
    parser.add_argument("--every", type=int, default=1)
    arguments = parser.parse_args()
    started, results = time.monotonic(), list[Result]()
    with PracticeProcess(size=SIZE) as practice:
        trials = chosen_trials(practice, arguments)
        for number, trial in enumerate(trials, 1):
            result = attempt(practice, trial)
            results.append(result)
            for words in result.wrong:
                print(f"BROKEN {trial}: {words}", flush=True)
            if number % 50 == 0:
                print(f"{number} of {len(trials)}, {time.monotonic() - started:.0f} s", flush=True)
    report(results)
    return 1 if any(result.wrong for result in results) else 0


def report(results: list[Result]) -> None:
    """Print the counts, by what went wrong."""
    kinds = Counter(one.trial.kind for one in results)
    for kind, count in kinds.items():
        mine = [one for one in results if one.trial.kind == kind]
        met = sum(one.hit for one in mine)
        print(f"{kind:12} {count:4} trials, {met:4} met, {sum(one.unknown for one in mine):4} writes unknown,"
              f" {sum(bool(one.wrong) for one in mine)} broken")  # fmt: skip
    print(f"{len(results)} trials, {sum(one.hit for one in results)} met their fault,"
          f" {sum(bool(one.wrong) for one in results)} broke the promise")  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
