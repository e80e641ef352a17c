"""The relay: sequences events and runs due tasks, in the server by default or alone as `niaga worker`.

Any number may run; leases and guarded UPDATEs decide who does what. It wakes at a commit in its own process, at the next
timer, and looks again every second for what other processes did.
"""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import replace
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
_GATHER_SECONDS = 0.02
_LAST_DELIVERIES_SECONDS = 5.0
_TOGETHER = 8
_log = get_logger(__name__)


class Relay:
    """Carries events to their subscribers."""

    def __init__(self, database: Database, subscriptions: Sequence[Subscription]) -> None:
        names = [one.handler for one in subscriptions]
        assert len(names) == len(set(names)), "two subscriptions share a handler name"
        self._database = database
        self._subscriptions = {one.handler: one for one in subscriptions}
        self._outside_handlers = [one.handler for one in subscriptions if isinstance(one.handle, Delivery)]
        self._inside_handlers = [name for name in names if name not in self._outside_handlers]
        self._owner = secrets.token_hex(8)
        self._news = asyncio.Event()
        self._under_way: dict[tuple[str, str, str], asyncio.Task[None]] = {}
        database.on_news(self._news.set)

    async def run(self, stopping: asyncio.Event) -> None:
        """Work until `stopping` is set; trouble with the database is logged and waited out."""
        while not stopping.is_set():
            pause = _LOOK_AGAIN_SECONDS
            try:
                while await self._round() and not stopping.is_set():
                    continue
            except Exception as error:  # noqa: BLE001 - the relay must outlive whatever one round met
                _log.failure("relay.round_failed", error)
                pause = _AFTER_TROUBLE_SECONDS
            await self._rest(stopping, pause)
        await self._let_deliveries_end()

    async def drain(self) -> int:
        """Do everything that is due now, deliveries included; how many tasks ran."""
        ran = 0
        while True:
            done = await self._round()
            ran += done
            if self._under_way:
                await asyncio.wait(self._under_way.values())
            elif not done:
                return ran

    async def _round(self) -> int:
        """Sequence, run what is due inside, and start what is due outside; how many tasks that was.

        Deliveries are not waited for: a mail server that hangs must not hold up an expiry.
        """
        self._news.clear()
        while await self._sequence():
            continue
        inside = await self._database.read(lambda db: tasks.list_due(db, self._inside_handlers))
        for start in range(0, len(inside), _TOGETHER):
            await asyncio.gather(*(self._run(one) for one in inside[start : start + _TOGETHER]))
        # Asked for apart: a list is cut at a length, and a crowd of mails must not crowd out the timers.
        outside = await self._database.read(lambda db: tasks.list_due(db, self._outside_handlers))
        return len(inside) + self._start(outside)

    def _start(self, due: list[tasks.DueTask]) -> int:
        """Start deliveries, those about one thing to one handler in their order; how many tasks were started."""
        groups: dict[tuple[str, str, str], list[tasks.DueTask]] = {}
        for one in due:
            groups.setdefault((one.handler, one.event.aggregate, one.event.aggregate_id), []).append(one)
        started = 0
        for key, group in groups.items():
            if key not in self._under_way and len(self._under_way) < _TOGETHER:
                self._under_way[key] = asyncio.create_task(self._run_in_order(group))
                self._under_way[key].add_done_callback(lambda _task, key=key: self._ended(key))  # type: ignore[misc]
                started += len(group)
        return started

    def _ended(self, key: tuple[str, str, str]) -> None:
        del self._under_way[key]
        self._news.set()

    async def _run_in_order(self, group: list[tasks.DueTask]) -> None:
        for one in sorted(group, key=lambda due: due.event.version):
            await self._run(one)

    async def _let_deliveries_end(self) -> None:
        if self._under_way:
            _, left = await asyncio.wait(self._under_way.values(), timeout=_LAST_DELIVERIES_SECONDS)
            for task in left:
                task.cancel()

    async def _rest(self, stopping: asyncio.Event, seconds: float) -> None:
        waits = [asyncio.ensure_future(stopping.wait()), asyncio.ensure_future(self._news.wait())]
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()
        if self._news.is_set() and not stopping.is_set():
            # What is committed in the next moment is carried in the same round: a rush must not cost a round an order.
            await asyncio.sleep(_GATHER_SECONDS)

    async def _sequence(self) -> int:
        if not await self._database.read(has_unsequenced):
            return 0
        subscriptions = list(self._subscriptions.values())
        return await self._database.write(
            lambda tx: sequence_events(tx, self._owner, subscriptions), replayable=True, name="sequence_events"
        )

    async def _run(self, due: tasks.DueTask) -> None:
        subscription = self._subscriptions[due.handler]
        try:
            if isinstance(subscription.handle, Delivery):
                fence = await self._claim(subscription.handle, due)
                if fence is None:
                    return
                due = replace(due, fence=fence)
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

        await self._database.write(work, replayable=True, name=subscription.handler)

    async def _claim(self, delivery: Delivery, due: tasks.DueTask) -> int | None:
        span = timedelta(seconds=delivery.timeout_seconds * 2)
        return await self._database.write(lambda tx: tasks.claim(tx, due.id, self._owner, span))

    async def _deliver(self, delivery: Delivery, claimed: tasks.DueTask) -> None:
        async with asyncio.timeout(delivery.timeout_seconds):
            await delivery.deliver(self._database, claimed.event)
        await self._database.write(lambda tx: tasks.finish_mine(tx, claimed.id, claimed.fence), replayable=True)

    async def _failed(self, due: tasks.DueTask, error: Exception) -> None:
        final = isinstance(error, Undeliverable)
        given_up = await self._database.write(lambda tx: tasks.postpone(tx, due, type(error).__name__, final=final))
        say = _log.error if given_up else _log.warning
        facts = {"handler": due.handler, "task": due.id, "event_id": due.event.id, "why": type(error).__name__}
        say("relay.task_failed", given_up=given_up, **facts)
