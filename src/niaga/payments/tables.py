"""Payments, and the slots that keep open transfers to one account apart."""

import sqlalchemy as sa

from niaga.platform.database import Code, Encrypted, Id, Rupiah, Text, Utc, metadata

payment = sa.Table(
    "payment",
    metadata,
    sa.Column("id", Id(), primary_key=True),
    sa.Column("order_id", Id(), nullable=False, unique=True),
    sa.Column("method", Code(30), nullable=False),
    sa.Column("account", Code(40), nullable=False),
    sa.Column("status", Code(20), nullable=False),
    sa.Column("amount", Rupiah(), nullable=False),
    sa.Column("unique_code", Rupiah(), nullable=False),
    sa.Column("currency", Code(3), nullable=False),
    sa.Column("instructions", Encrypted(), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("expires_at", Utc()),
    sa.Column("settled_at", Utc()),
    sa.Column("received_amount", Rupiah()),
    sa.Column("received_at", Utc()),
    sa.Column("note", Text(), nullable=False),
    sa.CheckConstraint("amount >= unique_code AND unique_code >= 0", name="amount_includes_code"),
)
payment_slot = sa.Table(
    "payment_slot",
    metadata,
    sa.Column("account", Code(40), primary_key=True),
    sa.Column("amount_due", Rupiah(), primary_key=True),
    sa.Column("payment_id", Id(), nullable=False),
    sa.Column("kept_until_at", Utc()),
    sa.Index("ix_payment_slot_payment_id", "payment_id"),
    sa.Index("ix_payment_slot_kept_until_at", "kept_until_at"),
)
