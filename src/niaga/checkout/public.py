"""The door of checkout: the desk that prices and places, and the actions that move an order and its money together."""

from niaga.checkout.actions.cancel import cancel_order, expire_orders
from niaga.checkout.actions.place import place_orders
from niaga.checkout.actions.settle import Receipt, settle_payment
from niaga.checkout.carts.desk import CartDesk
from niaga.checkout.desk import CheckoutDesk
from niaga.checkout.drafts import OrderDraft, Placed, Refused, Replayed, Stale
from niaga.checkout.model import AskedLine, OrderRequest
from niaga.checkout.wire import placed_answer

__all__ = [
    "AskedLine",
    "CartDesk",
    "CheckoutDesk",
    "OrderDraft",
    "OrderRequest",
    "Placed",
    "Receipt",
    "Refused",
    "Replayed",
    "Stale",
    "cancel_order",
    "expire_orders",
    "place_orders",
    "placed_answer",
    "settle_payment",
]
