"""What a visitor's browser keeps of a purchase: three cookies that neither scripts nor other sites can reach."""

from __future__ import annotations

from pathlib import Path

import httpx
from tests.support.catalogue import bring_in
from tests.support.pages import fill_shelves
from tests.support.purchases import Shopper
from tests.support.shop import open_shop

from niaga.platform.database import Database

HTTPS = "https://toko.example.com"


async def test_every_cookie_of_a_purchase_is_out_of_reach(database: Database, tmp_path: Path) -> None:
    async with open_shop(database, tmp_path, stock={}, env="production", public_url=HTTPS) as shop:
        await database.write(fill_shelves)
        await bring_in(database, {"MERAH-M": 2})
        sari, given = Shopper(shop), list[str]()

        async def note(answer: httpx.Response) -> None:
            given.extend(answer.headers.get_list("set-cookie"))

        sari.client.base_url, sari.client.event_hooks = HTTPS, {"response": [note]}
        await sari.add("kemeja-batik", "MERAH-M")
        await sari.order()
    names = {one.partition("=")[0] for one in given}
    assert names == {"__Host-niaga_visit", "__Host-niaga_cart", "__Host-niaga_order"}
    for one in given:
        assert {"HttpOnly", "Secure", "Path=/", "SameSite=lax"} <= set(one.split("; ")), one
        assert "Domain" not in one
