"""An order as it was agreed: names, prices and addresses are snapshots that later changes elsewhere do not touch."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec

from niaga.pricing.public import Totals


class OrderStatus(StrEnum):
    """Where an order is in its life."""

    AWAITING_PAYMENT = "awaiting_payment"
    PROCESSING = "processing"
    SHIPPED = "shipped"
    COMPLETED = "completed"
    RETURNED = "returned"
    CANCELLED = "cancelled"


class CancelReason(StrEnum):
    """Why an order ended before it was shipped."""

    EXPIRED = "expired"
    BUYER = "buyer"
    STAFF = "staff"


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """Whom to write to. Personal data: sealed at rest, never logged."""

    name: str
    phone: str | None = None
    email: str | None = None


class ShippingAddress(msgspec.Struct, frozen=True, kw_only=True):
    """Where to. Recipient, phone, street and notes are personal data; region and postal code stand in clear for ongkir."""

    recipient: str
    phone: str
    street: str
    region_code: str
    postal_code: str
    notes: str = ""


class OrderLine(msgspec.Struct, frozen=True, kw_only=True):
    """So many pieces of one variant at the agreed price. `amount` = `unit_price` x `quantity`."""

    line_no: int
    variant_id: str
    warehouse_id: str
    sku: str
    name: str
    options: dict[str, str]
    image_url: str | None = None
    quantity: int
    unit_price: int
    amount: int
    weight_grams: int
    shipped_quantity: int = 0
    returned_quantity: int = 0

    @property
    def unshipped_quantity(self) -> int:
        """Pieces still promised and still in the house."""
        return self.quantity - self.shipped_quantity


class AgreedShipping(msgspec.Struct, frozen=True, kw_only=True):
    """The courier service that was chosen; `freight` holds the facts that explain its price."""

    courier: str
    service: str
    name: str
    etd_min_days: int | None = None
    etd_max_days: int | None = None
    billed_grams: int = 0
    insured: bool = False
    freight: list[int] = []


class Tracking(msgspec.Struct, frozen=True, kw_only=True):
    """A parcel on its way."""

    shipment_id: str
    courier: str
    service: str
    tracking_number: str
    shipped_at: datetime


class Override(msgspec.Struct, frozen=True, kw_only=True):
    """Staff agreed on other figures than the shop's, and said why."""

    reason: str
    shipping: int | None = None
    unit_prices: dict[str, int] = {}


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """An order with its lines. `version` counts its changes and guards each of them; a guest's has no `customer_id`."""

    id: str
    number: str
    channel: str
    external_number: str | None
    status: OrderStatus
    cancel_reason: str | None
    version: int
    token_version: int
    language: str
    totals: Totals
    contact: Contact
    address: ShippingAddress
    region_path: list[str]
    shipping: AgreedShipping
    tracking: list[Tracking]
    notes: str
    metadata: dict[str, str]
    override: Override | None
    placed_at: datetime
    expires_at: datetime | None
    customer_id: str | None = None
    lines: tuple[OrderLine, ...] = ()


class TimelineEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One change of an order: what happened, who did it, where it stood afterwards."""

    version: int
    at: datetime
    kind: str
    status: OrderStatus
    actor_kind: str
    actor_id: str
    detail: dict[str, Any] = {}
