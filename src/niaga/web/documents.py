"""The documents: `/openapi.json`, `/docs` made from it, `/docs/errors` made from the error classes."""

from __future__ import annotations

from functools import cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from litestar import Request, Response, get
from litestar.exceptions import NotFoundException

from niaga.platform.http import PUBLIC
from niaga.web.openapi import openapi_document

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from litestar import Litestar
    from litestar.handlers import HTTPRouteHandler

STATIC = Path(__file__).parent / "static"
PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_KINDS = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml; charset=utf-8",
}


def document_handlers(server_url: str) -> list[HTTPRouteHandler]:
    """The routes of the documents. The document is made at the first request, not at start-up."""
    made: dict[str, bytes] = {}

    def kept(name: str, make: Callable[[], bytes]) -> bytes:
        if name not in made:
            made[name] = make()
        return made[name]

    def document(app: Litestar) -> dict[str, Any]:
        return openapi_document(app, version=metadata.version("niaga"), server_url=server_url)

    @get("/openapi.json", policy=PUBLIC, include_in_schema=False, tagged=True)
    async def read_openapi(request: Request[Any, Any, Any]) -> Response[bytes]:
        body = kept("openapi", lambda: msgspec.json.encode(document(request.app)))
        return Response(body, media_type="application/json")

    @get("/docs", policy=PUBLIC, include_in_schema=False, tagged=True)
    async def read_docs(request: Request[Any, Any, Any]) -> Response[bytes]:
        return _page(kept("docs", lambda: _pages().docs_page(document(request.app))))

    @get("/docs/errors", policy=PUBLIC, include_in_schema=False, tagged=True)
    async def read_errors() -> Response[bytes]:
        return _page(kept("errors", lambda: _pages().errors_page()))

    @get("/static/{name:str}", policy=PUBLIC, include_in_schema=False, tagged=True)
    async def read_static(name: str) -> Response[bytes]:
        found = _static_files().get(name)
        if found is None:
            raise NotFoundException
        return Response(
            found,
            media_type=_KINDS[Path(name).suffix],
            headers={"Cache-Control": "public, max-age=3600"},
        )

    return [read_openapi, read_docs, read_errors, read_static]


def _pages() -> ModuleType:
    from niaga.web import pages  # noqa: PLC0415 - Jinja2 is loaded when somebody reads

    return pages


@cache
def _static_files() -> dict[str, bytes]:
    """Every file we serve, by name: a name that is not here leads nowhere."""
    return {path.name: path.read_bytes() for path in STATIC.iterdir() if path.suffix in _KINDS}


def _page(body: bytes) -> Response[bytes]:
    return Response(
        body,
        media_type="text/html",
        headers={"Content-Security-Policy": PAGE_POLICY},
    )
