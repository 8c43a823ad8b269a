"""How fast definition files are read, against the least that any reader has to do: unzip and inflate the same bytes.

The baseline steps over the elements before the ZIP and inflates its one entry with the standard library. Files are
written in the three generations with 10, 30 and 300 columns; AFAS's own are added where this computer has them. Ten
times the columns may take eleven times as long, not more. Times are the processor's, so that what else the computer
does counts little. Run: `python benchmarks/gcn.py`.
"""

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from afas_assistant.gcn.reader import read_definition
from tests.helpers.gcn_mutations import payload_of
from tests.helpers.gcn_writer import GENERATIONS, Condition, Group, Spec, columns, write
from tests.helpers.reference import reference_folder

COUNTS = (10, 30, 300)
RUNS = 15
LEAST_SECONDS = 0.02
MOST_GROWTH = 11.0


def definition(generation: int, count: int) -> bytes:
    """Return a file with so many columns, a filter, and SQL that grows with the columns as AFAS's does."""
    fields = columns(count)
    lines = ",\r\n".join(f"Ttt.AfasFi{one.field} AfasQW{one.internal_id}" for one in fields)
    filters = (Group((Condition("U001", 15, "<[~*NOW*~DDm3@]"), Condition("U002", 7, "N"))),)
    sql = f"create view Vw_Acme as\r\nselect\r\n{lines}\r\nfrom AfasFiAccount as Ttt\r\ngo\r\n"
    return write(Spec(generation=generation, fields=fields, filters=filters, sql=sql))


def seconds(action: Callable[[bytes], object], content: bytes) -> float:
    """Return the median seconds of one call."""
    started = time.process_time()
    action(content)
    repeat = max(1, round(LEAST_SECONDS / (time.process_time() - started + 1e-9)))

    def run() -> float:
        begun = time.process_time()
        for _ in range(repeat):
            action(content)
        return (time.process_time() - begun) / repeat

    return statistics.median(run() for _ in range(RUNS))


def main() -> int:
    """Print medians and ratios; return 1 when the time grows faster than the columns."""
    files = {f"generation {g}, {n} columns": definition(g, n) for g in GENERATIONS for n in COUNTS}
    folder = reference_folder()
    for path in sorted((folder / "gcn").glob("*.gcn")) if folder else []:
        if not path.name.startswith("damaged"):
            files[path.name] = path.read_bytes()
    print(f"{'file':36} {'bytes':>7} {'read/s':>8} {'inflate/s':>10} {'ratio':>7}")
    took = {}
    for name, content in files.items():
        took[name], least = seconds(read_definition, content), seconds(payload_of, content)
        print(f"{name:36} {len(content):7} {1 / took[name]:8.0f} {1 / least:10.0f} {took[name] / least:6.1f}x")
    grown = {g: took[f"generation {g}, 300 columns"] / took[f"generation {g}, 30 columns"] for g in GENERATIONS}
    for generation, growth in grown.items():
        print(f"generation {generation}: 10x the columns take {growth:.1f}x as long (target <= {MOST_GROWTH:.0f})")
    return 0 if max(grown.values()) <= MOST_GROWTH else 1


if __name__ == "__main__":
    sys.exit(main())
