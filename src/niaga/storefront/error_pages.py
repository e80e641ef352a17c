"""Refusals as pages: the problem document of the API, shown to a person with a way on."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

import msgspec

from niaga.platform.http import exchange_of
from niaga.storefront.api import ApiRefused, Problem
from niaga.storefront.places import language_at
from niaga.storefront.visit import Here

if TYPE_CHECKING:
    from collections.abc import Mapping

    from litestar import Request, Response

    from niaga.platform.http import ShopRequest
    from niaga.storefront.visit import Storefront


class ErrorPages:
    """Shows refusals to people; `web` asks it for every one."""

    def __init__(self, storefront: Storefront) -> None:
        self._storefront = storefront

    def claims(self, request: Request[Any, Any, Any]) -> bool:
        """Whether a person looks: at a page of ours, or with a browser at an address where nothing is."""
        handler: Any = request.scope.get("route_handler")
        if handler is None:
            mine = request.method == "GET" and "text/html" in request.headers.get("accept", "")
        else:
            mine = bool(handler.opt.get("page"))
        if mine:
            exchange_of(request).language = language_at(request.scope["path"])
        return mine

    def render(
        self, request: Request[Any, Any, Any], problem: Mapping[str, Any], headers: Mapping[str, str]
    ) -> Response[bytes]:
        """The page for a problem document."""
        answer = error_page(self._storefront, request, msgspec.convert(problem, Problem))
        answer.headers.update({name: value for name, value in headers.items() if name in ("Retry-After", "Allow")})
        return answer


def show_refused(request: Request[Any, Any, Any], error: ApiRefused) -> Response[bytes]:
    """The page for something that the API refused to one of our pages."""
    storefront: Storefront = request.app.state["storefront"]
    answer = error_page(storefront, request, error.problem)
    if error.problem.retry_after is not None:
        answer.headers["Retry-After"] = error.problem.retry_after
    return answer


def error_page(storefront: Storefront, request: Request[Any, Any, Any], problem: Problem) -> Response[bytes]:
    """What happened, whose fault it is, and where to go on."""
    visit = storefront.visit(cast("ShopRequest", request))
    template = "not_found.html.j2" if problem.status == HTTPStatus.NOT_FOUND else "error.html.j2"
    return visit.show_plainly(template, Here("home"), status=problem.status, problem=problem)
