"""A handler's live objects are put among its arguments in one step: nothing is resolved at a request."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from litestar import get
from litestar.routes import HTTPRoute
from tests.support.edge_app import call, edge_settings

from niaga.platform.http import PUBLIC
from niaga.platform.settings import Settings
from niaga.web.application import assemble

if TYPE_CHECKING:
    from niaga.web.gate import Gate


@get("/both", policy=PUBLIC, summary="Both", tags=["system"])
async def read_both(settings: Settings, folder: Path, limit: int = 3) -> str:
    """A handler of two objects and a parameter."""
    return f"{settings.port} {folder} {limit}"


def both(folder: Path) -> Gate:
    settings = edge_settings()
    return assemble([read_both], {"settings": settings, "folder": folder, "clock": object()}, settings)


async def test_a_handler_gets_its_objects_and_parameters(tmp_path: Path) -> None:
    answer = await call(both(tmp_path), "GET", "/both?limit=5")
    assert answer.body.decode() == f"8000 {tmp_path} 5"


def test_nothing_is_resolved_at_a_request(tmp_path: Path) -> None:
    routes = [route for route in both(tmp_path).app.routes if isinstance(route, HTTPRoute)]
    models = {route.path: model for route in routes for _, model in route.route_handler_map.values()}
    assert models["/both"].dependency_batches == []
