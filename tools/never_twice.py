"""Try the promise of the daily work against every fault of the line at every write, and death at every step.

Run: `python tools/never_twice.py` (all, some half an hour), `--kills` or `--faults` for one half, `--every N` for
each N-th trial only. Prints how many trials met their fault, how many writes were unknown, and every broken promise.
"""

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from afas_assistant.practice.process import PracticeProcess
from tests.helpers.never_twice import Proving, Result, Trial, kill_trials, line_trials
from tests.helpers.practised_work import SIZE


def chosen_trials(proving: Proving, arguments: argparse.Namespace) -> list[Trial]:
    """Return the trials that were asked for."""
    trials: list[Trial] = []
    if not arguments.kills:
        trials += line_trials(proving.count_writes())
    if not arguments.faults:
        trials += kill_trials(proving.count_steps())
    return trials[:: arguments.every]


def main() -> int:
    """Run the trials and print what they showed; returns 1 when a promise was broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", action="store_true")
    parser.add_argument("--faults", action="store_true")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--only", default="", help="a part of a trial's name, such as invoices-afas-POST-cut_late")
    arguments = parser.parse_args()
    started, results = time.monotonic(), list[Result]()
    with PracticeProcess(size=SIZE) as practice, Proving(practice) as proving:
        trials = [one for one in chosen_trials(proving, arguments) if arguments.only in str(one)]
        print(f"{len(trials)} trials", flush=True)
        for number, trial in enumerate(trials, 1):
            result = proving.attempt(trial)
            results.append(result)
            for words in result.wrong:
                print(f"BROKEN {trial}: {words}", flush=True)
            if number % 50 == 0:
                print(f"{number} of {len(trials)}, {time.monotonic() - started:.0f} s", flush=True)
    report(results)
    return 1 if any(result.wrong for result in results) else 0


def report(results: list[Result]) -> None:
    """Print the counts, by what went wrong and by work."""
    groups = {"fault": [one.trial.kind for one in results], "work": [one.trial.work for one in results]}
    for title, names in groups.items():
        print(f"{title:12} trials  met  booked late  writes unknown  broken")
        for name in dict.fromkeys(names):
            print_line(name, [one for one, its in zip(results, names, strict=True) if its == name])
    print_line("all", results)


def print_line(name: str, mine: list[Result]) -> None:
    """Print the counts of some results."""
    met, late = sum(one.hit for one in mine), sum(one.late for one in mine)
    unknown, wrong = sum(one.unknown for one in mine), sum(bool(one.wrong) for one in mine)
    print(f"{name:12} {len(mine):6} {met:4} {late:12} {unknown:15} {wrong:7}")


if __name__ == "__main__":
    sys.exit(main())
