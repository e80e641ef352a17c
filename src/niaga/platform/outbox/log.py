"""The event log by global position: what came after a place in it, and what came about certain things."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from niaga.platform.database import Code, rowset
from niaga.platform.database.rowsets import execute_rows
from niaga.platform.outbox.events import RecordedEvent
from niaga.platform.outbox.tables import event

if TYPE_CHECKING:
    from collections.abc import Sequence

    from niaga.platform.database import Engine, Reader

_COLUMNS = tuple(event.c[name] for name in RecordedEvent.__struct_fields__)
_ABOUT = {"aggregate": Code(40), "aggregate_id": Code(64)}
_HEAD = sa.select(sa.func.max(event.c.position))
_OLDEST = sa.select(sa.func.min(event.c.position))
_AFTER = (
    sa.select(*_COLUMNS)
    .where(event.c.position > sa.bindparam("place"))
    .order_by(event.c.position)
    .limit(sa.bindparam("most"))
)


def read_head(db: Reader) -> int:
    """The highest position given so far; 0 while there is none."""
    return int(db.execute(_HEAD).scalar_one() or 0)


def read_oldest(db: Reader) -> int:
    """The lowest position that the log still has; 0 while there is none."""
    return int(db.execute(_OLDEST).scalar_one() or 0)


def list_after(db: Reader, place: int, *, most: int) -> list[RecordedEvent]:
    """The first events after a position, in order."""
    return _events(db.execute(_AFTER, {"place": place, "most": most}))


def list_about(db: Reader, things: Sequence[tuple[str, str]], *, after: int, up_to: int) -> list[RecordedEvent]:
    """The events about these (aggregate, id) with a position in (after, up_to], in order.

    They are found by what they are about, so it does not matter how long the log is.
    """
    if not things:
        return []
    found = _events(execute_rows(db, _about(db.engine), "things", _ABOUT, things))
    placed = [fact for fact in found if fact.position is not None and after < fact.position <= up_to]
    return sorted(placed, key=lambda fact: fact.position or 0)


@lru_cache(maxsize=3)
def _about(engine: Engine) -> sa.Select[Any]:
    things = rowset(engine, "things", _ABOUT)
    same = sa.and_(event.c.aggregate == things.c.aggregate, event.c.aggregate_id == things.c.aggregate_id)
    return sa.select(*_COLUMNS).join_from(things, event, same)


def _events(rows: sa.CursorResult[Any]) -> list[RecordedEvent]:
    return [RecordedEvent(**row._mapping) for row in rows]  # noqa: SLF001 - SQLAlchemy's public name
