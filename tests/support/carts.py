"""Makers of carts for tests: filled by the room's own actions, and ordered through the placing of every order."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from niaga.cart.public import CartChange, SeenCart, cart_key, new_cart_id, open_cart
from niaga.checkout.public import Placed, place_orders
from niaga.platform.audit import Actor, ActorKind

if TYPE_CHECKING:
    from tests.support.healthy import Line, Shop

    from niaga.cart.public import Cart, Pick
    from niaga.checkout.public import OrderDraft
    from niaga.platform.database import Database

MONTH = timedelta(days=30)


async def a_cart(database: Database, *picks: Pick, change: CartChange | None = None) -> Cart:
    """A cart with these picks."""
    key = cart_key(new_cart_id())
    assert key is not None
    until = database.clock.now() + MONTH
    return await database.write(lambda tx: open_cart(tx, key, picks, change or CartChange(), until))


def draft_of(shop: Shop, cart: Cart, *lines: Line) -> OrderDraft:
    """The cart as its holder orders it."""
    draft = shop._draft(lines, Actor(ActorKind.GUEST, cart.key), 0, 0)
    return replace(draft, cart=SeenCart(cart.key, cart.version))


async def order_cart(shop: Shop, cart: Cart, *lines: Line) -> str:
    """The cart becomes an order; its id."""
    await shop.numbers.refill(shop.database.clock.now(), "Asia/Jakarta")
    draft = draft_of(shop, cart, *lines)
    render = lambda _tx, order, _payment: order.id.encode()  # noqa: E731
    [outcome] = await shop.act(lambda tx: place_orders(tx, [draft], numbers=shop.numbers, render=render))
    assert isinstance(outcome, Placed), outcome
    return draft.priced.order.id
