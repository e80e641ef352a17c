"""Settling and closing payments. The order moves with it: the coordinating room writes both in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from niaga.payments import store
from niaga.payments.errors import Underpaid
from niaga.payments.events import (
    PaymentClosed,
    PaymentEvent,
    PaymentRequested,
    PaymentSettled,
)
from niaga.payments.model import Payment, PaymentStatus
from niaga.payments.states import check_move
from niaga.platform.outbox import event_writes

if TYPE_CHECKING:
    from datetime import datetime

    from niaga.platform.database import Transaction, Write


def requested_event(payment: Payment) -> PaymentEvent:
    """The first fact of a payment."""
    return PaymentRequested(
        aggregate_id=payment.id,
        version=1,
        order_id=payment.order_id,
        status=payment.status.value,
        amount=payment.amount,
    )


def settle_writes(
    tx: Transaction,
    seen: Payment,
    *,
    received_amount: int,
    received_at: datetime,
    note: str,
) -> list[Write]:
    """Record that the money came. Raises IllegalMove when it came already, Underpaid when it is less than the total."""
    check_move(seen.status, PaymentStatus.PAID)
    if received_amount < seen.total:
        raise Underpaid(received_amount, seen.amount)
    changed = msgspec.structs.replace(
        seen,
        status=PaymentStatus.PAID,
        settled_at=tx.now,
        received_amount=received_amount,
        received_at=received_at,
        note=note,
    )
    store.free_slot(tx, seen.id)
    event = PaymentSettled(
        aggregate_id=seen.id,
        version=seen.version + 1,
        order_id=seen.order_id,
        status=PaymentStatus.PAID.value,
        amount=seen.amount,
        received_amount=received_amount,
    )
    return [*store.advance_writes(seen, changed), *event_writes(tx, [event])]


def close_writes(tx: Transaction, seen: Payment, status: PaymentStatus) -> list[Write]:
    """End a payment that nobody made (`expired` or `cancelled`); its amount stays taken for the grace."""
    check_move(seen.status, status)
    changed = msgspec.structs.replace(seen, status=status)
    event = PaymentClosed(
        aggregate_id=seen.id,
        version=seen.version + 1,
        order_id=seen.order_id,
        status=status.value,
        amount=seen.amount,
    )
    return [*store.advance_writes(seen, changed), *store.keep_writes(seen, tx.now), *event_writes(tx, [event])]
