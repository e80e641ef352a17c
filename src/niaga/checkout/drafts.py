"""Drafts in front of the lane, and what becomes of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from niaga.cart.public import SeenCart
    from niaga.checkout.model import PricedOrder
    from niaga.foundation.errors import NiagaError
    from niaga.payments.public import PaymentMethod, TransferInstructions
    from niaga.platform.audit import Actor
    from niaga.platform.idempotency import Answer, Claim
    from niaga.platform.traces import TraceContext


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """A priced order with who asks, how it will be paid, and what its number begins with.

    `codes` are the transfer codes to try; none: the shop does without them. `cart` is the cart
    that becomes the order. `trace` is the request's.
    """

    priced: PricedOrder
    actor: Actor
    claim: Claim | None
    payment_id: str
    payment_method: PaymentMethod
    account: str
    instructions: TransferInstructions
    codes: tuple[int, ...]
    prefix: str
    zone: str
    cart: SeenCart | None = None
    trace: TraceContext | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """The order stands; its answer is stored with it."""

    answer: Answer


@dataclass(frozen=True, slots=True)
class Replayed:
    """The same request was answered before."""

    answer: Answer


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was stored, for this reason."""

    error: NiagaError


@dataclass(frozen=True, slots=True)
class Stale:
    """A price or a publication changed since the draft was priced: price it once more."""


Outcome = Placed | Replayed | Refused | Stale
