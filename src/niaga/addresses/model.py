"""What an address is: to the shop, and to whoever keeps it in a book."""

from datetime import datetime

import msgspec
from msgspec import UNSET, UnsetType

__all__ = ["MOST_ADDRESSES", "Address", "AddressChange", "Place"]

MOST_ADDRESSES = 50
"""How many addresses a customer keeps."""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where to. The region is a district or a village; the phone number is E.164."""

    recipient: str
    phone: str
    street: str
    region_code: str
    postal_code: str
    notes: str = ""


class Address(msgspec.Struct, frozen=True, kw_only=True):
    """An address in a customer's book. The label is her own word for it: Rumah, Kantor."""

    id: str
    customer_id: str
    version: int
    label: str
    place: Place
    is_default: bool
    created_at: datetime


class AddressChange(msgspec.Struct, frozen=True, kw_only=True):
    """What shall be different. `makes_default`: this is the one that is offered first from now on."""

    label: str | UnsetType = UNSET
    place: dict[str, str] = {}
    makes_default: bool = False
