"""One poisonous draft among many fails alone, and costs its neighbours neither their order nor their number."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa
from tests.support.healthy import GUEST, KOPI, ZONE, Line, Shop

from niaga.checkout.actions.place import place_orders
from niaga.checkout.drafts import OrderDraft, Placed
from niaga.cli.doctor import doctor_report
from niaga.platform.database import Database, Lane

TOGETHER = 64


def poisoned(draft: OrderDraft) -> OrderDraft:
    """An order whose total does not add up: a bug in pricing, which the database refuses."""
    order = draft.priced.order
    wrong = msgspec.structs.replace(order, totals=msgspec.structs.replace(order.totals, total=order.totals.total + 1))
    return replace(draft, priced=msgspec.structs.replace(draft.priced, order=wrong))


@pytest.mark.parametrize("numbers_used", [0, 370])
async def test_a_poison_draft_among_sixty_four_fails_alone(database: Database, numbers_used: int) -> None:
    shop = Shop(database)
    await shop.stock(KOPI, 1_000)
    now = database.clock.now()
    await shop.numbers.refill(now, ZONE)
    for _ in range(numbers_used):
        await database.write(lambda tx: shop.numbers.take(tx, "NG", ZONE))
    action = partial(place_orders, numbers=shop.numbers, render=lambda _tx, order, _payment: order.id.encode())
    lane: Lane[OrderDraft, Any] = Lane(database, action, drivers=1)
    drafts = [shop._draft((Line(KOPI, 1),), GUEST, 0, 0) for _ in range(TOGETHER)]
    drafts[17] = poisoned(drafts[17])

    async def submit(draft: OrderDraft) -> Any:
        await shop.numbers.refill(now, ZONE)
        return await lane.submit(draft)

    outcomes = await asyncio.gather(*(submit(draft) for draft in drafts), return_exceptions=True)
    failed = [place for place, outcome in enumerate(outcomes) if not isinstance(outcome, Placed)]
    assert failed == [17], [repr(outcomes[place])[:200] for place in failed]
    assert isinstance(outcomes[17], sa.exc.DBAPIError)
    numbers = await database.read(lambda db: list(db.execute(sa.text("SELECT number FROM customer_order")).scalars()))
    assert len(set(numbers)) == TOGETHER - 1
    report = await doctor_report(database)
    assert report.healthy, report.text()
