"""Finding organisations and connections inside a transaction of the store."""

import sqlalchemy as sa

from afas_assistant.organisations import refusals, schema
from afas_assistant.organisations.records import Connection, Organisation
from afas_assistant.organisations.rows import connection, organisation


def all_organisations(database: sa.Connection) -> tuple[Organisation, ...]:
    """Return all organisations by name."""
    found = map(organisation, database.execute(sa.select(schema.organisations)))
    return tuple(sorted(found, key=lambda each: (each.name.casefold(), each.id)))


def one_organisation(database: sa.Connection, key: int) -> Organisation:
    """Return an organisation; raises ConfigurationError organisation_not_found."""
    row = database.execute(sa.select(schema.organisations).where(schema.organisations.c.id == key)).one_or_none()
    if row is None:
        raise refusals.organisation_not_found(str(key), [each.name for each in all_organisations(database)])
    return organisation(row)


def connections_of(database: sa.Connection, organisation_id: int) -> tuple[Connection, ...]:
    """Return the connections of an organisation, oldest first."""
    table = schema.connections
    query = sa.select(table).where(table.c.organisation_id == organisation_id).order_by(table.c.id)
    return tuple(map(connection, database.execute(query)))


def all_connections(database: sa.Connection) -> tuple[Connection, ...]:
    """Return every connection, oldest first."""
    return tuple(map(connection, database.execute(sa.select(schema.connections).order_by(schema.connections.c.id))))


def one_connection(database: sa.Connection, key: int) -> Connection:
    """Return a connection; raises ConfigurationError connection_not_found."""
    row = database.execute(sa.select(schema.connections).where(schema.connections.c.id == key)).one_or_none()
    if row is None:
        raise refusals.connection_not_found(key)
    return connection(row)


def named(known: tuple[Organisation, ...], name_or_envid: str) -> Organisation | None:
    """Return the organisation with this name or environment, in any case of letters; an exact name goes first."""
    wanted = name_or_envid.strip()
    by_name = [each for each in known if each.name == wanted]
    folded = [each for each in known if wanted.casefold() in (each.name.casefold(), each.envid.casefold())]
    return next(iter(by_name + folded), None)
