"""The outbox's tables, beside those of the organisations in one file: one place to back up.

They do not hang on an organisation's row: forgetting a connection must not forget what was booked through it, else
connecting it again could book twice. A claim stands here as long as its write is live; the primary key is what makes a
second booking of the same record impossible, whatever two processes do.
"""

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, String, Table, Text

from afas_assistant.organisations.schema import UtcDateTime, metadata

runs = Table(
    "outbox_runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("scope", String(300), nullable=False),
    Column("kind", String(50), nullable=False),
    Column("actor", String(200), nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    Column("plan", JSON, nullable=False),
    Index("ix_outbox_runs_scope", "scope"),
)

writes = Table(
    "outbox_writes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("run_id", Integer, ForeignKey("outbox_runs.id"), nullable=False),
    Column("scope", String(300), nullable=False),
    Column("system", String(20), nullable=False),
    Column("kind", String(50), nullable=False),
    Column("reference", String(200), nullable=False),
    Column("method", String(10), nullable=False),
    Column("path", String(1000), nullable=False),
    Column("body", Text),
    Column("body_digest", String(64), nullable=False),
    Column("label", String(300), nullable=False),
    Column("counterpart", String(300), nullable=False),
    Column("amount", String(40)),
    Column("currency", String(10), nullable=False),
    Column("sources", JSON, nullable=False),
    Column("before", JSON, nullable=False),
    Column("follow_ups", JSON, nullable=False),
    Column("follows_id", Integer, ForeignKey("outbox_writes.id")),
    Column("state", String(20), nullable=False),
    Column("keys", JSON, nullable=False),
    Column("problem", JSON),
    Column("technical", JSON, nullable=False),
    Column("proof", JSON, nullable=False),
    Column("shown_by", String(200)),
    Column("intended_at", UtcDateTime, nullable=False),
    Column("sent_at", UtcDateTime),
    Column("changed_at", UtcDateTime, nullable=False),
    Index("ix_outbox_writes_scope_state", "scope", "state"),
    Index("ix_outbox_writes_scope_kind_reference", "scope", "kind", "reference"),
    Index("ix_outbox_writes_run_id_state", "run_id", "state", "follows_id"),
    Index("ix_outbox_writes_state_sent_at", "state", "sent_at", "scope", "run_id", "follows_id"),
)

claims = Table(
    "outbox_claims",
    metadata,
    Column("scope", String(300), primary_key=True),
    Column("claim", String(300), primary_key=True),
    Column("write_id", Integer, ForeignKey("outbox_writes.id"), nullable=False, index=True),
)

leases = Table(
    "outbox_leases",
    metadata,
    Column("scope", String(300), primary_key=True),
    Column("holder", String(64), nullable=False),
    Column("host", String(200), nullable=False),
    Column("process", Integer, nullable=False),
    Column("taken_at", UtcDateTime, nullable=False),
    Column("until", UtcDateTime, nullable=False),
)
