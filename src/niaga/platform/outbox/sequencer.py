"""The sequencer: gives committed events their global position and makes the tasks that follow from them.

Ids and clocks of several processes interleave, so an event's place is only given after its commit. Any process may take a
turn; what it decided counts only where nobody else had a turn since it looked. Within an aggregate the order is that of
its versions.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from niaga.platform.database import Code, Id, Write, WriteStatement, rowset, write_all
from niaga.platform.database.leases import lease
from niaga.platform.database.rowsets import execute_rows
from niaga.platform.outbox.events import RecordedEvent
from niaga.platform.outbox.follow_ups import NewTask
from niaga.platform.outbox.tables import event, task

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from niaga.platform.database import Engine, Reader, Rowset, Transaction

LEASE = "sequencer"
SEQUENCED = "events"
MOST_IN_A_TURN = 500
_COLUMNS = (
    event.c.id, event.c.aggregate, event.c.aggregate_id, event.c.version, event.c.kind, event.c.data, event.c.at,
)  # fmt: skip
_REACHED = sa.select(lease.c.position).where(lease.c.name == LEASE).scalar_subquery()
# Ordered by the column that is empty in all of them: so it is that index which every engine reads, up to the limit.
_WAITING = (
    sa.select(*_COLUMNS, _REACHED.label("reached"))
    .where(event.c.position.is_(None))
    .order_by(event.c.position)
    .limit(MOST_IN_A_TURN)
)
_ABOUT = {"aggregate": Code(40), "aggregate_id": Code(64)}
_TAKE_TURN = (
    sa.update(lease)
    .where(lease.c.name == LEASE, lease.c.position == sa.bindparam("seen"))
    .values(position=sa.bindparam("reached"), owner=sa.bindparam("me"), fence=lease.c.fence + 1)
)


# Beside another key not `IS NULL`: SQLite would look through all that wait, once for each row, instead of using the key.
_UNPLACED = sa.func.coalesce(event.c.position, 0) == 0


def _give_position(rows: Rowset) -> sa.Update:
    return sa.update(event).where(event.c.id == rows.c.id, _UNPLACED).values(position=rows.c.position)


_POSITION = WriteStatement("position event", {"id": Id(), "position": sa.BigInteger()}, _give_position)
_TASK = WriteStatement.insert(task, *NewTask._fields)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Events in the order in which they shall be placed, and the last position that was given when they were read."""

    facts: list[RecordedEvent]
    reached: int

    @property
    def is_cut(self) -> bool:
        """Whether there may be more of them."""
        return len(self.facts) >= MOST_IN_A_TURN


def read_waiting(db: Reader) -> Waiting:
    """What has no position yet, up to so many. One statement, two where there is more."""
    rows = db.execute(_WAITING).all()
    found = {fact.id: fact for fact in _facts(rows)}
    if len(rows) == MOST_IN_A_TURN:
        # The limit may have cut off a version below one that was taken: take what waits of the same aggregates whole.
        about = list(dict.fromkeys((fact.aggregate, fact.aggregate_id) for fact in found.values()))
        found |= {fact.id: fact for fact in _facts(execute_rows(db, _waiting_about(db.engine), "about", _ABOUT, about))}
    return Waiting(in_version_order(found.values()), rows[0].reached if rows else 0)


def place_events(tx: Transaction, owner: str, waiting: Waiting, tasks: Sequence[NewTask]) -> bool:
    """Give these events the next positions and store their tasks; False, and nothing, when another turn came between.

    At most four statements: turns come one after another, because each waits for the row that the one before it changed.
    """
    reached = waiting.reached + len(waiting.facts)
    if tx.execute(_TAKE_TURN, {"seen": waiting.reached, "reached": reached, "me": owner}).rowcount != 1:
        return False
    positions = [(fact.id, place) for place, fact in enumerate(waiting.facts, start=waiting.reached + 1)]
    write_all(tx, [Write(_POSITION, positions, expect=len(positions)), Write(_TASK, tasks)])
    tx.changed.add(SEQUENCED)
    return True


def in_version_order(waiting: Iterable[RecordedEvent]) -> list[RecordedEvent]:
    """By id, but never a version before the one below it, even where a clock ran ahead."""
    by_id = sorted(waiting, key=lambda fact: fact.id)
    by_aggregate: dict[tuple[str, str], list[RecordedEvent]] = {}
    for fact in by_id:
        by_aggregate.setdefault((fact.aggregate, fact.aggregate_id), []).append(fact)
    turns = {key: iter(sorted(facts, key=lambda fact: fact.version)) for key, facts in by_aggregate.items()}
    return [next(turns[fact.aggregate, fact.aggregate_id]) for fact in by_id]


@lru_cache(maxsize=3)
def _waiting_about(engine: Engine) -> sa.Select[Any]:
    about = rowset(engine, "about", _ABOUT)
    same = sa.and_(event.c.aggregate == about.c.aggregate, event.c.aggregate_id == about.c.aggregate_id)
    return sa.select(*_COLUMNS).join_from(about, event, same).where(_UNPLACED)


def _facts(rows: Iterable[Any]) -> list[RecordedEvent]:
    names = [column.name for column in _COLUMNS]
    return [RecordedEvent(**dict(zip(names, row, strict=False))) for row in rows]
