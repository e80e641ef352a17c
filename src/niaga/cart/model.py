"""A cart as it is kept: variants and quantities, never prices to be charged and never stock.

Everything about the buyer may be missing while she shops; what must be there to order is asked at the checkout.
"""

from datetime import datetime
from typing import NamedTuple

import msgspec
from msgspec import UNSET, UnsetType

MOST_LINES = 100
MOST_PIECES = 9_999


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """Whom to write to. Personal data: sealed at rest, never logged."""

    name: str | None = None
    phone: str | None = None
    email: str | None = None


class Address(msgspec.Struct, frozen=True, kw_only=True):
    """Where to, as far as it is known. Personal data: sealed at rest, never logged."""

    recipient: str | None = None
    phone: str | None = None
    street: str | None = None
    region_code: str | None = None
    postal_code: str | None = None
    notes: str | None = None


class ChosenShipping(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A promised option by its id, or a courier's service at the price of the moment."""

    option_id: str | None = None
    courier: str | None = None
    service: str | None = None


class CartLine(msgspec.Struct, frozen=True, kw_only=True):
    """So many of one variant. `seen_price` is what one cost when the buyer last touched this line; it binds nobody."""

    id: str
    variant_id: str
    quantity: int
    seen_price: int


class Cart(msgspec.Struct, frozen=True, kw_only=True):
    """A cart with its lines, the first one added first. `version` counts its changes; with an order it changes no more.

    `key` is made from the id that the buyer holds (`cart_key`); the id itself is not kept.
    """

    key: str
    version: int
    order_id: str | None = None
    contact: Contact | None = None
    address: Address | None = None
    shipping: ChosenShipping | None = None
    insured: bool = False
    notes: str = ""
    metadata: dict[str, str] = {}
    expires_at: datetime
    customer_id: str | None = None
    lines: tuple[CartLine, ...] = ()


class Pick(NamedTuple):
    """What a buyer puts into a cart: a variant, how many, and what one costs at that moment."""

    variant_id: str
    quantity: int
    price: int


class SeenCart(NamedTuple):
    """A cart at the version that somebody looked at."""

    key: str
    version: int


class ContactChange(msgspec.Struct, frozen=True, kw_only=True):
    """What shall be different about the contact; UNSET stays, None is taken away."""

    name: str | UnsetType | None = UNSET
    phone: str | UnsetType | None = UNSET
    email: str | UnsetType | None = UNSET


class AddressChange(msgspec.Struct, frozen=True, kw_only=True):
    """What shall be different about the address; UNSET stays, None is taken away."""

    recipient: str | UnsetType | None = UNSET
    phone: str | UnsetType | None = UNSET
    street: str | UnsetType | None = UNSET
    region_code: str | UnsetType | None = UNSET
    postal_code: str | UnsetType | None = UNSET
    notes: str | UnsetType | None = UNSET


class CartChange(msgspec.Struct, frozen=True, kw_only=True):
    """What shall be different about a cart, its lines aside; UNSET stays, None is taken away."""

    contact: ContactChange | UnsetType | None = UNSET
    address: AddressChange | UnsetType | None = UNSET
    shipping: ChosenShipping | UnsetType | None = UNSET
    insured: bool | UnsetType = UNSET
    notes: str | UnsetType = UNSET
    metadata: dict[str, str] | UnsetType = UNSET
