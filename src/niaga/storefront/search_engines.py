"""The way for search engines: robots.txt, and a sitemap of every shelf and product in each language."""

from litestar import Response, get

from niaga.platform.http import PUBLIC, ShopRequest
from niaga.platform.language import Language
from niaga.storefront.answers import CategoryList, ProductList
from niaga.storefront.visit import Here, Storefront, Visit

_A_PAGE = 100
_MOST_PAGES = 100
_KEPT_SECONDS = 600
_NAMESPACES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'


@get("/robots.txt", policy=PUBLIC, include_in_schema=False, tagged=True)
async def read_robots(storefront: Storefront) -> Response[str]:
    """What search engines may read: the pages, not the API behind them."""
    kept_out = "".join(f"Disallow: {path}\n" for path in ("/store/", "/admin", "/link/", "/dev/"))
    return Response(f"User-agent: *\n{kept_out}Sitemap: {storefront.public_url}/sitemap.xml\n", media_type="text/plain")


@get("/sitemap.xml", policy=PUBLIC, include_in_schema=False)
async def read_sitemap(request: ShopRequest, storefront: Storefront) -> Response[bytes]:
    """Every page worth finding. At most ten thousand products, the newest first."""
    visit = storefront.visit(request)
    made = await storefront.kept("sitemap", _KEPT_SECONDS, lambda: _sitemap(visit))
    return Response(
        made, media_type="application/xml; charset=utf-8", headers={"Cache-Control": "public, max-age=3600"}
    )


async def _sitemap(visit: Visit) -> bytes:
    places = [Here("home"), Here("catalogue"), *await _shelves(visit), *await _products(visit)]
    entries = "".join(_entry(visit, place) for place in places)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {_NAMESPACES}>\n{entries}</urlset>\n'.encode()


async def _shelves(visit: Visit) -> list[Here]:
    categories = (await visit.get("/store/v1/categories", CategoryList)).or_stop().items
    return [Here("category", {"slug": one.slug}) for one in categories if one.count]


async def _products(visit: Visit) -> list[Here]:
    found: list[Here] = []
    cursor = None
    for _ in range(_MOST_PAGES):
        params = {"limit": _A_PAGE, "cursor": cursor}
        page = (await visit.get("/store/v1/products", ProductList, params)).or_stop()
        found += [Here("product", {"slug": one.slug}) for one in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    return found


def _entry(visit: Visit, here: Here) -> str:
    # Addresses are percent-encoded and without a query, so nothing in them means anything in XML.
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href="{visit.canonical(here, language)}"/>'
        for language in Language
    )
    return "".join(f"<url><loc>{visit.canonical(here, language)}</loc>{others}</url>\n" for language in Language)
