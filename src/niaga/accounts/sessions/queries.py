"""Reading sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from niaga.accounts.rules.lifetimes import is_over
from niaga.accounts.sessions import store
from niaga.accounts.sessions.actions import lifetime_of

if TYPE_CHECKING:
    from niaga.accounts.model import HolderKind, Session
    from niaga.platform.database import Reader


def list_sessions(db: Reader, kind: HolderKind, holder_id: str) -> list[Session]:
    """The sessions of somebody that still open something, the last used first."""
    lifetime = lifetime_of(kind)
    found = store.list_sessions(db, kind, holder_id)
    return [one for one in found if not is_over(lifetime, seen_at=one.seen_at, expires_at=one.expires_at, now=db.now)]
