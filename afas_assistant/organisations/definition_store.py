"""What the connectors of a connection are held against: reading and writing it inside a transaction of the store.

A connector is known by its name in any case of letters, as AFAS knows it.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

import sqlalchemy as sa

from afas_assistant.organisations.records import KeptDefinition
from afas_assistant.organisations.rows import definition, definition_to_row
from afas_assistant.organisations.schema import connector_definitions as table


def keep(database: sa.Connection, connection_id: int, definitions: Iterable[KeptDefinition]) -> None:
    """Put each definition in the place of the one that was kept for its connector."""
    for one in definitions:
        forget(database, connection_id, one.connector)
        own = {"connection_id": connection_id, "connector_key": _key(one.connector)}
        database.execute(sa.insert(table).values(**own, **definition_to_row(one)))


def kept(database: sa.Connection, connection_id: int) -> tuple[KeptDefinition, ...]:
    """Return the definitions of a connection, by the name of the connector."""
    told = [column for column in table.c if column.name not in {"connection_id", "connector_key"}]
    query = sa.select(*told).where(table.c.connection_id == connection_id).order_by(table.c.connector_key)
    return tuple(map(definition, database.execute(query)))


def matched(database: sa.Connection, connection_id: int, connectors: Collection[str], at: datetime) -> None:
    """Note when AFAS had what the definitions of these connectors say."""
    mine = (table.c.connection_id == connection_id) & table.c.connector_key.in_([_key(name) for name in connectors])
    database.execute(sa.update(table).where(mine).values(matched_at=at))


def forget(database: sa.Connection, connection_id: int, connector: str) -> None:
    """Drop the definition of a connector, if there is one."""
    mine = (table.c.connection_id == connection_id) & (table.c.connector_key == _key(connector))
    database.execute(sa.delete(table).where(mine))


def _key(connector: str) -> str:
    return connector.casefold()
