"""Placing costs the same few statements however many orders share the transaction, and always the same texts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa
from tests.support.shop import REGIONS, OpenShop, an_order, open_shop

from niaga.checkout.drafts import OrderDraft, Placed
from niaga.checkout.wire import OrderBody, order_request
from niaga.foundation.identity import new_id
from niaga.platform.audit import Actor, ActorKind
from niaga.platform.database import Database, Engine, Transaction
from niaga.platform.idempotency import Claim

BUDGET = {Engine.POSTGRESQL: 2, Engine.MARIADB: 16, Engine.SQLITE: 16}


async def drafts(shop: OpenShop, count: int) -> list[OrderDraft]:
    """So many priced drafts of two lines, each under a key of its own."""
    desk = shop.shop.checkout
    body = msgspec.convert(an_order(("KOPI-250", 1), ("TEH-100", 2)), OrderBody)
    made = []
    for _ in range(count):
        request = order_request(body, REGIONS, language="en")
        claim = Claim("guest POST /store/v1/orders", new_id(), "f" * 64)
        made.append(desk._draft(request, await desk.quote(request), Actor(ActorKind.GUEST), claim))
    return made


async def statements_of(shop: OpenShop, batch: list[OrderDraft]) -> list[str]:
    """The statements that placing a batch sends."""
    sent: list[str] = []
    desk = shop.shop.checkout
    await desk._numbers.refill(shop.database.clock.now(), "Asia/Jakarta")

    def act(tx: Transaction) -> list[Any]:
        def listen(*args: Any) -> None:
            sent.append(args[2])

        sa.event.listen(tx.connection, "before_cursor_execute", listen)
        try:
            return desk._lane._action(tx, batch)  # type: ignore[return-value]
        finally:
            sa.event.remove(tx.connection, "before_cursor_execute", listen)

    outcomes = await shop.database.write(act)
    assert all(isinstance(one, Placed) for one in outcomes)
    return sent


@pytest.mark.parametrize("size", [1, 7, 64])
async def test_a_batch_of_any_size_keeps_to_the_budget(database: Database, tmp_path: Path, size: int) -> None:
    async with open_shop(database, tmp_path, stock={"KOPI-250": 500, "TEH-100": 500}) as shop:
        sent = await statements_of(shop, await drafts(shop, size))
    assert len(sent) <= BUDGET[database.engine], sent


async def test_the_texts_do_not_depend_on_the_size(database: Database, tmp_path: Path) -> None:
    async with open_shop(database, tmp_path, stock={"KOPI-250": 500, "TEH-100": 500}) as shop:
        few = await statements_of(shop, await drafts(shop, 2))
        many = await statements_of(shop, await drafts(shop, 64))
    assert few == many
