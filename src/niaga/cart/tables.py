"""Carts and their lines. A cart belongs to one order at most, and an order to one cart; changes are guarded by the version.

A customer has one open cart at most. She does not carry its id along, so it is kept with the cart, sealed.
"""

import sqlalchemy as sa

from niaga.platform.database import Encrypted, Id, Json, Rupiah, Utc, metadata

cart = sa.Table(
    "cart",
    metadata,
    sa.Column("id", Id(), primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("order_id", Id()),
    sa.Column("buyer", Encrypted(), nullable=False),
    sa.Column("shipping", Json()),
    sa.Column("insured", sa.Boolean, nullable=False),
    sa.Column("metadata", Json(), nullable=False),
    sa.Column("expires_at", Utc(), nullable=False),
    sa.Column("customer_id", Id()),
    sa.Column("sealed_id", Encrypted()),
    sa.UniqueConstraint("order_id"),
    sa.CheckConstraint("version >= 1", name="version_from_one"),
    sa.Index("ix_cart_expires_at", "expires_at"),
    sa.Index("uq_cart_customer_id", "customer_id", unique=True),
)
cart_line = sa.Table(
    "cart_line",
    metadata,
    sa.Column("cart_id", Id(), primary_key=True),
    sa.Column("id", Id(), primary_key=True),
    sa.Column("variant_id", Id(), nullable=False),
    sa.Column("quantity", sa.Integer, nullable=False),
    sa.Column("seen_price", Rupiah(), nullable=False),
    sa.UniqueConstraint("cart_id", "variant_id"),
    sa.CheckConstraint("quantity BETWEEN 1 AND 9999", name="quantity_within_bounds"),
)
