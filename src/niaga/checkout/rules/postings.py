"""What each step of an order posts. Every path that moves money, or the right to it, has its postings here.

Placing: the buyer owes (receivable), the shop owes goods (orders clearing). Paying: the bank has it. Shipping (room
fulfilment) turns clearing into revenue. Cancelling reverses, or owes the buyer a refund when she had paid.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from niaga.ledger.model import Account, Posting, bank_account

if TYPE_CHECKING:
    from niaga.orders.model import Order
    from niaga.payments.model import Payment


def placed(order: Order) -> list[Posting]:
    """An order is agreed; `version` keeps a reinstated order's second placing apart from its first."""
    return [
        _of_order(
            order,
            f"placed:{order.version}",
            Account.RECEIVABLE,
            Account.ORDERS_CLEARING,
        )
    ]


def paid(order: Order, payment: Payment, *, account: str, received_amount: int) -> list[Posting]:
    """The total settles the debt; the code is the shop's small gain; any other surplus waits for a decision."""
    bank = bank_account(account)
    surplus = received_amount - order.totals.total
    home = Account.TRANSFER_CODES if surplus == payment.unique_code else Account.SUSPENSE
    return [
        Posting(
            "payment",
            payment.id,
            "paid",
            bank,
            Account.RECEIVABLE,
            order.totals.total,
            order.totals.currency,
        ),
        Posting("payment", payment.id, "surplus", bank, home, surplus, order.totals.currency),
    ]


def paid_too_late(order: Order, payment: Payment, *, account: str, received_amount: int) -> list[Posting]:
    """Money for an order that no longer stands: all of it is owed back."""
    owed = (bank_account(account), Account.REFUNDS_PAYABLE)
    return [
        Posting(
            "payment",
            payment.id,
            "paid_too_late",
            *owed,
            received_amount,
            order.totals.currency,
        )
    ]


def cancelled_unpaid(order: Order) -> list[Posting]:
    """Nobody paid: the debt and the promise are gone."""
    return [
        _of_order(
            order,
            f"cancelled:{order.version}",
            Account.ORDERS_CLEARING,
            Account.RECEIVABLE,
        )
    ]


def cancelled_paid(order: Order, payment: Payment) -> list[Posting]:
    """She had paid: what was promised in goods is now owed in money, and so is the code that came with it."""
    surplus = (payment.received_amount or 0) - order.totals.total
    code = payment.unique_code if surplus == payment.unique_code else 0
    owed = Account.REFUNDS_PAYABLE
    return [
        _of_order(order, f"cancelled:{order.version}", Account.ORDERS_CLEARING, owed),
        Posting(
            "order",
            order.id,
            f"cancelled_code:{order.version}",
            Account.TRANSFER_CODES,
            owed,
            code,
            order.totals.currency,
        ),
    ]


def _of_order(order: Order, kind: str, debit: str, credit: str) -> Posting:
    return Posting(
        "order",
        order.id,
        kind,
        debit,
        credit,
        order.totals.total,
        order.totals.currency,
    )
