"""One limit for all processes: two of them with four threads each take what they can get, on every engine.

guarantees.md row 81: what is granted is the limit, and at most 5 % more.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import multiprocessing.queues
import multiprocessing.synchronize
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from tests.support.engines import test_vault as make_vault
from tests.support.fire import scaled
from tests.support.notes import Note

from niaga.foundation.clock import ShopClock
from niaga.platform.database import Database
from niaga.platform.throttle import Rule, Throttle, Throttled

PROCESSES, THREADS = 2, 4
RULE = Rule(name="tests.race", limit=20, per=timedelta(seconds=1), burst=20)
TOLERANCE = 1.05
Spell = tuple[float, float, int]


def take_in_threads(
    url: str, seconds: float, together: multiprocessing.synchronize.Barrier, spells: multiprocessing.queues.Queue[Spell]
) -> None:
    """Take in four threads once everybody is there; tell when that was, and how many each got."""

    def take(_thread: int) -> None:
        spells.put(asyncio.run(_take(url, seconds, together)))

    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(take, range(THREADS)))


async def _take(url: str, seconds: float, together: multiprocessing.synchronize.Barrier) -> Spell:
    database = Database(url, vault=make_vault(), clock=ShopClock(), pool_size=1)
    await database.open()
    throttle, taken = Throttle(database), 0
    together.wait()
    begun_at = time.time()
    while time.time() < begun_at + seconds:
        try:
            await throttle.take(RULE.about("sari"))
        except Throttled:
            continue
        taken += 1
    ended_at = time.time()
    assert not throttle._alone, "the database counted"
    await database.close()
    return begun_at, ended_at, taken


def test_two_processes_share_one_limit(database: Database, note: Note) -> None:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.test_throttle_races"])
    together, spells = context.Barrier(PROCESSES * THREADS, timeout=30), context.Queue()
    started = [
        context.Process(target=take_in_threads, args=(database.url, scaled(20, 1), together, spells))
        for _ in range(PROCESSES)
    ]
    for one in started:
        one.start()
    ends = [spells.get(timeout=60) for _ in range(PROCESSES * THREADS)]
    for one in started:
        one.join()
    took = max(end for _, end, _ in ends) - min(begin for begin, _, _ in ends)
    granted = RULE.burst + RULE.limit * took
    taken = sum(one for _, _, one in ends)
    note(granted=f"{granted:.0f}", taken=taken)
    assert RULE.burst <= taken <= granted * TOLERANCE
