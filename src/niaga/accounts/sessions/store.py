"""The statements of sessions."""

from datetime import datetime

import sqlalchemy as sa

from niaga.accounts.model import HolderKind, Proof, Session, SessionPrincipal
from niaga.accounts.rules.permissions import permissions_of
from niaga.accounts.tables import customer, role, session, staff
from niaga.platform.database import Reader, Transaction, Utc

_MINE = sa.and_(session.c.holder_kind == sa.bindparam("kind"), session.c.holder_id == sa.bindparam("holder"))
_OPEN = session.c.revoked_at.is_(None)
_AT = sa.bindparam("at", type_=Utc())
_FIND = (
    sa.select(
        session.c.id,
        session.c.holder_kind,
        session.c.holder_id,
        session.c.proof,
        session.c.created_at,
        session.c.seen_at,
        session.c.expires_at,
        staff.c.role,
        role.c.permissions.label("made"),
    )
    .select_from(session)
    .outerjoin(
        customer,
        sa.and_(
            session.c.holder_kind == HolderKind.CUSTOMER,
            customer.c.id == session.c.holder_id,
            customer.c.disabled_at.is_(None),
            customer.c.erased_at.is_(None),
        ),
    )
    .outerjoin(
        staff,
        sa.and_(
            session.c.holder_kind == HolderKind.STAFF,
            staff.c.id == session.c.holder_id,
            staff.c.disabled_at.is_(None),
        ),
    )
    .outerjoin(role, role.c.name == staff.c.role)
    .where(
        session.c.token_hash == sa.bindparam("token_hash"),
        _OPEN,
        sa.or_(customer.c.id.is_not(None), staff.c.id.is_not(None)),
    )
)
# Whoever has more sees those she used last, and ends them all at once.
_MOST_LISTED = 100
_LIST = (
    sa.select(session)
    .where(_MINE, _OPEN, session.c.expires_at > _AT)
    .order_by(session.c.seen_at.desc(), session.c.id)
    .limit(_MOST_LISTED)
)
_DEVICE = sa.select(session.c.device).where(session.c.id == sa.bindparam("session"))
_TOUCH = (
    sa.update(session)
    .where(session.c.id == sa.bindparam("session"), _OPEN, session.c.seen_at < _AT)
    .values(seen_at=_AT)
)
_REVOKE = sa.update(session).where(_MINE, session.c.id == sa.bindparam("session"), _OPEN).values(revoked_at=_AT)
_REVOKE_OTHERS = sa.update(session).where(_MINE, session.c.id != sa.bindparam("kept"), _OPEN).values(revoked_at=_AT)
_OVER = (
    sa.select(session.c.expires_at)
    .where(session.c.expires_at <= _AT)
    .order_by(session.c.expires_at)
    .limit(sa.bindparam("most_at_once"))
)
_PURGE = sa.delete(session).where(session.c.expires_at <= sa.bindparam("last", type_=Utc()))


def insert_session(tx: Transaction, principal: SessionPrincipal, *, token_hash: str, device: str) -> None:
    """Store a new session."""
    row = {
        "id": principal.session_id,
        "holder_kind": principal.holder_kind.value,
        "holder_id": principal.holder_id,
        "token_hash": token_hash,
        "proof": principal.proof.value,
        "device": tx.vault.seal(device, table="session", column="device", row=principal.session_id),
        "created_at": principal.created_at,
        "seen_at": principal.seen_at,
        "expires_at": principal.expires_at,
        "revoked_at": None,
    }
    tx.execute(sa.insert(session), row)


def find_session(db: Reader, token_hash: str) -> SessionPrincipal | None:
    """Whom the token with that hash stands for, unless it was revoked or its holder switched off or erased."""
    row = db.execute(_FIND, {"token_hash": token_hash}).one_or_none()
    return row and SessionPrincipal(
        session_id=row.id,
        holder_kind=HolderKind(row.holder_kind),
        holder_id=row.holder_id,
        proof=Proof(row.proof),
        created_at=row.created_at,
        seen_at=row.seen_at,
        expires_at=row.expires_at,
        role=row.role,
        permissions=permissions_of(row.role, row.made) if row.role else frozenset(),
    )


def list_sessions(db: Reader, kind: HolderKind, holder_id: str) -> list[Session]:
    """The sessions of somebody that were not revoked and are not past their end, the last seen first."""
    rows = db.execute(_LIST, {"kind": kind.value, "holder": holder_id, "at": db.now}).all()
    return [
        Session(
            id=row.id,
            proof=Proof(row.proof),
            device=db.vault.open(row.device, table="session", column="device", row=row.id),
            created_at=row.created_at,
            seen_at=row.seen_at,
            expires_at=row.expires_at,
        )
        for row in rows
    ]


def find_device(db: Reader, session_id: str) -> str | None:
    """What the session's device called itself, if the session is known."""
    sealed = db.execute(_DEVICE, {"session": session_id}).scalar_one_or_none()
    return sealed and db.vault.open(sealed, table="session", column="device", row=session_id)


def touch_session(tx: Transaction, session_id: str, at: datetime) -> None:
    """Write down when a session was used, never backwards."""
    tx.execute(_TOUCH, {"session": session_id, "at": at})


def revoke_session(tx: Transaction, kind: HolderKind, holder_id: str, session_id: str) -> bool:
    """End one session of somebody; whether there was one to end."""
    bind = {"kind": kind.value, "holder": holder_id, "session": session_id, "at": tx.now}
    return tx.execute(_REVOKE, bind).rowcount == 1


def revoke_sessions_but(tx: Transaction, kind: HolderKind, holder_id: str, kept: str) -> int:
    """End all sessions of somebody but one; how many. An empty `kept` keeps none."""
    bind = {"kind": kind.value, "holder": holder_id, "kept": kept, "at": tx.now}
    return tx.execute(_REVOKE_OTHERS, bind).rowcount


def purge_sessions(tx: Transaction, *, most_at_once: int) -> int:
    """Forget about so many sessions past their end; how many."""
    due = tx.execute(_OVER, {"at": tx.now, "most_at_once": most_at_once}).scalars().all()
    return tx.execute(_PURGE, {"last": due[-1]}).rowcount if due else 0
