"""Deliveries under way: claimed together, each in its own time, ended together.

Those about one thing to one handler follow each other in their order; a mail server that hangs holds up nobody else.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from niaga.platform.outbox import tasks
from niaga.platform.outbox.causes import caused_by
from niaga.platform.outbox.subscriptions import Undeliverable
from niaga.platform.outbox.tasks import MOST_ATTEMPTS, DueTask, Failure
from niaga.platform.outbox.trouble import report_failures

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from niaga.platform.database import Database
    from niaga.platform.outbox.subscriptions import Delivery

_TOGETHER = 8
_URGENT_BESIDE = 4
_LAST_SECONDS = 5.0
_NEVER_ENDED = "NeverEnded"
_Thing = tuple[str, str, str]


class Deliveries:
    """What this process is delivering now. `on_end` is called as one ends: its end is stored by the next `settle`."""

    def __init__(
        self,
        database: Database,
        owner: str,
        deliveries: Mapping[str, Delivery],
        on_end: Callable[[], None],
        *,
        last_seconds: float = _LAST_SECONDS,
    ) -> None:
        self._database = database
        self._owner = owner
        self._deliveries = deliveries
        self._on_end = on_end
        self._last_seconds = last_seconds
        self._under_way: dict[_Thing, asyncio.Task[None]] = {}
        self._done: list[DueTask] = []
        self._failed: list[Failure] = []

    @property
    def are_under_way(self) -> bool:
        """Whether there are any."""
        return bool(self._under_way)

    async def start(self, due: Sequence[DueTask]) -> int:
        """Claim as many as there is room for and start them; for how many that was tried."""
        chosen = self._choose(due)
        # Claimed so often and never ended: it is taken for what killed those processes.
        self._failed += [Failure(one, one.attempts, _NEVER_ENDED) for one in chosen if one.attempts >= MOST_ATTEMPTS]
        wanted = [(one, self._lease_span(one)) for one in chosen if one.attempts < MOST_ATTEMPTS]
        if wanted:
            turn = tasks.new_turn(self._owner)
            claimed = await self._database.write(lambda tx: tasks.claim(tx, wanted, turn), replayable=True)
            for one in claimed:
                self._begin(one)
        await self.settle()
        return len(chosen)

    async def settle(self) -> None:
        """Store how the ended ones ended."""
        done, failed = self._done, self._failed
        if not done and not failed:
            return
        self._done, self._failed = [], []
        try:
            await self._database.write(lambda tx: tasks.settle(tx, done, failed), replayable=True)
        except BaseException:
            self._done, self._failed = done + self._done, failed + self._failed
            raise
        report_failures(failed)

    async def wait(self) -> None:
        """Until all of them have ended."""
        await asyncio.wait(self._under_way.values())

    async def end(self) -> None:
        """Give them a moment to end, end those that do not, and store it."""
        if self._under_way:
            _, left = await asyncio.wait(self._under_way.values(), timeout=self._last_seconds)
            for one in left:
                one.cancel()
            if left:
                await asyncio.wait(left)
        await self.settle()

    def _choose(self, due: Sequence[DueTask]) -> list[DueTask]:
        """One for each thing that is not being told of already: its earliest version."""
        firsts: dict[_Thing, DueTask] = {}
        for one in sorted(due, key=lambda due: due.event.version):
            if _thing(one) not in self._under_way:
                firsts.setdefault(_thing(one), one)
        longest_due = sorted(firsts.values(), key=lambda due: (due.available_at, due.id))
        urgent = [one for one in longest_due if self._deliveries[one.handler].urgent]
        chosen = urgent[: _TOGETHER + _URGENT_BESIDE - len(self._under_way)]
        room = max(0, _TOGETHER - len(self._under_way) - len(chosen))
        return chosen + [one for one in longest_due if not self._deliveries[one.handler].urgent][:room]

    def _lease_span(self, one: DueTask) -> timedelta:
        return timedelta(seconds=self._deliveries[one.handler].timeout_seconds * 2)

    def _begin(self, claimed: DueTask) -> None:
        thing = _thing(claimed)
        task = asyncio.create_task(self._deliver(claimed))
        self._under_way[thing] = task
        task.add_done_callback(lambda _task: self._ended(thing))

    def _ended(self, thing: _Thing) -> None:
        del self._under_way[thing]
        self._on_end()

    async def _deliver(self, claimed: DueTask) -> None:
        delivery = self._deliveries[claimed.handler]
        try:
            with caused_by(claimed.handler, [claimed.event], self._database.tracer):
                async with asyncio.timeout(delivery.timeout_seconds):
                    await delivery.deliver(self._database, claimed.event)
        except (Exception, asyncio.CancelledError) as error:  # noqa: BLE001 - it is retried and shown, never swallowed
            why, final = type(error).__name__, isinstance(error, Undeliverable)
            self._failed.append(Failure(claimed, claimed.attempts, why, final=final))
        else:
            self._done.append(claimed)


def _thing(one: DueTask) -> _Thing:
    return (one.handler, one.event.aggregate, one.event.aggregate_id)
