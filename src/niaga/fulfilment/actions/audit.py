"""The audit row of a change by staff; changes by buyers and by the shop itself leave none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from niaga.platform.audit import ActorKind, audit_writes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from niaga.orders.events import OrderEvent
    from niaga.platform.audit import Actor
    from niaga.platform.database import Transaction, Write


def staff_audit(tx: Transaction, actor: Actor, event: OrderEvent, detail: Mapping[str, Any]) -> list[Write]:
    """One row for what the event says, when the actor is staff."""
    if actor.kind is not ActorKind.STAFF:
        return []
    return audit_writes(
        tx,
        actor,
        action=event.kind,
        subject_type="order",
        subject_id=event.aggregate_id,
        detail={"number": event.number, **detail},
    )
