"""What hot reads promise across processes, under load: prices within half a second, stock within one."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.support.catalogue import WATI, a_product, bring_in, sell
from tests.support.engines import test_vault as a_vault
from tests.support.servers import Fleet, a_sku
from tests.support.shop import an_order, fresh_key

from niaga.browse.http import routes
from niaga.catalogue.public import VariantChange, change_variant
from niaga.inventory.public import Quantity, StockKey, reserve_writes
from niaga.platform.database import Database, write_all
from niaga.platform.settings import load_settings
from niaga.web.application import assemble
from niaga.web.hot_reads import HotReads

PRICE_SECONDS, STOCK_SECONDS = 0.5, 1.0
READERS, ROUNDS = 6, 3
ENOUGH_SECONDS = 20
_VARIANT = "SELECT v.id, p.slug FROM variant v JOIN product p ON p.id = v.product_id WHERE v.sku = :sku"
Seen = list[tuple[float, int]]


@asynccontextmanager
async def watched(client: httpx.AsyncClient, path: str, field: str) -> AsyncIterator[Seen]:
    """What many readers see meanwhile, by when they asked."""
    seen: Seen = []

    async def look() -> None:
        while True:
            asked_at = time.monotonic()
            answer = await client.get(path)
            assert answer.status_code == 200, answer.text
            seen.append((asked_at, answer.json()["variants"][0][field]))
            await asyncio.sleep(0.002)

    readers = [asyncio.create_task(look()) for _ in range(READERS)]
    try:
        yield seen
    finally:
        for reader in readers:
            reader.cancel()
        ended = await asyncio.gather(*readers, return_exceptions=True)
        assert [one for one in ended if not isinstance(one, asyncio.CancelledError)] == []


async def check_shown_within(
    seconds: float, watch: Callable[[], Any], changes: list[tuple[int, Callable[[], Awaitable[object]]]]
) -> None:
    """Each change is made under load; whoever asks later than `seconds` after it sees it, and never the old again."""
    for value, change in changes:
        async with watch() as seen:
            await asyncio.sleep(0.1)
            await change()
            from_then_on = time.monotonic() + seconds
            await asyncio.sleep(seconds)
            async with asyncio.timeout(ENOUGH_SECONDS):
                while len(late := [shown for at, shown in seen if at > from_then_on]) <= 2 * READERS:  # noqa: ASYNC110 - a look
                    await asyncio.sleep(0.05)
        assert set(late) == {value}


@pytest.fixture
async def other(database: Database, engine_url: str) -> AsyncIterator[Database]:
    """The same shop's database, as another process has it."""
    made = Database(engine_url, vault=a_vault(), clock=database.clock)
    await made.open()
    yield made
    await made.close()


def a_client(database: Database, folder: Path, hot_reads: HotReads) -> httpx.AsyncClient:
    app = assemble(routes, {"database": database}, load_settings({}, {}, folder), hot_reads=hot_reads)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1:8000")  # type: ignore[arg-type]


async def test_what_another_application_changes_shows_in_time(database: Database, other: Database, tmp_path: Path):
    [product] = await sell(database, a_product("Kopi"))
    await bring_in(database, {"KOPI": 100})
    variant = product.variants[0].id
    hot = HotReads(other)

    async def price(value: int) -> None:
        await database.write(lambda tx: change_variant(tx, WATI, variant, VariantChange(price=value)))

    async def reserve() -> None:
        await database.write(lambda tx: write_all(tx, reserve_writes([Quantity(StockKey(variant), 1)])))

    async with a_client(other, tmp_path, hot) as client:
        path = "/store/v1/products/kopi"
        prices = [(value, lambda value=value: price(value)) for value in (91_000, 92_000, 93_000)]
        await check_shown_within(PRICE_SECONDS, lambda: watched(client, path, "price"), prices)
        pieces = [(left, reserve) for left in (99, 98)]
        await check_shown_within(STOCK_SECONDS, lambda: watched(client, path, "available"), pieces)
        assert hot.hits > 10 * hot.misses


async def test_what_this_process_changes_shows_at_once(database: Database, tmp_path: Path):
    [product] = await sell(database, a_product("Kopi"))
    variant = product.variants[0].id
    async with a_client(database, tmp_path, HotReads(database)) as client:
        for pieces, price in ((3, 91_000), (6, 92_000), (9, 93_000)):
            await bring_in(database, {"KOPI": 3})
            change = VariantChange(price=price)
            await database.write(lambda tx, change=change: change_variant(tx, WATI, variant, change))
            shown = (await client.get("/store/v1/products/kopi")).json()["variants"][0]
            assert (shown["available"], shown["price"]) == (pieces, price)


async def test_what_another_process_changes_shows_in_time(engine_url: str):
    fleet = Fleet(engine_url, servers=2)
    try:
        fleet.start()
        sku = a_sku("panas")
        await fleet.stock_up({sku: 100})
        [row] = await fleet.ask(_VARIANT, sku=sku)
        here, there = (httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") for port in fleet.ports)
        path = f"/store/v1/products/{row.slug}"

        async def price(value: int) -> None:
            [now] = await fleet.ask("SELECT revision FROM variant WHERE id = :id", id=row.id)
            headers = {"Authorization": f"Bearer {fleet.keys['owner']}", "If-Match": f'"{now.revision}"', **fresh_key()}
            answer = await here.patch(f"/admin/v1/variants/var_{row.id}", json={"price": value}, headers=headers)
            assert answer.status_code == 200, answer.text
            assert (await here.get(path)).json()["price_min"] == value

        async def order() -> None:
            answer = await here.post("/store/v1/orders", json=an_order((sku, 1)), headers=fresh_key())
            assert answer.status_code == 201, answer.text

        async with here, there:
            prices = [(value, lambda value=value: price(value)) for value in (91_000, 92_000)]
            await check_shown_within(PRICE_SECONDS, lambda: watched(there, path, "price"), prices)
            pieces = [(left, order) for left in (99, 98)]
            await check_shown_within(STOCK_SECONDS, lambda: watched(there, path, "available"), pieces)
        assert fleet.failures() == []
    finally:
        fleet.close()
