"""Tasks: taken by guarded UPDATEs, repeated with growing pauses, given up visibly after the last attempt.

Every statement is about many tasks at once and its text does not depend on how many.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from niaga.foundation.identity import new_id
from niaga.platform.database import Code, GuardRefused, Id, Text, Utc, Write, WriteStatement, rowset, write_all
from niaga.platform.database.rowsets import execute_rows
from niaga.platform.outbox.events import RecordedEvent
from niaga.platform.outbox.tables import event, task

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from niaga.platform.database import Engine, Reader, Rowset, Transaction

MOST_ATTEMPTS = 12
SOON = timedelta(seconds=1)
_MOST = 64
_LONGEST_PAUSE = timedelta(hours=1)
_ERROR_LENGTH = 500
_ID = {"id": Id()}
_TASK_NAMES = ("id", "handler", "attempts", "fence", "available_at")
_EVENT_NAMES = tuple(column.name for column in event.c)


@dataclass(frozen=True, slots=True)
class DueTask:
    """A task whose time has come, with its event. `attempts` and `fence` are what it must still have to be changed."""

    id: str
    handler: str
    attempts: int
    fence: int
    available_at: datetime
    event: RecordedEvent


@dataclass(frozen=True, slots=True)
class Agenda:
    """The tasks whose time has come, the longest due first, and when the next one's comes if that is `SOON`."""

    due: list[DueTask]
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class Failure:
    """An attempt that failed: the task as it was when it was tried, which attempt this was, and why."""

    task: DueTask
    attempt: int
    why: str
    final: bool = False

    @property
    def gives_up(self) -> bool:
        """Whether there is no further attempt."""
        return self.final or self.attempt >= MOST_ATTEMPTS


def agenda_statement(handlers: Sequence[str]) -> sa.Select[Any]:
    """The first tasks of each of these handlers: a crowd of one's must not crowd out another's, nor make it slower."""
    firsts = [sa.select(_first(handler).subquery()) for handler in handlers]
    found = sa.union_all(*firsts).subquery("found")
    return (
        sa.select(
            *(found.c[name] for name in _TASK_NAMES), *(column.label(f"event_{column.name}") for column in event.c)
        )
        .join_from(found, event, event.c.id == found.c.event_id)
        .order_by(found.c.available_at, found.c.id)
    )


def _first(handler: str) -> sa.Select[Any]:
    return (
        sa.select(*(task.c[name] for name in _TASK_NAMES), task.c.event_id)
        .where(task.c.handler == handler, task.c.state == "ready")
        .where(task.c.available_at <= sa.bindparam("soon", type_=Utc()))
        .where(task.c.lease_until_at < sa.bindparam("now", type_=Utc()))
        .order_by(task.c.available_at, task.c.id)
        .limit(_MOST)
    )


def read_agenda(db: Reader, statement: sa.Select[Any]) -> Agenda:
    """What `agenda_statement` asks for, by the shop's time."""
    rows = db.execute(statement, {"now": db.now, "soon": db.now + SOON})
    found = [_due_task(row) for row in rows]
    later = (one.available_at for one in found if one.available_at > db.now)
    return Agenda([one for one in found if one.available_at <= db.now], next(later, None))


def _due_task(row: Sequence[Any]) -> DueTask:
    name, handler, attempts, fence, available_at, *facts = row
    fact = RecordedEvent(**dict(zip(_EVENT_NAMES, facts, strict=True)))
    return DueTask(name, handler, attempts, fence, available_at, fact)


def _finish_free(rows: Rowset) -> sa.Update:
    return sa.update(task).where(*_is_free(rows)).values(state="done", done_at=rows.c.now, lease_owner=rows.c.turn)


# Not by its index: SQLite would walk all ready tasks for each of the wanted ones, which are known by their ids.
_STILL_READY = sa.func.coalesce(task.c.state, "") == "ready"


def _claim(rows: Rowset) -> sa.Update:
    return (
        sa.update(task)
        .where(*_is_free(rows), task.c.fence == rows.c.fence)
        .values(
            lease_owner=rows.c.turn,
            lease_until_at=rows.c.until,
            fence=task.c.fence + 1,
            attempts=task.c.attempts + 1,
        )
    )


def _is_free(rows: Rowset) -> list[sa.ColumnElement[bool]]:
    return [task.c.id == rows.c.id, _STILL_READY, task.c.lease_until_at < rows.c.now]


def _finish_mine(rows: Rowset) -> sa.Update:
    mine = (task.c.id == rows.c.id, _STILL_READY, task.c.fence == rows.c.fence)
    return sa.update(task).where(*mine).values(state="done", done_at=rows.c.now)


def _postpone(rows: Rowset) -> sa.Update:
    return (
        sa.update(task)
        .where(task.c.id == rows.c.id, _STILL_READY)
        .where(task.c.attempts == rows.c.seen, task.c.fence == rows.c.fence)
        .values(
            attempts=rows.c.attempts,
            state=rows.c.state,
            available_at=rows.c.again_at,
            lease_until_at=sa.literal_column("0"),
            last_error=rows.c.why,
        )
    )


_TURN = Code(60)
_FINISH_FREE = WriteStatement("finish free tasks", {"id": Id(), "now": Utc(), "turn": _TURN}, _finish_free)
_CLAIM = WriteStatement(
    "claim tasks", {"id": Id(), "fence": sa.Integer(), "now": Utc(), "until": Utc(), "turn": _TURN}, _claim
)
_FINISH_MINE = WriteStatement("finish tasks", {"id": Id(), "fence": sa.Integer(), "now": Utc()}, _finish_mine)
_POSTPONE = WriteStatement(
    "postpone tasks",
    {
        "id": Id(), "seen": sa.Integer(), "fence": sa.Integer(), "attempts": sa.Integer(), "state": Code(10),
        "again_at": Utc(), "why": Text(),
    },
    _postpone,
)  # fmt: skip


def new_turn(owner: str) -> str:
    """A name for one taking of tasks, by which it is known afterwards which of them it got."""
    return f"{owner}.{new_id()}"


def finish_free(tx: Transaction, due: Sequence[DueTask], owner: str) -> list[DueTask]:
    """Mark unleased tasks done in this transaction; those that were, for somebody else may have been faster."""
    # A new turn at each run: what an earlier run of this transaction finished after all must not be done again.
    turn = new_turn(owner)
    return _taken(tx, _FINISH_FREE, due, [(one.id, tx.now, turn) for one in due], turn)


def claim(tx: Transaction, due: Sequence[tuple[DueTask, timedelta]], turn: str) -> list[DueTask]:
    """Lease tasks for so long for work outside the database and count the attempt; those that were ours to take.

    They are returned as they stand now: attempts and fence are one higher.
    """
    wanted = [one for one, _ in due]
    rows = [(one.id, one.fence, tx.now, tx.now + span, turn) for one, span in due]
    taken = _taken(tx, _CLAIM, wanted, rows, turn)
    return [replace(one, attempts=one.attempts + 1, fence=one.fence + 1) for one in taken]


def settle(tx: Transaction, done: Sequence[DueTask], failed: Sequence[Failure]) -> None:
    """Mark claimed tasks done, and postpone those that failed or give them up (state `dead`).

    Nothing changes where another owner claimed the task since: the end came after the lease, and the effect may happen
    twice.
    """
    finished = [(one.id, one.fence, tx.now) for one in done]
    write_all(tx, [Write(_FINISH_MINE, finished), Write(_POSTPONE, [_postponed(tx, one) for one in failed])])


def pause_after(attempts: int) -> timedelta:
    """5 s, 10 s, 20 s … at most an hour, give or take a fifth so that failures do not march in step."""
    pause = min(timedelta(seconds=5 * 2 ** (attempts - 1)), _LONGEST_PAUSE)
    return pause * random.uniform(0.8, 1.2)  # noqa: S311 - spreading retries is not cryptography


def _postponed(tx: Transaction, one: Failure) -> tuple[Any, ...]:
    state = "dead" if one.gives_up else "ready"
    again_at = tx.now + pause_after(one.attempt)
    return (one.task.id, one.task.attempts, one.task.fence, one.attempt, state, again_at, one.why[:_ERROR_LENGTH])


def _taken(
    tx: Transaction, statement: WriteStatement, due: Sequence[DueTask], rows: Sequence[tuple[Any, ...]], turn: str
) -> list[DueTask]:
    """Run the guarded statement, and find out which rows it got where it did not get all."""
    try:
        write_all(tx, [Write(statement, rows, expect=len(rows))])
    except GuardRefused:
        found = execute_rows(tx, _of_turn(tx.engine), "wanted", _ID, [(one.id,) for one in due])
        got = {row.id for row in found if row.lease_owner == turn}
        return [one for one in due if one.id in got]
    return list(due)


@lru_cache(maxsize=3)
def _of_turn(engine: Engine) -> sa.Select[Any]:
    wanted = rowset(engine, "wanted", _ID)
    return sa.select(task.c.id, task.c.lease_owner).join_from(wanted, task, task.c.id == wanted.c.id)
