"""What a shop's site has beside its pages: static files, the manifest, the service worker, the way for search engines."""

from typing import Any

import msgspec
from litestar import Request, Response, get
from litestar.exceptions import NotFoundException

from niaga.platform.http import PUBLIC, ShopRequest
from niaga.storefront.answers import Shop
from niaga.storefront.assets import PREFIX, asset_url, find_asset
from niaga.storefront.colours import LIGHT_PAPER
from niaga.storefront.places import routes
from niaga.storefront.routing import page
from niaga.storefront.visit import Here, Storefront
from niaga.storefront.worker import service_worker

# A worker asks under its own script's policy.
_WORKER_HEADERS = {"Cache-Control": "no-cache", "Content-Security-Policy": "default-src 'none'; connect-src 'self'"}
_YEAR = "public, max-age=31536000, immutable"


@get(f"{PREFIX}/{{name:str}}", policy=PUBLIC, include_in_schema=False)
async def read_asset(request: Request[Any, Any, Any], name: str) -> Response[bytes]:
    """A static file under the name that holds its content's hash."""
    found = find_asset(name)
    if found is None:
        raise NotFoundException
    headers = {"Cache-Control": _YEAR, "Vary": "Accept-Encoding"}
    if found.packed is not None and "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(found.packed, media_type=found.media_type, headers=headers)
    return Response(found.body, media_type=found.media_type, headers=headers)


@get(routes("manifest"), policy=PUBLIC, include_in_schema=False, tagged=True)
async def read_manifest(request: ShopRequest, storefront: Storefront) -> Response[bytes]:
    """The web app manifest: the shop on a home screen."""
    visit = storefront.visit(request)
    shop = (await visit.get("/store/v1/shop", Shop)).or_stop()
    manifest = {
        "name": shop.name,
        "short_name": shop.name,
        "description": shop.tagline or shop.name,
        "lang": visit.language.value,
        "id": "/",
        "start_url": visit.address("home"),
        "scope": "/",
        "display": "standalone",
        "background_color": LIGHT_PAPER,
        "theme_color": LIGHT_PAPER,
        "icons": [
            {"src": asset_url("icon.svg"), "type": "image/svg+xml", "sizes": "any", "purpose": "any"},
            {"src": asset_url("icon-192.png"), "type": "image/png", "sizes": "192x192", "purpose": "any"},
            {"src": asset_url("icon-512.png"), "type": "image/png", "sizes": "512x512", "purpose": "any"},
            {"src": asset_url("icon-maskable.png"), "type": "image/png", "sizes": "512x512", "purpose": "maskable"},
        ],
    }
    return Response(msgspec.json.encode(manifest), media_type="application/manifest+json")


@get("/sw.js", policy=PUBLIC, include_in_schema=False, tagged=True)
async def read_worker(request: ShopRequest, storefront: Storefront) -> Response[bytes]:
    """The service worker; browsers look at every visit whether it is still the same."""
    shop = (await storefront.visit(request).get("/store/v1/shop", Shop)).or_stop()
    return Response(service_worker(shop), media_type="text/javascript", headers=_WORKER_HEADERS)


@page("offline")
async def show_offline(request: ShopRequest, storefront: Storefront) -> Response[bytes]:
    """What the service worker shows when there is no network."""
    visit = storefront.visit(request)
    return await visit.show("offline.html.j2", Here("offline"))
