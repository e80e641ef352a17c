"""The event log and the tasks that follow from it."""

import sqlalchemy as sa

from niaga.platform.database import Code, Id, Json, Text, Utc, metadata

event = sa.Table(
    "event",
    metadata,
    sa.Column("id", Id(), primary_key=True),
    sa.Column("aggregate", Code(40), nullable=False),
    sa.Column("aggregate_id", Code(64), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("kind", Code(60), nullable=False),
    sa.Column("data", Json(), nullable=False),
    sa.Column("at", Utc(), nullable=False),
    sa.Column("position", sa.BigInteger),
    sa.Column("trace_id", Code(32)),
    sa.Column("span_id", Code(16)),
    sa.UniqueConstraint("aggregate", "aggregate_id", "version"),
    sa.UniqueConstraint("position"),
)
task = sa.Table(
    "task",
    metadata,
    sa.Column("id", Id(), primary_key=True),
    sa.Column("handler", Code(60), nullable=False),
    sa.Column("event_id", Id(), nullable=False),
    sa.Column("state", Code(10), nullable=False),
    sa.Column("available_at", Utc(), nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("lease_owner", Code(60), nullable=False),
    sa.Column("lease_until_at", Utc(), nullable=False),
    sa.Column("fence", sa.Integer, nullable=False),
    sa.Column("last_error", Text()),
    sa.Column("done_at", Utc()),
    sa.UniqueConstraint("event_id", "handler"),
    sa.Index("ix_task_state_available_at", "state", "available_at"),
    sa.Index("ix_task_handler_state_available_at_id", "handler", "state", "available_at", "id"),
)
