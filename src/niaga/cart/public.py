"""The door of the cart: open, fill, change, read, complete, forget. Actions run inside the caller's transaction.

A cart is addressed by its key (`cart_key` of the id that its buyer holds). What it costs is asked above, when it is read.
"""

from niaga.cart.actions import (
    add_line,
    change_cart,
    change_line,
    complete_writes,
    get_line,
    open_cart,
    purge_carts,
    remove_line,
)
from niaga.cart.merging import find_cart_of, take_cart
from niaga.cart.model import (
    MOST_LINES,
    MOST_PIECES,
    Address,
    AddressChange,
    Cart,
    CartChange,
    CartLine,
    ChosenShipping,
    Contact,
    ContactChange,
    Pick,
    SeenCart,
)
from niaga.cart.queries import get_cart
from niaga.cart.rules import cart_key, new_cart_id, require_complete, require_destination
from niaga.cart.store import forget_carts_of, lock_states

__all__ = [
    "MOST_LINES",
    "MOST_PIECES",
    "Address",
    "AddressChange",
    "Cart",
    "CartChange",
    "CartLine",
    "ChosenShipping",
    "Contact",
    "ContactChange",
    "Pick",
    "SeenCart",
    "add_line",
    "cart_key",
    "change_cart",
    "change_line",
    "complete_writes",
    "find_cart_of",
    "forget_carts_of",
    "get_cart",
    "get_line",
    "lock_states",
    "new_cart_id",
    "open_cart",
    "purge_carts",
    "remove_line",
    "require_complete",
    "require_destination",
    "take_cart",
]
