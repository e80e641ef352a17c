"""Straight routes: answered without the framework's router, for the few writes that a rush consists of.

A route takes part by `straight=True`. Its handler gets what the framework would give it: the request, its body and the
live objects. A query, an address spelt in another way or an odd host leave the request to the framework, so both ways
must answer alike, and a test asks both the same. docs/decisions/0019 says what it saves.
"""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING, Any

from litestar.routes import HTTPRoute

from niaga.platform.http import ShopRequest
from niaga.platform.http.errors import BodyMissing
from niaga.web.operations import BadRoute, enter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from litestar import Litestar, Response
    from litestar.handlers import HTTPRouteHandler
    from litestar.types import HTTPScope, Receive, Send

    from niaga.web.problems import ErrorRenderer

_GIVEN = {"request", "data"}
_PLAIN_HOST = re.compile(rb"[0-9A-Za-z.:\[\]_-]*")


class Straight:
    """Answers the straight routes of an application itself, and hands all else to it."""

    def __init__(self, app: Litestar, dependencies: Mapping[str, object], render: ErrorRenderer) -> None:
        """Raises BadRoute for a straight route that only the framework can call."""
        self._app = app
        self._render = render
        self._routes = {
            (str(method), route.path_format): _Route(route, handler, dependencies)
            for route in app.routes
            if isinstance(route, HTTPRoute)
            for method, (handler, _) in route.route_handler_map.items()
            if handler.opt.get("straight")
        }

    async def answer(self, scope: HTTPScope, receive: Receive, send: Send) -> None:
        """What the framework would send."""
        route = self._routes.get((scope["method"], scope["path"]))
        if route is None or scope["query_string"] or scope.get("root_path") or not _is_plain_host(scope):
            await self._app(scope, receive, send)
            return
        scope["app"] = scope["litestar_app"] = self._app
        scope["path_params"] = {}
        scope["path_template"] = route.template
        scope["route_handler"] = route.handler
        request = ShopRequest(scope, receive, send)
        try:
            response = await route.call(request)
        except Exception as error:  # noqa: BLE001 - the renderer knows refusals, and logs what is none
            response = self._render(request, error)
        await response.to_asgi_response(app=None, request=request)(scope, receive, send)


class _Route:
    """One of them, and what its handler is called with."""

    __slots__ = ("_live", "_with_body", "_with_request", "handler", "template")

    def __init__(self, route: HTTPRoute, handler: HTTPRouteHandler, dependencies: Mapping[str, object]) -> None:
        parameters = inspect.signature(handler.fn).parameters
        self.handler = handler
        self.template = route.path_format
        self._live = {name: thing for name, thing in dependencies.items() if name in parameters}
        self._with_request = "request" in parameters
        self._with_body = "data" in parameters
        optional = {name for name, one in parameters.items() if one.default is not one.empty}
        _check(route, handler, unknown=set(parameters) - _GIVEN - set(self._live) - optional)

    async def call(self, request: ShopRequest) -> Response[Any]:
        """Enter, read the body, and ask the handler. Its other parameters stood in a query: they have their defaults."""
        await enter(request)
        arguments: dict[str, Any] = dict(self._live)
        if self._with_request:
            arguments["request"] = request
        if self._with_body:
            if not await request.body():
                raise BodyMissing
            arguments["data"] = await request.json()
        response: Response[Any] = await self.handler.fn(**arguments)
        return response


def _check(route: HTTPRoute, handler: HTTPRouteHandler, *, unknown: set[str]) -> None:
    place = f"{route.path_format} ({handler})"
    if route.path_parameters or not inspect.iscoroutinefunction(handler.fn):
        message = f"{place} is straight: that is for a fixed path and a handler that is async"
        raise BadRoute(message)
    if unknown:
        message = f"{place} is straight, and nobody provides {', '.join(sorted(unknown))}"
        raise BadRoute(message)


def _is_plain_host(scope: HTTPScope) -> bool:
    return all(_PLAIN_HOST.fullmatch(value) for name, value in scope["headers"] if name == b"host")
