"""Servers are killed inside requests, again and again: nothing acknowledged is lost, nothing happens twice.

guarantees.md rows 30-32, G6.
"""

from __future__ import annotations

import asyncio
import random

from tests.support.crowd import Crowd, crowd_at
from tests.support.fire import scaled
from tests.support.notes import Note, progress
from tests.support.servers import Fleet, Server, a_sku

KILLS = scaled(334, 4)
"""On each engine: a thousand in all."""


async def strike(server: Server, crowd: Crowd, dice: random.Random) -> bool:
    """Kill it at some moment and have it serve again; whether that cut a request off."""
    await asyncio.sleep(dice.uniform(0.05, 0.5))
    before = crowd.cut_off
    server.kill()
    server.start()
    await asyncio.to_thread(server.wait)
    return crowd.cut_off > before


async def test_killed_inside_requests_no_order_is_lost_or_doubled(fleet: Fleet, note: Note) -> None:
    dice = random.Random(9)
    counted = struck = 0
    async with crowd_at(fleet, a_sku("MATI")) as crowd:
        while counted < KILLS:
            counted += await strike(fleet.servers[struck % len(fleet.servers)], crowd, dice)
            struck += 1
            progress(counted, KILLS, "kills inside requests")
            assert struck <= KILLS * 3, "hardly a kill lands inside a request: the test shows nothing"
        await crowd.leave()
    orders = await crowd.check_orders()
    note(kills_inside_requests=counted, of_kills=struck, requests_cut_off=crowd.cut_off, orders=orders)
