"""Parcels and what comes back of them."""

from datetime import datetime
from enum import StrEnum

import msgspec

from niaga.orders.model import Order


class WantedLine(msgspec.Struct, frozen=True, kw_only=True):
    """So many pieces of one line, named by its number or its SKU; `path` is where it stood in the request."""

    path: str
    quantity: int
    line_no: int | None = None
    sku: str | None = None


class ShipmentDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A parcel to be recorded. Without `lines`: everything that has not left yet."""

    courier: str
    service: str
    tracking_number: str
    lines: tuple[WantedLine, ...] | None = None


class ShipmentLine(msgspec.Struct, frozen=True, kw_only=True):
    """So many pieces of an order's line in a parcel."""

    line_no: int
    quantity: int


class Shipment(msgspec.Struct, frozen=True, kw_only=True):
    """A parcel that left. Courier and tracking number name it for everybody."""

    id: str
    order_id: str
    courier: str
    service: str
    tracking_number: str
    created_at: datetime
    lines: tuple[ShipmentLine, ...] = ()


class ReturnReason(StrEnum):
    """Why the buyer does not have it."""

    REFUSED = "refused"
    FAILED = "failed"
    LOST = "lost"


class ReturnDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A shipped order that ends with the shop. Without `lines`: every piece came back (none when it is lost).

    `restock` None: back on the shelf, unless it is lost.
    """

    reason: ReturnReason
    restock: bool | None = None
    lines: tuple[WantedLine, ...] | None = None


class Shipped(msgspec.Struct, frozen=True, kw_only=True):
    """What shipping did."""

    order: Order
    shipment: Shipment


class Returned(msgspec.Struct, frozen=True, kw_only=True):
    """What taking back did. `refund_amount` is owed to the buyer; `lines` came back, onto the shelf if `restocked`."""

    order: Order
    reason: ReturnReason
    restocked: bool
    refund_amount: int
    lines: tuple[ShipmentLine, ...]
