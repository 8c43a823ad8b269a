"""The tables as SQLAlchemy describes them: portable, since PostgreSQL follows when an office runs several machines.

A change here needs a script in `migrations/versions`; a test compares the two.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}  # a constraint without a name cannot be changed by a later migration
metadata = MetaData(naming_convention=NAMES)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, stored in UTC and handed out with its zone; SQLite itself forgets zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return the moment in UTC; one without a zone is a mistake of ours."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return the moment with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _belongs_to(table: str) -> ForeignKey:
    return ForeignKey(f"{table}.id", ondelete="CASCADE")


organisations = Table(
    "organisations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(200), nullable=False, unique=True),
    Column("envid", String(100), nullable=False, unique=True),
    Column("environment_type", String(20), nullable=False),
    Column("address", String(500), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)

connections = Table(
    "connections",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("organisation_id", Integer, _belongs_to("organisations"), nullable=False),
    Column("label", String(200), nullable=False),
    Column("app_connector", String(200), nullable=False),
    Column("user_group", String(200), nullable=False),
    Column("user_name", String(200), nullable=False),
    Column("profiles", JSON, nullable=False),
    Column("account", String(200), nullable=False, unique=True),
    Column("keyring_backend", String(200)),
    Column("token_fingerprint", String(64)),
    Column("token_expiry", Date),
    Column("item_type", Integer),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("organisation_id", "app_connector"),
    UniqueConstraint("organisation_id", "label"),
)

check_runs = Table(
    "check_runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("connection_id", Integer, _belongs_to("connections"), nullable=False, index=True),
    Column("at", UtcDateTime, nullable=False),
    Column("report", JSON, nullable=False),
)

connector_definitions = Table(
    "connector_definitions",
    metadata,
    Column("connection_id", Integer, _belongs_to("connections"), primary_key=True, autoincrement=False),
    Column("connector_key", String(200), primary_key=True),  # the name, its letters folded: AFAS takes any case
    Column("connector", String(200), nullable=False),
    Column("source", String(20), nullable=False),
    Column("label", Text, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("columns", JSON, nullable=False),
    Column("description", Text, nullable=False),
    Column("data_collection", Text, nullable=False),
    Column("format", Integer),
    Column("changed", DateTime),
    Column("kept_at", UtcDateTime, nullable=False),
    Column("matched_at", UtcDateTime),
)

confirmations = Table(
    "confirmations",
    metadata,
    Column("connection_id", Integer, _belongs_to("connections"), primary_key=True, autoincrement=False),
    Column("check_id", String(200), primary_key=True),
    Column("who", String(200), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("note", Text, nullable=False),
)

wizard_states = Table(
    "wizard_states",
    metadata,
    Column("key", String(200), primary_key=True),
    Column("state", JSON, nullable=False),
    Column("saved_at", UtcDateTime, nullable=False),
)
