"""Stock rows, one a variant and warehouse, and the movements that explain them."""

import sqlalchemy as sa

from niaga.platform.database import Code, Id, Utc, metadata

stock = sa.Table(
    "stock",
    metadata,
    sa.Column("variant_id", Id(), primary_key=True),
    sa.Column("warehouse_id", Code(26), primary_key=True),
    sa.Column("on_hand", sa.BigInteger, nullable=False),
    sa.Column("reserved", sa.BigInteger, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.CheckConstraint("reserved >= 0 AND reserved <= on_hand", name="reserved_within_on_hand"),
)
stock_movement = sa.Table(
    "stock_movement",
    metadata,
    sa.Column("id", Id(), primary_key=True),
    sa.Column("variant_id", Id(), nullable=False),
    sa.Column("warehouse_id", Code(26), nullable=False),
    sa.Column("delta", sa.BigInteger, nullable=False),
    sa.Column("reason", Code(20), nullable=False),
    sa.Column("source_type", Code(40), nullable=False),
    sa.Column("source_id", Code(64), nullable=False),
    sa.Column("at", Utc(), nullable=False),
    sa.UniqueConstraint(
        "source_type",
        "source_id",
        "variant_id",
        "warehouse_id",
        name="uq_stock_movement_source",
    ),
    sa.Index("ix_stock_movement_variant_id", "variant_id", "warehouse_id"),
)
