"""Lanes are fair: first come, first served, nobody starves behind a crowd, and who leaves midway finds her answer later."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import Any

import sqlalchemy as sa
from tests.support.healthy import GUEST, KOPI, ZONE, Line, Shop

from niaga.checkout.actions.place import place_orders
from niaga.checkout.drafts import OrderDraft, Replayed
from niaga.foundation.identity import new_id
from niaga.platform.database import Database, Lane, Transaction
from niaga.platform.idempotency import Claim

TOGETHER = 4


class Batches:
    """An action that notes which drafts shared a transaction."""

    def __init__(self) -> None:
        self.seen: list[list[int]] = []

    def __call__(self, tx: Transaction, drafts: list[int]) -> list[int]:
        """Do something that takes a round to the database."""
        tx.execute(sa.text("UPDATE revision SET value = value + 1"))
        self.seen.append(list(drafts))
        return drafts


async def test_callers_are_served_and_answered_in_the_order_they_came(database: Database) -> None:
    batches, answered = Batches(), list[int]()
    lane: Lane[int, int] = Lane(database, batches, drivers=1, most_together=TOGETHER)

    async def call(number: int) -> None:
        answered.append(await lane.submit(number))

    await asyncio.gather(*(call(number) for number in range(40)))
    assert [draft for batch in batches.seen for draft in batch] == list(range(40)) == answered
    assert max(len(batch) for batch in batches.seen) == TOGETHER


async def test_a_newcomer_waits_for_those_before_her_and_for_nobody_who_came_later(database: Database) -> None:
    batches, leaving, crowd = Batches(), asyncio.Event(), 12
    lane: Lane[int, int] = Lane(database, batches, drivers=1, most_together=TOGETHER)

    async def keep_calling(number: int) -> None:
        while not leaving.is_set():
            await lane.submit(number)

    callers = [asyncio.create_task(keep_calling(number)) for number in range(crowd)]
    for newcomer in range(100, 120):
        before = len(batches.seen)
        async with asyncio.timeout(20):
            await lane.submit(newcomer)
        # What ran when she came, the crowd before her, and her own batch.
        assert len(batches.seen) - before <= 1 + crowd // TOGETHER + 1
    leaving.set()
    await asyncio.gather(*callers)


async def test_who_leaves_while_her_order_is_placed_finds_it_when_she_asks_again(database: Database) -> None:
    shop, loop, begun = Shop(database), asyncio.get_running_loop(), asyncio.Event()
    await shop.stock(KOPI, 10)
    await shop.numbers.refill(database.clock.now(), ZONE)
    action: Any = partial(place_orders, numbers=shop.numbers, render=lambda _tx, order, _payment: order.id.encode())

    def watched(tx: Transaction, drafts: list[OrderDraft]) -> list[Any]:
        loop.call_soon_threadsafe(begun.set)
        return action(tx, drafts)  # type: ignore[no-any-return]

    lane: Lane[OrderDraft, Any] = Lane(database, watched, drivers=1)
    claim = Claim(scope="guest POST /", key=new_id(), fingerprint="f")
    draft = replace(shop._draft((Line(KOPI, 1),), GUEST, 0, 0), claim=claim)
    leaving = asyncio.create_task(lane.submit(draft))
    await begun.wait()
    leaving.cancel()
    await asyncio.wait([leaving])
    again = await lane.submit(draft)
    assert leaving.cancelled()
    assert isinstance(again, Replayed)
