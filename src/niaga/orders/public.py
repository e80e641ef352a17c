"""The door of orders. Coordinating rooms decide; here an order is read, placed and moved on, with timeline and event."""

from niaga.orders.actions import change_writes, next_version, place_writes
from niaga.orders.anonymising import anonymise_old_orders, anonymise_orders, order_ids_of, orders_under_way
from niaga.orders.claiming import claim_orders
from niaga.orders.finding import SEARCHABLE, index_orders
from niaga.orders.guesses import purge_guesses
from niaga.orders.holder import (
    ORDER_HOLDER,
    Owner,
    access_token,
    get_held_order,
    held_order_id,
    shown_opener,
    shown_token,
    shown_version,
)
from niaga.orders.lookups import look_up_order
from niaga.orders.model import (
    AgreedShipping,
    CancelReason,
    Contact,
    Order,
    OrderLine,
    OrderStatus,
    Override,
    ShippingAddress,
    TimelineEntry,
    Tracking,
)
from niaga.orders.numbers import OrderNumbers
from niaga.orders.queries import get_order, list_orders, owned_by, token_versions
from niaga.orders.store import (
    find_external,
    find_order,
    find_order_id,
    find_orders,
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
    "ORDER_HOLDER",
    "SEARCHABLE",
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
    "OrderWire",
    "Override",
    "Owner",
    "ShippingAddress",
    "TimelineEntry",
    "TimelineWire",
    "TotalsWire",
    "Tracking",
    "access_token",
    "anonymise_old_orders",
    "anonymise_orders",
    "change_writes",
    "claim_orders",
    "find_external",
    "find_order",
    "find_order_id",
    "find_orders",
    "get_held_order",
    "get_order",
    "held_order_id",
    "index_orders",
    "line_wire",
    "list_orders",
    "list_timeline",
    "look_up_order",
    "moved_line_writes",
    "next_version",
    "order_fields",
    "order_ids_of",
    "order_wire",
    "orders_under_way",
    "owned_by",
    "place_writes",
    "purge_guesses",
    "shown_opener",
    "shown_token",
    "shown_version",
    "token_versions",
    "totals_wire",
]
