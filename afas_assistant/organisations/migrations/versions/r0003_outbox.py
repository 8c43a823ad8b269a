"""The outbox: runs, writes, what they claim, and who may write; and the mappings of a connection."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "outbox_runs",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("scope", sa.String(300), nullable=False),
        sa.Column("kind", sa.String(50), nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("started_at", moment, nullable=False),
        sa.Column("ended_at", moment),
        sa.Column("plan", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outbox_runs"),
    )
    op.create_table(
        "outbox_writes",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("run_id", sa.Integer, nullable=False),
        sa.Column("scope", sa.String(300), nullable=False),
        sa.Column("system", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(50), nullable=False),
        sa.Column("reference", sa.String(200), nullable=False),
        sa.Column("method", sa.String(10), nullable=False),
        sa.Column("path", sa.String(1000), nullable=False),
        sa.Column("body", sa.Text),
        sa.Column("body_digest", sa.String(64), nullable=False),
        sa.Column("label", sa.String(300), nullable=False),
        sa.Column("counterpart", sa.String(300), nullable=False),
        sa.Column("amount", sa.String(40)),
        sa.Column("currency", sa.String(10), nullable=False),
        sa.Column("sources", sa.JSON, nullable=False),
        sa.Column("before", sa.JSON, nullable=False),
        sa.Column("follow_ups", sa.JSON, nullable=False),
        sa.Column("follows_id", sa.Integer),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("keys", sa.JSON, nullable=False),
        sa.Column("problem", sa.JSON),
        sa.Column("technical", sa.JSON, nullable=False),
        sa.Column("proof", sa.JSON, nullable=False),
        sa.Column("shown_by", sa.String(200)),
        sa.Column("intended_at", moment, nullable=False),
        sa.Column("sent_at", moment),
        sa.Column("changed_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outbox_writes"),
        sa.ForeignKeyConstraint(["run_id"], ["outbox_runs.id"], name="fk_outbox_writes_run_id_outbox_runs"),
        sa.ForeignKeyConstraint(["follows_id"], ["outbox_writes.id"], name="fk_outbox_writes_follows_id_outbox_writes"),
    )
    op.create_index("ix_outbox_writes_run_id", "outbox_writes", ["run_id"])
    op.create_index("ix_outbox_writes_scope_state", "outbox_writes", ["scope", "state"])
    op.create_index("ix_outbox_writes_scope_kind_reference", "outbox_writes", ["scope", "kind", "reference"])
    op.create_table(
        "outbox_claims",
        sa.Column("scope", sa.String(300), nullable=False),
        sa.Column("claim", sa.String(300), nullable=False),
        sa.Column("write_id", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("scope", "claim", name="pk_outbox_claims"),
        sa.ForeignKeyConstraint(["write_id"], ["outbox_writes.id"], name="fk_outbox_claims_write_id_outbox_writes"),
    )
    op.create_index("ix_outbox_claims_write_id", "outbox_claims", ["write_id"])
    op.create_table(
        "outbox_leases",
        sa.Column("scope", sa.String(300), nullable=False),
        sa.Column("holder", sa.String(64), nullable=False),
        sa.Column("host", sa.String(200), nullable=False),
        sa.Column("process", sa.Integer, nullable=False),
        sa.Column("taken_at", moment, nullable=False),
        sa.Column("until", moment, nullable=False),
        sa.PrimaryKeyConstraint("scope", name="pk_outbox_leases"),
    )
    op.create_table(
        "mappings",
        sa.Column("scope", sa.String(300), nullable=False),
        sa.Column("table", sa.String(50), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("value", sa.JSON, nullable=False),
        sa.Column("reason", sa.String(100), nullable=False),
        sa.Column("accepted_by", sa.String(200), nullable=False),
        sa.Column("accepted_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("scope", "table", "key", name="pk_mappings"),
    )


def downgrade() -> None:
    for table in ("mappings", "outbox_leases", "outbox_claims", "outbox_writes", "outbox_runs"):
        op.drop_table(table)
