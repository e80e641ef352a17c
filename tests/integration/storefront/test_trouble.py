"""When the shop is in trouble its pages say so, kindly, and never with its insides."""

from __future__ import annotations

import json
from typing import Any

from tests.support.markup import Page
from tests.support.pages import Look, opened
from tests.support.shop import OpenShop


async def busy(_scope: Any, _receive: Any, send: Any) -> None:
    """An API that is too busy for anything."""
    problem = {"status": 503, "code": "request.overloaded", "title": "Tidak tersedia", "detail": "Toko sedang sibuk."}
    headers = [(b"content-type", b"application/problem+json"), (b"retry-after", b"7")]
    await send({"type": "http.response.start", "status": 503, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(problem).encode(), "more_body": False})


async def broken(_scope: Any, _receive: Any, _send: Any) -> None:
    """An API with a bug."""
    message = "secret inside"
    raise RuntimeError(message)


async def test_a_busy_shop_is_a_page_of_the_shop(shop: OpenShop, look: Look):
    await look("/")
    shop.shop.storefront.api.attach(busy)
    answer = await opened(shop, "/")
    page = Page(answer.text)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "7")
    assert page.one("h1").text == "Tidak tersedia"
    assert "Toko Uji" in page.text
    assert "Coba lagi" in page.text
    assert any("wa.me" in one.attributes["href"] for one in page.all("a"))


async def test_a_bug_is_a_page_that_tells_nothing_of_its_inside(shop: OpenShop):
    shop.shop.storefront.api.attach(broken)
    answer = await opened(shop, "/en/products")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert Page(answer.text).one("h1").text == "Something went wrong on our side"


async def test_a_form_from_elsewhere_is_refused_with_a_page(shop: OpenShop):
    headers = {
        "Accept": "text/html",
        "Content-Type": "application/x-www-form-urlencoded",
        "Origin": "https://evil.example",
    }
    answer = await shop.client.post("/en/cart", content="sku=KOPI-1&quantity=1", headers=headers)
    page = Page(answer.text)
    assert answer.status_code == 403
    assert "This form is too old or was not sent by our page" in page.text
