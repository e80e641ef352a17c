"""Changing an order: each change is one version, one timeline row and one event, written together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from niaga.orders import store
from niaga.orders.model import Order, OrderStatus, TimelineEntry
from niaga.orders.states import check_move
from niaga.platform.outbox import event_writes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from niaga.orders.events import OrderEvent
    from niaga.platform.audit import Actor
    from niaga.platform.database import Transaction, Write


def place_writes(tx: Transaction, placed: Sequence[tuple[Order, OrderEvent, Actor]]) -> list[Write]:
    """The writes of new orders: rows, lines, first timeline rows. Their events are the caller's, to be recorded at once."""
    entries = [(order.id, _entry(order, tx.now, event, actor, {})) for order, event, actor in placed]
    return [
        *store.insert_writes([order for order, _, _ in placed], tx.vault),
        *store.timeline_writes(entries),
    ]


def change_writes(
    tx: Transaction,
    seen: Order,
    changed: Order,
    event: OrderEvent,
    actor: Actor,
    detail: dict[str, Any] | None = None,
) -> list[Write]:
    """The writes of one change. Raises IllegalMove; `write_all` raises GuardRefused when the order changed meanwhile."""
    check_move(seen.status, changed.status)
    assert changed.version == seen.version + 1 == event.version, "each change is the next version"
    return [
        *store.advance_writes(seen, changed),
        *store.timeline_writes([(seen.id, _entry(changed, tx.now, event, actor, detail or {}))]),
        *event_writes(tx, [event]),
    ]


def next_version(order: Order, status: OrderStatus, **changes: Any) -> Order:
    """The order after a change."""
    return msgspec.structs.replace(order, status=status, version=order.version + 1, **changes)


def _entry(order: Order, at: datetime, event: OrderEvent, actor: Actor, detail: dict[str, Any]) -> TimelineEntry:
    return TimelineEntry(
        version=order.version,
        at=at,
        kind=event.kind,
        status=order.status,
        actor_kind=actor.kind.value,
        actor_id=actor.id,
        detail=detail,
    )
