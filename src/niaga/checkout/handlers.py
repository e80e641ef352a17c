"""What checkout does later by itself: orders that nobody paid expire."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from niaga.checkout.actions.cancel import expire_order
from niaga.foundation.clock import EPOCH
from niaga.platform.outbox import Subscription

if TYPE_CHECKING:
    from niaga.platform.outbox import RecordedEvent


def _expires_at(event: RecordedEvent) -> datetime:
    text = event.data.get("expires_at")
    return datetime.fromisoformat(text) if text else EPOCH


SUBSCRIPTIONS = [
    Subscription(
        "checkout.expire_order",
        frozenset({"order.placed"}),
        expire_order,
        due_at=_expires_at,
    ),
]
