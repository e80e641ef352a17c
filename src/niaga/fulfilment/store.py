"""Statements over shipments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from niaga.fulfilment.model import Shipment, ShipmentLine
from niaga.fulfilment.tables import shipment, shipment_line
from niaga.platform.database import Write, WriteStatement

if TYPE_CHECKING:
    from niaga.platform.database import Reader

_INSERT = WriteStatement.insert(shipment)
_INSERT_LINES = WriteStatement.insert(shipment_line)
_HOLDER = sa.select(shipment.c.order_id).where(
    shipment.c.courier == sa.bindparam("the_courier"), shipment.c.tracking_number == sa.bindparam("the_number")
)
_OF_ORDER = sa.select(shipment).where(shipment.c.order_id == sa.bindparam("the_order")).order_by(shipment.c.id)
_LINES_OF_ORDER = (
    sa.select(shipment_line)
    .join(shipment, shipment.c.id == shipment_line.c.shipment_id)
    .where(shipment.c.order_id == sa.bindparam("the_order"))
    .order_by(shipment_line.c.shipment_id, shipment_line.c.line_no)
)


def insert_writes(one: Shipment) -> list[Write]:
    """The rows of a new shipment."""
    row = (one.id, one.order_id, one.courier, one.service, one.tracking_number, one.created_at)
    lines = [(one.id, line.line_no, line.quantity) for line in one.lines]
    return [Write(_INSERT, [row], expect=1), Write(_INSERT_LINES, lines, expect=len(lines))]


def find_order_id_of(db: Reader, courier: str, tracking_number: str) -> str | None:
    """The order whose parcel has this tracking number."""
    return db.execute(_HOLDER, {"the_courier": courier, "the_number": tracking_number}).scalar_one_or_none()


def list_shipments(db: Reader, order_id: str) -> list[Shipment]:
    """The parcels of an order, oldest first."""
    lines: dict[str, list[ShipmentLine]] = {}
    for row in db.execute(_LINES_OF_ORDER, {"the_order": order_id}):
        lines.setdefault(row.shipment_id, []).append(ShipmentLine(line_no=row.line_no, quantity=row.quantity))
    return [
        Shipment(**row._mapping, lines=tuple(lines.get(row.id, ())))  # noqa: SLF001 - public in SQLAlchemy
        for row in db.execute(_OF_ORDER, {"the_order": order_id})
    ]
