"""The first tables: organisations, connections, check runs, confirmations by hand, wizard states."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "organisations",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("envid", sa.String(100), nullable=False),
        sa.Column("environment_type", sa.String(20), nullable=False),
        sa.Column("address", sa.String(500), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_organisations"),
        sa.UniqueConstraint("name", name="uq_organisations_name"),
        sa.UniqueConstraint("envid", name="uq_organisations_envid"),
    )
    op.create_table(
        "connections",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("organisation_id", sa.Integer, nullable=False),
        sa.Column("label", sa.String(200), nullable=False),
        sa.Column("app_connector", sa.String(200), nullable=False),
        sa.Column("user_group", sa.String(200), nullable=False),
        sa.Column("user_name", sa.String(200), nullable=False),
        sa.Column("profiles", sa.JSON, nullable=False),
        sa.Column("account", sa.String(200), nullable=False),
        sa.Column("keyring_backend", sa.String(200)),
        sa.Column("token_fingerprint", sa.String(64)),
        sa.Column("token_expiry", sa.Date),
        sa.Column("item_type", sa.Integer),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_connections"),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name="fk_connections_organisation_id_organisations",
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("account", name="uq_connections_account"),
        sa.UniqueConstraint("organisation_id", "app_connector", name="uq_connections_organisation_id_app_connector"),
        sa.UniqueConstraint("organisation_id", "label", name="uq_connections_organisation_id_label"),
    )
    op.create_table(
        "check_runs",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("connection_id", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("report", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_check_runs"),
        sa.ForeignKeyConstraint(
            ["connection_id"], ["connections.id"], name="fk_check_runs_connection_id_connections", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_check_runs_connection_id", "check_runs", ["connection_id"])
    op.create_table(
        "confirmations",
        sa.Column("connection_id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("check_id", sa.String(200), nullable=False),
        sa.Column("who", sa.String(200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("connection_id", "check_id", name="pk_confirmations"),
        sa.ForeignKeyConstraint(
            ["connection_id"], ["connections.id"], name="fk_confirmations_connection_id_connections", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "wizard_states",
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("state", sa.JSON, nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_wizard_states"),
    )


def downgrade() -> None:
    for table in ("wizard_states", "confirmations", "check_runs", "connections", "organisations"):
        op.drop_table(table)
