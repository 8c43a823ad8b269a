"""The outbox as a long list: which writes a choice leaves, in which order, and what a row of them shows.

A list of a hundred thousand writes is read as numbers first and as rows where somebody looks. The numbers are a
snapshot: rows do not move under a person who scrolls while a run goes on. Bodies, which can be megabytes, stay behind.
"""

import json
import re
from array import array
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from afas_assistant.outbox import rows, schema
from afas_assistant.outbox.records import Run, State, System, Write
from afas_assistant.outbox.store import AT_ONCE, Outbox

_DUTCH_AMOUNT = re.compile(r"-?\d{1,3}(\.?\d{3})*,\d{1,2}")
_ENGLISH_AMOUNT = re.compile(r"-?\d{1,3}(,\d{3})+\.\d{1,2}")
_SEARCHED = ("reference", "label", "counterpart", "keys", "sources", "amount", "body")


class Order(StrEnum):
    """By what the list is ordered; each can be turned round, and the newest comes first among equals."""

    UNKNOWN_FIRST = "unknown_first"
    STATE = "state"
    WHEN = "when"
    KIND = "kind"
    COUNTERPART = "counterpart"
    REFERENCE = "reference"
    AMOUNT = "amount"
    KEYS = "keys"


@dataclass(frozen=True)
class Wanted:
    """Which writes: of these states and this kind (empty: all), recorded in `since` ≤ moment < `until`, in UTC.

    Every word of `text` must stand in what was sent, for whom, under which number or with which amount.
    """

    states: frozenset[State] = frozenset()
    kind: str = ""
    since: datetime | None = None
    until: datetime | None = None
    text: str = ""
    order: Order = Order.UNKNOWN_FIRST
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """What a row shows of a write; see `records.Write` for the meaning of each field."""

    id: int
    system: System
    kind: str
    reference: str
    label: str
    counterpart: str
    amount: Decimal | None
    currency: str
    state: State
    keys: Mapping[str, Any]
    intended_at: datetime
    sent_at: datetime | None


class OutboxList(Outbox):
    """The outbox with the questions of somebody who looks through it."""

    def scopes_of(self, envid: str) -> tuple[str, ...]:
        """Return the scopes of an environment, those of connections that are not kept any more included."""
        return tuple(one for one in self.scopes() if one.rpartition("/")[0] == envid)

    def numbers(self, scopes: Collection[str], wanted: Wanted) -> Sequence[int]:
        """Return the numbers of the writes that are wanted, in order."""
        table = schema.writes
        query = sa.select(table.c.id).where(table.c.scope.in_(list(scopes)), *_conditions(wanted))
        with self._reading() as database:
            return array("q", database.execute(query.order_by(*_order(wanted))).scalars())

    def lines(self, numbers: Sequence[int]) -> dict[int, Line]:
        """Return the rows of these numbers."""
        table = schema.writes
        columns = [table.c[name] for name in Line.__slots__]
        found: dict[int, Line] = {}
        with self._reading() as database:
            for start in range(0, len(numbers), AT_ONCE):
                part = table.c.id.in_(list(numbers[start : start + AT_ONCE]))
                found.update((row.id, _line(row)) for row in database.execute(sa.select(*columns).where(part)))
        return found

    def each(self, numbers: Sequence[int], *, whole: bool = True) -> Iterator[Write]:
        """Yield the writes of these numbers in their order, some hundreds in memory at a time.

        Those that are not `whole` lack what was sent, which can be megabytes, and what taking back needs.
        """
        table = schema.writes
        columns = [one for one in table.c if whole or one.name not in rows.LEFT_OUT]
        for start in range(0, len(numbers), AT_ONCE):
            part = list(numbers[start : start + AT_ONCE])
            with self._reading() as database:
                query = sa.select(*columns).where(table.c.id.in_(part))
                found = {one.id: one for one in map(rows.write, database.execute(query))}
            yield from (found[one] for one in part if one in found)

    def counts(self, scopes: Collection[str]) -> dict[State, int]:
        """Return how many writes there are of each state that occurs."""
        table = schema.writes
        query = sa.select(table.c.state, sa.func.count()).where(table.c.scope.in_(list(scopes)))
        with self._reading() as database:
            return {State(state): int(count) for state, count in database.execute(query.group_by(table.c.state))}

    def kinds(self, scopes: Collection[str]) -> tuple[str, ...]:
        """Return the kinds of writes that occur."""
        table = schema.writes
        query = sa.select(table.c.kind).where(table.c.scope.in_(list(scopes))).distinct()
        with self._reading() as database:
            return tuple(database.execute(query.order_by(table.c.kind)).scalars())

    def run(self, number: int) -> Run:
        """Return a run that is there."""
        with self._reading() as database:
            return rows.run(database.execute(sa.select(schema.runs).where(schema.runs.c.id == number)).one())

    def steps(self, number: int) -> Sequence[int]:
        """Return the numbers of the writes that followed on a write, oldest first."""
        table = schema.writes
        query = sa.select(table.c.id).where(table.c.follows_id == number).order_by(table.c.id)
        with self._reading() as database:
            return tuple(database.execute(query).scalars())


def _line(row: sa.Row[Any]) -> Line:
    fields = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for a row as a mapping
    fields["system"], fields["state"] = System(fields["system"]), State(fields["state"])
    fields["amount"] = None if fields["amount"] is None else Decimal(fields["amount"])
    return Line(**fields)


def _conditions(wanted: Wanted) -> Iterator[sa.ColumnElement[bool]]:
    table = schema.writes
    if wanted.states:
        yield table.c.state.in_([one.value for one in wanted.states])
    if wanted.kind:
        yield table.c.kind == wanted.kind
    if wanted.since is not None:
        yield table.c.intended_at >= wanted.since
    if wanted.until is not None:
        yield table.c.intended_at < wanted.until
    yield from map(_holds, wanted.text.split())


def _holds(word: str) -> sa.ColumnElement[bool]:
    """Return that a word stands somewhere in a write; SQLite folds no letters beyond ASCII, so those are tried."""
    forms = {word, word.lower(), word.upper(), word.capitalize()} if not word.isascii() else {word}
    if _DUTCH_AMOUNT.fullmatch(word):
        forms.add(word.replace(".", "").replace(",", "."))
    if _ENGLISH_AMOUNT.fullmatch(word):
        forms.add(word.replace(",", ""))
    texts = [sa.type_coerce(schema.writes.c[name], sa.Text) for name in _SEARCHED]
    places = [each.icontains(form, autoescape=True) for form in forms | _escaped(forms) for each in texts]
    number = word.removeprefix("#")
    if number.isascii() and number.isdigit() and len(number) < 18:
        places.append(schema.writes.c.id == int(number))
    return sa.or_(*places)


def _escaped(forms: Collection[str]) -> set[str]:
    """Return the words as JSON columns hold them: letters beyond ASCII are escaped there."""
    return {json.dumps(form)[1:-1] for form in forms if not form.isascii()}


def _order(wanted: Wanted) -> Iterator[sa.ColumnElement[Any]]:
    table = schema.writes
    by: Mapping[Order, sa.ColumnElement[Any]] = {
        Order.UNKNOWN_FIRST: table.c.state != State.UNKNOWN.value,
        Order.STATE: table.c.state,
        Order.WHEN: sa.func.coalesce(table.c.sent_at, table.c.intended_at),
        Order.KIND: table.c.kind,
        Order.COUNTERPART: sa.func.lower(table.c.counterpart),
        Order.REFERENCE: sa.func.lower(table.c.reference),
        Order.AMOUNT: sa.cast(table.c.amount, sa.Numeric(18, 2)),
        Order.KEYS: sa.type_coerce(table.c["keys"], sa.Text),
    }
    chosen = by[wanted.order]
    yield chosen.desc() if wanted.descending else chosen.asc()
    yield table.c.id.desc()
