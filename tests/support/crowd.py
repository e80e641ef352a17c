"""A crowd of buyers who order without pause while the ground shakes, and what must be true of their orders afterwards."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable

from tests.support.fire import CUT_OFF, Hit, Shot, Wire, fresh_key, volley
from tests.support.servers import Fleet, check_calm, order_shot

from niaga.platform.database import Transaction
from niaga.platform.outbox import RecordedEvent, Relay, Subscription

PIECES = 1_000_000
# Amounts differ with the pieces: of one amount no more than some ten thousand transfers can be told apart at once.
_MOST_AT_ONCE = 6
_BUYERS = 8
_PAUSE_SECONDS = 0.02


class Crowd:
    """Buyers of one SKU who repeat a request under its key until it is settled, and then order something else.

    A connection that ended and a 503 settle nothing; every other answer is kept as the last one.
    """

    def __init__(self, fleet: Fleet, sku: str) -> None:
        self._fleet = fleet
        self._sku = sku
        self._dice = random.Random(6)
        self._wishes: dict[str, int] = {}
        self._leaving = asyncio.Event()
        self._buyers: list[asyncio.Task[None]] = []
        self.answers: dict[str, list[Hit]] = {}
        self.cut_off = 0
        self.put_off = 0
        self.under_way = 0

    async def come(self, buyers: int = _BUYERS) -> None:
        """Stock up and begin to order."""
        await self._fleet.stock_up({self._sku: PIECES})
        self._buyers = [asyncio.create_task(self._buy(number)) for number in range(buyers)]

    async def leave(self) -> None:
        """Every buyer waits for the answer that is due to her, and goes."""
        self._leaving.set()
        await asyncio.gather(*self._buyers)

    async def scatter(self) -> None:
        """Whoever is still there drops everything: a test has failed."""
        for buyer in self._buyers:
            buyer.cancel()
        await asyncio.gather(*self._buyers, return_exceptions=True)

    async def until_placed(self, more: int = 1, *, seconds: float = 60.0) -> None:
        """Wait until so many more orders are acknowledged."""
        await self._until(lambda: self.placed, self.placed + more, seconds)

    async def until_put_off(self, more: int = 1, *, seconds: float = 60.0) -> None:
        """Wait until so many more requests are told to come back later."""
        await self._until(lambda: self.put_off, self.put_off + more, seconds)

    async def _until(self, count: Callable[[], int], enough: int, seconds: float) -> None:
        end = time.monotonic() + seconds
        while count() < enough:
            await asyncio.sleep(_PAUSE_SECONDS / 2)
            assert time.monotonic() < end, f"not within {seconds} s"

    @property
    def placed(self) -> int:
        """How many orders were acknowledged so far."""
        return sum(1 for hits in self.answers.values() if hits and hits[-1].status == 201)

    async def _buy(self, number: int) -> None:
        wires = [Wire(port) for port in self._fleet.ports]
        turn = number
        try:
            while not self._leaving.is_set():
                turn = await self._order(wires, turn)
        finally:
            for wire in wires:
                wire.close()

    async def _order(self, wires: list[Wire], turn: int) -> int:
        """One order until it is settled, at one server after another; whose turn it is then."""
        key = fresh_key()
        self._wishes[key] = self._dice.randint(1, _MOST_AT_ONCE)
        hits = self.answers.setdefault(key, [])
        while True:
            hits.append(await self._ask(wires[turn % len(wires)], key))
            if hits[-1].status not in {0, 503}:
                return turn
            turn += 1
            await asyncio.sleep(_PAUSE_SECONDS)

    async def _ask(self, wire: Wire, key: str) -> Hit:
        self.under_way += 1
        try:
            hit = await wire.send(self._shot(key))
        finally:
            self.under_way -= 1
        self.cut_off += hit is CUT_OFF
        self.put_off += hit.status == 503
        return hit

    def _shot(self, key: str) -> Shot:
        return order_shot((self._sku, self._wishes[key]), key=key)

    def refusals(self) -> Counter[str]:
        """How often which 503 was told. Each is a problem document and says when to come back."""
        told = [hit for hits in self.answers.values() for hit in hits if hit.status == 503]
        for hit in told:
            assert hit.headers["content-type"] == "application/problem+json", hit
            assert int(hit.headers["retry-after"]) >= 1, hit
        return Counter(hit.code for hit in told)

    async def check_orders(self) -> int:
        """Each acknowledged order is there once, and asked again it is answered the same; how many there are."""
        acknowledged = {key: hits[-1] for key, hits in self.answers.items()}
        assert Counter((hit.status, hit.code) for hit in acknowledged.values()).keys() == {(201, "")}
        again = await volley(self._fleet.ports, [self._shot(key) for key in acknowledged])
        assert [hit.body for hit in again] == [hit.body for hit in acknowledged.values()]
        assert all(hit.replayed for hit in again)
        stored = await self._fleet.ask("SELECT order_id FROM order_line WHERE sku = :sku", sku=self._sku)
        assert len(stored) == len(acknowledged) == len({hit.json()["id"] for hit in acknowledged.values()})
        assert await self._fleet.levels(self._sku) == [(self._sku, PIECES, sum(self._wishes.values()))]
        assert await heard_of(self._fleet) >= {row.order_id for row in stored}
        await check_calm(self._fleet, again)
        return len(acknowledged)


@contextlib.asynccontextmanager
async def crowd_at(fleet: Fleet, sku: str) -> AsyncIterator[Crowd]:
    """A crowd that has come, and scatters at the latest at the end."""
    crowd = Crowd(fleet, sku)
    await crowd.come()
    try:
        yield crowd
    finally:
        await crowd.scatter()


async def heard_of(fleet: Fleet) -> set[str]:
    """The orders whose placing reaches a subscriber after all those deaths."""
    heard: set[str] = set()

    def hear(_tx: Transaction, fact: RecordedEvent) -> None:
        heard.add(fact.aggregate_id)

    async with fleet.database() as database:
        await Relay(database, [Subscription("test.hear", frozenset({"order.placed"}), hear)]).drain()
    return heard
