"""How the daily work stands: unbilled work as it was last read, what stopped the last check, and counting the outbox.

The indexes hold all that the window counts, so that a count reads no body. The one by run takes the place of another.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "unbilled_work",
        sa.Column("scope", sa.String(300), nullable=False),
        sa.Column("read_at", moment, nullable=False),
        sa.Column("ages", sa.JSON, nullable=False),
        sa.Column("unpriced", sa.Integer, nullable=False),
        sa.Column("unapproved", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("scope", name="pk_unbilled_work"),
    )
    op.create_table(
        "connection_troubles",
        sa.Column("connection_id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("code", sa.String(100), nullable=False),
        sa.Column("title", sa.JSON, nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.PrimaryKeyConstraint("connection_id", name="pk_connection_troubles"),
        sa.ForeignKeyConstraint(
            ["connection_id"],
            ["connections.id"],
            name="fk_connection_troubles_connection_id_connections",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_outbox_runs_scope", "outbox_runs", ["scope"])
    op.drop_index("ix_outbox_writes_run_id", "outbox_writes")
    op.create_index("ix_outbox_writes_run_id_state", "outbox_writes", ["run_id", "state", "follows_id"])
    op.create_index(
        "ix_outbox_writes_state_sent_at", "outbox_writes", ["state", "sent_at", "scope", "run_id", "follows_id"]
    )


def downgrade() -> None:
    op.drop_index("ix_outbox_writes_state_sent_at", "outbox_writes")
    op.drop_index("ix_outbox_writes_run_id_state", "outbox_writes")
    op.create_index("ix_outbox_writes_run_id", "outbox_writes", ["run_id"])
    op.drop_index("ix_outbox_runs_scope", "outbox_runs")
    op.drop_table("connection_troubles")
    op.drop_table("unbilled_work")
