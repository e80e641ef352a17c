"""Lanes: many callers share a transaction.

A lane takes what is waiting (never waits to fill), runs one plural action in one transaction and answers each caller.
When the whole fails it is tried once more and then split in halves, so that one poison draft costs 2 log2(n)
transactions beyond that, a few more for itself alone, and fails alone.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from contextvars import Context
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from niaga.foundation.errors import NiagaError, Overloaded
from niaga.platform.database.patience import REFUSED_ATTEMPTS
from niaga.platform.traces import current_trace, inside

if TYPE_CHECKING:
    from collections.abc import Callable

    from niaga.platform.database.edge import Database
    from niaga.platform.database.transaction import Transaction
    from niaga.platform.traces import TraceContext

_ALONE_ATTEMPTS = 6
Draft = TypeVar("Draft")
Outcome = TypeVar("Outcome")
MOST_TOGETHER = 64
MOST_WAITING = 1024
# Two batches at once are each half as large, and half of what a small one costs is the way to the database and back. A
# second driver sets out when a whole batch has gathered behind the first, or when somebody has waited this long for it.
PATIENCE_SECONDS = 0.1


class _Waiting(NamedTuple, Generic[Draft, Outcome]):
    """A draft, its caller, since when, and in which trace."""

    draft: Draft
    answer: asyncio.Future[Outcome]
    since: float
    trace: TraceContext | None


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
        self._waiting: deque[_Waiting[Draft, Outcome]] = deque()
        self._figures = database.figures.lane(name)
        self._driving = 0
        self._look: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def submit(self, draft: Draft) -> Outcome:
        """Wait for the draft's turn and return its outcome. Raises Overloaded when too many are waiting already."""
        if len(self._waiting) >= self._most_waiting:
            self._figures.overloaded += 1
            raise Overloaded
        trace = current_trace()
        with self._database.tracer.span("lane", trace, facts={"niaga.lane": self._name}) as span:
            return await self._queue(draft, span.context or trace)

    def _queue(self, draft: Draft, trace: TraceContext | None) -> asyncio.Future[Outcome]:
        answer: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(draft, answer, time.perf_counter(), trace))
        self._figures.waiting += 1
        if self._driving < self._drivers:
            if self._driving == 0 or len(self._waiting) >= self._most_together:
                self._set_out()
            elif self._look is None:
                self._look = asyncio.get_running_loop().call_later(PATIENCE_SECONDS, self._look_after)
        return answer

    def _set_out(self) -> None:
        # Counted here and uncounted in the driver's last step: a task's done-callback would come a turn too late,
        # and whoever submits in between would wait for a driver that has already left.
        self._driving += 1
        # In a context of its own: it works for many requests, not for the one that happened to start it.
        driver = asyncio.create_task(self._drive(), context=Context())
        self._tasks.add(driver)
        driver.add_done_callback(self._tasks.discard)

    def _look_after(self) -> None:
        """Send another driver to whoever has waited too long, and look again while there is somebody."""
        self._look = None
        if not self._waiting or self._driving >= self._drivers:
            return
        left = self._waiting[0].since + PATIENCE_SECONDS - time.perf_counter()
        if left <= 0:
            self._set_out()
        else:
            self._look = asyncio.get_running_loop().call_later(left, self._look_after)

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

    def _take(self) -> list[_Waiting[Draft, Outcome]]:
        batch: list[_Waiting[Draft, Outcome]] = []
        while self._waiting and len(batch) < self._most_together:
            one = self._waiting.popleft()
            self._figures.waiting -= 1
            if not one.answer.done():
                batch.append(one)
                self._figures.waits.observe(time.perf_counter() - one.since)
        if batch:
            self._figures.batches.observe(len(batch))
        return batch

    async def _run(self, batch: list[_Waiting[Draft, Outcome]], *, halved: bool = False) -> None:
        # A half that a bad row breaks is halved again at once. A draft alone may meet another process's again and again.
        attempts = _ALONE_ATTEMPTS if len(batch) == 1 else 1 if halved else REFUSED_ATTEMPTS
        try:
            outcomes = await self._write(batch, attempts)
        except Exception as error:  # noqa: BLE001 - whatever it is, it belongs to one of these callers
            await self._after_failure(batch, error)
            return
        assert len(outcomes) == len(batch), "a plural action answers one outcome a draft"
        for one, outcome in zip(batch, outcomes, strict=True):
            if not one.answer.done():
                one.answer.set_result(outcome)

    async def _write(self, batch: list[_Waiting[Draft, Outcome]], attempts: int) -> list[Outcome]:
        """One transaction for all: below the first of its requests, linked to each of them."""
        drafts = [one.draft for one in batch]
        facts: dict[str, str | int] = {"niaga.lane": self._name, "niaga.batch.size": len(batch)}
        traces = (one.trace for one in batch)
        with (
            self._database.tracer.span("batch", batch[0].trace, facts=facts, links=traces) as span,
            inside(span.context),
        ):
            return await self._database.write(
                lambda tx: self._action(tx, drafts), replayable=True, refused_attempts=attempts, name=self._name
            )

    async def _after_failure(self, batch: list[_Waiting[Draft, Outcome]], error: Exception) -> None:
        if len(batch) > 1 and not (isinstance(error, NiagaError) and error.kind == "unavailable"):
            self._figures.splits += 1
            half = len(batch) // 2
            await self._run(batch[:half], halved=True)
            await self._run(batch[half:], halved=True)
        else:
            for one in batch:
                if not one.answer.done():
                    one.answer.set_exception(error)
