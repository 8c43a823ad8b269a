"""The store: organisations, connections, checks, definitions, confirmations by hand and wizard states in one database.

Each public call is one transaction: it happens whole or not at all. A store may be used from several threads:
SQLAlchemy gives each call a connection of its own. Calls do disk work, so none belongs on the thread that paints the
window.
"""

import uuid
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any, TypedDict, Unpack

import sqlalchemy as sa

from afas_assistant.organisations import definition_store, lookups, refusals, schema
from afas_assistant.organisations.kept_file import KeptFile
from afas_assistant.organisations.records import CheckRun, Confirmation, Connection, KeptDefinition, Organisation
from afas_assistant.organisations.rows import changes_to_row, check_run, confirmation


class ConnectionChanges(TypedDict, total=False):
    """What can change about a connection; what is left out stays as it is."""

    label: str
    app_connector: str
    group: str
    user: str
    profiles: tuple[str, ...]
    keyring_backend: str | None
    token_fingerprint: str | None
    token_expiry: date | None
    item_type: int | None


class Store(KeptFile):
    """Everything that is remembered, apart from tokens (the vault) and preferences (a TOML file)."""

    # Organisations

    def organisations(self) -> tuple[Organisation, ...]:
        """Return all organisations by name."""
        with self._reading() as database:
            return lookups.all_organisations(database)

    def find_organisation(self, name_or_envid: str) -> Organisation | None:
        """Return the organisation with this name or environment, in any case of letters, or None."""
        with self._reading() as database:
            return lookups.named(lookups.all_organisations(database), name_or_envid)

    def organisation(self, name_or_envid: str) -> Organisation:
        """Return the organisation with this name or environment.

        Raises ConfigurationError organisation_not_found, which names the known ones.
        """
        with self._reading() as database:
            known = lookups.all_organisations(database)
        found = lookups.named(known, name_or_envid)
        if found is None:
            raise refusals.organisation_not_found(name_or_envid, [each.name for each in known])
        return found

    def add_organisation(self, *, name: str, envid: str, environment_type: str, address: str) -> Organisation:
        """Store an environment under a name of the person's choice.

        Raises OrganisationKnownError (code organisation_known, carries the organisation) for a known environment, and
        ConfigurationError name_taken and name_empty.
        """
        with self._writing() as database:
            known = lookups.all_organisations(database)
            twin = _same_environment(known, envid)
            if twin is not None:
                raise refusals.OrganisationKnownError(twin)
            values = {"name": _free_name(known, name), "envid": envid, "environment_type": environment_type}
            row = {**values, "address": address, "created_at": datetime.now(UTC)}
            key = _insert(database, schema.organisations, row)
            return lookups.one_organisation(database, key)

    def rename_organisation(self, organisation_id: int, name: str) -> Organisation:
        """Give an organisation another name; raises ConfigurationError name_taken and name_empty."""
        with self._writing() as database:
            others = [each for each in lookups.all_organisations(database) if each.id != organisation_id]
            table = schema.organisations
            database.execute(
                sa.update(table).where(table.c.id == organisation_id).values(name=_free_name(others, name))
            )
            return lookups.one_organisation(database, organisation_id)

    def move_organisation(self, organisation_id: int, address: str) -> Organisation:
        """Give an organisation another address: the practice environment has a new port at every start."""
        with self._writing() as database:
            table = schema.organisations
            database.execute(sa.update(table).where(table.c.id == organisation_id).values(address=address))
            return lookups.one_organisation(database, organisation_id)

    def remove_organisation(self, organisation_id: int) -> tuple[Connection, ...]:
        """Forget an organisation with its connections, checks, confirmations and wizard state.

        Return its connections, for the vault to forget their tokens.
        """
        with self._writing() as database:
            gone = lookups.one_organisation(database, organisation_id)
            connections = lookups.connections_of(database, organisation_id)
            key = schema.wizard_states.c.key
            own = wizard_key(gone)
            database.execute(
                sa.delete(schema.wizard_states).where((key == own) | key.startswith(f"{own}/", autoescape=True))
            )
            database.execute(sa.delete(schema.organisations).where(schema.organisations.c.id == organisation_id))
            return connections

    # Connections

    def connections(self, organisation_id: int) -> tuple[Connection, ...]:
        """Return the connections of an organisation, oldest first."""
        with self._reading() as database:
            return lookups.connections_of(database, organisation_id)

    def connections_by_organisation(self) -> dict[int, tuple[Connection, ...]]:
        """Return all connections, oldest first, by the number of their organisation."""
        found: dict[int, tuple[Connection, ...]] = {}
        with self._reading() as database:
            for one in lookups.all_connections(database):
                found[one.organisation_id] = (*found.get(one.organisation_id, ()), one)
        return found

    def connection(self, connection_id: int) -> Connection:
        """Return a connection; raises ConfigurationError connection_not_found."""
        with self._reading() as database:
            return lookups.one_connection(database, connection_id)

    def owner(self, connection: Connection) -> Organisation:
        """Return the organisation of a connection; raises ConfigurationError organisation_not_found."""
        with self._reading() as database:
            return lookups.one_organisation(database, connection.organisation_id)

    def add_connection(self, organisation_id: int, envid: str, **values: Unpack[ConnectionChanges]) -> Connection:
        """Store a connection; `envid` is the environment that AFAS names for its token, `app_connector` is compulsory.

        The label is the app connector's name unless given. Raises ConfigurationError other_environment,
        connection_known, label_taken and organisation_not_found.
        """
        with self._writing() as database:
            owner = lookups.one_organisation(database, organisation_id)
            refusals.attach(owner, envid)
            filled: ConnectionChanges = {"label": values["app_connector"], "group": "", "user": "", "profiles": ()}
            filled.update(values)
            _refuse_twin(owner, lookups.connections_of(database, owner.id), filled)
            row = {
                **changes_to_row(filled),
                "organisation_id": owner.id,
                "account": f"{owner.envid}/{uuid.uuid4().hex}",
                "created_at": datetime.now(UTC),
            }
            return lookups.one_connection(database, _insert(database, schema.connections, row))

    def update_connection(
        self, connection_id: int, envid: str | None = None, **changes: Unpack[ConnectionChanges]
    ) -> Connection:
        """Change a connection; with another token, `envid` is compulsory and must be the organisation's.

        Raises ConfigurationError other_environment, connection_known, label_taken and connection_not_found; ValueError
        for a token whose environment nobody asked AFAS for.
        """
        if envid is None and changes.get("token_fingerprint"):
            raise ValueError("a new token comes with the environment that AFAS names for it")
        with self._writing() as database:
            old = lookups.one_connection(database, connection_id)
            owner = lookups.one_organisation(database, old.organisation_id)
            if envid is not None:
                refusals.attach(owner, envid)
            others = [each for each in lookups.connections_of(database, owner.id) if each.id != connection_id]
            _refuse_twin(owner, others, changes)
            if changes:
                table = schema.connections
                row = changes_to_row(changes)
                database.execute(sa.update(table).where(table.c.id == connection_id).values(**row))
            return lookups.one_connection(database, connection_id)

    def remove_connection(self, connection_id: int) -> Connection:
        """Forget a connection with its checks and confirmations; return it, for the vault to forget its token."""
        with self._writing() as database:
            gone = lookups.one_connection(database, connection_id)
            database.execute(sa.delete(schema.connections).where(schema.connections.c.id == connection_id))
            return gone

    # Checks

    def record_check(self, connection_id: int, report: Mapping[str, Any], at: datetime) -> int:
        """Keep the JSON report of a check made at a moment (with its time zone); return the number of the check."""
        with self._writing() as database:
            lookups.one_connection(database, connection_id)
            row = {"connection_id": connection_id, "at": at, "report": dict(report)}
            return _insert(database, schema.check_runs, row)

    def checks(self, connection_id: int, limit: int = 50) -> tuple[CheckRun, ...]:
        """Return the newest checks of a connection, newest first."""
        table = schema.check_runs
        query = sa.select(table).where(table.c.connection_id == connection_id)
        with self._reading() as database:
            rows = database.execute(query.order_by(table.c.at.desc(), table.c.id.desc()).limit(limit))
            return tuple(map(check_run, rows))

    def newest_checks(self, each: int = 2) -> dict[int, tuple[int, ...]]:
        """Return the numbers of the newest checks of every connection that has any, newest first."""
        table = schema.check_runs
        order = sa.func.row_number().over(
            partition_by=table.c.connection_id, order_by=(table.c.at.desc(), table.c.id.desc())
        )
        placed = sa.select(table.c.connection_id, table.c.id, order.label("place")).subquery()
        query = sa.select(placed.c.connection_id, placed.c.id).where(placed.c.place <= each)
        found: dict[int, tuple[int, ...]] = {}
        with self._reading() as database:
            for connection_id, number in database.execute(query.order_by(placed.c.connection_id, placed.c.place)):
                found[connection_id] = (*found.get(connection_id, ()), number)
        return found

    def last_check(self, connection_id: int) -> CheckRun | None:
        """Return the newest check of a connection, or None."""
        return next(iter(self.checks(connection_id, limit=1)), None)

    # What connectors are held against

    def keep_definitions(self, connection_id: int, definitions: Iterable[KeptDefinition]) -> None:
        """Keep what connectors are held against from now on; a later definition replaces the one before."""
        with self._writing() as database:
            lookups.one_connection(database, connection_id)
            definition_store.keep(database, connection_id, definitions)

    def definitions(self, connection_id: int) -> tuple[KeptDefinition, ...]:
        """Return what the connectors of a connection are held against, by name."""
        with self._reading() as database:
            return definition_store.kept(database, connection_id)

    def definitions_matched(self, connection_id: int, connectors: Collection[str], at: datetime) -> None:
        """Keep that these connectors were, at a moment, as their definitions say."""
        with self._writing() as database:
            definition_store.matched(database, connection_id, connectors, at)

    def forget_definition(self, connection_id: int, connector: str) -> None:
        """Forget what a connector is held against; nothing happens when it is nothing."""
        with self._writing() as database:
            definition_store.forget(database, connection_id, connector)

    # Confirmations by hand

    def confirm_by_hand(self, connection_id: int, check_id: str, who: str, at: datetime, note: str = "") -> None:
        """Keep that a person declared a line of the checklist done; a later word replaces an earlier one."""
        table = schema.confirmations
        with self._writing() as database:
            lookups.one_connection(database, connection_id)
            database.execute(sa.delete(table).where(*_confirmation_key(connection_id, check_id)))
            row = {"connection_id": connection_id, "check_id": check_id, "who": who, "at": at, "note": note}
            database.execute(sa.insert(table).values(**row))

    def confirmations(self, connection_id: int) -> tuple[Confirmation, ...]:
        """Return what persons declared done for a connection, by the line's id."""
        table = schema.confirmations
        query = sa.select(table).where(table.c.connection_id == connection_id).order_by(table.c.check_id)
        with self._reading() as database:
            return tuple(map(confirmation, database.execute(query)))

    def all_confirmations(self) -> dict[int, tuple[Confirmation, ...]]:
        """Return what persons declared done, by the number of the connection."""
        table = schema.confirmations
        found: dict[int, tuple[Confirmation, ...]] = {}
        with self._reading() as database:
            for one in map(confirmation, database.execute(sa.select(table).order_by(table.c.check_id))):
                found[one.connection_id] = (*found.get(one.connection_id, ()), one)
        return found

    def withdraw_confirmation(self, connection_id: int, check_id: str) -> None:
        """Take a confirmation back; nothing happens when there is none."""
        with self._writing() as database:
            database.execute(sa.delete(schema.confirmations).where(*_confirmation_key(connection_id, check_id)))

    # Wizard states

    def wizard_state(self, key: str) -> dict[str, Any] | None:
        """Return where a wizard was left, or None."""
        table = schema.wizard_states
        with self._reading() as database:
            state = database.execute(sa.select(table.c.state).where(table.c.key == key)).scalar_one_or_none()
        return None if state is None else dict(state)

    def wizard_states(self) -> dict[str, dict[str, Any]]:
        """Return where every wizard was left, by its key."""
        table = schema.wizard_states
        with self._reading() as database:
            return {key: dict(state) for key, state in database.execute(sa.select(table.c.key, table.c.state))}

    def save_wizard_state(self, key: str, state: Mapping[str, Any]) -> None:
        """Keep where a wizard is; never give it a token."""
        table = schema.wizard_states
        with self._writing() as database:
            database.execute(sa.delete(table).where(table.c.key == key))
            database.execute(sa.insert(table).values(key=key, state=dict(state), saved_at=datetime.now(UTC)))

    def drop_wizard_state(self, key: str) -> None:
        """Forget where a wizard was left; nothing happens when there is none."""
        with self._writing() as database:
            database.execute(sa.delete(schema.wizard_states).where(schema.wizard_states.c.key == key))


def wizard_key(organisation: Organisation) -> str:
    """Return the key of an organisation's wizard state; longer keys behind a slash belong to it as well."""
    return f"organisation/{organisation.envid}"


def _insert(database: sa.Connection, table: sa.Table, row: Mapping[str, object]) -> int:
    key = database.execute(sa.insert(table).values(**row)).inserted_primary_key
    assert key is not None  # the tables that use this have one whole number as their key
    return int(key[0])


def _confirmation_key(connection_id: int, check_id: str) -> tuple[sa.ColumnElement[bool], ...]:
    columns = schema.confirmations.c
    return (columns.connection_id == connection_id, columns.check_id == check_id)


def _same_environment(known: tuple[Organisation, ...], envid: str) -> Organisation | None:
    return next((each for each in known if each.envid.casefold() == envid.casefold()), None)


def _free_name(others: tuple[Organisation, ...] | list[Organisation], name: str) -> str:
    cleaned = " ".join(name.split())
    if not cleaned:
        raise refusals.name_empty()
    if any(each.name.casefold() == cleaned.casefold() for each in others):
        raise refusals.name_taken(cleaned)
    return cleaned


def _refuse_twin(
    owner: Organisation, others: tuple[Connection, ...] | list[Connection], changes: ConnectionChanges
) -> None:
    for other in others:
        if other.app_connector.casefold() == changes.get("app_connector", "").casefold():
            raise refusals.connection_known(owner, other.app_connector)
        if other.label.casefold() == changes.get("label", "").casefold():
            raise refusals.label_taken(owner, other.label)
