"""What pages and forms have in common as routes: who may enter, how large a form may be, how a refusal is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import get, post

from niaga.platform.http import OUR_FORM, PUBLIC
from niaga.storefront.api import ApiRefused
from niaga.storefront.error_pages import show_refused
from niaga.storefront.places import routes

if TYPE_CHECKING:
    from collections.abc import Callable

    from litestar.handlers import HTTPRouteHandler

    Make = Callable[[Callable[..., Any]], HTTPRouteHandler]

MAX_FORM_BYTES = 16 * 1024


def page(place: str) -> Make:
    """A handler for the page at a place, in all languages."""
    return get(
        routes(place),
        policy=PUBLIC,
        include_in_schema=False,
        media_type="text/html",
        page=True,
        exception_handlers={ApiRefused: show_refused},
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
        exception_handlers={ApiRefused: show_refused},
    )
