"""Assembles handlers and live objects into the ASGI application: gate outside, the framework inside."""

from __future__ import annotations

import warnings
from importlib import metadata
from typing import TYPE_CHECKING, Any

import msgspec
from litestar import Litestar
from litestar.datastructures import State
from litestar.di import Provide
from litestar.exceptions import LitestarDeprecationWarning
from litestar.plugins.core import MsgspecDIPlugin
from litestar.routes import HTTPRoute

from niaga.platform.http import ShopRequest
from niaga.platform.telemetry import RequestFigures
from niaga.platform.traces import NO_TRACER
from niaga.web.documents import document_handlers
from niaga.web.gate import Gate, GateOptions
from niaga.web.health import health_handlers
from niaga.web.openapi import openapi_document
from niaga.web.operations import check_routes, enter
from niaga.web.problems import error_renderer, render_error
from niaga.web.straight import Straight

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
    from contextlib import AbstractAsyncContextManager

    from litestar.types import ControllerRouterHandler

    from niaga.platform.settings import Settings
    from niaga.platform.traces import Tracer
    from niaga.web.health import Check
    from niaga.web.hot_reads import HotReads
    from niaga.web.problems import ErrorPages, ErrorRenderer

    Lifespan = Callable[[Litestar], AbstractAsyncContextManager[None]]

MAX_BODY_BYTES = 256 * 1024


def assemble(  # noqa: PLR0913 - what a server is made of, by name
    handlers: Sequence[ControllerRouterHandler],
    dependencies: Mapping[str, object],
    settings: Settings,
    *,
    readiness: Mapping[str, Check] | None = None,
    allowed_origins: Callable[[], Collection[str]] = tuple,
    figures: RequestFigures | None = None,
    lifespan: Sequence[Lifespan] = (),
    hot_reads: HotReads | None = None,
    tracer: Tracer = NO_TRACER,
    error_pages: ErrorPages | None = None,
) -> Gate:
    """The application that a server runs. Raises BadRoute when a route has no policy or breaks another rule.

    `dependencies` are live objects by the parameter name that handlers use; `readiness` names what `/health/ready`
    asks; `allowed_origins` is asked at each cross-origin request, so that a change of the settings counts at once.
    `hot_reads` stands before the routes that say `hot`; without it the application answers them all. `error_pages`
    shows refusals to people.
    """
    render = error_renderer(error_pages)
    app = _framework(
        [
            *handlers,
            *health_handlers(readiness or {}),
            *document_handlers(settings.public_url),
        ],
        dependencies,
        lifespan,
        render,
    )
    check_routes(app)
    options = GateOptions(
        https=settings.public_url.startswith("https:"),
        loopback_only=settings.development,
        allowed_origins=allowed_origins,
        figures=figures or RequestFigures(),
        tracer=tracer,
    )
    if hot_reads is not None:
        hot_reads.attach(app, https=options.https)
    return Gate(app, options, hot_reads, Straight(app, dependencies, render))


def document(
    handlers: Sequence[ControllerRouterHandler], dependencies: Mapping[str, object], settings: Settings
) -> bytes:
    """The OpenAPI document of the same application, as JSON. Raises BadRoute as `assemble` does."""
    app = _framework([*handlers, *health_handlers({}), *document_handlers(settings.public_url)], dependencies, ())
    check_routes(app)
    found = openapi_document(app, version=metadata.version("niaga"), server_url=settings.public_url)
    return msgspec.json.encode(found)


class _Litestar(Litestar):
    """Litestar without what it adds by itself: where pydantic is installed that costs 0.4 s and 8 MB at start.

    Private hooks of version 2; a test sees to it that pydantic and OpenTelemetry stay out.
    """

    @staticmethod
    def _get_default_plugins(plugins: list[Any]) -> list[Any]:
        return [*plugins, MsgspecDIPlugin()]

    @staticmethod
    def _patch_opentelemetry_middleware(config: Any) -> Any:
        return config


def _framework(
    handlers: Sequence[ControllerRouterHandler],
    dependencies: Mapping[str, object],
    lifespan: Sequence[Lifespan],
    render: ErrorRenderer = render_error,
) -> Litestar:
    with warnings.catch_warnings():
        # Version 3 will want a marker at every parameter. We stay below it, and our handlers stay plain functions.
        warnings.simplefilter("ignore", LitestarDeprecationWarning)
        app = _Litestar(
            list(handlers),
            dependencies={name: _provide(thing) for name, thing in dependencies.items()},
            request_class=ShopRequest,
            request_max_body_size=MAX_BODY_BYTES,
            before_request=enter,
            exception_handlers={Exception: render},
            lifespan=list(lifespan),
            # Policies are asked before a handler's dependencies exist: they find the live objects here.
            state=State(dict(dependencies), deep_copy=False),
            openapi_config=None,
            logging_config=None,
        )
    _hand_over_at_once(app, dependencies)
    return app


def _hand_over_at_once(app: Litestar, dependencies: Mapping[str, object]) -> None:
    """Have a handler's live objects put among its arguments in one step.

    Litestar resolves each anew at every request (4 us) and starts a task for each where a handler names several (100 us).
    Ours are there already. The attributes are Litestar 2's own; a test sees to it that they are used.
    """
    for route in app.routes:
        for _, model in route.route_handler_map.values() if isinstance(route, HTTPRoute) else ():
            names = [one.key for batch in model.dependency_batches for one in batch]
            if names:
                model.extractors.append(_hand_over({name: dependencies[name] for name in names}))
                model.dependency_batches = []


def _hand_over(live: Mapping[str, object]) -> Callable[[dict[str, Any], Any], Awaitable[None]]:
    async def extract(values: dict[str, Any], _connection: Any) -> None:
        values.update(live)

    return extract


def _provide(thing: object) -> Any:
    return Provide(lambda: thing, sync_to_thread=False, use_cache=True)
