"""Streams of real server processes: cut, stormed, stalled and ended, and still every id once.

guarantees.md rows 52, 53, 54, 89, G18.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import socket
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from tests.support.fire import Wire, scaled, volley
from tests.support.servers import Fleet, Server, a_sku, check_calm, order_shot, staff_shot
from tests.support.sse import Connection, stream_path

from niaga.platform.database import Engine

CUTS = 20
ORDERS = 500
STORM = scaled(10_000, 200)
GONE_SECONDS = 2.0
ALL = stream_path("orders,payments", "admin")
SERVERS = {Engine.SQLITE: 1, Engine.POSTGRESQL: 2, Engine.MARIADB: 2}


@pytest.fixture(scope="module")
def started() -> Any:
    """The fleets of this module, whose servers carry their own events."""
    fleets: dict[Engine, Fleet] = {}
    yield fleets
    for one in fleets.values():
        one.close()


@pytest.fixture
def live(engine: Engine, engine_url: str, started: dict[Engine, Fleet]) -> Fleet:
    """A shop with two live server processes (one on SQLite), on each engine in turn."""
    if engine not in started:
        made = started[engine] = Fleet(engine_url, servers=SERVERS[engine])
        for server in made.servers:
            server.relay = True
            server.environment = {"NIAGA_STREAMS": str(2 * STORM)}
        made.start()
    return started[engine]


def key_of(fleet: Fleet) -> dict[str, str]:
    """Wati's key."""
    return {"Authorization": f"Bearer {fleet.keys['owner']}"}


async def order(fleet: Fleet, sku: str) -> dict[str, Any]:
    """Sari orders one piece."""
    (hit,) = await volley(fleet.ports[:1], [order_shot((sku, 1))])
    return hit.json()


class Watcher:
    """A page that follows the whole shop over a bad network: it is cut off after so many events and comes back."""

    def __init__(self, fleet: Fleet, dice: random.Random) -> None:
        self._fleet = fleet
        self._dice = dice
        self.ids: list[int] = []
        self.last_id: int | None = None
        self.cuts = 0
        self.resets = 0

    async def watch(self, wanted: int) -> None:
        """Until so many events were heard, at one server after the other."""
        while len(self.ids) < wanted:
            port = self._fleet.ports[self.cuts % len(self._fleet.ports)]
            seen = {} if self.last_id is None else {"Last-Event-ID": str(self.last_id)}
            page = await Connection.open(port, ALL, {**key_of(self._fleet), **seen})
            await self._listen(page, min(wanted, len(self.ids) + self._dice.randint(20, 45)))
            page.cut()
            self.cuts += 1

    async def _listen(self, page: Connection, until: int) -> None:
        while len(self.ids) < until:
            told = await page.next()
            self.last_id = page.last_id
            self.resets += told.name == "reset"
            if told.is_fact and told.id is not None:
                self.ids.append(told.id)


async def test_cut_again_and_again_every_id_comes_once(live: Fleet) -> None:
    sku, watcher = a_sku("PUTUS"), Watcher(live, random.Random(53))
    await live.stock_up({sku: 10 * ORDERS})
    before = await positions(live)
    watcher.last_id = max(before, default=0)
    watching = asyncio.create_task(watcher.watch(2 * ORDERS))
    hits = await volley(live.ports, [order_shot((sku, 1)) for _ in range(ORDERS)], wires=4)
    await asyncio.wait_for(watching, 60)
    committed = [place for place in await positions(live) if place > max(before, default=0)]
    assert {hit.status for hit in hits} == {201}
    assert watcher.ids == committed
    assert len(committed) == 2 * ORDERS
    assert watcher.cuts >= CUTS
    assert watcher.resets == 0
    await check_calm(live, hits)


async def positions(fleet: Fleet) -> list[int]:
    """The positions of the log, looked up past all of our code, once all events have one."""
    for _ in range(200):
        if (await fleet.ask("SELECT COUNT(*) AS waiting FROM event WHERE position IS NULL"))[0].waiting == 0:
            break
        await asyncio.sleep(0.05)
    found = await fleet.ask("SELECT position FROM event WHERE aggregate IN ('order', 'payment') ORDER BY position")
    return [row.position for row in found]


async def test_a_storm_of_returning_pages_misses_nothing(live: Fleet) -> None:
    sku = a_sku("BADAI")
    await live.stock_up({sku: 10})
    placed = await order(live, sku)
    path, own = stream_path(f"order:{placed['id']}"), {"Authorization": f"Bearer {placed['access_token']}"}
    seen = max(await positions(live))
    await volley(live.ports[:1], [staff_shot(live, f"/admin/v1/payments/{placed['payment']['id']}/confirm")])
    heard = await storm(live.ports[-1], path, {**own, "Last-Event-ID": str(seen)})
    assert set(heard) == {("order.paid", "payment.settled")}
    assert len(heard) == STORM
    assert live.failures() == []


async def storm(port: int, path: str, headers: dict[str, str]) -> list[tuple[str, ...]]:
    """So many pages that come back at once and stay until all are there: what each heard."""
    room = asyncio.Semaphore(100)
    everybody: list[Connection] = []

    async def page() -> tuple[str, ...]:
        async with room:
            one = await Connection.open(port, path, headers)
            while one.status == 503:
                one.cut()
                await asyncio.sleep(int(one.headers["retry-after"]))
                one = await Connection.open(port, path, headers)
            everybody.append(one)
            while len(one.facts) < 2:
                await one.next()
        return tuple(sorted(fact.data["type"] for fact in one.facts))

    heard = await asyncio.gather(*(page() for _ in range(STORM)))
    for one in everybody:
        one.cut()
    return heard


def resident_kilobytes(server: Server) -> int:
    """Memory of the process."""
    assert server.process is not None
    lines = Path(f"/proc/{server.process.pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


async def test_clients_that_read_nothing_cost_nothing(live: Fleet) -> None:
    sku, server = a_sku("MACET"), live.servers[0]
    await live.stock_up({sku: 10 * ORDERS})
    stalled = [await stalled_client(server.port, live) for _ in range(50)]
    await volley(live.ports[:1], [order_shot((sku, 1)) for _ in range(ORDERS // 5)])
    before = resident_kilobytes(server)
    hits = await volley(live.ports[:1], [order_shot((sku, 1)) for _ in range(ORDERS)])
    assert {hit.status for hit in hits} == {201}
    # 50 clients, 1,000 events of 250 bytes: what they did not take would be 12 MB.
    assert resident_kilobytes(server) - before < 8_000
    for client in stalled:
        client.close()


async def stalled_client(port: int, fleet: Fleet) -> socket.socket:
    """A client with the smallest of buffers that asks and never reads."""
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
    client.settimeout(0)
    loop = asyncio.get_running_loop()
    await loop.sock_connect(client, ("127.0.0.1", port))
    lines = [f"GET {ALL} HTTP/1.1", "Host: 127.0.0.1", f"Authorization: {key_of(fleet)['Authorization']}", "", ""]
    await loop.sock_sendall(client, "\r\n".join(lines).encode())
    return client


@contextlib.asynccontextmanager
async def ending(engine_url: str, workers: int) -> AsyncIterator[tuple[Fleet, Server]]:
    """A server that will be ended."""
    fleet = Fleet(engine_url, servers=1)
    (server,) = fleet.servers
    server.relay = True
    server.workers = workers
    try:
        await asyncio.to_thread(fleet.start)
        yield fleet, server
    finally:
        await asyncio.to_thread(fleet.close)


async def test_at_sigterm_streams_say_goodbye_and_orders_are_finished(engine: Engine, engine_url: str) -> None:
    async with ending(engine_url, workers=1 if engine is Engine.SQLITE else 2) as (fleet, server):
        sku, wires = a_sku("PAMIT"), [Wire(server.port) for _ in range(8)]
        await fleet.stock_up({sku: 1000})
        await asyncio.gather(*(wire.send(order_shot((sku, 1))) for wire in wires))
        pages = [await Connection.open(server.port, ALL, key_of(fleet)) for _ in range(20)]
        for page in pages:
            await page.until("ready")
        stalled = [await stalled_client(server.port, fleet) for _ in range(5)]
        ordering = [asyncio.create_task(wire.send(order_shot((sku, 1)))) for wire in wires]
        await asyncio.sleep(0.01)
        took = await seconds_to_end(server)
        hits = await asyncio.gather(*ordering)
        for page in pages:
            await page.end()
        for end in (*stalled, *wires):
            end.close()
        assert took < GONE_SECONDS * max(1.0, os.getloadavg()[0] / 2), f"it took {took:.1f} s"
        assert {page.told[-1].comments for page in pages} == {("goodbye",)}
        assert all(page.told[-1].retry for page in pages)
        assert {hit.status for hit in hits} == {201}
        assert "Traceback" not in server.said()
        stored = await fleet.ask("SELECT order_id FROM order_line WHERE sku = :sku", sku=sku)
        assert len(stored) == 2 * len(wires)


async def seconds_to_end(server: Server) -> float:
    """Send SIGTERM; how long the process then lived."""
    begun = time.monotonic()
    assert await asyncio.to_thread(server.stop) == 0
    return time.monotonic() - begun
