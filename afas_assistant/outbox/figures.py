"""What the outbox comes to, for every environment at once: what is open, the newest runs, what was sent each week.

A few grouped queries over indexes, since the window asks this whenever something changed, with hundreds of
organisations and a hundred thousand writes behind it. Bodies are never read.

A refused write is open as long as nothing shows that its record was dealt with. It is not open any more when the same
record was answered later; when what it was made of is in a live write, such as an invoice that was put together
otherwise; when the write that it followed on was taken back; when a later run, for which every record of the systems
was planned, sent all that it could and did not have it; or after thirty days: a record that is still to be sent stands
in the next plan, whatever is counted here.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from afas_assistant.organisations.kept_file import KeptFile
from afas_assistant.outbox import schema
from afas_assistant.outbox.records import State
from afas_assistant.outbox.store import AT_ONCE

WEEKS = 12
"""Weeks that are counted, the present one included."""
RUNS = 5
"""Runs of an environment that are told."""
REMEMBERED = timedelta(days=30)
"""So long a refusal counts as open at most."""
WHOLE_RUNS = frozenset({"customers"})
"""Runs whose plan always holds every record there is; a plan of another kind is of a period or a choice."""
ARRIVED = (State.CONFIRMED.value, State.TAKEN_BACK.value)
_MOMENT = "/____-__-__T__:__:__"
"""How the reference ends of a record that may be sent again and again: with the moment of its plan."""


@dataclass(frozen=True)
class RunFigures:
    """A run with how many of its records stand in which state; steps that followed on a write are left out.

    `ended` is false while records leave, and for good where the program was ended meanwhile.
    """

    id: int
    kind: str
    actor: str
    started_at: datetime
    ended: bool
    counts: Mapping[State, int] = field(default_factory=dict)


@dataclass(frozen=True)
class EnvironmentFigures:
    """One environment: `weeks` are the last twelve, oldest first, as ISO year and week with counts by kind of run."""

    unknown: int
    refused: int
    runs: tuple[RunFigures, ...]
    weeks: tuple[tuple[int, int, Mapping[str, int]], ...]


class Figures(KeptFile):
    """Reads them. Blocks, so it does not belong on the thread that paints the window."""

    def read(self, now: datetime) -> dict[str, EnvironmentFigures]:
        """Return the figures by environment, for those that ever had a run; weeks begin by the clock on the wall."""
        mondays = _mondays(now.astimezone().date())
        with self._reading() as database:
            runs = _runs(database)
            unknown, refused = _unknown(database), _refused(database, now - REMEMBERED)
            weeks = _weeks(database, mondays)
        names = [(one.isocalendar().year, one.isocalendar().week) for one in mondays]
        return {
            envid: EnvironmentFigures(
                unknown[envid],
                refused[envid],
                tuple(sorted(found, key=lambda one: -one.id)[:RUNS]),
                tuple((*name, dict(weeks[envid, number])) for number, name in enumerate(names)),
            )
            for envid, found in runs.items()
        }


def environment_of(scope: str) -> str:
    """Return the environment of a scope."""
    return scope.rpartition("/")[0]


def _runs(database: sa.Connection) -> dict[str, list[RunFigures]]:
    """Return the newest runs of each scope, by environment."""
    table, writes = schema.runs, schema.writes
    place = sa.func.row_number().over(partition_by=table.c.scope, order_by=table.c.id.desc()).label("place")
    numbered = sa.select(table.c.id, place).subquery()
    newest = sa.select(numbered.c.id).where(numbered.c.place <= RUNS)
    counted = (
        sa.select(writes.c.run_id, writes.c.state, sa.func.count())
        .where(writes.c.run_id.in_(newest), writes.c.follows_id.is_(None))
        .group_by(writes.c.run_id, writes.c.state)
    )
    counts: defaultdict[int, dict[State, int]] = defaultdict(dict)
    for run_id, state, count in database.execute(counted):
        counts[run_id][State(state)] = count
    found: defaultdict[str, list[RunFigures]] = defaultdict(list)
    columns = (table.c.id, table.c.scope, table.c.kind, table.c.actor, table.c.started_at, table.c.ended_at)
    for row in database.execute(sa.select(*columns).where(table.c.id.in_(newest))):
        one = RunFigures(row.id, row.kind, row.actor, row.started_at, row.ended_at is not None, counts[row.id])
        found[environment_of(row.scope)].append(one)
    return found


def _unknown(database: sa.Connection) -> defaultdict[str, int]:
    table = schema.writes
    query = sa.select(table.c.scope, sa.func.count()).where(table.c.state == State.UNKNOWN.value)
    found: defaultdict[str, int] = defaultdict(int)
    for scope, count in database.execute(query.group_by(table.c.scope)):
        found[environment_of(scope)] += count
    return found


def _weeks(database: sa.Connection, mondays: Sequence[date]) -> defaultdict[tuple[str, int], defaultdict[str, int]]:
    """Return what arrived, by environment and place of the week, and in it by kind of run."""
    table, runs = schema.writes, schema.runs
    begins = [datetime(one.year, one.month, one.day).astimezone() for one in mondays]
    number = sa.case(
        *((table.c.sent_at < begin, place) for place, begin in enumerate(begins[1:])), else_=len(begins) - 1
    )
    query = (
        sa.select(table.c.scope, runs.c.kind, number.label("number"), sa.func.count())
        .join(runs, runs.c.id == table.c.run_id)
        .where(table.c.state.in_(ARRIVED), table.c.sent_at >= begins[0], table.c.follows_id.is_(None))
        .group_by(table.c.scope, runs.c.kind, sa.text("number"))
    )
    found: defaultdict[tuple[str, int], defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for scope, kind, place, count in database.execute(query):
        found[environment_of(scope), place][kind] += count
    return found


def _mondays(today: date) -> list[date]:
    last = today - timedelta(days=today.weekday())
    return [last - timedelta(weeks=WEEKS - 1 - number) for number in range(WEEKS)]


# What is refused and open


def _refused(database: sa.Connection, since: datetime) -> defaultdict[str, int]:
    candidates = database.execute(_unanswered(since)).all()
    settled = _claimed(database, candidates) | _left_behind(database, candidates)
    found: defaultdict[str, int] = defaultdict(int)
    for one in candidates:
        found[environment_of(one.scope)] += one.id not in settled
    return found


def _unanswered(since: datetime) -> sa.Select[Any]:
    """Return the refusals after which the same record had no other answer."""
    table = schema.writes
    later, leader = table.alias("later"), table.alias("leader")
    dated = table.c.reference.like(f"%{_MOMENT}")
    subject = sa.func.substr(table.c.reference, 1, sa.func.length(table.c.reference) - len(_MOMENT) + 1)
    first = sa.case((dated, subject + "0"), else_=table.c.reference)
    last = sa.case((dated, subject + "9999"), else_=table.c.reference)
    answered = sa.select(later.c.id).where(
        later.c.scope == table.c.scope,
        later.c.kind == table.c.kind,
        later.c.reference.between(first, last),
        later.c.id > table.c.id,
        later.c.state.not_in([State.INTENDED.value, State.WITHDRAWN.value]),
    )
    undone = sa.select(leader.c.id).where(leader.c.id == table.c.follows_id, leader.c.state != State.CONFIRMED.value)
    return sa.select(table.c.id, table.c.scope, table.c.run_id, table.c.sources).where(
        table.c.state == State.REFUSED.value, table.c.sent_at >= since, ~answered.exists(), ~undone.exists()
    )


def _claimed(database: sa.Connection, candidates: Iterable[sa.Row[Any]]) -> set[int]:
    """Return the refusals of which something is in a live write by now."""
    by_scope: defaultdict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for one in candidates:
        for source in one.sources:
            by_scope[one.scope][f"source:{source}"].append(one.id)
    table, found = schema.claims, set[int]()
    for scope, wanted in by_scope.items():
        for part in _parts(list(wanted)):
            query = sa.select(table.c.claim).where(table.c.scope == scope, table.c.claim.in_(part))
            found.update(number for claim in database.execute(query).scalars() for number in wanted[claim])
    return found


def _left_behind(database: sa.Connection, candidates: Collection[sa.Row[Any]]) -> set[int]:
    """Return the refusals of runs of all there is, after which such a run sent all that it could without them."""
    scopes, runs, writes = sorted({one.scope for one in candidates}), schema.runs, schema.writes
    newest: dict[str, int] = {}
    kinds: dict[int, str] = {}
    for part in _parts(scopes):
        sent = sa.select(sa.func.count()).where(writes.c.run_id == runs.c.id, writes.c.follows_id.is_(None))
        query = sa.select(runs.c.id, runs.c.scope, runs.c.plan, sent.scalar_subquery().label("sent")).where(
            runs.c.scope.in_(part),
            runs.c.kind.in_(WHOLE_RUNS),
            runs.c.ended_at.is_not(None),
            runs.c.id >= min(one.run_id for one in candidates),
        )
        for row in database.execute(query):
            kinds[row.id] = row.scope
            if row.sent >= row.plan.get("counts", {}).get("will_pass", row.sent + 1):
                newest[row.scope] = max(newest.get(row.scope, 0), row.id)
    return {one.id for one in candidates if one.run_id in kinds and one.run_id < newest.get(one.scope, 0)}


def _parts(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), AT_ONCE):
        yield values[start : start + AT_ONCE]
