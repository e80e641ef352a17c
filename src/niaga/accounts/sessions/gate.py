"""The gate for who signed in: turns a request's session token into somebody; routes name it as their policy."""

from typing import TYPE_CHECKING, Any

from niaga.accounts.model import HolderKind, SessionPrincipal
from niaga.accounts.remembering import Remembered
from niaga.accounts.rules.lifetimes import is_over, is_seen_again
from niaga.accounts.rules.tokens import CUSTOMER_PREFIX, token_hash
from niaga.accounts.sessions import store
from niaga.accounts.sessions.actions import lifetime_of
from niaga.foundation.errors import NiagaError
from niaga.platform.audit import Actor, ActorKind
from niaga.platform.database import Database
from niaga.platform.http import Policy, Principal, Unauthenticated, actor_of, bearer_token, exchange_of
from niaga.platform.http.exchange import GUEST
from niaga.platform.http.session_cookie import session_token
from niaga.platform.logging import get_logger

if TYPE_CHECKING:
    from litestar.connection import ASGIConnection

    Connection = ASGIConnection[Any, Any, Any, Any]

SECURITY_SCHEME = "customer_session"
SCOPE_KEY = "niaga_session"
_log = get_logger(__name__)


class Sessions:
    """Knows whom session tokens stand for. One for each database; the composition root keeps it as `app.state.sessions`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: Remembered[SessionPrincipal] = Remembered()

    async def principal(self, token: str) -> SessionPrincipal | None:
        """Whom the token stands for, at most half a second ago; None when it was revoked, is over or never was."""
        digest = token_hash(token)
        found = self._known.get(digest)
        if found is None:
            found = await self._database.read(lambda db: store.find_session(db, digest))
            if found is None:
                return None
            self._known.put(digest, found)
            await self._note_use(found)
        now = self._database.clock.now()
        if is_over(lifetime_of(found.holder_kind), seen_at=found.seen_at, expires_at=found.expires_at, now=now):
            return None
        return found

    def forget(self, token: str) -> None:
        """Look this one up anew at its next request: it was just ended or changed here."""
        self._known.drop(token_hash(token))

    async def _note_use(self, found: SessionPrincipal) -> None:
        at, lifetime = self._database.clock.now(), lifetime_of(found.holder_kind)
        if is_over(lifetime, seen_at=found.seen_at, expires_at=found.expires_at, now=at):
            return
        if not is_seen_again(found.seen_at, at, lifetime.note_every):
            return
        try:
            await self._database.write(lambda tx: store.touch_session(tx, found.session_id, at))
        except NiagaError as error:
            # Who may enter does not depend on this note.
            _log.warning("session_use.not_noted", reason=error.code)


class _CustomerPolicy:
    """Opens a route to a buyer who signed in: by her token, or for reading by the cookie of our own pages."""

    security: tuple[str, ...] = (SECURITY_SCHEME,)

    async def admit(self, request: "Connection") -> Principal:
        token = shown_session(request)
        if not token.startswith(CUSTOMER_PREFIX):
            raise Unauthenticated
        sessions: Sessions = request.app.state.sessions
        found = await sessions.principal(token)
        if found is None or found.holder_kind is not HolderKind.CUSTOMER:
            raise Unauthenticated
        request.scope[SCOPE_KEY] = found  # type: ignore[literal-required]
        return Principal(Actor(ActorKind.CUSTOMER, found.holder_id))

    def __repr__(self) -> str:
        return "customer()"


class _GuestOrCustomerPolicy:
    """Opens a route to everybody; who shows a session is its customer, and a session that is none is refused."""

    security: tuple[str, ...] = ()
    also_opened_by = (SECURITY_SCHEME,)

    async def admit(self, request: "Connection") -> Principal:
        authorization = exchange_of(request).seen.get(b"authorization")
        if authorization is None or CUSTOMER_PREFIX not in authorization.decode("latin-1"):
            return GUEST
        return await _CUSTOMER.admit(request)

    def __repr__(self) -> str:
        return "guest_or_customer()"


_CUSTOMER = _CustomerPolicy()
_GUEST_OR_CUSTOMER = _GuestOrCustomerPolicy()


def customer() -> Policy:
    """The policy of a route for a buyer who signed in: 401 without a session of hers."""
    return _CUSTOMER


def guest_or_customer() -> Policy:
    """The policy of a route that a guest may use, and a customer as herself: 401 for a session token that opens nothing."""
    return _GUEST_OR_CUSTOMER


def customer_id_of(request: "Connection") -> str | None:
    """Whose session came with the request; None for a guest."""
    actor = actor_of(request)
    return actor.id if actor.kind is ActorKind.CUSTOMER else None


def session_of(request: "Connection") -> SessionPrincipal:
    """The session that the policy of this route admitted."""
    found: SessionPrincipal = request.scope[SCOPE_KEY]  # type: ignore[literal-required]
    return found


def shown_session(request: "Connection") -> str:
    """The session token that came with a request: bearer, or for a GET the one of the same-origin cookie; else empty."""
    bearer = bearer_token(request)
    if bearer is not None or request.scope.get("method") != "GET":
        return bearer or ""
    return session_token(request)
