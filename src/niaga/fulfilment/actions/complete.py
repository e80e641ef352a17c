"""The buyer has it: staff says so, or she does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from niaga.fulfilment.actions.audit import staff_audit
from niaga.orders.events import OrderCompleted
from niaga.orders.public import Order, OrderStatus, change_writes, get_held_order, get_order, next_version
from niaga.platform.database import write_all

if TYPE_CHECKING:
    from niaga.orders.public import Owner
    from niaga.platform.audit import Actor
    from niaga.platform.database import Transaction


def complete_order(tx: Transaction, actor: Actor, order_id: str) -> Order:
    """Staff knows that the parcels arrived. Raises NotFound, IllegalMove when the order is not `shipped`."""
    return _complete(tx, actor, get_order(tx, order_id))


def receive_order(tx: Transaction, actor: Actor, order_id: str, opener: str | Owner) -> Order:
    """The buyer says that she has it. Raises NotFound (also for what does not open it), IllegalMove."""
    return _complete(tx, actor, get_held_order(tx, order_id, opener))


def _complete(tx: Transaction, actor: Actor, order: Order) -> Order:
    changed = next_version(order, OrderStatus.COMPLETED)
    event = OrderCompleted(
        aggregate_id=order.id, version=changed.version, number=order.number, status=changed.status.value
    )
    write_all(tx, [*change_writes(tx, order, changed, event, actor), *staff_audit(tx, actor, event, {})])
    return changed
