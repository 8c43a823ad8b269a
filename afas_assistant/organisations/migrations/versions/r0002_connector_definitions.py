"""What GetConnectors are held against: the columns of a definition file, or of an earlier check."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "connector_definitions",
        sa.Column("connection_id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("connector_key", sa.String(200), nullable=False),
        sa.Column("connector", sa.String(200), nullable=False),
        sa.Column("source", sa.String(20), nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("columns", sa.JSON, nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("data_collection", sa.Text, nullable=False),
        sa.Column("format", sa.Integer),
        sa.Column("changed", sa.DateTime),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("matched_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("connection_id", "connector_key", name="pk_connector_definitions"),
        sa.ForeignKeyConstraint(
            ["connection_id"],
            ["connections.id"],
            name="fk_connector_definitions_connection_id_connections",
            ondelete="CASCADE",
        ),
    )


def downgrade() -> None:
    op.drop_table("connector_definitions")
