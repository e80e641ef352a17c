"""What orders do later by themselves: they become findable by their buyer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from niaga.orders.finding import index_orders
from niaga.platform.outbox import Subscription, Together

if TYPE_CHECKING:
    from collections.abc import Sequence

    from niaga.platform.database import Transaction
    from niaga.platform.outbox import RecordedEvent


def _index(tx: Transaction, events: Sequence[RecordedEvent]) -> None:
    index_orders(tx, [event.aggregate_id for event in events])


SUBSCRIPTIONS = [Subscription("orders.index_order", frozenset({"order.placed"}), Together(_index))]
