"""Settling a payment: the money came. Payment, order, stock and ledger move together or not at all.

Money that comes after the expiry brings the order back while there is stock; otherwise it is recorded and owed back, so
that it is never lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from niaga.checkout.rules import postings
from niaga.foundation.errors import NotFound
from niaga.foundation.identity import with_prefix
from niaga.inventory.public import (
    Quantity,
    StockKey,
    lock_levels,
    reserve_writes,
    shortages,
)
from niaga.ledger.public import post_writes
from niaga.orders.events import OrderPaid, OrderPaidTooLate, OrderReinstated
from niaga.orders.public import (
    CancelReason,
    Order,
    OrderStatus,
    change_writes,
    get_order,
    next_version,
)
from niaga.payments.public import Payment, find_payment, settle_writes
from niaga.platform.audit import audit_writes
from niaga.platform.database import write_all

if TYPE_CHECKING:
    from datetime import datetime

    from niaga.platform.audit import Actor
    from niaga.platform.database import Transaction, Write


@dataclass(frozen=True, slots=True)
class Receipt:
    """What staff saw on the bank statement. `amount` None: exactly what was due; `account` None: where it was due."""

    amount: int | None = None
    received_at: datetime | None = None
    account: str | None = None
    note: str = ""


def settle_payment(tx: Transaction, actor: Actor, payment_id: str, receipt: Receipt) -> Order:
    """Record the money and move the order on. Raises NotFound, IllegalMove when it was settled before, Underpaid."""
    payment = find_payment(tx, payment_id)
    if payment is None:
        raise NotFound("payment", with_prefix("pay", payment_id))
    order = get_order(tx, payment.order_id)
    received = payment.amount if receipt.amount is None else receipt.amount
    settling = settle_writes(
        tx,
        payment,
        received_amount=received,
        received_at=receipt.received_at or tx.now,
        note=receipt.note,
    )
    changed, moving = _move_on(
        tx,
        actor,
        order,
        payment,
        account=receipt.account or payment.account,
        received=received,
    )
    detail = {
        "amount": received,
        "due": payment.amount,
        "order": order.number,
        "order_status": changed.status.value,
    }
    audit = audit_writes(
        tx,
        actor,
        action="payment.confirmed",
        subject_type="payment",
        subject_id=payment.id,
        detail=detail,
    )
    write_all(tx, [*settling, *moving, *audit])
    return changed


def _move_on(
    tx: Transaction,
    actor: Actor,
    order: Order,
    payment: Payment,
    *,
    account: str,
    received: int,
) -> tuple[Order, list[Write]]:
    detail = {"amount": received}
    if order.status is OrderStatus.AWAITING_PAYMENT:
        changed = next_version(order, OrderStatus.PROCESSING, expires_at=None)
        event = OrderPaid(
            aggregate_id=order.id,
            version=changed.version,
            number=order.number,
            status=changed.status.value,
        )
        posted = postings.paid(order, payment, account=account, received_amount=received)
        return changed, [
            *change_writes(tx, order, changed, event, actor, detail),
            *post_writes(posted, tx.now),
        ]
    held = _still_available(tx, order) if order.cancel_reason == CancelReason.EXPIRED else []
    if held:
        return _reinstate(tx, actor, order, payment, held, account=account, received=received)
    return _owe_back(tx, actor, order, payment, account=account, received=received)


def _still_available(tx: Transaction, order: Order) -> list[Quantity]:
    """The order's stock, locked, when all of it can still be had; else nothing."""
    wanted = [Quantity(StockKey(line.variant_id, line.warehouse_id), line.quantity) for line in order.lines]
    levels = lock_levels(tx, [one.key for one in wanted])
    return [] if shortages(levels, wanted) else wanted


def _reinstate(  # noqa: PLR0913 - what came, where to, and what it brings back
    tx: Transaction,
    actor: Actor,
    order: Order,
    payment: Payment,
    held: list[Quantity],
    *,
    account: str,
    received: int,
) -> tuple[Order, list[Write]]:
    changed = next_version(order, OrderStatus.PROCESSING, cancel_reason=None, expires_at=None)
    event = OrderReinstated(
        aggregate_id=order.id,
        version=changed.version,
        number=order.number,
        status=changed.status.value,
    )
    posted = [
        *postings.placed(changed),
        *postings.paid(order, payment, account=account, received_amount=received),
    ]
    return changed, [
        *reserve_writes(held),
        *change_writes(tx, order, changed, event, actor, {"amount": received}),
        *post_writes(posted, tx.now),
    ]


def _owe_back(
    tx: Transaction,
    actor: Actor,
    order: Order,
    payment: Payment,
    *,
    account: str,
    received: int,
) -> tuple[Order, list[Write]]:
    changed = next_version(order, order.status)
    event = OrderPaidTooLate(
        aggregate_id=order.id,
        version=changed.version,
        number=order.number,
        status=changed.status.value,
        amount=received,
    )
    posted = postings.paid_too_late(order, payment, account=account, received_amount=received)
    return changed, [
        *change_writes(tx, order, changed, event, actor, {"amount": received}),
        *post_writes(posted, tx.now),
    ]
