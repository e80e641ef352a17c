"""Shipments and the pieces in them. A courier's tracking number exists once."""

import sqlalchemy as sa

from niaga.platform.database import Code, Id, Utc, metadata

shipment = sa.Table(
    "shipment",
    metadata,
    sa.Column("id", Id(), primary_key=True),
    sa.Column("order_id", Id(), nullable=False),
    sa.Column("courier", Code(20), nullable=False),
    sa.Column("service", Code(20), nullable=False),
    sa.Column("tracking_number", Code(64), nullable=False),
    sa.Column("created_at", Utc(), nullable=False),
    sa.UniqueConstraint("courier", "tracking_number", name="uq_shipment_courier_tracking_number"),
    sa.Index("ix_shipment_order_id", "order_id"),
)
shipment_line = sa.Table(
    "shipment_line",
    metadata,
    sa.Column("shipment_id", Id(), primary_key=True),
    sa.Column("line_no", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("quantity", sa.BigInteger, nullable=False),
    sa.CheckConstraint("quantity > 0", name="quantity_above_zero"),
)
