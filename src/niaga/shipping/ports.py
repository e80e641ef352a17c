"""What shipping needs from outside: rates for a route, and a hash that only this shop can make.

Also the plain values that deciding code of rooms above may hold: this file is pure where `public` is not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from niaga.shipping.model import ByOption, ByService, Freight, ShippingLine, ShippingOption, ShippingRequest

if TYPE_CHECKING:
    from niaga.shipping.model import CourierService, Offer, Reason, Source

__all__ = [
    "ByOption",
    "ByService",
    "Freight",
    "RateSource",
    "ShippingLine",
    "ShippingOption",
    "ShippingRequest",
    "Signer",
]


class RateSource(Protocol):
    """Answers what a courier's service costs. The shop's own price list implements it; a live courier is another one.

    A source may look only into what it already holds: a live courier is asked over the network before a transaction is
    opened, and the answers it gave are the source. It may NOT wait for anything, write, book a pick-up or move money.

    It may leave out a service by answering a Reason (`NO_RATE` when it does not know). It may NOT invent a price: a
    freight of zero, below zero, above `MAX_FREIGHT` or that is no whole number is refused by the caller as `NO_RATE`,
    and is never free by accident. Insurance, collection on delivery, order and promises are the caller's.
    """

    @property
    def source(self) -> Source:
        """What is said to the buyer about where the price comes from."""
        ...

    def offer(self, service: CourierService, request: ShippingRequest) -> Offer | Reason:
        """The freight for all parcels of the request, or why there is none. The same question has the same answer."""
        ...


class Signer(Protocol):
    """Makes keyed hashes under keys that all processes of the shop share."""

    def mac(self, purpose: str, message: bytes) -> bytes:
        """32 bytes that only this shop can make for this message and purpose."""
        ...

    def macs(self, purpose: str, message: bytes) -> list[bytes]:
        """The same under each key that the shop still honours, the present one first."""
        ...
