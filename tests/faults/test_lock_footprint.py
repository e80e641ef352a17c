"""What concerns one stock row waits for nobody who holds another, however small the shop is.

MariaDB left to itself reads a small table from end to end and queues at every row that somebody holds; so did two orders
of different things deadlock.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import pytest
import sqlalchemy as sa
from tests.support.servers import put_on_sale

from niaga.inventory import store
from niaga.inventory.model import StockKey
from niaga.platform.database import Database, Engine, Transaction, Write, WriteStatement, write_all

PATIENCE_SECONDS = 2.0


def _locks(tx: Transaction, keys: Sequence[StockKey]) -> None:
    store.lock_levels(tx, keys)


def _changes(statement: WriteStatement) -> Callable[[Transaction, Sequence[StockKey]], None]:
    return lambda tx, keys: write_all(tx, [Write(statement, [(*key, 1) for key in keys], expect=len(keys))])


DEEDS = {
    "lock": _locks,
    "reserve": _changes(store.RESERVE),
    "release": _changes(store.RELEASE),
    "ship": _changes(store.SHIP),
    "add": _changes(store.ADD),
}


@pytest.mark.parametrize("second", list(DEEDS))
@pytest.mark.parametrize("first", ["lock", "reserve"])
async def test_rows_of_others_are_neither_waited_for_nor_locked(database: Database, first: str, second: str) -> None:
    if database.engine is Engine.SQLITE:
        pytest.skip("SQLite has one writer at a time by design")
    ids = await put_on_sale(database, {f"BARANG-{number:02}": 10 for number in range(12)})
    keys = sorted(StockKey(one) for one in ids.values())
    held, wanted, more = [keys[3], keys[8]], [*keys[:3], *keys[4:8], keys[9]], keys[10:]
    await database.write(lambda tx: write_all(tx, [Write(store.RESERVE, [(*key, 2) for key in keys], expect=12)]))

    def run(raw: sa.Connection, deed: str, keys: Sequence[StockKey]) -> None:
        DEEDS[deed](Transaction(raw, engine=database.engine, now=database.clock.now(), vault=database.vault), keys)

    async with database._writer.connect() as one, database._writer.connect() as other:
        await one.run_sync(run, first, held)
        async with asyncio.timeout(PATIENCE_SECONDS):
            # Rows on both sides of those that are held.
            await other.run_sync(run, second, wanted)
            # And what the second did keeps the first from nothing.
            await one.run_sync(run, second, more)
        await other.rollback()
        await one.rollback()
