"""What leaving and coming back posts.

Leaving: what placing put into orders clearing becomes revenue, a parcel at a time; after the last one nothing of the
order is left there. Goods count by pieces, a discount is spread over them by value; freight, insurance, fees and tax go
with the first parcel, whose courier is paid then.

Coming back: the buyer has nothing, so the whole order is owed back to her, with the transfer code if she paid one. Only
a refusal keeps the freight (and a collection fee): the courier did carry it there for her. When the parcel failed or
was lost everything is owed. Pieces that did not come back change the stock, not what is owed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from niaga.foundation.money import half_up
from niaga.fulfilment.model import ReturnReason
from niaga.ledger.model import Account, Posting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from niaga.orders.model import Order
    from niaga.pricing.model import Totals

SHIPMENT = "shipment"
RETURN = "return"


def shipped(before: Order, after: Order, shipment_id: str) -> list[Posting]:
    """The postings of the parcel that made `before` into `after`."""
    totals = before.totals
    goods = _earned(totals, _gross(after)) - _earned(totals, _gross(before))
    earned = [("goods", Account.REVENUE_GOODS, goods)]
    if not before.tracking:
        earned += [
            ("freight", Account.REVENUE_SHIPPING, totals.shipping),
            ("insurance", Account.INSURANCE_PAYABLE, totals.insurance),
            ("cod_fee", Account.REVENUE_SHIPPING, totals.cod_fee),
            ("tax", Account.TAX_PAYABLE, totals.tax),
        ]
    return [
        Posting(SHIPMENT, shipment_id, kind, Account.ORDERS_CLEARING, account, amount, totals.currency)
        for kind, account, amount in earned
        if amount
    ]


def returned(order: Order, reason: ReturnReason, *, transfer_code: int) -> list[Posting]:
    """The postings of an order that came back; their sum is owed to the buyer. `transfer_code` as it was booked."""
    totals = order.totals
    owed = [
        ("goods", Account.REVENUE_GOODS, totals.subtotal - totals.discount),
        ("insurance", Account.INSURANCE_PAYABLE, totals.insurance),
        ("tax", Account.TAX_PAYABLE, totals.tax),
        ("transfer_code", Account.TRANSFER_CODES, transfer_code),
    ]
    if reason is not ReturnReason.REFUSED:
        owed += [
            ("freight", Account.REVENUE_SHIPPING, totals.shipping),
            ("cod_fee", Account.REVENUE_SHIPPING, totals.cod_fee),
        ]
    return [
        Posting(RETURN, order.id, kind, account, Account.REFUNDS_PAYABLE, amount, totals.currency)
        for kind, account, amount in owed
        if amount
    ]


def booked_transfer_code(postings: Sequence[Posting]) -> int:
    """What a payment's postings put down as transfer code."""
    return sum(one.amount for one in postings if one.credit == Account.TRANSFER_CODES)


def _gross(order: Order) -> int:
    return sum(line.unit_price * line.shipped_quantity for line in order.lines)


def _earned(totals: Totals, gross: int) -> int:
    """Revenue of goods worth `gross` at list price: that much, less their share of the discount.

    Counted from the beginning each time, so that the parts add up to the whole whatever was rounded on the way.
    """
    if not totals.discount:
        return gross
    return gross - half_up(totals.discount * gross, totals.subtotal)
