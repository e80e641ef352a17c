"""A client for staff, and their keys."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from niaga.accounts.public import Sessions, StaffDoor, StaffKeys, create_staff
from niaga.catalogue.http import routes
from niaga.platform.database import Database
from niaga.platform.settings import load_settings
from niaga.web.application import assemble


@pytest.fixture
async def wati(database: Database, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """The admin's client."""
    live = {"database": database, "staff_door": StaffDoor(StaffKeys(database), Sessions(database))}
    app = assemble(routes, live, load_settings({}, {}, tmp_path))
    _, key = await database.write(lambda tx: create_staff(tx, "wati@example.com", "owner"))
    headers = {"Accept-Language": "en", "Authorization": f"Bearer {key}"}
    transport = httpx.ASGITransport(app)  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000", headers=headers) as made:
        yield made
