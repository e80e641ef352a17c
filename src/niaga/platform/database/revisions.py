"""Revision counters for the few things that caches hold: catalogue, tariffs, settings. Orders never touch them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from niaga.platform.database.metadata import metadata
from niaga.platform.database.types import Code

if TYPE_CHECKING:
    from niaga.platform.database.transaction import Reader, Transaction

revision = sa.Table(
    "revision",
    metadata,
    sa.Column("scope", Code(40), primary_key=True),
    sa.Column("value", sa.BigInteger, nullable=False),
)
SCOPES = ("catalogue", "tariffs", "settings")
_READ = sa.select(revision.c.value).where(revision.c.scope == sa.bindparam("scope"))
_READ_ALL = sa.select(revision.c.scope, revision.c.value)
_BUMP = sa.update(revision).where(revision.c.scope == sa.bindparam("the_scope")).values(value=revision.c.value + 1)


def read_revision(db: Reader, scope: str) -> int:
    """The scope's present revision; a reader that caches takes it before it reads the data."""
    return int(db.execute(_READ, {"scope": scope}).scalar_one())


def read_revisions(db: Reader) -> dict[str, int]:
    """The present revision of every scope, for a reader that caches several."""
    return {row.scope: int(row.value) for row in db.execute(_READ_ALL)}


def bump_revision(tx: Transaction, scope: str) -> None:
    """Make every cache of the scope stale once this transaction commits."""
    changed = tx.execute(_BUMP, {"the_scope": scope}).rowcount
    assert changed == 1, f"there is no revision scope {scope!r}"
    tx.changed.add(scope)
