"""Who may look an order up again, and how often somebody may be wrong about it."""

from __future__ import annotations

from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING

import msgspec

from niaga.accounts.rules.emails import email_identity

if TYPE_CHECKING:
    from niaga.orders.model import Contact

WINDOW = timedelta(hours=1)
MOST_PER_NUMBER = 5
MOST_PER_NETWORK = 60
# What one household or office has, where what changes hourly is the rest.
_NETWORK_BITS = {4: 24, 6: 48}


class Lookup(msgspec.Struct, frozen=True):
    """An order's number and what its buyer gave: a phone number as E.164 or a tidied e-mail address, one of them."""

    number: str
    phone: str | None = None
    email: str | None = None


def is_contact_of(lookup: Lookup, contact: Contact) -> bool:
    """Whether the order was placed with exactly this phone number, or with this address however its letters are cased."""
    if lookup.phone is not None:
        return lookup.phone == contact.phone
    if lookup.email is None or contact.email is None:
        return False
    return email_identity(lookup.email) == email_identity(contact.email)


def network_of(host: str) -> str:
    """The network that an address belongs to; what is no address is a network of its own."""
    try:
        address = ip_address(host)
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return str(ip_network((address, _NETWORK_BITS[address.version]), strict=False))
