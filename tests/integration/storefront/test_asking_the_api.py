"""Pages ask the public API as everybody does: through its cache, in the reader's language, under the request's trace."""

from __future__ import annotations

from tests.support.pages import opened
from tests.support.shop import OpenShop

from niaga.platform.language import Language
from niaga.storefront.answers import ProductList
from niaga.storefront.api import Caller

CALLER = Caller(language=Language.EN, host="127.0.0.1:8000", scheme="http", client=("127.0.0.1", 1), trace_id="ab" * 16)


async def test_a_page_that_is_opened_again_reads_nothing_anew(shop: OpenShop):
    for _ in range(3):
        await opened(shop, "/produk/kopi-gayo", Cookie="niaga_visit=somebody")
    misses, hits = shop.shop.hot_reads.misses, shop.shop.hot_reads.hits
    await opened(shop, "/produk/kopi-gayo", Cookie="niaga_visit=somebody-else")
    assert shop.shop.hot_reads.misses == misses
    assert shop.shop.hot_reads.hits >= hits + 3


async def test_a_refusal_is_a_value_with_its_fields(shop: OpenShop):
    params = {"price_min": 9, "price_max": 1}
    answer = await shop.shop.storefront.api.get("/store/v1/products", ProductList, CALLER, params)
    assert answer.value is None
    assert answer.problem is not None
    assert (answer.status, answer.problem.code) == (422, "request.invalid")
    assert answer.headers["x-request-id"] == CALLER.trace_id
    assert answer.problem.by_path() == {"price_max": "The highest price is below the lowest."}


async def test_whatever_is_asked_for_arrives_as_it_is(shop: OpenShop):
    params = {"search": "a&b=ö 1+1", "in_stock": False, "category": None}
    answer = await shop.shop.storefront.api.get("/store/v1/products", ProductList, CALLER, params)
    assert answer.problem is None
