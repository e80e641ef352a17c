"""The stock of a shop, held by somebody else for a moment, so that whoever places an order waits inside the shop."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import AsyncIterator

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine
from tests.support.servers import Fleet

from niaga.platform.database import Engine
from niaga.platform.database.engines import driver_url


@contextlib.asynccontextmanager
async def stock_held(fleet: Fleet) -> AsyncIterator[None]:
    """No order can be placed while the block runs: its rows are locked (on SQLite, all writing is)."""
    if fleet.engine is Engine.SQLITE:
        connection = sqlite3.connect(str(sa.make_url(fleet.url).database), isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            connection.close()
        return
    engine = create_async_engine(driver_url(fleet.url), poolclass=sa.NullPool)
    async with engine.connect() as connection_of_ours:
        await connection_of_ours.execute(sa.text("SELECT variant_id FROM stock FOR UPDATE"))
        yield
        await connection_of_ours.rollback()
    await engine.dispose()
