"""The tiny shop as a real server: `python -m tests.support.edge_server PORT WORKERS [TRUSTED_PROXIES]`."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any

from litestar import get
from tests.support.edge_app import edge_app

from niaga.platform.http import PUBLIC, ShopRequest
from niaga.platform.http.networks import network_of_request
from niaga.platform.logging import configure_logging
from niaga.platform.settings import Settings, load_settings
from niaga.web.server import serve_application


@get("/store/v1/slow", policy=PUBLIC)
async def answer_slowly() -> dict[str, bool]:
    """Takes a second."""
    await asyncio.sleep(1)
    return {"done": True}


@get("/store/v1/whence", policy=PUBLIC)
async def say_whence(request: ShopRequest) -> dict[str, str]:
    """The network that is counted for the caller."""
    return {"network": network_of_request(request)}


def settings_of_process() -> Settings:
    """Port, workers and trusted proxies from the command line; what a worker process sees is the same command line."""
    port, workers = sys.argv[1:3]
    proxies = sys.argv[3] if len(sys.argv) > 3 else None
    # Never opened: several workers are refused on SQLite.
    database = "postgresql://nobody@127.0.0.1/nothing"
    flags = {"port": port, "workers": workers, "database": database, "trusted_proxies": proxies}
    return load_settings(flags, {}, Path.cwd())


def make_app() -> Any:
    """The application, in whichever process."""
    configure_logging("info", pretty=False)
    return edge_app(handlers=[answer_slowly, say_whence], settings=settings_of_process())


if __name__ == "__main__":
    sys.exit(0 if serve_application(make_app, settings_of_process()) else 1)
