"""Snapshots in plain values for tests of the overview: an organisation with work, with trouble, and a new one."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from afas_assistant.organisations.records import Connection, Organisation
from afas_assistant.outbox.records import NIGHT_ACTOR
from afas_assistant.ui.daily_standing import (
    BOOKINGS,
    CUSTOMERS,
    INVOICES,
    Age,
    DailyStanding,
    RunLine,
    Unbilled,
    WeekSent,
)
from afas_assistant.ui.snapshots import ConnectionSnapshot, OrganisationSnapshot

NOW = datetime(2026, 11, 20, 9, 58, tzinfo=UTC)
ORGANISATION = Organisation(1, "Lindegaard", "O99004AA", "production", "https://x", NOW)
AGES = (
    Age(0, 14, Decimal("8415.00"), 30),
    Age(15, 30, Decimal("12906.50"), 44),
    Age(31, 60, Decimal("15995.60"), 51),
    Age(61, 90, Decimal("2150.00"), 9),
    Age(91, None, Decimal("640.00"), 2),
)
UNBILLED = Unbilled(Decimal("40107.10"), AGES, NOW, unpriced=3, unapproved=12)
RUNS = (
    RunLine(NOW, CUSTOMERS, "Anna", confirmed=13, refused=3, unknown=2, total=18),
    RunLine(NOW - timedelta(hours=9), CUSTOMERS, NIGHT_ACTOR, confirmed=2, total=2),
    RunLine(NOW - timedelta(hours=33), CUSTOMERS, NIGHT_ACTOR),
    RunLine(NOW - timedelta(days=8), INVOICES, "Anna", confirmed=1, total=1),
    RunLine(NOW - timedelta(days=9), BOOKINGS, "Anna", confirmed=4, refused=1, total=5),
)
WEEKS = tuple(
    WeekSent(2026, week, {INVOICES: invoices, CUSTOMERS: customers})
    for week, invoices, customers in [
        (36, 12, 4), (37, 1, 2), (38, 0, 6), (39, 2, 3), (40, 0, 2), (41, 13, 5),
        (42, 1, 1), (43, 0, 8), (44, 2, 3), (45, 0, 2), (46, 1, 4), (47, 0, 17),
    ]
)  # fmt: skip
DAILY = DailyStanding(2, 3, RUNS, WEEKS, UNBILLED)


def connection(number: int = 1, label: str = "TimeChimp", **changes: Any) -> ConnectionSnapshot:
    """A connection that was checked, with a token that lasts; `profiles` are those of its record."""
    profiles = changes.pop("profiles", ("timechimp",))
    record = Connection(number, 1, label, label, "", "", profiles, "account", "Vault", "print", None, None, NOW)
    values: dict[str, Any] = {
        "names": {}, "lines": (), "verdicts": (), "changed": {}, "checked_at": NOW, "days_left": 162, **changes,
    }  # fmt: skip
    return ConnectionSnapshot(record, **values)


def organisation(
    connections: Sequence[ConnectionSnapshot] | None = None, daily: DailyStanding = DAILY
) -> OrganisationSnapshot:
    """An organisation with one connection unless told otherwise."""
    return OrganisationSnapshot(ORGANISATION, [connection()] if connections is None else connections, None, daily)
