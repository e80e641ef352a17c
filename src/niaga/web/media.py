"""Pictures from the shop's data folder. Served inert: a picture may not run scripts, whatever is inside it."""

import asyncio
import re
from pathlib import Path

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler

from niaga.foundation.errors import NotFound
from niaga.platform.http import PUBLIC

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}\.(svg|png|jpg|webp|avif)")
_TYPES = {"svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg", "webp": "image/webp", "avif": "image/avif"}
_HEADERS = {
    "Cache-Control": "public, max-age=86400",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
}


def media_handler(folder: Path) -> HTTPRouteHandler:
    """`GET /media/{name}` over one flat folder."""

    @get("/media/{name:str}", policy=PUBLIC, tags=["media"], summary="A picture", media_type="image/svg+xml")
    async def read_picture(name: str) -> Response[bytes]:
        found = _NAME.fullmatch(name)
        path = folder / name
        if found is None or not await asyncio.to_thread(path.is_file):
            raise NotFound("picture", name[:100])
        content = await asyncio.to_thread(path.read_bytes)
        return Response(content, media_type=_TYPES[found.group(1)], headers=_HEADERS)

    return read_picture
