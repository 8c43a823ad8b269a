"""Snapshots of many made-up organisations, for the view of all of them and for the sidebar."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from PySide6.QtCore import QEventLoop, QTimer

from afas_assistant.onboarding.differences import Difference, Key
from afas_assistant.onboarding.requirements import Severity
from afas_assistant.onboarding.verdicts import Line, Section, Status, Verdict
from afas_assistant.organisations.records import Connection, Organisation
from afas_assistant.organisations.trouble_store import Trouble
from afas_assistant.texts import literal, phrase
from afas_assistant.ui.daily_standing import DailyStanding, RunLine, Unbilled
from afas_assistant.ui.snapshots import ConnectionSnapshot, OrganisationSnapshot, Snapshot
from tests.helpers.stalls import StallWatch

PROMISE = 50.0  # milliseconds that nothing may hold up the window
TRIES = 3
SETTLED = 60  # milliseconds in which a window has painted what was done to it

NAMES = {"timechimp": "TimeChimp", "smartbooqing": "SmartBooqing"}
LETTERS = {"production": "O", "test": "T", "accept": "A", "practice": "T"}
TODAY = date(2026, 11, 20)
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
END = date(2027, 5, 1)
NOT_CHANGED: dict[Key, Difference] = {}


def lines(open_ones: int, *, count: int = 12) -> list[Verdict]:
    """Return verdicts of so many required lines, of which the first ones do not hold."""
    return [
        Verdict(
            Line(Section.GET, f"Connector_{number}", profile="timechimp", severity=Severity.REQUIRED),
            Status.FAILED if number < open_ones else Status.OK,
            literal("so"),
        )
        for number in range(count)
    ]


def connection(
    number: int,
    *,
    profiles: tuple[str, ...] = ("timechimp",),
    label: str = "Koppeling",
    open_lines: int = 0,
    days: int = 162,
    checked: bool = True,
    trouble: Trouble | None = None,
    token_kept: bool = True,
) -> ConnectionSnapshot:
    """Return a connection that was checked at noon."""
    ends = TODAY + timedelta(days=days)
    kept = Connection(
        number, number, label, label, "", "", profiles, f"account {number}", "keyring", "x",
        ends if ends < END else None, None, NOON,
    )  # fmt: skip
    verdicts = lines(open_lines) if checked else []
    return ConnectionSnapshot(
        kept,
        {key: NAMES[key] for key in profiles if key in NAMES},
        [one.line for one in verdicts],
        verdicts,
        NOT_CHANGED,
        NOON if checked else None,
        days,
        token_kept=token_kept,
        trouble=trouble,
    )


def organisation(
    number: int,
    name: str = "",
    *connections: ConnectionSnapshot,
    kind: str = "production",
    daily: DailyStanding | None = None,
) -> OrganisationSnapshot:
    """Return an organisation; without connections given it has one that is ready."""
    envid = f"{LETTERS[kind]}{99000 + number}AA"
    kept = Organisation(number, name or f"Organisatie {number:04d}", envid, kind, "http://127.0.0.1:1", NOON)
    return OrganisationSnapshot(kept, connections or (connection(number),), daily=daily or DailyStanding())


def daily(
    *, unknown: int = 0, refused: int = 0, unbilled: str | None = None, hours_ago: int | None = 1
) -> DailyStanding:
    """Return how the daily work stands, with a run so long before noon."""
    runs = () if hours_ago is None else (RunLine(NOON - timedelta(hours=hours_ago), "customers", total=3),)
    work = None if unbilled is None else Unbilled(Decimal(unbilled), (), NOON)
    return DailyStanding(unknown, refused, runs, (), work)


def unreachable() -> Trouble:
    """Return why a check got nowhere."""
    return Trouble("host_unreachable", phrase("AFAS could not be reached."), NOON)


def many(count: int) -> Snapshot:
    """Return so many organisations: one in ten has something open, one in fifteen a token that ends."""
    return Snapshot(
        [
            organisation(
                number,
                f"Organisatie {number * 7919 % 10007:05d}",
                connection(number, open_lines=number % 10 == 0, days=20 if number % 15 == 0 else 162),
                kind=("production", "production", "test", "accept")[number % 4],
                daily=daily(unbilled=f"{number * 37 % 5000}.50", hours_ago=number % 200),
            )
            for number in range(1, count + 1)
        ]
    )


def renamed(snapshot: Snapshot, number: int, name: str) -> Snapshot:
    """Return the same organisations, one of them with another name."""
    found = [
        replace(one, organisation=replace(one.organisation, name=name)) if one.organisation.id == number else one
        for one in snapshot.organisations
    ]
    return Snapshot(found)


def slow(steps: Mapping[str, Callable[[], object]]) -> dict[str, float]:
    """Take these steps several times over; return those that held up the window too long even at their best."""
    best = dict.fromkeys(steps, float("inf"))
    for _ in range(TRIES):
        for name, step in steps.items():
            loop = QEventLoop()
            with StallWatch() as watch:
                QTimer.singleShot(0, step)
                QTimer.singleShot(SETTLED, loop.quit)
                loop.exec()
            best[name] = min(best[name], watch.busy)
    return {name: milliseconds for name, milliseconds in best.items() if milliseconds > PROMISE}
