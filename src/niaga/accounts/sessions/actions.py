"""Beginning a session and ending it. The token is given out once and kept nowhere."""

from niaga.accounts.model import HolderKind, Proof, SessionPrincipal
from niaga.accounts.rules.lifetimes import CUSTOMER_LIFETIME, STAFF_LIFETIME, Lifetime
from niaga.accounts.rules.tokens import CUSTOMER_PREFIX, STAFF_PREFIX, new_token, token_hash
from niaga.accounts.sessions import store
from niaga.foundation.errors import NotFound
from niaga.foundation.identity import new_id, with_prefix
from niaga.platform.database import Transaction

_PREFIXES = {HolderKind.CUSTOMER: CUSTOMER_PREFIX, HolderKind.STAFF: STAFF_PREFIX}
_LIFETIMES = {HolderKind.CUSTOMER: CUSTOMER_LIFETIME, HolderKind.STAFF: STAFF_LIFETIME}
LONGEST_DEVICE = 200
_PURGED_AT_ONCE = 1000


def lifetime_of(kind: HolderKind) -> Lifetime:
    """How long sessions of such people last."""
    return _LIFETIMES[kind]


def begin_session(
    tx: Transaction, kind: HolderKind, holder_id: str, *, proof: Proof, device: str
) -> tuple[SessionPrincipal, str]:
    """Sign somebody in who has proven who they are; the session and its token, which is nowhere else."""
    token = new_token(_PREFIXES[kind])
    principal = SessionPrincipal(
        session_id=new_id(),
        holder_kind=kind,
        holder_id=holder_id,
        proof=proof,
        created_at=tx.now,
        seen_at=tx.now,
        expires_at=tx.now + lifetime_of(kind).absolute,
    )
    store.insert_session(tx, principal, token_hash=token_hash(token), device=device[:LONGEST_DEVICE])
    return principal, token


def end_session(tx: Transaction, kind: HolderKind, holder_id: str, session_id: str) -> None:
    """End one session of somebody. Raises NotFound for one that is not theirs or has ended."""
    if not store.revoke_session(tx, kind, holder_id, session_id):
        raise NotFound("session", with_prefix("ses", session_id))


def end_sessions(tx: Transaction, kind: HolderKind, holder_id: str, *, but: str = "") -> int:
    """End all sessions of somebody, except perhaps the present one; how many."""
    return store.revoke_sessions_but(tx, kind, holder_id, but)


def purge_sessions(tx: Transaction) -> int:
    """Forget about a thousand sessions that are past their end; how many. Call again until it says 0."""
    return store.purge_sessions(tx, most_at_once=_PURGED_AT_ONCE)
