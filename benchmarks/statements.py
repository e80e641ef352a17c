"""How many statements a read costs when nothing is kept: counted in this process, where they are sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import sqlalchemy as sa

from benchmarks import rig, scenarios
from niaga.app import assemble_shop, make_shop, open_shop
from niaga.platform.settings import load_settings
from niaga.platform.traces import current_trace

if TYPE_CHECKING:
    from pathlib import Path

READS = {
    "list": f"/store/v1/products?limit={scenarios.PAGE}",
    "list, every filter": "/store/v1/products?search=jacket 0003&in_stock=true&price_min=1&price_max=90000&facets=true",
    "search that finds nothing": "/store/v1/products?search=jacket zzzz",
    "detail": "/store/v1/products/product-0001",
}


async def count_statements(url: str, folder: Path) -> dict[str, int]:
    """Statements of each of `READS` on this database."""
    flags = {"data": str(folder), "database": url, "relay": "off", "log_level": "warning"}
    shop = make_shop(load_settings(flags, rig.environment(), folder))
    sent = 0

    def count(*_: Any) -> None:
        nonlocal sent
        # What the shop asks by itself meanwhile, such as the database's time, belongs to no request.
        sent += current_trace() is not None

    found = {}
    transport = httpx.ASGITransport(assemble_shop(shop))  # type: ignore[arg-type]
    async with open_shop(shop), httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        sa.event.listen(sa.Engine, "before_cursor_execute", count)
        try:
            for name, path in READS.items():
                before = sent
                answer = await client.get(path, headers={"Cookie": "bench=1"})
                answer.raise_for_status()
                found[name] = sent - before
        finally:
            sa.event.remove(sa.Engine, "before_cursor_execute", count)
    return found
