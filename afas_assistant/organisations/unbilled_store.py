"""Unbilled work as it was last read: by scope (environment and app connector), by the age of the registrations."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import sqlalchemy as sa

from afas_assistant.organisations.kept_file import KeptFile
from afas_assistant.organisations.schema import UtcDateTime, metadata

unbilled_work = sa.Table(
    "unbilled_work",
    metadata,
    sa.Column("scope", sa.String(300), primary_key=True),
    sa.Column("read_at", UtcDateTime, nullable=False),
    sa.Column("ages", sa.JSON, nullable=False),
    sa.Column("unpriced", sa.Integer, nullable=False),
    sa.Column("unapproved", sa.Integer, nullable=False),
)


@dataclass(frozen=True)
class KeptAge:
    """What is `first` to `last` days old, both included (None: and older): euros without VAT, and how many."""

    first: int
    last: int | None
    amount: Decimal
    count: int


@dataclass(frozen=True)
class KeptUnbilled:
    """What was read of one connection at a moment (UTC).

    `unpriced` is how many had no price, `unapproved` how many may not be invoiced yet; both are in no amount.
    """

    read_at: datetime
    ages: tuple[KeptAge, ...]
    unpriced: int = 0
    unapproved: int = 0


class UnbilledStore(KeptFile):
    """The last reading of each connection. Each call is one transaction; none belongs on the thread that paints."""

    def keep(self, scope: str, read: KeptUnbilled) -> None:
        """Keep a reading in the place of the one before."""
        table = unbilled_work
        ages = [[one.first, one.last, str(one.amount), one.count] for one in read.ages]
        with self._writing() as database:
            database.execute(sa.delete(table).where(table.c.scope == scope))
            left = {"unpriced": read.unpriced, "unapproved": read.unapproved}
            database.execute(sa.insert(table).values(scope=scope, read_at=read.read_at, ages=ages, **left))

    def all(self) -> dict[str, KeptUnbilled]:
        """Return the last reading of each scope that was ever read."""
        with self._reading() as database:
            return {
                row.scope: KeptUnbilled(row.read_at, _ages(row.ages), row.unpriced, row.unapproved)
                for row in database.execute(sa.select(unbilled_work))
            }


def _ages(kept: Collection[tuple[int, int | None, str, int]]) -> tuple[KeptAge, ...]:
    return tuple(KeptAge(first, last, Decimal(amount), count) for first, last, amount, count in kept)
