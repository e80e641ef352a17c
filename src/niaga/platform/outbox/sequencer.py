"""The sequencer: one leased process gives committed events their global position and makes a task per subscriber.

Ids and clocks of several processes interleave, so an event's place is only given after its commit. Within an aggregate
the order is that of its versions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from niaga.foundation.clock import EPOCH
from niaga.foundation.identity import new_id
from niaga.platform.database import Id, Write, WriteStatement, write_all
from niaga.platform.database.leases import advance_lease, claim_lease
from niaga.platform.outbox.events import RecordedEvent
from niaga.platform.outbox.tables import event, task

if TYPE_CHECKING:
    from collections.abc import Sequence

    from niaga.platform.database import Reader, Rowset, Transaction
    from niaga.platform.outbox.subscriptions import Subscription

LEASE = "sequencer"
SEQUENCED = "events"
_MOST = 500
_COLUMNS = (
    event.c.id, event.c.aggregate, event.c.aggregate_id, event.c.version, event.c.kind, event.c.data, event.c.at,
)  # fmt: skip
_WAITING = sa.select(*_COLUMNS).where(event.c.position.is_(None)).order_by(event.c.id).limit(_MOST)
_ANY_WAITING = sa.select(event.c.id).where(event.c.position.is_(None)).limit(1)
_OLDER = sa.select(*_COLUMNS).where(
    event.c.position.is_(None),
    event.c.aggregate == sa.bindparam("aggregate"),
    event.c.aggregate_id == sa.bindparam("aggregate_id"),
    event.c.version < sa.bindparam("version"),
)


def _give_position(rows: Rowset) -> sa.Update:
    # Not `IS NULL`: SQLite would look through all that wait, once for each row, instead of using the primary key.
    unplaced = sa.func.coalesce(event.c.position, 0) == 0
    return sa.update(event).where(event.c.id == rows.c.id, unplaced).values(position=rows.c.position)


_POSITION = WriteStatement("position event", {"id": Id(), "position": sa.BigInteger()}, _give_position)
_TASK = WriteStatement.insert(
    task, "id", "handler", "event_id", "state", "available_at", "attempts", "lease_owner", "lease_until_at", "fence"
)


def has_unsequenced(db: Reader) -> bool:
    """Whether there is anything for the sequencer to do: cheap, asked before a transaction is begun."""
    return db.execute(_ANY_WAITING).first() is not None


def sequence_events(tx: Transaction, owner: str, subscriptions: Sequence[Subscription]) -> int:
    """Give waiting events their positions and tasks; how many. Zero while another process holds the lease."""
    reached = claim_lease(tx, LEASE, owner)
    if reached is None:
        return 0
    waiting = [RecordedEvent(**row._mapping) for row in tx.execute(_WAITING)]  # noqa: SLF001 - SQLAlchemy's public name
    ordered = _in_version_order(tx, waiting)
    if not ordered:
        return 0
    positions = [(fact.id, reached + place) for place, fact in enumerate(ordered, start=1)]
    tasks = [_task_row(fact, one) for fact in ordered for one in subscriptions if fact.kind in one.kinds]
    write_all(tx, [Write(_POSITION, positions, expect=len(positions)), Write(_TASK, tasks)])
    advance_lease(tx, LEASE, reached + len(ordered))
    tx.changed.add(SEQUENCED)
    return len(ordered)


def _in_version_order(tx: Transaction, waiting: list[RecordedEvent]) -> list[RecordedEvent]:
    """Stable by id, but never a version before the one below it, even where a clock ran ahead."""
    if len(waiting) == _MOST:
        waiting = waiting + _left_behind(tx, waiting)
    by_aggregate: dict[tuple[str, str], list[RecordedEvent]] = {}
    for fact in waiting:
        by_aggregate.setdefault((fact.aggregate, fact.aggregate_id), []).append(fact)
    turns = {key: iter(sorted(facts, key=lambda fact: fact.version)) for key, facts in by_aggregate.items()}
    return [next(turns[fact.aggregate, fact.aggregate_id]) for fact in waiting]


def _left_behind(tx: Transaction, waiting: list[RecordedEvent]) -> list[RecordedEvent]:
    """Lower versions that the limit cut off although a higher one was taken (a process with a late clock)."""
    taken: dict[tuple[str, str], set[int]] = {}
    for fact in waiting:
        taken.setdefault((fact.aggregate, fact.aggregate_id), set()).add(fact.version)
    found = []
    for (aggregate, aggregate_id), versions in taken.items():
        if len(versions) < max(versions):
            bind = {"aggregate": aggregate, "aggregate_id": aggregate_id, "version": max(versions)}
            older = [RecordedEvent(**row._mapping) for row in tx.execute(_OLDER, bind)]  # noqa: SLF001
            found += [fact for fact in older if fact.version not in versions]
    return found


def _task_row(fact: RecordedEvent, subscription: Subscription) -> tuple[object, ...]:
    due_at = subscription.due_at(fact) if subscription.due_at else fact.at
    return (new_id(), subscription.handler, fact.id, "ready", due_at, 0, "", EPOCH, 0)
