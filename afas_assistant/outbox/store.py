"""The outbox itself: each public call is one transaction, on the disk before it returns.

A write moves only as `rules` allows, and its claims live exactly as long as it does. All times come from the clock that
is given, so that tests need not wait. Calls block: none belongs on the thread that paints the window.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from afas_assistant.errors import AssistantError
from afas_assistant.organisations.database import open_database
from afas_assistant.organisations.kept_file import KeptFile
from afas_assistant.outbox import refusals, rows, rules, schema
from afas_assistant.outbox.lease import Lease
from afas_assistant.outbox.records import Intention, Run, State, Write

ANSWER, LOOK_UP, PERSON = "answer", "look_up", "person"
CRASH, RUN_ENDED, REPEATABLE = "crash", "run_ended", "repeatable"
"""How the state of a write is known: the `by` of its proof."""
LARGEST_NUMBER = 2**31 - 1
"""What every database has room for in a whole number."""
AT_ONCE = 500
"""Claims looked up in one query: SQLite takes some thousands of values, PostgreSQL more."""


def utc_now() -> datetime:
    """Return this moment."""
    return datetime.now(UTC)


class Outbox(KeptFile):
    """All writes of all organisations of this database."""

    def __init__(self, engine: sa.Engine, database: Path, *, now: Callable[[], datetime] = utc_now) -> None:
        super().__init__(engine, database)
        self.now = now

    @classmethod
    def open(cls, database: Path, *, now: Callable[[], datetime] = utc_now) -> Self:
        """Open the database, made or brought up to date first; see `open_database` for what it refuses."""
        return cls(open_database(database), database, now=now)

    # Runs and the right to write

    @contextmanager
    def writer(self, scope: str) -> Iterator[Lease]:
        """Hold the right to write for a scope; what a writer that died left behind is settled first.

        Raises RetryableError writer_busy.
        """
        lease = Lease(scope, self.now)
        with self._writing() as database:
            lease.take(database)
            self._settle(database, scope)
        try:
            yield lease
        finally:
            with suppress(AssistantError), self._writing() as database:  # a lease that stays runs out by itself
                lease.release(database)

    def renew(self, lease: Lease) -> None:
        """Say that the writer still lives; raises RetryableError writer_replaced when another one took over."""
        with self._writing() as database:
            lease.renew(database)

    def start_run(self, scope: str, kind: str, *, actor: str = "", plan: Mapping[str, Any] | None = None) -> Run:
        """Record that somebody pressed the button."""
        values = {"scope": scope, "kind": kind, "actor": actor, "started_at": self.now(), "plan": dict(plan or {})}
        with self._writing() as database:
            key = _inserted(database.execute(sa.insert(schema.runs).values(**values)))
            return rows.run(database.execute(sa.select(schema.runs).where(schema.runs.c.id == key)).one())

    def end_run(self, run: Run) -> None:
        """Record that a run is over; what it intended and did not send is withdrawn, but for steps that are due."""
        with self._writing() as database:
            table = schema.writes
            left = sa.select(table).where(
                table.c.run_id == run.id, table.c.state == State.INTENDED.value, table.c.follows_id.is_(None)
            )
            for row in database.execute(left).all():
                self._move(database, rows.write(row), State.WITHDRAWN, proof={"by": RUN_ENDED})
            ended = sa.update(schema.runs).where(schema.runs.c.id == run.id)
            database.execute(ended.values(ended_at=self.now()))

    def runs(self, scope: str, *, limit: int = 50) -> tuple[Run, ...]:
        """Return the newest runs of a scope, newest first."""
        table = schema.runs
        query = sa.select(table).where(table.c.scope == scope).order_by(table.c.id.desc()).limit(limit)
        with self._reading() as database:
            return tuple(map(rows.run, database.execute(query)))

    # A write's life

    def intend(self, run: Run, intentions: Iterable[Intention]) -> list[Write]:
        """Record writes that are about to be sent, all or none.

        Raises AlreadyClaimedError (code already_claimed, carries the write) when one of them, or a record that it is
        made of, is in a live write.
        """
        with self._writing() as database:
            return [self._insert(database, run.scope, run.id, one) for one in intentions]

    def sending(self, write: Write, lease: Lease) -> Write:
        """Record that a write leaves now, which is the last moment at which the lease is looked at."""
        with self._writing() as database:
            lease.renew(database)
            return self._move(database, self._now_of(database, write.id), State.SENDING, sent_at=self.now())

    def confirmed(self, write: Write, keys: Mapping[str, Any], proof: Mapping[str, Any]) -> Write:
        """Record that a write arrived; what must follow on it becomes due in the same transaction.

        A step that awaits a key which is not among `keys` cannot follow, and is left out.
        """
        with self._writing() as database:
            before = self._now_of(database, write.id)
            done = self._move(database, before, State.CONFIRMED, keys=dict(keys), proof=dict(proof), problem=None)
            for step in (rows.due_step(one, keys) for one in before.follow_ups):
                if step is not None:
                    self._insert(database, done.scope, done.run_id, step, follows=done.id)
            return done

    def refused(self, write: Write, problem: Mapping[str, Any], technical: Sequence[str] = ()) -> Write:
        """Record that a write was certainly not taken."""
        with self._writing() as database:
            before = self._now_of(database, write.id)
            told = {"problem": dict(problem), "technical": list(technical)}
            return self._move(database, before, State.REFUSED, proof={"by": ANSWER}, **told)

    def unknown(self, write: Write, problem: Mapping[str, Any], technical: Sequence[str] = ()) -> Write:
        """Record that a write may have arrived; its time counts from now, since it may leave until its line broke."""
        with self._writing() as database:
            before = self._now_of(database, write.id)
            told = {"problem": dict(problem), "technical": list(technical), "sent_at": self.now()}
            return self._move(database, before, State.UNKNOWN, proof={"by": ANSWER}, **told)

    def not_arrived(self, write: Write, proof: Mapping[str, Any]) -> Write:
        """Record that an unknown write did not arrive, so that it may be made again."""
        with self._writing() as database:
            return self._move(database, self._now_of(database, write.id), State.NOT_ARRIVED, proof=dict(proof))

    def withdrawn(self, write: Write, proof: Mapping[str, Any]) -> Write:
        """Record that a write that was never sent is given up."""
        with self._writing() as database:
            return self._move(database, self._now_of(database, write.id), State.WITHDRAWN, proof=dict(proof))

    def taken_back(self, write: Write, proof: Mapping[str, Any]) -> Write:
        """Record that a write was undone; what it was made of may be sent again."""
        with self._writing() as database:
            return self._move(database, self._now_of(database, write.id), State.TAKEN_BACK, proof=dict(proof))

    def shown(self, write: Write, connector: str) -> None:
        """Record that a connector showed this write: from then on, its silence about another one means something."""
        with self._writing() as database:
            mine = schema.writes.c.id == write.id
            database.execute(sa.update(schema.writes).where(mine).values(shown_by=connector))

    # Reading

    def write(self, write_id: int) -> Write:
        """Return a write; raises ConfigurationError write_not_found."""
        with self._reading() as database:
            return self._now_of(database, write_id)

    def writes(
        self,
        scope: str,
        *,
        states: Iterable[State] = (),
        kind: str | None = None,
        run_id: int | None = None,
        limit: int | None = None,
    ) -> tuple[Write, ...]:
        """Return writes of a scope, newest first; `states` empty means all."""
        table = schema.writes
        query = sa.select(table).where(table.c.scope == scope).order_by(table.c.id.desc())
        wanted = [one.value for one in states]
        if wanted:
            query = query.where(table.c.state.in_(wanted))
        if kind is not None:
            query = query.where(table.c.kind == kind)
        if run_id is not None:
            query = query.where(table.c.run_id == run_id)
        with self._reading() as database:
            return tuple(map(rows.write, database.execute(query if limit is None else query.limit(limit))))

    def scopes(self) -> tuple[str, ...]:
        """Return every scope that ever wrote."""
        with self._reading() as database:
            found = database.execute(sa.select(schema.runs.c.scope).distinct().order_by(schema.runs.c.scope))
            return tuple(found.scalars())

    def due(self, scope: str) -> tuple[Write, ...]:
        """Return the steps that must follow on confirmed writes and were not sent yet, oldest first."""
        table = schema.writes
        wanted = (table.c.scope == scope) & (table.c.state == State.INTENDED.value) & table.c.follows_id.is_not(None)
        with self._reading() as database:
            return tuple(map(rows.write, database.execute(sa.select(table).where(wanted).order_by(table.c.id))))

    def revive(self, scope: str, kinds: Iterable[str]) -> None:
        """Make steps of these kinds due again that were refused, or that nobody knows of; repeating them does no harm.

        Only steps that follow on a confirmed write, and only the newest attempt at each.
        """
        table = schema.writes
        leaders = sa.select(table.c.id).where(table.c.scope == scope, table.c.state == State.CONFIRMED.value)
        mine = (table.c.scope == scope) & table.c.kind.in_(list(kinds)) & table.c.follows_id.in_(leaders)
        with self._writing() as database:
            rows_found = database.execute(sa.select(table).where(mine).order_by(table.c.id)).all()
            newest = {one.reference: one for one in map(rows.write, rows_found)}
            open_states = {State.REFUSED, State.NOT_ARRIVED, State.UNKNOWN}
            for step in (one for one in newest.values() if one.state in open_states and one.body is not None):
                if step.state is State.UNKNOWN:
                    self._move(database, step, State.NOT_ARRIVED, proof={"by": REPEATABLE})
                self._insert(database, scope, step.run_id, rows.intention_again(step), follows=step.follows_id)

    def claimed(self, scope: str, sources: Iterable[str]) -> dict[str, int]:
        """Return which of these records are in a live write, and in which."""
        return self._holders(scope, {f"source:{one}": one for one in sources})

    def references(self, scope: str, kind: str, references: Iterable[str]) -> dict[str, int]:
        """Return which of these references of a kind are live, and in which write."""
        return self._holders(scope, {f"reference:{kind}/{one}": one for one in references})

    def live_references(self, scope: str, kind: str) -> frozenset[str]:
        """Return every live reference of a kind."""
        table, prefix = schema.claims, f"reference:{kind}/"
        mine = (table.c.scope == scope) & table.c.claim.startswith(prefix, autoescape=True)
        with self._reading() as database:
            found = database.execute(sa.select(table.c.claim).where(mine)).scalars()
            return frozenset(one.removeprefix(prefix) for one in found)

    def prune_bodies(self, before: datetime) -> int:
        """Forget the bodies of settled writes from before a moment; returns how many. Digest and proof stay."""
        table = schema.writes
        settled = [one.value for one in State if one not in {State.INTENDED, State.SENDING, State.UNKNOWN}]
        wanted = (table.c.changed_at < before) & table.c.state.in_(settled) & table.c.body.is_not(None)
        with self._writing() as database:
            return database.execute(sa.update(table).where(wanted).values(body=None, follow_ups=[])).rowcount

    # Inside

    def _settle(self, database: sa.Connection, scope: str) -> None:
        """Settle what a writer left that ended in mid-work: what was leaving is unknown, the rest was not sent."""
        table = schema.writes
        mine = table.c.scope == scope
        for row in database.execute(sa.select(table).where(mine, table.c.state == State.SENDING.value)).all():
            # it may have left until the very end of that writer, so its time counts from now
            self._move(database, rows.write(row), State.UNKNOWN, proof={"by": CRASH}, sent_at=self.now())
        left = (table.c.state == State.INTENDED.value) & table.c.follows_id.is_(None)
        for row in database.execute(sa.select(table).where(mine, left)).all():
            self._move(database, rows.write(row), State.WITHDRAWN, proof={"by": CRASH})
        ended = sa.update(schema.runs).where(schema.runs.c.scope == scope, schema.runs.c.ended_at.is_(None))
        database.execute(ended.values(ended_at=self.now()))

    def _insert(
        self, database: sa.Connection, scope: str, run_id: int, intention: Intention, *, follows: int | None = None
    ) -> Write:
        values = rows.intention_row(intention, scope=scope, run_id=run_id, now=self.now())
        key = _inserted(database.execute(sa.insert(schema.writes).values(**values, follows_id=follows)))
        wanted = rows.claims_of(intention, follows)
        taken = [{"scope": scope, "claim": one, "write_id": key} for one in wanted]
        try:
            with database.begin_nested():
                database.execute(sa.insert(schema.claims), taken)
        except IntegrityError:
            held = self._held(database, scope, wanted, but=key)
            raise refusals.already_claimed(*held) from None
        return self._now_of(database, key)

    def _held(self, database: sa.Connection, scope: str, wanted: Sequence[str], *, but: int) -> tuple[str, int]:
        """Return the first of these claims that another write has; one named twice by the same intention is ours."""
        table = schema.claims
        for claim in wanted:
            mine = (table.c.scope == scope) & (table.c.claim == claim) & (table.c.write_id != but)
            holder = database.execute(sa.select(table.c.write_id).where(mine)).scalar_one_or_none()
            if holder is not None:
                return claim, int(holder)
        raise ValueError("an intention names the same source twice")

    def _holders(self, scope: str, wanted: Mapping[str, str]) -> dict[str, int]:
        table, found, names = schema.claims, {}, list(wanted)
        with self._reading() as database:
            for start in range(0, len(names), AT_ONCE):
                part = (table.c.scope == scope) & table.c.claim.in_(names[start : start + AT_ONCE])
                for claim, holder in database.execute(sa.select(table.c.claim, table.c.write_id).where(part)):
                    found[wanted[claim]] = int(holder)
        return found

    def _move(self, database: sa.Connection, write: Write, to: State, **changes: object) -> Write:
        if not rules.may_move(write.state, to):
            raise refusals.wrong_state(write, to)
        table = schema.writes
        values = {"state": to.value, "changed_at": self.now(), **changes}
        database.execute(sa.update(table).where(table.c.id == write.id).values(**values))
        if not rules.is_live(to):
            database.execute(sa.delete(schema.claims).where(schema.claims.c.write_id == write.id))
        return self._now_of(database, write.id)

    def _now_of(self, database: sa.Connection, write_id: int) -> Write:
        if not 0 < write_id <= LARGEST_NUMBER:
            raise refusals.write_not_found(write_id)
        row = database.execute(sa.select(schema.writes).where(schema.writes.c.id == write_id)).one_or_none()
        if row is None:
            raise refusals.write_not_found(write_id)
        return rows.write(row)


def _inserted(result: sa.CursorResult[Any]) -> int:
    key = result.inserted_primary_key
    assert key is not None  # these tables have one whole number as their key
    return int(key[0])
