"""The same request in two processes at once: whoever waits for her twin's rows gets her twin's order, not a refusal."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.support.shop import REGIONS, OpenShop, an_order, open_shop

from niaga.checkout.drafts import OrderDraft, Placed, Refused, Replayed
from niaga.checkout.wire import OrderBody, order_request
from niaga.platform.audit import Actor, ActorKind
from niaga.platform.database import Database, Engine, Transaction
from niaga.platform.http.answers import answered_before
from niaga.platform.idempotency import Claim

HELD = {Engine.POSTGRESQL: "SELECT pg_sleep(0.5)", Engine.MARIADB: "SELECT SLEEP(0.5)"}
CLAIM = Claim("guest POST /store/v1/orders", "one-key-for-both-twins", "f" * 64)
OTHER = Claim("guest POST /store/v1/orders", "a-key-of-somebody-else", "f" * 64)


async def draft_of(shop: OpenShop, claim: Claim) -> OrderDraft:
    """A priced draft for the last piece."""
    request = order_request(msgspec.convert(an_order(("KOPI-250", 1)), OrderBody), REGIONS, language="en")
    desk = shop.shop.checkout
    return desk._draft(request, await desk.quote(request), Actor(ActorKind.GUEST), claim)


async def place_while_the_first_is_held(shop: OpenShop, *later: Claim) -> list[Any]:
    """Place under CLAIM and hold that transaction open while the later ones, which see nothing of it, wait for its rows."""
    desk, holding = shop.shop.checkout, asyncio.Event()
    first, rest = await draft_of(shop, CLAIM), [await draft_of(shop, claim) for claim in later]
    await desk._numbers.refill(shop.database.clock.now(), "Asia/Jakarta")

    def hold(tx: Transaction) -> Any:
        [outcome] = desk._lane._action(tx, [first])
        holding.set()
        tx.connection.exec_driver_sql(HELD[shop.database.engine])
        return outcome

    held = asyncio.create_task(shop.database.write(hold))
    await holding.wait()
    outcomes = await shop.database.write(lambda tx: desk._lane._action(tx, rest))
    assert isinstance(await held, Placed)
    return list(outcomes)


@pytest.fixture
def shared(database: Database) -> Database:
    if database.engine is Engine.SQLITE:
        pytest.skip("SQLite has one writer at a time by design")
    return database


async def test_a_twin_that_waited_for_the_last_piece_is_a_replay(shared: Database, tmp_path: Path) -> None:
    async with open_shop(shared, tmp_path, stock={"KOPI-250": 1}) as shop:
        twin, other = await place_while_the_first_is_held(shop, CLAIM, OTHER)
        before = await answered_before(shop.database, CLAIM)
    assert isinstance(twin, Replayed)
    assert twin.answer == before
    assert isinstance(other, Refused), "somebody else's request is refused all the same"
