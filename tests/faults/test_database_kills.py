"""The database server is killed under load and comes back: buyers are put off, and every acknowledged order is there.

The servers are the test's own. guarantees.md row 34, G7.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field

import pytest
from tests.support.crowd import Crowd, crowd_at
from tests.support.fire import Shot, Wire, scaled
from tests.support.killable import DatabaseServer, NotHere, start_server
from tests.support.notes import Note, progress
from tests.support.servers import Fleet, a_sku

from niaga.platform.database import Engine

KILLS = scaled(200, 3)
RECOVERY_SECONDS = 10.0
_NOTICED_SECONDS = 15.0
_LOOK_SECONDS = 0.05
LIVE = Shot("/health/live", b"", method="GET")
READY = Shot("/health/ready", b"", method="GET")


@dataclass
class Shaken:
    """A shop with two servers on a database server that is about to be killed."""

    database: DatabaseServer
    fleet: Fleet


@pytest.fixture(params=[Engine.POSTGRESQL, Engine.MARIADB], ids=str)
def shaken(request: pytest.FixtureRequest) -> Iterator[Shaken]:
    """One shop for each engine that is a server."""
    try:
        database = start_server(request.param)
    except NotHere as reason:
        pytest.skip(f"{request.param.value}: {reason}")
    fleet = Fleet(database.url, servers=2)
    try:
        fleet.start()
        yield Shaken(database, fleet)
    finally:
        fleet.close()
        database.close()


@dataclass
class Watch:
    """Asks every process without pause whether it lives, and notes how long the answers took."""

    ports: list[int]
    seconds: list[float] = field(default_factory=list)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)

    @contextlib.asynccontextmanager
    async def kept(self) -> AsyncIterator[None]:
        """Watch for as long as the block runs. A process that does not answer fails the test."""
        watching = asyncio.create_task(self._keep())
        try:
            yield
        finally:
            self.stopping.set()
            await watching

    async def _keep(self) -> None:
        wires = [Wire(port) for port in self.ports]
        while not self.stopping.is_set():
            for wire in wires:
                begun = time.monotonic()
                assert (await wire.send(LIVE)).status == 200
                self.seconds.append(time.monotonic() - begun)
            await asyncio.sleep(_LOOK_SECONDS)
        for wire in wires:
            wire.close()


async def until_all_say(ports: list[int], status: int, seconds: float) -> float:
    """Wait until each process answers whether it is ready with this status; how long that took."""
    begun = time.monotonic()
    wires = [Wire(port) for port in ports]
    for wire in wires:
        while (await wire.send(READY)).status != status:
            assert time.monotonic() < begun + seconds, f"a process did not say {status} within {seconds} s"
            await asyncio.sleep(_LOOK_SECONDS)
        wire.close()
    return time.monotonic() - begun


async def strike(shaken: Shaken, crowd: Crowd, end: Callable[[], None]) -> tuple[bool, float]:
    """End the database server, see it missed, start it; whether requests were under way, and seconds to recovery."""
    in_flight, put_off = crowd.under_way, crowd.put_off
    await asyncio.to_thread(end)
    await until_all_say(shaken.fleet.ports, 503, _NOTICED_SECONDS)
    await asyncio.to_thread(shaken.database.start)
    answering = time.monotonic()
    await until_all_say(shaken.fleet.ports, 200, RECOVERY_SECONDS)
    await crowd.until_placed(seconds=RECOVERY_SECONDS - (time.monotonic() - answering))
    return in_flight > 0 and crowd.put_off > put_off, time.monotonic() - answering


async def shake(shaken: Shaken, end: Callable[[], None], times: int) -> dict[str, object]:
    """So many times under load; then everything must be there. What was counted."""
    watch, dice = Watch(shaken.fleet.ports), random.Random(34)
    counted, slowest = 0, 0.0
    async with crowd_at(shaken.fleet, a_sku("GEMPA")) as crowd, watch.kept():
        while counted < times:
            await asyncio.sleep(dice.uniform(0.05, 0.4))
            inside, seconds = await strike(shaken, crowd, end)
            counted, slowest = counted + inside, max(slowest, seconds)
            progress(counted, times, "ends of the database with requests under way")
        await crowd.leave()
    told = {f"times_{code.partition('.')[2]}": times for code, times in crowd.refusals().items()}
    orders = await crowd.check_orders()
    return {"ends_with_requests_under_way": counted, "orders": orders, **told, "s_to_the_next_order": f"{slowest:.1f}"}


async def test_a_database_that_is_killed_and_comes_back_loses_and_doubles_nothing(shaken: Shaken, note: Note) -> None:
    note(**await shake(shaken, shaken.database.kill, KILLS))


async def test_a_database_that_is_restarted_in_good_order_puts_buyers_off_for_a_moment(
    shaken: Shaken, note: Note
) -> None:
    note(**await shake(shaken, shaken.database.stop, 1))
