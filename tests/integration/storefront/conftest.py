"""A shop with shelves, whose pages a test opens. What pages show does not hang on the engine, so one is enough."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.support.catalogue import bring_in
from tests.support.markup import Page
from tests.support.pages import Look, fill_shelves, opened
from tests.support.shop import OpenShop, open_shop

from niaga.platform.database import Database, Engine


@pytest.fixture(params=[Engine.SQLITE], ids=["sqlite"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """One engine."""
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
async def shop(database: Database, tmp_path: Path) -> AsyncIterator[OpenShop]:
    """The shop of `tests/support/pages.py`, with stock."""
    async with open_shop(database, tmp_path, stock={}) as made:
        await database.write(fill_shelves)
        await bring_in(database, {"MERAH-M": 20, "MERAH-L": 3, "BIRU-M": 5, "KOPI-1": 8})
        yield made


@pytest.fixture
def look(shop: OpenShop) -> Look:
    """Opens a page and reads it."""

    async def at(path: str, status: int = 200, **headers: str) -> Page:
        answer = await opened(shop, path, **headers)
        assert answer.status_code == status, answer.text
        return Page(answer.text)

    return at
