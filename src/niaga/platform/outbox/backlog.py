"""The backlog: what the outbox still has to do. Counted for the metrics, up to a bound, each by an index."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from niaga.platform.database import Utc
from niaga.platform.outbox.tables import event, task

if TYPE_CHECKING:
    from datetime import datetime

    from niaga.platform.database import Reader

MOST_COUNTED = 10_000

_UNPLACED = sa.select(event.c.at).where(event.c.position.is_(None)).limit(MOST_COUNTED).subquery()
_UNSEQUENCED = sa.select(sa.func.count().label("amount"), sa.func.min(_UNPLACED.c.at).label("oldest_at")).select_from(
    _UNPLACED
)
_READY = (
    sa.select(task.c.available_at)
    .where(task.c.state == "ready", task.c.available_at <= sa.bindparam("now", type_=Utc()))
    .limit(MOST_COUNTED)
    .subquery()
)
_DUE = sa.select(sa.func.count().label("amount"), sa.func.min(_READY.c.available_at).label("since")).select_from(_READY)
_DEAD = sa.select(sa.func.count()).select_from(
    sa.select(task.c.id).where(task.c.state == "dead").limit(MOST_COUNTED).subquery()
)


@dataclass(frozen=True, slots=True)
class Backlog:
    """Events without a position and the oldest one's time, tasks whose time has come and since when, tasks given up.

    No count goes beyond `MOST_COUNTED`: a scrape must stay cheap where the relay has stopped.
    """

    unsequenced: int
    oldest_at: datetime | None
    due: int
    due_since: datetime | None
    dead: int


def read_backlog(db: Reader) -> Backlog:
    """Three statements, each bounded."""
    unplaced = db.execute(_UNSEQUENCED).mappings().one()
    due = db.execute(_DUE, {"now": db.now}).mappings().one()
    dead = db.execute(_DEAD).scalar_one()
    return Backlog(unplaced["amount"], unplaced["oldest_at"], due["amount"], due["since"], dead)
