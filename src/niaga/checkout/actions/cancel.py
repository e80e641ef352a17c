"""Ending an order before it is shipped: by the buyer, by staff, or because nobody paid in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from niaga.checkout.errors import NotCancellable
from niaga.checkout.rules import postings
from niaga.foundation.errors import IllegalMove, NotFound
from niaga.foundation.identity import with_prefix
from niaga.inventory.public import Quantity, StockKey, lock_levels, release_writes
from niaga.ledger.public import post_writes
from niaga.orders.events import OrderCancelled
from niaga.orders.public import (
    CancelReason,
    Order,
    OrderStatus,
    change_writes,
    find_orders,
    get_order,
    next_version,
)
from niaga.payments.public import PaymentStatus, close_writes, find_payment_of, find_payments_of
from niaga.platform.audit import Actor, ActorKind, audit_writes
from niaga.platform.database import Write, write_all
from niaga.platform.outbox.causes import cause_of
from niaga.platform.traces import inside

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from niaga.payments.public import Payment
    from niaga.platform.database import Transaction, WriteStatement
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


def expire_orders(tx: Transaction, events: Sequence[RecordedEvent]) -> None:
    """The time to pay is over: those orders that still wait are cancelled. The timer of every placed order.

    A constant number of statements. Raises NotFound for an order that is not there.
    """
    found = find_orders(tx, [event.aggregate_id for event in events])
    causes = {event.aggregate_id: cause_of(event) for event in events}
    missing = next((name for name in causes if name not in found), None)
    if missing is not None:
        raise NotFound("order", with_prefix("ord", missing))
    over = [order for order in found.values() if _is_over(order, tx.now)]
    if not over:
        return
    held = [one for order in over for one in _held(order)]
    lock_levels(tx, [one.key for one in held])
    payments = find_payments_of(tx, [order.id for order in over])
    writes: list[Write] = []
    for order in over:
        with inside(causes[order.id]):
            changed = _cancelled(order, CancelReason.EXPIRED)
            writes += _ending(tx, SYSTEM, order, changed, payments[order.id])
    write_all(tx, [*_by_statement(writes), *release_writes(held)])


def _is_over(order: Order, now: datetime) -> bool:
    waits = order.status is OrderStatus.AWAITING_PAYMENT
    return waits and order.expires_at is not None and order.expires_at <= now


def _cancel(tx: Transaction, actor: Actor, order: Order, reason: CancelReason, note: str) -> Order:
    changed = _cancelled(order, reason)
    held = _held(order)
    # Whoever touches several stock rows locks them in key order first: cancelling deadlocked with placing.
    lock_levels(tx, [one.key for one in held])
    payment = find_payment_of(tx, order.id)
    assert payment is not None, "every order has a payment"
    write_all(tx, [*_ending(tx, actor, order, changed, payment, note), *release_writes(held)])
    return changed


def _cancelled(order: Order, reason: CancelReason) -> Order:
    return next_version(order, OrderStatus.CANCELLED, cancel_reason=reason.value, expires_at=None)


def _held(order: Order) -> list[Quantity]:
    return [Quantity(StockKey(line.variant_id, line.warehouse_id), line.unshipped_quantity) for line in order.lines]


def _ending(
    tx: Transaction, actor: Actor, order: Order, changed: Order, payment: Payment, note: str = ""
) -> list[Write]:
    """Everything but the stock, which several orders may share."""
    reason = str(changed.cancel_reason)
    event = OrderCancelled(
        aggregate_id=order.id,
        version=changed.version,
        number=order.number,
        status=changed.status.value,
        reason=reason,
    )
    detail = {"reason": reason, **({"note": note} if note else {})}
    return [
        *change_writes(tx, order, changed, event, actor, detail),
        *_money_writes(tx, changed, payment),
        *_audit(tx, actor, order, detail),
    ]


def _money_writes(tx: Transaction, changed: Order, payment: Payment) -> list[Write]:
    if payment.status is PaymentStatus.PAID:
        return post_writes(postings.cancelled_paid(changed, payment), tx.now)
    expired = changed.cancel_reason == CancelReason.EXPIRED
    closing = PaymentStatus.EXPIRED if expired else PaymentStatus.CANCELLED
    return [
        *close_writes(tx, payment, closing),
        *post_writes(postings.cancelled_unpaid(changed), tx.now),
    ]


def _by_statement(writes: Sequence[Write]) -> list[Write]:
    """One write for each statement, with the rows of all of its writes."""
    joined: dict[WriteStatement, Write] = {}
    for one in writes:
        before = joined.get(one.statement)
        if before is None:
            joined[one.statement] = one
        else:
            expect = None if before.expect is None or one.expect is None else before.expect + one.expect
            joined[one.statement] = Write(one.statement, [*before.rows, *one.rows], expect)
    return list(joined.values())


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
