"""Tables of privacy. The consent log refuses every UPDATE; what people wrote is sealed."""

import sqlalchemy as sa

from niaga.platform.database import Code, Encrypted, Id, Utc, metadata

consent_entry = sa.Table(
    "consent_entry",
    metadata,
    sa.Column("id", Id(), primary_key=True),
    sa.Column("customer_id", Id(), nullable=False),
    sa.Column("purpose", Code(40), nullable=False),
    sa.Column("given", sa.Boolean, nullable=False),
    sa.Column("text_version", Code(20), nullable=False),
    sa.Column("channel", Code(20), nullable=False),
    sa.Column("at", Utc(), nullable=False),
    sa.Index("ix_consent_entry_customer_id", "customer_id", "id"),
)
privacy_request = sa.Table(
    "privacy_request",
    metadata,
    sa.Column("id", Id(), primary_key=True),
    sa.Column("kind", Code(20), nullable=False),
    sa.Column("status", Code(10), nullable=False),
    sa.Column("customer_id", Id()),
    sa.Column("contact", Encrypted(), nullable=False),
    sa.Column("message", Encrypted(), nullable=False),
    sa.Column("outcome", Encrypted(), nullable=False),
    sa.Column("received_at", Utc(), nullable=False),
    sa.Column("due_at", Utc(), nullable=False),
    sa.Column("closed_at", Utc()),
    sa.Column("version", sa.Integer, nullable=False),
    sa.CheckConstraint("(status = 'open') = (closed_at IS NULL)", name="closed_with_its_time"),
    sa.Index("ix_privacy_request_status", "status", "due_at"),
    sa.Index("ix_privacy_request_customer_id", "customer_id"),
)
breach = sa.Table(
    "breach",
    metadata,
    sa.Column("id", Id(), primary_key=True),
    sa.Column("noticed_at", Utc(), nullable=False),
    sa.Column("began_at", Utc()),
    sa.Column("ended_at", Utc()),
    sa.Column("data_exposed", Encrypted(), nullable=False),
    sa.Column("how", Encrypted(), nullable=False),
    sa.Column("handling", Encrypted(), nullable=False),
    sa.Column("recovery", Encrypted(), nullable=False),
    sa.Column("people_affected", sa.BigInteger),
    sa.Column("report_due_at", Utc(), nullable=False),
    sa.Column("authority_told_at", Utc()),
    sa.Column("people_told_at", Utc()),
    sa.Column("closed_at", Utc()),
    sa.Column("version", sa.Integer, nullable=False),
    sa.CheckConstraint("version >= 1", name="version_from_one"),
)
