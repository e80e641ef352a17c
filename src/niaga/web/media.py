"""Pictures from the shop's data folder. Served inert: a picture may not run scripts, whatever is inside it.

Photos are also served in WebP and in a few widths, made when first asked for and kept beside the data. Drawings (SVG)
fit every screen as they are.
"""

import asyncio
import gzip
import re
from pathlib import Path
from typing import Annotated

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import Parameter

from niaga.foundation.errors import NotFound
from niaga.platform.http import PUBLIC, ShopRequest
from niaga.web.scaling import WIDTHS, Scaler

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}\.(svg|png|jpg|webp|avif)")
_SCALED_NAME = re.compile(r"([a-z0-9][a-z0-9_-]{0,99}\.(?:png|jpg|webp|avif))\.webp")
_TYPES = {
    "svg": "image/svg+xml; charset=utf-8",
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "avif": "image/avif",
}
_HEADERS = {
    "Cache-Control": "public, max-age=86400",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
}
_PACKED = {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
_LONGEST = 110
Width = Annotated[int, Parameter(ge=min(WIDTHS), le=max(WIDTHS), description="One of 320, 640, 960 and 1280 pixels.")]


def media_handlers(folder: Path, cache: Path) -> list[HTTPRouteHandler]:
    """`GET /media/{name}` over one flat folder, and `GET /media/{width}/{name}.webp` made from it and kept in `cache`."""
    scaler = Scaler(cache)

    @get("/media/{name:str}", policy=PUBLIC, tags=["media"], summary="A picture", media_type="image/svg+xml")
    async def read_picture(request: ShopRequest, name: str) -> Response[bytes]:
        found = _NAME.fullmatch(name)
        path = folder / name
        if found is None or not await asyncio.to_thread(path.is_file):
            raise NotFound("picture", name[:_LONGEST])
        packs = path.suffix == ".svg" and "gzip" in request.headers.get("accept-encoding", "")
        content = await asyncio.to_thread(_packed if packs else Path.read_bytes, path)
        return Response(content, media_type=_TYPES[found.group(1)], headers=_HEADERS | (_PACKED if packs else {}))

    @get(
        "/media/{width:int}/{name:str}",
        policy=PUBLIC,
        tags=["media"],
        summary="A photo in another width",
        media_type="image/webp",
    )
    async def read_scaled_picture(width: Width, name: str) -> Response[bytes]:
        """The photo `NAME` as `NAME.webp`, so many pixels wide, or as wide as it is when it is narrower."""
        found = _SCALED_NAME.fullmatch(name)
        if found is None or width not in WIDTHS:
            raise NotFound("picture", name[:_LONGEST])
        content = await scaler.scaled(folder / found.group(1), width)
        if content is None:
            raise NotFound("picture", name[:_LONGEST])
        return Response(content, media_type="image/webp", headers=_HEADERS)

    return [read_picture, read_scaled_picture]


def _packed(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), mtime=0)
