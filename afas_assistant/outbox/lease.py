"""One writer per organisation, across processes: a lease that its holder renews and a dead holder cannot keep.

The lease stands in the database, so that it holds for every process that shares it. A holder on this computer that no
longer runs is passed over at once; one elsewhere when its time is up. A lease that ends later than its own length from
now was made by a clock that has since been set back, and is passed over too.
"""

import os
import socket
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from afas_assistant.outbox import refusals, schema
from afas_assistant.outbox.processes import runs_here

LENGTH = timedelta(seconds=180)
"""Longer than the longest write (120 s), so that a writer never loses its lease while it waits for an answer."""


class Lease:
    """The right to write for one scope, until it is released or runs out."""

    def __init__(self, scope: str, now: Callable[[], datetime]) -> None:
        self.scope = scope
        self._now = now
        self._holder = uuid.uuid4().hex

    def take(self, database: sa.Connection) -> None:
        """Take the lease inside a writing transaction; raises RetryableError writer_busy."""
        table = schema.leases
        now = self._now()
        row = database.execute(sa.select(table).where(table.c.scope == self.scope)).one_or_none()
        if row is not None and _holds(row, now):
            raise refusals.lease_held(self.scope, row.process, row.host, row.until)
        database.execute(sa.delete(table).where(table.c.scope == self.scope))
        mine = {"holder": self._holder, "host": socket.gethostname(), "process": os.getpid()}
        database.execute(sa.insert(table).values(scope=self.scope, taken_at=now, until=now + LENGTH, **mine))

    def renew(self, database: sa.Connection) -> None:
        """Move the end on; raises RetryableError writer_replaced when another writer has taken over."""
        table = schema.leases
        mine = (table.c.scope == self.scope) & (table.c.holder == self._holder)
        changed = database.execute(sa.update(table).where(mine).values(until=self._now() + LENGTH))
        if changed.rowcount != 1:
            raise refusals.lease_lost(self.scope)

    def release(self, database: sa.Connection) -> None:
        """Let go; nothing happens when another writer has it."""
        table = schema.leases
        database.execute(sa.delete(table).where((table.c.scope == self.scope) & (table.c.holder == self._holder)))


def _holds(row: sa.Row[Any], now: datetime) -> bool:
    if not now < row.until <= now + LENGTH:
        return False
    return row.host != socket.gethostname() or runs_here(row.process)
