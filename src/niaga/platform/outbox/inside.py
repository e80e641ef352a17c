"""Handlers that work inside a transaction of ours: many tasks of one handler share it, effects and ends commit together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from niaga.platform.outbox import tasks
from niaga.platform.outbox.causes import caused_by
from niaga.platform.outbox.subscriptions import Delivery, Together
from niaga.platform.outbox.trouble import report_failures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from niaga.platform.database import Database, Transaction
    from niaga.platform.outbox.events import RecordedEvent
    from niaga.platform.outbox.subscriptions import Subscription
    from niaga.platform.outbox.tasks import DueTask
    from niaga.platform.traces import Tracer


async def run_inside(database: Database, owner: str, subscription: Subscription, due: Sequence[DueTask]) -> None:
    """Run tasks of this handler in one transaction; when that fails, each in its own, so that poison fails alone."""
    try:
        await _run(database, owner, subscription, due)
    except Exception as error:  # noqa: BLE001 - a failing handler is retried and shown, never swallowed
        if len(due) == 1:
            failure = tasks.Failure(due[0], due[0].attempts + 1, type(error).__name__)
            await database.write(lambda tx: tasks.settle(tx, [], [failure]), replayable=True)
            report_failures([failure])
            return
        for one in due:
            await run_inside(database, owner, subscription, [one])


async def _run(database: Database, owner: str, subscription: Subscription, due: Sequence[DueTask]) -> None:
    def work(tx: Transaction) -> None:
        mine = tasks.finish_free(tx, due, owner)
        if mine:
            _handle(tx, subscription, [one.event for one in mine], database.tracer)

    await database.write(work, replayable=True, name=subscription.handler)


def _handle(tx: Transaction, subscription: Subscription, facts: Sequence[RecordedEvent], tracer: Tracer) -> None:
    handle = subscription.handle
    assert not isinstance(handle, Delivery), "deliveries happen outside"
    if isinstance(handle, Together):
        with caused_by(subscription.handler, facts, tracer):
            handle.handle(tx, facts)
        return
    for fact in facts:
        with caused_by(subscription.handler, [fact], tracer):
            handle(tx, fact)
