"""The table of given answers. Its rows are written in the transaction of their effect."""

import sqlalchemy as sa

from niaga.platform.database import Code, Encrypted, Utc, metadata

idempotency = sa.Table(
    "idempotency",
    metadata,
    sa.Column("scope", Code(200), primary_key=True),
    sa.Column("key", Code(255), primary_key=True),
    sa.Column("fingerprint", Code(64), nullable=False),
    sa.Column("status", sa.Integer, nullable=False),
    sa.Column("body", Encrypted(), nullable=False),
    sa.Column("created_at", Utc(), nullable=False),
    sa.Index("ix_idempotency_created_at", "created_at"),
)
