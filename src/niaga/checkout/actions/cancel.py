"""Ending an order before it is shipped: by the buyer, by staff, or because nobody paid in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from niaga.checkout.errors import NotCancellable
from niaga.checkout.rules import postings
from niaga.foundation.errors import IllegalMove
from niaga.inventory.public import Quantity, StockKey, lock_levels, release_writes
from niaga.ledger.public import post_writes
from niaga.orders.events import OrderCancelled
from niaga.orders.public import (
    CancelReason,
    Order,
    OrderStatus,
    change_writes,
    get_order,
    next_version,
)
from niaga.payments.public import PaymentStatus, close_writes, find_payment_of
from niaga.platform.audit import Actor, ActorKind, audit_writes
from niaga.platform.database import write_all

if TYPE_CHECKING:
    from niaga.platform.database import Transaction, Write
    from niaga.platform.outbox import RecordedEvent

SYSTEM = Actor(ActorKind.SYSTEM)


def cancel_order(
    tx: Transaction,
    actor: Actor,
    order_id: str,
    reason: CancelReason,
    *,
    note: str = "",
) -> Order:
    """Cancel an order: its stock is free again, an open payment closes, a paid one is owed back.

    Buyers may cancel until they have paid, staff until the first parcel left. Raises NotFound, IllegalMove, NotCancellable.
    """
    order = get_order(tx, order_id)
    if order.status is OrderStatus.CANCELLED:
        raise IllegalMove("order", order.status.value, OrderStatus.CANCELLED.value)
    if order.status is OrderStatus.PROCESSING and reason is not CancelReason.STAFF:
        raise IllegalMove("order", order.status.value, OrderStatus.CANCELLED.value)
    if any(line.shipped_quantity for line in order.lines):
        raise NotCancellable
    return _cancel(tx, actor, order, reason, note)


def expire_order(tx: Transaction, event: RecordedEvent) -> None:
    """The time to pay is over: an order that still waits is cancelled. The timer of every placed order."""
    order = get_order(tx, event.aggregate_id)
    if order.status is OrderStatus.AWAITING_PAYMENT and order.expires_at is not None and order.expires_at <= tx.now:
        _cancel(tx, SYSTEM, order, CancelReason.EXPIRED, "")


def _cancel(tx: Transaction, actor: Actor, order: Order, reason: CancelReason, note: str) -> Order:
    changed = next_version(order, OrderStatus.CANCELLED, cancel_reason=reason.value, expires_at=None)
    event = OrderCancelled(
        aggregate_id=order.id,
        version=changed.version,
        number=order.number,
        status=changed.status.value,
        reason=reason.value,
    )
    held = [Quantity(StockKey(line.variant_id, line.warehouse_id), line.unshipped_quantity) for line in order.lines]
    # Whoever touches several stock rows locks them in key order first: cancelling deadlocked with placing.
    lock_levels(tx, [one.key for one in held])
    detail = {"reason": reason.value, **({"note": note} if note else {})}
    write_all(
        tx,
        [
            *change_writes(tx, order, changed, event, actor, detail),
            *release_writes(held),
            *_money_writes(tx, order, changed, reason),
            *_audit(tx, actor, order, detail),
        ],
    )
    return changed


def _money_writes(tx: Transaction, order: Order, changed: Order, reason: CancelReason) -> list[Write]:
    payment = find_payment_of(tx, order.id)
    assert payment is not None, "every order has a payment"
    if payment.status is PaymentStatus.PAID:
        return post_writes(postings.cancelled_paid(changed, payment), tx.now)
    closing = PaymentStatus.EXPIRED if reason is CancelReason.EXPIRED else PaymentStatus.CANCELLED
    return [
        *close_writes(tx, payment, closing),
        *post_writes(postings.cancelled_unpaid(changed), tx.now),
    ]


def _audit(tx: Transaction, actor: Actor, order: Order, detail: dict[str, str]) -> list[Write]:
    if actor.kind is not ActorKind.STAFF:
        return []
    return audit_writes(
        tx,
        actor,
        action="order.cancelled",
        subject_type="order",
        subject_id=order.id,
        detail={"number": order.number, **detail},
    )
