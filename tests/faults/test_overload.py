"""More orders wait than a lane takes: the rest are told to come back, health goes on answering, nobody is lost.

And a server that is told to end while orders wait inside it finishes them first. guarantees.md rows 38 and 89.
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter

import pytest
from tests.support.crowd import crowd_at
from tests.support.fire import TORTURE, Hit, Shot, Wire, fresh_key, scaled, until, volley
from tests.support.holding import stock_held
from tests.support.notes import Note
from tests.support.servers import Fleet, Server, a_sku, check_calm, order_shot

from niaga.platform.database import Engine
from niaga.platform.database.lanes import MOST_WAITING

BUYERS = MOST_WAITING + 200
WAITING = 20
DRAIN_SECONDS = 20
LIVE = Shot("/health/live", b"", method="GET")
METRICS = Shot("/metrics", b"", method="GET")
_SECONDS = 60


async def test_above_the_bound_buyers_are_put_off_while_health_answers(fleet: Fleet) -> None:
    if fleet.engine is not Engine.POSTGRESQL and not TORTURE:
        pytest.skip("the bound is the same on every engine, and a crowd takes its time")
    sku, keys = a_sku("ANTRE"), [fresh_key() for _ in range(BUYERS)]
    await fleet.stock_up({sku: BUYERS + 1})
    shots, port = [order_shot((sku, 1), key=key) for key in keys], fleet.ports[0]
    assert (await once(port, order_shot((sku, 1)))).status == 201
    async with stock_held(fleet):
        asking = [asyncio.create_task(once(port, shot)) for shot in shots]
        refused, _ = await asyncio.wait(asking, timeout=_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        assert {one.result().status for one in refused} == {503}, "the first answer is not a refusal"
        assert (await once(port, LIVE)).status == 200
    hits = list(await asyncio.gather(*asking))
    told = Counter((hit.status, hit.code) for hit in hits)
    assert set(told) == {(201, ""), (503, "request.overloaded")}, told
    assert told[201, ""] >= MOST_WAITING
    assert all(int(hit.headers["retry-after"]) >= 1 for hit in hits if hit.status == 503)
    again = await volley(fleet.ports[:1], shots)
    assert [hit.replayed for hit in again] == [hit.status == 201 for hit in hits]
    assert await fleet.levels(sku) == [(sku, BUYERS + 1, BUYERS + 1)]
    await check_calm(fleet, again)


async def once(port: int, shot: Shot) -> Hit:
    """One request on a connection of its own."""
    wire = Wire(port)
    try:
        return await wire.send(shot)
    finally:
        wire.close()


async def test_told_to_end_a_server_first_finishes_what_waits_inside_it(fleet: Fleet) -> None:
    sku, server = a_sku("AKHIR"), fleet.servers[0]
    await fleet.stock_up({sku: WAITING + 1})
    # Order numbers are claimed before anybody waits for stock, so the server needs to have some.
    assert (await once(server.port, order_shot((sku, 1)))).status == 201
    before = await drafts_seen(server)
    async with stock_held(fleet):
        asking = [asyncio.create_task(once(server.port, order_shot((sku, 1)))) for _ in range(WAITING)]
        await until(lambda: has_seen(server, before + WAITING))
        ending = asyncio.create_task(asyncio.to_thread(server.stop))
        await until(lambda: is_deaf(server))
    hits = await asyncio.gather(*asking)
    async with asyncio.timeout(DRAIN_SECONDS):
        assert await ending == 0
    assert {hit.status for hit in hits} == {201}
    server.start()
    await asyncio.to_thread(server.wait)
    assert await fleet.levels(sku) == [(sku, WAITING + 1, WAITING + 1)]
    await check_calm(fleet, hits)


async def drafts_seen(server: Server) -> int:
    """How many drafts came to the server's lane of orders so far, those that still wait included."""
    told = (await once(server.port, METRICS)).body.decode()
    counts = re.findall(r'^niaga_lane_(?:batch_size_sum|waiting){lane="place_orders"[^}]*} (\S+)$', told, re.MULTILINE)
    return int(sum(float(count) for count in counts))


async def has_seen(server: Server, drafts: int) -> bool:
    """Whether so many have come."""
    return await drafts_seen(server) >= drafts


async def is_deaf(server: Server) -> bool:
    """Whether it takes no new connection."""
    return (await once(server.port, LIVE)).status == 0


async def test_servers_that_are_ended_and_started_all_the_time_lose_nothing(fleet: Fleet, note: Note) -> None:
    async with crowd_at(fleet, a_sku("GANTI")) as crowd:
        for number in range(scaled(100, 1)):
            server = fleet.servers[number % len(fleet.servers)]
            await crowd.until_placed(5)
            assert await asyncio.to_thread(server.stop) == 0
            server.start()
            await asyncio.to_thread(server.wait)
        await crowd.leave()
    note(orders=await crowd.check_orders(), connections_ended_before_the_answer=crowd.cut_off)
