"""Tables of carts."""

import sqlalchemy as sa

from niaga.platform.database.migrations.steps import create_index, create_table
from niaga.platform.database.types import Encrypted, Id, Json, Rupiah, Utc

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the tables."""
    create_table(
        "cart",
        sa.Column("id", Id(), primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("order_id", Id()),
        sa.Column("buyer", Encrypted(), nullable=False),
        sa.Column("shipping", Json()),
        sa.Column("insured", sa.Boolean, nullable=False),
        sa.Column("metadata", Json(), nullable=False),
        sa.Column("expires_at", Utc(), nullable=False),
        sa.UniqueConstraint("order_id", name="uq_cart_order_id"),
        sa.CheckConstraint("version >= 1", name="ck_cart_version_from_one"),
    )
    create_index("ix_cart_expires_at", "cart", ["expires_at"])
    create_table(
        "cart_line",
        sa.Column("cart_id", Id(), primary_key=True),
        sa.Column("id", Id(), primary_key=True),
        sa.Column("variant_id", Id(), nullable=False),
        sa.Column("quantity", sa.Integer, nullable=False),
        sa.Column("seen_price", Rupiah(), nullable=False),
        sa.UniqueConstraint("cart_id", "variant_id", name="uq_cart_line_cart_id_variant_id"),
        sa.CheckConstraint("quantity BETWEEN 1 AND 9999", name="ck_cart_line_quantity_within_bounds"),
    )
