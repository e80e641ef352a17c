"""What was done and read, and the seals that chain it. Triggers refuse every UPDATE and DELETE of all three tables."""

import sqlalchemy as sa

from niaga.platform.database import Code, Id, Json, Utc, metadata

audit_entry = sa.Table(
    "audit_entry",
    metadata,
    sa.Column("id", Id(), primary_key=True),
    sa.Column("at", Utc(), nullable=False),
    sa.Column("actor_kind", Code(10), nullable=False),
    sa.Column("actor_id", Code(64), nullable=False),
    sa.Column("action", Code(60), nullable=False),
    sa.Column("subject_type", Code(40), nullable=False),
    sa.Column("subject_id", Code(64), nullable=False),
    sa.Column("detail", Json(), nullable=False),
    sa.Index("ix_audit_entry_at", "at", "id"),
    sa.Index("ix_audit_entry_actor_id", "actor_id", "at", "id"),
    sa.Index("ix_audit_entry_action", "action", "at", "id"),
    sa.Index("ix_audit_entry_subject_id", "subject_id", "at", "id"),
)
audit_seal = sa.Table(
    "audit_seal",
    metadata,
    sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("entry_id", Id(), nullable=False),
    sa.Column("hash", Code(64), nullable=False),
    sa.UniqueConstraint("entry_id", name="uq_audit_seal_entry_id"),
)
# Whose data a reading showed: finds the readings of one person, which name up to hundreds of them in one entry.
audit_subject = sa.Table(
    "audit_subject",
    metadata,
    sa.Column("subject_id", Code(64), primary_key=True),
    sa.Column("entry_id", Id(), primary_key=True),
    sa.Column("subject_type", Code(40), nullable=False),
    sa.Index("ix_audit_subject_entry_id", "entry_id"),
)
