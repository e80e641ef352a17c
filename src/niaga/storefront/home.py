"""The first page: what is on the shelves, what is new, what costs little."""

from itertools import islice
from typing import NamedTuple

from litestar import Response

from niaga.platform.http import ShopRequest
from niaga.storefront.answers import Category, CategoryList, ProductCard, ProductList
from niaga.storefront.api import Value
from niaga.storefront.routing import page
from niaga.storefront.visit import Here, Storefront, Visit

NEWEST = 8
LITTLE = 4
LITTLE_PRICE = 50_000
_MOST_SHELVES = 12
_A_SHELF_SHOWS = 2
_WINDOW = 4


class Shelf(NamedTuple):
    """A shelf and what stands in front on it."""

    category: Category
    products: tuple[ProductCard, ...]


@page("home")
async def show_home(request: ShopRequest, storefront: Storefront) -> Response[bytes]:
    """The shop window."""
    visit = storefront.visit(request)
    newest = await _products(visit, {"limit": NEWEST, "in_stock": True})
    shown = {one.slug for one in newest}
    little = await _products(visit, {"limit": NEWEST + LITTLE, "in_stock": True, "price_max": LITTLE_PRICE})
    little = tuple(one for one in little if one.slug not in shown)[:LITTLE]
    shelves = await _shelves(visit)
    window = [one.products[-1] for one in shelves[:_WINDOW] if one.products] or list(newest[:_WINDOW])
    return await visit.show(
        "home.html.j2",
        Here("home"),
        newest=newest,
        little=little if len(little) == LITTLE else (),
        little_price=LITTLE_PRICE,
        shelves=shelves,
        window=window,
        share_image=window[0].image_url if window else None,
    )


async def _products(visit: Visit, params: dict[str, Value]) -> tuple[ProductCard, ...]:
    return (await visit.get("/store/v1/products", ProductList, params)).or_stop().items


async def _shelves(visit: Visit) -> list[Shelf]:
    """The top shelves that hold something, in the shop's order."""
    categories = (await visit.get("/store/v1/categories", CategoryList)).or_stop().items
    tops = islice((one for one in categories if one.parent is None and one.count), _MOST_SHELVES)
    return [Shelf(one, await _products(visit, {"category": one.slug, "limit": _A_SHELF_SHOWS})) for one in tops]
