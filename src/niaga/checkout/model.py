"""What a buyer (or staff for her) asks for, and the same with prices."""

from enum import Enum

import msgspec

from niaga.cart.model import SeenCart
from niaga.orders.model import Contact, Order, Override, ShippingAddress
from niaga.payments.model import PaymentMethod
from niaga.shipping.model import ByOption, ByService

WEB = "web"


class AskedLine(msgspec.Struct, frozen=True):
    """A line of a request: where it stands in the body, and what it wants."""

    path: str
    sku: str
    quantity: int


class OrderRequest(msgspec.Struct, frozen=True, kw_only=True):
    """An order as it was asked for: checked in itself, not yet priced."""

    lines: tuple[AskedLine, ...]
    contact: Contact
    address: ShippingAddress
    region_path: tuple[str, ...]
    shipping: ByOption | ByService
    insured: bool
    payment_method: PaymentMethod
    payment_account: str | None
    notes: str
    metadata: dict[str, str]
    expected_total: int | None
    language: str
    channel: str = WEB
    external_number: str | None = None
    override: Override | None = None
    cart: SeenCart | None = None
    customer_id: str | None = None


class PricedOrder(msgspec.Struct, frozen=True, kw_only=True):
    """An order that could be placed now. Its number is empty until then.

    `paths` says where each line stood in the request, `seen` the revision of each variant that the prices were read at.
    """

    order: Order
    paths: tuple[str, ...]
    seen: dict[str, int]


class Verdict(Enum):
    """What became of a priced order when the stock was looked at."""

    TAKEN = "taken"
    STALE = "stale"
