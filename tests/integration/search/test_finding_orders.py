"""Staff find orders by whom they are for, though all of that is sealed."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.support.shop import SETIABUDI, OpenShop, open_shop
from tests.support.statements import statements_of

from niaga.orders.public import index_orders
from niaga.platform.database import Database
from niaga.platform.search import forget_tokens, search_token

BUDI = {
    "contact": {"name": "Budi Nur'aini", "phone": "0813 1111 2222"},
    "shipping_address": {"recipient": "Ketut Árya", "phone": "081377778888", "street": "Jl. Dago 1", **SETIABUDI},
}


@pytest.fixture
async def shop(database: Database, tmp_path: Path) -> AsyncIterator[OpenShop]:
    async with open_shop(database, tmp_path) as opened:
        yield opened


async def found(shop: OpenShop, search: str, **more: str | int) -> list[str]:
    """The numbers of the orders that staff see."""
    answer = await shop.client.get("/admin/v1/orders", params={"search": search, **more}, headers=shop.staff)
    assert answer.status_code == 200, answer.text
    return [order["number"] for order in answer.json()["items"]]


async def tokens(shop: OpenShop) -> list[tuple[str, ...]]:
    rows = sa.select(search_token).order_by(*search_token.primary_key.columns)
    return [tuple(row) for row in await shop.database.read(lambda db: db.execute(rows).all())]


async def test_an_order_is_found_by_whom_it_is_for(shop: OpenShop):
    sari = (await shop.placed_order(("KOPI-250", 1)))["number"]
    budi = (await shop.placed_order(("KOPI-250", 1), **BUDI))["number"]
    assert (await found(shop, sari.lower()), await found(shop, "sari")) == ([sari], [])
    await shop.shop.relay.drain()
    for search in ("sari", "wul", "WULANDARI sari", "0812-3456-7890", "7890", "Sari@EXAMPLE.com", sari):
        assert await found(shop, search) == [sari], search
    for search in ("nuraini", "nur'", "ketut arya", "2222", "8888", "+62 813-1111-2222"):
        assert await found(shop, search) == [budi], search
    for search in ("sari budi", "ri", "wulandaris", "78", "example.com", "sari@example.org", "%", "'", "0000"):
        assert await found(shop, search) == [], search


async def test_pages_and_statuses_narrow_what_was_found(shop: OpenShop):
    orders = [await shop.placed_order(("KOPI-250", 1)) for _ in range(3)]
    numbers = [order["number"] for order in reversed(orders)]
    await shop.pay(orders[0])
    await shop.shop.relay.drain()
    first = await shop.client.get("/admin/v1/orders?search=sari&limit=2", headers=shop.staff)
    assert [one["number"] for one in first.json()["items"]] == numbers[:2]
    assert await found(shop, "sari", limit=2, cursor=first.json()["next_cursor"]) == numbers[2:]
    assert await found(shop, "sari wulan", status="processing") == [orders[0]["number"]]


async def test_tokens_are_written_after_placing_and_twice_are_once(shop: OpenShop):
    order = await shop.placed_order(("KOPI-250", 1))
    assert await tokens(shop) == []
    await shop.shop.relay.drain()
    written = await tokens(shop)
    assert len(written) == 12
    order_id = order["id"].removeprefix("ord_")
    await shop.database.write(lambda tx: index_orders(tx, [order_id, "no-such-order"]))
    assert await tokens(shop) == written
    await shop.database.write(lambda tx: forget_tokens(tx, "order", [order_id]))
    assert await tokens(shop) == []
    assert await found(shop, order["number"]) == [order["number"]]


async def test_many_orders_are_indexed_by_two_statements(shop: OpenShop):
    ids = [(await shop.placed_order(("KOPI-250", 1)))["id"].removeprefix("ord_") for _ in range(3)]
    with statements_of(shop.database) as sent:
        await shop.database.write(lambda tx: index_orders(tx, ids))
    assert len(sent) == 2, sent


async def test_no_token_says_what_it_is_of(shop: OpenShop):
    await shop.placed_order(("KOPI-250", 1))
    await shop.shop.relay.drain()
    for token, subject_type, _, key_id in await tokens(shop):
        assert (len(token), subject_type, key_id) == (16, "order", shop.database.vault.keyring.primary)
        assert not any(word in token for word in ("sari", "wul", "7890"))
