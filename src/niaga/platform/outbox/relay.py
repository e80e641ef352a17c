"""The relay: sequences events and runs due tasks, in the server by default or alone as `niaga worker`.

Any number may run; leases and guarded UPDATEs decide who does what. It wakes at a commit in its own process, at the next
timer, and looks again every second for what other processes did.
"""

from __future__ import annotations

import asyncio
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from niaga.platform.logging import get_logger
from niaga.platform.outbox import tasks
from niaga.platform.outbox.sequencer import has_unsequenced, sequence_events
from niaga.platform.outbox.subscriptions import Delivery, Undeliverable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from niaga.platform.database import Database, Transaction
    from niaga.platform.outbox.subscriptions import Subscription

_LOOK_AGAIN_SECONDS = 1.0
_AFTER_TROUBLE_SECONDS = 2.0
_TOGETHER = 8
_log = get_logger(__name__)


class Relay:
    """Carries events to their subscribers."""

    def __init__(self, database: Database, subscriptions: Sequence[Subscription]) -> None:
        names = [one.handler for one in subscriptions]
        assert len(names) == len(set(names)), "two subscriptions share a handler name"
        self._database = database
        self._subscriptions = {one.handler: one for one in subscriptions}
        self._owner = secrets.token_hex(8)
        self._news = asyncio.Event()
        database.on_news(self._news.set)

    async def run(self, stopping: asyncio.Event) -> None:
        """Work until `stopping` is set; trouble with the database is logged and waited out."""
        while not stopping.is_set():
            try:
                await self.drain()
                pause = _LOOK_AGAIN_SECONDS
            except Exception as error:  # noqa: BLE001 - the relay must outlive whatever one round met
                _log.failure("relay.round_failed", error)
                pause = _AFTER_TROUBLE_SECONDS
            await self._rest(stopping, pause)

    async def drain(self) -> int:
        """Do everything that is due now; how many tasks ran."""
        ran = 0
        while True:
            self._news.clear()
            while await self._sequence():
                pass
            due = await self._database.read(tasks.list_due)
            known = [one for one in due if one.handler in self._subscriptions]
            if not known:
                return ran
            for start in range(0, len(known), _TOGETHER):
                await asyncio.gather(*(self._run(one) for one in known[start : start + _TOGETHER]))
            ran += len(known)

    async def _rest(self, stopping: asyncio.Event, seconds: float) -> None:
        waits = [asyncio.ensure_future(stopping.wait()), asyncio.ensure_future(self._news.wait())]
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()

    async def _sequence(self) -> int:
        if not await self._database.read(has_unsequenced):
            return 0
        subscriptions = list(self._subscriptions.values())
        return await self._database.write(lambda tx: sequence_events(tx, self._owner, subscriptions), replayable=True)

    async def _run(self, due: tasks.DueTask) -> None:
        subscription = self._subscriptions[due.handler]
        try:
            if isinstance(subscription.handle, Delivery):
                await self._deliver(subscription.handle, due)
            else:
                await self._inside(subscription, due)
        except Exception as error:  # noqa: BLE001 - a failing handler is retried and shown, never swallowed
            await self._failed(due, error)

    async def _inside(self, subscription: Subscription, due: tasks.DueTask) -> None:
        handle = subscription.handle
        assert not isinstance(handle, Delivery)

        def work(tx: Transaction) -> None:
            if tasks.finish_free(tx, due.id):
                handle(tx, due.event)

        await self._database.write(work, replayable=True)

    async def _deliver(self, delivery: Delivery, due: tasks.DueTask) -> None:
        span = timedelta(seconds=delivery.timeout_seconds * 2)
        fence = await self._database.write(lambda tx: tasks.claim(tx, due.id, self._owner, span))
        if fence is None:
            return
        async with asyncio.timeout(delivery.timeout_seconds):
            await delivery.deliver(self._database, due.event)
        await self._database.write(lambda tx: tasks.finish_mine(tx, due.id, fence), replayable=True)

    async def _failed(self, due: tasks.DueTask, error: Exception) -> None:
        final = isinstance(error, Undeliverable)
        given_up = await self._database.write(lambda tx: tasks.postpone(tx, due, type(error).__name__, final=final))
        say = _log.error if given_up else _log.warning
        facts = {"handler": due.handler, "task": due.id, "event_id": due.event.id, "why": type(error).__name__}
        say("relay.task_failed", given_up=given_up, **facts)
