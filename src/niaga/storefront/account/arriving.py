"""What follows every sign-in, whichever way it came: the cookie, her cart, her earlier orders, and back to where she was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from niaga.storefront.account.people import Claimed, TakenCart
from niaga.storefront.kept import KeptCart
from niaga.storefront.places import own_path

if TYPE_CHECKING:
    from litestar import Response

    from niaga.storefront.account.people import SessionStart
    from niaga.storefront.visit import Visit


async def arrive(visit: Visit, start: SessionStart, *, back: str = "", news: str = "") -> Response[bytes]:
    """Signed in: gather what is hers, and lead her back to where she was, or to her account."""
    visit.keep_session(start.token)
    if news:
        visit.tell(news)
    await _take_cart(visit)
    await claim_orders(visit)
    return visit.go_to(own_path(back) or visit.address("account"))


async def claim_orders(visit: Visit) -> None:
    """Earlier orders under a proven address become the account's, and she is told."""
    answer = await visit.act("POST /store/v1/me/order-claims", Claimed, {})
    if answer.value is not None and answer.value.claimed:
        visit.tell("claimed", answer.value.claimed)


async def _take_cart(visit: Visit) -> None:
    """The guest's cart becomes hers, or is emptied into hers; without one the browser keeps hers from now on."""
    guest = visit.cart
    if guest is not None:
        taken = await visit.act("POST /store/v1/me/cart", TakenCart, {"cart_id": guest.id})
        if taken.value is not None:
            visit.keep_cart(KeptCart(taken.value.id, taken.value.quantity))
            if guest.quantity and taken.value.quantity > guest.quantity:
                visit.tell("cart_merged")
            return
    own = await visit.get("/store/v1/me/cart", TakenCart, bearer=visit.session)
    visit.keep_cart(KeptCart(own.value.id, own.value.quantity) if own.value is not None else None)
