"""Where accepted mappings are kept: by scope (environment and app connector), table and key.

They do not hang on a connection's row, so that a connection that is made again finds what somebody worked out before.
What a table and its keys mean is the business of who plans; here they are names.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from afas_assistant.organisations.kept_file import KeptFile
from afas_assistant.organisations.schema import UtcDateTime, metadata

mappings = sa.Table(
    "mappings",
    metadata,
    sa.Column("scope", sa.String(300), primary_key=True),
    sa.Column("table", sa.String(50), primary_key=True),
    sa.Column("key", sa.String(200), primary_key=True),
    sa.Column("value", sa.JSON, nullable=False),
    sa.Column("reason", sa.String(100), nullable=False),
    sa.Column("accepted_by", sa.String(200), nullable=False),
    sa.Column("accepted_at", UtcDateTime, nullable=False),
)


@dataclass(frozen=True)
class KeptMapping:
    """One mapping as it is kept; `accepted_at` is in UTC."""

    table: str
    key: str
    value: Mapping[str, Any]
    reason: str
    accepted_by: str
    accepted_at: datetime


class MappingStore(KeptFile):
    """All mappings of this database. Each call is one transaction; none belongs on the thread that paints."""

    def all(self, scope: str) -> tuple[KeptMapping, ...]:
        """Return the mappings of a scope, by table and key."""
        query = sa.select(mappings).where(mappings.c.scope == scope).order_by(mappings.c.table, mappings.c.key)
        with self._reading() as database:
            rows = database.execute(query)
            return tuple(
                KeptMapping(row.table, row.key, row.value, row.reason, row.accepted_by, row.accepted_at) for row in rows
            )

    def keep(self, scope: str, entries: Iterable[KeptMapping]) -> None:
        """Keep mappings, all or none; one that is there already is replaced."""
        with self._writing() as database:
            for one in entries:
                self._drop(database, scope, one.table, one.key)
                row = {"table": one.table, "key": one.key, "value": dict(one.value), "reason": one.reason}
                said = {"accepted_by": one.accepted_by, "accepted_at": one.accepted_at}
                database.execute(sa.insert(mappings).values(scope=scope, **row, **said))

    def drop(self, scope: str, table: str, key: str) -> None:
        """Forget a mapping; nothing happens when there is none."""
        with self._writing() as database:
            self._drop(database, scope, table, key)

    def _drop(self, database: sa.Connection, scope: str, table: str, key: str) -> None:
        columns = mappings.c
        mine = (columns.scope == scope) & (columns.table == table) & (columns.key == key)
        database.execute(sa.delete(mappings).where(mine))
