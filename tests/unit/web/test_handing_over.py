"""A handler's live objects are handed over one after another: no task is started for what is there already."""

from __future__ import annotations

from pathlib import Path

from litestar import get
from litestar.routes import HTTPRoute

from niaga.platform.http import PUBLIC
from niaga.platform.settings import Settings, load_settings
from niaga.web.application import _framework


@get("/both", policy=PUBLIC)
async def read_both(settings: Settings, folder: Path) -> str:
    """A handler of two objects."""
    return f"{settings.port} {folder}"


def test_no_two_objects_share_a_turn(tmp_path: Path) -> None:
    settings = load_settings({"env": "development", "data": str(tmp_path)}, {}, tmp_path)
    app = _framework([read_both], {"settings": settings, "folder": tmp_path}, ())
    models = [
        model for route in app.routes if isinstance(route, HTTPRoute) for _, model in route.route_handler_map.values()
    ]
    turns = [len(batch) for model in models for batch in model.dependency_batches]
    assert turns == [1, 1]
