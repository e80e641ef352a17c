"""What a visitor's browser keeps: the cart that she fills, whose id nobody else ever sees, and news for her next page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from litestar.datastructures import Cookie

from niaga.platform.http.cookies import HOST_PREFIX, shown_cookie
from niaga.platform.http.order_cookie import ORDER_COOKIE

if TYPE_CHECKING:
    from niaga.platform.http import ShopRequest

NEWS_COOKIE = "niaga_news"
CART_COOKIE = "niaga_cart"
_KEPT = re.compile(r"(crt_[a-z0-9]{32})\.([0-9]{1,5})")
_SECONDS = 30 * 24 * 3600
_NEWS = re.compile(r"([a-z_]{1,40})-([0-9]{1,5})")
_NEWS_SECONDS = 120
_MOST_NEWS = 5


class KeptCart(NamedTuple):
    """A cart's id, and how many pieces were in it when it was last seen (for the header of a page)."""

    id: str
    quantity: int


class News(NamedTuple):
    """Something that has happened: a word of `news.html.j2`, and how many where that matters."""

    code: str
    number: int


def kept_cart(request: ShopRequest) -> KeptCart | None:
    """The cart that the browser shows, if any."""
    found = _KEPT.fullmatch(shown_cookie(request, CART_COOKIE))
    return None if found is None else KeptCart(found[1], int(found[2]))


def cart_cookie(kept: KeptCart | None, *, secure: bool) -> Cookie:
    """The cookie that keeps a cart; with None, the one that takes it away."""
    value = f"{kept.id}.{kept.quantity}" if kept else ""
    return own_cookie(CART_COOKIE, value, _SECONDS if kept else 0, secure=secure)


def news_in(request: ShopRequest) -> list[News]:
    """What the browser was given to tell on its next page."""
    shown = shown_cookie(request, NEWS_COOKIE).split(".")
    found = [_NEWS.fullmatch(one) for one in shown[:_MOST_NEWS]]
    return [News(one[1], int(one[2])) for one in found if one is not None]


def news_cookie(news: list[News], *, secure: bool) -> Cookie:
    """The cookie that carries news to the next page; without any, the one that takes it away."""
    value = ".".join(f"{one.code}-{one.number}" for one in news)
    return own_cookie(NEWS_COOKIE, value, _NEWS_SECONDS if news else 0, secure=secure)


def forgotten_orders(*, secure: bool) -> Cookie:
    """The cookie that takes the orders away which this browser may open."""
    return own_cookie(ORDER_COOKIE, "", 0, secure=secure)


def own_cookie(name: str, value: str, seconds: int, *, secure: bool) -> Cookie:
    """A cookie that no script and no other site reaches, on HTTPS nor any other host; 0 seconds take it away."""
    return Cookie(
        key=f"{HOST_PREFIX}{name}" if secure else name,
        value=value,
        path="/",
        max_age=seconds,
        secure=secure,
        httponly=True,
        samesite="lax",
    )
