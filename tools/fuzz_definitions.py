"""Mutates definition files by the hundred thousand and reads each: only documented errors may come out.

    python tools/fuzz_definitions.py [--examples 100000] [--seconds 0] [--seed 1]

Prints how often each error came, the slowest file and the largest memory. Exit 1 at the first other exception, with
the mutation that shows it, or when one file takes more than two seconds or 160 MiB. Hypothesis makes the mutations, in
batches so that its own memory stays small; the same seed gives the same run. Needs the extra `dev`.
"""

import argparse
import resource
import sys
import time
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.helpers.gcn_fuzz import Tally, samples, try_one
from tests.helpers.gcn_mutations import Mutation, Sample, mutations

BATCH = 2_000
TRACED = 50
MOST_SECONDS = 2.0
MEBIBYTE = 2**20
MOST_MEMORY = 160 * MEBIBYTE


def batch(files: list[Sample], tally: Tally, number: int, examples: int) -> None:
    """Run one batch; Hypothesis shrinks a defect to its smallest form and raises it."""

    @seed(number)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(st.sampled_from(files), mutations(), st.sampled_from(files))
    def run(sample: Sample, changes: list[Mutation], other: Sample) -> None:
        try_one(tally, sample, changes, other)

    run()


def main() -> int:
    """Run, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--examples", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=0.0, help="go on for at least so long")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    files, tally = samples(), Tally(traced=TRACED)
    print(f"{len(files)} files to mutate: {', '.join(one.name for one in files)}")
    started, number = time.monotonic(), options.seed * 1_000_000
    while tally.total < options.examples or time.monotonic() - started < options.seconds:
        batch(files, tally, number, min(BATCH, max(options.examples - tally.total, 100)))
        number += 1
    seconds = time.monotonic() - started
    print(f"{tally.total} mutated files in {seconds:.0f} s, none gave anything but the following")
    for code, count in tally.codes.most_common():
        print(f"  {code:20} {count:9}  {count / tally.total:6.1%}")
    print(f"slowest file            {tally.longest * 1000:.0f} ms ({len(tally.slowest)} bytes)")
    print(f"largest memory          {tally.peak / MEBIBYTE:.1f} MiB (every {TRACED}th file)")
    print(f"memory of the whole run {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB at its highest")
    return 0 if tally.longest <= MOST_SECONDS and tally.peak <= MOST_MEMORY else 1


if __name__ == "__main__":
    sys.exit(main())
