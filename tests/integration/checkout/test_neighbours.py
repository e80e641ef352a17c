"""Drafts that share a transaction do not pay for each other's refusals."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from tests.support.shop import REGIONS, OpenShop, an_order, open_shop

from niaga.checkout.drafts import OrderDraft, Placed, Refused
from niaga.checkout.wire import StaffOrderBody, order_request
from niaga.orders.errors import ExternalNumberTaken
from niaga.platform.audit import Actor, ActorKind
from niaga.platform.database import Database

GUEST = Actor(ActorKind.GUEST)


async def draft_of(shop: OpenShop, **changes: Any) -> OrderDraft:
    """A priced draft for one piece of the scarce thing."""
    body = msgspec.convert(an_order(("KOPI-250", 1), **changes), StaffOrderBody)
    request = order_request(body, REGIONS, language="en")
    desk = shop.shop.checkout
    return desk._draft(request, await desk.quote(request), GUEST, None)


async def place(shop: OpenShop, *drafts: OrderDraft) -> list[Any]:
    """Place drafts in one transaction."""
    desk = shop.shop.checkout
    await desk._numbers.refill(shop.database.clock.now(), "Asia/Jakarta")
    return await shop.database.write(lambda tx: desk._lane._action(tx, list(drafts)))


async def test_a_refused_draft_leaves_the_last_piece_to_its_neighbour(database: Database, tmp_path: Path) -> None:
    async with open_shop(database, tmp_path, stock={"KOPI-250": 2}) as shop:
        known = await draft_of(shop, channel="shopee", external_number="SP-1")
        [first] = await place(shop, known)
        assert isinstance(first, Placed)
        again = await draft_of(shop, channel="shopee", external_number="SP-1")
        refused, placed = await place(shop, again, await draft_of(shop))
    assert isinstance(refused, Refused)
    assert isinstance(refused.error, ExternalNumberTaken)
    assert isinstance(placed, Placed)
