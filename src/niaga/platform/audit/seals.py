"""Seals: each chains one entry to all before it, so that an altered, removed, added or reordered row is found.

They are made after the commit by one leased sealer, because a chain lock inside the transactions would make staff wait
for each other. The lease remembers how long the chain is: a chain that lost its end is shorter than that.
hash = SHA-256(hash before || canonical JSON of the entry); before the first stand 32 zero bytes.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import msgspec
import sqlalchemy as sa

from niaga.foundation.clock import to_microseconds
from niaga.platform.audit.tables import audit_entry, audit_seal
from niaga.platform.database import Write, WriteStatement, write_all
from niaga.platform.database.leases import advance_lease, claim_lease, lease

if TYPE_CHECKING:
    from collections.abc import Iterator

    from niaga.platform.database import Reader, Transaction

LEASE = "sealer"
_MOST = 500
_PAGE = 1000
_START = bytes(32)
_canonical = msgspec.json.Encoder(order="sorted")

_ENTRIES = sa.select(sa.func.count()).select_from(audit_entry)
_SEALS = sa.select(sa.func.count()).select_from(audit_seal)
_UNSEALED = (
    sa.select(audit_entry)
    .outerjoin(audit_seal, audit_seal.c.entry_id == audit_entry.c.id)
    .where(audit_seal.c.entry_id.is_(None))
    .order_by(audit_entry.c.id)
    .limit(_MOST)
)
_LAST = sa.select(audit_seal.c.position, audit_seal.c.hash).order_by(audit_seal.c.position.desc()).limit(1)
_CHAIN = (
    sa.select(audit_seal.c.position, audit_seal.c.hash, audit_entry)
    .outerjoin(audit_entry, audit_entry.c.id == audit_seal.c.entry_id)
    .where(audit_seal.c.position > sa.bindparam("after"))
    .order_by(audit_seal.c.position)
    .limit(_PAGE)
)
_LENGTH = sa.select(lease.c.position).where(lease.c.name == LEASE)
_INSERT = WriteStatement.insert(audit_seal, "position", "entry_id", "hash")


def has_unsealed(db: Reader) -> bool:
    """Whether there is anything to seal: cheap, asked before a transaction is begun."""
    return bool(db.execute(_ENTRIES).scalar_one() != db.execute(_SEALS).scalar_one())


def seal_entries(tx: Transaction, owner: str) -> int:
    """Seal waiting entries in the order of their ids; how many. Zero while another process holds the lease."""
    if claim_lease(tx, LEASE, owner) is None:
        return 0
    waiting = tx.execute(_UNSEALED).all()
    if not waiting:
        return 0
    last = tx.execute(_LAST).one_or_none()
    position, before = (last.position, bytes.fromhex(last.hash)) if last else (0, _START)
    seals = []
    for entry in waiting:
        position, before = position + 1, _seal(before, entry._mapping)  # noqa: SLF001 - SQLAlchemy's public name
        seals.append((position, entry.id, before.hex()))
    write_all(tx, [Write(_INSERT, seals, expect=len(seals))])
    advance_lease(tx, LEASE, position)
    return len(seals)


def verify_chain(db: Reader) -> int | None:
    """The first position whose seal does not fit its entry and all before it; None when the whole chain holds."""
    # Read first: whatever is sealed meanwhile makes the chain longer than this, never shorter.
    length = int(db.execute(_LENGTH).scalar_one())
    expected, before = 1, _START
    for row in _chain(db):
        if row.position != expected or row.id is None:
            return expected
        before = _seal(before, row._mapping)  # noqa: SLF001
        if before.hex() != row.hash:
            return expected
        expected += 1
    return expected if length >= expected else None


def _chain(db: Reader) -> Iterator[sa.Row[Any]]:
    after = 0
    while page := db.execute(_CHAIN, {"after": after}).all():
        yield from page
        after = page[-1].position


def _seal(before: bytes, entry: Any) -> bytes:
    fields = {column.name: entry[column.name] for column in audit_entry.columns}
    fields["at"] = to_microseconds(fields["at"])
    return hashlib.sha256(before + _canonical.encode(fields)).digest()
