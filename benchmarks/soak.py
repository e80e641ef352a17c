"""A long load at an easy pace, and what memory it leaves: `make bench ONLY=soak BENCH_MINUTES=60`. No part of a usual run."""

from __future__ import annotations

import asyncio
import dataclasses
from typing import TYPE_CHECKING

from benchmarks import machine, scenarios
from benchmarks.wire import drive

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.rig import Serving
    from benchmarks.wire import Tally

MINUTE = 60.0
PAUSE_SECONDS = 0.05
CLIENTS = 8


async def soak(server: Serving, minutes: float, tell: Callable[[float, float], None]) -> list[Tally]:
    """Orders, kept and fresh reads and quotes side by side; `tell(minute, rss_mb)` at the start, each minute, the end.

    The tallies are those of orders, reads and quotes.
    """
    tell(0.0, machine.rss_mb(server.pid))
    kinds = (scenarios.orders(), scenarios.detail(), scenarios.search(scenarios.UNCACHED), scenarios.quote_anywhere())
    pools = [dataclasses.replace(work, clients=CLIENTS, pause_seconds=PAUSE_SECONDS) for work in kinds]
    watching = asyncio.create_task(_watch(server, tell))
    try:
        return await drive(
            server.port, pools, warm_seconds=0, seconds=minutes * MINUTE, marks=[lambda: None, lambda: None]
        )
    finally:
        watching.cancel()
        tell(minutes, machine.rss_mb(server.pid))


async def _watch(server: Serving, tell: Callable[[float, float], None]) -> None:
    minute = 0
    while True:
        await asyncio.sleep(MINUTE)
        minute += 1
        tell(float(minute), machine.rss_mb(server.pid))
