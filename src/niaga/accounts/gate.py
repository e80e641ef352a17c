"""The gate for staff: turns a request's key into somebody with permissions; routes name it as their policy."""

from typing import TYPE_CHECKING, Any

from niaga.accounts import store
from niaga.accounts.model import Permission, StaffPrincipal
from niaga.accounts.queries import authenticate_key
from niaga.accounts.remembering import Remembered
from niaga.accounts.rules.lifetimes import is_seen_again
from niaga.accounts.rules.permissions import PERMISSIONS
from niaga.accounts.rules.tokens import KEY_PREFIX, token_hash
from niaga.foundation.errors import NiagaError
from niaga.platform.audit import Actor, ActorKind
from niaga.platform.database import Database
from niaga.platform.http import Forbidden, Policy, Principal, Unauthenticated, bearer_token
from niaga.platform.logging import get_logger

if TYPE_CHECKING:
    from litestar.connection import ASGIConnection

SECURITY_SCHEME = "staff_key"
_log = get_logger(__name__)


class StaffKeys:
    """Knows whom keys stand for. One for each database; the composition root keeps it as `app.state.staff_keys`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: Remembered[StaffPrincipal] = Remembered()

    async def principal(self, key: str) -> StaffPrincipal | None:
        """Whom the key stands for, at most half a second ago."""
        digest = token_hash(key)
        remembered = self._known.get(digest)
        if remembered is not None:
            return remembered
        found = await self._database.read(lambda db: authenticate_key(db, key))
        if found is None:
            return None
        self._known.put(digest, found)
        await self._note_use(found)
        return found

    async def _note_use(self, found: StaffPrincipal) -> None:
        at = self._database.clock.now()
        if not is_seen_again(found.last_used_at, at):
            return
        try:
            await self._database.write(lambda tx: store.touch_key(tx, found.key_id, at))
        except NiagaError as error:
            # Who may enter does not depend on this note.
            _log.warning("key_use.not_noted", reason=error.code)


class _StaffPolicy:
    """Opens a route to whoever comes with a key whose role has the permission."""

    def __init__(self, permission: Permission) -> None:
        self.security: tuple[str, ...] = (SECURITY_SCHEME,)
        self.permission = permission.value
        self._needed = permission

    async def admit(self, request: "ASGIConnection[Any, Any, Any, Any]") -> Principal:
        token = bearer_token(request)
        if token is None or not token.startswith(KEY_PREFIX):
            raise Unauthenticated
        keys: StaffKeys = request.app.state.staff_keys
        person = await keys.principal(token)
        if person is None:
            raise Unauthenticated
        granted = PERMISSIONS[person.role]
        if self._needed not in granted:
            raise Forbidden(permission=self.permission)
        return Principal(Actor(ActorKind.STAFF, person.staff_id), granted)

    def __repr__(self) -> str:
        return f"staff({self.permission!r})"


def staff(permission: str) -> Policy:
    """The policy of a route for staff: 401 without a valid key, 403 when its owner's role lacks the permission.

    Raises ValueError, when the module is imported, for a permission that does not exist.
    """
    return _StaffPolicy(Permission(permission))
