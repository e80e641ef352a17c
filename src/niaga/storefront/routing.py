"""What pages and forms have in common as routes: who may enter, how large a form may be, how a refusal is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from litestar import get, post

from niaga.platform.http import OUR_FORM, PUBLIC
from niaga.storefront.api import ApiRefused
from niaga.storefront.error_pages import show_refused
from niaga.storefront.places import address, own_path, routes
from niaga.storefront.visit import SignInNeeded

if TYPE_CHECKING:
    from collections.abc import Callable

    from litestar import Request, Response
    from litestar.handlers import HTTPRouteHandler

    from niaga.platform.http import ShopRequest
    from niaga.storefront.visit import Storefront, Visit

    Make = Callable[[Callable[..., Any]], HTTPRouteHandler]

MAX_FORM_BYTES = 16 * 1024


def way_to_sign_in(visit: Visit, *, again: bool = False, back: str = "") -> str:
    """The address at which she signs in and is then led back; `again` although she is signed in."""
    back = back or _stood_at(visit.request)
    return address("sign_in", visit.language, query={"back": back, "again": "yes" if again else None})


def lead_to_sign_in(request: Request[Any, Any, Any], error: SignInNeeded) -> Response[bytes]:
    """On to the page where she signs in, and back from there to where she stood."""
    storefront: Storefront = request.app.state["storefront"]
    visit = storefront.visit(cast("ShopRequest", request))
    if visit.session and not error.again:
        visit.keep_session("")
        visit.tell("session_over")
    return visit.go_to(way_to_sign_in(visit, again=error.again))


def _stood_at(request: Request[Any, Any, Any]) -> str:
    """The page that she looks at, or that the form stood on; empty where that is none of ours."""
    if request.method != "GET":
        stood = urlsplit(request.headers.get("referer", ""))
        return own_path(stood.path + (f"?{stood.query}" if stood.query else ""))
    query = request.scope["query_string"].decode("latin-1")
    return own_path(request.url.path + (f"?{query}" if query else ""))


_EXCEPTIONS: dict[int | type[Exception], Any] = {ApiRefused: show_refused, SignInNeeded: lead_to_sign_in}


def page(place: str) -> Make:
    """A handler for the page at a place, in all languages."""
    return get(
        routes(place),
        policy=PUBLIC,
        include_in_schema=False,
        media_type="text/html",
        page=True,
        exception_handlers=_EXCEPTIONS,
    )


def form(place: str, *, max_bytes: int = MAX_FORM_BYTES) -> Make:
    """A handler for what a form posts to a place: a guest's, sent by a page of ours. It answers with a redirect."""
    return post(
        routes(place),
        policy=OUR_FORM,
        include_in_schema=False,
        media_type="text/html",
        page=True,
        form=True,
        status_code=303,
        request_max_body_size=max_bytes,
        exception_handlers=_EXCEPTIONS,
    )
