"""Lanes: many callers share a transaction.

A lane takes what is waiting (never waits to fill), runs one plural action in one transaction and answers each caller.
When the whole fails it is tried once more and then split in halves, so that one poison draft costs 2 log2(n)
transactions and fails alone.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from typing import TYPE_CHECKING, Generic, TypeVar

import sqlalchemy.exc

from niaga.foundation.errors import NiagaError, Overloaded
from niaga.platform.database.writes import GuardRefused

if TYPE_CHECKING:
    from collections.abc import Callable

    from niaga.platform.database.edge import Database
    from niaga.platform.database.transaction import Transaction

Draft = TypeVar("Draft")
Outcome = TypeVar("Outcome")
MOST_TOGETHER = 64
MOST_WAITING = 1024


class Lane(Generic[Draft, Outcome]):
    """A queue in front of one plural action. The action answers one outcome a draft, in their order.

    The action must be replayable: it finds drafts that are already done by their idempotency rows.
    """

    def __init__(
        self,
        database: Database,
        action: Callable[[Transaction, list[Draft]], list[Outcome]],
        *,
        name: str = "",
        drivers: int,
        most_together: int = MOST_TOGETHER,
        most_waiting: int = MOST_WAITING,
    ) -> None:
        self._database = database
        self._action = action
        self._name = name
        self._drivers = drivers
        self._most_together = most_together
        self._most_waiting = most_waiting
        self._waiting: deque[tuple[Draft, asyncio.Future[Outcome], float]] = deque()
        self._figures = database.figures.lane(name)
        self._driving = 0
        self._tasks: set[asyncio.Task[None]] = set()

    async def submit(self, draft: Draft) -> Outcome:
        """Wait for the draft's turn and return its outcome. Raises Overloaded when too many are waiting already."""
        if len(self._waiting) >= self._most_waiting:
            self._figures.overloaded += 1
            raise Overloaded
        answer: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.append((draft, answer, time.perf_counter()))
        self._figures.waiting += 1
        if self._driving < self._drivers:
            # Counted here and uncounted in the driver's last step: a task's done-callback would come a turn too late,
            # and whoever submits in between would wait for a driver that has already left.
            self._driving += 1
            driver = asyncio.create_task(self._drive())
            self._tasks.add(driver)
            driver.add_done_callback(self._tasks.discard)
        return await answer

    async def close(self) -> None:
        """Finish what is waiting."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    async def _drive(self) -> None:
        try:
            while batch := self._take():
                await self._run(batch)
        finally:
            self._driving -= 1

    def _take(self) -> list[tuple[Draft, asyncio.Future[Outcome]]]:
        batch: list[tuple[Draft, asyncio.Future[Outcome]]] = []
        while self._waiting and len(batch) < self._most_together:
            draft, answer, since = self._waiting.popleft()
            self._figures.waiting -= 1
            if not answer.done():
                batch.append((draft, answer))
                self._figures.waits.observe(time.perf_counter() - since)
        if batch:
            self._figures.batches.observe(len(batch))
        return batch

    async def _run(self, batch: list[tuple[Draft, asyncio.Future[Outcome]]], *, again: bool = True) -> None:
        drafts = [draft for draft, _ in batch]
        try:
            outcomes = await self._database.write(lambda tx: self._action(tx, drafts), replayable=True, name=self._name)
        except Exception as error:  # noqa: BLE001 - whatever it is, it belongs to one of these callers
            await self._after_failure(batch, error, again=again)
            return
        assert len(outcomes) == len(batch), "a plural action answers one outcome a draft"
        for (_, answer), outcome in zip(batch, outcomes, strict=True):
            if not answer.done():
                answer.set_result(outcome)

    async def _after_failure(
        self, batch: list[tuple[Draft, asyncio.Future[Outcome]]], error: Exception, *, again: bool
    ) -> None:
        if again and isinstance(error, sqlalchemy.exc.DBAPIError | GuardRefused):
            await self._run(batch, again=False)
        elif len(batch) > 1 and not (isinstance(error, NiagaError) and error.kind == "unavailable"):
            self._figures.splits += 1
            half = len(batch) // 2
            await self._run(batch[:half], again=False)
            await self._run(batch[half:], again=False)
        else:
            for _, answer in batch:
                if not answer.done():
                    answer.set_exception(error)
