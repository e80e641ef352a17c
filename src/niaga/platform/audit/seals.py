"""Seals: each chains one entry to all before it, so that an altered, removed, added or reordered row is found.

They are made after the commit by one leased sealer, because a chain lock inside the transactions would make staff wait
for each other. The lease remembers how long the chain is: a chain that lost its end is shorter than that.
hash = SHA-256(hash before || canonical JSON of the entry); before the first stand 32 zero bytes.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import msgspec
import sqlalchemy as sa

from niaga.foundation.identity import ids_since, new_id
from niaga.platform.audit.tables import audit_entry, audit_seal
from niaga.platform.database import Write, WriteStatement, write_all
from niaga.platform.database.leases import advance_lease, claim_lease, lease

if TYPE_CHECKING:
    from niaga.platform.database import Reader, Transaction

LEASE = "sealer"
START = bytes(32)
# An entry is given its id when it is written and seen when it is committed, by a machine whose clock may be behind.
SEALED_SOON = timedelta(minutes=1)
SEALED_LATE = timedelta(days=1)
_MOST = 500
_canonical = msgspec.json.Encoder(order="sorted")

# Read as the database holds them: a chain of a million entries has no time for datetimes.
ENTRY_COLUMNS = (
    audit_entry.c.id,
    sa.type_coerce(audit_entry.c.at, sa.BigInteger).label("at"),
    audit_entry.c.actor_kind,
    audit_entry.c.actor_id,
    audit_entry.c.action,
    audit_entry.c.subject_type,
    audit_entry.c.subject_id,
    sa.type_coerce(audit_entry.c.detail, sa.Text).label("detail"),
)
IS_UNSEALED = ~sa.exists(sa.select(sa.literal(1)).where(audit_seal.c.entry_id == audit_entry.c.id))
_SINCE = audit_entry.c.id > sa.bindparam("since")
_ANY_UNSEALED = sa.select(audit_entry.c.id).where(_SINCE, IS_UNSEALED).limit(1)
_UNSEALED = sa.select(*ENTRY_COLUMNS).where(_SINCE, IS_UNSEALED).order_by(audit_entry.c.id).limit(_MOST)
_NEWEST = sa.select(sa.func.max(audit_seal.c.entry_id))
_LAST = sa.select(audit_seal.c.position, audit_seal.c.hash).order_by(audit_seal.c.position.desc()).limit(1)
_LENGTH = sa.select(lease.c.position).where(lease.c.name == LEASE)
_INSERT = WriteStatement.insert(audit_seal, "position", "entry_id", "hash")


def has_unsealed(db: Reader) -> bool:
    """Whether there is anything new to seal: cheap however long the chain is, asked before a transaction is begun."""
    return db.execute(_ANY_UNSEALED, {"since": sealed_since(db, SEALED_SOON)}).first() is not None


def seal_entries(tx: Transaction, owner: str) -> int:
    """Seal waiting entries in the order of their ids; how many. Zero while another process holds the lease."""
    return _seal_waiting(tx, owner, SEALED_SOON)


def seal_late_entries(tx: Transaction, owner: str) -> int:
    """Seal what machines wrote whose clocks are behind: the same, over the ids of a whole day."""
    return _seal_waiting(tx, owner, SEALED_LATE)


def last_seal(db: Reader) -> tuple[int, bytes]:
    """Position and hash of the newest seal."""
    last = db.execute(_LAST).one_or_none()
    return (last.position, bytes.fromhex(last.hash)) if last else (0, START)


def sealed_length(db: Reader) -> int:
    """How long the sealer remembers the chain to be."""
    return int(db.execute(_LENGTH).scalar_one())


def sealed_since(db: Reader, span: timedelta) -> str:
    """Behind which id everything is sealed: so long before the newest sealed one, or before now if that is earlier."""
    newest = db.execute(_NEWEST).scalar_one_or_none()
    return "" if newest is None else ids_since(min(newest, new_id()), span // timedelta(milliseconds=1))


def seal_of(before: bytes, entry: Any) -> bytes:
    """The seal of an entry (a row of `ENTRY_COLUMNS`) that follows `before`."""
    fields = {
        "action": entry.action,
        "actor_id": entry.actor_id,
        "actor_kind": entry.actor_kind,
        "at": entry.at,
        "detail": detail_of(entry),
        "id": entry.id,
        "subject_id": entry.subject_id,
        "subject_type": entry.subject_type,
    }
    return hashlib.sha256(before + _canonical.encode(fields)).digest()


def detail_of(entry: Any) -> Any:
    """The detail of such a row; a text that is no JSON, which nobody of us wrote, as it is."""
    try:
        return msgspec.json.decode(entry.detail)
    except (msgspec.DecodeError, UnicodeError):
        return str(entry.detail)


def _seal_waiting(tx: Transaction, owner: str, span: timedelta) -> int:
    if claim_lease(tx, LEASE, owner) is None:
        return 0
    waiting = tx.execute(_UNSEALED, {"since": sealed_since(tx, span)}).all()
    if not waiting:
        return 0
    position, before = last_seal(tx)
    seals = []
    for entry in waiting:
        position, before = position + 1, seal_of(before, entry)
        seals.append((position, entry.id, before.hex()))
    write_all(tx, [Write(_INSERT, seals, expect=len(seals))])
    advance_lease(tx, LEASE, position)
    return len(seals)
