"""The gate for staff: turns a request's key or session token into somebody with permissions; routes name it as policy.

A key may do what its owner's role and its own scopes allow; a sign-in what the role and its proof allow.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from niaga.accounts.errors import StrongerSignInRequired
from niaga.accounts.granting import Grantor
from niaga.accounts.keys.gate import StaffKeys
from niaga.accounts.model import HolderKind, Permission, SessionPrincipal
from niaga.accounts.rules.permissions import usable
from niaga.accounts.rules.tokens import KEY_PREFIX, STAFF_PREFIX
from niaga.accounts.sessions.gate import SCOPE_KEY, Sessions
from niaga.foundation.identity import with_prefix
from niaga.platform.audit import Actor, ActorKind
from niaga.platform.http import Forbidden, Policy, Principal, Unauthenticated, bearer_token

if TYPE_CHECKING:
    from litestar.connection import ASGIConnection

    Connection = ASGIConnection[Any, Any, Any, Any]

KEY_SCHEME = "staff_key"
SESSION_SCHEME = "staff_session"
_VISITOR = "niaga_staff"


class Visitor(NamedTuple):
    """Somebody of staff who came in: what the role allows, and what of it this key or sign-in may use."""

    staff_id: str
    role: str
    allowed: frozenset[Permission]
    usable: frozenset[Permission]
    until: datetime | None = None
    session: SessionPrincipal | None = None
    key_id: str = ""

    @property
    def proof(self) -> str:
        """The key or sign-in, as it is called outside."""
        return with_prefix("ses", self.session.session_id) if self.session else with_prefix("key", self.key_id)

    def require(self, permission: Permission) -> None:
        """Raises Forbidden, or StrongerSignInRequired where only the proof is missing."""
        if permission in self.usable:
            return
        if permission in self.allowed:
            raise StrongerSignInRequired(permission.value)
        raise Forbidden(permission.value)


class StaffDoor:
    """Finds out whom a key or a staff session stands for, at most half a second ago.

    One for each database; the composition root keeps it as `app.state.staff_door`.
    """

    def __init__(self, keys: StaffKeys, sessions: Sessions) -> None:
        self._keys = keys
        self._sessions = sessions

    async def visitor(self, token: str) -> Visitor | None:
        """Who comes with this token; None for one that opens nothing."""
        if token.startswith(STAFF_PREFIX):
            return await self._signed_in(token)
        return await self._by_key(token) if token.startswith(KEY_PREFIX) else None

    async def _by_key(self, token: str) -> Visitor | None:
        found = await self._keys.principal(token)
        if found is None:
            return None
        may = found.permissions
        return Visitor(found.staff_id, found.role, may, may, found.expires_at, key_id=found.key_id)

    async def _signed_in(self, token: str) -> Visitor | None:
        found = await self._sessions.principal(token)
        if found is None or found.holder_kind is not HolderKind.STAFF or found.role is None:
            return None
        within = usable(found.permissions, found.proof)
        return Visitor(found.holder_id, found.role, found.permissions, within, session=found)


class _StaffPolicy:
    """Opens a route to staff: with a permission where it asks for one, else to everybody who works here."""

    def __init__(self, permission: Permission | None, *schemes: str) -> None:
        self.security = schemes
        if permission is not None:
            self.permission = permission.value
        self._needed = permission

    async def admit(self, request: "Connection") -> Principal:
        token = bearer_token(request) or ""
        door: StaffDoor = request.app.state.staff_door
        visitor = await door.visitor(token) if self._takes(token) else None
        if visitor is None:
            raise Unauthenticated
        if self._needed is not None:
            visitor.require(self._needed)
        request.scope[_VISITOR] = visitor  # type: ignore[literal-required]
        if visitor.session is not None:
            request.scope[SCOPE_KEY] = visitor.session  # type: ignore[literal-required]
        return Principal(Actor(ActorKind.STAFF, visitor.staff_id), visitor.usable, visitor.proof)

    def _takes(self, token: str) -> bool:
        return KEY_SCHEME in self.security or token.startswith(STAFF_PREFIX)

    def __repr__(self) -> str:
        if self._needed is not None:
            return f"staff({self._needed.value!r})"
        return "staff_member()" if KEY_SCHEME in self.security else "staff_session()"


_MEMBER = _StaffPolicy(None, KEY_SCHEME, SESSION_SCHEME)
_SESSION = _StaffPolicy(None, SESSION_SCHEME)


def staff(permission: str) -> Policy:
    """The policy of a route for staff, by API key or session: 401 without one, 403 when it lacks the permission.

    A sign-in without a second factor lacks whatever moves money or rights (403 `accounts.stronger_sign_in_required`).
    Raises ValueError, when the module is imported, for a permission that does not exist.
    """
    return _StaffPolicy(Permission(permission), KEY_SCHEME, SESSION_SCHEME)


def staff_member() -> Policy:
    """The policy of a route for everybody who works here, by API key or session."""
    return _MEMBER


def staff_session() -> Policy:
    """The policy of a route for whoever signed in as staff: a person at a screen, not a program with a key.

    `session_of` gives the session.
    """
    return _SESSION


def visitor_of(request: "Connection") -> Visitor:
    """Who of staff came in by the policy of this route."""
    found: Visitor = request.scope[_VISITOR]  # type: ignore[literal-required]
    return found


def require_permission(request: "Connection", permission: Permission) -> None:
    """That who came in has this permission as well. Raises Forbidden, StrongerSignInRequired."""
    visitor_of(request).require(permission)


def grantor_of(request: "Connection") -> Grantor:
    """Who came in, as somebody who gives and takes rights."""
    visitor = visitor_of(request)
    return Grantor(Actor(ActorKind.STAFF, visitor.staff_id), visitor.usable, visitor.until)
