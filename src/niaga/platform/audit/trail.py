"""The audit trail as the owner reads it: the newest first, filtered, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec
import sqlalchemy as sa

from niaga.foundation.clock import to_microseconds
from niaga.foundation.paging import Page, decode_cursor, encode_cursor
from niaga.platform.audit.actors import Actor, ActorKind
from niaga.platform.audit.readings import READ
from niaga.platform.audit.tables import audit_entry, audit_subject

if TYPE_CHECKING:
    from datetime import datetime

    from niaga.platform.database import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailFilter:
    """Which entries are wanted; None: all of them. `subject_id` also finds the readings that showed that subject."""

    actor_id: str | None = None
    action: str | None = None
    subject_type: str | None = None
    subject_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    reads: bool | None = None


@dataclass(frozen=True, slots=True)
class TrailEntry:
    """Something that was done or read, by whom and to what."""

    id: str
    at: datetime
    actor: Actor
    action: str
    subject_type: str
    subject_id: str
    detail: dict[str, Any]


class _Position(msgspec.Struct, array_like=True, frozen=True):
    """After which entry the next page starts."""

    at: int
    id: str


def list_trail(db: Reader, wanted: TrailFilter, *, limit: int, cursor: str | None = None) -> Page[TrailEntry]:
    """Entries, newest first. Raises BadCursor."""
    query = sa.select(audit_entry).order_by(audit_entry.c.at.desc(), audit_entry.c.id.desc()).limit(limit + 1)
    for condition in _conditions(wanted):
        query = query.where(condition)
    if cursor is not None:
        query = query.where(_after(decode_cursor(cursor, _Position)))
    rows = db.execute(query).all()
    entries = [_entry(row) for row in rows[:limit]]
    if len(rows) <= limit:
        return Page(entries, None)
    return Page(entries, encode_cursor(_Position(to_microseconds(entries[-1].at), entries[-1].id)))


def _conditions(wanted: TrailFilter) -> list[sa.ColumnElement[bool]]:
    narrow = wanted.actor_id is not None or wanted.subject_id is not None
    # Most of a long trail is readings: where a person or a thing is asked for, no engine shall start from the deed.
    action = sa.func.coalesce(audit_entry.c.action, "") if narrow else audit_entry.c.action
    equal = [(audit_entry.c.actor_id, wanted.actor_id), (action, wanted.action)]
    equal += [(audit_entry.c.subject_type, wanted.subject_type)]
    found = [column == value for column, value in equal if value is not None]
    if wanted.subject_id is not None:
        shown = sa.select(audit_subject.c.entry_id).where(audit_subject.c.subject_id == wanted.subject_id)
        done = sa.select(audit_entry.c.id).where(audit_entry.c.subject_id == wanted.subject_id)
        both = sa.union(shown, done).subquery()
        found.append(audit_entry.c.id.in_(sa.select(both.c.entry_id)))
    if wanted.since is not None:
        found.append(audit_entry.c.at >= wanted.since)
    if wanted.until is not None:
        found.append(audit_entry.c.at < wanted.until)
    if wanted.reads is not None:
        found.append(action == READ if wanted.reads else action != READ)
    return found


def _after(position: _Position) -> sa.ColumnElement[bool]:
    # As the database holds it: a cursor that somebody made up may name a time that no datetime can.
    at = sa.type_coerce(audit_entry.c.at, sa.BigInteger)
    return sa.and_(at <= position.at, sa.or_(at < position.at, audit_entry.c.id < position.id))


def _entry(row: sa.Row[Any]) -> TrailEntry:
    return TrailEntry(
        id=row.id,
        at=row.at,
        actor=Actor(ActorKind(row.actor_kind), row.actor_id),
        action=row.action,
        subject_type=row.subject_type,
        subject_id=row.subject_id,
        detail=row.detail,
    )
