"""What a visitor's browser keeps of her purchase: the cart that she fills. Nobody else ever sees its id."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from litestar.datastructures import Cookie

if TYPE_CHECKING:
    from niaga.platform.http import ShopRequest

CART_COOKIE = "niaga_cart"
SECURE_CART_COOKIE = "__Host-niaga_cart"
_KEPT = re.compile(r"(crt_[a-z0-9]{32})\.([0-9]{1,5})")
_SECONDS = 30 * 24 * 3600


class KeptCart(NamedTuple):
    """A cart's id, and how many pieces were in it when it was last seen (for the header of a page)."""

    id: str
    quantity: int


def kept_cart(request: ShopRequest) -> KeptCart | None:
    """The cart that the browser shows, if any."""
    shown = request.cookies.get(SECURE_CART_COOKIE) or request.cookies.get(CART_COOKIE) or ""
    found = _KEPT.fullmatch(shown)
    return None if found is None else KeptCart(found[1], int(found[2]))


def cart_cookie(kept: KeptCart | None, *, secure: bool) -> Cookie:
    """The cookie that keeps a cart; with None, the one that takes it away."""
    return Cookie(
        key=SECURE_CART_COOKIE if secure else CART_COOKIE,
        value=f"{kept.id}.{kept.quantity}" if kept else "",
        path="/",
        max_age=_SECONDS if kept else 0,
        secure=secure,
        httponly=True,
        samesite="lax",
    )
