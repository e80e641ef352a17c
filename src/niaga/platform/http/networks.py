"""The network that a request comes from: what many tries of one person have in common, whoever she says she is."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from litestar.connection import ASGIConnection

    Connection = ASGIConnection[Any, Any, Any, Any]

# What one household or office has, where what changes hourly is the rest.
_NETWORK_BITS = {4: 24, 6: 48}


def network_of_request(request: Connection) -> str:
    """The network of the peer, which is the buyer's own behind a trusted proxy. It is never stored as it is."""
    client: Any = request.scope["client"]
    return network_of(client[0] if client else "")


def network_of(host: str) -> str:
    """The network that an address belongs to; what is no address is a network of its own."""
    try:
        address = ip_address(host)
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return str(ip_network((address, _NETWORK_BITS[address.version]), strict=False))
