"""Tables of the platform: revisions, events and tasks, idempotency, audit."""

import sqlalchemy as sa

from niaga.platform.database.migrations.steps import create_index, create_table, insert_once, refuse_changes
from niaga.platform.database.types import Code, Encrypted, Id, Json, Text, Utc

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    _revisions_and_leases()
    _outbox()
    _answers_and_audit()


def _revisions_and_leases() -> None:
    create_table(
        "revision",
        sa.Column("scope", Code(40), primary_key=True),
        sa.Column("value", sa.BigInteger, nullable=False),
    )
    scopes = sa.table("revision", sa.column("scope"), sa.column("value"))
    insert_once(scopes, "scope", [{"scope": scope, "value": 1} for scope in ("catalogue", "tariffs", "settings")])
    leases = sa.table("lease", *(sa.column(name) for name in ("name", "owner", "until_at", "fence", "position")))
    rows = [
        {"name": name, "owner": "", "until_at": 0, "fence": 0, "position": 0}
        for name in ("sequencer", "sealer", "housekeeping")
    ]
    insert_once(leases, "name", rows)


def _outbox() -> None:
    create_table(
        "event",
        sa.Column("id", Id(), primary_key=True),
        sa.Column("aggregate", Code(40), nullable=False),
        sa.Column("aggregate_id", Code(64), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("kind", Code(60), nullable=False),
        sa.Column("data", Json(), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.Column("position", sa.BigInteger),
        sa.UniqueConstraint("aggregate", "aggregate_id", "version", name="uq_event_aggregate_aggregate_id_version"),
        sa.UniqueConstraint("position", name="uq_event_position"),
    )
    create_table(
        "task",
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
        sa.UniqueConstraint("event_id", "handler", name="uq_task_event_id_handler"),
    )
    create_index("ix_task_state_available_at", "task", ["state", "available_at"])


def _answers_and_audit() -> None:
    create_table(
        "idempotency",
        sa.Column("scope", Code(200), primary_key=True),
        sa.Column("key", Code(255), primary_key=True),
        sa.Column("fingerprint", Code(64), nullable=False),
        sa.Column("status", sa.Integer, nullable=False),
        sa.Column("body", Encrypted(), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
    )
    create_index("ix_idempotency_created_at", "idempotency", ["created_at"])
    create_table(
        "audit_entry",
        sa.Column("id", Id(), primary_key=True),
        sa.Column("at", Utc(), nullable=False),
        sa.Column("actor_kind", Code(10), nullable=False),
        sa.Column("actor_id", Code(64), nullable=False),
        sa.Column("action", Code(60), nullable=False),
        sa.Column("subject_type", Code(40), nullable=False),
        sa.Column("subject_id", Code(64), nullable=False),
        sa.Column("detail", Json(), nullable=False),
    )
    create_table(
        "audit_seal",
        sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("entry_id", Id(), nullable=False),
        sa.Column("hash", Code(64), nullable=False),
        sa.UniqueConstraint("entry_id", name="uq_audit_seal_entry_id"),
    )
    for table in ("audit_entry", "audit_seal"):
        refuse_changes(table)
