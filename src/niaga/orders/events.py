"""Facts about orders. Ids and amounts only: who the buyer is stays in the order."""

from __future__ import annotations

from typing import ClassVar

from niaga.foundation.events import Event


class OrderEvent(Event, frozen=True, kw_only=True):
    """Any fact about an order."""

    aggregate: ClassVar[str] = "order"
    kind: ClassVar[str] = "order.changed"

    number: str
    status: str


class OrderPlaced(OrderEvent, frozen=True, kw_only=True):
    """A buyer (or staff for her) ordered; stock is reserved until `expires_at` (RFC 3339)."""

    kind: ClassVar[str] = "order.placed"

    total: int
    currency: str
    channel: str
    expires_at: str | None


class OrderPaid(OrderEvent, frozen=True, kw_only=True):
    """The money is there; the order can be packed."""

    kind: ClassVar[str] = "order.paid"


class OrderCancelled(OrderEvent, frozen=True, kw_only=True):
    """The order ended before it was shipped; its stock is free again."""

    kind: ClassVar[str] = "order.cancelled"

    reason: str


class OrderReinstated(OrderEvent, frozen=True, kw_only=True):
    """The money came after the expiry and there was still stock: the order goes on."""

    kind: ClassVar[str] = "order.reinstated"


class OrderPaidTooLate(OrderEvent, frozen=True, kw_only=True):
    """The money came after the expiry and the stock was gone: the buyer is owed a refund."""

    kind: ClassVar[str] = "order.paid_too_late"

    amount: int


class OrderShipped(OrderEvent, frozen=True, kw_only=True):
    """A parcel left the house; `complete` says whether it was the last one."""

    kind: ClassVar[str] = "order.shipped"

    shipment_id: str
    courier: str
    tracking_number: str
    complete: bool


class OrderCompleted(OrderEvent, frozen=True, kw_only=True):
    """The buyer has it."""

    kind: ClassVar[str] = "order.completed"


class OrderReturned(OrderEvent, frozen=True, kw_only=True):
    """The parcel came back: refused, failed or lost."""

    kind: ClassVar[str] = "order.returned"

    reason: str
