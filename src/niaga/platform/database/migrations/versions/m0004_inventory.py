"""Tables of inventory."""

import sqlalchemy as sa

from niaga.platform.database.migrations.steps import create_index, create_table, refuse_changes
from niaga.platform.database.types import Code, Id, Utc

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables."""
    create_table(
        "stock",
        sa.Column("variant_id", Id(), primary_key=True),
        sa.Column("warehouse_id", Code(26), primary_key=True),
        sa.Column("on_hand", sa.BigInteger, nullable=False),
        sa.Column("reserved", sa.BigInteger, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.CheckConstraint("reserved >= 0 AND reserved <= on_hand", name="ck_stock_reserved_within_on_hand"),
    )
    create_table(
        "stock_movement",
        sa.Column("id", Id(), primary_key=True),
        sa.Column("variant_id", Id(), nullable=False),
        sa.Column("warehouse_id", Code(26), nullable=False),
        sa.Column("delta", sa.BigInteger, nullable=False),
        sa.Column("reason", Code(20), nullable=False),
        sa.Column("source_type", Code(40), nullable=False),
        sa.Column("source_id", Code(64), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.UniqueConstraint("source_type", "source_id", "variant_id", "warehouse_id", name="uq_stock_movement_source"),
    )
    create_index("ix_stock_movement_variant_id", "stock_movement", ["variant_id", "warehouse_id"])
    refuse_changes("stock_movement")
