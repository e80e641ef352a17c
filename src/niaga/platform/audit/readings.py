"""Readings: who of the staff was shown whose personal data, recorded before the answer leaves.

Requests that come together share a commit, and there are at most fifty of these a second, however often an app asks:
buyers who wait for the same database must not notice.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import sqlalchemy as sa

from niaga.foundation.identity import new_id
from niaga.platform.audit.entries import INSERT_ENTRY
from niaga.platform.audit.tables import audit_entry, audit_subject
from niaga.platform.database import Lane, Write, WriteStatement, write_all

if TYPE_CHECKING:
    from collections.abc import Sequence

    from niaga.platform.audit.actors import Actor
    from niaga.platform.database import Database, Transaction

READ = "personal_data.read"
# A name that is not one of the columns, or MariaDB takes it for one.
_KNOWN = sa.select(audit_entry.c.id).where(audit_entry.c.id.in_(sa.bindparam("wanted", expanding=True)))
_INSERT_SUBJECTS = WriteStatement.insert(audit_subject, "subject_id", "entry_id", "subject_type")
_TICK_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Reading:
    """One answer to one request: which operation showed it to whom, and about whom it was.

    `proof` names the key or sign-in that they came with.
    """

    actor: Actor
    operation: str
    subject_type: str
    subjects: tuple[str, ...]
    proof: str = ""
    id: str = field(default_factory=new_id)


def record_readings(tx: Transaction, readings: Sequence[Reading]) -> None:
    """Record readings: an entry each, and a row for each person to find it by. Those recorded before are passed over."""
    known = set(tx.execute(_KNOWN, {"wanted": [one.id for one in readings]}).scalars())
    fresh = [one for one in readings if one.id not in known]
    entries = [
        (
            one.id,
            tx.now,
            one.actor.kind.value,
            one.actor.id,
            READ,
            one.subject_type,
            one.subjects[0] if len(one.subjects) == 1 else "",
            {"operation": one.operation, "proof": one.proof, "subjects": list(one.subjects)},
        )
        for one in fresh
    ]
    subjects = [(subject, one.id, one.subject_type) for one in fresh for subject in dict.fromkeys(one.subjects)]
    write_all(tx, [Write(INSERT_ENTRY, entries, expect=len(entries)), Write(_INSERT_SUBJECTS, subjects)])


class Readings:
    """Where a process hands in what it is about to show."""

    def __init__(self, database: Database) -> None:
        self._lane: Lane[Reading, None] = Lane(database, _record, name="readings", drivers=1)
        self._next_at = 0.0

    async def note(self, reading: Reading) -> None:
        """Return when the reading is committed; whoever cannot wait for that shows nothing. Raises Overloaded."""
        loop = asyncio.get_running_loop()
        if loop.time() < self._next_at:
            await asyncio.sleep(self._next_at - loop.time())
        self._next_at = loop.time() + _TICK_SECONDS
        await self._lane.submit(reading)

    async def close(self) -> None:
        """Finish what was handed in."""
        await self._lane.close()


def _record(tx: Transaction, readings: list[Reading]) -> list[None]:
    record_readings(tx, readings)
    return [None] * len(readings)
