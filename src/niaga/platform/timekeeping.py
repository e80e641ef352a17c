"""Keeping the shop's time: how far this process' clock is from the database's, and how far development has moved it.

The database's clock is the shop's, so that several processes agree. SQL asks for the time here and nowhere else.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa
import sqlalchemy.exc

from niaga.foundation.clock import ShopClock, from_microseconds
from niaga.foundation.errors import NiagaError
from niaga.platform.database import Engine
from niaga.platform.logging import get_logger

if TYPE_CHECKING:
    from niaga.platform.database import Database, Reader

ReadOffset = Callable[["Reader"], timedelta]
_LOOK_EVERY_SECONDS = 1.0
_MEASURE_EVERY_SECONDS = 60.0
# A slower answer says too little about when the server looked at its clock.
_LONGEST_ROUND = timedelta(seconds=1)
_SMALLEST_CHANGE = timedelta(milliseconds=5)
_SERVER_TIME = {
    Engine.POSTGRESQL: sa.text("SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS bigint)"),
    Engine.MARIADB: sa.text("SELECT CAST(UNIX_TIMESTAMP(SYSDATE(6)) * 1000000 AS SIGNED)"),
}
_process_clock = ShopClock()
_log = get_logger(__name__)


def measure_skew(db: Reader) -> timedelta | None:
    """How far the database's clock is ahead of this process'; None when the answer took too long to tell.

    SQLite has the clock of the process.
    """
    if db.engine is Engine.SQLITE:
        return timedelta()
    asked_at = _process_clock.now()
    server_at = from_microseconds(int(db.execute(_SERVER_TIME[db.engine]).scalar_one()))
    took = _process_clock.now() - asked_at
    return None if took > _LONGEST_ROUND else server_at - (asked_at + took / 2)


async def set_clock(database: Database, clock: ShopClock, read_offset: ReadOffset | None = None) -> None:
    """Set skew and offset once, before anything uses the time. Raises DatabaseUnavailable."""
    await _set_skew(database, clock)
    if read_offset is not None:
        await _set_offset(database, clock, read_offset)


async def watch_clock(
    database: Database, clock: ShopClock, stopping: asyncio.Event, *, read_offset: ReadOffset | None = None
) -> None:
    """Keep skew (every minute) and, where `read_offset` is given, the development offset (every second) up to date."""
    measure_at = 0.0
    troubled = False
    while not stopping.is_set():
        try:
            if time.monotonic() >= measure_at:
                await _set_skew(database, clock)
                measure_at = time.monotonic() + _MEASURE_EVERY_SECONDS
            if read_offset is not None:
                await _set_offset(database, clock, read_offset)
            troubled = False
        except (NiagaError, sqlalchemy.exc.SQLAlchemyError, OSError) as error:
            # The database is away; whoever works with it says so. The clock stays as it was.
            if not troubled:
                _log.warning("clock.not_compared", error=type(error).__name__)
            troubled = True
        await _rest(stopping, _LOOK_EVERY_SECONDS if read_offset is not None or troubled else _MEASURE_EVERY_SECONDS)


async def _set_skew(database: Database, clock: ShopClock) -> None:
    skew = await database.read(measure_skew)
    if skew is not None and abs(skew - clock.skew) > _SMALLEST_CHANGE:
        clock.skew = skew


async def _set_offset(database: Database, clock: ShopClock, read_offset: ReadOffset) -> None:
    before = clock.offset
    found = await database.read(read_offset)
    # Somebody in this process may have moved the clock while we were looking.
    if clock.offset == before:
        clock.offset = found


async def _rest(stopping: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await stopping.wait()
    except TimeoutError:
        return
