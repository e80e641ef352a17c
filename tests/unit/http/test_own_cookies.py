"""Over https no cookie counts that another host of the domain can have set: it could sign a buyer in as somebody else."""

from __future__ import annotations

import pytest
from litestar import get
from tests.support.edge_app import call, edge_app, edge_settings

from niaga.platform.http import PUBLIC, ShopRequest
from niaga.platform.http.forms import visit_of
from niaga.platform.http.order_cookie import order_tokens
from niaga.platform.http.session_cookie import session_token

COOKIES = {
    "niaga_session": "ng_s_" + "a" * 43,
    "niaga_visit": "b" * 22,
    "niaga_order": "ngo_" + "0" * 26 + "_1_" + "a" * 32,
}


@get("/store/v1/shown", policy=PUBLIC)
async def tell_shown(request: ShopRequest) -> list[bool]:
    """Which of the three cookies count."""
    return [bool(session_token(request)), bool(visit_of(request)), bool(order_tokens(request))]


@pytest.mark.parametrize(
    ("url", "prefix", "counts"),
    [
        ("https://toko.example.com", "__Host-", True),
        ("https://toko.example.com", "", False),
        ("http://127.0.0.1:8000", "", True),
    ],
)
async def test_over_https_only_cookies_of_this_host_count(url: str, prefix: str, *, counts: bool) -> None:
    shop = edge_app(handlers=[tell_shown], settings=edge_settings(NIAGA_PUBLIC_URL=url))
    cookie = "; ".join(f"{prefix}{name}={value}" for name, value in COOKIES.items())
    assert (await call(shop, "GET", "/store/v1/shown", headers={"cookie": cookie})).json() == [counts] * 3
