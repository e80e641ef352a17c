"""Changing a cart: each change claims it first, so that two at once happen one after the other, and none after its order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from niaga.cart import store
from niaga.cart.errors import CartCompleted, CartFull
from niaga.cart.model import MOST_LINES, MOST_PIECES, Cart, CartLine, SeenCart
from niaga.cart.queries import get_cart
from niaga.cart.rules import changed_cart
from niaga.foundation.errors import NotFound
from niaga.foundation.identity import new_id, with_prefix
from niaga.platform.database import Write, write_all

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from niaga.cart.model import CartChange, Pick
    from niaga.platform.database import Transaction


def open_cart(tx: Transaction, key: str, picks: Sequence[Pick], change: CartChange, until: datetime) -> Cart:
    """A new cart under a key that nobody has, kept until then. Raises InvalidFields, CartFull."""
    lines = tuple(
        CartLine(id=new_id(), variant_id=pick.variant_id, quantity=pick.quantity, seen_price=pick.price)
        for pick in _summed(picks)
    )
    made = changed_cart(Cart(key=key, version=1, expires_at=until, lines=lines), change)
    write_all(tx, store.insert_writes(made, tx.vault))
    return made


def change_cart(tx: Transaction, key: str, change: CartChange, until: datetime) -> Cart:
    """Change who it is for, where it goes and how. Raises CartNotFound, CartCompleted, InvalidFields."""
    changed = changed_cart(claimed_cart(tx, key, until), change)
    store.store_change(tx, changed)
    return changed


def add_line(tx: Transaction, key: str, pick: Pick, until: datetime) -> Cart:
    """Put pieces of a variant into a cart; what it holds of one already adds up. Raises CartFull, and as `change_cart`."""
    held = claimed_cart(tx, key, until)
    if not store.add_pieces(tx, key, pick):
        if len(held.lines) >= MOST_LINES or any(line.variant_id == pick.variant_id for line in held.lines):
            raise CartFull(MOST_LINES, MOST_PIECES)
        store.insert_line(tx, key, pick)
    return get_cart(tx, key)


def change_line(tx: Transaction, key: str, line: CartLine, *, quantity: int, price: int, until: datetime) -> Cart:
    """So many of a line, which its buyer now knows the price of. Raises NotFound, and as `change_cart`."""
    get_line(claimed_cart(tx, key, until), line.id)
    store.set_quantity(tx, key, line.id, quantity=quantity, price=price)
    return get_cart(tx, key)


def remove_line(tx: Transaction, key: str, line_id: str, until: datetime) -> Cart:
    """Take a line out of a cart. Raises NotFound, and as `change_cart`."""
    get_line(claimed_cart(tx, key, until), line_id)
    store.remove_line(tx, key, line_id)
    return get_cart(tx, key)


def get_line(cart: Cart, line_id: str) -> CartLine:
    """The line of a cart. Raises NotFound."""
    for line in cart.lines:
        if line.id == line_id:
            return line
    raise NotFound("line", with_prefix("lin", line_id))


def complete_writes(placed: Sequence[tuple[SeenCart, str]]) -> list[Write]:
    """The write that gives each cart its order, if it is as it was seen and has none; else GuardRefused."""
    rows = [(seen.key, seen.version, order_id) for seen, order_id in placed]
    return [Write(store.COMPLETE, rows, expect=len(rows))] if rows else []


def purge_carts(tx: Transaction) -> int:
    """Forget some hundred carts whose time is over, and who they were for; how many. Call again until it says 0."""
    return store.forget_expired(tx)


def claimed_cart(tx: Transaction, key: str, until: datetime) -> Cart:
    """The cart, its version raised, nobody else's until this transaction ends. Raises CartNotFound, CartCompleted."""
    taken = store.claim_cart(tx, key, until)
    found = get_cart(tx, key)
    if not taken:
        assert found.order_id is not None, "an open cart that has not expired can be claimed"
        raise CartCompleted(with_prefix("ord", found.order_id))
    return found


def _summed(picks: Sequence[Pick]) -> list[Pick]:
    """One pick a variant, in the order of their first mention."""
    summed: dict[str, Pick] = {}
    for pick in picks:
        before = summed.get(pick.variant_id)
        summed[pick.variant_id] = pick if before is None else pick._replace(quantity=before.quantity + pick.quantity)
    if any(pick.quantity > MOST_PIECES for pick in summed.values()):
        raise CartFull(MOST_LINES, MOST_PIECES)
    return list(summed.values())
