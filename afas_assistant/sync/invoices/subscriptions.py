"""When a subscription is due: the first days of its periods, and a name for each that never changes.

That a period begins on the subscription's own day and is invoiced at its beginning is inferred. The name is the month
or the week in which the period begins (`2026-11`, `2026-W47`), so that a period is recognised whatever the filter.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from afas_assistant.timechimp.models import Subscription
from afas_assistant.timechimp.statuses import Frequency

MONTHS = {Frequency.MONTH: 1, Frequency.QUARTER: 3, Frequency.YEAR: 12}
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class DuePeriod:
    """A period of a subscription: its name, and the day that it begins on."""

    name: str
    begins: date


def due_periods(subscription: Subscription, start: date, first: date, last: date) -> list[DuePeriod]:
    """Return the periods that begin from `first` up to `last`; none for a frequency that nobody knows.

    `start` is the day that the subscription counts from.
    """
    end = last if subscription.end is None else min(last, subscription.end)
    if subscription.frequency is Frequency.WEEK:
        begins = list(_weeks(start, first, end))
        return [DuePeriod(f"{one.isocalendar().year}-W{one.isocalendar().week:02d}", one) for one in begins]
    step = MONTHS.get(subscription.frequency)
    if step is None:
        return []
    return [DuePeriod(f"{one.year}-{one.month:02d}", one) for one in _months(start, step, first, end)]


def _weeks(start: date, first: date, end: date) -> Iterator[date]:
    day = start if start >= first else start + WEEK * -((start - first).days // 7)
    for count in range((end - day).days // 7 + 1):
        yield day + WEEK * count


def _months(start: date, step: int, first: date, end: date) -> Iterator[date]:
    """Give the days `step` months apart; one that a month does not have is that month's last."""
    behind = (first.year - start.year) * 12 + first.month - start.month
    count = max(0, behind // step)
    while True:
        months = start.month - 1 + count * step
        year, month = start.year + months // 12, months % 12 + 1
        if year > end.year:
            return
        day = date(year, month, min(start.day, monthrange(year, month)[1]))
        if day > end:
            return
        if day >= first:
            yield day
        count += 1
