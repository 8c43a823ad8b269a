"""What stopped the last check of a connection before it told anything; gone as soon as a check gets through."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from afas_assistant.organisations.kept_file import KeptFile
from afas_assistant.organisations.schema import UtcDateTime, metadata
from afas_assistant.texts import Text, text_from_data

connection_troubles = sa.Table(
    "connection_troubles",
    metadata,
    sa.Column(
        "connection_id",
        sa.Integer,
        sa.ForeignKey("connections.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    sa.Column("code", sa.String(100), nullable=False),
    sa.Column("title", sa.JSON, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
)


@dataclass(frozen=True)
class Trouble:
    """Why a check got nowhere: the code of its error, what that says, and when it was (in UTC)."""

    code: str
    title: Text
    at: datetime


class TroubleStore(KeptFile):
    """The trouble of each connection that has any. Each call is one transaction."""

    def keep(self, connection_id: int, trouble: Trouble) -> None:
        """Keep what stopped a check; nothing happens when the connection was removed meanwhile."""
        connections = metadata.tables["connections"]
        with self._writing() as database:
            self._clear(database, connection_id)
            known = sa.select(connections.c.id).where(connections.c.id == connection_id)
            if database.execute(known).one_or_none() is not None:
                row = {"connection_id": connection_id, "code": trouble.code, "at": trouble.at}
                database.execute(sa.insert(connection_troubles).values(**row, title=trouble.title.to_data()))

    def clear(self, connection_id: int) -> None:
        """Forget it: a check got through."""
        with self._writing() as database:
            self._clear(database, connection_id)

    def all(self) -> dict[int, Trouble]:
        """Return the troubles by connection."""
        with self._reading() as database:
            return {
                row.connection_id: Trouble(row.code, text_from_data(row.title), row.at)
                for row in database.execute(sa.select(connection_troubles))
            }

    def _clear(self, database: sa.Connection, connection_id: int) -> None:
        mine = connection_troubles.c.connection_id == connection_id
        database.execute(sa.delete(connection_troubles).where(mine))
