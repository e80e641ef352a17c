"""Lease rows: one process at a time does a thing, and a process that slept past its lease is fenced off.

The claim is a guarded UPDATE inside the very transaction that does the work, so a stale owner's work rolls back.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from niaga.foundation.clock import to_microseconds
from niaga.platform.database.metadata import metadata
from niaga.platform.database.types import Code

if TYPE_CHECKING:
    from niaga.platform.database.transaction import Transaction

lease = sa.Table(
    "lease",
    metadata,
    sa.Column("name", Code(60), primary_key=True),
    sa.Column("owner", Code(60), nullable=False),
    sa.Column("until_at", sa.BigInteger, nullable=False),
    sa.Column("fence", sa.BigInteger, nullable=False),
    sa.Column("position", sa.BigInteger, nullable=False),
)
LEASE_SPAN = timedelta(seconds=15)

_MINE = lease.c.owner == sa.bindparam("me")
_CLAIM = (
    sa.update(lease)
    .where(lease.c.name == sa.bindparam("the_name"), _MINE | (lease.c.until_at < sa.bindparam("now")))
    .values(owner=sa.bindparam("me"), until_at=sa.bindparam("until"), fence=lease.c.fence + 1)
)
_POSITION = sa.select(lease.c.position).where(lease.c.name == sa.bindparam("the_name"))
_ADVANCE = sa.update(lease).where(lease.c.name == sa.bindparam("the_name")).values(position=sa.bindparam("reached"))


def claim_lease(tx: Transaction, name: str, owner: str) -> int | None:
    """Claim or renew the lease for this transaction; its position, or None while somebody else holds it."""
    now = to_microseconds(tx.now)
    until = to_microseconds(tx.now + LEASE_SPAN)
    if tx.execute(_CLAIM, {"the_name": name, "me": owner, "now": now, "until": until}).rowcount != 1:
        return None
    return int(tx.execute(_POSITION, {"the_name": name}).scalar_one())


def advance_lease(tx: Transaction, name: str, position: int) -> None:
    """Remember how far the owner got."""
    tx.execute(_ADVANCE, {"the_name": name, "reached": position})


def release_leases(tx: Transaction) -> None:
    """End every lease now: after the shop's clock was moved back, they would last until the old time comes again.

    Safe at any moment, because work under a lease claims it again inside its own transaction.
    """
    tx.execute(sa.update(lease).values(until_at=0))
