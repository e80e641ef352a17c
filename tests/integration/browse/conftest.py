"""A client that reads the shop over HTTP, and stock for what it reads."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from niaga.browse.http import routes
from niaga.platform.database import Database
from niaga.platform.settings import load_settings
from niaga.web.application import assemble


@pytest.fixture
async def client(database: Database, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """A buyer's client, in English unless a request says otherwise."""
    app = assemble(routes, {"database": database}, load_settings({}, {}, tmp_path))
    transport = httpx.ASGITransport(app)  # type: ignore[arg-type]
    headers = {"Accept-Language": "en"}
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000", headers=headers) as made:
        yield made
