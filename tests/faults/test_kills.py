"""Servers are killed inside requests, again and again: nothing acknowledged is lost, nothing happens twice.

guarantees.md rows 30-32, G6.
"""

from __future__ import annotations

import asyncio
import random

from tests.support.fire import CUT_OFF, Hit, Wire, fresh_key, scaled, volley
from tests.support.servers import Fleet, Server, a_sku, check_calm, order_shot

from niaga.platform.database import Transaction
from niaga.platform.outbox import RecordedEvent, Relay, Subscription

KILLS = scaled(300, 4)
BUYERS = 8


class Crowd:
    """Buyers who repeat a request under its key until they have an answer, and then order something else."""

    def __init__(self, fleet: Fleet, sku: str) -> None:
        self._fleet = fleet
        self._sku = sku
        self.answers: dict[str, list[Hit]] = {}
        self.cut_off = 0
        self.leaving = asyncio.Event()

    async def buyer(self, number: int) -> None:
        """One of them; she goes to the other server when hers does not answer."""
        wires = [Wire(port) for port in self._fleet.ports]
        turn = number
        while not self.leaving.is_set():
            key = fresh_key()
            hits = self.answers.setdefault(key, [])
            while not hits or hits[-1].status == 0:
                hit = await wires[turn % len(wires)].send(order_shot((self._sku, 1), key=key))
                hits.append(hit)
                if hit.status == 0:
                    self.cut_off += hit is CUT_OFF
                    turn += 1
                    await asyncio.sleep(0.02)
        for wire in wires:
            wire.close()


async def strike(server: Server, dice: random.Random) -> None:
    """Kill it at some moment and have it serve again."""
    await asyncio.sleep(dice.uniform(0.05, 0.5))
    server.kill()
    server.start()
    await asyncio.to_thread(server.wait)


async def test_killed_inside_requests_no_order_is_lost_or_doubled(fleet: Fleet) -> None:
    sku, dice = a_sku("MATI"), random.Random(9)
    await fleet.stock_up({sku: 1_000_000})
    crowd = Crowd(fleet, sku)
    buyers = [asyncio.create_task(crowd.buyer(number)) for number in range(BUYERS)]
    for number in range(KILLS):
        await strike(fleet.servers[number % len(fleet.servers)], dice)
    crowd.leaving.set()
    await asyncio.gather(*buyers)

    keys = list(crowd.answers)
    acknowledged = [crowd.answers[key][-1] for key in keys]
    assert {hit.status for hit in acknowledged} == {201}
    assert crowd.cut_off > 0, "no kill landed inside a request: the test shows nothing"
    print(f"{fleet.engine.value}: {KILLS} kills, {crowd.cut_off} requests cut off, {len(keys)} orders")
    again = await volley(fleet.ports, [order_shot((sku, 1), key=key) for key in keys])
    assert [hit.body for hit in again] == [hit.body for hit in acknowledged]
    assert all(hit.replayed for hit in again)
    stored = await fleet.ask("SELECT order_id FROM order_line WHERE sku = :sku", sku=sku)
    assert len(stored) == len(keys) == len({hit.json()["id"] for hit in acknowledged})
    assert await fleet.levels(sku) == [(sku, 1_000_000, len(keys))]
    assert await heard_of(fleet) >= {row.order_id for row in stored}
    await check_calm(fleet, again)


async def heard_of(fleet: Fleet) -> set[str]:
    """The orders whose placing reaches a subscriber after all those deaths."""
    heard: set[str] = set()

    def hear(_tx: Transaction, fact: RecordedEvent) -> None:
        heard.add(fact.aggregate_id)

    async with fleet.database() as database:
        await Relay(database, [Subscription("test.hear", frozenset({"order.placed"}), hear)]).drain()
    return heard
