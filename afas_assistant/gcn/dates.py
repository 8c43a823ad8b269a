"""Dates as AFAS's files have them: local time without a zone, to the second.

A date that no calendar has, or that lies before 1900, becomes None: it says nothing, and the definition is whole.
"""

from datetime import datetime, timedelta

from afas_assistant.gcn.cursor import Value

_VISUAL_BASIC_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - the files name no zone
_DOT_NET_ZERO = datetime(1, 1, 1)  # noqa: DTZ001 - the files name no zone
_EARLIEST = datetime(1900, 1, 1)  # noqa: DTZ001 - the files name no zone


def of_days(days: float) -> datetime | None:
    """Return a date that is counted in days since 1899-12-30; 0 stands for none."""
    try:
        moment = _VISUAL_BASIC_ZERO + timedelta(seconds=round(days * 86_400))
    except (ValueError, OverflowError):
        return None
    return moment if moment >= _EARLIEST else None


def of_ticks(ticks: int) -> datetime | None:
    """Return a date that is counted in .NET's ticks, of 100 nanoseconds since the year 1."""
    try:
        moment = _DOT_NET_ZERO + timedelta(seconds=round(ticks / 10_000_000))
    except OverflowError:
        return None
    return moment if moment >= _EARLIEST else None


def moment(value: Value) -> datetime | None:
    """Return the date that a value of a definition file is, None where it is none."""
    if isinstance(value, float):
        return of_days(value)
    return value if isinstance(value, datetime) else None
