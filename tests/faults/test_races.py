"""Races over HTTP against real server processes: two on PostgreSQL and MariaDB, one on SQLite.

guarantees.md rows 1-3. After each race the doctor looks at the whole database.
"""

from __future__ import annotations

import secrets
import time
from collections import Counter

import msgspec
from tests.support.fire import Hit, Shot, fresh_key, scaled, volley
from tests.support.servers import Fleet
from tests.support.shop import an_order


def a_sku(word: str) -> str:
    """A SKU of this test alone."""
    return f"{word}-{secrets.token_hex(3)}".upper()


def order_shot(*lines: tuple[str, int], key: str | None = None) -> Shot:
    """Sari's order, ready to be fired."""
    return Shot(
        "/store/v1/orders",
        msgspec.json.encode(an_order(*lines)),
        (("Idempotency-Key", key or fresh_key()), ("Accept-Language", "en")),
    )


async def check_calm(fleet: Fleet, hits: list[Hit]) -> None:
    """No server failed, nothing broke a promise."""
    broken = [hit for hit in hits if hit.status >= 500 or hit.status == 0]
    assert not broken, (Counter((hit.status, hit.code) for hit in broken if hit.status), fleet.failures())
    assert fleet.failures() == []
    assert (await fleet.doctor()).startswith("Healthy")


async def test_five_hundred_units_for_two_thousand_buyers(fleet: Fleet) -> None:
    units, buyers = 500, scaled(10_000, 2_000)
    sku = a_sku("PANAS")
    await fleet.stock_up({sku: units})
    started = time.perf_counter()
    hits = await volley(fleet.ports, [order_shot((sku, 1)) for _ in range(buyers)])
    took = time.perf_counter() - started
    print(f"{fleet.engine.value}: {buyers} buyers in {took:.1f} s")
    sold = [hit for hit in hits if hit.status == 201]
    refused = [hit for hit in hits if hit.status == 409]
    assert (len(sold), len(refused)) == (units, buyers - units)
    assert len({hit.json()["number"] for hit in sold}) == units
    for hit in refused:
        told = hit.json()
        assert told["code"] == "inventory.out_of_stock"
        assert told["errors"][0]["path"] == "lines[0].quantity"
        assert told["lines"] == [{"sku": sku, "requested": 1, "available": 0}]
    assert await fleet.levels(sku) == [(sku, units, units)]
    await check_calm(fleet, hits)
