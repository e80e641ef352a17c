"""The door of orders. Coordinating rooms decide; here an order is read, placed and moved on, always with its timeline and event."""

from niaga.orders.actions import change_writes, next_version, place_writes
from niaga.orders.model import (
    AgreedShipping,
    CancelReason,
    Contact,
    Order,
    OrderLine,
    OrderStatus,
    OrderTotals,
    Override,
    ShippingAddress,
    TimelineEntry,
    Tracking,
)
from niaga.orders.numbers import OrderNumbers
from niaga.orders.queries import get_order, list_orders
from niaga.orders.store import (
    find_external,
    find_order,
    find_order_id,
    list_timeline,
    moved_line_writes,
)
from niaga.orders.wire import (
    AddressWire,
    ContactWire,
    OrderLineWire,
    OrderShippingWire,
    OrderWire,
    TimelineWire,
    TotalsWire,
    line_wire,
    order_fields,
    order_wire,
    totals_wire,
)

__all__ = [
    "AddressWire",
    "AgreedShipping",
    "CancelReason",
    "Contact",
    "ContactWire",
    "Order",
    "OrderLine",
    "OrderLineWire",
    "OrderNumbers",
    "OrderShippingWire",
    "OrderStatus",
    "OrderTotals",
    "OrderWire",
    "Override",
    "ShippingAddress",
    "TimelineEntry",
    "TimelineWire",
    "TotalsWire",
    "Tracking",
    "change_writes",
    "find_external",
    "find_order",
    "find_order_id",
    "get_order",
    "line_wire",
    "list_orders",
    "list_timeline",
    "moved_line_writes",
    "next_version",
    "order_fields",
    "order_wire",
    "place_writes",
    "totals_wire",
]
