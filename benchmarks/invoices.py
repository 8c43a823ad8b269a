"""How long 50,000 registrations take to be planned as invoices, against the least that any planner has to do.

The baseline of the same run puts the same rows together by customer and activity in a dictionary and adds up quantity
times price as Decimal. Five times the registrations may take 5.5 times as long. Memory is what the registrations and
the plan hold, each registration's share, and the most that was held while planning. Times are the processor's. Run:
`python benchmarks/invoices.py`.
"""

import gc
import sys
import time
import tracemalloc
from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from afas_assistant.sync.invoices.lines import Detail
from afas_assistant.sync.invoices.plan import InvoiceOptions
from afas_assistant.sync.invoices.sources import Entry
from afas_assistant.sync.plan import Outlook, Plan
from afas_assistant.timechimp.models import Customer, Project
from afas_assistant.timechimp.statuses import InvoiceMethod, Kind
from tests.helpers.invoicing import FIRST, TODAY, customer, entry, planned, project, task

SIZES = (10_000, 50_000)
RUNS = 5
EACH = 100
"""Registrations of one customer: an office's customers grow with its work."""
MOST_GROWTH = 5.5
MOST_BYTES = 2_500
DETAILS = (Detail.ACTIVITY, Detail.DETAILED)
Name = tuple[int, Detail | None]
KINDS = (Kind.HOURS, Kind.HOURS, Kind.HOURS, Kind.EXPENSE, Kind.RIDE)


def entries(count: int) -> list[Entry]:
    """Return made-up registrations of a month: three in five are hours."""
    return [
        entry(
            KINDS[number % 5], number, customer_id=1 + number // EACH, project_id=1 + number // EACH, task_id=None,
            day=FIRST + timedelta(days=number % 30), quantity=Decimal(number % 32 + 1) / 4,
            person=("Anna", "Bram", "Carla")[number % 3], notes=f"Werkbon {number}",
        )
        for number in range(count)
    ]  # fmt: skip


def world(count: int) -> tuple[list[Customer], list[Project]]:
    """Return the customers and their projects."""
    ids = range(1, 2 + count // EACH)
    method = InvoiceMethod.CUSTOMER_HOURLY_RATE
    return [customer(one) for one in ids], [project(one, method, customer_id=one) for one in ids]


def plan_of(rows: list[Entry], customers: list[Customer], projects: list[Project], detail: Detail) -> Plan:
    """Return the plan of these registrations."""
    options = InvoiceOptions(TODAY, detail=detail)
    plan = planned(rows, customers=customers, projects=projects, tasks=[task()], options=options)
    if {one.outlook for one in plan.records} != {Outlook.WILL_PASS}:
        raise SystemExit("the invoices would not all pass; the figures would mean nothing")
    return plan


def baseline(rows: list[Entry], rates: dict[int, Decimal]) -> dict[tuple[int | None, Kind, str], Decimal]:
    """Add up the same rows and nothing else."""
    sums: dict[tuple[int | None, Kind, str], Decimal] = {}
    for one in rows:
        key = (one.customer_id, one.kind, one.activity)
        price = one.rate if one.rate is not None else rates[one.customer_id or 0]
        sums[key] = sums.get(key, Decimal(0)) + one.quantity * price
    return sums


def best_seconds(actions: Mapping[Name, Callable[[], object]]) -> dict[Name, float]:
    """Return the seconds of each action's best call; they take turns, so that a slow moment is slow for all."""
    best: dict[Name, float] = dict.fromkeys(actions, float("inf"))
    for _ in range(RUNS):
        for name, action in actions.items():
            gc.collect()
            started = time.process_time()
            action()
            best[name] = min(best[name], time.process_time() - started)
    return best


def bytes_each(count: int) -> tuple[float, float, float]:
    """Return the bytes that a registration holds as it was read, what its plan adds, and the most there was."""
    customers, projects = world(count)
    gc.collect()
    tracemalloc.start()
    rows = entries(count)
    read, _ = tracemalloc.get_traced_memory()
    plan = plan_of(rows, customers, projects, Detail.ACTIVITY)
    after, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert plan.records
    return read / count, (after - read) / count, peak / count


def actions() -> dict[Name, Callable[[], object]]:
    """Return what is measured, by number of registrations and by how lines are put together; None: the bare sums."""
    found: dict[Name, Callable[[], object]] = {}
    for count in SIZES:
        rows, (customers, projects) = entries(count), world(count)
        rates = {one.id: one.hourly_rate or Decimal(0) for one in customers}
        found[count, None] = partial(baseline, rows, rates)
        for detail in DETAILS:
            found[count, detail] = partial(plan_of, rows, customers, projects, detail)
    return found


def main() -> int:
    """Print times and ratios; return 1 when a target is missed."""
    best = best_seconds(actions())
    for (count, detail), took in best.items():
        name = "bare sums" if detail is None else f"lines {detail.value}"
        ratio = (
            ""
            if detail is None
            else f"{took / best[count, None]:5.1f} x the bare sums, {took / count * 1e6:.0f} µs each"
        )
        print(f"{count:6} registrations, {name:20} {took:7.3f} s  {ratio}")
    grown = {detail: best[SIZES[1], detail] / best[SIZES[0], detail] for detail in DETAILS}
    for detail, growth in grown.items():
        print(f"5 x the registrations, lines {detail.value:10}      {growth:.1f} x as long (target <= {MOST_GROWTH})")
    read, added, peak = bytes_each(SIZES[1])
    print(f"memory of a registration                     {read:.0f} bytes read, {added:.0f} in the plan")
    print(f"most while planning                          {peak:.0f} bytes each (target <= {MOST_BYTES})")
    return 0 if max(grown.values()) <= MOST_GROWTH and peak <= MOST_BYTES else 1


if __name__ == "__main__":
    sys.exit(main())
