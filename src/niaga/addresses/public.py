"""The door of address books: keeping them, reading them within one customer's own, and the wire rules of an address."""

from niaga.addresses.actions import change_address, delete_address, erase_addresses, keep_address
from niaga.addresses.model import MOST_ADDRESSES, Address, AddressChange, Place
from niaga.addresses.queries import export_addresses, find_address, get_address, list_addresses
from niaga.addresses.wire import (
    AddressBody,
    Directions,
    PostalCode,
    RegionCode,
    delivery_region,
    phone_number,
    place_of,
)

__all__ = [
    "MOST_ADDRESSES",
    "Address",
    "AddressBody",
    "AddressChange",
    "Directions",
    "Place",
    "PostalCode",
    "RegionCode",
    "change_address",
    "delete_address",
    "delivery_region",
    "erase_addresses",
    "export_addresses",
    "find_address",
    "get_address",
    "keep_address",
    "list_addresses",
    "phone_number",
    "place_of",
]
