"""Tables of accounts: staff and their keys. E-mail addresses are sealed, keys are kept as hashes."""

import sqlalchemy as sa

from niaga.platform.database import Code, Encrypted, Id, Utc, metadata

staff = sa.Table(
    "staff",
    metadata,
    sa.Column("id", Id(), primary_key=True),
    sa.Column("email", Encrypted(), nullable=False),
    sa.Column("email_index", Code(64), nullable=False),
    sa.Column("role", Code(20), nullable=False),
    sa.Column("created_at", Utc(), nullable=False),
    sa.Column("disabled_at", Utc()),
    sa.UniqueConstraint("email_index", name="uq_staff_email_index"),
)

api_key = sa.Table(
    "api_key",
    metadata,
    sa.Column("id", Id(), primary_key=True),
    sa.Column("staff_id", Id(), nullable=False),
    sa.Column("key_hash", Code(64), nullable=False),
    sa.Column("created_at", Utc(), nullable=False),
    sa.Column("revoked_at", Utc()),
    sa.Column("last_used_at", Utc()),
    sa.UniqueConstraint("key_hash", name="uq_api_key_key_hash"),
    sa.Index("ix_api_key_staff_id", "staff_id"),
)
