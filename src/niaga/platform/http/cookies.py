"""Cookies of our own pages, as a browser shows them: over https those alone that no other host of the domain can have set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from niaga.platform.http.exchange import exchange_of

if TYPE_CHECKING:
    from litestar.connection import ASGIConnection

    Connection = ASGIConnection[Any, Any, Any, Any]

HOST_PREFIX = "__Host-"


def shown_cookie(request: Connection, name: str) -> str:
    """What the browser shows under this name; empty for nothing.

    Without https, as in development, a browser keeps no cookie with the prefix, so the plain name counts there.
    """
    prefixed = request.cookies.get(f"{HOST_PREFIX}{name}") or ""
    return prefixed if prefixed or exchange_of(request).https else request.cookies.get(name) or ""
