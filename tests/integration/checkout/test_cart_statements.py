"""Carts cost a few statements, however many are ordered together and however much they hold."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.integration.checkout.test_statement_budget import BUDGET, drafts, statements_of
from tests.support.carts import a_cart
from tests.support.catalogue import statements_of as statements_read
from tests.support.shop import OpenShop, fresh_key, open_shop

from niaga.cart.public import SeenCart
from niaga.checkout.drafts import OrderDraft
from niaga.platform.database import Database, Engine

# On PostgreSQL the carts are completed in the one fused statement; elsewhere by one of their own.
MORE = {Engine.POSTGRESQL: 1, Engine.MARIADB: 2, Engine.SQLITE: 2}


@pytest.fixture
async def shop(database: Database, tmp_path: Path) -> AsyncIterator[OpenShop]:
    """A shop with plenty of coffee and tea."""
    async with open_shop(database, tmp_path, stock={"KOPI-250": 500, "TEH-100": 500}) as opened:
        yield opened


async def carted(shop: OpenShop, count: int) -> list[OrderDraft]:
    """So many drafts, each of a cart of its own."""
    made = []
    for draft in await drafts(shop, count):
        cart = await a_cart(shop.database)
        made.append(replace(draft, cart=SeenCart(cart.key, cart.version)))
    return made


@pytest.mark.parametrize("size", [1, 7, 64])
async def test_carts_are_locked_at_once_and_completed_at_once(shop: OpenShop, size: int) -> None:
    sent = await statements_of(shop, await carted(shop, size))
    assert len(sent) <= BUDGET[shop.database.engine] + MORE[shop.database.engine], sent
    left = await shop.database.read(
        lambda db: db.execute(sa.text("SELECT COUNT(*) FROM cart WHERE order_id IS NULL")).scalar_one()
    )
    assert left == 0


async def test_reading_a_cart_costs_as_much_with_many_lines_as_with_one(shop: OpenShop) -> None:
    counts = []
    for skus in (["KOPI-250"], ["KOPI-250", "TEH-100"]):
        lines = [{"sku": sku, "quantity": 1} for sku in skus]
        made = await shop.client.post("/store/v1/carts", json={"lines": lines}, headers=fresh_key())
        await shop.client.get("/store/v1/shop")
        seen = statements_read(shop.database)
        answer = await shop.client.get(f"/store/v1/carts/{made.json()['id']}")
        assert len(answer.json()["lines"]) == len(skus)
        counts.append(len([one for one in seen if "revision.value" not in one]))
    assert counts == [4, 4], seen
