"""A buyer's own sessions over HTTP: seen, ended one by one, ended together."""

from datetime import datetime

import msgspec
from litestar import delete, get

from niaga.accounts.model import HolderKind, Session
from niaga.accounts.sessions.actions import end_session, end_sessions
from niaga.accounts.sessions.gate import Sessions, customer, session_of, shown_session
from niaga.accounts.sessions.queries import list_sessions
from niaga.foundation.errors import NotFound
from niaga.foundation.identity import with_prefix, without_prefix
from niaga.platform.database import Database
from niaga.platform.http import ShopRequest

_MINE = HolderKind.CUSTOMER


class SessionView(msgspec.Struct, frozen=True, kw_only=True):
    """A sign-in. `device` is what the browser or app called itself, `proof` how the sign-in was proven."""

    id: str
    current: bool
    proof: str
    device: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime


class SessionList(msgspec.Struct, frozen=True, kw_only=True):
    """The sign-ins that still open something, the last used first; all on one page."""

    items: list[SessionView]
    next_cursor: str | None


@get(
    "/store/v1/me/sessions",
    policy=customer(),
    tags=["account"],
    summary="Where I am signed in",
    operation_id="list_my_sessions",
)
async def list_my_sessions(request: ShopRequest, database: Database) -> SessionList:
    """Every device that is signed in. `seen_at` is exact to an hour."""
    mine = session_of(request)
    found = await database.read(lambda db: list_sessions(db, _MINE, mine.holder_id))
    return SessionList(items=[session_view(one, mine.session_id) for one in found], next_cursor=None)


@delete(
    "/store/v1/sessions/current",
    policy=customer(),
    tags=["account"],
    summary="Sign out",
    operation_id="sign_out",
)
async def sign_out(request: ShopRequest, database: Database, sessions: Sessions) -> None:
    """The token opens nothing any more, in every process within a second."""
    mine = session_of(request)
    await database.write(lambda tx: end_session(tx, _MINE, mine.holder_id, mine.session_id), name="sign_out")
    sessions.forget(shown_session(request))


@delete(
    "/store/v1/me/sessions/{session_id:str}",
    policy=customer(),
    tags=["account"],
    summary="Sign one device out",
    operation_id="end_my_session",
)
async def end_my_session(request: ShopRequest, session_id: str, database: Database, sessions: Sessions) -> None:
    """Ends one session of one's own, perhaps this one. Its token opens nothing any more within a second."""
    mine, found = session_of(request), without_prefix("ses", session_id)
    if found is None:
        raise NotFound("session", session_id)
    await database.write(lambda tx: end_session(tx, _MINE, mine.holder_id, found), name="end_my_session")
    sessions.forget(shown_session(request))


@delete(
    "/store/v1/me/sessions",
    policy=customer(),
    tags=["account"],
    summary="Sign all other devices out",
    operation_id="end_my_other_sessions",
)
async def end_my_other_sessions(request: ShopRequest, database: Database) -> None:
    """Ends every session but the present one, within a second."""
    mine = session_of(request)
    await database.write(
        lambda tx: end_sessions(tx, _MINE, mine.holder_id, but=mine.session_id), name="end_my_other_sessions"
    )


def session_view(one: Session, present: str) -> SessionView:
    """A session as its owner sees it; `present` is the id of the one that asks."""
    return SessionView(
        id=with_prefix("ses", one.id),
        current=one.id == present,
        proof=one.proof.value,
        device=one.device,
        created_at=one.created_at,
        seen_at=one.seen_at,
        expires_at=one.expires_at,
    )
