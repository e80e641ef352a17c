"""Tables of fulfilment."""

import sqlalchemy as sa

from niaga.platform.database.migrations.steps import create_index, create_table
from niaga.platform.database.types import Code, Id, Utc

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the tables."""
    create_table(
        "shipment",
        sa.Column("id", Id(), primary_key=True),
        sa.Column("order_id", Id(), nullable=False),
        sa.Column("courier", Code(20), nullable=False),
        sa.Column("service", Code(20), nullable=False),
        sa.Column("tracking_number", Code(64), nullable=False),
        sa.Column("created_at", Utc(), nullable=False),
        sa.UniqueConstraint("courier", "tracking_number", name="uq_shipment_courier_tracking_number"),
    )
    create_index("ix_shipment_order_id", "shipment", ["order_id"])
    create_table(
        "shipment_line",
        sa.Column("shipment_id", Id(), primary_key=True),
        sa.Column("line_no", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("quantity", sa.BigInteger, nullable=False),
        sa.CheckConstraint("quantity > 0", name="ck_shipment_line_quantity_above_zero"),
    )
