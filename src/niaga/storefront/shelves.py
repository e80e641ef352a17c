"""The pages with lists: everything (also as a search), and one shelf."""

from litestar import Response

from niaga.platform.http import ShopRequest
from niaga.storefront.answers import Category, CategoryList, ProductList
from niaga.storefront.api import ApiRefused, Problem
from niaga.storefront.listing import SORTS, Wishes, list_products, narrowings, strays, wishes_in
from niaga.storefront.routing import page
from niaga.storefront.visit import Storefront, Visit


@page("catalogue")
async def show_catalogue(request: ShopRequest, storefront: Storefront) -> Response[bytes]:
    """All products, or those that a search finds."""
    visit = storefront.visit(request)
    return await _show(visit, wishes_in("catalogue", {}, dict(request.query_params)), None)


@page("category")
async def show_category(request: ShopRequest, storefront: Storefront, slug: str) -> Response[bytes]:
    """A shelf with all below it."""
    visit = storefront.visit(request)
    categories = (await visit.get("/store/v1/categories", CategoryList)).or_stop().items
    category = next((one for one in categories if one.slug == slug), None)
    if category is None:
        raise ApiRefused(Problem(status=404, code="request.not_found", title="", detail=""))
    return await _show(visit, wishes_in("category", {"slug": slug}, dict(request.query_params)), category)


async def _show(visit: Visit, wishes: Wishes, category: Category | None) -> Response[bytes]:
    answer = await list_products(visit, wishes)
    errors = answer.problem.by_path() if answer.problem else {}
    if answer.problem is not None and answer.status not in (400, 422):
        raise ApiRefused(answer.problem)
    found = answer.value or ProductList(items=(), next_cursor=None)
    language = visit.language
    more = {"cursor": found.next_cursor} | ({"q": found.respelt} if found.respelt else {})
    offered = narrowings(wishes, found.facets.attributes, language)
    return await visit.show(
        "listing.html.j2",
        wishes.here(),
        wishes=wishes,
        category=category,
        found=found,
        errors=errors,
        problem=answer.problem,
        narrowings=offered,
        strays=strays(wishes, offered),
        sorts=SORTS,
        first=wishes.with_(language) if "cursor" in wishes.query else None,
        next=wishes.with_(language, **more) if found.next_cursor else None,
    )
