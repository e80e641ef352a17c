"""The outbox by hand: events about names, one turn of the sequencer, the tasks that there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from niaga.foundation.identity import new_id
from niaga.platform.database import Database, Transaction, Write, WriteStatement, write_all
from niaga.platform.outbox.follow_ups import follow_ups
from niaga.platform.outbox.sequencer import place_events, read_waiting
from niaga.platform.outbox.tables import event, task

if TYPE_CHECKING:
    from collections.abc import Sequence

    from niaga.platform.outbox import Subscription

KIND = frozenset({"order.x"})
_INSERT = WriteStatement.insert(event, "id", "aggregate", "aggregate_id", "version", "kind", "data", "at")


async def record(database: Database, *names: str, kind: str = "order.x", data: dict[str, Any] | None = None) -> None:
    """An event about each name."""
    await database.write(lambda tx: write_facts(tx, *names, kind=kind, data=data))


def write_facts(
    tx: Transaction, *names: str, kind: str = "order.x", data: dict[str, Any] | None = None, version: int = 1
) -> None:
    """An event about each name, in this transaction."""
    tx.has_news = True
    write_all(tx, [Write(_INSERT, [(new_id(), "order", name, version, kind, data or {}, tx.now) for name in names])])


def names(count: int) -> list[str]:
    """So many names in their order."""
    return [f"o{number:03}" for number in range(count)]


async def sequence(database: Database, owner: str = "one", subscriptions: Sequence[Subscription] = ()) -> int:
    """Give positions and tasks to what waits now; to how many events. 0 where another turn came between."""
    waiting = await database.read(read_waiting)
    new = await follow_ups(waiting.facts, subscriptions)
    placed = await database.write(lambda tx: place_events(tx, owner, waiting, new))
    return len(waiting.facts) if placed else 0


async def tasks_of(database: Database, handler: str) -> list[Any]:
    """The handler's tasks."""
    found = sa.select(task).where(task.c.handler == handler).order_by(task.c.id)
    return await database.read(lambda db: list(db.execute(found)))
