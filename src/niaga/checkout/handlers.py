"""What checkout does later by itself: orders that nobody paid expire."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from niaga.checkout.actions.cancel import expire_orders
from niaga.platform.outbox import Subscription, Together

if TYPE_CHECKING:
    from collections.abc import Sequence

    from niaga.platform.outbox import RecordedEvent


async def _those_that_expire(events: Sequence[RecordedEvent]) -> Sequence[RecordedEvent]:
    return [event for event in events if event.data.get("expires_at")]


def _expires_at(event: RecordedEvent) -> datetime:
    return datetime.fromisoformat(event.data["expires_at"])


SUBSCRIPTIONS = [
    Subscription(
        "checkout.expire_order",
        frozenset({"order.placed"}),
        Together(expire_orders),
        due_at=_expires_at,
        choose=_those_that_expire,
    ),
]
