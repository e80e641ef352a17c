"""A shipped order ends with the shop: refused, undeliverable or lost. Restocked once, and the money is owed back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from niaga.foundation.errors import IllegalMove, invalid_field
from niaga.fulfilment.actions.audit import staff_audit
from niaga.fulfilment.model import ReturnDraft, Returned, ReturnReason, ShipmentLine
from niaga.fulfilment.rules import pieces, postings
from niaga.inventory.public import Source, lock_levels, return_writes
from niaga.ledger.public import Posting, list_postings, post_writes
from niaga.orders.events import OrderReturned
from niaga.orders.public import Order, OrderStatus, change_writes, get_order, moved_line_writes, next_version
from niaga.payments.public import find_payment_of
from niaga.platform.database import write_all

if TYPE_CHECKING:
    from niaga.platform.audit import Actor
    from niaga.platform.database import Transaction, Write


def return_order(tx: Transaction, actor: Actor, order_id: str, draft: ReturnDraft) -> Returned:
    """Take a shipped order back; `rules/postings` says what the buyer is owed.

    Raises NotFound, IllegalMove when the order is not `shipped` (so a second scan changes nothing), InvalidFields,
    TooMany.
    """
    _check(draft)
    order = get_order(tx, order_id)
    if order.status is not OrderStatus.SHIPPED:
        raise IllegalMove("order", order.status.value, OrderStatus.RETURNED.value)
    back = _came_back(order, draft)
    restocked = bool(back) and draft.restock is not False
    changed = next_version(order, OrderStatus.RETURNED, lines=pieces.with_returned(order.lines, back))
    posted = postings.returned(order, draft.reason, transfer_code=_transfer_code(tx, order))
    result = Returned(
        order=changed,
        reason=draft.reason,
        restocked=restocked,
        refund_amount=sum(one.amount for one in posted),
        lines=tuple(ShipmentLine(line_no=number, quantity=count) for number, count in back.items()),
    )
    write_all(tx, _writes(tx, actor, order, result, posted))
    return result


def _check(draft: ReturnDraft) -> None:
    if draft.reason is not ReturnReason.LOST:
        return
    if draft.restock:
        raise invalid_field("restock", "fulfilment.lost_stays_lost", "What is lost cannot go back on the shelf.")
    if draft.lines is not None:
        raise invalid_field("lines", "fulfilment.lost_stays_lost", "What is lost does not come back.")


def _came_back(order: Order, draft: ReturnDraft) -> dict[int, int]:
    if draft.reason is ReturnReason.LOST:
        return {}
    out = pieces.still_out(order.lines)
    return out if draft.lines is None else pieces.picked(order.lines, draft.lines, out)


def _transfer_code(tx: Transaction, order: Order) -> int:
    payment = find_payment_of(tx, order.id)
    return 0 if payment is None else postings.booked_transfer_code(list_postings(tx, "payment", payment.id))


def _writes(tx: Transaction, actor: Actor, order: Order, result: Returned, posted: list[Posting]) -> list[Write]:
    changed = result.order
    event = OrderReturned(
        aggregate_id=order.id,
        version=changed.version,
        number=order.number,
        status=changed.status.value,
        reason=result.reason.value,
    )
    detail = {"reason": result.reason.value, "restocked": result.restocked, "refund_amount": result.refund_amount}
    back = {line.line_no: line.quantity for line in result.lines}
    shelved = pieces.quantities(order.lines, back) if result.restocked else []
    lock_levels(tx, [one.key for one in shelved])
    return [
        *change_writes(tx, order, changed, event, actor, detail),
        *moved_line_writes(order.id, shipped={}, returned=back),
        *return_writes(shelved, Source(postings.RETURN, order.id), tx.now),
        *post_writes(posted, tx.now),
        *staff_audit(tx, actor, event, detail),
    ]
