"""When a lane sends a second driver: not for a few, at once for a whole batch, and for whoever has waited too long."""

from __future__ import annotations

import asyncio
from typing import Any, cast

from niaga.platform.database import Database, Lane
from niaga.platform.database.lanes import PATIENCE_SECONDS
from niaga.platform.telemetry import DatabaseFigures
from niaga.platform.traces import NO_TRACER

TOGETHER = 4


class SlowDatabase:
    """Where each unit of work lasts until it is let go."""

    def __init__(self) -> None:
        self.figures = DatabaseFigures()
        self.tracer = NO_TRACER
        self.go_on = asyncio.Event()
        self.begun = 0

    async def write(self, action: Any, **_: Any) -> Any:
        """Begin, and wait."""
        self.begun += 1
        await self.go_on.wait()
        return action(None)


def a_lane(database: SlowDatabase, drivers: int = 2) -> Lane[int, int]:
    return Lane(cast("Database", database), lambda _, drafts: drafts, drivers=drivers, most_together=TOGETHER)


async def ask(lane: Lane[int, int], count: int) -> list[asyncio.Task[int]]:
    """So many callers, the first of whom is under way already."""
    asked = [asyncio.create_task(lane.submit(0))]
    await asyncio.sleep(0.01)
    asked += [asyncio.create_task(lane.submit(number)) for number in range(1, count)]
    await asyncio.sleep(0.01)
    return asked


async def test_a_few_wait_for_the_driver_under_way() -> None:
    database = SlowDatabase()
    asked = await ask(a_lane(database), TOGETHER)
    assert database.begun == 1
    database.go_on.set()
    assert await asyncio.gather(*asked) == list(range(TOGETHER))
    assert database.begun == 2


async def test_a_whole_batch_has_a_driver_of_its_own() -> None:
    database = SlowDatabase()
    asked = await ask(a_lane(database), TOGETHER + 1)
    assert database.begun == 2
    database.go_on.set()
    await asyncio.gather(*asked)


async def test_nobody_waits_long_behind_a_batch_that_is_stuck() -> None:
    database = SlowDatabase()
    asked = await ask(a_lane(database), 2)
    await asyncio.sleep(PATIENCE_SECONDS / 2)
    assert database.begun == 1
    await asyncio.sleep(PATIENCE_SECONDS)
    assert database.begun == 2
    database.go_on.set()
    await asyncio.gather(*asked)


async def test_there_are_no_more_drivers_than_it_may_have() -> None:
    database = SlowDatabase()
    asked = await ask(a_lane(database, drivers=1), 3 * TOGETHER)
    await asyncio.sleep(2 * PATIENCE_SECONDS)
    assert database.begun == 1
    database.go_on.set()
    await asyncio.gather(*asked)
