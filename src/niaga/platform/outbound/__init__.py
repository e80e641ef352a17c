"""Outbound: the one client through which the shop speaks HTTP to others, wherever the address came from.

It reaches nothing inside: names are resolved once, every address that is not a public one is refused, and the connection
goes to the very address that was looked at.
"""

from niaga.platform.outbound.client import OutboundClient, make_outbound
from niaga.platform.outbound.destinations import Destinations
from niaga.platform.outbound.exchange import OutboundAnswer, OutboundRequest
from niaga.platform.outbound.limits import OutboundLimits
from niaga.platform.outbound.trouble import OutboundTrouble

__all__ = [
    "Destinations",
    "OutboundAnswer",
    "OutboundClient",
    "OutboundLimits",
    "OutboundRequest",
    "OutboundTrouble",
    "make_outbound",
]
