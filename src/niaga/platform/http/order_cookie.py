"""The same-origin cookie that opens orders to a browser: the access tokens of the last few, the newest first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from litestar.datastructures import Cookie

from niaga.platform.http.cookies import HOST_PREFIX, shown_cookie

if TYPE_CHECKING:
    from litestar.connection import ASGIConnection

    Connection = ASGIConnection[Any, Any, Any, Any]

ORDER_COOKIE = "niaga_order"
SECURE_ORDER_COOKIE = f"{HOST_PREFIX}{ORDER_COOKIE}"
MOST_ORDERS = 8
_BETWEEN = "."
_TOKEN = re.compile(r"ngo_[0-9a-z]{1,40}_[0-9]{1,9}_[0-9a-z]{1,60}")
_SECONDS = 30 * 24 * 3600


def order_tokens(request: Connection) -> dict[str, str]:
    """The tokens that a browser shows, by the id of the order each one names (`ord_…`). None has been verified."""
    shown = shown_cookie(request, ORDER_COOKIE)
    tokens = [token for token in shown.split(_BETWEEN)[:MOST_ORDERS] if _TOKEN.fullmatch(token)]
    return {f"ord_{_order_of(token)}": token for token in tokens}


def order_cookie(request: Connection, token: str, *, secure: bool) -> Cookie:
    """The cookie with one more token in front; a new token of the same order takes the place of the old one."""
    others = [one for one in order_tokens(request).values() if _order_of(one) != _order_of(token)]
    return Cookie(
        key=SECURE_ORDER_COOKIE if secure else ORDER_COOKIE,
        value=_BETWEEN.join([token, *others][:MOST_ORDERS]),
        path="/",
        max_age=_SECONDS,
        secure=secure,
        httponly=True,
        samesite="lax",
    )


def _order_of(token: str) -> str:
    _prefix, _, rest = token.partition("_")
    return rest.partition("_")[0]
