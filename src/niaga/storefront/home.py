"""The first page: what is new, what is on the shelves, what costs little."""

from itertools import islice

from litestar import Response

from niaga.platform.http import ShopRequest
from niaga.storefront.answers import Category, CategoryList, ProductList
from niaga.storefront.routing import page
from niaga.storefront.visit import Here, Storefront, Visit

NEWEST = 8
LITTLE = 4
LITTLE_PRICE = 50_000
_MOST_SHELVES = 12
_PRODUCTS = "/store/v1/products"


@page("home")
async def show_home(request: ShopRequest, storefront: Storefront) -> Response[bytes]:
    """The shop window."""
    visit = storefront.visit(request)
    newest = (await visit.get(_PRODUCTS, ProductList, {"limit": NEWEST, "in_stock": True})).or_stop().items
    little = await visit.get(_PRODUCTS, ProductList, {"limit": LITTLE, "in_stock": True, "price_max": LITTLE_PRICE})
    return await visit.show(
        "home.html.j2",
        Here("home"),
        newest=newest,
        little=little.value.items if little.value and len(little.value.items) == LITTLE else (),
        little_price=LITTLE_PRICE,
        shelves=await _shelves(visit),
        share_image=newest[0].image_url if newest else None,
    )


async def _shelves(visit: Visit) -> list[tuple[Category, str | None]]:
    """The top shelves that hold something, each with a picture of what is on it."""
    categories = (await visit.get("/store/v1/categories", CategoryList)).or_stop().items
    tops = islice((one for one in categories if one.parent is None and one.count), _MOST_SHELVES)
    return [(one, await _picture_on(visit, one)) for one in tops]


async def _picture_on(visit: Visit, category: Category) -> str | None:
    found = await visit.get(_PRODUCTS, ProductList, {"category": category.slug, "limit": 1})
    return found.value.items[0].image_url if found.value and found.value.items else None
