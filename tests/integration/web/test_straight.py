"""A straight route answers what the framework would: the same status, headers and bytes, for good input and for bad.

The framework is asked by a host that it takes and the straight way leaves to it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from tests.support.engines import test_vault as make_vault
from tests.support.hostile import PLACE, QUOTE, TAKE, Case, all_cases
from tests.support.shop import OpenShop, an_order, fresh_key, open_shop

from niaga.foundation.clock import ShopClock
from niaga.platform.database import Database
from niaga.platform.database.migrations import migrate

PLAIN, ODD = "shop.localhost", "shop~.localhost"
DOORS = (PLACE, TAKE, QUOTE)
HOSTILE = [one for one in all_cases() if one.door in DOORS and isinstance(one.content, bytes)]
SAME = {
    "X-Request-Id": "a-request-of-ours",
    "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    "Content-Type": "application/json",
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shop(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[OpenShop]:
    """One shop for all; none of these may leave a trace in it but the orders."""
    folder = tmp_path_factory.mktemp("straight")
    database = Database(f"sqlite:///{folder}/shop.db", vault=make_vault(), clock=ShopClock())
    await database.open()
    await migrate(database)
    async with open_shop(database, Path(folder)) as made:
        yield made
    await database.close()


async def both(shop: OpenShop, path: str, content: bytes, headers: dict[str, str]) -> list[httpx.Response]:
    """The same request, straight and by the framework."""
    sent = [{**SAME, **headers, "Host": host} for host in (PLAIN, ODD)]
    return [await shop.client.request("POST", path, content=content, headers=one) for one in sent]


def seen(answer: httpx.Response) -> tuple[Any, ...]:
    """All that a client sees of it."""
    return answer.status_code, answer.headers.multi_items(), answer.content


def test_there_is_much_to_ask():
    assert {one.door.name for one in HOSTILE} == {door.name for door in DOORS}
    assert len(HOSTILE) > 300


@pytest.mark.asyncio(loop_scope="module")
async def test_what_is_refused_is_refused_alike(shop: OpenShop) -> None:
    async def differs(case: Case) -> bool:
        who = shop.owner if case.door is TAKE else fresh_key()
        straight, framework = await both(shop, case.door.path, case.content, {**who, **case.headers})  # type: ignore[arg-type]
        assert straight.status_code >= 400, case.id
        return seen(straight) != seen(framework)

    assert [case.id for case in HOSTILE if await differs(case)] == []


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/store/v1/orders", {}),
        ("/store/v1/orders", {"Idempotency-Key": "short"}),
        ("/store/v1/orders", {"Content-Type": "text/plain"}),
        ("/store/v1/orders", {"Content-Length": "999999999"}),
        ("/store/v1/orders", {"Origin": "https://elsewhere.example"}),
        ("/store/v1/orders/", {}),
        ("/store/v1//orders", {}),
        ("/store/v1/orders?dry_run=true", {}),
        ("/store/v1/orders?dry_run=null", {}),
        ("/store/v1/orders?again=1", {}),
        ("/admin/v1/orders", {"Idempotency-Key": "0123456789abcdef"}),
        ("/admin/v1/orders", {"Authorization": "Bearer nobody"}),
        ("/store/v1/shipping/quotes", {"Accept": "text/html"}),
    ],
)
@pytest.mark.asyncio(loop_scope="module")
async def test_the_head_counts_alike(shop: OpenShop, path: str, headers: dict[str, str]) -> None:
    content = b'{"lines": []}' if "dry_run=true" in path else door_body(PLACE)
    straight, framework = await both(shop, path, content, headers)
    assert seen(straight) == seen(framework)


@pytest.mark.parametrize("path", ["/store/v1/orders", "/store/v1/shipping/quotes"])
@pytest.mark.asyncio(loop_scope="module")
async def test_an_empty_body_is_missing_alike(shop: OpenShop, path: str) -> None:
    straight, framework = await both(shop, path, b"", fresh_key())
    assert straight.json()["code"] == "request.body_missing"
    assert seen(straight) == seen(framework)


@pytest.mark.parametrize("door", [PLACE, TAKE])
@pytest.mark.asyncio(loop_scope="module")
async def test_an_order_is_placed_straight_and_repeated_by_both(shop: OpenShop, door: Any) -> None:
    who = shop.owner if door is TAKE else fresh_key()
    placed, by_framework = await both(shop, door.path, door_body(door), who)
    again, _ = await both(shop, door.path, door_body(door), who)
    assert (placed.status_code, by_framework.headers["idempotency-replayed"]) == (201, "true")
    assert placed.content == again.content
    assert seen(again) == seen(by_framework)


@pytest.mark.asyncio(loop_scope="module")
async def test_a_quote_says_the_same(shop: OpenShop) -> None:
    straight, framework = await both(shop, QUOTE.path, door_body(QUOTE), {})
    options = [[{**one, "id": None} for one in answer.json()["options"]] for answer in (straight, framework)]
    assert straight.status_code == framework.status_code == 200
    assert options[0] == options[1] != []


@pytest.mark.asyncio(loop_scope="module")
async def test_both_refuse_what_the_stock_does_not_have_alike(shop: OpenShop) -> None:
    content = httpx.Request("POST", "http://x", json=an_order(("KOPI-250", 9999))).content
    straight, framework = await both(shop, PLACE.path, content, fresh_key())
    assert straight.status_code == 409
    assert seen(straight) == seen(framework)


def door_body(door: Any) -> bytes:
    """What the door takes, as bytes."""
    return httpx.Request("POST", "http://x", json=door.body()).content
