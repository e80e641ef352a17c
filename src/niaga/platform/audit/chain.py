"""Verifying: the chain is walked from its first seal, a page at a time, and the first bad row is named.

A chain without keys can be made anew by whoever may write to the database. Signed heads (`heads.py`) find that, as they
find a chain that lost its end together with the sealer's memory of its length.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from niaga.platform.audit.faults import Fault, FaultKind
from niaga.platform.audit.readings import READ
from niaga.platform.audit.seals import (
    ENTRY_COLUMNS,
    IS_UNSEALED,
    SEALED_LATE,
    START,
    detail_of,
    seal_of,
    sealed_length,
    sealed_since,
)
from niaga.platform.audit.tables import audit_entry, audit_seal, audit_subject

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from niaga.platform.audit.heads import Head
    from niaga.platform.database import Reader

    Told = Callable[[int, int], None]

_PAGE = 2000
# How far around a bad row its explanation is looked for.
_AROUND = 5000

_SEALS = (
    sa.select(audit_seal.c.position, audit_seal.c.entry_id.label("sealed_id"), audit_seal.c.hash, *ENTRY_COLUMNS)
    .outerjoin(audit_entry, audit_entry.c.id == audit_seal.c.entry_id)
    .where(audit_seal.c.position > sa.bindparam("after"))
    .order_by(audit_seal.c.position)
    .limit(sa.bindparam("most"))
)
_STRAY = sa.select(*ENTRY_COLUMNS).where(IS_UNSEALED).order_by(audit_entry.c.id).limit(_AROUND)
_NEVER_SEALED = (
    sa.select(audit_entry.c.id)
    .where(audit_entry.c.id <= sa.bindparam("since"), IS_UNSEALED)
    .order_by(audit_entry.c.id)
    .limit(1)
)
_SUBJECTS = sa.select(audit_subject.c.entry_id, audit_subject.c.subject_id).where(
    audit_subject.c.entry_id.between(sa.bindparam("first"), sa.bindparam("last"))
)
_WAITING = sa.select(sa.func.count()).select_from(audit_entry).where(IS_UNSEALED)


def verify_chain(db: Reader, heads: Iterable[Head] = (), told: Told | None = None) -> Fault | None:
    """The first thing that is wrong; None when every entry, its place and every head hold.

    The heads' signatures are checked where they are read (`heads.py`). `told` hears how far it is and how far it goes.
    """
    # Read first: whatever is sealed meanwhile makes the chain longer than this, never shorter.
    length = sealed_length(db)
    signed: dict[int, set[str]] = {}
    for head in heads:
        signed.setdefault(head.position, set()).add(head.hash)
    walk = _Walk(db, length, signed)
    for page in _pages(db):
        fault = walk.take(page)
        if fault is not None:
            return fault
        if told is not None:
            told(walk.position, max(length, walk.position))
    return walk.end()


def waiting_entries(db: Reader) -> int:
    """How many entries are not sealed yet."""
    return int(db.execute(_WAITING).scalar_one())


class _Walk:
    """How far the chain was found to be whole."""

    def __init__(self, db: Reader, length: int, signed: dict[int, set[str]]) -> None:
        self.position = 0
        self._before = START
        self._proven = 0
        self._db = db
        self._signed = signed
        self._length = max([length, *signed])

    def take(self, page: Sequence[Any]) -> Fault | None:
        """Walk on over these rows."""
        for row in page:
            expected = self.position + 1
            seal = None if row.id is None else seal_of(self._before, row)
            if row.position != expected or seal is None or seal.hex() != row.hash:
                return self._named(row)
            if expected in self._signed:
                if self._signed[expected] != {row.hash}:
                    return Fault(FaultKind.REWRITTEN, expected, row.id, since=self._proven)
                self._proven = expected
            self.position, self._before = expected, seal
        return _concealed(self._db, page)

    def end(self) -> Fault | None:
        """What only the end shows: rows that are not there, and rows that no sealer will ever take."""
        if self.position < self._length:
            return Fault(FaultKind.TRUNCATED, self.position + 1)
        stray = self._db.execute(_NEVER_SEALED, {"since": sealed_since(self._db, SEALED_LATE)}).scalar_one_or_none()
        return None if stray is None else Fault(FaultKind.INSERTED, self.position + 1, stray)

    def _named(self, row: Any) -> Fault:
        """What is wrong at the next position, where this row was found."""
        expected = self.position + 1
        if row.position == expected and row.id is None:
            return Fault(FaultKind.MISSING, expected, row.sealed_id)
        around = [one for one in self._around() if one.id is not None]
        stray = self._db.execute(_STRAY).all()
        lost = self._lost(row, stray)
        if row.position != expected or lost is not None:
            return Fault(FaultKind.MISSING, expected, lost or "")
        if _moved(self._before, row, around, stray):
            return Fault(FaultKind.REORDERED, expected, row.id)
        if any(seal_of(self._before, one).hex() == one.hash for one in around[1:]):
            return Fault(FaultKind.INSERTED, expected, row.id)
        if self._is_short():
            return Fault(FaultKind.MISSING, expected)
        return Fault(FaultKind.ALTERED, expected, row.id)

    def _around(self) -> Sequence[Any]:
        return self._db.execute(_SEALS, {"after": self.position, "most": _AROUND}).all()

    def _lost(self, row: Any, stray: Sequence[Any]) -> str | None:
        """The entry without a seal that belongs before this row."""
        if row.id is None:
            return None
        fitting = (one.id for one in stray if seal_of(seal_of(self._before, one), row).hex() == row.hash)
        return next(fitting, None)

    def _is_short(self) -> bool:
        last = self._db.execute(sa.select(sa.func.max(audit_seal.c.position))).scalar_one()
        return int(last) < self._length


def _moved(before: bytes, row: Any, around: Sequence[Any], stray: Sequence[Any]) -> bool:
    """Whether the seal at this place is another entry's, or the row that stands here belongs somewhere behind."""
    if any(seal_of(before, one).hex() == row.hash for one in (*around, *stray)):
        return True
    belongs_here = any(seal_of(before, one).hex() == one.hash for one in around[1:])
    return belongs_here and any(seal_of(_raw(one.hash), row).hex() == row.hash for one in around)


def _raw(hash_text: str) -> bytes:
    try:
        return bytes.fromhex(hash_text)
    except ValueError:
        return b""


def _pages(db: Reader) -> Iterator[Sequence[Any]]:
    after = 0
    while page := db.execute(_SEALS, {"after": after, "most": _PAGE}).all():
        yield page
        after = page[-1].position


def _concealed(db: Reader, page: Sequence[Any]) -> Fault | None:
    """The first reading of the page whose people differ between its entry and the table that finds it."""
    readings = {row.id: row for row in page if row.action == READ}
    if not readings:
        return None
    found: dict[str, set[str]] = {}
    for one in db.execute(_SUBJECTS, {"first": min(readings), "last": max(readings)}):
        found.setdefault(one.entry_id, set()).add(one.subject_id)
    for row in readings.values():
        if found.get(row.id, set()) != set(detail_of(row)["subjects"]):
            return Fault(FaultKind.CONCEALED, row.position, row.id)
    return None
