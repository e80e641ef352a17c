"""The cart of a customer: a guest's cart becomes hers, or what is in it goes into hers, once however often she asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from niaga.cart import store
from niaga.cart.actions import claimed_cart
from niaga.cart.errors import CartNotFound
from niaga.cart.queries import get_cart
from niaga.cart.rules import cart_key, merged_cart

if TYPE_CHECKING:
    from datetime import datetime

    from niaga.cart.model import Cart
    from niaga.platform.database import Reader, Transaction


def find_cart_of(db: Reader, customer_id: str) -> str | None:
    """The id of the customer's cart; None while she has none that is open."""
    return store.find_cart_of(db, customer_id)


def take_cart(tx: Transaction, customer_id: str, cart_id: str, until: datetime) -> tuple[str, Cart]:
    """The customer's cart after this one became hers or was emptied into hers, with its id.

    Her own cart is answered as it is. Raises CartNotFound, also for another customer's cart; CartCompleted.
    """
    key = cart_key(cart_id)
    if key is None:
        raise CartNotFound
    store.let_expired_go(tx, customer_id)
    found = claimed_cart(tx, key, until)
    if found.customer_id is not None:
        if found.customer_id != customer_id:
            raise CartNotFound
        return cart_id, found
    own_id = store.find_cart_of(tx, customer_id)
    if own_id is None:
        store.adopt_cart(tx, key, cart_id, customer_id)
        return cart_id, get_cart(tx, key)
    return own_id, _merged(tx, own_id, found, until)


def _merged(tx: Transaction, own_id: str, guest: Cart, until: datetime) -> Cart:
    own_key = cart_key(own_id)
    assert own_key is not None, "it was kept as the id of a cart"
    mine = claimed_cart(tx, own_key, until)
    merged = merged_cart(mine, guest)
    known = {line.id: line for line in mine.lines}
    for line in merged.lines:
        if line.id in known and line != known[line.id]:
            store.set_quantity(tx, own_key, line.id, quantity=line.quantity, price=line.seen_price)
    store.insert_lines(tx, own_key, [line for line in merged.lines if line.id not in known])
    store.store_change(tx, merged)
    store.empty_cart(tx, guest.key)
    return get_cart(tx, own_key)
