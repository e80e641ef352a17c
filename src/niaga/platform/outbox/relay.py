"""The relay: sequences events and runs due tasks, in the server by default or alone as `niaga worker`.

Any number may run; guarded UPDATEs decide who does what. It wakes at a commit in its own process and at the next timer, and
looks again every second for what other processes did.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from typing import TYPE_CHECKING

from niaga.platform.logging import get_logger
from niaga.platform.outbox import tasks
from niaga.platform.outbox.deliveries import Deliveries
from niaga.platform.outbox.follow_ups import follow_ups
from niaga.platform.outbox.inside import run_inside
from niaga.platform.outbox.sequencer import place_events, read_waiting
from niaga.platform.outbox.subscriptions import Delivery

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from niaga.platform.database import Database
    from niaga.platform.outbox.subscriptions import Subscription

_LOOK_AGAIN_SECONDS = tasks.SOON.total_seconds()
_AFTER_TROUBLE_SECONDS = 2.0
_GATHER_SECONDS = 0.03
_SHORTEST_PAUSE_SECONDS = 0.005
_log = get_logger(__name__)


class Relay:
    """Carries events to their subscribers."""

    def __init__(self, database: Database, subscriptions: Sequence[Subscription]) -> None:
        names = [one.handler for one in subscriptions]
        assert len(names) == len(set(names)), "two subscriptions share a handler name"
        self._database = database
        self._subscriptions = {one.handler: one for one in subscriptions}
        self._agenda = tasks.agenda_statement(names) if names else None
        self._owner = secrets.token_hex(8)
        outside = {one.handler: one.handle for one in subscriptions if isinstance(one.handle, Delivery)}
        self._outside = frozenset(outside)
        self._deliveries = Deliveries(database, self._owner, outside, self._delivery_ended)
        self._news = asyncio.Event()
        self._round_began = 0.0
        self._look_at = 0.0
        self._ran = 0
        database.on_news(self._news.set)

    async def run(self, stopping: asyncio.Event) -> None:
        """Work until `stopping` is set; trouble with the database is logged and waited out."""
        while not stopping.is_set():
            pause = _AFTER_TROUBLE_SECONDS
            try:
                pause = await self._round()
            except Exception as error:  # noqa: BLE001 - the relay must outlive whatever one round met
                _log.failure("relay.round_failed", error)
            await self._rest(stopping, pause)
        await self._deliveries.end()

    async def drain(self) -> int:
        """Do everything that is due now, deliveries included; how many tasks ran."""
        before = self._ran
        while True:
            self._look_at = 0.0
            pause = await self._round()
            if self._deliveries.are_under_way:
                await self._deliveries.wait()
            elif pause:
                return self._ran - before

    async def _round(self) -> float:
        """Sequence, run what is due inside, start what is due outside; in how many seconds it is time for another."""
        self._round_began = time.monotonic()
        self._news.clear()
        placed = await self._sequence()
        await self._deliveries.settle()
        # News without events: the shop's clock was moved.
        if not placed or time.monotonic() >= self._look_at:
            await self._look()
        return max(self._look_at - time.monotonic(), 0.0)

    async def _sequence(self) -> int:
        """Give everything that waits its position and its tasks; how many events that were."""
        placed = 0
        while True:
            waiting = await self._database.read(read_waiting)
            if not waiting.facts:
                return placed
            new = await follow_ups(waiting.facts, self._subscriptions.values())
            mine = await self._database.write(
                lambda tx, waiting=waiting, new=new: place_events(tx, self._owner, waiting, new),  # type: ignore[misc]
                replayable=True,
                name="sequence_events",
            )
            placed += len(waiting.facts) if mine else 0
            if new:
                self._look_by(min(one.available_at for one in new))
            if mine and not waiting.is_cut:
                return placed

    async def _look(self) -> None:
        """Run and start the tasks whose time has come, and note when the next one's comes."""
        statement = self._agenda
        self._look_at = time.monotonic() + _LOOK_AGAIN_SECONDS
        if statement is None:
            return
        agenda = await self._database.read(lambda db: tasks.read_agenda(db, statement))
        if agenda.next_at is not None:
            self._look_by(agenda.next_at)
        inside = [one for one in agenda.due if one.handler not in self._outside]
        tried = len(inside) + await self._start([one for one in agenda.due if one.handler in self._outside])
        for handler in dict.fromkeys(one.handler for one in inside):
            batch = [one for one in inside if one.handler == handler]
            await run_inside(self._database, self._owner, self._subscriptions[handler], batch)
        self._ran += tried
        if inside or (tried and not self._deliveries.are_under_way):
            self._look_at = 0.0

    async def _start(self, due: list[tasks.DueTask]) -> int:
        return await self._deliveries.start(due) if due else 0

    def _look_by(self, at: datetime) -> None:
        """Look at the tasks at this time of the shop, if not earlier."""
        seconds = (at - self._database.clock.now()).total_seconds()
        if seconds <= 0:
            self._look_at = 0.0
        else:
            self._look_at = min(self._look_at, time.monotonic() + max(seconds, _SHORTEST_PAUSE_SECONDS))

    def _delivery_ended(self) -> None:
        self._look_at = 0.0
        self._news.set()

    async def _rest(self, stopping: asyncio.Event, seconds: float) -> None:
        """Until `stopping`, news, or so many seconds. What comes in a rush is carried in few rounds, not in one an order."""
        if seconds:
            waits = [asyncio.ensure_future(stopping.wait()), asyncio.ensure_future(self._news.wait())]
            await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            for wait in waits:
                wait.cancel()
        if self._news.is_set() and not stopping.is_set():
            await asyncio.sleep(max(self._round_began + _GATHER_SECONDS - time.monotonic(), 0.0))
