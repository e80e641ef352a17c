"""A parcel leaves: order, stock, ledger and timeline move together. A partly shipped order stays `processing`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from niaga.foundation.errors import IllegalMove
from niaga.foundation.identity import new_id, with_prefix
from niaga.fulfilment import store
from niaga.fulfilment.actions.audit import staff_audit
from niaga.fulfilment.errors import TrackingNumberTaken
from niaga.fulfilment.model import Shipment, ShipmentDraft, ShipmentLine, Shipped
from niaga.fulfilment.rules import pieces, postings
from niaga.fulfilment.rules.naming import courier_code, plain_tracking_number
from niaga.inventory.public import Source, lock_levels, ship_writes
from niaga.ledger.public import post_writes
from niaga.orders.events import OrderShipped
from niaga.orders.public import Order, OrderStatus, Tracking, change_writes, get_order, moved_line_writes, next_version
from niaga.platform.database import write_all

if TYPE_CHECKING:
    from niaga.platform.audit import Actor
    from niaga.platform.database import Transaction, Write


def ship_order(tx: Transaction, actor: Actor, order_id: str, draft: ShipmentDraft) -> Shipped:
    """Record a parcel that left. The last one makes the order `shipped`.

    Raises NotFound, IllegalMove when the order is not `processing`, TooMany, InvalidFields for a line it does not have,
    TrackingNumberTaken. Two at once: one wins, the other is run again by the edge and sees what is left.
    """
    order = get_order(tx, order_id)
    if order.status is not OrderStatus.PROCESSING:
        raise IllegalMove("order", order.status.value, OrderStatus.SHIPPED.value)
    left = pieces.unshipped(order.lines)
    taken = left if draft.lines is None else pieces.picked(order.lines, draft.lines, left)
    shipment = _shipment(tx, order, draft, taken)
    _check_tracking_number(tx, shipment)
    changed = _shipped_order(order, shipment, taken)
    write_all(tx, _writes(tx, actor, order, changed, shipment, taken))
    return Shipped(order=changed, shipment=shipment)


def _shipment(tx: Transaction, order: Order, draft: ShipmentDraft, taken: dict[int, int]) -> Shipment:
    return Shipment(
        id=new_id(),
        order_id=order.id,
        courier=courier_code(draft.courier),
        service=draft.service.strip(),
        tracking_number=plain_tracking_number(draft.tracking_number),
        created_at=tx.now,
        lines=tuple(ShipmentLine(line_no=number, quantity=count) for number, count in taken.items()),
    )


def _check_tracking_number(tx: Transaction, shipment: Shipment) -> None:
    """Say whose it is. Of two that come at once the unique key stops the second, whose next run sees the first."""
    holder = store.find_order_id_of(tx, shipment.courier, shipment.tracking_number)
    if holder is not None:
        raise TrackingNumberTaken(shipment.courier, shipment.tracking_number, get_order(tx, holder).number)


def _shipped_order(order: Order, shipment: Shipment, taken: dict[int, int]) -> Order:
    lines = pieces.with_shipped(order.lines, taken)
    tracking = Tracking(
        shipment_id=shipment.id,
        courier=shipment.courier,
        service=shipment.service,
        tracking_number=shipment.tracking_number,
        shipped_at=shipment.created_at,
    )
    status = OrderStatus.PROCESSING if pieces.unshipped(lines) else OrderStatus.SHIPPED
    return next_version(order, status, lines=lines, tracking=[*order.tracking, tracking])


def _writes(
    tx: Transaction, actor: Actor, order: Order, changed: Order, shipment: Shipment, taken: dict[int, int]
) -> list[Write]:
    event = OrderShipped(
        aggregate_id=order.id,
        version=changed.version,
        number=order.number,
        status=changed.status.value,
        shipment_id=shipment.id,
        courier=shipment.courier,
        tracking_number=shipment.tracking_number,
        complete=changed.status is OrderStatus.SHIPPED,
    )
    detail = {
        "shipment_id": with_prefix("shp", shipment.id),
        "courier": shipment.courier,
        "tracking_number": shipment.tracking_number,
    }
    leaving = pieces.quantities(order.lines, taken)
    lock_levels(tx, [one.key for one in leaving])
    return [
        *change_writes(tx, order, changed, event, actor, detail),
        *moved_line_writes(order.id, shipped=taken, returned={}),
        *ship_writes(leaving, Source(postings.SHIPMENT, shipment.id), tx.now),
        *store.insert_writes(shipment),
        *post_writes(postings.shipped(order, changed, shipment.id), tx.now),
        *staff_audit(tx, actor, event, detail),
    ]
