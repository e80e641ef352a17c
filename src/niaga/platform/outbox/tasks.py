"""Tasks: claimed by a guarded UPDATE, repeated with growing pauses, given up visibly after the last attempt."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from niaga.foundation.clock import EPOCH
from niaga.platform.database import Utc
from niaga.platform.outbox.events import RecordedEvent
from niaga.platform.outbox.tables import event, task

if TYPE_CHECKING:
    from niaga.platform.database import Reader, Transaction

MOST_ATTEMPTS = 12
_MOST = 64
_LONGEST_PAUSE = timedelta(hours=1)
_ERROR_LENGTH = 500

_DUE = (
    sa.select(
        *(task.c[name] for name in ("id", "handler", "attempts", "fence")),
        *(column.label(f"event_{column.name}") for column in event.c),
    )
    .join(event, event.c.id == task.c.event_id)
    .where(task.c.state == "ready", task.c.available_at <= sa.bindparam("now", type_=Utc()))
    .where(task.c.handler.in_(sa.bindparam("handlers", expanding=True)))
    .where(task.c.lease_until_at < sa.bindparam("now", type_=Utc()))
    .order_by(task.c.available_at, event.c.position)
    .limit(_MOST)
)
_NEXT_AT = sa.select(sa.func.min(task.c.available_at)).where(task.c.state == "ready")
_FREE = sa.and_(
    task.c.id == sa.bindparam("the_id"),
    task.c.state == "ready",
    task.c.lease_until_at < sa.bindparam("now", type_=Utc()),
)
_FINISH_FREE = sa.update(task).where(_FREE).values(state="done", done_at=sa.bindparam("now", type_=Utc()))
_CLAIM = (
    sa.update(task)
    .where(_FREE)
    .values(lease_owner=sa.bindparam("me"), lease_until_at=sa.bindparam("until", type_=Utc()), fence=task.c.fence + 1)
)
_FENCE = sa.select(task.c.fence).where(task.c.id == sa.bindparam("the_id"))
_FINISH_MINE = (
    sa.update(task)
    .where(task.c.id == sa.bindparam("the_id"), task.c.state == "ready", task.c.fence == sa.bindparam("the_fence"))
    .values(state="done", done_at=sa.bindparam("now", type_=Utc()))
)
_POSTPONE = (
    sa.update(task)
    .where(task.c.id == sa.bindparam("the_id"), task.c.state == "ready")
    .where(task.c.attempts == sa.bindparam("seen"), task.c.fence == sa.bindparam("the_fence"))
    .values(
        attempts=task.c.attempts + 1,
        state=sa.bindparam("next_state"),
        available_at=sa.bindparam("again_at", type_=Utc()),
        lease_until_at=sa.bindparam("free_at", type_=Utc()),
        last_error=sa.bindparam("why"),
    )
)


@dataclass(frozen=True)
class DueTask:
    """A task whose time has come, with its event. `fence` is what it must still be for a failure to count."""

    id: str
    handler: str
    attempts: int
    fence: int
    event: RecordedEvent


def list_due(db: Reader, handlers: list[str]) -> list[DueTask]:
    """Tasks of these handlers that may run now, the longest due first."""
    return [_due_task(row._mapping) for row in db.execute(_DUE, {"now": db.now, "handlers": handlers})]  # noqa: SLF001 - SQLAlchemy's public name


def next_due_at(db: Reader) -> datetime | None:
    """When the earliest ready task becomes due; None when nothing waits."""
    found = db.execute(_NEXT_AT).scalar_one()
    return found if found is None or isinstance(found, datetime) else None


def finish_free(tx: Transaction, task_id: str) -> bool:
    """Mark an unleased task done in this transaction; False when somebody was faster."""
    return tx.execute(_FINISH_FREE, {"the_id": task_id, "now": tx.now}).rowcount == 1


def claim(tx: Transaction, task_id: str, owner: str, span: timedelta) -> int | None:
    """Lease a task for work outside the database; the fence to finish it with, None when somebody was faster."""
    bind = {"the_id": task_id, "now": tx.now, "me": owner, "until": tx.now + span}
    if tx.execute(_CLAIM, bind).rowcount != 1:
        return None
    return int(tx.execute(_FENCE, {"the_id": task_id}).scalar_one())


def finish_mine(tx: Transaction, task_id: str, fence: int) -> bool:
    """Mark a leased task done; False when the lease ran out and another owner has it (the effect may happen twice)."""
    return tx.execute(_FINISH_MINE, {"the_id": task_id, "the_fence": fence, "now": tx.now}).rowcount == 1


def postpone(tx: Transaction, due: DueTask, why: str, *, final: bool = False) -> bool:
    """Count a failed attempt. True when it was the last one (or `final`) and the task is given up (state `dead`).

    Nothing changes when another owner has claimed the task since: the failure came after the lease.
    """
    attempts = due.attempts + 1
    given_up = final or attempts >= MOST_ATTEMPTS
    counted = tx.execute(
        _POSTPONE,
        {
            "the_id": due.id,
            "seen": due.attempts,
            "the_fence": due.fence,
            "next_state": "dead" if given_up else "ready",
            "again_at": tx.now + pause_after(attempts),
            "free_at": EPOCH,
            "why": why[:_ERROR_LENGTH],
        },
    )
    return given_up and counted.rowcount == 1


def pause_after(attempts: int) -> timedelta:
    """5 s, 10 s, 20 s … at most an hour, give or take a fifth so that failures do not march in step."""
    pause = min(timedelta(seconds=5 * 2 ** (attempts - 1)), _LONGEST_PAUSE)
    return pause * random.uniform(0.8, 1.2)  # noqa: S311 - spreading retries is not cryptography


def _due_task(row: Any) -> DueTask:
    fact = RecordedEvent(**{name.removeprefix("event_"): row[name] for name in row if name.startswith("event_")})
    return DueTask(row["id"], row["handler"], row["attempts"], row["fence"], fact)
