"""The corpus at every field of every documented operation: refused by name or kept as it is, and never a 500.

guarantees.md rows 69-75, G22. `NIAGA_TORTURE=1` puts every row everywhere.
"""

from __future__ import annotations

import json
from pathlib import Path

from tests.support.accounts import open_account_shop
from tests.support.corpus import Stage, every_pair, in_turn, some_pairs
from tests.support.documented import Operation, Where, operations, places
from tests.support.fire import scaled
from tests.support.hostile import TEXTS
from tests.support.notes import Note
from tests.support.openings import Openings
from tests.support.payloads import Form, Payload, all_payloads
from tests.support.shop import OpenShop

from niaga.app import openapi_json
from niaga.platform.database import Database, Engine
from niaga.platform.settings import load_settings

COUNT = {
    Engine.SQLITE: scaled(0, 1_600),
    Engine.POSTGRESQL: scaled(60_000, 400),
    Engine.MARIADB: scaled(60_000, 400),
}
"""How many requests on each engine; none: every row at every place."""
SEED = 2026
DECOMPOSED = Payload("nfd", 0, Form.TEXT, TEXTS["nfd"])
STOCK = {"KOPI-250": 10_000_000, "TEH-100": 10_000_000}


async def documented(shop: OpenShop) -> list[Operation]:
    """Every operation of this shop's document."""
    return operations((await shop.client.get("/openapi.json")).json())


async def test_whatever_strangers_write_anywhere_is_refused_by_name_or_kept(
    database: Database, tmp_path: Path, note: Note
) -> None:
    payloads = all_payloads()
    assert len(payloads) > 500
    async with open_account_shop(database, tmp_path, stock=STOCK) as accounts:
        shop = accounts.opened
        asked = await documented(shop)
        found = [place for operation in asked for place in places(operation)]
        assert len({place.name for place in found if place.where is Where.BODY}) > 60
        count = COUNT[database.engine]
        pairs = some_pairs(in_turn(found), payloads, count, SEED) if count else every_pair(found, payloads)
        pairs += [(place, DECOMPOSED) for place in found if place.where is Where.BODY]
        made_at = {one.path: one for one in asked if one.method == "POST"}
        stage = Stage(shop, Openings(shop, {}), made_at)
        await stage.set_up()
        await stage.ask_all(pairs)
    refused = sum(times for status, times in stage.answers.items() if status >= 400)
    note(requests=len(pairs), rows=len(payloads), places=len(found), refused=refused)
    assert stage.complaints == []
    assert sum(stage.answers[status] for status in (200, 201)) > len(pairs) / 20
    assert len(stage.came_back) > 10, "hardly an answer shows what was stored"


async def test_the_sample_leaves_no_row_and_no_place_out(tmp_path: Path) -> None:
    settings = load_settings({"env": "development", "data": str(tmp_path)}, {}, tmp_path)
    asked = operations(json.loads(openapi_json(settings)))
    found = in_turn([place for operation in asked for place in places(operation)])
    pairs = some_pairs(found, all_payloads(), 1_600, SEED)
    assert {place.id for place, _ in pairs} == {place.id for place in found}
    assert {payload.id for _, payload in pairs} == {payload.id for payload in all_payloads()}
